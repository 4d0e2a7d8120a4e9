/// One uninterrupted stretch of measurements of a system.
public struct Trajectory: Sendable {
    /// Times of the samples, strictly ascending; 0, 1, 2, … for a map.
    public var times: [Double]
    /// Values of the variables: `states[variable][sample]`, in the units of the data.
    public var states: [[Double]]
    /// Values of what acts on the system from outside: `inputs[input][sample]`.
    public var inputs: [[Double]]

    /// Makes a trajectory; all columns are as long as `times`.
    public init(times: [Double], states: [[Double]], inputs: [[Double]] = []) {
        precondition((states + inputs).allSatisfy { $0.count == times.count })
        self.times = times
        self.states = states
        self.inputs = inputs
    }

    /// Number of samples.
    public var count: Int { times.count }

    /// The samples in a range as a trajectory of their own.
    public func part(_ range: Range<Int>) -> Trajectory {
        Trajectory(
            times: Array(times[range]), states: states.map { Array($0[range]) }, inputs: inputs.map { Array($0[range]) }
        )
    }
}
