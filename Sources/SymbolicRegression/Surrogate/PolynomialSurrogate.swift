import NumericKernel

/// A smooth stand-in for the unknown law: one least-squares fit of a Legendre basis, with exact gradients.
///
/// Inputs enter as they are or as logarithms, or as angles through sines and cosines, the target as it is, as ln|y|, y^2 or 1/y; the coordinates with
/// the smallest error on validation rows are kept.
struct PolynomialSurrogate: Sendable {
    /// The coordinates of a fit.
    struct Coordinates: Sendable, Hashable {
        /// How each input enters.
        var inputs: [InputScale]
        /// The function of the target that was fitted.
        var target: TargetShape
    }

    /// Functions of the target that may be smoother than the target itself.
    enum TargetShape: String, Sendable, CaseIterable {
        case identity, logarithm, square, reciprocal

        /// The function; all but the identity want a target of one sign.
        func callAsFunction(_ y: Double) -> Double {
            switch self {
            case .identity: y
            case .logarithm: Elementary.log(abs(y))
            case .square: y * y
            case .reciprocal: 1 / y
            }
        }

        /// The inverse; `sign` is the sign of the target.
        func inverse(_ t: Double, sign: Double) -> Double {
            switch self {
            case .identity: t
            case .logarithm: sign * Elementary.exp(t)
            case .square: sign * Swift.max(t, 0).squareRoot()
            case .reciprocal: 1 / t
            }
        }

        /// dy/dt at y.
        func slope(_ y: Double) -> Double {
            switch self {
            case .identity: 1
            case .logarithm: y
            case .square: 0.5 / y
            case .reciprocal: -y * y
            }
        }
    }

    /// Coordinates that won.
    let coordinates: Coordinates
    /// The basis.
    let basis: LegendreBasis
    /// Coefficients, one per term.
    let coefficients: [Double]
    /// Coefficients of a polynomial that the other one is divided by; nil for 1 (`RationalSurrogate`).
    var denominator: [Double]?
    /// Root mean square of the validation residual in target units, without its largest twentieth (polynomials run wild in
    /// the corners of the box), divided by the target's standard deviation.
    var relativeError: Double
    /// Set by smoothing fits.
    var smoothing: Smoothing?

    /// What a smoothing fit knows besides.
    struct Smoothing: Sendable {
        /// Predictions of the target, one per row used.
        var predicted: [Double]
        /// Leave-one-out residuals in units of the original target, one per row used.
        var residuals: [Double]
        /// Whether a higher degree would not have lowered the error: what is left is noise, or too wild for any polynomial.
        var isAtPlateau: Bool

        /// Mean square of the residuals.
        var meanSquare: Double { residuals.reduce(0) { $0 + $1 * $1 } / Double(max(residuals.count, 1)) }
    }

    /// Whether gradients of the surrogate can only suggest structure, not decide it.
    var isCoarse: Bool { relativeError > 0.01 }

    /// Fits the best surrogate.
    ///
    /// - Parameters:
    ///   - columns: one column per input.
    ///   - target: same length.
    ///   - rows: rows to use from the front, split 85 : 15 into fit and validation.
    ///   - budget: largest number of terms.
    ///   - scales: how the inputs enter, nil for those that the race decides on; empty for none that are known.
    /// - Returns: nil when there are too few rows for a linear fit, or when nothing is finite.
    static func fit(
        columns: [[Double]], target: [Double], rows: Int, budget: Int, scales: [InputScale?] = []
    ) throws -> PolynomialSurrogate? {
        let rows = min(rows, target.count)
        let training = rows * 85 / 100
        let dimension = columns.count
        guard dimension > 0, training >= 4 * (dimension + 1), rows - training >= 4 else { return nil }
        let y = target.prefix(rows)
        let sameSign = target.allSatisfy { $0 > 0 } || target.allSatisfy { $0 < 0 }
        let spread = Statistics.standardDeviation(y)
        guard spread > 0 else { return nil }
        let choices = InputScale.choices(scales.isEmpty ? columns.map { _ in nil } : scales, columns: columns)

        // A race with a small basis first; only the winner gets the large one.
        let shapes = TargetShape.allCases.filter { $0 == .identity || sameSign }
        let large = min(budget, training / 3)
        let small = min(large, 130)
        func attempt(
            _ inputs: [InputScale], _ budget: Int, _ targets: [TargetShape], isCoarse: Bool
        ) throws -> [PolynomialSurrogate] {
            let z = zip(inputs, columns).map { scale, column in scale(column.prefix(rows)) }
            let basis = LegendreBasis(
                lower: z.map { $0.min() ?? 0 }, upper: z.map { $0.max() ?? 0 },
                isAngle: inputs.map { $0 == .angle }, budget: budget,
                maximumDegree: dimension == 1 ? 16 : 14)
            let sides = targets.map { shape in y.map { shape($0) } }
            let matrix = Matrix(
                rows: training, columns: basis.terms.count, elements: basis.design(z.map { $0.prefix(training) }))
            let trainingSides = sides.map { Array($0.prefix(training)) }
            let quick = isCoarse ? try LeastSquares.normalEquations(matrix, trainingSides) : nil
            guard let solution = try quick ?? LeastSquares.fullRank(matrix, trainingSides) else { return [] }
            let validation = Matrix(
                rows: rows - training, columns: basis.terms.count,
                elements: basis.design(z.map { $0.suffix(rows - training) }))
            return zip(targets, solution.solutions).map { shape, coefficients in
                let sign: Double = (y.first ?? 1) < 0 ? -1 : 1
                let predicted = validation.times(coefficients).map { shape.inverse($0, sign: sign) }
                let squares = zip(predicted, y.suffix(rows - training)).map { ($0 - $1) * ($0 - $1) }.sorted()
                let kept = squares.prefix(max(4, squares.count * 19 / 20))
                let error = Statistics.mean(kept).squareRoot() / spread
                return PolynomialSurrogate(
                    coordinates: Coordinates(inputs: inputs, target: shape), basis: basis, coefficients: coefficients,
                    relativeError: error.isFinite ? error : .infinity, smoothing: nil)
            }
        }
        var trials: [PolynomialSurrogate] = []
        for inputs in choices { trials += try attempt(inputs, small, shapes, isCoarse: false) }
        guard var best = trials.min(by: { $0.relativeError < $1.relativeError }) else { return nil }
        if large > small, best.relativeError > 1e-11 {
            // The runner-up in the other input coordinates may win with more terms when the race was close.
            var finalists = [best.coordinates]
            if let rival = trials.filter({ $0.coordinates.inputs != best.coordinates.inputs })
                .min(by: { $0.relativeError < $1.relativeError }), rival.relativeError < 3 * best.relativeError
            {
                finalists.append(rival.coordinates)
            }
            // Where a hundred terms leave a hundredth over, four times as many do not reach the precision that the normal
            // equations lose.
            let isCoarse = best.relativeError > 0.01
            for finalist in finalists {
                let rivals = try attempt(
                    finalist.inputs, large, shapes, isCoarse: isCoarse)
                for surrogate in rivals where surrogate.relativeError < best.relativeError { best = surrogate }
            }
        }
        if best.isCoarse, !sameSign,
            let rational = try RationalSurrogate.fit(
                columns: columns, target: target, rows: rows, budget: budget, choices: choices, insteadOf: best)
        {
            return rational
        }
        return best
    }

