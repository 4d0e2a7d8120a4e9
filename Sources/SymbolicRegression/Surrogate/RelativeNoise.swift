import NumericKernel

/// Finds out whether the errors of a table are a fixed share of the target rather than a fixed amount.
///
/// Smoothing fits to y and to ln|y| predict the rows; what each leaves over is read both as a difference and as a ratio. The
/// likelihoods, that of ratios with the Jacobian of the logarithm, say which description is the better one (Box & Cox 1964,
/// §3). They are Student's, so that the few rows near a pole where a surrogate fails do not decide. Over many decades
/// least squares on y would see the few largest rows only.
struct RelativeNoise {
    private static let mostRows = 2000
    /// Terms of the smoothing fits.
    private static let budget = 130
    /// Residuals of a fit with twice the terms that are larger than this share of the others have not improved.
    private static let unimproved = 0.9
    /// Up to here there are too few rows for terms enough to see a plateau.
    private static let fewRows = 200
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
        func surrogate(_ problem: RegressionProblem, _ budget: Int) -> PolynomialSurrogate? {
            try? SmoothingFit(problem: ReducedProblem(problem), rows: rows, budget: budget).best()
        }
        guard let plain = surrogate(problem, Self.budget)?.smoothing?.residuals,
            let coarse = surrogate(logarithmic, Self.budget), let relative = coarse.smoothing?.residuals,
            plain.count == relative.count
        else { return nil }
        let n = plain.count
        let share = StudentScale(relative)
        guard share.scale > Self.least else { return nil }
        // What a stiff surrogate leaves over is much the same in neighbouring rows; in many inputs no row has a neighbour, and
        // more terms must not help.
        if problem.inputs.count <= 2 {
            let nugget = NuggetTest(columns: problem.inputs, residuals: relative)
            guard nugget.share > Self.noisyNugget else { return nil }
        } else if rows > Self.fewRows {
            guard coarse.smoothing?.isAtPlateau == true, let fine = surrogate(logarithmic, 2 * Self.budget),
                fine.basis.degree > coarse.basis.degree,
                let finer = fine.smoothing?.residuals,
                StudentScale(finer).scale > Self.unimproved * share.scale
            else { return nil }
        }
        // Each prediction read both ways; one that is not positive has no ratio.
        let differences = (0..<n).map { sizes[$0] * (1 - Elementary.exp(-relative[$0])) }
        let predicted = (0..<n).map { sizes[$0] - (target[$0] < 0 ? -plain[$0] : plain[$0]) }
        var ratios = [share]
        if predicted.allSatisfy({ $0 > 0 }) {
            ratios.append(StudentScale((0..<n).map { Elementary.log(sizes[$0] / predicted[$0]) }))
        }
        let additive = [StudentScale(plain), StudentScale(differences)].map(\.negativeLogLikelihood).min() ?? 0
        let jacobian = logarithmic.target.prefix(n).reduce(0, +)
        let proportional = (ratios.map(\.negativeLogLikelihood).min() ?? 0) + jacobian
        let ordered = sizes.sorted()
        let spread = ordered[ordered.count - 1 - ordered.count / 50] / ordered[ordered.count / 50]
        // Values below zero are no sizes: a small one may have a large error.
        let advantage =
            spread > Self.decades && target.allSatisfy({ $0 > 0 })
            ? -Self.margin * Double(n) : Self.margin * Double(n) + 5
        guard proportional < additive - advantage else { return nil }
        var weighted = problem
        weighted.sigma = sizes
        return weighted
    }
}
