#!/usr/bin/env python3
"""Writes laws that look like physics but were drawn at random, as a problem file for check_fit.py.

    random_laws.py [--count 200] [--seed 20261121] [--out random-laws.csv]

The file depends on the two numbers alone. The seed is a date, taken once before any law was fitted; laws are thrown away by the
tests below and by nothing else, so that no choice here knows what the search can do.

How a law is drawn. It has 2 to 6 inputs (with frequencies 20, 27, 25, 17, 11). A formula of all of them is grown from the top;
every step takes a set of inputs and either stops or hands disjoint parts of the set on:

    one input     itself (3 of 5) or a power of it: 2, -1, -2, 3, -3, and rarely 1/2 or -1/2
    product       quantity * quantity, or quantity / quantity                                     weight 5
    sum           of two, sometimes three quantities; one term may carry a small number           2
    difference    of two quantities                                                               1.5
    like terms    of two inputs a, b: a - b, a + b, a^2 + b^2, a^2 - b^2, 1/a - 1/b, a*b/(a + b)  1.5
    one plus      1 + ratio or 1 - ratio, usually with a quantity in front                        1
    function      f(ratio), usually with a quantity in front or divided by it                     2.5
    length        sqrt(a^2 + b^2) of two or three quantities, or sqrt(quantity + quantity)        0.8
    velocity      sqrt(1 - a^2/b^2) as a factor or below the line, a drawn below b                0.5

A ratio is an input, a product or quotient of powers of inputs, or a difference of two inputs, at times times a number. The functions are
exp(-u), cos, sin, log, exp, sqrt(1 + u), tanh, exp(-u^2), log(1 + u), and, in one of twelve draws, one of atan, asin, tan, sinh, cosh,
1/(exp(u) - 1), 1/(exp(u) + 1). In one of four steps with two parts, an input of the first occurs in the second once more: m*v/(m + M). Since an
input otherwise occurs once, units can be given to every law that make it consistent. Half of the laws have a number in front: 1/2, 2, 3, 3/2,
1/3, 4*pi, 2*pi, 1/(4*pi), 1/(2*pi), sqrt(2), or, in one of twelve, a decimal.

Ranges: [1, 5] for most inputs, else [1, 3], [1, 2], [2, 10], [0.1, 0.9] or [0.5, 1.5]; for velocities a in [1, 2] and b in [3, 10].

A law is thrown away (at 1000 rows drawn uniformly in the ranges; ranges are tried ten times) when
    its tree has fewer than 5 or more than 20 nodes,
    a value is not finite, or the standard deviation is below 2 % of the root mean square,
    an input has no effect: shuffling it changes the law by a mean square below 2e-3 of the variance (twice 1e-3: a shuffle counts twice),
    the values span more than 1e8 (largest to the 1 % quantile of the sizes) or have a pole: a value farther than 300 interquartile ranges out,
    or the same formula was drawn before, with inputs numbered by first appearance, after SymPy's expansion.
"""
import argparse
import csv
import random
import re
import warnings

import numpy as np
import sympy

NAMES = "a b d f g h k m n p q r s t u v w x y z A B C D F G H K L M P R T U V W X Y Z".split()
FUNCTIONS = {"exp": np.exp, "log": np.log, "sin": np.sin, "cos": np.cos, "tan": np.tan, "sqrt": np.sqrt, "tanh": np.tanh,
             "atan": np.arctan, "asin": np.arcsin, "sinh": np.sinh, "cosh": np.cosh}
RANGES = [((1, 5), 60), ((1, 3), 15), ((1, 2), 8), ((2, 10), 5), ((0.1, 0.9), 8), ((0.5, 1.5), 4)]
PREFACTORS = [("1/2", 4), ("2", 4), ("3", 1.5), ("3/2", 1), ("1/3", 1), ("4*pi", 1.5), ("2*pi", 1), ("1/(4*pi)", 1.5),
              ("1/(2*pi)", 1), ("sqrt(2)", 0.5), ("decimal", 1.5)]


# A formula is an input's name, a number as text, or (operation, part, ...).

def number(value):
    return ("number", value)


