import Expressions
import Glibc
import NumericKernel

extension EquationDiscovery {
    /// Moves the coefficients so that the laws of the constraints hold.
    ///
    /// - Returns: what there is to say against it.
    func obeyingLaws(
        _ found: inout [FoundEquation], _ solution: JointSolution, _ covariance: Matrix?, _ scaled: ScaledSeries
    ) -> [String] {
        let laws = options.constraints.laws
        let rules = options.constraints.shared
        guard !laws.isEmpty || !rules.isEmpty, let covariance, let library = found.first?.library else { return [] }
        let factors = solution.terms.map { term in
            scaled.scales[term.equation] / scaled.timeScale / library.norms[term.function]
        }
        var units = covariance
        for i in factors.indices {
            for j in factors.indices { units[i, j] *= factors[i] * factors[j] }
        }
        let terms = solution.terms.map {
            (equation: $0.equation, function: library.library.terms[$0.function].function)
        }
        let functions = terms.map { $0.function.simplified() }
        func place(_ equation: Int, _ function: Expression) -> Int? {
            terms.indices.first { terms[$0].equation == equation && functions[$0] == function }
        }
        // A pair of which one term is missing is left to the check of the final equations.
        let pairs = rules.compactMap { rule -> (first: Int, second: Int, factor: Double)? in
            guard let first = place(rule.equation, rule.function),
                let second = place(rule.otherEquation, rule.otherFunction)
            else { return nil }
            return (first, second, rule.factor)
        }
        let projection = LawProjection(series: series, laws: laws, shared: pairs)
        guard
            let outcome = try? projection.project(
                terms, zip(solution.coefficients, factors).map { $0 * $1 }, units)
        else { return [] }
        for equation in found.indices {
            let own = solution.terms.indices.filter {
                solution.terms[$0].equation == equation && outcome.coefficients[$0] != 0
            }
            found[equation].support = own.map { solution.terms[$0].function }
            found[equation].coefficients = own.map { outcome.coefficients[$0] / factors[$0] }
            found[equation].standardErrors = own.map {
                max(outcome.covariance[$0, $0], 0).squareRoot() / abs(factors[$0])
            }
        }
        let count = Double(outcome.conditions)
        guard outcome.chiSquared > count + 4 * (2 * count).squareRoot() else { return [] }
        let size = (outcome.chiSquared * 10).rounded() / 10
        return [
            "the data speak against the constraints that were demanded: chi squared \(size) for \(outcome.conditions) conditions"
        ]
    }
}
