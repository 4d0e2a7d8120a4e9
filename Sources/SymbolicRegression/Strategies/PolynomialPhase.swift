import Diagnostics
import Expressions

/// Waves whose phase is a polynomial with small whole coefficients, beside one product of inputs:
/// y = a + b m + r sin(i x1 + j x2 + k x1 x2 + d), such as x y + sin((x - 1) (y - 1)).
///
/// Phase and amplitude enter linearly through sine and cosine; four unknowns and a dozen rows decide each hypothesis exactly. Laws of this
/// kind swing in all inputs, so that no surrogate on few rows resolves them.
struct PolynomialPhase: Strategy {
    static let name = "polynomial phase"
    let stage = StrategyStage.thorough

    /// Rows that decide: as many as there are unknowns, and the others to check.
    private static let rows = 12
    private static let leastRows = 10
    /// Largest coefficient of a phase, by number of inputs.
    private static let largest = [1: 3, 2: 2, 3: 1]
    /// Largest relative residual of rows that are met.
    private static let exactness = 1e-8

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard context.noise == nil, let largest = Self.largest[problem.dimension],
            context.trainingRows >= Self.leastRows
        else { return }
        let rows = min(Self.rows, context.trainingRows)
        let target = Array(problem.target.prefix(rows))
        let scale = Statistics.rootMeanSquare(target)
        let inputs = AtomSet(
            atoms: problem.columns.map { .init(expression: $0.expression, values: $0.values) }, price: 0)
        let degree = problem.dimension == 1 ? 3 : 2
        guard scale > 0, let monomials = inputs.monomials(degree: degree, limit: 40) else { return }
        let products = monomials.map { (expression: inputs.expression($0), values: inputs.values($0, rows: 0..<rows)) }
        // Squares in phases of several inputs are rare: inputs and their products only.
        let parts = monomials.indices.filter { k in
            monomials[k].contains { $0 > 0 } && (problem.dimension == 1 || monomials[k].allSatisfy { $0 < 2 })
        }
        var coefficients = [Int](repeating: 0, count: parts.count)
        func visit(_ k: Int) -> Bool {
            guard k < parts.count else {
                // A phase and its negative are the same wave.
                guard coefficients.first(where: { $0 != 0 }) ?? 0 > 0, !context.control.isStopping else { return false }
                let phase = zip(parts, coefficients).filter { $0.1 != 0 }.map { (products[$0.0], $0.1) }
                return attempt(problem, phase, products, target, scale, context)
            }
            for coefficient in -largest...largest {
                coefficients[k] = coefficient
                if visit(k + 1) { return true }
            }
            coefficients[k] = 0
            return false
        }
        _ = visit(0)
    }

    private typealias Term = (expression: Expression, values: [Double])

    private func attempt(
        _ problem: ReducedProblem, _ phase: [(term: Term, coefficient: Int)], _ products: [Term], _ target: [Double],
        _ scale: Double, _ context: StrategyContext
    ) -> Bool {
        let ones = [Double](repeating: 1, count: target.count)
        let angle = target.indices.map { i in phase.reduce(0) { $0 + Double($1.coefficient) * $1.term.values[i] } }
        let (cosine, sine) = (angle.map(Elementary.cos), angle.map(Elementary.sin))
        context.control.charge(products.count)
        for product in products {
            let isConstant = product.expression == .one
            let basis = isConstant ? [ones, cosine, sine] : [ones, cosine, sine, product.values]
            guard
                let solution = ExactCombination.coefficients(basis, target, tolerance: Self.exactness * scale)
            else { continue }
            let (amplitude, shift) = Self.polar(solution[1], solution[2])
            guard abs(amplitude) > 1e-6 * scale else { continue }
            var argument = phase.map { Expression.integer($0.coefficient) * $0.term.expression }
            if abs(shift) > 1e-9 { argument.append(.real(shift)) }
            var terms = [Expression.real(amplitude) * .apply(.sin, .sum(argument))]
            if abs(solution[0]) > 1e-9 * scale { terms.append(.real(solution[0])) }
            if !isConstant { terms.append(.real(solution[3]) * product.expression) }
            if context.submit(.sum(terms), for: problem, by: Self.name) { return true }
        }
        return false
    }

    /// c cos + s sin as r sin(... + d): of all r and d, those with the simplest d.
    private static func polar(_ cosine: Double, _ sine: Double) -> (amplitude: Double, shift: Double) {
        let amplitude = (cosine * cosine + sine * sine).squareRoot()
        let shift = Elementary.atan2(cosine, sine)
        let choices = [0, 1, -1, 2, -2].map { turns in
            (amplitude: turns % 2 == 0 ? amplitude : -amplitude, shift: shift + Double(turns) * Double.pi)
        }
        return choices.first { choice in
            abs(choice.shift) < 1e-9
                || !ConstantSnapping.candidates(near: choice.shift, tolerance: 1e-9, maximumCost: 12).isEmpty
        } ?? choices[0]
    }
}
