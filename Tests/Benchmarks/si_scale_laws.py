#!/usr/bin/env python3
"""Writes the catalogued laws of physics at SI scales, as a problem file for check_fit.py.

    si_scale_laws.py [--seed 20261121] [--out si-scale-laws.csv]
    si_scale_laws.py --judge results.csv          # what check_fit.py wrote, judged again over all decades

The formulas are those of datasets/catalogue/feynman.csv. Constants of nature stand in them as SI numbers (CODATA 2022, rounded), the
other inputs are log-uniform over two to four decades around sizes at which the law is used (angles, indices of refraction, adiabatic exponents and
the like: uniform; quantum numbers: whole numbers), and one to three columns that have nothing to do with the law stand between the
inputs. Numbers and inputs reach from 1e-34 to 1e46, targets from 1e-43 to 1e31.

Every law is tested at 4000 rows before it is written: all values finite and no overflow within 1e+-100, and no input without effect: shuffling an
input changes the target by a mean square above 2e-3 of the variance, or its logarithm by that share (a law over many decades is a matter
of both). A law that fails stops the program: ranges are to be chosen such that every term matters.

Over decades check_fit.py's symbolic verdict is weak, since numbers below 5e-4 count as zero when it rounds to three decimals. `--judge`
therefore takes 10,000 new rows per law from the log-uniform ranges and demands a relative error below 1e-5 on all but one row in a
thousand (rows beside a zero of the law are lost to cancellation).
"""
import argparse
import csv
import math
import os
import re
import sys

import numpy as np

CONSTANTS = {"c": 299792458.0, "h": 6.62607015e-34, "hbar": 1.054571817e-34, "kb": 1.380649e-23, "epsilon": 8.8541878188e-12,
             "G": 6.6743e-11, "e": 1.602176634e-19, "m_e": 9.1093837139e-31, "g": 9.80665, "fine": 7.2973525643e-3}
LIGHT = "3e6 2.9e8"  # speeds below that of light

