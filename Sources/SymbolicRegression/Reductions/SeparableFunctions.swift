import Evaluation
import Expressions

/// Pulls out functions of one input that multiply the rest or are added to it, of any shape that a small enumeration reaches.
///
/// With the other inputs held at those of a few rows, the surrogate of y = f(x_j) g(others) traces curves that are multiples
/// of f, that of y = f(x_j) + g(others) curves that differ by constants (separability: Udrescu & Tegmark 2020, §II.F). The
/// mean curve is then looked up among all short expressions in x_j.
struct SeparableFunctions: Reduction {
    static let name = "separable functions"

    /// Rows whose other inputs are held, and values of the input along a curve.
    private static let curves = 16
    private static let points = 40
    /// Largest relative error of a surrogate whose curves can be told apart.
    private static let largestError = 0.02
    /// Largest complexity and number of the expressions.
    private static let complexity = 6
    private static let expressions = 30_000
    /// Largest complexity of the two parts of a product.
    private static let partComplexity = 4
    /// Stands for the input in the expressions.
    private static let hole = "\u{0}"
    /// Misfits that are looked at: in multiples of that of the separation itself, and at most.
    private static let nearby = 20.0
    private static let largestMisfit = 0.5
    /// Most expressions that are compared with each other.
    private static let mostMatches = 500
    /// Proposals per input and kind.
    private static let mostProposals = 2
    /// Complexity that is worth a halving of the misfit.
    private static let nodesPerBit = 1.0

    /// An expression, or the product of two, that comes close.
    private struct Sighting {
        let left: Int
        let right: Int?
        let complexity: Int
        let match: Separation.Match
        let score: Double
    }

    func proposals(_ context: ReductionContext) -> [ReductionProposal] {
        let error = Self.error(of: context.surrogate)
        guard context.problem.dimension > 1, error < Self.largestError, context.rows.count >= Self.points else {
            return []
        }
        let tolerance = max(1e-3, 10 * error)
        return context.problem.columns.indices.flatMap { j -> [ReductionProposal] in
            let grid = Array(context.points[j].prefix(Self.points))
            let traced = curves(of: j, on: grid, context)
            guard !traced.isEmpty else { return [] }
            let shapes = [Separation.product(traced), .sum(traced)].compactMap { $0 }.filter { $0.misfit < tolerance }
            guard !shapes.isEmpty else { return [] }
            let library = ValueLibrary(
                columns: [(.variable(Self.hole), grid)],
                constants: [(.one, 1), (.integer(2), 2), (.constant(.pi), Double.pi)],
                maximumComplexity: Self.complexity, limit: Self.expressions, rules: context.rules,
                shouldStop: { false })
            return shapes.flatMap { proposals(context.problem, j, $0, library) }
        }
    }

    /// How far a surrogate is off, relative to the spread of the target: noise averages out over the rows of a fit.
    private static func error(of surrogate: PolynomialSurrogate) -> Double {
        guard let rows = surrogate.smoothing?.residuals.count else { return surrogate.relativeError }
        let share = Double(surrogate.basis.terms.count) / Double(max(rows, 1))
        return surrogate.relativeError * share.squareRoot()
    }

    /// Values of the surrogate along input j, `[curve][point]`; empty when one is not finite.
    private func curves(of j: Int, on grid: [Double], _ context: ReductionContext) -> [[Double]] {
        let held = 0..<min(Self.curves, context.rows.count)
        let columns = context.points.enumerated().map { k, column in
            held.flatMap { row in k == j ? grid : [Double](repeating: column[row], count: grid.count) }
        }
        let values = context.surrogate.values(at: columns, sign: (context.target.first ?? 1) < 0 ? -1 : 1)
        guard values.allSatisfy(\.isFinite) else { return [] }
        return held.map { Array(values[($0 * grid.count)..<(($0 + 1) * grid.count)]) }
    }

    /// Problems without input j, those with the simplest and closest functions first.
    private func proposals(
        _ problem: ReducedProblem, _ j: Int, _ shape: Separation, _ library: ValueLibrary
    ) -> [ReductionProposal] {
        let floor = max(shape.misfit, 1e-7)
        let limit = min(Self.nearby * floor, Self.largestMisfit)
        var matches: [Sighting] = []
        func look(at values: [Double], left: Int, right: Int?, complexity: Int) {
            guard let match = shape.match(values), match.misfit < limit else { return }
            let bits = Elementary.log2(max(match.misfit, floor) / floor)
            matches.append(
                Sighting(
                    left: left, right: right, complexity: complexity, match: match,
                    score: Double(complexity) + Self.nodesPerBit * bits))
        }
        func values(_ k: Int) -> [Double] { Array(library.values[(k * library.rows)..<((k + 1) * library.rows)]) }
        for k in 0..<library.count {
            look(at: values(k), left: k, right: nil, complexity: Int(library.entries[k].complexity))
        }
        if shape.isProduct {
            let parts = library.entries.indices.prefix { library.entries[$0].complexity <= Self.partComplexity }
                .filter { library.entries[$0].flags & 8 == 0 }
            for left in parts {
                let a = values(left)
                for right in parts where right >= left {
                    let complexity = Int(library.entries[left].complexity + library.entries[right].complexity) + 1
                    guard complexity > Self.complexity else { continue }
                    look(at: zip(a, values(right)).map(*), left: left, right: right, complexity: complexity)
                }
            }
        }
        matches.sort { ($0.score, $0.left, $0.right ?? 0) < ($1.score, $1.left, $1.right ?? 0) }
        matches.removeLast(max(0, matches.count - Self.mostMatches))
        // Multiples of an expression, and expressions that differ by a constant from it, come equally close.
        var seen: [Double] = []
        matches = matches.filter { item in
            let isNew = !seen.contains { abs($0 - item.match.misfit) <= 1e-6 * $0 }
            seen.append(item.match.misfit)
            return isNew
        }
        return matches.prefix(Self.mostProposals).compactMap { sighting in
            let (column, match) = (problem.columns[j], sighting.match)
            let left = library.expression(sighting.left)
            let template = (sighting.right.map { left * library.expression($0) } ?? left).simplified()
            let function = template.substituting { $0 == Self.hole ? column.expression : nil }
            guard let tape = try? Tape(template, variables: [Self.hole]) else { return nil }
            let values = tape.evaluate(columns: [column.values])
            var smaller = problem
            smaller.columns.remove(at: j)
            if shape.isProduct {
                guard smaller.divideTarget(by: function, values: values) else { return nil }
                smaller.notes.append("factor \(function.reportText)")
            } else {
                guard let scale = ExponentSnapping.fraction(near: match.scale, tolerance: 0.01 + match.misfit) else {
                    return nil
                }
                let part = scale == .one ? function : .rational(scale) * function
                guard smaller.subtractFromTarget(part, values: values.map { scale.doubleValue * $0 }) else {
                    return nil
                }
                smaller.notes.append("summand \(part.reportText)")
            }
            return ReductionProposal(
                problem: smaller, misfit: match.misfit, price: 1.5 + 0.15 * Double(sighting.complexity))
        }
    }
}
