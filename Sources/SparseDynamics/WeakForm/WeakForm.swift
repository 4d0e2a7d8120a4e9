import NumericKernel

/// The equations averaged over test functions: rows that are linear in the coefficients and need no derivative of the data.
///
/// A row is Σ ψ(step) (x[step+1] - x[step]) = Σ ψ(step) ∫ f over the step, exact but for the quadrature. The columns are
/// freed of the bias that noise brings to nonlinear functions; rows that share samples are made independent with the
/// covariance that the noise of the samples causes (to first order), which depends on the coefficients and so is iterated.
/// Messenger and Bortz (2021) for the weak form; the averages over steps in place of integration by parts are our own.
struct WeakForm: Sendable {
    /// One stretch with its rows.
    private struct Part: Sendable {
        var rule: CollocationRule
        var functions: TestFunctions
        var columns: [[Double]]
        var sides: [[Double]]
        /// Weights of the rows of clean data: the inverse of what the quadrature is off by.
        var weights: [Double]?
    }

    let series: ScaledSeries
    let library: ScaledLibrary
    private let parts: [Part]

    /// Number of rows.
    let rowCount: Int

    /// Averages the equations.
    ///
    /// - Parameters:
    ///   - series: the data.
    ///   - library: the functions.
    ///   - radius: of the test functions in steps.
    ///   - nodes: of the quadrature.
    ///   - useSmooth: evaluate the functions on the smoothed data, in place of removing the bias.
    init(_ series: ScaledSeries, _ library: ScaledLibrary, radius: Int, nodes: Int, useSmooth: Bool = false) {
        self.series = series
        self.library = library
        let variances = series.isClean || useSmooth ? nil : series.sigmas.map { $0 * $0 }
        parts = series.stretches.map { stretch in
            let rule =
                series.kind == .map
                ? CollocationRule(mapOf: stretch.times.count) : CollocationRule(times: stretch.times, nodes: nodes)
            let functions = TestFunctions(steps: rule.steps, radius: radius)
            let states = useSmooth ? stretch.smooth : stretch.states
            let columns = library.values(states: states, inputs: stretch.inputs, variances: variances).map {
                functions.sums(of: rule.integrals(of: $0))
            }
            var sides = stretch.states.map { functions.sums(of: rule.changes(of: $0)) }
            for (term, coefficient) in library.given {
                let values = library.values(
                    of: [term.function], states: states, inputs: stretch.inputs, variances: variances)[0]
                for (row, value) in functions.sums(of: rule.integrals(of: values)).enumerated() {
                    sides[term.equation][row] -= coefficient * value
                }
            }
            let weights =
                series.isClean && series.kind == .flow && radius == 0
                ? Self.weights(stretch, rule, library.values(states: states, inputs: stretch.inputs)) : nil
            return Part(rule: rule, functions: functions, columns: columns, sides: sides, weights: weights)
        }
        rowCount = parts.reduce(0) { $0 + $1.functions.count }
    }

    /// The rows of one equation, independent and of variance one if `coefficients` is near the truth; columns, then side.
    ///
    /// Rows are left as they are for clean data, where rounding and quadrature errors are not of this kind.
    func rows(of equation: Int, coefficients: [Double]) -> Matrix? {
        var whole = [[Double]](repeating: [], count: library.count + 1)
        for (part, stretch) in zip(parts, series.stretches) {
            var block = part.columns + [part.sides[equation]]
            if !series.isClean && series.kind == .flow {
                guard let factor = covariance(part, stretch, equation, coefficients) else { return nil }
                var flat = block.flatMap { $0 }
                factor.whiten(&flat)
                let count = part.functions.count
                block = block.indices.map { Array(flat[($0 * count)..<(($0 + 1) * count)]) }
            }
            if !series.isClean && series.kind == .map {
                // The next value and the function of this one are noisy: about twice the noise in all.
                let weight = 0.5 / series.sigmas[equation]
                block = block.map { $0.map { $0 * weight } }
            }
            if let weights = part.weights {
                block = block.map { zip($0, weights).map { $0 * $1 } }
            }
            for index in whole.indices { whole[index] += block[index] }
        }
        let matrix = Matrix(columns: whole)
        return matrix.elements.allSatisfy(\.isFinite) ? matrix : nil
    }

    /// The rows of one equation as they are, all counted alike; columns, then side.
    func plainRows(of equation: Int) -> Matrix? {
        var whole = [[Double]](repeating: [], count: library.count + 1)
        for part in parts {
            for (index, column) in (part.columns + [part.sides[equation]]).enumerated() { whole[index] += column }
        }
        let matrix = Matrix(columns: whole)
        return matrix.elements.allSatisfy(\.isFinite) && matrix.rows > 0 ? matrix : nil
    }