# Law: its inputs, separated by commas, as "name low high" (log-uniform), with "u" (uniform), "i" (whole numbers), "+-" or "-" behind;
# "name=constant" for a constant of nature.
LAWS = {
    "I.8.14": "x1 1e9 1e12 +-, x2 1e9 1e12 +-, y1 1e9 1e12 +-, y2 1e9 1e12 +-",
    "I.9.18": "G=G, m1 1e24 1e27, m2 1e22 1e25, x1 1e10 1e12, x2 1e10 1e12 -, y1 1e10 1e12, y2 1e10 1e12 -, z1 1e10 1e12, z2 1e10 1e12 -",
    "I.10.7": f"c=c, m_0 1e-31 1e-27, v {LIGHT}",
    "I.11.19": "x1 1e-3 1e1, x2 1e-3 1e1, x3 1e-3 1e1, y1 1e2 1e5, y2 1e2 1e5, y3 1e2 1e5",
    "I.12.1": "mu 0.01 1, Nn 1 1e4",
    "I.12.2": "epsilon=epsilon, q1 1e-19 1e-16, q2 1e-19 1e-16, r 1e-12 1e-8",
    "I.12.4": "epsilon=epsilon, q1 1e-19 1e-16, r 1e-12 1e-8",
    "I.12.5": "q2 1e-19 1e-16, Ef 1e2 1e6",
    "I.12.11": "q 1e-19 1e-17, Ef 1e3 1e6, B 1e-3 1, v 1e5 1e7, theta 0.1 3 u",
    "I.13.4": "m 1e-27 1e-25, u 1e2 1e4, v 1e2 1e4, w 1e2 1e4",
    "I.13.12": "G=G, m1 1e24 1e27, m2 1e2 1e5, r1 1e7 1e10, r2 1e7 1e10",
    "I.14.3": "g=g, m 0.1 1e3, z 1 1e4",
    "I.14.4": "k_spring 1 1e4, x 1e-3 1",
    "I.15.3x": f"c=c, x 1e8 1e11, u {LIGHT}, t 1 1e3",
    "I.15.3t": f"c=c, x 1e9 1e12, u {LIGHT}, t 10 1e4",
    "I.15.1": f"c=c, m_0 1e-31 1e-27, v {LIGHT}",
    "I.16.6": f"c=c, u {LIGHT}, v {LIGHT}",
    "I.18.4": "m1 1e22 1e26, m2 1e22 1e26, r1 1e8 1e11, r2 1e8 1e11",
    "I.18.12": "r 1e-2 10, F 1 1e4, theta 0.1 3 u",
    "I.18.14": "m 1e-31 1e-28, r 1e-11 1e-8, v 1e5 1e7, theta 0.1 3 u",
    "I.24.6": "m 1e-27 1e-25, omega 1e12 1e14, omega_0 1e12 1e14, x 1e-12 1e-10",
    "I.25.13": "q 1e-9 1e-5, C 1e-12 1e-8",
    "I.27.6": "d1 1e-2 10, d2 1e-2 10, n 1.1 2.5 u",
    "I.29.4": "c=c, omega 1e9 1e13",
    "I.29.16": "x1 1e-7 1e-4, x2 1e-7 1e-4, theta1 0 6 u, theta2 0 6 u",
    "I.30.3": "Int_0 1e-6 1e-2, theta 0.5 5 u, n 1 5 u",
    "I.30.5": "lambd 1e-8 1e-6, d 1.05e-6 1.05e-4, n 1 5 u",
    "I.32.5": "epsilon=epsilon, c=c, q 1e-19 1e-16, a 1e10 1e14",
    "I.32.17": "epsilon=epsilon, c=c, Ef 1e2 1e5, r 1e-10 1e-8, omega 1e13 1e15, omega_0 1.05e15 1.05e17",
    "I.34.8": "q=e, v 1e4 1e7, B 1e-4 1, p 1e-26 1e-22",
    "I.34.1": f"c=c, omega_0 1e9 1e12, v {LIGHT}",
    "I.34.14": f"c=c, omega_0 1e9 1e12, v {LIGHT}",
    "I.34.27": "h=h, omega 1e12 1e16",
    "I.37.4": "I1 1e-6 1e-2, I2 1e-6 1e-2, delta 0 6 u",
    "I.38.12": "epsilon=epsilon, h=h, q=e, m 1e-31 1e-28",
    "I.39.1": "pr 1e3 1e6, V 1e-4 1",
    "I.39.11": "gamma 1.1 1.7 u, pr 1e3 1e6, V 1e-4 1",
    "I.39.22": "kb=kb, n 1e20 1e24, T 10 1e3, V 1e-4 1",
    "I.40.1": "g=g, kb=kb, n_0 1e20 1e24, m 1e-27 1e-25, x 1e2 1e5, T 1e2 1e4",
    "I.41.16": "h=h, kb=kb, c=c, omega 1e12 1e15, T 1e2 1e4",
    "I.43.16": "q=e, mu_drift 1e15 1e18, Volt 0.1 1e2, d 1e-7 1e-4",
    "I.43.31": "kb=kb, mob 1e10 1e14, T 10 1e3",
    "I.43.43": "kb=kb, gamma 1.1 1.7 u, A 1e-20 1e-18, v 1e2 1e4",
    "I.44.4": "kb=kb, n 1e20 1e24, T 10 1e3, V1 1e-3 1, V2 1e-3 1",
    "I.47.23": "gamma 1.1 1.7 u, pr 1e3 1e7, rho 1e-2 1e2",
    "I.48.2": f"c=c, m 1e-31 1e-27, v {LIGHT}",
    "I.50.26": "x1 1e-3 1, omega 1 1e2, t 1e-3 0.1, alpha 0.1 10",
    "II.2.42": "kappa 1e-2 1e2, T1 1e2 1e4, T2 1e2 1e4, A 1e-4 1, d 1e-3 0.1",
    "II.3.24": "Pwr 1e24 1e28, r 1e10 1e13",
    "II.4.23": "epsilon=epsilon, q 1e-19 1e-16, r 1e-12 1e-8",
    "II.6.11": "epsilon=epsilon, p_d 1e-31 1e-28, theta 0.1 3 u, r 1e-10 1e-7",
    "II.6.15a": "epsilon=epsilon, p_d 1e-31 1e-28, r 1e-10 1e-8, x 1e-10 1e-8, y 1e-10 1e-8, z 1e-10 1e-8",
    "II.6.15b": "epsilon=epsilon, p_d 1e-31 1e-28, theta 0.1 3 u, r 1e-10 1e-8",
    "II.8.7": "epsilon=epsilon, q 1e-19 1e-17, d 1e-15 1e-12",
    "II.8.31": "epsilon=epsilon, Ef 1 1e4",
    "II.10.9": "epsilon=epsilon, sigma_den 1e-9 1e-5, chi 1e-2 1e2",
    "II.11.3": "q=e, m=m_e, Ef 1e2 1e5, omega 1e13 1e15, omega_0 1.05e15 1.05e17",
    "II.11.17": "kb=kb, n_0 1e20 1e24, p_d 1e-30 1e-28, Ef 1e6 1e9, T 10 1e3, theta 0.1 3 u",
    "II.11.20": "kb=kb, n_rho 1e24 1e28, p_d 1e-30 1e-28, Ef 1e3 1e6, T 10 1e3",
    "II.11.27": "epsilon=epsilon, n 2e26 2e28, alpha 1e-30 1e-28, Ef 1e2 1e5",
    "II.11.28": "n 2e26 2e28, alpha 1e-30 1e-28",
    "II.13.17": "epsilon=epsilon, c=c, I 1e-3 10, r 1e-3 1",
    "II.13.23": f"c=c, rho_c_0 1e-6 1e-2, v {LIGHT}",
    "II.13.34": f"c=c, rho_c_0 1e-6 1e-2, v {LIGHT}",
    "II.15.4": "mom 1e-24 1e-22, B 1e-3 10, theta 0.1 3 u",
    "II.15.5": "p_d 1e-30 1e-28, Ef 1e3 1e6, theta 0.1 3 u",
    "II.21.32": f"epsilon=epsilon, c=c, q 1e-19 1e-17, r 1e-10 1e-7, v {LIGHT}",
    "II.27.16": "epsilon=epsilon, c=c, Ef 1 1e4",
    "II.34.2a": "q 1e-19 1e-17, v 1e5 1e7, r 1e-11 1e-8",
    "II.34.2": "q 1e-19 1e-17, v 1e5 1e7, r 1e-11 1e-8",
    "II.34.11": "q=e, m=m_e, g_ 0.5 2 u, B 1e-3 10",
    "II.34.29a": "h=h, q=e, m 1e-31 1e-27",
    "II.34.29b": "h=h, g_ 0.5 2 u, Jz 1e-34 1e-32, mom 1e-24 1e-22, B 1e-3 10",
    "II.35.18": "kb=kb, n_0 1e20 1e24, mom 1e-24 1e-22, B 1e-2 10, T 1 1e2",
    "II.35.21": "kb=kb, n_rho 1e24 1e28, mom 1e-24 1e-22, B 1e-2 10, T 1 1e2",
    "II.36.38": "kb=kb, epsilon=epsilon, c=c, mom 1e-24 1e-22, H 1e-3 10, alpha 1e-2 10, M 1e4 1e6, T 1 1e3",
    "II.37.1": "mom 1e-24 1e-22, B 1e-3 10, chi 1e-2 1e2",
    "II.38.3": "Y 1e8 1e11, A 1e-6 1e-3, x 1e-6 1e-3, d 1e-2 1",
    "II.38.14": "Y 1e8 1e11, sigma 0 0.5 u",
    "III.4.32": "h=h, kb=kb, omega 1e11 1e14, T 10 1e3",
    "III.4.33": "h=h, kb=kb, omega 1e11 1e14, T 10 1e3",
    "III.7.38": "h=h, mom 1e-24 1e-22, B 1e-3 10",
    "III.8.54": "h=h, E_n 1e-24 1e-22, t 1e-13 1e-11",
    "III.9.52": "h=h, p_d 1e-30 1e-28, Ef 1e3 1e5, t 1e-13 1e-11, omega 1e10 1e12, omega_0 1e10 1e12",
    "III.10.19": "mom 1e-24 1e-22, Bx 1e-3 1, By 1e-3 1, Bz 1e-3 1",
    "III.12.43": "h=h, n 1 100 i",
    "III.13.18": "h=h, E_n 1e-21 1e-18, d 1e-10 1e-8, k 1e7 1e9",
    "III.14.14": "q=e, kb=kb, I_0 1e-12 1e-8, Volt 1e-2 1, T 3e2 3e4",
    "III.15.12": "U 1e-21 1e-18, k 1e8 1e10, d 1e-11 1e-9",
    "III.15.14": "h=h, E_n 1e-22 1e-18, d 1e-10 1e-8",
    "III.15.27": "alpha 1e-2 1, n 1 100 i, d 1e-10 1e-8",
    "III.17.37": "beta 1e-3 10, alpha 0.1 10, theta 0.1 3 u",
    "III.19.51": "q=e, h=h, epsilon=epsilon, m 1e-31 1e-28, n 1 20 i",
    "III.21.20": "q=e, m=m_e, rho_c_0 1e3 1e6, A_vec 1e-6 1e-3",
    "test_1": "alpha=fine, hbar=hbar, c=c, Z_1 1 90 i, Z_2 1 90 i, E_n 1e-13 1e-11, theta 0.3 3 u",
    "test_2": "m 1e24 1e26, k_G 1e44 1e46, L 1e39 1e41, E_n 1e33 1e35, theta1 0 6 u, theta2 0 6 u",
    "test_3": "d 1e10 1e13, alpha 0.05 0.9 u, theta1 0 6 u, theta2 0 6 u",
    "test_5": "G=G, d 1e10 1e12, m1 1e29 1e32, m2 1e29 1e32",
    "test_6": "epsilon=epsilon, q=e, m=m_e, L 1e-34 1e-32, E_n 1e-18 1e-16, Z_1 1 10 i, Z_2 1 10 i",
    "test_7": "G=G, c=c, rho 1e-27 1e-24, alpha 0.01 1 -, d 1e25 1e27",
    "test_8": "c=c, m=m_e, E_n 1e-15 1e-12, theta 0.1 3 u",
    "test_9": "G=G, c=c, m1 1e30 1e32, m2 1e30 1e32, r 1e9 1e12",
    "test_10": f"c=c, v {LIGHT}, theta2 0.1 3 u",
    "test_11": "I_0 1e-6 1e-2, alpha 0.5 5 u, delta 0.5 5 u, n 1 5 u",
    "test_12": "epsilon=epsilon, q 1e-8 1e-5, y 1e-2 1, Volt 1 1e3, d 1.2 120",
    "test_13": "epsilon=epsilon, q 1e-10 1e-7, r 1e-2 1, d 1e-2 1, alpha 0.3 3 u",
    "test_14": "Ef 1e2 1e5, theta 0 6 u, r 1e-3 0.1, d 1e-3 0.1, alpha 0.1 10",
    "test_15": f"c=c, v {LIGHT}, omega 1e9 1e12, theta 0 3 u",
    "test_16": "c=c, m=m_e, q=e, p 1e-23 1e-21, A_vec 1e-5 1e-3, Volt 1e4 1e6",
    "test_17": "m 1e-27 1e-25, omega 1e12 1e14, p 1e-25 1e-22, x 1e-12 1e-10, y 1e-12 1e-10, alpha 0.1 5 u",
    "test_18": "G=G, c=c, k_f 0.1 10, r 1e25 1e27, H_G 1e-19 1e-17",
    "test_19": "G=G, c=c, k_f 0.1 10, r 1e25 1e27, H_G 1e-19 1e-17, alpha 0 2 u",
    "test_20": "alpha=fine, h=h, m=m_e, c=c, omega 1e18 1e20, omega_0 1e18 1e20, beta 0 6 u",
}
FUNCTIONS = {name: getattr(np, name) for name in "exp log sin cos tan sqrt tanh sinh cosh".split()}
FUNCTIONS |= {"asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "log1p": np.log1p, "abs": np.abs, "Abs": np.abs, "pi": np.pi, "e": np.e}


def catalogue():
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "..", "..", "datasets", "catalogue", "feynman.csv")) as file:
        return {row["law"]: row["formula"] for row in csv.DictReader(line for line in file if not line.startswith("#"))}