def text(node, above=0):
    """The formula as judge.py and discover read it; `above` is how strongly the surroundings bind (1 sum, 2 product, 3 power)."""
    if isinstance(node, str):
        return node
    operation = node[0]
    if operation == "number":
        return f"({node[1]})" if "/" in node[1] and above > 1 or above > 2 and "-" in node[1] else node[1]
    if operation in FUNCTIONS:
        return f"{operation}({text(node[1])})"
    if operation == "-1*":
        written, binding = "-" + text(node[1], 2), 1
    elif operation == "^":
        written, binding = text(node[1], 4) + "^" + text(node[2], 3), 3
    elif operation == "*":
        written, binding = text(node[1], 2) + "*" + text(node[2], 2), 2
    elif operation == "/":
        written, binding = text(node[1], 2) + "/" + text(node[2], 3), 2
    else:
        written, binding = text(node[1], 1) + f" {operation} " + text(node[2], 2 if operation == "-" else 1), 1
    return f"({written})" if binding < above else written


def value(node, columns):
    if isinstance(node, str):
        return columns[node]
    operation, parts = node[0], node[1:]
    if operation == "number":
        return float(sympy.sympify(parts[0]))
    parts = [value(part, columns) for part in parts]
    if operation in FUNCTIONS:
        return FUNCTIONS[operation](parts[0])
    return {"-1*": lambda a: -a, "^": lambda a, b: a ** b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
            "+": lambda a, b: a + b, "-": lambda a, b: a - b}[operation](*parts)


def nodes(node):
    if isinstance(node, str):
        return 1
    if node[0] == "number":
        return 1 + sum(node[1].count(sign) * 2 for sign in "*/") + node[1].count("sqrt")
    return 1 + sum(nodes(part) for part in node[1:])