    /// Weights of single steps: what a quadrature of two nodes fewer gives differently tells where samples are too far apart.
    static func weights(
        _ stretch: ScaledSeries.Stretch, _ rule: CollocationRule, _ columns: [[Double]]
    ) -> [Double] {
        let coarse = CollocationRule(times: stretch.times, nodes: max(rule.nodes - 2, 2))
        var squares = [Double](repeating: 0, count: rule.steps)
        for column in columns {
            for (step, pair) in zip(rule.integrals(of: column), coarse.integrals(of: column)).enumerated() {
                squares[step] += (pair.0 - pair.1) * (pair.0 - pair.1)
            }
        }
        let errors = squares.map { ($0 / Double(columns.count)).squareRoot() }
        // Steps that are better than most are not trusted more: there the rounding of the data rules.
        let sorted = errors.sorted()
        let floor = max(sorted[sorted.count / 10], 1e-14)
        return errors.map { floor / max($0, floor) }
    }

    /// The covariance of the rows of a stretch, to first order in the noise of the samples, factored.
    private func covariance(
        _ part: Part, _ stretch: ScaledSeries.Stretch, _ equation: Int, _ coefficients: [Double]
    ) -> BandedCholesky? {
        let (rule, functions) = (part.rule, part.functions)
        let samples = stretch.times.count
        let reach = functions.width + rule.nodes + 1
        let slopes = library.slopes(
            states: stretch.smooth, inputs: stretch.inputs, coefficients: coefficients,
            equation: equation)
        // For every row its sensitivity to the samples of every variable, from the first sample that it touches.
        var sensitivity: [[Double]] = []
        var starts: [Int] = []
        for start in functions.first {
            let lowest = max(min(rule.first[start], start), 0)
            var row = [Double](repeating: 0, count: reach * series.dimension)
            for (index, weight) in functions.weights.enumerated() {
                let step = start + index
                let offset = step - lowest
                row[equation * reach + offset + 1] += weight * series.sigmas[equation]
                row[equation * reach + offset] -= weight * series.sigmas[equation]
                for node in 0..<rule.nodes {
                    let sample = rule.first[step] + node
                    let factor = weight * rule.weights[step * rule.nodes + node]
                    for variable in 0..<series.dimension {
                        guard let slope = slopes[variable] else { continue }
                        row[variable * reach + sample - lowest] -= factor * slope[sample] * series.sigmas[variable]
                    }
                }
            }
            sensitivity.append(row)
            starts.append(lowest)
        }
        let count = functions.count
        var bandwidth = 0
        while bandwidth + 1 < count, starts[bandwidth + 1] < starts[0] + reach { bandwidth += 1 }
        bandwidth = min(bandwidth + 1, max(count - 1, 0))
        var band = [Double](repeating: 0, count: count * (bandwidth + 1))
        for row in 0..<count {
            for other in row...min(row + bandwidth, count - 1) {
                let shift = starts[other] - starts[row]
                guard shift < reach else { continue }
                var sum = 0.0
                for variable in 0..<series.dimension {
                    let base = variable * reach
                    let limit = min(reach - shift, samples - starts[other])
                    guard limit > 0 else { continue }
                    for offset in 0..<limit {
                        sum += sensitivity[row][base + shift + offset] * sensitivity[other][base + offset]
                    }
                }
                band[row * (bandwidth + 1) + other - row] = other == row ? sum * (1 + 1e-6) : sum
            }
        }
        return BandedCholesky(band, size: count, bandwidth: bandwidth)
    }
}

// MARK: Columns from outside the library

extension WeakForm {
    /// Sums of further functions over the test functions.
    ///
    /// - Parameter values: of every function at all samples of all stretches.
    /// - Returns: by stretch, then by function.
    func sums(of values: [[Double]]) -> [[[Double]]] {
        var start = 0
        return zip(parts, series.stretches).map { part, stretch in
            let own = start..<(start + stretch.times.count)
            start = own.upperBound
            return values.map { part.functions.sums(of: part.rule.integrals(of: Array($0[own]))) }
        }
    }

    /// What makes the rows of an equation independent, by stretch; nil when it cannot be told.
    func factors(of equation: Int, coefficients: [Double]) -> [BandedCholesky]? {
        let factors = zip(parts, series.stretches).compactMap { covariance($0, $1, equation, coefficients) }
        return factors.count == parts.count ? factors : nil
    }

    /// Columns from `sums(of:)` as columns of independent rows.
    func whitened(_ sums: [[[Double]]], by factors: [BandedCholesky]) -> [[Double]] {
        var whole = [[Double]](repeating: [], count: sums.first?.count ?? 0)
        for (block, factor) in zip(sums, factors) {
            var flat = block.flatMap { $0 }
            factor.whiten(&flat)
            let count = block.first?.count ?? 0
            for index in block.indices { whole[index] += flat[(index * count)..<((index + 1) * count)] }
        }
        return whole
    }
}