def parsed(specification):
    """-> ({name: number}, [(name, distribution, low, high, sign)])"""
    constants, inputs = {}, []
    for item in specification.split(","):
        words = item.split()
        if len(words) == 1:
            name, constant = words[0].split("=")
            constants[name] = CONSTANTS[constant]
            continue
        distribution = {"u": "uniform", "i": "integer"}.get(words[3] if len(words) > 3 else "", "loguniform")
        sign = words[3] if len(words) > 3 and "-" in words[3] else "+"
        inputs.append((words[0], distribution, float(words[1]), float(words[2]), sign))
    return constants, inputs


def irrelevant(generator, count):
    """Columns that the law knows nothing of: log-uniform at any scale, one in three uniform, one in four with both signs."""
    columns = []
    for k in range(count):
        if generator.random() < 1 / 3:
            low = float(f"{generator.uniform(0, 2):.2g}")
            columns.append((f"other{k + 1}", "uniform", low, low + float(generator.integers(1, 5)), "+"))
        else:
            low = int(generator.integers(-28, 25))
            columns.append((f"other{k + 1}", "loguniform", float(f"1e{low}"), float(f"1e{low + int(generator.integers(2, 5))}"),
                            "+-" if generator.random() < 0.25 else "+"))
    return columns


def drawn(generator, columns, rows):
    table = {}
    for name, distribution, low, high, sign in columns:
        if distribution == "loguniform":
            x = 10 ** generator.uniform(math.log10(low), math.log10(high), rows)
        elif distribution == "integer":
            x = generator.integers(int(low), int(high), rows).astype(float)
        else:
            x = generator.uniform(low, high, rows)
        table[name] = -x if sign == "-" else x * generator.choice([-1.0, 1.0], rows) if sign == "+-" else x
    return table


