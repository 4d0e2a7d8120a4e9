#!/usr/bin/env python3
"""Processor seconds and memory of `discover conserve` on families of systems that grow.

    measure_growth.py --discover .build/release/discover [--families toda,bodies] [--largest 40]

Chains of n quartic oscillators, n bodies in the plane, open Toda chains in Flaschka's variables, FPUT chains, rings of springs on a bed, and
cascades of enzymes, with 4 to 40 variables; the system of Henon and Heiles with growing degree. Default options, except for the degree.
One line per system: variables, laws, complete degree, monomials, processor seconds, and the largest memory in MB.
"""
import argparse
import json
import os
import subprocess
import tempfile


def chain(n):
    """Coupled quartic oscillators with free ends, from their Hamiltonian."""
    kinetic = " + ".join(f"p{i}^2/2 + q{i}^2/2 + q{i}^4/4" for i in range(1, n + 1))
    return f"H = {kinetic} + " + " + ".join(f"(q{i} - q{i + 1})^4/4" for i in range(1, n))


def bodies(n):
    lines = []
    for i in range(1, n + 1):
        others = [j for j in range(1, n + 1) if j != i]
        for c in "xy":
            forces = " + ".join(
                f"({c}{j} - {c}{i})/((x{min(i, j)} - x{max(i, j)})^2 + (y{min(i, j)} - y{max(i, j)})^2)^(3/2)" for j in others)
            lines.append(f"{c}{i}'' = {forces}")
    return "\n".join(lines)


def toda(n):
    lines = [f"a{i}' = a{i}*(b{i + 1} - b{i})" for i in range(1, n)]
    for i in range(1, n + 1):
        parts = [f"2*a{i}^2"] * (i < n) + [f"-2*a{i - 1}^2"] * (i > 1)
        lines.append(f"b{i}' = " + " + ".join(parts))
    return "\n".join(lines)


def fput(n):
    lines = []
    for i in range(1, n + 1):
        left, right = f"q{(i - 2) % n + 1}", f"q{i % n + 1}"
        lines += [f"q{i}' = p{i}", f"p{i}' = {right} + {left} - 2*q{i} + ({right} - q{i})^2/4 - (q{i} - {left})^2/4"]
    return "\n".join(lines)


def ring(n):
    return "\n".join(f"x{i}'' = x{i % n + 1} + x{(i - 2) % n + 1} - 3*x{i}" for i in range(1, n + 1))


def cascade(n):
    return "\n".join(
        f"S{i} + E{i} -> C{i} ; 1\nC{i} -> S{i} + E{i} ; 2\nC{i} -> S{i + 1} + E{i} ; 3" for i in range(1, n + 1))


FAMILIES = {
    "chain": [(chain(n), 2 * n, []) for n in (4, 8, 12, 16, 20)],
    "bodies": [(bodies(n), 4 * n, []) for n in (2, 3, 4)],
    "toda": [(toda(n), 2 * n - 1, []) for n in (4, 6, 8, 12, 20)],
    "fput": [(fput(n), 2 * n, []) for n in (8, 12, 20)],
    "ring": [(ring(n), 2 * n, []) for n in (4, 8, 12, 20)],
    "cascade": [(cascade(n), 3 * n + 1, []) for n in (2, 5, 10, 13)],
    "degree": [("x'' = -x - 2*x*y\ny'' = -y - x^2 + y^2", 4, ["--max-degree", str(d)]) for d in (4, 8, 12, 16, 20)],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--discover", required=True)
    parser.add_argument("--families", default=",".join(FAMILIES))
    parser.add_argument("--largest", type=int, default=40)
    options = parser.parse_args()
    print(f"{'system':10}{'variables':>10}{'laws':>6}{'degree':>8}{'monomials':>11}{'CPU s':>8}{'MB':>7}")
    with tempfile.TemporaryDirectory() as folder:
        path, output = os.path.join(folder, "system.txt"), os.path.join(folder, "law.json")
        for family in options.families.split(","):
            for text, variables, extra in FAMILIES[family]:
                if variables > options.largest:
                    continue
                if os.path.exists(output):
                    os.remove(output)
                with open(path, "w") as file:
                    file.write(text + "\n")
                process = subprocess.Popen(
                    [options.discover, "conserve", path, "--json", "--output", output, *extra],
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                _, _, usage = os.wait4(process.pid, 0)
                with open(output) as file:
                    result = json.load(file)
                print(f"{family:10}{variables:>10}{result['count']:>6}{result['class'].get('completeDegree', ''):>8}"
                      f"{result['class']['basisSize']:>11}{usage.ru_utime + usage.ru_stime:>8.2f}{usage.ru_maxrss / 1024:>7.0f}", flush=True)


if __name__ == "__main__":
    main()
