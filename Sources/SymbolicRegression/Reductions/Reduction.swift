/// What a structure test may look at.
struct ReductionContext: Sendable {
    /// The problem to reduce.
    let problem: ReducedProblem
    /// Its surrogate.
    let surrogate: PolynomialSurrogate
    /// Rows at which gradients were taken.
    let rows: [Int]
    /// dy/dx_j at those rows, `[variable][point]`.
    let gradient: [[Double]]
    /// Target at those rows.
    let target: [Double]
    /// Inputs at those rows, `[variable][point]`.
    let points: [[Double]]

    /// What is allowed in formulas.
    let rules: FormulaRules

    /// Takes gradients of the surrogate at up to `count` rows.
    init(
        problem: ReducedProblem, surrogate: PolynomialSurrogate, count: Int, rules: FormulaRules = FormulaRules()
    ) {
        self.problem = problem
        self.rules = rules
        self.surrogate = surrogate
        // Where rows are noisy, the surrogate's own values belong to its gradients.
        let values = surrogate.smoothing?.predicted ?? problem.target
        let (rows, gradient) = surrogate.gradients(columns: problem.values, target: values, count: count)
        self.rows = rows
        self.gradient = gradient
        target = rows.map { values[$0] }
        points = problem.columns.map { column in rows.map { column.values[$0] } }
    }

    /// Another problem with the same inputs, whose target and gradients are known.
    init(_ context: ReductionContext, problem: ReducedProblem, target: [Double], gradient: [[Double]]) {
        self.problem = problem
        self.target = target
        self.gradient = gradient
        surrogate = context.surrogate
        rows = context.rows
        points = context.points
        rules = context.rules
    }
}

/// A proposal to replace a problem by a smaller one.
struct ReductionProposal: Sendable {
    /// The smaller problem.
    var problem: ReducedProblem
    /// How badly the structure test fits: 0 for perfect, relative to the size of the gradients.
    var misfit: Double
    /// How far-fetched the reduction is; proposals are tried in the order of price, then misfit.
    var price: Double
}

/// A structure test: looks at the surrogate's gradients and proposes exact reductions.
///
/// Proposals are decided by the scheduler, which fits a surrogate to the smaller problem: a true reduction lowers the
/// validation error, a false one raises it.
protocol Reduction: Sendable {
    /// Short name for reports.
    static var name: String { get }
    /// Proposals, best first; empty when the test fails.
    func proposals(_ context: ReductionContext) throws -> [ReductionProposal]
}