def evaluated(formula, table):
    """The formula at the rows; names of columns hide those of functions and constants."""
    names = dict(FUNCTIONS, **{f"_{k}": x for k, x in enumerate(table.values())})
    columns = {name: f"_{k}" for k, name in enumerate(table)}
    # Whole numbers become decimals: 10^30 as an integer is no number for NumPy.
    text = re.sub(r"[A-Za-z_]\w*|\d+\.?\d*(?:[eE][+-]?\d+)?",
                  lambda m: columns.get(m[0], m[0]) if not m[0][0].isdigit() else f"np_number({m[0]})", formula.replace("^", "**"))
    names["np_number"] = np.float64
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(eval(text, {"__builtins__": {}}, names), float), len(next(iter(table.values()))))


def tested(law, formula, inputs, seed):
    """Stops unless all rows are finite and every input matters; -> smallest and largest size of the target."""
    generator = np.random.default_rng(seed)
    table = drawn(generator, inputs, 4000)
    target = evaluated(formula, table)
    size = np.abs(target[target != 0])
    if not np.all(np.isfinite(target)) or size.max() > 1e100 or np.quantile(size, 0.001) < 1e-100:
        sys.exit(f"{law}: not finite, or beyond 1e+-100")
    for name in table:
        changed = evaluated(formula, dict(table, **{name: generator.permutation(table[name])}))
        both = np.isfinite(changed)
        share = np.mean((changed[both] - target[both]) ** 2) / np.var(target)
        both &= (np.abs(changed) > 0) & (np.abs(target) > 0)
        with np.errstate(all="ignore"):
            logarithm = np.log(np.abs(target))
            decades = np.mean((np.log(np.abs(changed[both])) - logarithm[both]) ** 2) / np.var(logarithm[target != 0])
        if not max(share, decades) > 2e-3:
            sys.exit(f"{law}: {name} has no effect ({share:.1e} of the variance, {decades:.1e} of that of the logarithm)")
    return np.quantile(size, 0.001), size.max()


