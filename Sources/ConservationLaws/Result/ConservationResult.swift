import Diagnostics

/// All conserved quantities of a system in a class, and what was proved about the class.
public struct ConservationResult: Sendable {
    /// Whether the system has conserved quantities in the class.
    public enum Status: String, Sendable {
        /// `laws` is not empty.
        case found
        /// None was found in the class searched.
        case none
    }

    /// What was searched.
    public struct SearchedClass: Sendable {
        /// Such as `polynomials of degree at most 4 in x, y, z`.
        public var description: String
        /// Number of basis functions of the largest ansatz solved completely.
        public var basisSize: Int
        /// Largest degree searched completely.
        public var completeDegree: Int
        /// Dimension of the space of laws by degree: `dimensions[d-1]` laws of degree at most d, constants not counted.
        public var dimensions: [Int]

        /// Largest degree of polynomials beside logarithms that were searched, nil when no logarithms took part.
        public var logarithmDegree: Int?
        /// Degree up to which the polynomials p with dp/dt = K p are known, 0 when they were not sought.
        public var darbouxDegree = 0

        /// Makes a description of a class.
        public init(description: String, basisSize: Int, completeDegree: Int, dimensions: [Int]) {
            self.description = description
            self.basisSize = basisSize
            self.completeDegree = completeDegree
            self.dimensions = dimensions
        }
    }

    /// Whether laws were found.
    public var status: Status
    /// Why the search ended.
    public var stopped: StopReason
    /// Functionally independent laws that generate all the others in the class.
    public var laws: [ConservedLaw]
    /// Laws that hold the time explicitly, independent of each other and of `laws`, not counted in `count`.
    public var timeDependentLaws: [ConservedLaw] = []
    /// Laws that hold on a condition between parameters only, see their `conditions`; not counted in `count`.
    public var conditionalLaws: [ConservedLaw] = []
    /// Quantities that drift slowly, those that drift least first; numeric findings, not counted in `count`.
    public var approximateLaws: [ConservedLaw] = []
    /// What was searched.
    public var searched: SearchedClass
    /// Whether the whole class was searched: then the laws are all there are in it, and "none" is proved.
    public var isComplete: Bool
    /// Sentences about completeness, integrability and the like.
    public var statements: [String]
    /// Sentences about anything the user should know.
    public var warnings: [String]
    /// Basis functions and candidates processed.
    public var evaluations: Int
    /// Facts about measurements, for laws of trajectories.
    public var measured: MeasuredFacts?

    /// Number of functionally independent laws.
    public var count: Int { laws.count }

    /// Makes a result.
    public init(
        status: Status, stopped: StopReason, laws: [ConservedLaw], searched: SearchedClass, isComplete: Bool,
        statements: [String], warnings: [String], evaluations: Int
    ) {
        self.status = status
        self.stopped = stopped
        self.laws = laws
        self.searched = searched
        self.isComplete = isComplete
        self.statements = statements
        self.warnings = warnings
        self.evaluations = evaluations
    }
}
