import NumericKernel

/// How far the equations predict the data when they are solved from the first state on.
public struct SimulationScore: Sendable {
    /// Time until the error first exceeds 0.4 of the spread of the data, at most the length of the run.
    public var horizon: Double
    /// Whether the error stayed below that bound to the end of the run.
    public var reachesEnd: Bool
    /// Root mean square of the errors over the run relative to the spread, by variable; nil when the solution left the bounds.
    public var relativeErrors: [Double]?
    /// Length of the run in time.
    public var length: Double

    /// Errors above this fraction of the spread end a prediction.
    static let bound = 0.4
    /// A solution this many times outside the range of the data is given up.
    static let escape = 20.0
}

/// Solves discovered equations along the data.
struct SimulationCheck {
    let series: TimeSeries
    let equations: [DiscoveredEquation]

    /// The score of one stretch; nil when the equations cannot be computed.
    ///
    /// - Parameters:
    ///   - index: of the stretch.
    ///   - start: the state to begin with; nil for the first sample.
    func score(stretch index: Int, start: [Double]?) -> SimulationScore? {
        let part = series.trajectories[index]
        guard
            let field = try? VectorField(equations, variables: series.variables, inputs: series.inputs)
        else { return nil }
        let first = start ?? part.states.map { $0[0] }
        let states = series.kind == .map ? steps(field, first, part) : solution(field, first, part)
        let spreads = series.variables.indices.map { variable in
            max(DescriptiveStatistics.standardDeviation(series.values(ofVariable: variable)), 1e-300)
        }
        var horizon = part.times[part.count - 1] - part.times[0]
        let length = horizon
        var reachesEnd = states.count == part.count
        if !reachesEnd { horizon = part.times[max(states.count - 1, 0)] - part.times[0] }
        var sums = [Double](repeating: 0, count: spreads.count)
        var isLost = false
        for (row, state) in states.enumerated() {
            var square = 0.0
            for variable in spreads.indices {
                let error = (state[variable] - part.states[variable][row]) / spreads[variable]
                sums[variable] += error * error
                square += error * error
            }
            if !isLost, (square / Double(spreads.count)).squareRoot() > SimulationScore.bound {
                isLost = true
                reachesEnd = false
                horizon = part.times[row] - part.times[0]
            }
        }
        let errors = sums.map { ($0 / Double(max(states.count, 1))).squareRoot() }
        return SimulationScore(
            horizon: horizon, reachesEnd: reachesEnd, relativeErrors: states.count == part.count ? errors : nil,
            length: length)
    }

    private func limits(_ part: Trajectory) -> [Double] {
        part.states.map { column in
            SimulationScore.escape * (column.map { abs($0) }.max() ?? 1) + 1e-300
        }
    }

    private func steps(_ field: VectorField, _ start: [Double], _ part: Trajectory) -> [[Double]] {
        let limits = self.limits(part)
        var states = [start]
        while states.count < part.count {
            let row = states.count - 1
            let next = field.value(states[row], inputs: part.inputs.map { $0[row] })
            guard zip(next, limits).allSatisfy({ abs($0) <= $1 }) else { break }
            states.append(next)
        }
        return states
    }

    private func solution(_ field: VectorField, _ start: [Double], _ part: Trajectory) -> [[Double]] {
        let limits = self.limits(part)
        let system = OrdinaryDifferentialEquation(dimension: start.count) { time, state, slopes in
            for (value, limit) in zip(state, limits) where !(abs(value) <= limit) { return false }
            let inputs = part.inputs.isEmpty ? [] : Self.interpolated(part, at: time)
            for (index, value) in field.value(Array(state), inputs: inputs).enumerated() { slopes[index] = value }
            return true
        }
        let solution = try? system.solve(
            from: start, at: part.times, relativeTolerance: 1e-8, absoluteTolerance: 1e-10,
            maximumSteps: 10 * part.count + 2000)
        return solution?.states ?? [start]
    }

    /// The inputs between two samples.
    private static func interpolated(_ part: Trajectory, at time: Double) -> [Double] {
        var (low, high) = (0, part.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if part.times[middle] <= time { low = middle } else { high = middle }
        }
        let share = min(max((time - part.times[low]) / (part.times[high] - part.times[low]), 0), 1)
        return part.inputs.map { $0[low] + share * ($0[high] - $0[low]) }
    }
}
