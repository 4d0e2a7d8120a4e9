/// Measurements of one system along several motions.
public struct MeasuredRuns: Sendable {
    /// One uninterrupted motion.
    public struct Run: Sendable {
        /// Times of the samples, ascending.
        public var times: [Double]
        /// `states[variable][sample]`, in the units of the data.
        public var states: [[Double]]

        /// Makes a run; all columns are as long as `times`.
        public init(times: [Double], states: [[Double]]) {
            precondition(states.allSatisfy { $0.count == times.count })
            self.times = times
            self.states = states
        }
    }

    /// Names of the variables.
    public var variables: [String]
    /// The runs; at least two different motions are needed to tell what is constant from what is always the same.
    public var runs: [Run]

    /// Makes measurements.
    public init(variables: [String], runs: [Run]) {
        self.variables = variables
        self.runs = runs
    }

    /// Number of samples of all runs.
    var sampleCount: Int { runs.reduce(0) { $0 + $1.times.count } }
}

/// What the measurements themselves told before any law was sought.
public struct MeasuredFacts: Sendable {
    /// Number of runs.
    public var runs: Int
    /// Number of samples.
    public var samples: Int
    /// Standard deviation of the noise by variable, in the units of the data.
    public var noise: [(variable: String, deviation: Double)]
    /// Number of variables minus number of independent laws: the largest dimension of the set on which each motion stays.
    public var effectiveDimension: Int
    /// The dimension of that set measured from the samples; nil when they do not tell.
    public var measuredDimension: Double?
    /// Where that dimension lies as far as the runs agree; nil when the samples do not tell.
    public var measuredDimensionRange: ClosedRange<Double>?
}
