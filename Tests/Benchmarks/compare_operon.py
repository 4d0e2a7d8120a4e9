#!/usr/bin/env python3
"""Compares `discover fit` with Operon on tables that follow no short law, or only one hidden in noise.

Needs pyoperon, scikit-learn, statsmodels and sympy. Both programs get the same training rows and two threads; R2 is taken
on rows that neither has seen. The size of a formula is the number of nodes of its SymPy tree, for both.

    compare_operon.py --discover .build/release/discover [--tables friedman1,diabetes] [--splits 1] [--seconds 60]
"""
import argparse
import csv
import json
import os
import subprocess
import tempfile
import time

import numpy as np
import sympy


def friedman(number, seed):
    from sklearn import datasets

    make = getattr(datasets, f"make_friedman{number}")
    # Noise as in Friedman's paper: standard deviation 1 for the first; for the others a signal-to-noise ratio of 3.
    noise = {1: 1.0, 2: 125.0, 3: 0.1}[number]
    x, y = make(n_samples=2000, noise=noise, random_state=seed)
    return [f"x{k}" for k in range(x.shape[1])], x, y, 1000


def numeric(frame, target, inputs=None):
    frame = frame.dropna()
    inputs = inputs or [c for c in frame.columns if c != target]
    x = frame[inputs].to_numpy(dtype=float)
    return list(inputs), x, frame[target].to_numpy(dtype=float), None


def scikit(name, target=None):
    from sklearn import datasets

    bunch = getattr(datasets, f"load_{name}")(as_frame=True)
    if target is None:
        frame = bunch.data.copy()
        frame["target"] = bunch.target
        return numeric(frame, "target")
    frame = bunch.data.copy()
    frame.columns = [c.split(" (")[0].replace(" ", "_").replace("/", "_") for c in frame.columns]
    return numeric(frame, target)


def stats(name, target, inputs=None):
    import statsmodels.api as sm

    return numeric(getattr(sm.datasets, name).load_pandas().data, target, inputs)


TABLES = {
    "friedman1": lambda seed: friedman(1, seed),
    "friedman2": lambda seed: friedman(2, seed),
    "friedman3": lambda seed: friedman(3, seed),
    "diabetes": lambda seed: scikit("diabetes"),
    "wine-proline": lambda seed: scikit("wine", "proline"),
    "iris-petal-width": lambda seed: scikit("iris", "petal_width"),
    "breast-concavity": lambda seed: scikit("breast_cancer", "mean_concavity"),
    "star98-above": lambda seed: stats(
        "star98", "NABOVE", ["LOWINC", "PERASIAN", "PERBLACK", "PERHISP", "AVYRSEXP", "AVSALK", "PERSPENK", "PTRATIO"]),
    "fair-rate": lambda seed: stats("fair", "rate_marriage"),
    "cancer-counties": lambda seed: stats("cancer", "cancer"),
    "randhie-visits": lambda seed: stats("randhie", "mdvis"),
    "engel-food": lambda seed: stats("engel", "foodexp"),
    "macro-consumption": lambda seed: stats("macrodata", "realcons", ["realinv", "realgovt", "cpi", "unemp", "pop"]),
}

OPERON = {
    "operon": {},
    "operon+": {
        "allowed_symbols": "add,sub,mul,div,sqrt,square,exp,log,sin,cos,tanh,constant,variable",
        "optimizer_iterations": 5,
        "objectives": ["r2", "length"],
    },
}


def split(table, seed):
    names, x, y, train = TABLES[table](seed)
    order = np.random.default_rng(seed).permutation(len(y))
    train = train or int(0.75 * len(y))
    return names, x[order], y[order], min(train, 8000)


def r2(y, p):
    if not np.all(np.isfinite(p)):
        return float("-inf")
    return 1 - np.mean((y - p) ** 2) / np.var(y)


def nodes(text, names):
    symbols = {n: sympy.Symbol(f"v{k}") for k, n in enumerate(names)}
    for n in sorted(names, key=len, reverse=True):
        assert n.isidentifier(), n
    tree = sympy.parse_expr(text, local_dict=symbols)
    return sum(1 for _ in sympy.preorder_traversal(tree)), symbols, tree


def predict(tree, names, symbols, x):
    f = sympy.lambdify([symbols[n] for n in names], tree, "numpy")
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(f(*x.T), dtype=float), x.shape[0])


def run_discover(binary, names, x, y, train, threads, extra):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "table.csv")
        with open(path, "w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(names + ["the_target"])
            for row, value in zip(x[:train], y[:train]):
                writer.writerow([repr(float(v)) for v in row] + [repr(float(value))])
        start = time.time()
        done = subprocess.run(
            [binary, "fit", path, "--json", "--quiet", "--threads", str(threads)] + extra, capture_output=True, text=True)
        seconds = time.time() - start
    result = json.loads(done.stdout)
    best = result["best"]
    if best is None:
        return r2(y[train:], np.full(len(y) - train, np.mean(y[:train]))), 1, seconds, "none"
    size, symbols, tree = nodes(best["sympy"], names)
    return r2(y[train:], predict(tree, names, symbols, x[train:])), size, seconds, best["expression"]


def run_operon(settings, names, x, y, train, threads, seconds, seed):
    from pyoperon.sklearn import SymbolicRegressor

    engine = SymbolicRegressor(
        n_threads=threads, max_time=seconds, random_state=seed, generations=10**9, max_evaluations=10**9, **settings)
    start = time.time()
    engine.fit(x[:train], y[:train])
    spent = time.time() - start
    text = engine.get_model_string(engine.model_, names=names, precision=12) \
        if "names" in engine.get_model_string.__code__.co_varnames else engine.get_model_string(engine.model_, 12)
    plain = text.replace("^", "**")
    labels = names if any(n in plain for n in names) else [f"X{k + 1}" for k in range(len(names))]
    size, _, _ = nodes(plain, labels)
    return r2(y[train:], engine.predict(x[train:])), size, spent, text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--discover", required=True)
    parser.add_argument("--tables", default=",".join(TABLES))
    parser.add_argument("--splits", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--engines", default="discover,operon,operon+")
    parser.add_argument("--output", help="append one JSON line per run")
    parser.add_argument("--extra", default="", help="more options of discover fit")
    parser.add_argument("--formulas", action="store_true")
    options = parser.parse_args()
    for table in options.tables.split(","):
        for seed in range(options.splits):
            names, x, y, train = split(table, seed)
            for engine in options.engines.split(","):
                if engine == "discover":
                    score, size, seconds, text = run_discover(
                        options.discover, names, x, y, train, options.threads, options.extra.split())
                else:
                    score, size, seconds, text = run_operon(
                        OPERON[engine], names, x, y, train, options.threads, options.seconds, seed + 1)
                print(f"{table:18s} {seed} {engine:9s} rows {train:5d} R2 {score:8.4f} nodes {size:4d} s {seconds:6.1f}"
                      + (f"  {text}" if options.formulas else ""), flush=True)
                if options.output:
                    with open(options.output, "a") as out:
                        out.write(json.dumps({"table": table, "split": seed, "engine": engine, "r2": score,
                                              "nodes": size, "seconds": seconds, "formula": text}) + "\n")


if __name__ == "__main__":
    main()
