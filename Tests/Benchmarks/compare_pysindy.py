#!/usr/bin/env python3
"""Twelve systems at several noise levels and seeds: `discover dynamics` and PySINDy on the same samples.

    compare_pysindy.py --discover PATH [--pysindy] [--noise 0,0.01,0.05,0.1] [--seeds 5] [--only NAMES] [--out results.csv]

About 100 samples per period, 2,000 in all; oscillators in two runs of 1,000 with their transients, chaotic systems in one run
after a transient. Noise is Gaussian and relative to the root mean square of each variable. Exact = the same set of
terms in every equation. The error is the norm of all differences over the norm of all true coefficients.
PySINDy gets the library that is known to suffice (cubic polynomials; quadratic ones with sines and cosines for Thomas): its
defaults, and its weak form with test functions of a quarter period over a grid of thresholds, of which the summary takes the
one that is best over everything that was run. Needs numpy, scipy, sympy, and pysindy for the comparison.
"""
import argparse
import csv
import json
import os
import statistics
import subprocess
import tempfile
import time
import warnings

import numpy as np
import sympy as sp
from scipy.integrate import solve_ivp

# name: variables, right-hand sides, initial states, period
SYSTEMS = {
    "Lorenz": ("x y z", ["10*(y - x)", "x*(28 - z) - y", "x*y - 8/3*z"], [[-8, 8, 27]], 0.75),
    "Rossler": ("x y z", ["-y - z", "x + 0.2*y", "0.2 + z*(x - 5.7)"], [[1, 1, 0]], 5.9),
    "Hopf": ("x y", ["0.25*x - y - x*(x**2 + y**2)", "x + 0.25*y - y*(x**2 + y**2)"], [[1.5, 0], [0.05, 0]], 6.28),
    "VanDerPol": ("x y", ["y", "2*(1 - x**2)*y - x"], [[0.1, 0.1], [3, -3]], 7.6),
    "LotkaVolterra": ("x y", ["1.5*x - x*y", "x*y - 3*y"], [[1, 1], [4, 2]], 3.2),
    "Duffing": ("x y", ["y", "-0.2*y - 0.2*x - x**3"], [[0, 2], [2.5, 0]], 4.5),
    "Halvorsen": (
        "x y z",
        ["-1.4*x - 4*y - 4*z - y**2", "-1.4*y - 4*z - 4*x - z**2", "-1.4*z - 4*x - 4*y - x**2"],
        [[-8.68, -2.48, 0.07]], 1.5),
    "Thomas": (
        "x y z", ["sin(y) - 0.208186*x", "sin(z) - 0.208186*y", "sin(x) - 0.208186*z"], [[1.1, 1.1, -0.01]], 12.0),
    "RabinovichFabrikant": (
        "x y z", ["y*(z - 1 + x**2) + 0.1*x", "x*(3*z + 1 - x**2) + 0.1*y", "-2*z*(0.14 + x*y)"], [[-1, 0, 0.5]], 4.0),
    "DoubleScroll": ("x y z", ["10*(y - x**3 + 0.143*x)", "x - y + z", "-16*y"], [[0.1, 0, 0]], 2.4),
    "SprottA": ("x y z", ["y", "-x + y*z", "1 - y**2"], [[0, 5, 0]], 5.5),
    "HyperRossler": (
        "x y z w", ["-y - z", "x + 0.25*y + w", "3 + x*z", "-0.5*z + 0.05*w"], [[-10, -6, 0, 10.1]], 5.9),
}
THRESHOLDS = [0.05, 0.1, 0.2]


def terms(expression):
    found = {}
    for part in sp.Add.make_args(sp.expand(expression)):
        number, function = part.as_coeff_Mul()
        found[function] = found.get(function, 0.0) + float(number)
    return {function: number for function, number in found.items() if abs(number) > 1e-12}


def score(true, found):
    exact = all(set(a) == set(b) for a, b in zip(true, found))
    square = sum((a.get(m, 0) - b.get(m, 0)) ** 2 for a, b in zip(true, found) for m in set(a) | set(b))
    return exact, (square / sum(v * v for a in true for v in a.values())) ** 0.5


def generate(name):
    names, formulas, starts, period = SYSTEMS[name]
    symbols = sp.symbols(names)
    sides = [sp.sympify(f) for f in formulas]
    function = sp.lambdify(symbols, sides, "numpy")
    slope = lambda _, s: np.array(function(*s), float)
    points = 2000 // len(starts)
    t = np.arange(points) * (period / 100)
    runs = []
    for start in starts:
        state = np.array(start, float)
        if len(starts) == 1:
            state = solve_ivp(slope, (0, 10 * period), state, rtol=1e-10, atol=1e-10, method="DOP853").y[:, -1]
        runs.append(solve_ivp(slope, (0, t[-1]), state, t_eval=t, rtol=1e-12, atol=1e-12, method="DOP853").y.T)
    return t, runs, [terms(s) for s in sides], names.split(), period


