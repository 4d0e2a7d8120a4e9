import NumericKernel

/// Exponents of the inputs of y = x_1^p_1 ... x_d^p_d g, with standard errors, where g varies independently of the inputs that
/// are factors.
struct ExponentRegression {
    /// A coefficient with its standard error.
    struct Exponent {
        var value: Double
        var error: Double
    }

    /// Constant column and logarithms of the inputs, `[column][row]`.
    private let columns: [[Double]]
    /// Sizes of the target.
    private let target: [Double]

    private static let iterations = 8
    private static let freedom = 3.0
    /// A Student scale says this much less than a standard deviation about the mean of many rows.
    private static let efficiency = 1.2
    /// Largest change of a coefficient in one step.
    private static let largestStep = 1.0

    /// A regression on the logarithms of inputs, `[input][row]`, of a target with positive mean.
    init(logarithms: [[Double]], target: [Double]) {
        columns = [[Double](repeating: 1, count: target.count)] + logarithms
        self.target = target
    }

    /// Regression of ln|y|, with Student's distribution for the rows near a zero of y: for laws over decades.
    ///
    /// - Returns: one exponent per input; nil where they are not determined or a target vanishes.
    func logarithmic() throws -> [Exponent]? {
        let side = target.map { Elementary.log(abs($0)) }
        guard side.allSatisfy(\.isFinite) else { return nil }
        var weights = [Double](repeating: 1, count: side.count)
        var coefficients: [Double] = []
        var scale = 0.0
        for _ in 0..<Self.iterations {
            guard let solution = try solve(weights, side) else { return nil }
            coefficients = solution
            let residuals = zip(side, predicted(coefficients)).map { $0 - $1 }
            scale = StudentScale(residuals).scale
            guard scale > 0, scale.isFinite else { return nil }
            weights = residuals.map { residual in
                let relative = residual / scale
                return ((Self.freedom + 1) / (Self.freedom + relative * relative)).squareRoot()
            }
        }
        let plain = [Double](repeating: 1, count: side.count)
        return try columns.indices.dropFirst().map { j in
            let size = try rest(of: j, plain).reduce(0) { $0 + $1 * $1 }.squareRoot()
            return Exponent(value: coefficients[j], error: size > 0 ? Self.efficiency * scale / size : .infinity)
        }
    }

    /// Regression of the mean, E[y] = exp(sum p_j ln x_j), by least squares, which any noise of mean zero leaves unbiased
    /// (Gourieroux, Monfort & Trognon 1984); standard errors from the residuals.
    ///
    /// - Returns: one exponent per input; nil where the iteration fails.
    func mean(from start: [Exponent]) throws -> [Exponent]? {
        let average = Statistics.mean(target)
        guard average > 0 else { return nil }
        var coefficients = [0.0] + start.map(\.value)
        coefficients[0] =
            Elementary.log(average) - Elementary.log(Statistics.mean(predicted(coefficients).map(Elementary.exp)))
        var means: [Double] = []
        // Poisson's weights first, which converge from afar; those of constant noise tell several times more.
        for step in 0..<(2 * Self.iterations) {
            means = predicted(coefficients).map(Elementary.exp)
            let weights = step < Self.iterations ? means.map { $0.squareRoot() } : means
            guard means.allSatisfy({ $0.isFinite && $0 > 0 }),
                let change = try solve(weights, zip(target, means).map { ($0 - $1) / $1 }),
                change.allSatisfy(\.isFinite)
            else { return nil }
            for j in change.indices { coefficients[j] += min(max(change[j], -Self.largestStep), Self.largestStep) }
        }
        return try columns.indices.dropFirst().map { j in
            let rest = try rest(of: j, means)
            var (top, bottom) = (0.0, 0.0)
            for i in rest.indices {
                let residual = rest[i] * means[i] * (target[i] - means[i])
                top += residual * residual
                bottom += rest[i] * rest[i] * means[i] * means[i]
            }
            return Exponent(value: coefficients[j], error: bottom > 0 ? top.squareRoot() / bottom : .infinity)
        }
    }

    private func predicted(_ coefficients: [Double]) -> [Double] {
        target.indices.map { i in zip(columns, coefficients).reduce(0) { $0 + $1.0[i] * $1.1 } }
    }

    private func solve(_ weights: [Double], _ side: [Double]) throws -> [Double]? {
        let weighted = columns.map { column in zip(column, weights).map { $0 * $1 } }
        return try LeastSquares.fullRank(Matrix(columns: weighted), [zip(side, weights).map { $0 * $1 }])?.solutions[0]
    }

    /// What the other columns do not say about column j in a weighted fit.
    private func rest(of j: Int, _ weights: [Double]) throws -> [Double] {
        let others = columns.indices.filter { $0 != j }
        let weighted = others.map { k in zip(columns[k], weights).map { $0 * $1 } }
        let side = zip(columns[j], weights).map { $0 * $1 }
        let own = try LeastSquares.fullRank(Matrix(columns: weighted), [side])?.solutions[0] ?? []
        return target.indices.map { i in
            zip(others, own).reduce(columns[j][i]) { $0 - columns[$1.0][i] * $1.1 }
        }
    }
}
