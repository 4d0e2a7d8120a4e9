import Diagnostics
import Expressions
import NumericKernel

/// Power laws y = c x_1^p_1 ... x_d^p_d by linear least squares on logarithms, with free and with snapped exponents.
struct PowerLaw: Strategy {
    static let name = "power law"
    let stage = StrategyStage.quick

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        let n = min(context.trainingRows, 4000)
        let target = problem.target.prefix(n)
        guard problem.target.allSatisfy({ $0 > 0 }) || problem.target.allSatisfy({ $0 < 0 }) else { return }
        let usable = problem.columns.filter { $0.values.allSatisfy { $0 > 0 } }
        guard !usable.isEmpty, n >= usable.count + 2 else { return }
        let logarithms = usable.map { $0.values.prefix(n).map(Elementary.log) }
        let columns = [[Double](repeating: 1, count: n)] + logarithms
        let side = target.map { Elementary.log(abs($0)) }
        guard let solution = try LeastSquares.fullRank(Matrix(columns: columns), [side])?.solutions[0] else { return }
        func submit(_ exponents: [Expression], _ values: [Double]) {
            // Best constant for the given exponents, in the target's own units.
            var (top, bottom) = (0.0, 0.0)
            for i in 0..<n {
                var logarithm = 0.0
                for (j, value) in values.enumerated() { logarithm += value * logarithms[j][i] }
                let product = Elementary.exp(logarithm)
                top += product * (target[target.startIndex + i])
                bottom += product * product
            }
            guard bottom > 0, (top / bottom).isFinite, top != 0 else { return }
            let factors = zip(usable, exponents).map { Expression.power($0.expression, $1) }
            context.submit(.product([.real(top / bottom)] + factors), for: problem, by: Self.name)
        }
        let exponents = Array(solution.dropFirst())
        submit(exponents.map { .real($0) }, exponents)
        for tolerance in [0.02, 0.06, 0.15] {
            let snapped = exponents.map { ExponentSnapping.fraction(near: $0, tolerance: tolerance) }
            guard snapped.allSatisfy({ $0 != nil }) else { continue }
            let exact = snapped.compactMap { $0 }
            submit(exact.map { .rational($0) }, exact.map(\.doubleValue))
        }
    }
}