class Draw:
    """One law: inputs still to be placed, and the pairs that must keep their order."""

    def __init__(self, generator):
        self.random = generator
        self.below = []

    def pick(self, weighted):
        values, weights = zip(*weighted)
        return self.random.choices(values, weights)[0]

    def split(self, inputs, least=1):
        """Two parts; the second one has at least one input, the first one `least`. At times they share an input."""
        shuffled = self.random.sample(inputs, len(inputs))
        cut = self.random.randint(least, len(inputs) - 1)
        first, second = shuffled[:cut], shuffled[cut:]
        if first and self.random.random() < 0.25:
            second = second + [self.random.choice(first)]
        return first, second

    def power(self, base, exponents=((2, 5), (-1, 3), (-2, 2), (3, 1), (-3, 0.5), ("1/2", 1), ("-1/2", 0.3))):
        exponent = self.pick(exponents)
        if exponent == "1/2":
            return ("sqrt", base)
        if exponent == "-1/2":
            return ("/", number("1"), ("sqrt", base))
        if exponent < 0:
            return ("/", number("1"), base if exponent == -1 else ("^", base, number(str(-exponent))))
        return ("^", base, number(str(exponent)))

    def product(self, first, second, divide=0.45):
        """Product or quotient; 1/x as a part joins the line instead of standing as a part of its own."""
        if self.random.random() < divide:
            return ("/", first, second)
        if second[0] == "/" and second[1] == number("1"):
            return ("/", first, second[2])
        if first[0] == "/" and first[1] == number("1"):
            return ("/", second, first[2])
        return ("*", first, second)

    def quantity(self, inputs):
        if len(inputs) == 1:
            return inputs[0] if self.random.random() < 0.6 else self.power(inputs[0])
        kinds = [("product", 5), ("sum", 2), ("difference", 1.5), ("one", 1), ("function", 2.5), ("length", 0.8), ("velocity", 0.5)]
        if len(set(inputs)) == 2:
            kinds.append(("like", 1.5))
        return getattr(self, "grow_" + self.pick(kinds))(inputs)

    def grow_product(self, inputs):
        first, second = self.split(inputs)
        return self.product(self.quantity(first), self.quantity(second))

    def grow_sum(self, inputs):
        first, second = self.split(inputs)
        terms = [self.quantity(first)]
        if len(second) > 1 and self.random.random() < 0.35:
            terms += [self.quantity(part) for part in self.split(second)]
        else:
            terms.append(self.quantity(second))
        if self.random.random() < 0.2:
            terms[-1] = ("*", number(self.pick([("2", 5), ("3", 2), ("1/2", 3), ("4", 1)])), terms[-1])
        result = terms[0]
        for term in terms[1:]:
            result = ("+", result, term)
        return result

    def grow_difference(self, inputs):
        first, second = self.split(inputs)
        return ("-", self.quantity(first), self.quantity(second))

    def grow_like(self, inputs):
        a, b = self.random.sample(sorted(set(inputs)), 2)
        square = lambda x: ("^", x, number("2"))  # noqa: E731
        over = lambda x: ("/", number("1"), x)  # noqa: E731
        return self.pick([(("-", a, b), 4), (("+", a, b), 3), (("+", square(a), square(b)), 1.5), (("-", square(a), square(b)), 1.5),
                          (("-", over(a), over(b)), 1), (("/", ("*", a, b), ("+", a, b)), 1)])

    def grow_one(self, inputs):
        first, second = self.split(inputs, least=0 if self.random.random() < 0.2 else 1)
        factor = (self.pick([("+", 1), ("-", 1)]), number("1"), self.ratio(second))
        return self.product(self.quantity(first), factor, 0.3) if first else factor

    def grow_function(self, inputs):
        first, second = self.split(inputs, least=0 if self.random.random() < 0.2 else 1)
        factor = self.function(self.ratio(second))
        return self.product(self.quantity(first), factor, 0.15) if first else factor

    def grow_length(self, inputs):
        first, second = self.split(inputs)
        if self.random.random() < 0.35:
            return ("sqrt", (self.pick([("+", 2), ("-", 1)]), self.quantity(first), self.quantity(second)))
        parts = [first] + ([[second[0]], second[1:]] if len(second) > 1 and self.random.random() < 0.4 else [second])
        result = None
        for part in parts:
            squared = ("^", part[0] if len(part) == 1 else self.monomial(part), number("2"))
            result = squared if result is None else ("+", result, squared)
        return ("sqrt", result)

    def grow_velocity(self, inputs):
        shuffled = self.random.sample(sorted(set(inputs)), len(set(inputs)))
        slow, fast, rest = shuffled[0], shuffled[1], shuffled[2:]
        self.below.append((slow, fast))
        root = ("sqrt", ("-", number("1"), ("/", ("^", slow, number("2")), ("^", fast, number("2")))))
        if not rest:
            return self.product(slow, root, 0.6) if self.random.random() < 0.5 else root
        return self.product(self.quantity(rest), root, 0.6)

    def monomial(self, inputs):
        result = inputs[0] if self.random.random() < 0.75 else self.power(inputs[0], ((2, 5), (3, 1), ("1/2", 1)))
        for each in inputs[1:]:
            part = each if self.random.random() < 0.75 else ("^", each, number("2"))
            result = ("/", result, part) if self.random.random() < 0.55 else ("*", result, part)
        return result

    def ratio(self, inputs):
        if len(inputs) == 2 and inputs[0] != inputs[1] and self.random.random() < 0.25:
            result = ("-", *inputs)
        else:
            result = self.monomial(inputs)
        if self.random.random() < 0.2:
            result = ("*", number(self.pick([("2", 4), ("1/2", 3), ("3", 1), ("2*pi", 1), ("4", 1)])), result)
        return result

    def function(self, argument):
        plain = lambda name: (name, argument)  # noqa: E731
        one = number("1")
        rare = self.random.choice([plain("atan"), plain("asin"), plain("tan"), plain("sinh"), plain("cosh"),
                                   ("/", one, ("-", plain("exp"), one)), ("/", one, ("+", plain("exp"), one))])
        return self.pick([(("exp", ("-1*", argument)), 3), (plain("cos"), 2.5), (plain("sin"), 2), (plain("log"), 1.5),
                          (plain("exp"), 1), (("sqrt", ("+", one, argument)), 1), (plain("tanh"), 1),
                          (("exp", ("-1*", ("^", argument, number("2")))), 0.7), (("log", ("+", one, argument)), 0.5), (rare, 1.2)])

    def law(self):
        count = self.pick([(2, 20), (3, 27), (4, 25), (5, 17), (6, 11)])
        inputs = self.random.sample(NAMES, count)
        formula = self.quantity(inputs)
        if self.random.random() < 0.5:
            front = self.pick(PREFACTORS)
            if front == "decimal":
                front = f"{self.random.uniform(0.05, 8):.2g}"
            if formula[0] in "+-" and self.random.random() < 0.6:
                formula = ("*", number(front), formula)
            elif formula[0] == "/" and front.startswith("1/"):
                formula = ("/", formula[1], ("*", number(front[2:].strip("()")), formula[2]))
            else:
                formula = ("*", number(front), formula)
        return inputs, formula

    def ranges(self, inputs):
        chosen = {name: self.pick(RANGES) for name in inputs}
        for slow, fast in self.below:
            chosen[slow], chosen[fast] = (1, 2), (3, 10)
        return chosen


