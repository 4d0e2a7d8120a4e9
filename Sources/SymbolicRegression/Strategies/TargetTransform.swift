import Expressions

/// An invertible function T of the target; a fit of T(y) gives y through the inverse.
enum TargetTransform: String, CaseIterable, Sendable {
    case identity, reciprocal, square, reciprocalSquare, logarithm, exponential, sine, cosine, squareRoot

    /// T(y), NaN outside the domain.
    func callAsFunction(_ y: Double) -> Double {
        switch self {
        case .identity: y
        case .reciprocal: 1 / y
        case .square: y * y
        case .reciprocalSquare: 1 / (y * y)
        case .logarithm: Elementary.log(abs(y))
        case .exponential: Elementary.exp(y)
        case .sine: Elementary.sin(y)
        case .cosine: Elementary.cos(y)
        case .squareRoot: y.squareRoot()
        }
    }

    /// The formula of y for a formula of T(y); `sign` is the sign of the target where T loses it.
    func inverse(_ expression: Expression, sign: Double) -> Expression {
        let signed: (Expression) -> Expression = { sign < 0 ? -$0 : $0 }
        return switch self {
        case .identity: expression
        case .reciprocal: expression.raised(to: -1)
        case .square: signed(expression.squareRoot)
        case .reciprocalSquare: signed(.power(expression.squareRoot, .integer(-1)))
        case .logarithm: signed(.apply(.exp, expression))
        case .exponential: .apply(.log, expression)
        case .sine: .apply(.asin, expression)
        case .cosine: .apply(.acos, expression)
        case .squareRoot: expression.raised(to: 2)
        }
    }

    /// T(y) of all rows, or nil when the target does not fit the domain (signs, range) or T is not one-to-one there.
    func apply(_ target: [Double]) -> [Double]? {
        let low = target.min() ?? 0
        let high = target.max() ?? 0
        switch self {
        case .identity: break
        case .reciprocal: if target.contains(0) { return nil }
        case .square, .reciprocalSquare, .logarithm: if !(low > 0 || high < 0) { return nil }
        case .squareRoot: if low < 0 { return nil }
        case .exponential: if max(abs(low), abs(high)) > 50 { return nil }
        case .sine: if low < -Double.pi / 2 - 1e-12 || high > Double.pi / 2 + 1e-12 { return nil }
        case .cosine: if low < -1e-12 || high > Double.pi + 1e-12 { return nil }
        }
        let values = target.map { self($0) }
        return values.allSatisfy(\.isFinite) ? values : nil
    }
}
