/// The scale of residuals under Student's distribution, for which a few large ones do not count.
///
/// Maximum likelihood at three degrees of freedom by iterated weights (Lange, Little & Taylor 1989).
struct StudentScale: Sendable {
    /// The scale; about the standard deviation of the bulk of the residuals.
    let scale: Double
    /// Negative log-likelihood at that scale, without the constant terms.
    let negativeLogLikelihood: Double

    private static let freedom = 3.0
    private static let iterations = 25

    /// Fits the scale to residuals about zero.
    ///
    /// - Complexity: O(rows).
    init(_ residuals: [Double]) {
        let nu = Self.freedom
        let squares = residuals.map { $0 * $0 }
        var square = max(Statistics.median(squares) * 2, 1e-300)
        for _ in 0..<Self.iterations {
            var sum = 0.0
            for value in squares { sum += (nu + 1) * value / (nu + value / square) }
            square = max(sum / Double(max(squares.count, 1)), 1e-300)
        }
        scale = square.squareRoot()
        var total = 0.5 * Double(squares.count) * Elementary.log(square)
        for value in squares { total += 0.5 * (nu + 1) * Elementary.log(1 + value / (nu * square)) }
        negativeLogLikelihood = total
    }
}
