import Diagnostics

/// The governing equations of a time series, with the evidence.
public struct DynamicsResult: Sendable {
    /// Whether the equations explain the data.
    public enum Status: String, Sendable {
        /// They do, to the noise of the data.
        case found
        /// No equations of the libraries do; those given are the best approximation.
        case none
    }

    /// Other terms that explain the data nearly as well.
    public struct Rival: Sendable {
        /// The equations.
        public var equations: [DiscoveredEquation]
        /// By how much the evidence is worse, in units of χ²; within a few units the data do not decide.
        public var difference: Double
    }

    /// The data as they were used: with a hidden variable, its values are those that it was begun with.
    public var series: TimeSeries
    /// Whether the equations explain the data.
    public var status: Status
    /// Why the search ended.
    public var stopped: StopReason
    /// One equation per variable.
    public var equations: [DiscoveredEquation]
    /// Standard deviation of the noise of every variable, in its units.
    public var noise: [Double]
    /// χ² per degree of freedom; nil for data without measurable noise.
    public var chiSquared: Double?
    /// Root mean square of what the equations leave of the changes, relative, for every variable.
    public var relativeErrors: [Double]
    /// Numbers inside functions that were fitted to noisy data.
    public var innerNumbers: [InnerNumber] = []
    /// Name of the library that the equations are from.
    public var library: String
    /// What was searched, in words.
    public var searched: [String]
    /// Close rivals, the best first.
    public var rivals: [Rival]
    /// Why the data may not decide, in words; empty when they do.
    public var doubts: [String]
    /// How well the equations, solved from the first state, predict each run; nil where they cannot be solved.
    public var simulations: [SimulationScore?] = []
    /// The same for runs that were kept back; empty when none were.
    public var heldOut: [SimulationScore?] = []
    /// States near the data in which the equations stand still.
    public var fixedPoints: [FixedPoint] = []
    /// Whether the formulas as printed give what is stated: the text was parsed back and compared on the data.
    public var isVerified = false
    /// The characteristic period, in units of time; nil for maps.
    public var characteristicPeriod: Double?
    /// Number of supports fitted.
    public var evaluations: Int
    /// Sentences about anything the user should know.
    public var warnings: [String]
}
