import NumericKernel

/// Surrogates y = P(x) / Q(x) of targets with poles inside the ranges, where polynomials fail.
///
/// P - y Q = 0 is linear in the coefficients: the eigenvector of the smallest eigenvalue of its weighted normal matrix
/// (linearised rational approximation; Nakatsukasa, Sete & Trefethen 2018, §3). Rows are weighted with 1/(|y| + median |y|),
/// so that those near a pole count as much as all others.
enum RationalSurrogate {
    /// Quantiles of |y| whose ratio tells a pole, which has |y| > t in a share 1/t of the rows, from other targets.
    private static let quantiles = (inner: 0.95, outer: 0.998)
    private static let tail = 3.0
    /// Share of either sign among the largest values.
    private static let leastShare = 0.02
    /// How much smaller the error must be than that of a polynomial with the same weights.
    private static let gain = 0.3
    /// Terms of numerator and denominator together in the race between the coordinates of the inputs.
    private static let small = 130
    private static let maximumDegree = 10

    /// Fits a quotient where the target has heavy tails on both sides.
    ///
    /// - Parameters: those of `PolynomialSurrogate.fit`; `choices` are the scales of the inputs to try, `polynomial` is the best one.
    /// - Returns: nil for other targets, and unless the quotient is clearly better than the polynomial.
    /// - Complexity: O(rows × budget² + budget³).
    static func fit(
        columns: [[Double]], target: [Double], rows: Int, budget: Int, choices: [[InputScale]],
        insteadOf polynomial: PolynomialSurrogate
    ) throws -> PolynomialSurrogate? {
        let y = Array(target.prefix(rows))
        guard hasPoles(y) else { return nil }
        let middle = Statistics.median(y.map(abs))
        let weights = y.map { 1 / (abs($0) + middle) }
        let validation = (rows * 85 / 100)..<rows
        let sizes = validation.map { y[$0] * weights[$0] }
        let spread = Statistics.standardDeviation(sizes)
        guard middle > 0, spread > 0 else { return nil }
        func error(_ surrogate: PolynomialSurrogate) -> Double {
            let predicted = surrogate.values(at: columns.map { Array($0[validation]) }, sign: 1)
            let squares = zip(predicted, validation).map { value, i in
                let residual = (value - y[i]) * weights[i]
                return residual.isFinite ? residual * residual : .infinity
            }.sorted()
            return Statistics.mean(squares.prefix(max(4, squares.count * 19 / 20))).squareRoot() / spread
        }
        func attempt(_ inputs: [InputScale], _ budget: Int) throws -> PolynomialSurrogate? {
            guard
                var surrogate = try quotient(
                    columns, y, weights, inputs, validation.lowerBound, budget)
            else { return nil }
            surrogate.relativeError = error(surrogate)
            return surrogate.relativeError.isFinite ? surrogate : nil
        }
        var best: PolynomialSurrogate?
        for inputs in choices {
            if let trial = try attempt(inputs, min(small, validation.lowerBound / 3)),
                trial.relativeError < best?.relativeError ?? .infinity
            {
                best = trial
            }
        }
        guard let winner = best else { return nil }
        let large = min(budget, validation.lowerBound / 3)
        if large > small, winner.relativeError > 1e-9,
            let finer = try attempt(winner.coordinates.inputs, large),
            finer.relativeError < winner.relativeError
        {
            best = finer
        }
        guard let best, best.relativeError < gain * error(polynomial) else { return nil }
        return best
    }

    /// Whether the largest values tower above the others on both sides of zero.
    static func hasPoles(_ target: [Double]) -> Bool {
        let ordered = target.indices.sorted { abs(target[$0]) < abs(target[$1]) }
        guard ordered.count >= 100 else { return false }
        func quantile(_ share: Double) -> Double { abs(target[ordered[Int(share * Double(ordered.count - 1))]]) }
        let (inner, outer) = (quantile(quantiles.inner), quantile(quantiles.outer))
        guard inner > 0, outer > tail * inner else { return false }
        let largest = ordered.suffix(max(10, ordered.count / 50))
        let share = Double(largest.count { target[$0] > 0 }) / Double(largest.count)
        return share > leastShare && share < 1 - leastShare
    }

    private static func quotient(
        _ columns: [[Double]], _ y: [Double], _ weights: [Double], _ inputs: [InputScale],
        _ training: Int, _ budget: Int
    ) throws -> PolynomialSurrogate? {
        let z = zip(inputs, columns).map { scale, column in scale(column.prefix(y.count)) }
        let basis = LegendreBasis(
            lower: z.map { $0.min() ?? 0 }, upper: z.map { $0.max() ?? 0 },
            isAngle: inputs.map { $0 == .angle }, budget: budget / 2, maximumDegree: maximumDegree)
        let count = basis.terms.count
        guard count > 1, 2 * count < training else { return nil }
        let design = basis.design(z.map { $0.prefix(training) })
        var elements = design + design
        for k in 0..<count {
            for i in 0..<training {
                elements[k * training + i] *= weights[i]
                elements[(count + k) * training + i] *= -y[i] * weights[i]
            }
        }
        var gram = Matrix(rows: 2 * count, columns: 2 * count)
        elements.withUnsafeBufferPointer { block in
            gram.elements.withUnsafeMutableBufferPointer { out in
                DenseProduct.ofTransposed(block, block, rows: training, into: out)
            }
        }
        guard gram.elements.allSatisfy(\.isFinite) else { return nil }
        let vector = try SymmetricEigenproblem(gram).vectors[0]
        var surrogate = PolynomialSurrogate(
            coordinates: .init(inputs: inputs, target: .identity), basis: basis,
            coefficients: Array(vector.prefix(count)), relativeError: .infinity, smoothing: nil)
        surrogate.denominator = Array(vector.suffix(count))
        return surrogate
    }
}
