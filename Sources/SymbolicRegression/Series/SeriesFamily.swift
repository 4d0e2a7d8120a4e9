import Expressions

/// Functions with one number in them that a power series may stand for, f(a z^k) = 1 + slope a z^k + ...
struct SeriesFamily: Sendable {
    /// Order k of the first term after the constant one.
    let order: Int
    /// Coefficient of a z^k.
    let slope: Double
    /// Whether the function takes only this sign of a: trigonometric and hyperbolic functions take the root of |a|.
    let sign: Double?
    /// The function of the series variable and a.
    let formula: @Sendable (_ variable: Expression, _ number: Double) -> Expression

    /// All families.
    static let all: [SeriesFamily] = powers + exponentials + waves

    /// (1 + a z^k)^p
    private static let powers: [SeriesFamily] = {
        let exponents = [(-1, 1), (1, 2), (-1, 2), (3, 2), (-3, 2), (2, 1), (-2, 1)]
        return [1, 2].flatMap { order in
            exponents.compactMap { top, bottom in
                Rational(top, bottom).map { exponent in
                    SeriesFamily(order: order, slope: exponent.doubleValue, sign: nil) { z, a in
                        (.one + .real(a) * z.raised(to: order)).raised(to: exponent)
                    }
                }
            }
        }
    }()

    /// exp(u), (exp(u) - 1)/u, u/(exp(u) - 1), log(1 + u)/u
    private static let exponentials: [SeriesFamily] = {
        let plain = [1, 2].map { order in
            SeriesFamily(order: order, slope: 1, sign: nil) { z, a in
                .apply(.exp, .real(a) * z.raised(to: order))
            }
        }
        return plain + [
            SeriesFamily(order: 1, slope: 0.5, sign: nil) { z, a in
                (.apply(.exp, .real(a) * z) - .one) / (.real(a) * z)
            },
            SeriesFamily(order: 1, slope: -0.5, sign: nil) { z, a in
                (.real(a) * z) / (.apply(.exp, .real(a) * z) - .one)
            },
            SeriesFamily(order: 1, slope: -0.5, sign: nil) { z, a in
                .apply(.log, .one + .real(a) * z) / (.real(a) * z)
            },
        ]
    }()

    /// Even functions of sqrt(|a|) z: cos, cosh, and sin, sinh, tan, tanh divided by their argument.
    private static let waves: [SeriesFamily] = {
        func even(_ slope: Double, _ function: Function, divided: Bool) -> SeriesFamily {
            SeriesFamily(order: 2, slope: abs(slope), sign: slope < 0 ? -1 : 1) { z, a in
                let argument = Expression.real(abs(a).squareRoot()) * z
                let value = Expression.apply(function, argument)
                return divided ? value / argument : value
            }
        }
        return [
            even(-0.5, .cos, divided: false), even(0.5, .cosh, divided: false), even(-1.0 / 6, .sin, divided: true),
            even(1.0 / 6, .sinh, divided: true), even(1.0 / 3, .tan, divided: true),
            even(-1.0 / 3, .tanh, divided: true),
        ]
    }()
}
