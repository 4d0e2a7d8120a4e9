import Expressions

/// Guesses how large the parameters of a formula are from the sizes of the columns.
///
/// Terms of a sum are taken to be of one size, arguments of functions to be about 1, the formula to be as large as the
/// target: `a*x/(b + x)` gives b the size of x and a that of the target.
struct ParameterScales: Sendable {
    /// What is known about one parameter.
    struct Guess: Sendable, Equatable {
        /// Its probable size.
        var size: Double
        /// The values of what it is added to or subtracted from, if that is a formula of columns: places such as the
        /// centre of a peak lie among them.
        var places: ClosedRange<Double>?
    }

    private let columns: [String: [Double]]
    private let parameters: Set<String>
    private(set) var guesses: [String: Guess] = [:]

    /// Guesses for the parameters of a formula.
    ///
    /// - Parameters:
    ///   - columns: values by name.
    ///   - targetSize: root mean square of the target.
    init(_ expression: Expression, parameters: [String], columns: [String: [Double]], targetSize: Double) {
        self.columns = columns
        self.parameters = Set(parameters)
        assign(expression, targetSize > 0 ? targetSize : 1)
    }

    /// Size of a subtree; nil when it depends on parameters that say nothing about it.
    private func size(_ node: Expression) -> Double? {
        switch node {
        case .rational, .real, .constant: return abs(node.numericValue())
        case .variable(let name): return guesses[name]?.size ?? columns[name].map(Statistics.rootMeanSquare)
        case .sum(let terms): return terms.compactMap(size).max()
        case .product(let factors):
            let sizes = factors.compactMap(size)
            return sizes.count == factors.count ? sizes.reduce(1, *) : nil
        case .power(let base, .rational(let exponent)):
            return size(base).map { Elementary.pow($0, exponent.doubleValue) }
        case .power(let base, let exponent):
            guard let base = size(base), let exponent = size(exponent) else { return nil }
            return Elementary.pow(base, min(exponent, 3))
        case .function: return hasParameter(node) ? nil : 1
        }
    }

    private func hasParameter(_ node: Expression) -> Bool {
        if case .variable(let name) = node { return parameters.contains(name) }
        return node.children.contains(where: hasParameter)
    }

    private mutating func assign(_ node: Expression, _ wanted: Double) {
        guard hasParameter(node) else { return }
        switch node {
        case .variable(let name): note(name, wanted)
        case .sum(let terms):
            let known = terms.compactMap(size).filter { $0 > 0 && $0.isFinite }.max() ?? wanted
            let places = places(of: terms)
            for term in terms {
                assign(term, known)
                if let places, let name = parameter(in: term), guesses[name]?.places == nil {
                    guesses[name]?.places = places
                }
            }
        case .product(let factors):
            let unknown = factors.filter { hasParameter($0) && size($0) == nil }
            let known = factors.filter { !unknown.contains($0) }.compactMap(size).reduce(1, *)
            let rest = known > 0 && known.isFinite ? wanted / known : wanted
            let share = Elementary.pow(rest, 1 / Double(max(unknown.count, 1)))
            // A nonlinear factor is about 1, a plain parameter takes the size that is left.
            let plain = unknown.filter { if case .variable = $0 { true } else { false } }
            for factor in factors where hasParameter(factor) {
                guard unknown.contains(factor) else {
                    assign(factor, size(factor) ?? 1)
                    continue
                }
                if plain.isEmpty {
                    assign(factor, share)
                } else {
                    assign(factor, plain.contains(factor) ? Elementary.pow(rest, 1 / Double(plain.count)) : 1)
                }
            }
        case .power(let base, .rational(let exponent)):
            assign(base, Elementary.pow(wanted, 1 / exponent.doubleValue))
        case .power(let base, let exponent):
            assign(base, size(base) ?? 1)
            assign(exponent, 1)
        case .function(_, let arguments): for argument in arguments { assign(argument, 1) }
        default: break
        }
    }

    private mutating func note(_ name: String, _ size: Double) {
        guard guesses[name] == nil else { return }
        guesses[name] = Guess(size: size > 1e-200 && size < 1e200 ? size : 1, places: nil)
    }

    /// Values of the parameter-free part of a sum.
    private func places(of terms: [Expression]) -> ClosedRange<Double>? {
        let free = terms.filter { !hasParameter($0) && !$0.variables.isEmpty }
        guard !free.isEmpty else { return nil }
        let sum = Expression.sum(free)
        let names = sum.variables
        guard let count = names.compactMap({ columns[$0]?.count }).first else { return nil }
        var range: ClosedRange<Double>?
        let step = max(count / 500, 1)
        for row in stride(from: 0, to: count, by: step) {
            var values: [String: Double] = [:]
            for name in names { values[name] = columns[name]?[row] }
            let value = sum.numericValue(values)
            guard value.isFinite else { continue }
            range = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
        }
        return range
    }

    /// The parameter that a term consists of, up to a number.
    private func parameter(in term: Expression) -> String? {
        switch term {
        case .variable(let name): parameters.contains(name) ? name : nil
        case .product(let factors):
            factors.count == 2 && factors[0].variables.isEmpty ? parameter(in: factors[1]) : nil
        default: nil
        }
    }
}
