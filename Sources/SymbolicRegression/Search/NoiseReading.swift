/// What a smoothing fit says about the rows of a problem: how large their noise is, and the target without most of it.
struct NoiseReading {
    /// Standard deviation of the noise in the original target; nil when the residuals may be the surrogate's own.
    let deviation: Double?
    /// The target for scans: the surrogate where its error is noise, the rows as they are where it is the surrogate's own.
    let target: [Double]

    /// In more inputs a polynomial of affordable degree may stall for its own reasons.
    static let largestTellingDimension = 3
    /// In one or two inputs rows have close neighbours, which tell; in more, residuals of a stiff surrogate differ from row
    /// to row as well.
    private static let neighbourlyDimension = 2
    /// Share of the residuals' variance that neighbouring rows do not have in common, above which residuals are noise.
    private static let noisyNugget = 0.75
    /// Share of the residuals' squares that the original inputs predict, above which residuals are no noise: a wrong
    /// reduction, whose residuals depend on what it took away.
    private static let predictable = 0.2

    /// Reads the rows of `problem` with a surrogate; nil for a surrogate without smoothing.
    ///
    /// - Parameters:
    ///   - prediction: tells whether the original inputs predict residuals; nil for tables too short to tell.
    ///   - inputs: how many inputs the original problem has.
    /// - Complexity: that of `NuggetTest`.
    init?(
        _ problem: ReducedProblem, _ surrogate: PolynomialSurrogate, prediction: ResidualPrediction?, inputs: Int
    ) {
        guard let smoothing = surrogate.smoothing else { return nil }
        guard problem.dimension <= Self.largestTellingDimension else {
            deviation = nil
            target = smoothing.predicted
            return
        }
        // At the plateau the smooth target is the better one whatever the residuals are.
        let mayBeNoise = surrogate.relativeError < 0.7 && surrogate.relativeError > 1e-6
        let decides = problem.dimension <= Self.neighbourlyDimension || smoothing.isAtPlateau
        let isNoise =
            (mayBeNoise && decides || !smoothing.isAtPlateau)
            && NuggetTest(columns: problem.values, residuals: smoothing.residuals).share > Self.noisyNugget
        target =
            isNoise || smoothing.isAtPlateau
            ? smoothing.predicted : Array(problem.target.prefix(smoothing.predicted.count))
        guard isNoise, mayBeNoise, decides else {
            deviation = nil
            return
        }
        let isReduced = problem.dimension < inputs
        if isReduced, let prediction, prediction.rows == smoothing.residuals.count,
            prediction.share(smoothing.residuals) > Self.predictable
        {
            deviation = nil
        } else {
            deviation = smoothing.meanSquare.squareRoot()
        }
    }
}
