#!/usr/bin/env python3
"""Runs check_fit.py's protocol on a problem file that knows the units of its columns, with `discover fit --units` for each law.

    units_laws.py --referee /path/check_fit.py --discover PATH --problems feynman.csv [any option of check_fit.py]

The columns v1_si, v2_si, ... and output_units_si of the problem file hold the exponents of the base units m, kg, s, A and K. Everything else
is check_fit.py's own: it is imported from the path given, and only the call of the program gets `--units` in addition.
"""
import argparse
import csv
import importlib.util
import os
import re
import sys

BASE = ["m", "kg", "s", "A", "K"]


def imported(path):
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    specification = importlib.util.spec_from_file_location("check_fit", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def unit(exponents):
    """'1 0 -1 0 0' -> 'm s^-1'; '1' for a plain number."""
    powers = [(symbol, exponent) for symbol, exponent in zip(BASE, exponents.split()) if float(exponent) != 0]
    return " ".join(symbol if float(exponent) == 1 else f"{symbol}^{exponent}" for symbol, exponent in powers) or "1"


def units(path):
    """-> {name of the table without its ending: list for --units}"""
    found = {}
    with open(path) as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            columns = [(row[f"v{k}"], row[f"v{k}_si"]) for k in range(1, 10) if row.get(f"v{k}")]
            columns.append(("target", row["output_units_si"]))
            found[re.sub(r"\W", "_", row["id"])] = ",".join(f"{name}={unit(exponents)}" for name, exponents in columns)
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--referee", required=True)
    options.add_argument("--problems", required=True)
    arguments, rest = options.parse_known_args()
    referee, table_units = imported(arguments.referee), units(arguments.problems)
    run = referee.run

    def run_with_units(discover, name, limit, extra):
        table = os.path.splitext(os.path.basename(name))[0]
        return run(discover, name, limit, [*extra, "--units", table_units[table]])

    referee.run = run_with_units
    sys.argv = [arguments.referee, "--problems", arguments.problems, *rest]
    referee.main()


if __name__ == "__main__":
    main()