def problems(seed):
    """-> [(law, formula of names, formula of x0, x1 ..., columns)]"""
    formulas, found = catalogue(), []
    for number, (law, specification) in enumerate(LAWS.items()):
        generator = np.random.default_rng([seed, number])
        constants, inputs = parsed(specification)
        formula = re.sub(r"[A-Za-z_]\w*", lambda m: repr(constants[m[0]]) if m[0] in constants else m[0], formulas[law])
        sizes = tested(law, formula, inputs, [seed, number, 1])
        count = int(generator.integers(1, 4))
        columns = list(inputs)
        for other in irrelevant(generator, count):
            columns.insert(int(generator.integers(0, len(columns) + 1)), other)
        place = {column[0]: f"x{k}" for k, column in enumerate(columns)}
        numbered = re.sub(r"[A-Za-z_]\w*", lambda m: place.get(m[0], m[0]), formula)
        found.append((law, formula, numbered, columns, count, sizes))
    return found


def write(path, found, seed):
    width = max(len(columns) for _, _, _, columns, _, _ in found)
    with open(path, "w", newline="") as file:
        file.write(f"# {len(found)} laws at SI scales, written by si_scale_laws.py with seed {seed}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "difficulty", "formula_x"] + [f"x{k}_{part}" for k in range(width) for part in ("name", "dist", "low", "high", "sign")])
        for law, _, numbered, columns, count, _ in found:
            cells = [cell for column in columns for cell in column]
            writer.writerow([law, f"{count} irrelevant", numbered] + cells + [""] * (5 * width - len(cells)))
    low, high = min(sizes[0] for *_, sizes in found), max(sizes[1] for *_, sizes in found)
    print(f"{len(found)} laws in {path}; targets from {low:.0e} to {high:.0e}")


def judge(path, found, seed):
    laws = {law: (formula, columns) for law, formula, _, columns, _, _ in found}
    good = rows = 0
    with open(path) as file:
        for row in csv.DictReader(file):
            formula, columns = laws[row["id"]]
            table = drawn(np.random.default_rng([seed, 2]), columns, 10000)
            truth = evaluated(formula, table)
            try:
                answer = evaluated(row["expression"], table) if row["expression"] else np.full(10000, np.nan)
            except (NameError, SyntaxError, TypeError):
                answer = np.full(10000, np.nan)
            with np.errstate(all="ignore"):
                error = np.abs(answer - truth) / np.abs(truth)
            error[~np.isfinite(error)] = np.inf
            error[(truth == 0) & (answer == 0)] = 0
            named = np.quantile(error, 0.999) < 1e-5
            good, rows = good + named, rows + 1
            if named != bool(int(row["solved"])):
                print(f"{row['id']}: check_fit.py says {row['solved']}, over the decades {int(named)}: "
                      f"median error {np.median(error):.1e}, worst {error.max():.1e}: {row['expression'][:120]}")
    print(f"{good}/{rows} within 1e-5 over all decades")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=20261121)
    options.add_argument("--out", default="si-scale-laws.csv")
    options.add_argument("--judge", help="results of check_fit.py for the file written with this seed")
    arguments = options.parse_args()
    found = problems(arguments.seed)
    if arguments.judge:
        judge(arguments.judge, found, arguments.seed)
    else:
        write(arguments.out, found, arguments.seed)


if __name__ == "__main__":
    main()
