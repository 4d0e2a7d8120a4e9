extension Expression {
    /// The derivative with respect to a variable, simplified.
    ///
    /// `abs` gives `sign`, `sign`, `step` and `floor` give 0, `min`, `max` and `mod` their derivative away from the jumps.
    ///
    /// - Parameters:
    ///   - variable: name of the variable.
    ///   - assumingPositive: see `simplified(assumingPositive:)`.
    /// - Complexity: O(n²) for n nodes in the worst case, in time and size of the result.
    public func derivative(withRespectTo variable: String, assumingPositive: Set<String> = []) -> Expression {
        let simplifier = Simplifier(positive: assumingPositive)
        return simplifier.derivative(of: simplified(assumingPositive: assumingPositive), variable)
            .simplified(assumingPositive: assumingPositive)
    }

    /// Whether the variable occurs in the formula.
    public func contains(variable: String) -> Bool {
        if case .variable(let name) = self { return name == variable }
        return children.contains { $0.contains(variable: variable) }
    }
}

extension Simplifier {
    /// Derivative of a canonical tree; what is built is canonical on the way, so that zeros vanish at once.
    func derivative(of expression: Expression, _ variable: String) -> Expression {
        switch expression {
        case .rational, .real, .constant: return .zero
        case .variable(let name): return name == variable ? .one : .zero
        case .sum(let terms): return sum(terms.map { derivative(of: $0, variable) })
        case .product(let factors):
            var terms: [Expression] = []
            for index in factors.indices {
                let inner = derivative(of: factors[index], variable)
                if inner == .zero { continue }
                var parts = factors
                parts[index] = inner
                terms.append(product(parts))
            }
            return sum(terms)
        case .power(let base, let exponent):
            let outer = derivative(of: exponent, variable)
            let inner = derivative(of: base, variable)
            var terms: [Expression] = []
            if inner != .zero {
                terms.append(product([exponent, power(base, sum([exponent, .integer(-1)])), inner]))
            }
            if outer != .zero { terms.append(product([expression, apply(.log, [base]), outer])) }
            return sum(terms)
        case .function(let function, let arguments):
            return sum(
                arguments.indices.compactMap { index in
                    let inner = derivative(of: arguments[index], variable)
                    return inner == .zero ? nil : product([partial(function, arguments, index), inner])
                })
        }
    }

    /// Derivative of a function with respect to one of its arguments, not canonical.
    private func partial(_ function: Function, _ arguments: [Expression], _ index: Int) -> Expression {
        let x = arguments[0]
        let square = x.raised(to: 2)
        let result: Expression
        switch function {
        case .exp: result = .apply(.exp, x)
        case .log: result = x.raised(to: -1)
        case .sin: result = .apply(.cos, x)
        case .cos: result = -.apply(.sin, x)
        case .tan: result = .apply(.cos, x).raised(to: -2)
        case .asin: result = .one / (.one - square).squareRoot
        case .acos: result = -(.one / (.one - square).squareRoot)
        case .atan: result = .one / (.one + square)
        case .sinh: result = .apply(.cosh, x)
        case .cosh: result = .apply(.sinh, x)
        case .tanh: result = .one - .apply(.tanh, x).raised(to: 2)
        case .abs: result = .apply(.sign, x)
        case .sign, .step, .floor: result = .zero
        case .min, .max:
            // min(a, b) = (a + b - |a - b|)/2, max(a, b) = (a + b + |a - b|)/2
            let side = Expression.apply(.sign, x - arguments[1])
            let isPlus = (function == .max) == (index == 0)
            result = (isPlus ? .one + side : .one - side) / .integer(2)
        case .mod: result = index == 0 ? .one : -.apply(.floor, x / arguments[1])
        }
        return simplify(result)
    }
}
