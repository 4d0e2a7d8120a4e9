import Evaluation
import Expressions

/// Tells which of the demanded laws and shared coefficients printed equations do not obey.
///
/// Clean data leave coefficients no room to be moved, and a law may be impossible for the terms that were found: then the
/// equations stay what the data say, and the answer must say so.
struct ConstraintCheck {
    /// Share of its parts that the rate of change of a law may have, and relative difference of coefficients.
    static let tolerance = 1e-6

    let series: TimeSeries
    let constraints: EquationConstraints

    /// One sentence for every demand that the equations break.
    func sentences(_ equations: [DiscoveredEquation]) -> [String] {
        brokenLaws(equations) + brokenPairs(equations)
    }

    private func brokenLaws(_ equations: [DiscoveredEquation]) -> [String] {
        let names = series.variables + series.inputs
        let columns = BarredTerms.states(series, limit: 400)
        let rows = 0..<(columns.first?.count ?? 0)
        return constraints.laws.compactMap { law in
            var rate = [Double](repeating: 0, count: rows.count)
            var parts = 0.0
            for equation in equations where series.variables.contains(equation.variable) {
                let slope = law.derivative(withRespectTo: equation.variable).simplified()
                guard let first = try? Tape(slope, variables: names),
                    let second = try? Tape(equation.expression, variables: names)
                else { return "the law \(ExpressionPrinter().text(law)) could not be tested" }
                let slopes = first.evaluate(columns: columns, rows: rows)
                let speeds = second.evaluate(columns: columns, rows: rows)
                for index in rate.indices {
                    let part = slopes[index] * speeds[index]
                    rate[index] += part
                    parts += abs(part)
                }
            }
            let size = rate.reduce(0) { $0 + abs($1) }
            guard !(size <= Self.tolerance * parts) else { return nil }
            return
                "the equations do not conserve \(ExpressionPrinter().text(law)), as was demanded: the constraint was "
                + "left out (on average its rate of change is \(Self.short(size / parts)) of the sum of its parts)"
        }
    }

    private func brokenPairs(_ equations: [DiscoveredEquation]) -> [String] {
        constraints.shared.compactMap { rule in
            let first = coefficient(of: rule.function, equations[rule.equation])
            let second = coefficient(of: rule.otherFunction, equations[rule.otherEquation])
            let text = name(rule.function, rule.equation) + " and " + name(rule.otherFunction, rule.otherEquation)
            switch (first, second) {
            case (nil, nil): return "the terms \(text), whose coefficients were tied, do not occur"
            case (let first?, let second?):
                let wanted = rule.factor * second
                guard abs(first - wanted) > Self.tolerance * (abs(first) + abs(wanted)) else { return nil }
                return
                    "the coefficients of \(text) are \(Self.short(first)) and \(Self.short(second)), not tied as was "
                    + "demanded: the constraint was left out"
            default: return "only one of the terms \(text) was found: the constraint between them was left out"
            }
        }
    }

    private func name(_ function: Expression, _ equation: Int) -> String {
        "\(series.variables[equation]): \(ExpressionPrinter().text(function))"
    }

    private func coefficient(of function: Expression, _ equation: DiscoveredEquation) -> Double? {
        equation.terms.first { !$0.isKnown && $0.function.simplified() == function }?.coefficient
    }

    /// Three digits.
    private static func short(_ value: Double) -> String {
        guard value != 0, value.isFinite else { return "\(value)" }
        var unit = 1.0
        while abs(value) * unit < 100 { unit *= 10 }
        while abs(value) * unit >= 1000 { unit /= 10 }
        let digits = (value * unit).rounded()
        return unit >= 1 ? "\(digits / unit)" : "\(digits * (1 / unit))"
    }
}
