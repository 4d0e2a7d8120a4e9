/// The order in which people write terms and factors; total, and equal only for equal trees.
enum ExpressionOrder {
    /// Terms of a sum: higher degree first, then by their factors, numbers last.
    static func sortedTerms(_ terms: [Expression]) -> [Expression] {
        guard terms.count > 1 else { return terms }
        return terms.map { (degree: degree($0), term: $0) }
            .sorted { a, b in
                a.degree != b.degree ? a.degree > b.degree : compareTerms(a.term, b.term) < 0
            }
            .map(\.term)
    }

    /// Factors of a product: numbers, constants, variables by name, functions, sums.
    static func sortedFactors(_ factors: [Expression]) -> [Expression] {
        factors.count > 1 ? factors.sorted { compare($0, $1) < 0 } : factors
    }

    /// Total degree in the variables, functions counting as degree 0.
    static func degree(_ expression: Expression) -> Double {
        switch expression {
        case .rational, .real, .constant, .function: 0
        case .variable: 1
        case .sum(let terms): terms.map(degree).max() ?? 0
        case .product(let factors): factors.reduce(0) { $0 + degree($1) }
        case .power(let base, .rational(let exponent)): degree(base) * exponent.doubleValue
        case .power(let base, .real(let exponent)): degree(base) * exponent
        case .power: 0
        }
    }

    private static func compareTerms(_ a: Expression, _ b: Expression) -> Int {
        let (coefficientA, factorsA) = split(a)
        let (coefficientB, factorsB) = split(b)
        if factorsA.isEmpty != factorsB.isEmpty { return factorsA.isEmpty ? 1 : -1 }
        let order = compareLists(factorsA, factorsB)
        if order != 0 { return order }
        return compareNumbers(coefficientA, coefficientB)
    }

    private static func split(_ term: Expression) -> (Expression, ArraySlice<Expression>) {
        switch term {
        case .rational, .real: return (term, [])
        case .product(let factors):
            guard let first = factors.first, Coefficient(first) != nil else { return (.one, factors[...]) }
            return (first, factors.dropFirst())
        default: return (.one, [term])
        }
    }

    private static func compareLists(_ a: ArraySlice<Expression>, _ b: ArraySlice<Expression>) -> Int {
        for (left, right) in zip(a, b) {
            let order = compare(left, right)
            if order != 0 { return order }
        }
        return a.count - b.count
    }

    /// Negative when `a` comes first, 0 only for equal trees.
    static func compare(_ a: Expression, _ b: Expression) -> Int {
        let (baseA, exponentA) = powerParts(a)
        let (baseB, exponentB) = powerParts(b)
        let order = compareBases(baseA, baseB)
        if order != 0 { return order }
        let numberA = Coefficient(exponentA)
        let numberB = Coefficient(exponentB)
        switch (numberA, numberB) {
        case (.some(let left), .some(let right)):
            if left.value != right.value { return left.value > right.value ? -1 : 1 }
            return compareNumbers(exponentA, exponentB)
        case (.some, nil): return -1
        case (nil, .some): return 1
        default: return compare(exponentA, exponentB)
        }
    }

    private static func powerParts(_ expression: Expression) -> (Expression, Expression) {
        if case .power(let base, let exponent) = expression { return (base, exponent) }
        return (expression, .one)
    }

    private static func rank(_ expression: Expression) -> Int {
        switch expression {
        case .rational: 0
        case .real: 1
        case .constant: 2
        case .variable: 3
        case .power: 4
        case .function: 5
        case .sum: 6
        case .product: 7
        }
    }

    private static func compareBases(_ a: Expression, _ b: Expression) -> Int {
        let (rankA, rankB) = (rank(a), rank(b))
        if rankA != rankB { return rankA - rankB }
        switch (a, b) {
        case (.rational, .rational), (.real, .real): return compareNumbers(a, b)
        case (.constant(let left), .constant(let right)):
            return left == right ? 0 : left == .pi ? -1 : 1
        case (.variable(let left), .variable(let right)): return NameOrder.compare(left, right)
        case (.function(let left, let leftArguments), .function(let right, let rightArguments)):
            if left != right { return left.rawValue < right.rawValue ? -1 : 1 }
            return compareLists(leftArguments[...], rightArguments[...])
        case (.sum(let left), .sum(let right)):
            for (leftTerm, rightTerm) in zip(left, right) {
                let order = compareTerms(leftTerm, rightTerm)
                if order != 0 { return order }
            }
            return left.count - right.count
        case (.product(let left), .product(let right)): return compareLists(left[...], right[...])
        case (.power, .power): return compare(a, b)
        default: return 0
        }
    }

    /// Smaller numbers first, an exact number before an equal double.
    private static func compareNumbers(_ a: Expression, _ b: Expression) -> Int {
        switch (a, b) {
        case (.rational(let left), .rational(let right)): return left == right ? 0 : left < right ? -1 : 1
        case (.rational, _): return -1
        case (_, .rational): return 1
        case (.real(let left), .real(let right)):
            if left == right { return 0 }
            // NaN has no place among numbers; put it last.
            if left.isNaN || right.isNaN { return left.isNaN ? (right.isNaN ? 0 : 1) : -1 }
            return left < right ? -1 : 1
        default: return 0
        }
    }
}
