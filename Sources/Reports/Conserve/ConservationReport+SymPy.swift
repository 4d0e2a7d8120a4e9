import ConservationLaws
import Expressions

extension ConservationReport {
    /// A Python program that checks the laws with SymPy alone, nil for laws of measurements, which have no equations.
    ///
    /// Ordinary equations: without constraints every rate is simplified to 0, or shown to vanish at random points with 40 digits
    /// where SymPy finds no simpler form; on constraints the numerator is reduced by a Gröbner basis of them. Maps: the value
    /// at the image is compared. Fields: D_t density + div flux is simplified to 0 on solutions, or is the sum of multipliers times
    /// equations.
    public var sympyScript: String? {
        switch system.kind {
        case .ordinary: ordinaryScript
        case .map: mapScript
        case .partial: fieldScript
        case .measured: nil
        }
    }

    private var exactLaws: [ConservedLaw] { result.laws + result.timeDependentLaws + result.conditionalLaws }

    private func python(_ expression: Expression) -> String { formulas.sympy(expression) }

    /// Rational numbers in Python would become floating ones: 1/2 is written Rational(1, 2).
    private func exact(_ expression: Expression) -> String {
        "sympify(\"\(python(expression))\", locals=globals(), rational=True)"
    }

    /// The conditions of a law as a dictionary from parameter to value.
    private func conditions(of law: ConservedLaw) -> String {
        let entries = law.conditions.compactMap { condition -> String? in
            let sides = condition.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
            guard sides.count == 2,
                let value = try? ExpressionParser(
                    variables: Set(system.parameters.map(\.name)), options: ParserOptions(decimals: .exact)
                ).parse(sides[1])
            else { return nil }
            return "\(python(.variable(sides[0]))): \(exact(value))"
        }
        return "{\(entries.joined(separator: ", "))}"
    }

    private func opening(_ subject: String) -> [String] {
        [
            "# \(subject) of \(path.printable), checked with SymPy.", "import random", "import sympy as sp",
            "from sympy import *", "",
        ]
    }

    private func symbols(_ names: [String], assumptions: String = ", real=True") -> [String] {
        names.map { name in
            let text = python(.variable(name))
            return "\(text) = Symbol('\(text)'\(assumptions))"
        }
    }

    private var values: [String] {
        ["values = {"]
            + system.parameters.compactMap { parameter in
                parameter.value.map { "    \(python(.variable(parameter.name))): \(exact($0))," }
            } + ["}"]
    }

    private var equations: [String] {
        zip(system.variables, system.rightHandSides).map { "    \(python(.variable($0))): \(exact($1))," }
    }

    private var lawList: [String] {
        ["laws = ["] + exactLaws.map { "    (\(exact($0.expression)), \(conditions(of: $0)))," } + ["]", ""]
    }

