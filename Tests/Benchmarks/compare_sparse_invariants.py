#!/usr/bin/env python3
"""Compares `discover conserve` with the sparse-invariant method on polynomial systems, both in one run on one machine.

The package of the method's authors (Liu, Sturm, Bharadwaj, Silva and Tegmark, Physical Review E 109, L023301, 2024) is not on the
Python package index. What runs here is a re-implementation of its published description, NOT their code: all monomials up to
a degree that has to be given, their gradients times the right-hand sides at random points, a singular value decomposition with
a tolerance, a rotation of the null space that minimises the sum of absolute values (Cayley's parametrisation, L-BFGS-B, ten random
starts of 100 steps), and a second decomposition of the gradients at every point that counts and picks independent laws. In its favour:
the degree is the smallest one that holds the known laws unless --monomials is given, gradients are exact and vectorised, decompositions are the economical ones,
parameters have numbers, and reading the system and preparing its functions is not timed. `discover` gets default options, chooses its degree, and is
timed as a whole process.

A law counts as true when, with coefficients below 1/1000 of the largest dropped, its rate of change at new points is below 1e-6 of the
sizes of its terms. Terms are those that are left.

    compare_sparse_invariants.py --discover .build/release/discover [--systems systems.json | NAME.txt ...] [--degree 3] [--monomials 250] [--repeat 1]

Systems: text files with lines `x' = ...` and `param k = number`, or a JSON list of objects with `id`, `vars`, `rhs`, `params` (name to number)
and, for the degree, `conserved`. Without any, the polynomial ones of datasets/systems. Needs numpy, scipy and sympy.
"""
import argparse
import itertools
import json
import math
import os
import re
import resource
import subprocess
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import sympy as sp
from scipy.optimize import minimize

DEFAULT_SYSTEMS = ["lotka-volterra-3", "atmospheric-chemistry", "rigid-body", "lorenz", "sir"]


def formula(text, names):
    return sp.sympify(text.replace("^", "**"), locals={n: sp.Symbol(n) for n in names}, rational=True)


def read_text(path):
    """A text file as (name, variables, right-hand sides with numbers for parameters)."""
    rates, numbers = {}, {}
    for line in Path(path).read_text().splitlines():
        line = line.split("#")[0].strip()
        if match := re.fullmatch(r"(\w+)'\s*=\s*(.+)", line):
            rates[match[1]] = match[2]
        elif match := re.fullmatch(r"(?:param\s+)?(\w+)\s*=\s*([-+0-9.eE/]+)", line):
            numbers[match[1]] = match[2]
    return Path(path).stem, rates, numbers, None


def read_json(path):
    systems = json.loads(Path(path).read_text())
    systems = systems if isinstance(systems, list) else systems["systems"]
    for system in systems:
        if system.get("kind", "ode") != "ode" or system.get("constraints"):
            continue
        numbers = {k: str(v) for k, v in (system.get("params") or {}).items() if v not in (None, "", "symbolic")}
        yield system["id"], {v: str(system["rhs"][v]) for v in system["vars"]}, numbers, system.get("conserved")


def polynomial(rates, numbers, known, degree, monomials):
    """Variables, right-hand sides and the degree of the ansatz; None when something is no polynomial."""
    names = list(rates) + list(numbers)
    variables = [sp.Symbol(v) for v in rates]
    values = {sp.Symbol(k): sp.Rational(v) for k, v in numbers.items()}
    try:
        sides = [formula(side, names).subs(values) for side in rates.values()]
        laws = [formula(law, names + ["t"]).subs(values) for law in known or []]
    except (sp.SympifyError, TypeError):
        return None
    for extra in sorted(set().union(*[s.free_symbols for s in sides]) - set(variables), key=str):
        # A symbol without a value: the method needs a number.
        values[extra] = sp.Rational(len(values) + 3, 2)
    sides = [side.subs(values) for side in sides]
    if not all(e.is_polynomial(*variables) for e in sides + laws):
        return None
    if laws:
        degree = max(sp.Poly(law, *variables).total_degree() for law in laws)
    elif known is not None:
        degree = min(degree, 3)
    degree = max(degree, 1)
    while monomials and degree < 12 and math.comb(len(variables) + degree + 1, degree + 1) - 1 <= monomials:
        degree += 1
    return variables, sides, degree


