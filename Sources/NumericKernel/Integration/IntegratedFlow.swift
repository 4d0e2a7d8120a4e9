import CGSL

/// Carries a system's closures through GSL's C callbacks.
final class IntegratedFlow {
    private let dimension: Int
    private let rightHandSide: OrdinaryDifferentialEquation.RightHandSide
    private let jacobian: OrdinaryDifferentialEquation.Jacobian?
    private var point: [Double]
    private var above: [Double]
    private var below: [Double]

    init(
        dimension: Int, rightHandSide: @escaping OrdinaryDifferentialEquation.RightHandSide,
        jacobian: OrdinaryDifferentialEquation.Jacobian?
    ) {
        self.dimension = dimension
        self.rightHandSide = rightHandSide
        self.jacobian = jacobian
        point = [Double](repeating: 0, count: dimension)
        above = point
        below = point
    }

    /// GSL's description of the system. Holds this object without keeping it alive.
    var system: gsl_odeiv2_system {
        gsl_odeiv2_system(
            function: { time, state, derivatives, context in
                guard let state, let derivatives, let context else { return Int32(GSL_EFAULT) }
                return Unmanaged<IntegratedFlow>.fromOpaque(context).takeUnretainedValue()
                    .derivatives(at: time, state, derivatives)
            },
            jacobian: { time, state, matrix, timeDerivatives, context in
                guard let state, let matrix, let timeDerivatives, let context else { return Int32(GSL_EFAULT) }
                return Unmanaged<IntegratedFlow>.fromOpaque(context).takeUnretainedValue()
                    .matrix(at: time, state, matrix, timeDerivatives)
            },
            dimension: dimension, params: Unmanaged.passUnretained(self).toOpaque())
    }

    /// GSL takes EDOM for "this step was too long", EBADFUNC would end the integration.
    private static let undefined = Int32(GSL_EDOM)

    private func derivatives(
        at time: Double, _ state: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>
    ) -> Int32 {
        let values = UnsafeMutableBufferPointer(start: result, count: dimension)
        let defined = rightHandSide(time, UnsafeBufferPointer(start: state, count: dimension), values)
        return defined && values.allSatisfy(\.isFinite) ? 0 : IntegratedFlow.undefined
    }

    private func matrix(
        at time: Double, _ state: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>,
        _ timeDerivatives: UnsafeMutablePointer<Double>
    ) -> Int32 {
        let values = UnsafeMutableBufferPointer(start: result, count: dimension * dimension)
        let state = UnsafeBufferPointer(start: state, count: dimension)
        for index in 0..<dimension { point[index] = state[index] }
        guard differentiateByTime(time, timeDerivatives) else { return IntegratedFlow.undefined }
        if let jacobian {
            let defined = jacobian(time, state, values)
            return defined && values.allSatisfy(\.isFinite) ? 0 : IntegratedFlow.undefined
        }
        for variable in 0..<dimension {
            let step = 6e-6 * max(abs(state[variable]), 1e-3)
            point[variable] = state[variable] + step
            guard evaluate(time, into: &above) else { return IntegratedFlow.undefined }
            point[variable] = state[variable] - step
            guard evaluate(time, into: &below) else { return IntegratedFlow.undefined }
            point[variable] = state[variable]
            for row in 0..<dimension {
                values[row * dimension + variable] = (above[row] - below[row]) / (2 * step)
            }
        }
        return 0
    }

    private func differentiateByTime(_ time: Double, _ result: UnsafeMutablePointer<Double>) -> Bool {
        let step = 6e-6 * max(abs(time), 1e-3)
        guard evaluate(time + step, into: &above), evaluate(time - step, into: &below) else { return false }
        for row in 0..<dimension { result[row] = (above[row] - below[row]) / (2 * step) }
        return true
    }

    private func evaluate(_ time: Double, into values: inout [Double]) -> Bool {
        let defined = point.withUnsafeBufferPointer { point in
            values.withUnsafeMutableBufferPointer { rightHandSide(time, point, $0) }
        }
        return defined && values.allSatisfy(\.isFinite)
    }
}
