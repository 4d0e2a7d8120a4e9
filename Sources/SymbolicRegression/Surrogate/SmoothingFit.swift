import NumericKernel

/// Fits a surrogate to noisy rows: the degree by leave-one-out error, all errors in units of the original target.
///
/// The target may be a function of a polynomial, t = g(P(x)): as in generalised linear models (Nelder & Wedderburn 1972)
/// a few reweighted solves minimise the squared residuals of t itself, so that no noisy value is ever put through a
/// logarithm or a reciprocal.
struct SmoothingFit {
    /// The problem.
    let problem: ReducedProblem
    /// Rows used, from the front.
    let rows: Int
    /// Largest number of terms.
    let budget: Int

    private static let maximumDegree = 12
    /// For laws that swing many times; only where lower degrees are not enough, and where the terms can be afforded.
    private static let swingingDegree = 20

    /// Coordinates to use, nil for the best ones.
    var coordinates: PolynomialSurrogate.Coordinates?

    /// The best fit over the coordinates; nil when there are too few rows or the target is constant.
    func best() throws -> PolynomialSurrogate? {
        let rows = min(rows, problem.target.count)
        let dimension = problem.dimension
        guard dimension > 0, rows >= 4 * (dimension + 1) else { return nil }
        var winner: (surrogate: PolynomialSurrogate, error: Double)?
        let choices = coordinates.map { [$0.inputs] } ?? InputScale.choices(problem.scales, columns: problem.values)
        for inputs in choices {
            for surrogate in try fits(inputs, rows, maximumDegree: Self.maximumDegree) {
                let error = surrogate.relativeError
                if winner.map({ error < $0.error }) ?? true { winner = (surrogate, error) }
            }
        }
        if let best = winner?.surrogate, dimension <= 2, best.basis.degree == Self.maximumDegree,
            best.smoothing?.isAtPlateau == false
        {
            var higher = self
            higher.coordinates = best.coordinates
            let finer = try higher.fits(best.coordinates.inputs, rows, maximumDegree: Self.swingingDegree)
            for surrogate in finer where surrogate.relativeError < winner?.error ?? .infinity {
                winner = (surrogate, surrogate.relativeError)
            }
        }
        return winner?.surrogate
    }

