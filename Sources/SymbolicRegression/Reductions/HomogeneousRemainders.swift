import Expressions
import NumericKernel

/// Takes off a power of one input beside a term that respects a scaling: y = c x_k^q + x^p g(z), where x_k also stands in the
/// other term.
///
/// With sum a_j x_j d/dx_j of the other term equal to b times it, the gradients of y satisfy
/// sum a_j x_j y_j - b y = c (q a_k - b) x_k^q: a null vector of the columns [x_j y_j, -y, x_k^q] that is none without the last.
struct HomogeneousRemainders: Reduction {
    static let name = "homogeneous remainders"

    private static let exponents: [Rational] = [
        .one, .minusOne, Rational(2), Rational(-2), Rational(1, 2), Rational(-1, 2), Rational(3),
    ].compactMap(\.self)
    /// Largest relative error of surrogates whose null vectors say something.
    private static let largestError = 0.01
    /// By how much the power has to lower the smallest singular value.
    private static let gain = 0.1
    /// Bits that the coefficient may cost.
    private static let largestCost = 14.0
    private static let price = 0.6

    /// A power of one input with its coefficient.
    private struct Part {
        let input: Int
        let exponent: Rational
        let coefficient: Double
        let misfit: Double
    }

    func proposals(_ context: ReductionContext) throws -> [ReductionProposal] {
        let problem = context.problem
        let error = context.surrogate.relativeError
        let usable = problem.columns.indices.filter { j in problem.columns[j].values.allSatisfy { $0 > 0 } }
        guard usable.count > 1, error < Self.largestError, context.rows.count > 4 * usable.count else { return [] }
        let slopes = usable.map { j in context.rows.indices.map { context.gradient[j][$0] * context.points[j][$0] } }
        let columns = slopes + [context.target.map { -$0 }]
        guard let plain = try Self.nullVector(columns) else { return [] }
        var parts: [Part] = []
        for (position, k) in usable.enumerated() {
            for exponent in Self.exponents {
                let power = context.points[k].map { PowerProduct.power($0, exponent) }
                guard let null = try Self.nullVector(columns + [power]), null.share < Self.gain * plain.share,
                    null.share < max(1e-6, 8 * error)
                else { continue }
                let (degree, step) = (null.vector[usable.count], null.vector[usable.count + 1])
                let excess = exponent.doubleValue * null.vector[position] - degree
                let coefficient = -step / excess
                guard abs(excess) > 0.05 * (abs(degree) + abs(null.vector[position])), coefficient != 0,
                    coefficient.isFinite
                else { continue }
                parts.append(Part(input: k, exponent: exponent, coefficient: coefficient, misfit: null.share))
            }
        }
        parts.sort { ($0.misfit, $0.input) < ($1.misfit, $1.input) }
        return try parts.prefix(2).flatMap { try proposals($0, context) }
    }

    /// The problem without the power and with the groups of what is left.
    private func proposals(_ part: Part, _ context: ReductionContext) throws -> [ReductionProposal] {
        let error = context.surrogate.relativeError
        let tolerance = abs(part.coefficient) * max(1e-6, min(0.01, 20 * error))
        let forms = ConstantSnapping.candidates(
            near: part.coefficient, tolerance: tolerance, maximumCost: Self.largestCost)
        return try forms.prefix(2).flatMap { form -> [ReductionProposal] in
            let column = context.problem.columns[part.input]
            let number = form.numericValue([:])
            let power = PowerProduct(columns: [column], exponents: [part.exponent])
            let term = form * power.expression
            var rest = context.problem
            guard rest.subtractFromTarget(term, values: power.values.map { number * $0 }) else { return [] }
            rest.notes.append("summand \(term.reportText)")
            let points = context.points[part.input]
            let values = points.map { number * PowerProduct.power($0, part.exponent) }
            var gradient = context.gradient
            for i in points.indices { gradient[part.input][i] -= part.exponent.doubleValue * values[i] / points[i] }
            let target = zip(context.target, values).map { $0 - $1 }
            let left = ReductionContext(context, problem: rest, target: target, gradient: gradient)
            return try ScaleGroups().homogeneities(left).map { proposal in
                var dearer = proposal
                dearer.price += Self.price
                return dearer
            }
        }
    }

    /// The combination of columns that is nearest to zero, and its size relative to the largest combination, columns scaled to
    /// equal size.
    private static func nullVector(_ columns: [[Double]]) throws -> (vector: [Double], share: Double)? {
        let sizes = columns.map { Statistics.rootMeanSquare($0) }
        guard sizes.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        let scaled = zip(columns, sizes).map { column, size in column.map { $0 / size } }
        let decomposition = try SingularValueDecomposition(Matrix(columns: scaled))
        guard let last = decomposition.values.last, let vector = decomposition.rightVectors.last,
            decomposition.values[0] > 0
        else { return nil }
        return (zip(vector, sizes).map { $0 / $1 }, last / decomposition.values[0])
    }
}
