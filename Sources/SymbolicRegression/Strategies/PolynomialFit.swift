import Diagnostics
import Expressions
import NumericKernel

/// Exact polynomials: T(y) as a sum of products of atoms, for several transforms T and atom sets, by one least-squares
/// solve per atom set and degree.
struct PolynomialFit: Strategy {
    static let name = "polynomial"

    let stage: StrategyStage
    /// Relative residual below which a fit counts as exact.
    private static let exactness = 1e-9
    /// Rows of a fit beyond the number of products; what the fit is checked on comes on top.
    private static let spareRows = 3
    /// Largest number of products in one fit.
    private let limit: Int
    private let maximumPrice: Double

    /// Fits with at most `limit` products over the atom sets that cost at most `maximumPrice`.
    init(stage: StrategyStage, limit: Int, maximumPrice: Double) {
        self.stage = stage
        self.limit = limit
        self.maximumPrice = maximumPrice
    }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard context.noise == nil || stage == .quick else { return }
        let targets = TargetTransform.allCases.compactMap { transform in
            transform.apply(problem.target).map { (transform, $0) }
        }
        for set in AtomSet.all(for: problem) where set.price <= maximumPrice {
            var solved = false
            var degree = 0
            while !solved, degree < 8 {
                degree += 1
                guard let monomials = set.monomials(degree: degree, limit: limit) else { break }
                let rows = 2 * monomials.count + 60
                let fitRows = min(rows, context.trainingRows * 3 / 4)
                guard fitRows > monomials.count + Self.spareRows, !context.control.isStopping else { break }
                context.control.charge(targets.count)
                let checkRows = fitRows..<min(fitRows + 80, context.trainingRows)
                let columns = monomials.map { set.values($0, rows: 0..<fitRows) }
                let sides = targets.map { Array($0.1.prefix(fitRows)) }
                guard let solution = try? LeastSquares.fullRank(Matrix(columns: columns), sides) else { continue }
                let check = Matrix(columns: monomials.map { set.values($0, rows: checkRows) })
                for (position, (transform, values)) in targets.enumerated() {
                    let coefficients = solution.solutions[position]
                    let truth = values[checkRows]
                    let residual = zip(check.times(coefficients), truth).map { $0 - $1 }
                    let scale = Statistics.rootMeanSquare(truth)
                    guard Statistics.rootMeanSquare(residual) < Self.exactness * scale else { continue }
                    // A constant transform of the target says nothing.
                    guard Statistics.standardDeviation(truth) > 1e-6 * scale else { continue }
                    let sparse = try SparseSolution.reduce(
                        columns: columns, coefficients: coefficients, target: sides[position],
                        tolerance: Self.exactness)
                    let terms = sparse.map { index, coefficient -> Expression in
                        .product([.real(coefficient), set.expression(monomials[index])])
                    }
                    guard !terms.isEmpty else { continue }
                    let sign: Double = (problem.target.first ?? 1) < 0 ? -1 : 1
                    if context.submit(transform.inverse(.sum(terms), sign: sign), for: problem, by: Self.name) {
                        solved = true
                    }
                }
            }
            if solved { return }
        }
    }
}
