import Diagnostics
import Expressions
import NumericKernel

/// Exact rational functions: T(y) = P/Q from the null space of the columns [monomials of P, -T(y) monomials of Q].
///
/// Degrees are tried by the number of coefficients, so that the first solution is in lowest terms and its null space is
/// one-dimensional.
struct RationalFit: Strategy {
    static let name = "rational function"
    let stage = StrategyStage.thorough

    private static let exactness = 1e-9
    /// Rows beyond the number of coefficients.
    private static let spareRows = 5
    private let limit: Int

    /// A fit with at most `limit` coefficients.
    init(limit: Int = 130) { self.limit = limit }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        guard context.noise == nil else { return }
        let transforms: [TargetTransform] = [.identity, .square, .exponential, .cosine, .sine, .squareRoot]
        let targets = transforms.compactMap { transform in
            transform.apply(problem.target).map { (transform, $0) }
        }
        let sets = AtomSet.all(for: problem).filter { $0.price <= 1.25 }
        for set in sets {
            var shapes: [(p: Int, q: Int, size: Int)] = []
            for p in 0...6 {
                for q in 1...6 {
                    guard let top = set.monomials(degree: p, limit: limit),
                        let bottom = set.monomials(degree: q, limit: limit), top.count + bottom.count <= limit
                    else { continue }
                    shapes.append((p, q, top.count + bottom.count))
                }
            }
            shapes.sort { ($0.size, $0.q) < ($1.size, $1.q) }
            for (transform, values) in targets {
                // Far-fetched combinations get the small shapes only.
                let common = transform == .identity || transform == .square
                let largest = common ? (set.price == 0 ? limit : 50) : (set.price == 0 ? 40 : 16)
                for shape in shapes where shape.size <= largest {
                    if context.control.isStopping { return }
                    context.control.charge(1)
                    if try attempt(problem, set, shape.p, shape.q, transform, values, context) { return }
                }
            }
        }
    }

    private func attempt(
        _ problem: ReducedProblem, _ set: AtomSet, _ p: Int, _ q: Int, _ transform: TargetTransform,
        _ target: [Double], _ context: StrategyContext
    ) throws -> Bool {
        guard let top = set.monomials(degree: p, limit: limit), let bottom = set.monomials(degree: q, limit: limit)
        else { return false }
        let size = top.count + bottom.count
        let rows = min(size * 3 / 2 + 20, context.trainingRows)
        guard rows >= size + Self.spareRows else { return false }
        var columns = top.map { set.values($0, rows: 0..<rows) }
        for monomial in bottom {
            columns.append(zip(set.values(monomial, rows: 0..<rows), target).map { -$0 * $1 })
        }
        let norms = columns.map(Statistics.rootMeanSquare)
        // What overflows or vanishes on these rows has no coefficient to find.
        guard norms.allSatisfy({ $0.isFinite && $0 > 0 }) else { return false }
        for j in columns.indices {
            for i in 0..<rows { columns[j][i] /= norms[j] }
        }
        let decomposition = try SingularValueDecomposition(Matrix(columns: columns))
        let s = decomposition.values
        // A null vector must stand out from the rest, or the columns are merely ill conditioned.
        guard s[size - 1] < 1e-12 * s[0], size == 1 || s[size - 1] < 1e-4 * s[size - 2] else { return false }
        let null = zip(decomposition.rightVectors[size - 1], norms).map { $0 / $1 }
        // Pin one coefficient to 1 and thin out the rest.
        let weights = null.indices.map { abs(null[$0]) * norms[$0] }
        guard let pin = weights.indices.max(by: { weights[$0] < weights[$1] }) else { return false }
        let others = columns.indices.filter { $0 != pin }
        let side = columns[pin].map { -$0 * norms[pin] }
        let sparse = try SparseSolution.reduce(
            columns: others.map { j in columns[j].map { $0 * norms[j] } },
            coefficients: others.map { null[$0] / null[pin] },
            target: side, tolerance: Self.exactness)
        var coefficients = [Double](repeating: 0, count: size)
        coefficients[pin] = 1
        for (index, value) in sparse { coefficients[others[index]] = value }
        let numerator = top.indices.filter { coefficients[$0] != 0 }
        let denominator = bottom.indices.filter { coefficients[top.count + $0] != 0 }
        guard !numerator.isEmpty, !denominator.isEmpty else { return false }
        // The simplest normalisation: the coefficients relative to that of the lowest denominator term.
        let unit = coefficients[top.count + denominator[0]]
        func polynomial(_ indices: [Int], _ monomials: [[Int]], _ offset: Int) -> Expression {
            .sum(indices.map { .product([.real(coefficients[offset + $0] / unit), set.expression(monomials[$0])]) })
        }
        let fraction = polynomial(numerator, top, 0) / polynomial(denominator, bottom, top.count)
        let sign: Double = (problem.target.first ?? 1) < 0 ? -1 : 1
        return context.submit(transform.inverse(fraction, sign: sign), for: problem, by: Self.name)
    }
}
