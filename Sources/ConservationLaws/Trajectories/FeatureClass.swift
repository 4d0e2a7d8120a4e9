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
            }
            return exponent == 1 ? base : base.raised(to: exponent)
        }
        return factors.count == 1 ? factors[0] : .product(factors)
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
        }
    }

    /// Whether logarithms occur, for which variables must be positive.
    var hasLogarithms: Bool {
        features.contains { feature in
            feature.contains { if case .logarithm = $0.factor { true } else { false } }
        }
    }

    // MARK: Classes

    /// Largest number of features of a class.
    private static let limit = 130

    /// The classes to try for some states, small ones first.
    static func ladder(names: [String], isPositive: Bool, maximumDegree: Int) -> [FeatureClass] {
        let count = names.count
        let variables = (0..<count).map { Factor.variable($0) }
        var result: [FeatureClass] = []
        for degree in 1...max(1, maximumDegree) {
            let features = monomials(variables, degree)
            guard degree == 1 || features.count <= limit else { break }
            result.append(FeatureClass(name: "polynomials of degree at most \(degree)", features: features))
        }
        if isPositive {
            result.append(
                FeatureClass(
                    name: "variables and their logarithms",
                    features: monomials(variables, 1) + (0..<count).map { [(.logarithm($0), 1)] }))
        }
        let squares = even(variables, maximumDegree + 2)
        if count > 1, squares.count <= limit {
            result.append(
                FeatureClass(
                    name: "even polynomials of degree at most \((maximumDegree + 2) / 2 * 2)", features: squares))
        }
        result += particles(names)
        if count <= 4 {
            for size in 1...max(1, count / 2) {
                for angles in subsets(count, size) {
                    let features = trigonometric(count, angles)
                    guard features.count <= limit else { continue }
                    let list = angles.map { names[$0] }.joined(separator: ", ")
                    result.append(
                        FeatureClass(name: "products with sines and cosines of \(list)", features: features))
                }
            }
        }
        if (4...6).contains(count) {
            for positions in subsets(count, count / 2) {
                var features = monomials(variables, 3)
                let radius = Factor.inverseRadius(positions)
                features.append([(radius, 1)])
                features += variables.map { [($0, 1), (radius, 1)] }
                guard features.count <= limit else { continue }
                let list = positions.map { names[$0] }.joined(separator: ", ")
                result.append(
                    FeatureClass(
                        name: "polynomials of degree at most 3 and one over the distance in \(list)",
                        features: features))
            }
        }
        return result.enumerated().sorted { left, right in
            (left.element.features.count, left.offset) < (right.element.features.count, right.offset)
        }.map(\.element)
    }

    private static func monomials(_ factors: [Factor], _ degree: Int) -> [[(factor: Factor, exponent: Int)]] {
        var result: [[(factor: Factor, exponent: Int)]] = []
        func visit(_ index: Int, _ left: Int, _ product: [(factor: Factor, exponent: Int)]) {
            guard index < factors.count else {
                if !product.isEmpty { result.append(product) }
                return
            }
            for exponent in stride(from: left, through: 0, by: -1) {
                visit(index + 1, left - exponent, exponent == 0 ? product : product + [(factors[index], exponent)])
            }
        }
        visit(0, degree, [])
        return result.sorted { left, right in
            left.reduce(0) { $0 + $1.exponent } < right.reduce(0) { $0 + $1.exponent }
        }
    }

    /// Products of squares up to a degree.
    private static func even(_ factors: [Factor], _ degree: Int) -> [[(factor: Factor, exponent: Int)]] {
        monomials(factors, degree / 2).map { $0.map { ($0.factor, 2 * $0.exponent) } }
    }

    /// Squares of the variables and one over the distances between points, for variables such as `x1, y1, x2, y2, u1, v1, u2, v2`: names
    /// that end in the number of their point. Any two or three letters may be the coordinates.
    private static func particles(_ names: [String]) -> [FeatureClass] {
        var letters: [String] = []
        var points: [String] = []
        var positions: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            let number = String(name.reversed().prefix { $0.isNumber }.reversed())
            let letter = String(name.dropLast(number.count))
            guard !number.isEmpty, !letter.isEmpty else { return [] }
            if !letters.contains(letter) { letters.append(letter) }
            if !points.contains(number) { points.append(number) }
            positions[letter + " " + number] = index
        }
        guard points.count >= 2, letters.count >= 4, letters.count * points.count == names.count else { return [] }
        let variables = names.indices.map { Factor.variable($0) }
        return subsets(letters.count, letters.count / 2).compactMap { chosen in
            let coordinates = points.map { point in
                chosen.compactMap { positions[letters[$0] + " " + point] }
            }
            guard coordinates.allSatisfy({ $0.count == chosen.count }) else { return nil }
            let distances = subsets(points.count, 2).map {
                Factor.inverseDistance(coordinates[$0[0]], coordinates[$0[1]])
            }
            let features = even(variables, 2) + distances.map { [($0, 1)] }
            guard features.count <= limit else { return nil }
            let list = chosen.map { letters[$0] }.joined(separator: ", ")
            return FeatureClass(name: "squares and one over distances in \(list)", features: features)
        }
    }

    private static func subsets(_ count: Int, _ size: Int) -> [[Int]] {
        var result: [[Int]] = []
        func visit(_ first: Int, _ chosen: [Int]) {
            if chosen.count == size {
                result.append(chosen)
                return
            }
            for next in first..<max(first, count) { visit(next + 1, chosen + [next]) }
        }
        visit(0, [])
        return result
    }

    /// Products of up to two of the other variables with products of sines and cosines, one per angle.
    private static func trigonometric(_ count: Int, _ angles: [Int]) -> [[(factor: Factor, exponent: Int)]] {
        let others = (0..<count).filter { !angles.contains($0) }.map { Factor.variable($0) }
        let polynomials = [[]] + monomials(others, 2)
        var waves: [[(factor: Factor, exponent: Int)]] = [[]]
        for angle in angles {
            waves = waves.flatMap { wave in
                [wave, wave + [(.cosine(angle), 1)], wave + [(.sine(angle), 1)]]
            }
        }
        return polynomials.flatMap { polynomial in waves.map { polynomial + $0 } }.filter { !$0.isEmpty }
            .enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }.map(\.element)
    }
}
