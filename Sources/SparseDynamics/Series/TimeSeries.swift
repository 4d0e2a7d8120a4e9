/// Measurements of a system over time: one or many runs, each in uninterrupted stretches.
public struct TimeSeries: Sendable {
    /// How time goes on.
    public enum Kind: String, Sendable {
        /// Continuously: dx/dt = f(x).
        case flow
        /// In steps: x[n+1] = f(x[n]).
        case map
    }

    /// Flow or map.
    public var kind: Kind
    /// Name of time in formulas and messages.
    public var timeName: String
    /// Names of the variables whose equations are wanted.
    public var variables: [String]
    /// Names of the columns that act on the system from outside: controls, and parameters that differ by run.
    public var inputs: [String]
    /// The stretches, in the order of the input; a run with gaps has several.
    public var trajectories: [Trajectory]
    /// For every stretch the number of its run, from 0.
    public var runs: [Int]
    /// Sentences about what was done to the data.
    public var remarks: [String]

    /// Makes a series.
    public init(
        kind: Kind = .flow, timeName: String = "t", variables: [String], inputs: [String] = [],
        trajectories: [Trajectory], runs: [Int]? = nil, remarks: [String] = []
    ) {
        precondition(
            trajectories.allSatisfy { $0.states.count == variables.count && $0.inputs.count == inputs.count })
        self.kind = kind
        self.timeName = timeName
        self.variables = variables
        self.inputs = inputs
        self.trajectories = trajectories
        self.runs = runs ?? Array(trajectories.indices)
        self.remarks = remarks
    }

    /// Number of samples over all stretches.
    public var sampleCount: Int { trajectories.reduce(0) { $0 + $1.count } }

    /// Number of runs.
    public var runCount: Int { Set(runs).count }

    /// All values of a variable, stretch after stretch.
    public func values(ofVariable index: Int) -> [Double] { trajectories.flatMap { $0.states[index] } }

    /// The median step of time.
    public var medianStep: Double {
        let steps = trajectories.flatMap { zip($0.times.dropFirst(), $0.times).map { $0 - $1 } }.sorted()
        return steps.isEmpty ? 1 : steps[steps.count / 2]
    }
}
