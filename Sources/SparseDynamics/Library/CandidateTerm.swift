import Evaluation
import Expressions

/// A function of the state that may stand on the right-hand side, ready to be computed with its derivatives.
struct CandidateTerm: Sendable {
    /// The function without a coefficient.
    let function: Expression
    /// Powers of the variables when it is a monomial.
    let exponents: [Int]?
    /// Its value.
    let value: Tape
    /// Its derivatives by the state variables; nil where they vanish.
    let derivatives: [Tape?]
    /// The function whose mean over normal noise is `function`; its parameters are the variances of the state variables. Nil
    /// where nobody asks for it.
    let unbiased: Tape?

    /// Compiles a function.
    ///
    /// - Parameters:
    ///   - function: of the columns.
    ///   - columns: names of the state variables, then those of the inputs.
    ///   - states: how many of the columns are state variables.
    ///   - isForRows: whether sums over noisy samples will be taken of it.
    init(_ function: Expression, columns: [String], states: Int, isForRows: Bool = true) throws {
        try self.init(function, exponents: nil, columns: columns, states: states, isForRows: isForRows)
    }

    /// Compiles a monomial of the columns.
    init(exponents: [Int], columns: [String], states: Int, isForRows: Bool = true) throws {
        let function = Self.monomial(exponents, columns)
        try self.init(function, exponents: exponents, columns: columns, states: states, isForRows: isForRows)
    }

    private init(
        _ function: Expression, exponents: [Int]?, columns: [String], states: Int, isForRows: Bool
    ) throws {
        self.function = function
        self.exponents = exponents
        value = try Tape(function, variables: columns)
        var derivatives: [Tape?] = []
        for name in columns.prefix(states) {
            let slope = function.derivative(withRespectTo: name)
            derivatives.append(slope == .zero ? nil : try Tape(slope, variables: columns))
        }
        self.derivatives = derivatives
        guard isForRows else {
            unbiased = nil
            return
        }
        let variances = Self.varianceNames(columns, states)
        unbiased = try Tape(
            Self.unbiased(function, exponents, columns, states, variances), variables: columns, parameters: variances)
    }

    /// Names that no column has.
    private static func varianceNames(_ columns: [String], _ states: Int) -> [String] {
        var prefix = "variance"
        while columns.contains(where: { $0.hasPrefix(prefix) }) { prefix += "'" }
        return (0..<states).map { "\(prefix)\($0)" }
    }

    /// The product of powers of the columns.
    static func monomial(_ exponents: [Int], _ columns: [String]) -> Expression {
        let factors = zip(exponents, columns).compactMap { power, name -> Expression? in
            switch power {
            case 0: nil
            case 1: .variable(name)
            default: Expression.variable(name).raised(to: power)
            }
        }
        switch factors.count {
        case 0: return .one
        case 1: return factors[0]
        default: return .product(factors)
        }
    }

    /// exp(-½ Σ v ∂²) f, a finite sum for polynomials (Hermite polynomials in place of powers), cut off after three terms
    /// for other functions.
    private static func unbiased(
        _ function: Expression, _ exponents: [Int]?, _ columns: [String], _ states: Int, _ variances: [String]
    ) -> Expression {
        if let exponents {
            return .product(
                exponents.enumerated().map { index, power in
                    index < states
                        ? hermite(power, .variable(columns[index]), .variable(variances[index]))
                        : Expression.variable(columns[index]).raised(to: power)
                })
        }
        var terms = [function]
        var current = function
        var factor = 1
        for order in 1...3 {
            let parts = (0..<states).compactMap { index -> Expression? in
                let slope = current.derivative(withRespectTo: columns[index]).derivative(withRespectTo: columns[index])
                return slope == .zero ? nil : .product([.variable(variances[index]), slope])
            }
            guard !parts.isEmpty else { break }
            current = .sum(parts)
            factor *= -2 * order
            terms.append(.product([.real(1 / Double(factor)), current]))
        }
        return .sum(terms)
    }

    /// The polynomial in x whose mean over noise of variance v is the power.
    private static func hermite(_ power: Int, _ x: Expression, _ v: Expression) -> Expression {
        var previous = Expression.one
        guard power > 0 else { return previous }
        var current = x
        for order in 1..<max(power, 1) {
            (previous, current) = (current, x * current - .integer(order) * v * previous)
        }
        return current
    }
}