    private func program(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

    private var ordinaryScript: String {
        let names = system.variables + system.parameters.map(\.name) + system.multipliers
        var lines = opening("Conserved quantities") + ["t = Symbol('t', real=True)"] + symbols(names) + values
        lines += ["rates = {"] + equations + ["}", "constraints = ["]
        lines += system.constraints.map { "    \(exact($0))," } + ["]"]
        return program(lines + lawList + Self.rateCheck)
    }

    private var mapScript: String {
        let names = system.variables + system.parameters.map(\.name)
        let lines = opening("Invariants") + symbols(names) + values + ["images = {"] + equations + ["}"]
        return program(lines + lawList + Self.mapCheck)
    }

    private var fieldScript: String {
        let independent = system.independentVariables
        let derivatives = FieldSystem.derivativeNames(
            in: system.fieldEquations.flatMap { [$0.left, $0.right] }
                + exactLaws.flatMap { law in
                    [law.expression] + law.fluxes.map(\.expression) + law.multipliers.map(\.expression)
                })
        let jets = system.variables + derivatives
        var lines = opening("Conservation laws")
        lines += symbols(independent + system.parameters.map(\.name) + jets, assumptions: "") + values
        lines.append("independent = [\(independent.map { python(.variable($0)) }.joined(separator: ", "))]")
        lines.append("jets = {  # the field and how often it is differentiated by each independent variable")
        for name in jets {
            let (field, orders) = FieldSystem.orders(ofDerivative: name)
            let numbers = orders.prefix(independent.count).map(String.init).joined(separator: ", ")
            lines.append("    \(python(.variable(name))): ('\(python(.variable(field)))', (\(numbers),)),")
        }
        lines += ["}", "equations = [  # each vanishes"]
        lines += system.fieldEquations.map { "    \(exact($0.left)) - \(exact($0.right))," }
        lines += ["]", "laws = [  # density, fluxes by direction, multipliers, conditions"]
        for law in exactLaws {
            let fluxes = law.fluxes.map { flux in
                "\(independent.firstIndex(of: flux.variable) ?? 0): \(exact(flux.expression))"
            }
            let multipliers = law.multipliers.map { exact($0.expression) }
            lines.append(
                "    (\(exact(law.expression)), {\(fluxes.joined(separator: ", "))}, "
                    + "[\(multipliers.joined(separator: ", "))], \(conditions(of: law))),")
        }
        return program(lines + ["]", ""] + Self.fieldCheck)
    }

    private static let ending = [
        "    print(verdict or 'FAILED', ':', law)", "    failed += verdict is None",
        "raise SystemExit(1 if failed else 0)",
    ]

    private static let rateCheck =
        [
            "def vanishes(rate):",
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
            "for law, conditions in laws:",
            "    rate = diff(law, t) + sum(diff(law, name) * side for name, side in rates.items())",
            "    rate = rate.subs(values).subs(conditions)",
            "    verdict = vanishes(rate)",
            "    if verdict is None and constraints:",
            "        # On the constraints: the numerator is a combination of them.",
            "        numerator = sp.together(rate).as_numer_denom()[0]",
            "        forces = sorted(set().union(*[side.free_symbols for side in rates.values()])",
            "                        - set(rates) - set(values), key=str)",
            "        basis = sp.groebner([c.subs(values) for c in constraints], *rates.keys(), *forces, order='grevlex')",
            "        if basis.reduce(sp.expand(numerator))[1] == 0:",
            "            verdict = 'proved on the constraints'",
        ] + ending

    private static let mapCheck =
        [
            "failed = 0",
            "for law, conditions in laws:",
            "    after = law.subs({name: side for name, side in images.items()}, simultaneous=True)",
            "    change = (after - law).subs(values).subs(conditions)",
            "    verdict = 'proved' if sp.cancel(sp.together(change)) == 0 else None",
        ] + ending

    private static let fieldCheck =
        [
            "names = {jets[symbol]: symbol for symbol in jets}",
            "",
            "def jet(field, orders):",
            "    if (field, orders) not in names:",
            "        symbol = Symbol('%s__%s' % (field, '_'.join(map(str, orders))))",
            "        names[(field, orders)] = symbol",
            "        jets[symbol] = (field, orders)",
            "    return names[(field, orders)]",
            "",
            "def total(expression, direction):",
            "    result = diff(expression, independent[direction])",
            "    for symbol in sorted(expression.free_symbols & set(jets), key=str):",
            "        field, orders = jets[symbol]",
            "        raised = tuple(n + (k == direction) for k, n in enumerate(orders))",
            "        result += diff(expression, symbol) * jet(field, raised)",
            "    return result",
            "",
            "def solved(equations):",
            "    \"\"\"The highest time derivative of every field, where each equation can be solved for one.\"\"\"",
            "    fields = sorted({field for field, orders in jets.values()})",
            "    used = [s for e in equations for s in e.free_symbols & set(jets)]",
            "    result = {}",
            "    for field in fields:",
            "        order = max([jets[s][1][0] for s in used if jets[s][0] == field], default=0)",
            "        top = jet(field, (order,) + (0,) * (len(independent) - 1))",
            "        mixed = [s for s in used if jets[s][0] == field and jets[s][1][0] == order and s != top]",
            "        owners = [e for e in equations if top in e.free_symbols]",
            "        if order == 0 or mixed or len(owners) != 1 or diff(owners[0], top).free_symbols:",
            "            return None",
            "        slope = diff(owners[0], top)",
            "        result[field] = (order, sp.expand(top - owners[0] / slope))",
            "    return result",
            "",
            "def on_solutions(expression, sides):",
            "    while True:",
            "        above = [s for s in expression.free_symbols & set(jets)",
            "                 if jets[s][1][0] >= sides[jets[s][0]][0]]",
            "        if not above:",
            "            return expression",
            "        symbol = max(above, key=lambda s: (jets[s][1], str(s)))",
            "        field, orders = jets[symbol]",
            "        order, side = sides[field]",
            "        for direction, count in enumerate((orders[0] - order,) + orders[1:]):",
            "            for step in range(count):",
            "                side = total(side, direction)",
            "        expression = expression.subs(symbol, side)",
            "",
            "def euler(expression):",
            "    result = {}",
            "    for symbol in sorted(expression.free_symbols & set(jets), key=str):",
            "        field, orders = jets[symbol]",
            "        part = diff(expression, symbol)",
            "        for direction, count in enumerate(orders):",
            "            for step in range(count if direction else 0):",
            "                part = -total(part, direction)",
            "        key = (field, orders[0])",
            "        result[key] = result.get(key, 0) + part",
            "    return result.values()",
            "",
            "failed = 0",
            "for law, fluxes, multipliers, conditions in laws:",
            "    law = law.subs(values).subs(conditions)",
            "    exact = [e.subs(values).subs(conditions) for e in equations]",
            "    sides = solved(exact)",
            "    change = total(law, 0) + sum(total(flux.subs(values).subs(conditions), d) for d, flux in fluxes.items())",
            "    if sides is None:",
            "        change -= sum(m.subs(values).subs(conditions) * e for m, e in zip(multipliers, exact))",
            "    else:",
            "        change = on_solutions(change, sides)",
            "    verdict = 'proved' if sp.simplify(sp.expand(change)) == 0 else None",
            "    if verdict is None and not fluxes and sides is not None:",
            "        if all(sp.simplify(part) == 0 for part in euler(change)):",
            "            verdict = 'proved up to its flux'",
        ] + ending
}
