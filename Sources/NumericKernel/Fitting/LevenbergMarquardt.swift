import CGSL
import Diagnostics

/// Fits the parameters of a model to data: minimises the sum of squared residuals from a starting point.
///
/// A trial step where the residuals cannot be computed (the closure says so, or one is not finite) is refused and
/// the step shortened, so models with poles and logarithms are safe to fit.
///
/// - Note: GSL `gsl_multifit_nlinear`, trust region with Levenberg-Marquardt steps, Moré's scaling and QR solver;
///   J. J. Moré, "The Levenberg-Marquardt algorithm" (1978).
public struct LevenbergMarquardt: Sendable {
    /// Computes the residuals (weighted, if weights are wanted) for some parameters.
    ///
    /// The first buffer holds the p parameters, the second takes the n residuals. Returns false where the model is
    /// not defined.
    public typealias Residuals = (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) -> Bool
    /// Computes the derivatives of the residuals by the parameters.
    ///
    /// The first buffer holds the p parameters, the second takes n × p derivatives, column-major: all rows for
    /// the first parameter, then all rows for the second. Returns false where the model is not defined.
    public typealias Jacobian = (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) -> Bool

    /// The largest number of accepted steps.
    public var maximumIterations: Int
    /// Stops when a step changes no parameter by more than this fraction of it.
    public var stepTolerance: Double
    /// Stops when the scaled gradient is smaller than this fraction of the sum of squares (or of 1).
    public var gradientTolerance: Double

    /// Makes a fitter; the defaults reach eight or more digits on well-posed problems.
    public init(maximumIterations: Int = 200, stepTolerance: Double = 1e-11, gradientTolerance: Double = 1e-14) {
        self.maximumIterations = maximumIterations
        self.stepTolerance = stepTolerance
        self.gradientTolerance = gradientTolerance
    }

    /// Minimises the sum of squared residuals.
    ///
    /// - Parameters:
    ///   - residualCount: number n of residuals, at least the number of parameters.
    ///   - start: the p parameters to start from; the model must be defined there.
    ///   - residuals: the model minus the data, row by row.
    ///   - jacobian: its derivatives; central differences are used when there is none.
    ///   - isStopping: asked before every step; the fit ends with the best so far when it says true.
    /// - Returns: the best parameters found and how the search ended.
    /// - Throws: `DiscoverError.numeric` when there are fewer residuals than parameters, no parameters, or when the
    ///   model is not defined at the start.
    /// - Complexity: O(n p²) per step beside the closures.
    public func fit(
        residualCount: Int, start: [Double], residuals: @escaping Residuals, jacobian: Jacobian? = nil,
        isStopping: () -> Bool = { false }
    ) throws(DiscoverError) -> NonlinearFit {
        _ = GSLSetup.once
        let count = start.count
        guard count > 0, residualCount >= count else {
            throw .numeric(
                Diagnostic(
                    "kernel.too-few-residuals",
                    "a fit of \(count) parameters needs at least one parameter and as many residuals, "
                        + "not \(residualCount)"))
        }
        var settings = gsl_multifit_nlinear_default_parameters()
        settings.trs = discover_gsl_trs_lm()
        settings.scale = discover_gsl_scale_more()
        settings.solver = discover_gsl_solver_qr()
        guard
            let workspace = gsl_multifit_nlinear_alloc(
                discover_gsl_trust_region(), &settings, residualCount, count)
        else {
            throw .numeric(Diagnostic("kernel.fit-memory", "no memory for a fit of \(residualCount) residuals"))
        }
        defer { gsl_multifit_nlinear_free(workspace) }

        let model = FittedModel(
            residualCount: residualCount, parameterCount: count, residuals: residuals, jacobian: jacobian)
        return try withExtendedLifetime(model) { () throws(DiscoverError) in
            var system = model.system
            return try withUnsafeMutablePointer(to: &system) { system throws(DiscoverError) in
                var start = start
                let status = start.withUnsafeMutableBufferPointer { buffer in
                    var view = gsl_vector_view_array(buffer.baseAddress, count)
                    return gsl_multifit_nlinear_init(&view.vector, system, workspace)
                }
                guard status == 0, !model.isUndefined else {
                    throw .numeric(
                        Diagnostic(
                            "kernel.fit-start", "the model is not defined at the starting values of its parameters"))
                }
                let ending = iterate(workspace, isStopping: isStopping)
                return NonlinearFit(workspace: workspace, ending: ending)
            }
        }
    }

    private func iterate(
        _ workspace: UnsafeMutablePointer<gsl_multifit_nlinear_workspace>, isStopping: () -> Bool
    ) -> NonlinearFit.Ending {
        for _ in 0..<max(maximumIterations, 0) {
            if isStopping() { return .stopped }
            switch gsl_multifit_nlinear_iterate(workspace) {
            case Int32(GSL_SUCCESS): break
            case Int32(GSL_ENOPROG): return .noProgress
            default: return .failed
            }
            var reason: Int32 = 0
            let test = gsl_multifit_nlinear_test(stepTolerance, gradientTolerance, 0, &reason, workspace)
            if test == 0 { return reason == 1 ? .smallStep : .smallGradient }
        }
        return .maximumIterations
    }
}