def by_discover(program, t, runs, names, limit, extra):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "series.csv")
        rows = np.vstack([np.column_stack([np.full(len(t), k), t, x]) for k, x in enumerate(runs)])
        np.savetxt(path, rows, delimiter=",", header=",".join(["run", "t"] + names), comments="", fmt="%.17g")
        try:
            reply = subprocess.run(
                [program, "dynamics", path, "--run", "run", "--json", *extra], capture_output=True, text=True,
                timeout=limit)
            answer = json.loads(reply.stdout)
        except (subprocess.TimeoutExpired, ValueError):
            return None, ""
    equations = {e["variable"]: sp.sympify(e["sympy"]) for e in answer["equations"]}
    doubt = any("not identifiable" in d for d in answer["doubts"])
    return [terms(equations[n]) for n in names], answer["status"] + (" not identifiable" if doubt else "")


def by_pysindy(t, runs, names, period):
    """Yields a label and the terms for the defaults and for every threshold of the weak form."""
    import pysindy as ps

    warnings.filterwarnings("ignore")
    trigonometric = "Thomas"

    def library(bias, is_trigonometric):
        if not is_trigonometric:
            return ps.PolynomialLibrary(degree=3, include_bias=bias)
        return ps.ConcatLibrary([ps.PolynomialLibrary(degree=2, include_bias=bias), ps.FourierLibrary(n_frequencies=1)])

    def read(coefficients, features):
        symbols = {f"x{i}": sp.Symbol(n) for i, n in enumerate(names)}
        functions = []
        for feature in features:
            text = feature.replace("^", "**").replace(" ", "*")
            functions.append(sp.sympify(text, locals=symbols))
        return [
            {f: float(c) for f, c in zip(functions, row) if abs(c) > 1e-12} for row in np.asarray(coefficients)]

    is_trigonometric = by_pysindy.system == trigonometric
    model = ps.SINDy(feature_library=library(True, is_trigonometric))
    model.fit(runs, t=t)
    yield "defaults", read(model.coefficients(), model.get_feature_names())
    weak = ps.WeakPDELibrary(
        function_library=library(False, is_trigonometric), spatiotemporal_grid=t, include_bias=True, K=500,
        H_xt=period / 4)
    for threshold in THRESHOLDS:
        model = ps.SINDy(feature_library=weak, optimizer=ps.STLSQ(threshold=threshold))
        model.fit(runs, t=t)
        yield f"weak {threshold:g}", read(model.coefficients(), model.get_feature_names())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--discover")
    parser.add_argument("--pysindy", action="store_true")
    parser.add_argument("--noise", default="0,0.01,0.05,0.1")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only")
    parser.add_argument("--limit", type=float, default=120)
    parser.add_argument("--out")
    parser.add_argument("extra", nargs="*")
    options = parser.parse_args()
    rows = []
    data = {name: generate(name) for name in (options.only.split(",") if options.only else SYSTEMS)}
    levels = [float(v) for v in options.noise.split(",")]
    for seed in range(options.seeds):
        for level in [v for v in levels if v or seed == 0]:
            for name, (t, clean, true, names, period) in data.items():
                noise = np.random.default_rng(1000 + seed)
                size = level * np.sqrt(np.mean(np.vstack(clean) ** 2, 0))
                runs = [x + noise.normal(size=x.shape) * size for x in clean]
                answers = []
                if options.discover:
                    begin = time.time()
                    found, status = by_discover(options.discover, t, runs, names, options.limit, options.extra)
                    answers.append(("discover", found, time.time() - begin, status))
                if options.pysindy:
                    by_pysindy.system = name
                    np.random.seed(seed)
                    begin = time.time()
                    for label, found in by_pysindy(t, runs, names, period):
                        answers.append((label, found, time.time() - begin, ""))
                for label, found, seconds, status in answers:
                    exact, error = score(true, found) if found else (False, float("nan"))
                    rows.append((level, name, seed, label, exact, error, seconds, status))
                    if label in ("discover", "defaults"):
                        print(
                            f"{level:g} {name} {seed} {label}: {'exact' if exact else 'miss'} {error:.2e} {seconds:.1f} s "
                            f"{status}", flush=True)
                if options.out:
                    with open(options.out, "w", newline="") as file:
                        writer = csv.writer(file)
                        writer.writerow(["noise", "system", "seed", "by", "exact", "error", "seconds", "status"])
                        writer.writerows(rows)
    labels = list(dict.fromkeys(r[3] for r in rows))
    weak = [l for l in labels if l.startswith("weak")]
    best = max(weak, key=lambda l: sum(r[4] for r in rows if r[3] == l), default=None)
    for label in [l for l in labels if l not in weak] + ([best] if best else []):
        for level in sorted({r[0] for r in rows}):
            own = [r for r in rows if r[3] == label and r[0] == level]
            errors = [r[5] for r in own if r[5] == r[5]] or [float("nan")]
            print(
                f"{label} at {level:g}: {sum(r[4] for r in own)} of {len(own)} exact, median error "
                f"{statistics.median(errors):.1e}, seconds median {statistics.median(r[6] for r in own):.1f}, "
                f"max {max(r[6] for r in own):.1f}")


if __name__ == "__main__":
    main()
