/// T(y) of a smoothed target on sampled rows, with the weights that make its residuals count as residuals of the original
/// target.
///
/// An error d of T(y) is an error d / T'(y) of y (delta method), and that times the sensitivity in the original target.
struct TransformedTarget: Sendable {
    /// T.
    let transform: TargetTransform
    /// T(y); 0 where the weight is 0.
    let values: [Double]
    /// Squared weights by row, scaled so that the constant model for y has a misfit of 1; 0 outside the domain of T.
    let weights: [Double]
    /// The sign of y where T loses it.
    let sign: Double

    /// Share of the rows that may fall out of the domain.
    private static let allowedLosses = 0.1

    /// The transformed target; nil when too many rows are outside the domain of T.
    ///
    /// - Parameters:
    ///   - smoothed: the target without most of its noise.
    ///   - sensitivity: d(original target)/d(target), as many.
    init?(_ transform: TargetTransform, smoothed: [Double], sensitivity: [Double]) {
        let positive = smoothed.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
        let negative = smoothed.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
        let sign: Double = positive >= negative ? 1 : -1
        let losses = Int(Double(smoothed.count) * Self.allowedLosses)
        let slopes = smoothed.map { y -> Double in
            switch transform {
            case .identity: 1
            case .reciprocal: y == 0 ? .nan : 1 / (y * y)
            case .square: y * sign > 0 ? 2 * abs(y) : .nan
            case .reciprocalSquare: y * sign > 0 ? 2 / abs(y * y * y) : .nan
            case .logarithm: y * sign > 0 ? 1 / abs(y) : .nan
            case .exponential: abs(y) < 50 ? Elementary.exp(y) : .nan
            case .sine: abs(y) <= Double.pi / 2 ? Elementary.cos(y) : .nan
            case .cosine: y >= 0 && y <= Double.pi ? Elementary.sin(y) : .nan
            case .squareRoot: y > 0 ? 0.5 / y.squareRoot() : .nan
            }
        }
        let finite = slopes.filter(\.isFinite)
        guard finite.count >= max(5, smoothed.count - losses) else { return nil }
        // Where T is flat its weight would grow beyond bounds, and so would the share of a few rows.
        let least = 0.05 * Statistics.median(finite)
        guard least > 0 else { return nil }
        var squares = 0.0
        var sum = 0.0
        var total = 0.0
        for (y, s) in zip(smoothed, sensitivity) {
            total += s * s
            sum += s * s * y
            squares += s * s * y * y
        }
        let variance = squares - sum * sum / total
        guard variance > 1e-12 * squares, variance.isFinite else { return nil }
        var weights = [Double](repeating: 0, count: smoothed.count)
        var values = weights
        for i in smoothed.indices where slopes[i].isFinite {
            let value = transform(smoothed[i])
            let weight = sensitivity[i] / max(slopes[i], least)
            guard value.isFinite, weight.isFinite else { continue }
            values[i] = value
            weights[i] = weight * weight / variance
        }
        self.transform = transform
        self.values = values
        self.weights = weights
        self.sign = sign
    }

    /// How many nodes the inverse of T adds to a formula.
    static func price(_ transform: TargetTransform) -> Int {
        switch transform {
        case .identity: 0
        case .reciprocal, .logarithm, .square, .squareRoot: 1
        case .reciprocalSquare, .exponential, .sine, .cosine: 2
        }
    }
}
