import Expressions
import NumericKernel

/// Subtracts a monomial that carries all of the dependence on one input: y = c x_j^k m(others) + g(others).
///
/// Then dy/dx_j is a power law, whose exponents and coefficient must all be near simple numbers.
struct AdditiveMonomials: Reduction {
    static let name = "additive monomials"

    func proposals(_ context: ReductionContext) throws -> [ReductionProposal] {
        let problem = context.problem
        guard problem.dimension > 1 else { return [] }
        let positive = problem.columns.indices.filter { j in problem.columns[j].values.allSatisfy { $0 > 0 } }
        guard context.rows.count > 4 * (positive.count + 2) else { return [] }
        var found: [ReductionProposal] = []
        let tolerance = max(1e-3, min(0.05, 20 * context.surrogate.relativeError))
        for j in problem.columns.indices {
            let slope = context.gradient[j]
            guard slope.allSatisfy({ $0 > 0 }) || slope.allSatisfy({ $0 < 0 }) else { continue }
            let logarithms = positive.map { k in context.points[k].map(Elementary.log) }
            let matrix = Matrix(columns: [[Double](repeating: 1, count: slope.count)] + logarithms)
            let side = slope.map { Elementary.log(abs($0)) }
            guard let solution = try LeastSquares.fullRank(matrix, [side])?.solutions[0] else { continue }
            let fitted = matrix.times(solution)
            let misfit = Statistics.rootMeanSquare(zip(fitted, side).map { $0 - $1 })
            guard misfit < tolerance else { continue }
            var exponents: [Rational] = []
            for value in solution.dropFirst() {
                if let snapped = ExponentSnapping.fraction(near: value, tolerance: 0.05) { exponents.append(snapped) }
            }
            guard exponents.count == positive.count else { continue }
            // Integrate over x_j; it need not be among the positive inputs when it enters linearly.
            var coefficient = Elementary.exp(solution[0]) * (slope[0] < 0 ? -1 : 1)
            var columns = positive.map { problem.columns[$0] }
            if let position = positive.firstIndex(of: j) {
                guard let raised = exponents[position].adding(.one), raised.numerator != 0 else { continue }
                exponents[position] = raised
                coefficient /= raised.doubleValue
            } else {
                columns.append(problem.columns[j])
                exponents.append(.one)
            }
            guard
                let exact = ExponentSnapping.fraction(near: coefficient, tolerance: 0.03 * abs(coefficient)),
                exact.numerator != 0, abs(exact.numerator) <= 20
            else { continue }
            let monomial = PowerProduct(columns: columns, exponents: exponents)
            var smaller = problem
            let part = exact == .one ? monomial.expression : .rational(exact) * monomial.expression
            let values = monomial.values.map { exact.doubleValue * $0 }
            guard smaller.subtractFromTarget(part, values: values) else { continue }
            smaller.columns.remove(at: j)
            smaller.notes.append("summand \(part.reportText)")
            found.append(ReductionProposal(problem: smaller, misfit: misfit, price: 1.5))
        }
        return found
    }
}
