import Diagnostics
import Expressions
import NumericKernel

/// Power laws y = c x_1^p_1 ... x_d^p_d in inputs of both signs: whole exponents by linear least squares on ln|y| and ln|x|.
///
/// The signs of the rows then follow from the exponents; a law that gets them wrong fails on the scoreboard. Inputs that are
/// positive in every row may have fractions as exponents.
struct SignedPowerLaw: Strategy {
    static let name = "power law with signs"
    let stage = StrategyStage.quick

    private static let mostRows = 4000
    /// Share of the target's root mean square below which a row says little about exponents.
    private static let tellingShare = 0.1
    private static let tolerances = [0.02, 0.06, 0.15]

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        let n = min(context.trainingRows, Self.mostRows)
        let usable = problem.columns.filter { $0.values.allSatisfy { $0 != 0 } }
        let hasSigns = usable.map { $0.values.contains { $0 < 0 } }
        guard hasSigns.contains(true) else { return }
        let target = Array(problem.target.prefix(n))
        let size = Statistics.rootMeanSquare(target)
        // Exact rows all count the same; where a target vanishes, the large ones tell.
        let least = target.contains(0) || context.noise != nil ? Self.tellingShare * size : 0
        let rows = (0..<n).filter { abs(target[$0]) > least }
        guard rows.count >= usable.count + 2 else { return }
        let logarithms = usable.map { column in rows.map { Elementary.log(abs(column.values[$0])) } }
        let columns = [[Double](repeating: 1, count: rows.count)] + logarithms
        let side = rows.map { Elementary.log(abs(target[$0])) }
        guard let solution = try LeastSquares.fullRank(Matrix(columns: columns), [side])?.solutions[0] else { return }
        for tolerance in Self.tolerances {
            let exponents = zip(solution.dropFirst(), hasSigns).compactMap { value, hasSigns in
                ExponentSnapping.fraction(near: value, tolerance: tolerance, maximumDenominator: hasSigns ? 1 : 6)
            }
            guard exponents.count == usable.count else { continue }
            submit(PowerProduct(columns: usable, exponents: exponents), of: problem, context)
        }
    }

    /// The product with the factor that fits the target best.
    private func submit(_ product: PowerProduct, of problem: ReducedProblem, _ context: StrategyContext) {
        let values = product.values
        var (top, bottom) = (0.0, 0.0)
        for i in 0..<context.trainingRows {
            let weighted = values[i] * problem.sensitivity[i]
            top += weighted * problem.target[i] * problem.sensitivity[i]
            bottom += weighted * weighted
        }
        guard bottom > 0, (top / bottom).isFinite, top != 0 else { return }
        context.submit(.product([.real(top / bottom), product.expression]), for: problem, by: Self.name)
    }
}