    /// The fits for all shapes of the target in one set of input coordinates.
    private func fits(
        _ inputs: [InputScale], _ rows: Int, maximumDegree: Int
    ) throws -> [PolynomialSurrogate] {
        let z = zip(inputs, problem.columns).map { scale, column in scale(column.values.prefix(rows)) }
        guard z.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return [] }
        let basis = LegendreBasis(
            lower: z.map { $0.min() ?? 0 }, upper: z.map { $0.max() ?? 0 },
            isAngle: inputs.map { $0 == .angle }, budget: min(budget, rows / 3), maximumDegree: maximumDegree)
        let design = basis.design(z)
        let target = Array(problem.target.prefix(rows))
        let sensitivity = problem.sensitivity.prefix(rows).map { abs($0) }
        let scale = spread(target, sensitivity)
        guard scale > 0, scale.isFinite else { return [] }
        func surrogate(_ shape: PolynomialSurrogate.TargetShape, from mean: [Double]?, sign: Double) throws
            -> PolynomialSurrogate?
        {
            try fit(
                basis, design, target, sensitivity, scale,
                .init(inputs: inputs, target: shape), mean, sign)
        }
        guard let identity = try surrogate(.identity, from: nil, sign: 1), let smooth = identity.smoothing?.predicted
        else { return [] }
        let shapes = coordinates.map { [$0.target] } ?? PolynomialSurrogate.TargetShape.allCases
        var result = shapes.contains(.identity) ? [identity] : []
        // Other shapes are for targets of one sign, as far as the noise lets one tell.
        let size = Statistics.rootMeanSquare(smooth)
        let positiveShare = Double(smooth.count { $0 > 0 }) / Double(smooth.count)
        guard positiveShare > 0.95 || positiveShare < 0.05 else { return [identity] }
        let sign: Double = positiveShare > 0.5 ? 1 : -1
        let clipped = smooth.map { sign * max(sign * $0, 0.02 * size) }
        for shape in shapes where shape != .identity {
            var mean = clipped
            var last: PolynomialSurrogate?
            for _ in 0..<2 {
                guard let next = try surrogate(shape, from: mean, sign: sign), let smoothing = next.smoothing else {
                    break
                }
                if let last, next.relativeError > last.relativeError { break }
                last = next
                mean = smoothing.predicted.map { sign * max(sign * $0, 0.005 * size) }
            }
            if let last { result.append(last) }
        }
        return result.isEmpty ? [identity] : result
    }

    /// Root mean square of the target about its weighted mean, in original units.
    private func spread(_ target: [Double], _ sensitivity: [Double]) -> Double {
        var (weight, sum) = (0.0, 0.0)
        for i in target.indices {
            weight += sensitivity[i] * sensitivity[i]
            sum += sensitivity[i] * sensitivity[i] * target[i]
        }
        guard weight > 0 else { return 0 }
        let mean = sum / weight
        return Statistics.rootMeanSquare(target.indices.map { sensitivity[$0] * (target[$0] - mean) })
    }

    /// One weighted solve, for the identity or about given means of the target.
    private func fit(
        _ basis: LegendreBasis, _ design: [Double], _ target: [Double], _ sensitivity: [Double], _ scale: Double,
        _ coordinates: PolynomialSurrogate.Coordinates, _ mean: [Double]?, _ sign: Double
    ) throws -> PolynomialSurrogate? {
        let n = target.count
        let shape = coordinates.target
        var weights = sensitivity
        var response = target
        if let mean {
            for i in 0..<n {
                let slope = shape.slope(mean[i])
                response[i] = shape(mean[i]) + (target[i] - mean[i]) / slope
                weights[i] *= abs(slope)
            }
        }
        var weighted = design
        for t in basis.terms.indices {
            for i in 0..<n { weighted[t * n + i] *= weights[i] }
        }
        let side = zip(response, weights).map { $0 * $1 }
        guard side.allSatisfy(\.isFinite), weighted.allSatisfy(\.isFinite) else { return nil }
        let sizes = Array(basis.degreeEnds.dropFirst())
        guard
            let nested = try NestedLeastSquares(
                Matrix(rows: n, columns: basis.terms.count, elements: weighted), side, sizes: sizes)
        else { return nil }
        let residuals = nested.leaveOneOutResiduals.map { loo in
            (0..<n).map { i in
                weights[i] > 0
                    ? (target[i] - shape.inverse(response[i] - loo[i] / weights[i], sign: sign)) * sensitivity[i] : 0
            }
        }
        let errors = residuals.map { Self.robustRoot($0) / scale }
        guard let best = errors.indices.min(by: { errors[$0] < errors[$1] }), errors[best].isFinite else { return nil }
        var coefficients = nested.coefficients[best]
        coefficients += [Double](repeating: 0, count: basis.terms.count - coefficients.count)
        let linear = Matrix(rows: n, columns: basis.terms.count, elements: design).times(coefficients)
        let half = errors.count / 2
        // Twice the degree and no gain: what is left over is no smooth function of the inputs.
        let isAtPlateau = errors.count >= 4 && errors[errors.count - 1] > 0.985 * errors[max(half - 1, 0)]
        return PolynomialSurrogate(
            coordinates: coordinates, basis: basis, coefficients: coefficients,
            relativeError: errors[best],
            smoothing: .init(
                predicted: linear.map { shape.inverse($0, sign: sign) }, residuals: residuals[best],
                isAtPlateau: isAtPlateau || errors[errors.count - 1] > 1.05 * errors[best]))
    }

    /// Root of the mean square without the largest hundredth, which belongs to the corners of the box.
    private static func robustRoot(_ residuals: [Double]) -> Double {
        let squares = residuals.map { $0.isNaN ? .infinity : $0 * $0 }
        let kept = min(max(4, squares.count * 99 / 100), squares.count)
        guard kept > 0 else { return 0 }
        let largest = DescriptiveStatistics.orderStatistic(kept, of: squares)
        var (sum, below) = (0.0, 0)
        for square in squares where square < largest {
            sum += square
            below += 1
        }
        return ((sum + Double(kept - below) * largest) / Double(kept)).squareRoot()
    }
}
