import Expressions

/// Functions of one positive argument that stand beside power laws in physics: Boltzmann and occupation factors, saturation,
/// relativistic and resonance denominators.
enum LogarithmicShape: CaseIterable, Sendable {
    case exponential, growth, occupation, saturation, sum, difference, tangent, arcTangent, sine, cosine, logarithm

    /// ln S(u) for u > 0; NaN where S is not positive.
    func logarithm(_ u: Double) -> Double {
        switch self {
        case .exponential: u
        // For large arguments the exponential overflows long before its logarithm does.
        case .growth: u > 30 ? u : Elementary.log(Elementary.expm1(u))
        case .occupation: u > 30 ? u : Elementary.log(1 + Elementary.exp(u))
        case .saturation: Elementary.log(-Elementary.expm1(-u))
        case .sum: Elementary.log(1 + u)
        case .difference: u < 1 ? Elementary.log(1 - u) : .nan
        case .tangent: Elementary.log(Elementary.tanh(u))
        case .arcTangent: Elementary.log(Elementary.atan(u))
        case .sine: u < Double.pi ? Elementary.log(Elementary.sin(u)) : .nan
        case .cosine: u < Double.pi / 2 ? Elementary.log(Elementary.cos(u)) : .nan
        case .logarithm: Elementary.log(Elementary.log(1 + u))
        }
    }

    /// ln S(u), in a form that does not overflow where S does.
    func logarithm(of u: Expression) -> Expression {
        switch self {
        case .exponential: u
        case .growth: u + .apply(.log, .one - .apply(.exp, -u))
        case .occupation: u + .apply(.log, .one + .apply(.exp, -u))
        default: .apply(.log, expression(of: u))
        }
    }

    /// S(u).
    func expression(of u: Expression) -> Expression {
        switch self {
        case .exponential: .apply(.exp, u)
        case .growth: .apply(.exp, u) - .one
        case .occupation: .apply(.exp, u) + .one
        case .saturation: .one - .apply(.exp, -u)
        case .sum: .one + u
        case .difference: .one - u
        case .tangent: .apply(.tanh, u)
        case .arcTangent: .apply(.atan, u)
        case .sine: .apply(.sin, u)
        case .cosine: .apply(.cos, u)
        case .logarithm: .apply(.log, .one + u)
        }
    }
}
