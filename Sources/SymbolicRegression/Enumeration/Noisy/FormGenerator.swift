import Expressions

/// Makes the expressions of a `FormLibrary`.
struct FormGenerator {
    /// Names of the inputs.
    let names: [String]
    /// Values of the inputs, for what depends on their signs and sizes.
    let columns: [[Double]]

    private struct Argument {
        var expression: Expression
        /// Number of inputs in it.
        var inputs: Int
        /// Whether it is a monomial with integer exponents 1 and -1, or 2 for one input.
        var isPlain: Bool
    }

    /// Factors inside functions, the common ones first.
    private static let factors: [Expression] = {
        let pi = Expression.constant(.pi)
        let fractions = [(1, 2), (2, 1), (1, 4), (4, 1), (3, 1), (1, 3), (3, 2), (2, 3)]
        let simple = fractions.compactMap { Rational($0.0, $0.1).map(Expression.rational) }
        return simple + [
            pi, .integer(2) * pi, pi.raised(to: -1), (.integer(2) * pi).raised(to: -1), .integer(4) * pi,
            (.integer(4) * pi).raised(to: -1), pi / .integer(2),
        ]
    }()

    /// All expressions, in no particular order.
    func forms() -> [Expression] {
        let monomials = monomials()
        let sums = sums(monomials.filter(\.isPlain).map(\.expression))
        var forms = monomials.map(\.expression) + sums
        for sum in sums {
            forms += [sum.raised(to: 2), sum.squareRoot, .apply(.log, sum), .power(sum, .rational(Self.threeHalves))]
        }
        var waves: [Expression] = []
        for argument in monomials where argument.isPlain { waves += functions(of: argument.expression) }
        for pair in differences() { waves += functions(of: pair) }
        forms += waves
        // A function times a power of an input.
        let simple = monomials.filter { $0.inputs == 1 && $0.isPlain }.map(\.expression)
        for wave in waves where wave.complexity <= 5 {
            for factor in simple { forms.append(factor * wave) }
        }
        for (position, sum) in sums.enumerated() where sum.complexity <= 5 {
            for factor in simple { forms.append(factor * sum) }
            for other in sums.prefix(position) where other.complexity <= 5 { forms += [other * sum, other / sum] }
        }
        return forms
    }

    private static let half = Rational(1, 2) ?? .one
    private static let threeHalves = Rational(3, 2) ?? .one

    /// Products of powers of up to three inputs.
    private func monomials() -> [Argument] {
        var result: [Argument] = []
        let inputs = names.map { Expression.variable($0) }
        func power(_ k: Int, _ exponent: Int) -> Expression {
            exponent == 1 ? inputs[k] : inputs[k].raised(to: exponent)
        }
        for a in inputs.indices {
            for exponent in [1, 2, -1, -2, 3, 4, -3] {
                result.append(
                    Argument(expression: power(a, exponent), inputs: 1, isPlain: abs(exponent) <= 2))
            }
            if columns[a].allSatisfy({ $0 >= 0 }) {
                result.append(Argument(expression: inputs[a].squareRoot, inputs: 1, isPlain: false))
                result.append(
                    Argument(expression: .power(inputs[a], .rational(Self.threeHalves)), inputs: 1, isPlain: false))
            }
            for b in inputs.indices where b > a {
                for (m, n) in [(1, 1), (1, -1), (-1, 1), (2, 1), (1, 2), (2, -1), (1, -2), (-1, 2), (-2, 1), (2, 2), (2, -2), (-2, 2), (-1, -1), (-1, -2), (-2, -1)] {
                    result.append(
                        Argument(
                            expression: power(a, m) * power(b, n), inputs: 2,
                            isPlain: (abs(m) == 1 && abs(n) == 1) || (abs(m) == 2 && abs(n) == 2)))
                }
                for c in inputs.indices where c > b {
                    for (l, m, n) in [(1, 1, 1), (1, 1, -1), (1, -1, 1), (-1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)] {
                        result.append(
                            Argument(
                                expression: power(a, l) * power(b, m) * power(c, n), inputs: 3, isPlain: true))
                    }
                }
            }
        }
        return result
    }

    /// x + y and x - y, also of squares.
    private func differences() -> [Expression] {
        var result: [Expression] = []
        for a in names.indices {
            for b in names.indices where b > a {
                let (x, y) = (Expression.variable(names[a]), Expression.variable(names[b]))
                result += [x - y, x + y]
            }
        }
        return result
    }

    /// Sums of two inputs, of their squares, and of a monomial and a small number.
    private func sums(_ plain: [Expression]) -> [Expression] {
        var result = differences()
        for a in names.indices {
            for b in names.indices where b > a {
                let (x, y) = (Expression.variable(names[a]).raised(to: 2), Expression.variable(names[b]).raised(to: 2))
                result += [x - y, x + y]
            }
        }
        for term in plain {
            for number in [1, 2, 3] {
                result.append(.sum([.integer(number), term]))
                result.append(.sum([.integer(number), -term]))
            }
            result.append(.sum([.one, .integer(2) * term]))
            result.append(.sum([.one, -(.integer(2) * term)]))
        }
        return result
    }

    /// Functions of an argument, with factors inside.
    private func functions(of argument: Expression) -> [Expression] {
        var result: [Expression] = [.apply(.log, argument)]
        for factor in [Expression.one] + Self.factors {
            let inside = factor == .one ? argument : factor * argument
            let (sine, cosine) = (Expression.apply(.sin, inside), Expression.apply(.cos, inside))
            let growth = Expression.apply(.exp, inside)
            result += [
                sine, cosine, growth, .apply(.exp, -inside), .apply(.tanh, inside), sine.raised(to: 2),
                cosine.raised(to: 2), growth - .one, growth + .one, .one - .apply(.exp, -inside),
            ]
        }
        let (sine, cosine) = (Expression.apply(.sin, argument), Expression.apply(.cos, argument))
        result += [.one + cosine, .one - cosine, .one + sine, .one - sine]
        return result
    }
}