class SparseInvariants:
    """The published method, from its description."""

    def __init__(self, count, rates, degree, tolerance, starts=10, steps=100):
        self.rates, self.tolerance, self.starts, self.steps = rates, tolerance, starts, steps
        self.exponents = np.array(
            [
                np.bincount(choice, minlength=count)
                for total in range(1, degree + 1)
                for choice in itertools.combinations_with_replacement(range(count), total)
            ])

    def gradients(self, points):
        """d(monomial)/d(variable) at every point: points x variables x monomials."""
        powers = points[:, None, :] ** np.arange(self.exponents.max() + 1)[None, :, None]
        result = np.empty((len(points), points.shape[1], len(self.exponents)))
        columns = np.arange(points.shape[1])
        for variable in columns:
            lowered = self.exponents.copy()
            factor = lowered[:, variable].astype(float)
            lowered[:, variable] = np.maximum(lowered[:, variable] - 1, 0)
            product = np.ones((len(points), len(lowered)))
            for other in columns:
                product *= powers[:, lowered[:, other], other]
            result[:, variable, :] = product * factor
        return result

    def sparsest(self, space, generator):
        """The rotation of the rows of a basis with the smallest sum of absolute values."""
        size = len(space)
        unit = np.eye(size)

        def objective(flat):
            skew = flat.reshape(size, size)
            skew = (skew - skew.T) / 2
            inverse = np.linalg.inv(unit + skew)
            rotation = (unit - skew) @ inverse
            rotated = rotation @ space
            slope = -(unit + rotation).T @ (np.sign(rotated) @ space.T) @ inverse.T
            return np.abs(rotated).sum(), ((slope - slope.T) / 2).ravel()

        runs = [
            minimize(
                objective, generator.standard_normal(size * size), jac=True, method="L-BFGS-B", tol=1e-10,
                options={"maxiter": self.steps})
            for _ in range(self.starts)
        ]
        skew = min(runs, key=lambda run: run.fun).x.reshape(size, size)
        skew = (skew - skew.T) / 2
        return (unit - skew) @ np.linalg.inv(unit + skew) @ space

    def rank(self, values):
        """The most frequent number of singular values above the tolerance."""
        singular = np.linalg.svd(values, compute_uv=False)
        singular = singular / np.maximum(singular.sum(axis=1, keepdims=True), 1e-300)
        return int(np.bincount((singular > self.tolerance).sum(axis=1)).argmax())

    def laws(self):
        generator = np.random.default_rng(0)
        count = self.exponents.shape[1]
        points = generator.standard_normal((max(100, 2 * len(self.exponents)), count))
        gradients = self.gradients(points)
        matrix = np.einsum("pv,pvm->pm", self.rates(points), gradients)
        _, singular, rows = np.linalg.svd(matrix, full_matrices=False)
        space = rows[singular / singular.sum() < self.tolerance]
        if not len(space):
            return []
        if len(space) > 1:
            space = self.sparsest(space, generator)
        slopes = np.einsum("pvm,lm->pvl", gradients, space)
        target = self.rank(slopes)
        squares = space**2
        order = np.argsort(-(np.log(squares + 1e-6) * squares).sum(axis=1))
        kept = []
        for index in order:
            if len(kept) == target:
                break
            if self.rank(slopes[:, :, kept + [index]]) == len(kept) + 1:
                kept.append(index)
        return [space[index] for index in kept]

    def check(self, law):
        """Whether the law with small coefficients dropped is conserved, and how many terms it has."""
        law = np.where(np.abs(law) < 1e-3 * np.abs(law).max(), 0, law)
        points = np.random.default_rng(1).standard_normal((20, self.exponents.shape[1]))
        parts = np.einsum("pv,pvm->pvm", self.rates(points), self.gradients(points)) * law
        size = np.abs(parts).sum(axis=(1, 2))
        return bool((np.abs(parts.sum(axis=(1, 2))) <= 1e-6 * np.maximum(size, 1e-300)).all()), int((law != 0).sum())


