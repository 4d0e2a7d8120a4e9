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
    /// Most expressions that the curves are compared with.
    private static let expressions = 30_000
    /// Misfits that are looked at: in multiples of that of the separation itself, and at most.
    private static let nearby = 20.0
    private static let largestMisfit = 0.5
    /// Proposals per input and kind.
    private static let mostProposals = 2

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
            let lookup = CurveLookup(
                grid: grid, limit: Self.expressions,
                constants: [(.one, 1), (.integer(2), 2), (.constant(.pi), Double.pi)], rules: context.rules)
            return shapes.flatMap { proposals(context.problem, j, $0, lookup) }
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
        _ problem: ReducedProblem, _ j: Int, _ shape: Separation, _ lookup: CurveLookup
    ) -> [ReductionProposal] {
        let floor = max(shape.misfit, 1e-7)
        let limit = min(Self.nearby * floor, Self.largestMisfit)
        let sightings = lookup.sightings(of: shape, floor: floor, limit: limit)
        return sightings.prefix(Self.mostProposals).compactMap { sighting in
            guard let function = lookup.function(sighting, of: problem.columns[j]) else { return nil }
            let match = sighting.match
            var smaller = problem
            smaller.columns.remove(at: j)
            if shape.isProduct {
                guard smaller.divideTarget(by: function.expression, values: function.values) else { return nil }
                smaller.notes.append("factor \(function.expression.reportText)")
            } else {
                guard let scale = ExponentSnapping.fraction(near: match.scale, tolerance: 0.01 + match.misfit) else {
                    return nil
                }
                let part = scale == .one ? function.expression : .rational(scale) * function.expression
                let values = function.values.map { scale.doubleValue * $0 }
                guard smaller.subtractFromTarget(part, values: values) else { return nil }
                smaller.notes.append("summand \(part.reportText)")
            }
            return ReductionProposal(
                problem: smaller, misfit: match.misfit, price: 1.5 + 0.15 * Double(sighting.complexity))
        }
    }
}
