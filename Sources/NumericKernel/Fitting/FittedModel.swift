import CGSL

/// Carries a model's closures through GSL's C callbacks.
final class FittedModel {
    /// Stands for a residual that cannot be computed: large enough to be refused, small enough that its square
    /// sums without overflow.
    private static let refused = 1e140

    private let residualCount: Int
    private let parameterCount: Int
    private let residuals: LevenbergMarquardt.Residuals
    private let jacobian: LevenbergMarquardt.Jacobian?
    private var parameters: [Double]
    private var columns: [Double]
    private var above: [Double] = []
    private var below: [Double] = []
    /// Whether the last call of the residuals had no finite answer.
    private(set) var isUndefined = false

    init(
        residualCount: Int, parameterCount: Int, residuals: @escaping LevenbergMarquardt.Residuals,
        jacobian: LevenbergMarquardt.Jacobian?
    ) {
        self.residualCount = residualCount
        self.parameterCount = parameterCount
        self.residuals = residuals
        self.jacobian = jacobian
        parameters = [Double](repeating: 0, count: parameterCount)
        columns = [Double](repeating: 0, count: residualCount * parameterCount)
        if jacobian == nil {
            above = [Double](repeating: 0, count: residualCount)
            below = above
        }
    }

    /// GSL's description of the model. Holds this object without keeping it alive.
    var system: gsl_multifit_nlinear_fdf {
        var system = gsl_multifit_nlinear_fdf()
        system.n = residualCount
        system.p = parameterCount
        system.params = Unmanaged.passUnretained(self).toOpaque()
        system.f = { point, context, result in
            guard let point, let context, let result else { return Int32(GSL_EFAULT) }
            return Unmanaged<FittedModel>.fromOpaque(context).takeUnretainedValue()
                .evaluate(at: point.pointee, into: result.pointee)
        }
        system.df = { point, context, result in
            guard let point, let context, let result else { return Int32(GSL_EFAULT) }
            return Unmanaged<FittedModel>.fromOpaque(context).takeUnretainedValue()
                .differentiate(at: point.pointee, into: result.pointee)
        }
        return system
    }

    private func load(_ point: gsl_vector) {
        for index in 0..<parameterCount { parameters[index] = point.data[index * point.stride] }
    }

    private func evaluate(at point: gsl_vector, into result: gsl_vector) -> Int32 {
        // GSL's own workspaces are contiguous; anything else would be a change in GSL.
        guard result.stride == 1 else { return Int32(GSL_EINVAL) }
        load(point)
        let values = UnsafeMutableBufferPointer(start: result.data, count: residualCount)
        let defined = parameters.withUnsafeBufferPointer { residuals($0, values) }
        isUndefined = !(defined && values.allSatisfy { $0.magnitude < FittedModel.refused })
        if isUndefined { values.update(repeating: FittedModel.refused) }
        return 0
    }

    private func differentiate(at point: gsl_vector, into result: gsl_matrix) -> Int32 {
        load(point)
        let defined =
            if let jacobian {
                parameters.withUnsafeBufferPointer { parameters in
                    columns.withUnsafeMutableBufferPointer { jacobian(parameters, $0) }
                }
            } else {
                differentiateNumerically()
            }
        guard defined else { return Int32(GSL_EBADFUNC) }
        var finite = true
        for parameter in 0..<parameterCount {
            for row in 0..<residualCount {
                let value = columns[parameter * residualCount + row]
                finite = finite && value.isFinite
                result.data[row * result.tda + parameter] = value
            }
        }
        return finite ? 0 : Int32(GSL_EBADFUNC)
    }

    /// Central differences; one-sided where the model is defined on one side only.
    private func differentiateNumerically() -> Bool {
        for index in 0..<parameterCount {
            let center = parameters[index]
            // The cube root of the rounding unit balances rounding against curvature.
            let step = 6e-6 * (center == 0 ? 1 : abs(center))
            var upper = center + step
            var lower = center - step
            if !residuals(with: upper, for: index, into: &above) {
                upper = center
                guard residuals(with: upper, for: index, into: &above) else { return false }
            }
            if !residuals(with: lower, for: index, into: &below) {
                lower = center
                guard lower < upper, residuals(with: lower, for: index, into: &below) else { return false }
            }
            parameters[index] = center
            for row in 0..<residualCount {
                columns[index * residualCount + row] = (above[row] - below[row]) / (upper - lower)
            }
        }
        return true
    }

    private func residuals(with value: Double, for index: Int, into values: inout [Double]) -> Bool {
        parameters[index] = value
        let defined = parameters.withUnsafeBufferPointer { parameters in
            values.withUnsafeMutableBufferPointer { residuals(parameters, $0) }
        }
        return defined && values.allSatisfy(\.isFinite)
    }
}
