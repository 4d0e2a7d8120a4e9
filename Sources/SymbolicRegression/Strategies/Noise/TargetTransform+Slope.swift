extension TargetTransform {
    /// dT/dy, NaN or infinite outside the domain.
    func slope(_ y: Double) -> Double {
        switch self {
        case .identity: 1
        case .reciprocal: -1 / (y * y)
        case .square: 2 * y
        case .reciprocalSquare: -2 / (y * y * y)
        case .logarithm: 1 / y
        case .exponential: Elementary.exp(y)
        case .sine: Elementary.cos(y)
        case .cosine: -Elementary.sin(y)
        case .squareRoot: 0.5 / y.squareRoot()
        }
    }
}