    /// Gradients of the target (`dy/dx_j`) at the first `count` rows that lie well inside the box: `[variable][point]`,
    /// and the indices of those rows.
    func gradients(columns: [[Double]], target: [Double], count: Int) -> (rows: [Int], gradient: [[Double]]) {
        let z = columns.indices.map { j in coordinate(j, columns[j]) }
        var chosen: [Int] = []
        // The square root has no slope at zero, and a surrogate of the square little to say about it nearby.
        let least = coordinates.target == .square ? 0.1 * Statistics.rootMeanSquare(target) : 0
        // Rows near a pole would drown all others.
        let most = denominator == nil ? .infinity : Self.farFromPoles * Statistics.median(target.map(abs))
        // Polynomial derivatives are least reliable at the faces of the box.
        for margin in [0.06, 0.03, 0.0] {
            chosen = []
            for i in target.indices where chosen.count < count {
                let inside = z.indices.allSatisfy { j in
                    let width = basis.upper[j] - basis.lower[j]
                    return z[j][i] >= basis.lower[j] + margin * width && z[j][i] <= basis.upper[j] - margin * width
                }
                if inside, abs(target[i]) >= least, abs(target[i]) <= most { chosen.append(i) }
            }
            if chosen.count >= min(count, 100) { break }
        }
        let points = z.map { column in chosen.map { column[$0] }[...] }
        var gradient = basis.gradient(points, coefficients: coefficients)
        if let denominator { divide(&gradient, by: denominator, points, chosen.map { target[$0] }) }
        for j in gradient.indices {
            let logarithmic = coordinates.inputs[j] == .logarithm
            for (p, i) in chosen.enumerated() {
                gradient[j][p] *= coordinates.target.slope(target[i])
                if logarithmic { gradient[j][p] /= columns[j][i] }
            }
        }
        return (chosen, gradient)
    }

    /// Values of the target, whose sign is `sign` where it was fitted through a function of one sign.
    func values(at columns: [[Double]], sign: Double) -> [Double] {
        let z = columns.indices.map { j in coordinate(j, columns[j]) }
        let design = Matrix(
            rows: columns.first?.count ?? 0, columns: basis.terms.count, elements: basis.design(z))
        let top = design.times(coefficients)
        if let denominator { return zip(top, design.times(denominator)).map { $0 / $1 } }
        return top.map { coordinates.target.inverse($0, sign: sign) }
    }

    /// Gradients of P turned into those of P/Q, (P' - y Q')/Q.
    private func divide(
        _ gradient: inout [[Double]], by denominator: [Double], _ points: [ArraySlice<Double>], _ target: [Double]
    ) {
        let design = Matrix(rows: target.count, columns: basis.terms.count, elements: basis.design(points))
        let bottom = design.times(denominator)
        let slopes = basis.gradient(points, coefficients: denominator)
        for j in gradient.indices {
            for p in bottom.indices { gradient[j][p] = (gradient[j][p] - target[p] * slopes[j][p]) / bottom[p] }
        }
    }

    /// Largest target, relative to its median, at which gradients of quotients are taken.
    private static let farFromPoles = 4.0

    private func coordinate(_ j: Int, _ column: [Double]) -> ArraySlice<Double> {
        coordinates.inputs[j](column[...])
    }
}
