import Expressions

/// A set of functions of the variables in whose span laws are sought.
struct FeatureClass: Sendable {
    /// A function that features are products of.
    enum Factor: Sendable, Hashable {
        /// A variable.
        case variable(Int)
        /// Its natural logarithm.
        case logarithm(Int)
        /// Its sine.
        case sine(Int)
        /// Its cosine.
        case cosine(Int)
        /// One over the distance from the origin in some variables.
        case inverseRadius([Int])
        /// One over the distance between two points with these coordinates.
        case inverseDistance([Int], [Int])
        /// A sum of variables with coefficients, which is conserved.
        case sum([Int], [Double])
    }

    /// What the class is called in reports.
    var name: String
    /// Products of factors with exponents.
    var features: [[(factor: Factor, exponent: Int)]]

    /// The tree of one feature.
    func expression(_ index: Int, names: [String]) -> Expression {
        let factors = features[index].map { factor, exponent -> Expression in
            let base: Expression
            switch factor {
            case .variable(let i): base = .variable(names[i])
            case .logarithm(let i): base = .apply(.log, .variable(names[i]))
            case .sine(let i): base = .apply(.sin, .variable(names[i]))
            case .cosine(let i): base = .apply(.cos, .variable(names[i]))
            case .inverseRadius(let list):
                base = Expression.one / Expression.sum(list.map { .variable(names[$0]).raised(to: 2) }).squareRoot
            case .inverseDistance(let one, let other):
                let squares = zip(one, other).map {
                    (Expression.variable(names[$0]) - .variable(names[$1])).raised(to: 2)
                }
                base = Expression.one / Expression.sum(squares).squareRoot
            case .sum(let list, let coefficients):
                base = .sum(
                    zip(list, coefficients).map { index, number in
                        number == 1 ? .variable(names[index]) : .product([.real(number), .variable(names[index])])
                    })
            }
            return exponent == 1 ? base : base.raised(to: exponent)
        }
        return factors.count == 1 ? factors[0] : .product(factors)
    }

    /// The sum of some features with numbers; those that share a conserved sum are written as its product with what it multiplies.
    func combination(_ chosen: [Int], _ numbers: [CoefficientRounding.Number], names: [String]) -> Expression {
        var parts: [(sum: Factor?, terms: [Expression])] = []
        for (index, number) in zip(chosen, numbers) {
            let feature = features[index]
            var (shared, own): (Factor?, Expression) = (nil, expression(index, names: names))
            if feature.count == 2, case .sum = feature[0].factor {
                shared = feature[0].factor
                own = FeatureClass(name: name, features: [[feature[1]]]).expression(0, names: names)
            }
            if case .exact(.one) = number {} else { own = .product([number.expression, own]) }
            if let shared, let place = parts.firstIndex(where: { $0.sum == shared }) {
                parts[place].terms.append(own)
            } else {
                parts.append((shared, [own]))
            }
        }
        let terms = parts.map { part -> Expression in
            let rest = part.terms.count == 1 ? part.terms[0] : .sum(part.terms)
            guard let sum = part.sum else { return rest }
            let whole = FeatureClass(name: name, features: [[(sum, 1)]]).expression(0, names: names)
            return .product([whole, rest])
        }
        return terms.count == 1 ? terms[0] : .sum(terms)
    }

    /// The coefficients of some features with the sign that makes the first square of a variable among them positive, as in an energy.
    func oriented(_ numbers: [CoefficientRounding.Number], of chosen: [Int]) -> [CoefficientRounding.Number] {
        let square = chosen.firstIndex { index in
            guard features[index].count == 1, features[index][0].exponent == 2 else { return false }
            return if case .variable = features[index][0].factor { true } else { false }
        }
        return square.map { numbers[$0].value < 0 } ?? false ? numbers.map(\.negated) : numbers
    }

    /// The variables that some features are; nil when one of them is something else.
    func variables(of chosen: [Int]) -> [Int]? {
        let result = chosen.compactMap { index -> Int? in
            guard features[index].count == 1, features[index][0].exponent == 1,
                case .variable(let variable) = features[index][0].factor
            else { return nil }
            return variable
        }
        return result.count == chosen.count ? result : nil
    }

    /// Degree of a feature.
    func degree(_ index: Int) -> Int { features[index].reduce(0) { $0 + $1.exponent } }

    /// Values of all features at a state and their derivatives by the variables, features first.
    func evaluate(_ state: [Double], values: inout [Double], gradients: inout [[Double]]) {
        for (index, feature) in features.enumerated() {
            var product = 1.0
            for (factor, exponent) in feature { product *= Self.power(Self.value(factor, state), exponent) }
            values[index] = product
            for variable in state.indices { gradients[variable][index] = 0 }
            for (position, part) in feature.enumerated() {
                var rest = Double(part.exponent) * Self.power(Self.value(part.factor, state), part.exponent - 1)
                for (other, factor) in feature.enumerated() where other != position {
                    rest *= Self.power(Self.value(factor.factor, state), factor.exponent)
                }
                for (variable, slope) in Self.slopes(part.factor, state) {
                    gradients[variable][index] += rest * slope
                }
            }
        }
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<exponent { result *= base }
        return result
    }

    private static func value(_ factor: Factor, _ state: [Double]) -> Double {
        switch factor {
        case .variable(let i): state[i]
        case .logarithm(let i): RealFunctions.value(.log, max(state[i], 1e-12))
        case .sine(let i): RealFunctions.value(.sin, state[i])
        case .cosine(let i): RealFunctions.value(.cos, state[i])
        case .inverseRadius(let list): 1 / max(radius(list, state), 1e-12)
        case .inverseDistance(let one, let other): 1 / max(distance(one, other, state), 1e-12)
        case .sum(let list, let coefficients): zip(list, coefficients).reduce(0) { $0 + $1.1 * state[$1.0] }
        }
    }

    private static func radius(_ list: [Int], _ state: [Double]) -> Double {
        list.reduce(0) { $0 + state[$1] * state[$1] }.squareRoot()
    }

    private static func distance(_ one: [Int], _ other: [Int], _ state: [Double]) -> Double {
        zip(one, other).reduce(0) { $0 + (state[$1.0] - state[$1.1]) * (state[$1.0] - state[$1.1]) }.squareRoot()
    }

    private static func slopes(_ factor: Factor, _ state: [Double]) -> [(variable: Int, slope: Double)] {
        switch factor {
        case .variable(let i): return [(i, 1)]
        case .logarithm(let i): return [(i, 1 / max(state[i], 1e-12))]
        case .sine(let i): return [(i, value(.cosine(i), state))]
        case .cosine(let i): return [(i, -value(.sine(i), state))]
        case .inverseRadius(let list):
            let inverse = value(factor, state)
            return list.map { ($0, -state[$0] * inverse * inverse * inverse) }
        case .inverseDistance(let one, let other):
            let inverse = value(factor, state)
            return zip(one, other).flatMap { first, second -> [(variable: Int, slope: Double)] in
                let slope = (state[second] - state[first]) * inverse * inverse * inverse
                return [(first, slope), (second, -slope)]
            }
        case .sum(let list, let coefficients): return zip(list, coefficients).map { ($0, $1) }
        }
    }

    /// Whether logarithms occur, for which variables must be positive.
    var hasLogarithms: Bool {
        features.contains { feature in
            feature.contains { if case .logarithm = $0.factor { true } else { false } }
        }
    }
}
