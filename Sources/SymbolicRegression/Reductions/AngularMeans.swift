import Expressions

/// Takes off what is left when an angle is averaged over its turn: y = A(x_k) + B(others) h(angle), where h has no mean.
///
/// Neither a factor nor a summand holds all of the dependence on any input, so that no test of separability sees the two
/// terms. The mean of the surrogate over the angle, along x_k, is A; it is looked up among all short expressions in x_k.
struct AngularMeans: Reduction {
    static let name = "means over angles"

    /// Values along a curve, directions of the angle that are averaged, and rows whose other inputs are held.
    private static let points = 40
    private static let directions = 16
    private static let curves = 4
    /// Largest relative error of a surrogate whose means say something.
    private static let largestError = 0.01
    /// Share of the target's size that a mean must have.
    private static let leastShare = 1e-3
    private static let expressions = 10_000

    func proposals(_ context: ReductionContext) -> [ReductionProposal] {
        let problem = context.problem
        let error = context.surrogate.relativeError
        let scales = context.surrogate.coordinates.inputs
        guard problem.dimension > 1, error < Self.largestError, context.rows.count >= Self.points else { return [] }
        let angles = problem.columns.indices.filter {
            scales[$0] == .angle && Self.isWholeTurn(problem.columns[$0].values)
        }
        return angles.flatMap { angle in
            problem.columns.indices.compactMap { k in
                k == angle ? nil : proposal(input: k, angle: angle, tolerance: max(1e-5, 10 * error), context)
            }
        }
    }

    private static func isWholeTurn(_ values: [Double]) -> Bool {
        (values.max() ?? 0) - (values.min() ?? 0) > 0.95 * 2 * Double.pi
    }

    /// The problem without the mean over the angle, if that is a simple function of input k alone.
    private func proposal(
        input k: Int, angle: Int, tolerance: Double, _ context: ReductionContext
    ) -> ReductionProposal? {
        let grid = Array(context.points[k].prefix(Self.points))
        let means = (0..<Self.curves).compactMap { mean(along: k, grid, angle: angle, row: $0, context) }
        let size = Statistics.rootMeanSquare(context.target)
        guard means.count == Self.curves, let curve = means.first, size > 0,
            Statistics.rootMeanSquare(curve) > Self.leastShare * size,
            means.allSatisfy({ other in
                Statistics.rootMeanSquare(zip(other, curve).map { $0 - $1 }) < tolerance * size
            }), let shape = Separation.product([curve])
        else { return nil }
        let lookup = CurveLookup(
            grid: grid, limit: Self.expressions, constants: [(.one, 1), (.integer(2), 2)], rules: context.rules)
        let sightings = lookup.sightings(of: shape, floor: tolerance, limit: 100 * tolerance)
        guard let match = sightings.first?.match,
            let function = sightings.first.flatMap({ lookup.function($0, of: context.problem.columns[k]) }),
            let scale = ExponentSnapping.fraction(near: match.scale, tolerance: 0.01 * abs(match.scale)),
            scale.numerator != 0
        else { return nil }
        let part = scale == .one ? function.expression : .rational(scale) * function.expression
        var smaller = context.problem
        let values = function.values.map { scale.doubleValue * $0 }
        guard smaller.subtractFromTarget(part, values: values) else { return nil }
        smaller.notes.append("summand \(part.reportText)")
        return ReductionProposal(problem: smaller, misfit: match.misfit, price: 1)
    }

    /// The mean of the surrogate over the angle at the values of input k, other inputs as in a row; nil where it is not finite.
    private func mean(
        along k: Int, _ grid: [Double], angle: Int, row: Int, _ context: ReductionContext
    ) -> [Double]? {
        let low = context.problem.columns[angle].values.min() ?? 0
        let turn = (0..<Self.directions).map { low + 2 * Double.pi * Double($0) / Double(Self.directions) }
        let columns = context.points.enumerated().map { j, column in
            turn.flatMap { direction in
                j == k ? grid : [Double](repeating: j == angle ? direction : column[row], count: grid.count)
            }
        }
        let values = context.surrogate.values(at: columns, sign: (context.target.first ?? 1) < 0 ? -1 : 1)
        guard values.allSatisfy(\.isFinite) else { return nil }
        return grid.indices.map { point in
            (0..<Self.directions).reduce(0) { $0 + values[$1 * grid.count + point] } / Double(Self.directions)
        }
    }
}
