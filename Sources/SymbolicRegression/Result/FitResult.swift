import Diagnostics
import Expressions

/// The answer of a search for y = f(x).
public struct FitResult: Sendable {
    /// Whether a law was accepted.
    public enum Status: String, Sendable {
        /// `best` is a law that the data support.
        case found
        /// Nothing beat the noise; `best` is nil, the front shows what was closest.
        case none
    }

    /// Whether a law was accepted.
    public var status: Status
    /// Why the search ended.
    public var stopped: StopReason
    /// The pick, nil when nothing was accepted.
    public var best: FittedLaw?
    /// The best law of each complexity that no simpler law beats, simplest first.
    public var front: [FittedLaw]
    /// Estimated standard deviation of the noise in the target, in its units; 0 for rounding level, nil if unknown.
    public var noise: Double?
    /// Standard deviation of the noise divided by the target where the noise was found to be proportional to it, and rows
    /// were weighed accordingly; nil otherwise.
    public var relativeNoise: Double?
    /// How many bits the pick is ahead of the best different law; nil without a runner-up.
    public var leadInBits: Double?
    /// What was tried to the end, one sentence each.
    public var searched: [String]
    /// Exact reductions on the way to the pick, such as `u = x2 - x1`, outermost first.
    public var reductions: [String]
    /// Number of combinations of the inputs that the target depends on, when the structure test could tell.
    public var effectiveDimension: Int?
    /// How the pick behaves outside the data; nil without a pick.
    public var extrapolation: Extrapolation?
    /// What became of the formulas that came from outside, in the order in which they came.
    public var guesses: [GuessJudgement] = []
    /// Sentences about anything the user should know (rows dropped, columns constant, ...).
    public var warnings: [String]
    /// Rows used for training and held out.
    public var rows: (train: Int, heldOut: Int)
    /// Candidates scored.
    public var evaluations: Int
    /// Evidence on a form that the user gave; nil for a free search.
    public var form: FormEvidence?
    /// Constants by group; nil without groups.
    public var groups: GroupEvidence?

    /// Makes a result.
    public init(
        status: Status, stopped: StopReason, best: FittedLaw?, front: [FittedLaw], noise: Double?,
        leadInBits: Double?, searched: [String], reductions: [String], effectiveDimension: Int?, warnings: [String],
        rows: (train: Int, heldOut: Int), evaluations: Int
    ) {
        self.status = status
        self.stopped = stopped
        self.best = best
        self.front = front
        self.noise = noise
        self.leadInBits = leadInBits
        self.searched = searched
        self.reductions = reductions
        self.effectiveDimension = effectiveDimension
        self.warnings = warnings
        self.rows = rows
        self.evaluations = evaluations
    }
}