def run_discover(binary, rates, numbers, repeat):
    """Wall and processor seconds, number of laws and terms."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "system.txt")
        lines = [f"param {k} = {v}" for k, v in numbers.items()]
        lines += [f"{v}' = {side.replace('**', '^')}" for v, side in rates.items()]
        Path(path).write_text("\n".join(lines) + "\n")
        best = (np.inf, np.inf)
        for _ in range(repeat):
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            run = subprocess.run([binary, "conserve", path, "--json"], capture_output=True, text=True, check=False)
            wall = time.perf_counter() - start
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            best = min(best[0], wall), min(best[1], cpu)
    laws = json.loads(run.stdout).get("laws") or [] if run.stdout.startswith("{") else []
    names = list(rates) + list(numbers) + ["t"]
    terms = [len(sp.Add.make_args(sp.expand(formula(law.get("sympy", law["expression"]), names)))) for law in laws]
    return *best, len(laws), sum(terms)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--discover", required=True)
    parser.add_argument("--systems", nargs="*")
    parser.add_argument("--degree", type=int, default=3, help="degree where no known laws are given")
    parser.add_argument("--monomials", type=int, help="take the largest degree up to 12 with at most so many monomials, as one who does not know the laws")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each program; the fastest counts")
    parser.add_argument("--tolerance", type=float, default=1e-8)
    options = parser.parse_args()
    folder = Path(__file__).resolve().parents[2] / "datasets" / "systems"
    paths = options.systems or [folder / f"{name}.txt" for name in DEFAULT_SYSTEMS]
    systems = [s for p in paths for s in (read_json(p) if str(p).endswith(".json") else [read_text(p)])]

    print(f"{'':28}{'':>24}  sparse invariants, re-implemented{'':7}discover conserve")
    print(f"{'system':28}{'variables':>10}{'degree':>7}{'known':>6}  {'s':>8}{'CPU s':>8}{'laws':>6}{'true':>6}{'terms':>7}"
          f"  {'s':>8}{'CPU s':>8}{'laws':>6}{'terms':>7}")
    total = np.zeros(10)
    used = 0
    for name, rates, numbers, known in systems:
        prepared = polynomial(rates, numbers, known, options.degree, options.monomials)
        if prepared is None:
            continue
        variables, sides, degree = prepared
        fields = [sp.lambdify(variables, side, "numpy") for side in sides]

        def values(points):
            columns = points.T
            return np.stack([np.broadcast_to(np.asarray(f(*columns), dtype=float), len(points)) for f in fields], axis=1)

        best = [np.inf, np.inf]
        for _ in range(options.repeat):
            wall, cpu = time.perf_counter(), time.process_time()
            method = SparseInvariants(len(variables), values, degree, options.tolerance)
            laws = method.laws()
            best = [min(best[0], time.perf_counter() - wall), min(best[1], time.process_time() - cpu)]
        checks = [method.check(law) for law in laws]
        mine = run_discover(options.discover, rates, numbers, options.repeat)
        count = len(known) if known is not None else None
        row = [*best, len(laws), sum(c[0] for c in checks), sum(c[1] for c in checks), *mine, count or 0]
        total += row
        used += 1
        show(name, f"{len(variables):>10}{degree:>7}{'' if count is None else count:>6}", row)
    show("total", f"{used:>10}{'':>7}{int(total[9]) or '':>6}", total)
    print(f"time ratio: {total[0] / total[5]:.1f} by the clock, {total[1] / total[6]:.1f} in processor time; "
          f"terms: {total[8] / max(total[4], 1):.2f} of the other's")


def show(name, head, row):
    print(f"{name:28}{head}  {row[0]:8.3f}{row[1]:8.3f}{int(row[2]):6}{int(row[3]):6}{int(row[4]):7}"
          f"  {row[5]:8.3f}{row[6]:8.3f}{int(row[7]):6}{int(row[8]):7}", flush=True)


if __name__ == "__main__":
    main()
