import Expressions

/// Makes the expressions of a `FormLibrary`, each with a price that says how far-fetched it is.
struct FormGenerator {
    /// An expression and its price.
    struct Form {
        /// Over the names of the inputs.
        var expression: Expression
        /// About one per input, function or unusual number.
        var price: Double
        /// Whether functions may be taken of it.
        fileprivate var isArgument = false
        /// Number of inputs in it.
        fileprivate var inputs = 1
    }

    /// Names of the inputs.
    let names: [String]
    /// Values of the inputs, for what depends on their signs.
    let columns: [[Double]]

    /// Factors inside functions with what they add to the price.
    private static let factors: [(expression: Expression, price: Double)] = {
        let pi = Expression.constant(.pi)
        let fractions = [
            (1, 2, 0.4), (2, 1, 0.4), (1, 4, 1), (4, 1, 1), (3, 1, 1), (1, 3, 1), (3, 2, 1.2), (2, 3, 1.2),
        ]
        let simple = fractions.compactMap { top, bottom, price in
            Rational(top, bottom).map { (expression: Expression.rational($0), price: price) }
        }
        return [(.one, 0)] + simple + [
            (pi, 0.8), (.integer(2) * pi, 0.8), (pi.raised(to: -1), 1), ((.integer(2) * pi).raised(to: -1), 0.8),
            (.integer(4) * pi, 1.2), ((.integer(4) * pi).raised(to: -1), 1.2), (pi / .integer(2), 1),
        ]
    }()

    private static let half = Rational(1, 2) ?? .one
    private static let threeHalves = Rational(3, 2) ?? .one

    /// All expressions, in no particular order.
    func forms() -> [Form] {
        let monomials = monomials()
        let sums = sums(monomials)
        var forms = monomials + sums
        for sum in sums {
            for (image, price) in [
                (sum.expression.raised(to: 2), 0.6), (sum.expression.squareRoot, 0.6),
                (Expression.apply(.log, sum.expression), 1), (.power(sum.expression, .rational(Self.threeHalves)), 1.2),
            ] {
                forms.append(Form(expression: image, price: sum.price + price))
            }
        }
        let waves = (monomials + sums).filter(\.isArgument).flatMap { functions(of: $0) }
        forms += waves
        // A function or a sum times a power of an input.
        let simple = monomials.filter { $0.inputs == 1 && $0.isArgument }
        for wave in waves + sums where wave.price <= 3.5 {
            for factor in simple {
                forms.append(
                    Form(expression: factor.expression * wave.expression, price: factor.price + wave.price + 0.5))
            }
        }
        for (position, sum) in sums.enumerated() where sum.price <= 3 {
            for other in sums.prefix(position) where other.price <= 3 {
                let price = sum.price + other.price
                forms.append(Form(expression: other.expression * sum.expression, price: price))
                forms.append(Form(expression: other.expression / sum.expression, price: price))
            }
        }
        return forms
    }

    /// Products of powers of up to three inputs.
    private func monomials() -> [Form] {
        func power(_ k: Int, _ exponent: Int) -> Expression {
            let input = Expression.variable(names[k])
            return exponent == 1 ? input : input.raised(to: exponent)
        }
        func price(_ exponents: Int...) -> Double {
            exponents.reduce(0) { $0 + 0.6 + 0.4 * Double(abs($1)) }
        }
        let pairs = [
            (1, 1), (1, -1), (-1, 1), (-1, -1), (2, 1), (1, 2), (2, -1), (1, -2), (-1, 2), (-2, 1), (2, 2), (2, -2),
            (-2, 2), (-2, -2), (-1, -2), (-2, -1),
        ]
        let triples = [(1, 1, 1), (1, 1, -1), (1, -1, 1), (-1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]
        var result: [Form] = []
        for a in names.indices {
            for exponent in [1, 2, -1, -2, 3, -3, 4, -4] {
                result.append(
                    Form(
                        expression: power(a, exponent), price: price(exponent), isArgument: abs(exponent) <= 2))
            }
            if columns[a].allSatisfy({ $0 >= 0 }) {
                let input = power(a, 1)
                result.append(Form(expression: input.squareRoot, price: 1.5, isArgument: true))
                result.append(Form(expression: .power(input, .rational(Self.threeHalves)), price: 2.2))
            }
            for b in names.indices where b > a {
                for (m, n) in pairs {
                    result.append(
                        Form(
                            expression: power(a, m) * power(b, n), price: price(m, n), isArgument: abs(m) == abs(n),
                            inputs: 2))
                }
                for c in names.indices where c > b {
                    for (l, m, n) in triples {
                        result.append(
                            Form(
                                expression: power(a, l) * power(b, m) * power(c, n), price: price(l, m, n),
                                isArgument: true, inputs: 3))
                    }
                }
            }
        }
        return result
    }

    /// Sums of two inputs, of their squares, and of a monomial and a small number.
    private func sums(_ monomials: [Form]) -> [Form] {
        var result: [Form] = []
        for a in names.indices {
            for b in names.indices where b > a {
                let (x, y) = (Expression.variable(names[a]), Expression.variable(names[b]))
                for sum in [x - y, x + y] {
                    result.append(Form(expression: sum, price: 2.3, isArgument: true, inputs: 2))
                }
                for sum in [x.raised(to: 2) - y.raised(to: 2), x.raised(to: 2) + y.raised(to: 2)] {
                    result.append(Form(expression: sum, price: 2.9, inputs: 2))
                }
            }
        }
        for term in monomials where term.isArgument {
            for (number, price) in [(1, 0.8), (2, 1.4), (3, 1.8)] {
                for signed in [term.expression, -term.expression] {
                    result.append(
                        Form(
                            expression: .sum([.integer(number), signed]), price: term.price + price,
                            inputs: term.inputs))
                }
            }
            for twice in [2, -2] {
                result.append(
                    Form(
                        expression: .sum([.one, .integer(twice) * term.expression]), price: term.price + 1.5,
                        inputs: term.inputs))
            }
        }
        return result
    }

    /// Functions of an argument, with factors inside.
    private func functions(of argument: Form) -> [Form] {
        var result = [Form(expression: .apply(.log, argument.expression), price: argument.price + 1)]
        for factor in Self.factors {
            let inside = factor.expression == .one ? argument.expression : factor.expression * argument.expression
            let (sine, cosine) = (Expression.apply(.sin, inside), Expression.apply(.cos, inside))
            let (growth, decay) = (Expression.apply(.exp, inside), Expression.apply(.exp, -inside))
            let images: [(Expression, Double)] = [
                (sine, 1), (cosine, 1), (growth, 1), (decay, 1.2), (.apply(.tanh, inside), 1.5),
                (sine.raised(to: 2), 1.4), (cosine.raised(to: 2), 1.4), (growth - .one, 1.5), (growth + .one, 1.7),
                (.one - decay, 1.7), (.one + cosine, 1.8), (.one - cosine, 1.8),
            ]
            for (image, price) in images {
                result.append(Form(expression: image, price: argument.price + factor.price + price))
            }
        }
        return result
    }
}
