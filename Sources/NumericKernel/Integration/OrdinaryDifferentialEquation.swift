import CGSL
import Diagnostics

/// A system dx/dt = f(t, x) that can be integrated in time.
///
/// - Note: GSL `gsl_odeiv2`: adaptive steps with the error control of Hairer, Nørsett and Wanner.
public struct OrdinaryDifferentialEquation {
    /// Computes f: time, the n values of the state, and where the n derivatives go. Returns false where f is not
    /// defined; the integrator then tries a shorter step.
    public typealias RightHandSide = (Double, UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) -> Bool
    /// Computes ∂fᵢ/∂xⱼ into an n × n buffer, row-major (index i·n + j). Returns false where it is not defined.
    public typealias Jacobian = (Double, UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) -> Bool

    /// How the steps are made.
    public enum Method: String, Sendable, CaseIterable {
        /// Explicit Runge-Kutta of order 8 (Prince and Dormand 1981): smooth problems, high accuracy.
        case rungeKutta8
        /// Implicit extrapolation (Bader and Deuflhard 1983): stiff problems, moderate dimension.
        case bulirschStoer
        /// Backward differentiation formulas of varying order: stiff problems.
        case backwardDifferentiation
    }

    /// Number n of state variables.
    public let dimension: Int
    private let rightHandSide: RightHandSide
    private let jacobian: Jacobian?

    /// Makes a system.
    ///
    /// - Parameters:
    ///   - dimension: number of state variables, at least 1.
    ///   - jacobian: derivatives of f for the stiff methods; central differences when there are none.
    ///   - rightHandSide: the function f.
    public init(dimension: Int, jacobian: Jacobian? = nil, rightHandSide: @escaping RightHandSide) {
        precondition(dimension > 0, "a system has at least one state variable")
        self.dimension = dimension
        self.rightHandSide = rightHandSide
        self.jacobian = jacobian
    }

    /// Follows the solution through the given times.
    ///
    /// - Parameters:
    ///   - start: the n values at the first time.
    ///   - times: strictly ascending or strictly descending, at least one.
    ///   - method: how the steps are made.
    ///   - relativeTolerance: error allowed per step relative to each variable.
    ///   - absoluteTolerance: error allowed per step, in the units of the state.
    ///   - maximumSteps: bound on the accepted steps in all.
    /// - Returns: the states at the times; fewer than asked for when the solution cannot be followed further, with
    ///   the reason.
    /// - Throws: `DiscoverError.numeric` when the sizes or times make no sense.
    public func solve(
        from start: [Double], at times: [Double], method: Method = .rungeKutta8, relativeTolerance: Double = 1e-10,
        absoluteTolerance: Double = 1e-12, maximumSteps: Int = 1_000_000
    ) throws(DiscoverError) -> TimeSolution {
        _ = GSLSetup.once
        try check(start: start, times: times)
        var solution = TimeSolution(times: [times[0]], states: [start], failure: nil)
        guard times.count > 1 else { return solution }

        let flow = IntegratedFlow(dimension: dimension, rightHandSide: rightHandSide, jacobian: jacobian)
        try withExtendedLifetime(flow) { () throws(DiscoverError) in
            var system = flow.system
            try withUnsafeMutablePointer(to: &system) { system throws(DiscoverError) in
                // A first guess only: the error control corrects it within a few steps.
                let firstStep = (times[1] - times[0]) * 1e-3
                guard
                    let driver = gsl_odeiv2_driver_alloc_y_new(
                        system, method.stepType, firstStep, absoluteTolerance, relativeTolerance)
                else {
                    throw .numeric(
                        Diagnostic("kernel.integrator", "no integrator for these tolerances: both must be positive"))
                }
                defer { gsl_odeiv2_driver_free(driver) }
                advance(driver, through: times, maximumSteps: maximumSteps, into: &solution)
            }
        }
        return solution
    }

    private func advance(
        _ driver: UnsafeMutablePointer<gsl_odeiv2_driver>, through times: [Double], maximumSteps: Int,
        into solution: inout TimeSolution
    ) {
        var time = times[0]
        var state = solution.states[0]
        var stepsLeft = maximumSteps
        for target in times.dropFirst() {
            // GSL counts the steps of one call; zero would mean no bound at all.
            gsl_odeiv2_driver_set_nmax(driver, UInt(max(stepsLeft, 1)))
            let status = gsl_odeiv2_driver_apply(driver, &time, target, &state)
            stepsLeft -= Int(driver.pointee.n)
            guard status == 0, state.allSatisfy(\.isFinite) else {
                let reason =
                    status == Int32(GSL_EMAXITER)
                    ? "\(maximumSteps) steps did not suffice" : "the solution cannot be followed further"
                solution.failure = Diagnostic(
                    "kernel.integration-stopped", "integration stopped at time \(time) before \(target): \(reason)")
                return
            }
            solution.times.append(target)
            solution.states.append(state)
        }
    }

    private func check(start: [Double], times: [Double]) throws(DiscoverError) {
        let steps = zip(times, times.dropFirst()).map { $1 - $0 }
        let ordered = steps.allSatisfy { $0 > 0 } || steps.allSatisfy { $0 < 0 }
        guard !times.isEmpty, ordered, times.allSatisfy(\.isFinite) else {
            throw .numeric(
                Diagnostic("kernel.integration-times", "times of an integration must be finite and strictly ordered"))
        }
        guard start.count == dimension, start.allSatisfy(\.isFinite) else {
            throw .numeric(
                Diagnostic(
                    "kernel.integration-start",
                    "an integration of \(dimension) variables starts from as many finite values, "
                        + "not from \(start.count)"))
        }
    }
}

extension OrdinaryDifferentialEquation.Method {
    fileprivate var stepType: UnsafePointer<gsl_odeiv2_step_type>? {
        switch self {
        case .rungeKutta8: discover_gsl_rk8pd()
        case .bulirschStoer: discover_gsl_bsimp()
        case .backwardDifferentiation: discover_gsl_msbdf()
        }
    }
}
