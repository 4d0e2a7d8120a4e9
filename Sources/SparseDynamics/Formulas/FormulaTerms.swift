import Expressions

/// A formula as a sum of functions that count linearly, with the other numbers inside them as parameters.
struct FormulaTerms: Sendable {
    /// Most functions of a sum.
    static let mostFunctions = 12
    /// Most numbers inside the functions.
    static let mostParameters = 8

    /// The functions without coefficients, with a variable for every number inside them.
    let templates: [Expression]
    /// Coefficients of the functions in the formula.
    let coefficients: [Double]
    /// Names of the parameters.
    let parameters: [String]
    /// Their values in the formula.
    let values: [Double]

    /// Takes a formula apart.
    ///
    /// - Parameters:
    ///   - formula: the formula.
    ///   - names: of the columns, which no parameter may have.
    /// - Returns: nil when there are too many functions or numbers.
    init?(_ formula: Expression, names: [String]) {
        var functions: [Expression] = []
        var coefficients: [Double] = []
        for term in Self.expanded(formula.simplified()) {
            let (coefficient, function) = Self.split(Self.normalized(term))
            guard coefficient.isFinite, coefficient != 0 else { continue }
            if let known = functions.firstIndex(of: function) {
                coefficients[known] += coefficient
            } else {
                functions.append(function)
                coefficients.append(coefficient)
            }
        }
        guard !functions.isEmpty, functions.count <= Self.mostFunctions else { return nil }
        let whole = Expression.sum(functions.map(Self.measured)).parameterized(
            reserved: Set(names), sharing: { _ in true })
        guard case .sum(let templates) = whole.template, templates.count == functions.count,
            whole.parameters.count <= Self.mostParameters
        else { return nil }
        self.templates = templates
        self.coefficients = coefficients
        parameters = whole.parameters
        values = whole.values
    }

    /// The functions with other numbers inside.
    func functions(_ numbers: [Expression]) -> [Expression] {
        let byName = Dictionary(zip(parameters, numbers)) { first, _ in first }
        return templates.map { $0.substituting { byName[$0] }.simplified() }
    }

    /// The terms of the sum that products of sums come to.
    private static func expanded(_ formula: Expression) -> [Expression] {
        switch formula {
        case .sum(let terms): return terms.flatMap(expanded)
        case .product(let factors):
            var products: [[Expression]] = [[]]
            for factor in factors {
                let terms = expanded(factor)
                guard products.count * terms.count <= 2 * mostFunctions else { return [formula] }
                products = products.flatMap { product in terms.map { product + [$0] } }
            }
            return products.map { $0.count == 1 ? $0[0] : Expression.product($0).simplified() }
        case .power(let base, .rational(let exponent)) where exponent == Rational(2) || exponent == Rational(3):
            guard case .sum = base else { return [formula] }
            let factors = [Expression](repeating: base, count: exponent.numerator)
            return expanded(.product(factors))
        default: return [formula]
        }
    }

    /// The term with a 1 in every sum that is raised to a power: a common factor of its numbers is no number of its own.
    private static func normalized(_ node: Expression) -> Expression {
        let old = node.children
        let inner = old.isEmpty ? node : node.replacingChildren(old.map(normalized))
        switch inner {
        case .power(.sum(let terms), .rational(let exponent)):
            let numbers = terms.map { split($0).0 }
            guard let lead = terms.firstIndex(where: { number($0) != nil }) ?? terms.indices.first,
                numbers[lead] != 0, numbers[lead] != 1, numbers[lead] > 0 || exponent.isInteger
            else { return inner }
            let scaled = terms.indices.map { place -> Expression in
                let (value, rest) = split(terms[place])
                return place == lead && number(terms[place]) == nil
                    ? rest : place == lead ? .one : .product([.real(value / numbers[lead]), rest])
            }
            let factor = Expression.power(.real(numbers[lead]), .rational(exponent)).numericValue()
            return .product([.real(factor), .power(.sum(scaled), .rational(exponent))])
        case .product(let factors):
            return .product(
                factors.flatMap { factor in if case .product(let parts) = factor { parts } else { [factor] } })
        default: return inner
        }
    }

    /// The number that multiplies a term, and the rest of it.
    private static func split(_ term: Expression) -> (Double, Expression) {
        if let value = number(term) { return (value, .one) }
        guard case .product(let factors) = term else { return (1, term) }
        let numbers = factors.compactMap(number)
        let others = factors.filter { number($0) == nil }
        let rest = others.count == 1 ? others[0] : Expression.product(others)
        return (numbers.reduce(1, *), rest)
    }

    private static func number(_ node: Expression) -> Double? {
        node.variables.isEmpty ? node.numericValue() : nil
    }

    /// The formula with fractions taken for measured numbers; exponents stay what they are.
    private static func measured(_ node: Expression) -> Expression {
        switch node {
        case .rational(let value) where !value.isInteger: return .real(value.doubleValue)
        case .power(let base, .rational(let exponent)): return .power(measured(base), .rational(exponent))
        default:
            let old = node.children
            return old.isEmpty ? node : node.replacingChildren(old.map(measured))
        }
    }
}
