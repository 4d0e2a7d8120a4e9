#!/usr/bin/env python3
"""Checks `discover conserve` on systems of a collection that hold abbreviations or are no evolution equations.

    check_special_systems.py --discover .build/release/discover --systems systems.json [--ids a,b]

Two kinds of objects in the JSON list are used, the others are passed over:

- ordinary differential equations (`vars`, `rhs`, `conserved`, `count`) with `aux`, names with formulas, which are written as `let` lines. Asked
  are: the right count; dH/dt = 0 for every printed law at random states with 40 digits; printed laws independent; listed laws depend on them.
  With constraints only the count is compared.
- partial differential equations with `equation`, which is 0, and `multipliers` (and `vars`, `indep`). Asked are: the identity
  D_t rho + div J = Q G of every printed density with its flux J and multiplier Q, by SymPy, exactly (for an equation with u_t alone, that the
  left-hand side vanishes on solutions); and that the listed multipliers are combinations of the printed ones.

Prints one line per system with processor seconds. Needs sympy and mpmath.
"""
import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile

import mpmath as mp
import sympy as sp


def run(binary, text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "system.txt")
        with open(path, "w") as file:
            file.write(text)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([binary, "conserve", path, "--json"], capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if not done.stdout.startswith("{"):
        return {}, seconds, done.stderr.strip().split("\n")[0]
    return json.loads(done.stdout), seconds, ""


def formula(text, names):
    return sp.sympify(str(text).replace("^", "**"), locals={n: sp.Symbol(n) for n in names}, rational=True)


def check_ordinary(system, binary):
    parameters = system.get("params") or {}
    lines = [f"param {k}" + ("" if v in (None, "", "symbolic") else f" = {v}") for k, v in parameters.items()]
    lines += [f"let {k} = {v}" for k, v in system["aux"].items()]
    lines += [f"constraint {c}" + ("" if "=" in str(c) else " = 0") for c in system.get("constraints") or []]
    lines += [f"{v}' = {system['rhs'][v]}" for v in system["vars"]]
    result, seconds, error = run(binary, "\n".join(lines).replace("**", "^") + "\n")
    problems = [error] if error else []
    if result.get("count") != system["count"]:
        problems.append(f"count {result.get('count')} for {system['count']}")
    if system.get("constraints") or error:
        return problems, seconds
    names = list(system["vars"]) + list(parameters) + list(system["aux"])
    aux = {sp.Symbol(k): formula(v, names) for k, v in system["aux"].items()}
    variables = [sp.Symbol(v) for v in system["vars"]]
    rates = [formula(system["rhs"][v], names).subs(aux) for v in system["vars"]]
    laws = [formula(law["sympy"], names) for law in result.get("laws") or []]
    known = [formula(law, names) for law in system["conserved"]]
    mp.mp.dps = 40
    generator = random.Random(1)
    ranks = {"printed": 0, "all": 0}
    for _ in range(3):
        point = {s: sp.Rational(generator.randint(1000, 9000), 4001) for s in map(sp.Symbol, names)}
        slopes = sp.Matrix([[sp.diff(law, v).subs(point).evalf(40) for v in variables] for law in laws + known])
        speed = sp.Matrix([rate.subs(point).evalf(40) for rate in rates])
        for row in range(len(laws)):
            if abs((slopes[row, :] * speed)[0]) > sp.Float(10) ** -25:
                problems.append(f"false: {laws[row]}")
        for key, count in (("printed", len(laws)), ("all", len(laws) + len(known))):
            values = mp.svd_r(mp.matrix(slopes[:count, :].tolist()), compute_uv=False)
            ranks[key] = max(ranks[key], sum(1 for x in values if x > max(values) * mp.mpf(10) ** -20))
    if ranks["printed"] < len(laws):
        problems.append("printed laws depend on each other")
    if ranks["all"] > ranks["printed"]:
        problems.append("listed laws are not generated")
    return sorted(set(problems)), seconds


class Jets:
    """Total derivatives of polynomials in names such as u_xxt."""

    def __init__(self, fields, independent):
        self.fields, self.independent = fields, independent

    def read(self, text):
        tree = sp.sympify(str(text).replace("^", "**"), rational=True)
        return tree.subs({s: self.symbol(*self.parts(s)) for s in tree.free_symbols if self.parts(s)})

    def parts(self, symbol):
        match = re.fullmatch(r"(\w+?)(?:_(\w+))?", symbol.name)
        return (match[1], match[2] or "") if match and match[1] in self.fields else None

    def symbol(self, field, derivatives):
        ordered = "".join(sorted(derivatives, key=self.independent.index))
        return sp.Symbol(field + ("_" + ordered if ordered else ""))

    def derivative(self, tree, name):
        result = sp.diff(tree, sp.Symbol(name))
        for symbol in tree.free_symbols:
            if parts := self.parts(symbol):
                result += sp.diff(tree, symbol) * self.symbol(parts[0], parts[1] + name)
        return result

    def on_solutions(self, tree, equation):
        """With u_t and its derivatives replaced where the equation gives u_t; the tree itself otherwise."""
        with_time = [s for s in equation.free_symbols if self.parts(s) and "t" in self.parts(s)[1]]
        if len(with_time) != 1 or self.parts(with_time[0])[1] != "t":
            return tree
        rate = sp.solve(equation, with_time[0])[0]
        for symbol in tree.free_symbols:
            parts = self.parts(symbol)
            if parts and parts[1].count("t") == 1:
                value = rate
                for name in parts[1].replace("t", ""):
                    value = self.derivative(value, name)
                tree = tree.subs(symbol, value)
        return tree


def check_implicit(system, binary):
    values = {k: v for k, v in (system.get("params") or {}).items() if v not in (None, "", "symbolic")}
    text = "".join(f"param {k} = {v}\n" for k, v in values.items()) + system["equation"].replace("**", "^") + " = 0\n"
    result, seconds, error = run(binary, text)
    problems = [error] if error else []
    jets = Jets(system["vars"], ["x", "y", "z", "t"])
    numbers = {sp.Symbol(k): sp.Rational(str(v)) for k, v in values.items()}
    equation = jets.read(system["equation"]).subs(numbers)
    printed = []
    for law in result.get("laws") or []:
        multiplier = jets.read(law["multipliers"][0]["sympy"]).subs(numbers)
        total = jets.derivative(jets.read(law["sympy"]).subs(numbers), "t")
        for part in law["flux"]:
            total += jets.derivative(jets.read(part["sympy"]).subs(numbers), part["variable"])
        if sp.expand(total - multiplier * equation) != 0 and sp.expand(jets.on_solutions(total, equation)) != 0:
            problems.append(f"identity of {law['expression']}")
        printed.append(sp.expand(multiplier))
    listed = [sp.expand(jets.read(m).subs(numbers)) for m in system["multipliers"]]

    def rank(trees):
        terms = sorted({t for tree in trees for t in tree.as_coefficients_dict()}, key=str)
        return sp.Matrix([[tree.as_coefficients_dict().get(t, 0) for t in terms] for tree in trees]).rank() if trees else 0

    if rank(printed + listed) > rank(printed):
        problems.append("listed multipliers are not combinations of the printed ones")
    return problems, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--discover", required=True)
    parser.add_argument("--systems", required=True)
    parser.add_argument("--ids")
    options = parser.parse_args()
    with open(options.systems) as file:
        systems = json.load(file)
    wanted = options.ids.split(",") if options.ids else None
    right = count = 0
    total = 0.0
    for system in systems if isinstance(systems, list) else systems["systems"]:
        check = check_implicit if system.get("equation") else check_ordinary if system.get("aux") else None
        if check is None or (wanted and system["id"] not in wanted) or (check is check_ordinary and system["kind"] != "ode"):
            continue
        problems, seconds = check(system, options.discover)
        count, right, total = count + 1, right + (not problems), total + seconds
        print("MISS" if problems else "ok  ", system["id"], f"{seconds:.2f} s", "; ".join(problems), flush=True)
    print(f"{right}/{count} systems right; {total:.2f} s of processor time")
    sys.exit(0 if count and right == count else 1)


if __name__ == "__main__":
    main()
