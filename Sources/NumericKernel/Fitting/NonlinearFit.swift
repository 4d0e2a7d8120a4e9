import CGSL

/// The outcome of a nonlinear fit.
public struct NonlinearFit: Sendable {
    /// How the search for the minimum ended.
    public enum Ending: String, Sendable {
        /// The last step changed the parameters by less than the tolerance.
        case smallStep
        /// The gradient vanished to the tolerance.
        case smallGradient
        /// No step reduces the sum of squares any more: usually the minimum, to rounding.
        case noProgress
        /// The allowed number of steps was used up.
        case maximumIterations
        /// The derivatives could not be computed where the search had arrived.
        case failed
        /// The caller asked to stop.
        case stopped
    }

    /// The best parameters found.
    public var parameters: [Double]
    /// Sum of squared residuals there.
    public var chiSquared: Double
    /// Covariance of the parameters, p × p, symmetric, estimated from the scatter of the residuals.
    ///
    /// Scaled by χ² / (n − p). Zero rows and columns stand for parameters that the data do not determine.
    public var covariance: [[Double]]
    /// Square roots of the covariance's diagonal; infinite for a parameter that the data do not determine, and
    /// for all of them when there are as many parameters as residuals.
    public var standardErrors: [Double]
    /// Number of accepted steps.
    public var iterations: Int
    /// How the search ended.
    public var ending: Ending

    /// Whether the search ended at a minimum.
    public var isConverged: Bool {
        switch ending {
        case .smallStep, .smallGradient, .noProgress: true
        case .maximumIterations, .failed, .stopped: false
        }
    }

    init(workspace: UnsafeMutablePointer<gsl_multifit_nlinear_workspace>, ending: Ending) {
        let residuals = workspace.pointee.f.pointee
        let point = workspace.pointee.x.pointee
        let jacobian = workspace.pointee.J.pointee
        let rows = Int(jacobian.size1)
        let count = Int(jacobian.size2)
        self.ending = ending
        iterations = Int(workspace.pointee.niter)
        parameters = (0..<count).map { point.data[$0 * point.stride] }
        chiSquared = (0..<rows).reduce(0) { $0 + residuals.data[$1] * residuals.data[$1] }
        covariance = NonlinearFit.unscaledCovariance(jacobian)
        let variance = rows > count ? chiSquared / Double(rows - count) : .infinity
        standardErrors = (0..<count).map { _ in .infinity }
        for row in 0..<count {
            for column in 0..<count where covariance[row][column] != 0 { covariance[row][column] *= variance }
            if covariance[row][row] > 0 || (variance == 0 && jacobian.hasColumn(row)) {
                standardErrors[row] = covariance[row][row].squareRoot()
            }
        }
    }

    /// (JᵀJ)⁻¹ through columns scaled to length one, so that the decision which parameters are determined does
    /// not depend on their units.
    private static func unscaledCovariance(_ jacobian: gsl_matrix) -> [[Double]] {
        let rows = Int(jacobian.size1)
        let count = Int(jacobian.size2)
        let zero = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        guard let scaled = gsl_matrix_alloc(rows, count), let result = gsl_matrix_calloc(count, count) else {
            return zero
        }
        defer {
            gsl_matrix_free(scaled)
            gsl_matrix_free(result)
        }
        let lengths = (0..<count).map { jacobian.columnLength($0) }
        for row in 0..<rows {
            for column in 0..<count {
                let value = jacobian.data[row * jacobian.tda + column]
                scaled.pointee.data[row * scaled.pointee.tda + column] =
                    lengths[column] > 0 ? value / lengths[column] : 0
            }
        }
        guard gsl_multifit_nlinear_covar(scaled, 1e-13, result) == 0 else { return zero }
        return (0..<count).map { row in
            (0..<count).map { column in
                let scale = lengths[row] * lengths[column]
                return scale > 0 ? result.pointee.data[row * result.pointee.tda + column] / scale : 0
            }
        }
    }
}

extension gsl_matrix {
    /// Euclidean length of a column.
    fileprivate func columnLength(_ column: Int) -> Double {
        var view = gsl_vector()
        view.size = size1
        view.stride = tda
        view.data = data + column
        return gsl_blas_dnrm2(&view)
    }

    fileprivate func hasColumn(_ column: Int) -> Bool { columnLength(column) > 0 }
}
