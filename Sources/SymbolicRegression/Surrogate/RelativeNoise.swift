import NumericKernel

/// Finds out whether the errors of a table are a fixed share of the target rather than a fixed amount.
///
/// Smoothing fits to y and to ln|y| leave residuals; their Gaussian likelihoods, the second with the Jacobian of the
/// logarithm, say which description is the better one (Box & Cox 1964, §3). Over many decades least squares on y would see the few
/// largest rows only.
struct RelativeNoise {
    private static let mostRows = 2000
    /// Share of the rows, in natural units of the likelihood, by which the logarithm has to win.
    private static let margin = 0.15
    /// Errors of the logarithm below this are the surrogate's own or rounding.
    private static let least = 0.005
    /// Share of the residuals' variance that neighbouring rows do not have in common, above which residuals are noise.
    private static let noisyNugget = 0.5
    /// Largest over smallest target from where a fixed error that leaves all signs alike would be next to none: then errors
    /// are taken as a share unless they are clearly not.
    private static let decades = 3000.0

    /// The problem with rows weighed by the reciprocal of their target; nil where errors do not look proportional to it, where
    /// the target has both signs, and where the user has stated the errors.
    static func weighted(_ problem: RegressionProblem) -> RegressionProblem? {
        let target = problem.target
        guard problem.sigma == nil, target.allSatisfy({ $0 > 0 }) || target.allSatisfy({ $0 < 0 }) else { return nil }
        let rows = min(problem.rowCount, Self.mostRows)
        let sizes = target.map(abs)
        guard let most = sizes.max(), let least = sizes.min(), most > 10 * least else { return nil }
        var logarithmic = problem
        logarithmic.target = sizes.map(Elementary.log)
        func residuals(_ problem: RegressionProblem) -> [Double]? {
            try? SmoothingFit(problem: ReducedProblem(problem), rows: rows, budget: 90).best()?.smoothing?.residuals
        }
        guard let plain = residuals(problem), let relative = residuals(logarithmic), plain.count == relative.count
        else {
            return nil
        }
        let share = Statistics.rootMeanSquare(relative)
        guard share > Self.least else { return nil }
        // What a stiff surrogate leaves over is much the same in neighbouring rows.
        if problem.inputs.count <= 2 {
            let nugget = NuggetTest(columns: problem.inputs, residuals: relative)
            guard nugget.share > Self.noisyNugget else { return nil }
        }
        let n = Double(plain.count)
        let additive = n * Elementary.log(max(Statistics.rootMeanSquare(plain), 1e-300))
        let jacobian = logarithmic.target.prefix(plain.count).reduce(0, +)
        let ordered = sizes.sorted()
        let spread = ordered[ordered.count - 1 - ordered.count / 50] / ordered[ordered.count / 50]
        let advantage = spread > Self.decades ? -Self.margin * n : Self.margin * n + 5
        guard n * Elementary.log(share) + jacobian < additive - advantage else { return nil }
        var weighted = problem
        weighted.sigma = sizes
        return weighted
    }
}
