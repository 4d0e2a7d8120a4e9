import Diagnostics
import Expressions
import SparseDynamics
import SymbolicRegression

/// Looks for right-hand sides among all formulas, when no library explains clean series.
///
/// The rates, or next values, are a table like any other. What `fit` accepts for them goes back to the search for equations as its
/// only functions, so that the integrals over the data judge it and not the derivatives.
struct SymbolicSides {
    /// What the search is called in the answer.
    static let name = "formulas of all kinds"
    /// Rows of a table.
    private static let mostRows = 600
    /// Candidates that may be scored for one equation.
    private static let budget = 20_000
    /// Longest formula that is believed.
    private static let mostComplexity = 40

    let series: TimeSeries
    let options: DynamicsOptions
    let seed: UInt64
    let control: RunControl

    /// Whether the search is meant for a result.
    static func isWanted(_ result: DynamicsResult, _ options: DynamicsOptions) -> Bool {
        result.status == .none && result.stopped == .exhausted && result.chiSquared == nil
            && !result.relativeErrors.isEmpty && options.family == .automatic && options.constraints.isEmpty
            && options.hidden == 0 && options.optimizer == nil && options.known.parts.isEmpty
            && options.heldOut == 0
    }

    /// The result with formulas in place of what was not explained; nil when they do not explain all of it.
    func improved(_ result: DynamicsResult) throws -> DynamicsResult? {
        var functions: [Expression] = []
        for index in series.variables.indices {
            if isExplained(result, index) {
                functions += result.equations[index].terms.map(\.function)
                continue
            }
            guard !control.isStopping, let formula = try formula(index) else { return nil }
            functions += terms(formula)
        }
        var wanted = options
        wanted.family = .none
        wanted.functions = functions
        var found = try governingEquations(of: series, options: wanted, control: control)
        guard found.status == .found else { return nil }
        found.searched = result.searched + [Self.name]
        found.library = result.library + "; " + Self.name
        return found
    }

    private func isExplained(_ result: DynamicsResult, _ index: Int) -> Bool {
        index < result.relativeErrors.count && result.relativeErrors[index] < RateTable.explained(series.kind)
    }

    /// The law that `fit` accepts for the rate of a variable.
    private func formula(_ index: Int) throws -> Expression? {
        let table = RateTable(of: series, variable: index, mostRows: Self.mostRows)
        let problem = RegressionProblem(
            inputNames: series.variables + series.inputs, inputs: table.columns, targetName: "rate",
            target: table.rates)
        guard problem.rowCount >= 40 else { return nil }
        var fitting = FitOptions()
        fitting.seed = seed
        fitting.threads = options.threads
        fitting.maximumEvaluations = Self.budget
        fitting.maximumComplexity = Self.mostComplexity
        let part = RunControl(next: control, of: series.variables.count - index, atMost: Self.budget)
        let law = try fit(problem, options: fitting, control: part)
        guard law.status == .found, let best = law.best, best.complexity <= Self.mostComplexity else { return nil }
        return best.expression
    }

    /// The addends of a formula without their coefficients.
    private func terms(_ formula: Expression) -> [Expression] {
        let parts = if case .sum(let all) = formula { all } else { [formula] }
        return parts.map { part in
            guard case .product(let factors) = part else { return part.variables.isEmpty ? .one : part }
            let rest = factors.filter { !$0.variables.isEmpty }
            return rest.isEmpty ? .one : rest.count == 1 ? rest[0] : .product(rest)
        }
    }
}
