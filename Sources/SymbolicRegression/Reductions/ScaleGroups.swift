import Expressions
import NumericKernel

/// Finds the products of powers through which the inputs enter, and the power law in front: y = x^p g(z_1, ..., z_r).
///
/// The rows of logarithmic gradients, taken relative to their mean, span the exponents of the groups; what is left of the
/// mean is the exponent vector p. A gap in the singular values shows r. This is dimensional analysis without units.
struct ScaleGroups: Reduction {
    static let name = "scale groups"

    func proposals(_ context: ReductionContext) throws -> [ReductionProposal] {
        let problem = context.problem
        let usableColumns = Self.usableColumns(problem)
        let (d, n) = (usableColumns.count, context.rows.count)
        guard d > 1, n > 3 * d else { return [] }
        // Rows with a small target carry large relative errors: leave them out.
        let size = Statistics.rootMeanSquare(context.target)
        let strong = context.target.indices.filter { abs(context.target[$0]) > 0.05 * size }
        guard strong.count > 3 * d else { return [] }
        var slopes = usableColumns.map { j in
            strong.map { context.gradient[j][$0] * context.points[j][$0] / context.target[$0] }
        }
        let means = slopes.map { Statistics.mean($0) }
        let grids: [ExponentSnapping.Grid] = Self.grids(context.surrogate)
        var proposals: [ReductionProposal] = []
        for centered in [true, false] {
            if centered {
                for j in slopes.indices { for i in slopes[j].indices { slopes[j][i] -= means[j] } }
            } else {
                for j in slopes.indices { for i in slopes[j].indices { slopes[j][i] += means[j] } }
            }
            guard slopes.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return [] }
            let decomposition = try SingularValueDecomposition(Matrix(columns: slopes))
            let s = decomposition.values
            guard s[0] > 0 else { continue }
            for rank in 1..<d
            where s[rank] < 0.3 * s[rank - 1] && s[rank] < max(0.02, 60 * context.surrogate.relativeError) * s[0] {
                let misfit = s[rank] / s[0]
                let directions = Array(decomposition.rightVectors.prefix(rank))
                for (choice, exponents) in Self.readableExponents(directions, on: grids).prefix(
                    context.surrogate.isCoarse ? 5 : 2
                ).enumerated() {
                    guard
                        let smaller = reduce(
                            problem, usableColumns, exponents, centered ? means : nil, grids: grids)
                    else { continue }
                    proposals.append(
                        ReductionProposal(
                            problem: smaller, misfit: misfit,
                            price: 0.5 + (centered ? 0 : 0.1) + Double(choice) * 0.2 + 0.1 * Double(rank)))
                }
            }
        }
        return proposals + (try homogeneities(context))
    }

    /// Inputs that vanish stay as they are; inputs of both signs can only have integer exponents.
    private static func usableColumns(_ problem: ReducedProblem) -> [Int] {
        problem.columns.indices.filter { j in problem.columns[j].values.allSatisfy { $0 != 0 } }
    }

    /// The same from the scalings that the law respects: y(t^a x) = t^b y for all t, that is sum a_j x_j y_j = b y.
    ///
    /// The scalings are the null space of the columns [x_j y_j, -y]; the groups are what they leave unchanged. No division by
    /// the target: laws that change sign, and coarse surrogates, are read more surely this way.
    func homogeneities(_ context: ReductionContext) throws -> [ReductionProposal] {
        let usableColumns = Self.usableColumns(context.problem)
        let grids = Self.grids(context.surrogate)
        var proposals: [ReductionProposal] = []
        for count in 1..<max(usableColumns.count, 1) {
            guard let found = try Self.scalings(context, usableColumns, count: count),
                found.gap < 0.4, found.misfit < max(0.02, 8 * context.surrogate.relativeError)
            else { continue }
            for (choice, exponents) in Self.readableExponents(found.directions, on: grids).prefix(
                context.surrogate.isCoarse ? 5 : 2
            ).enumerated() {
                guard let smaller = reduce(context.problem, usableColumns, exponents, found.offset, grids: grids) else {
                    continue
                }
                proposals.append(
                    ReductionProposal(
                        problem: smaller, misfit: found.misfit,
                        price: 0.6 + Double(choice) * 0.2 + 0.1 * Double(usableColumns.count - count)))
            }
        }
        return proposals
    }

    /// What a number of scalings leaves unchanged.
    struct Invariants {
        /// Directions of exponents that no scaling moves.
        let directions: [[Double]]
        /// Exponents of a power law that scales like the target.
        let offset: [Double]
        /// Largest singular value of the scalings relative to the largest of all, and to the smallest of the rest.
        let misfit: Double
        let gap: Double
    }

    /// The `count` scalings of some inputs that the law respects best; nil where they are not determined.
    static func scalings(_ context: ReductionContext, _ inputs: [Int], count: Int) throws -> Invariants? {
        let d = inputs.count
        var columns = inputs.map { j in
            context.rows.indices.map { context.gradient[j][$0] * context.points[j][$0] }
        }
        columns.append(context.target.map { -$0 })
        guard columns.allSatisfy({ $0.allSatisfy(\.isFinite) }), context.rows.count > d + 1 else { return nil }
        let decomposition = try SingularValueDecomposition(Matrix(columns: columns))
        let s = decomposition.values
        let cut = d + 1 - count
        guard s[0] > 0, s[cut - 1] > 0 else { return nil }
        let scalings = decomposition.rightVectors.suffix(count)
        // Directions that no scaling moves: the complement of the scalings' input parts.
        var padded = scalings.map { Array($0.prefix(d)) }
        while padded.count < d { padded.append([Double](repeating: 0, count: d)) }
        let complement = try SingularValueDecomposition(Matrix(columns: padded).transposed)
        guard complement.values[count - 1] > 0.05 else { return nil }
        // Any exponents p with a.p = b for all scalings serve as the power law in front.
        let system = Matrix(columns: scalings.map { Array($0.prefix(d)) }).transposed
        let offset = try LeastSquares.minimumNorm(system, [scalings.map { $0[d] }]).solutions[0]
        return Invariants(
            directions: Array(complement.rightVectors.suffix(d - count)), offset: offset, misfit: s[cut] / s[0],
            gap: s[cut] / s[cut - 1])
    }

    private static func grids(_ surrogate: PolynomialSurrogate) -> [ExponentSnapping.Grid] {
        surrogate.isCoarse ? [.fine, .coarse, .rough] : [.fine]
    }

    /// Exponent vectors with small fractions that span the same space, simplest first.
    ///
    /// Row-reduces with several orders of pivots and keeps the forms whose entries are all near small fractions.
    static func readableExponents(
        _ directions: [[Double]], on grids: [ExponentSnapping.Grid] = [.fine]
    ) -> [[[Rational]]] {
        guard let d = directions.first?.count else { return [] }
        var found: [(cost: Double, exponents: [[Rational]])] = []
        var stream = SplitMix64(seed: 7)
        for trial in 0..<(d <= 4 ? 40 : 160) {
            var order = Array(0..<d)
            if trial > 0 { order.shuffle(using: &stream) }
            guard let reduced = rowReduced(directions, order) else { continue }
            for grid in grids {
                var exponents = reduced.compactMap { ExponentSnapping.fractions(near: $0, on: grid) }
                guard exponents.count == directions.count else { continue }
                let cost = exponents.reduce(0) { $0 + Self.cost($1) }
                exponents.sort { left, right in
                    for (a, b) in zip(left, right) where a != b { return b < a }
                    return false
                }
                if !found.contains(where: { $0.exponents == exponents }) { found.append((cost, exponents)) }
            }
        }
        found.sort { $0.cost < $1.cost }
        return found.map(\.exponents)
    }

    /// How complicated a vector of exponents reads.
    static func cost(_ exponents: [Rational]) -> Double {
        exponents.reduce(0) { $0 + Double(abs($1.numerator)) + 3 * Double($1.denominator - 1) }
    }

    /// Gauss-Jordan elimination with pivots in the given order of columns; nil when a pivot is too small.
    private static func rowReduced(_ rows: [[Double]], _ order: [Int]) -> [[Double]]? {
        var m = rows
        var r = 0
        for column in order where r < m.count {
            guard
                let pivot = (r..<m.count).max(by: { abs(m[$0][column]) < abs(m[$1][column]) }),
                abs(m[pivot][column]) > 0.08
            else { continue }
            m.swapAt(r, pivot)
            let scale = 1 / m[r][column]
            m[r] = m[r].map { $0 * scale }
            for i in m.indices where i != r {
                let factor = m[i][column]
                if factor != 0 { for j in m[i].indices { m[i][j] -= factor * m[r][j] } }
            }
            r += 1
        }
        return r == m.count ? m : nil
    }

    private func reduce(
        _ problem: ReducedProblem, _ usableColumns: [Int], _ exponents: [[Rational]], _ mean: [Double]?,
        grids: [ExponentSnapping.Grid]
    ) -> ReducedProblem? {
        guard let mean else { return Self.reduced(problem, usableColumns, to: exponents, front: nil) }
        // The mean exponent vector modulo the groups: subtract multiples of the groups to clear the pivots.
        guard let offset = Self.simplestOffset(mean, exponents, on: grids) else { return nil }
        return Self.reduced(problem, usableColumns, to: exponents, front: offset)
    }

    /// The problem in groups of inputs, divided by a power law; nil where exponents do not fit the columns.
    static func reduced(
        _ problem: ReducedProblem, _ usableColumns: [Int], to exponents: [[Rational]], front: [Rational]?
    ) -> ReducedProblem? {
        let columns = usableColumns.map { problem.columns[$0] }
        var smaller = problem
        var notes: [String] = []
        if let front {
            guard fits(front, columns) else { return nil }
            if front.contains(where: { $0.numerator != 0 }) {
                let monomial = PowerProduct(columns: columns, exponents: front)
                guard smaller.divideTarget(by: monomial.expression, values: monomial.values) else { return nil }
                notes.append("factor \(monomial.expression.reportText)")
            }
        }
        guard exponents.allSatisfy({ fits($0, columns) }) else { return nil }
        let groups = exponents.map { PowerProduct(columns: columns, exponents: $0) }
        guard groups.allSatisfy({ $0.values.allSatisfy(\.isFinite) }) else { return nil }
        smaller.columns = groups.map { group in
            columns.first { $0.expression == group.expression }
                ?? .init(expression: group.expression, values: group.values)
        }
        smaller.columns += problem.columns.indices.filter { !usableColumns.contains($0) }.map { problem.columns[$0] }
        guard smaller.columns.count < problem.columns.count else { return nil }
        notes.append("groups " + groups.map { $0.expression.reportText }.joined(separator: ", "))
        smaller.notes.append(contentsOf: notes)
        return smaller
    }

    /// Whether columns of both signs have integer exponents.
    private static func fits(_ exponents: [Rational], _ columns: [ReducedProblem.Column]) -> Bool {
        zip(exponents, columns).allSatisfy { exponent, column in
            exponent.isInteger || column.values.allSatisfy { $0 > 0 }
        }
    }

    /// The representative of `mean` modulo the span of the group exponents with the simplest fractions.
    static func simplestOffset(
        _ mean: [Double], _ exponents: [[Rational]], on grids: [ExponentSnapping.Grid] = [.fine]
    ) -> [Rational]? {
        let rows = exponents.map { $0.map(\.doubleValue) }
        var best: (cost: Double, offset: [Rational])?
        var stream = SplitMix64(seed: 11)
        for trial in 0..<(mean.count <= 4 ? 40 : 160) {
            var order = Array(mean.indices)
            if trial > 0 { order.shuffle(using: &stream) }
            guard let reduced = rowReduced(rows, order) else { continue }
            var offset = mean
            var used: [Int] = []
            for row in reduced {
                guard let pivot = order.first(where: { !used.contains($0) && abs(row[$0] - 1) < 1e-9 }) else {
                    continue
                }
                used.append(pivot)
                let factor = offset[pivot]
                for j in offset.indices { offset[j] -= factor * row[j] }
            }
            for grid in grids {
                guard let entries = ExponentSnapping.fractions(near: offset, on: grid) else { continue }
                let cost = Self.cost(entries)
                if best.map({ cost < $0.cost }) ?? true { best = (cost, entries) }
            }
        }
        return best?.offset
    }
}
