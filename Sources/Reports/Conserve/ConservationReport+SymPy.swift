import ConservationLaws
import Expressions

extension ConservationReport {
    /// A Python program that checks the laws with SymPy alone.
    ///
    /// Without constraints every rate is simplified to 0, or shown to vanish at random points with 40 digits where SymPy finds no
    /// simpler form; on constraints it is a numeric check of the identity that the certificate states.
    public var sympyScript: String {
        let formulas = formulas
        func python(_ expression: Expression) -> String { formulas.sympy(expression) }
        let symbols = system.variables + system.parameters.map(\.name) + system.multipliers
        var lines = [
            "# Conserved quantities of \(path.printable), checked with SymPy.",
            "import random", "import sympy as sp", "from sympy import *", "", "t = Symbol('t', real=True)",
        ]
        for name in symbols {
            let text = python(.variable(name))
            lines.append("\(text) = Symbol('\(text)', real=True)")
        }
        lines.append("values = {")
        for parameter in system.parameters {
            if let value = parameter.value {
                lines.append("    \(python(.variable(parameter.name))): \(exact(value, formulas)),")
            }
        }
        lines += ["}", "rates = {"]
        for (name, side) in zip(system.variables, system.rightHandSides) {
            lines.append("    \(python(.variable(name))): \(exact(side, formulas)),")
        }
        lines += ["}", "constraints = ["]
        for constraint in system.constraints { lines.append("    \(exact(constraint, formulas)),") }
        lines += ["]", "laws = ["]
        for law in result.laws + result.timeDependentLaws { lines.append("    \(exact(law.expression, formulas)),") }
        lines += ["]", ""]
        lines += ConservationReport.sympyCheck
        return lines.joined(separator: "\n") + "\n"
    }

    /// Rational numbers in Python would become floating ones: 1/2 is written Rational(1, 2).
    private func exact(_ expression: Expression, _ formulas: FormulaText) -> String {
        "sympify(\"\(formulas.sympy(expression))\", locals=globals(), rational=True)"
    }

    private static let sympyCheck = [
        "def vanishes(rate):",
        "    rate = rate.subs(values)",
        "    if sp.simplify(rate) == 0:",
        "        return 'proved'",
        "    names = sorted(rate.free_symbols, key=str)",
        "    for trial in range(5):",
        "        point = {name: sp.Rational(random.randint(500, 2000), 997) for name in names}",
        "        if abs(rate.subs(point).evalf(40)) > sp.Float(10)**-25:",
        "            return None",
        "    return 'zero at five random points to 25 digits'",
        "",
        "failed = 0",
        "for law in laws:",
        "    rate = diff(law, t) + sum(diff(law, name) * side for name, side in rates.items())",
        "    verdict = vanishes(rate)",
        "    if verdict is None and constraints:",
        "        # On the constraints: the numerator is a combination of them.",
        "        numerator = sp.together(rate.subs(values)).as_numer_denom()[0]",
        "        forces = sorted(set().union(*[side.free_symbols for side in rates.values()])",
        "                        - set(rates) - set(values), key=str)",
        "        basis = sp.groebner([c.subs(values) for c in constraints], *rates.keys(), *forces, order='grevlex')",
        "        if basis.reduce(sp.expand(numerator))[1] == 0:",
        "            verdict = 'proved on the constraints'",
        "    print(verdict or 'FAILED', ':', law)",
        "    failed += verdict is None",
        "raise SystemExit(1 if failed else 0)",
    ]
}