def acceptable(formula, ranges, seed):
    generator = np.random.default_rng(seed)
    columns = {name: generator.uniform(low, high, 1000) for name, (low, high) in ranges.items()}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        target = np.broadcast_to(np.asarray(value(formula, columns), float), 1000)
        if not np.all(np.isfinite(target)):
            return False
        size = np.sort(np.abs(target))
        variance = np.var(target)
        if not variance > (0.02 ** 2) * np.mean(target ** 2) or not size[-1] < 1e8 * size[10]:
            return False
        low, middle, high = np.quantile(target, [0.25, 0.5, 0.75])
        if np.max(np.abs(target - middle)) > 300 * (high - low):
            return False
        for name in columns:
            shuffled = dict(columns, **{name: generator.permutation(columns[name])})
            changed = np.asarray(value(formula, shuffled), float)
            both = changed[np.isfinite(changed)] - target[np.isfinite(changed)]
            if not len(both) or not np.mean(both ** 2) > 2e-3 * variance:
                return False
    return True


def fingerprint(formula, inputs):
    """The expanded formula with inputs numbered by first appearance."""
    written = text(formula)
    symbols = {name: sympy.Symbol(name, positive=True) for name in inputs}
    expression = sympy.expand(sympy.sympify(written.replace("^", "**"), locals=symbols))
    order = sorted(inputs, key=re.findall(r"[A-Za-z]+", written).index)
    renamed = expression.xreplace({symbols[name]: sympy.Symbol(f"_{k}", positive=True) for k, name in enumerate(order)})
    return expression, sympy.srepr(renamed)


def laws(count, seed):
    """-> [(formula as text, inputs in the order drawn, ranges, nodes)], and how many were drawn for them"""
    generator = random.Random(seed)
    found, seen, tried = [], set(), 0
    while len(found) < count:
        tried += 1
        draw = Draw(generator)
        inputs, formula = draw.law()
        if not 5 <= nodes(formula) <= 20:
            continue
        ranges = next((r for k, r in enumerate(draw.ranges(inputs) for _ in range(10)) if acceptable(formula, r, tried * 10 + k)), None)
        if ranges is None:
            continue
        expression, mark = fingerprint(formula, inputs)
        if mark in seen or {str(symbol) for symbol in expression.free_symbols} != set(inputs):
            continue
        seen.add(mark)
        found.append((text(formula), inputs, ranges, nodes(formula)))
    return found, tried


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=20261121)
    options.add_argument("--out", default="random-laws.csv")
    arguments = options.parse_args()
    found, tried = laws(arguments.count, arguments.seed)
    head = ["id", "pmlb_name", "in_srbench", "formula", "nodes"] + [f"v{k}{end}" for k in range(1, 7) for end in ("", "_low", "_high")]
    with open(arguments.out, "w", newline="") as file:
        file.write(f"# {arguments.count} laws drawn by random_laws.py with seed {arguments.seed} ({tried} draws)\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        for k, (formula, inputs, ranges, size) in enumerate(found):
            cells = [cell for name in sorted(inputs, key=str.lower) for cell in (name, *ranges[name])]
            writer.writerow([f"random_{k + 1:03d}", "", 1, formula, size] + cells + [""] * (18 - len(cells)))
    print(f"{len(found)} laws of {tried} draws in {arguments.out}")


if __name__ == "__main__":
    main()
