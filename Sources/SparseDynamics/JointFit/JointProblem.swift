import NumericKernel

/// Trajectory and coefficients fitted together: the sum of squares of (data - states)/σ and of the defects of the
/// equations over every step, divided by a small tolerance.
///
/// The states are unknowns like the coefficients, so chaos is no obstacle: no error grows beyond a step. Gauss-Newton steps
/// solve for the states with a banded factorisation and for the coefficients with the Schur complement, in time linear in the
/// samples (weak-constraint variational assimilation; Trémolet 2006).
struct JointProblem: Sendable {
    let series: ScaledSeries
    let library: ScaledLibrary
    /// Standard deviation of the noise of every variable, scaled, above 0.
    let sigmas: [Double]
    /// Tolerance of the defects of every variable.
    let tolerances: [Double]
    /// Weights of the data of every variable.
    private let weights: [Double]
    private let rules: [CollocationRule]

    /// Rows that test the equations: measured numbers less the first state of every stretch.
    var defectCount: Int {
        series.stretches.reduce(0) { sum, stretch in
            let samples = stretch.observed?.reduce(0) { $0 + ($1 ? 1 : 0) } ?? stretch.times.count
            return sum + samples * (series.dimension - series.hidden.count) - series.dimension
        }
    }

    /// The weight of a sample that was not measured, beside that of one that was.
    private static let unmeasured = 1e-12

    /// Sets up the problem.
    ///
    /// - Parameters:
    ///   - nodes: of the quadrature over a step.
    ///   - tolerance: of the defects, as a fraction of the noise.
    init(_ series: ScaledSeries, _ library: ScaledLibrary, nodes: Int, tolerance: Double) {
        self.series = series
        self.library = library
        let floor = max((series.sigmas.max() ?? 0) * 1e-3, 1e-12)
        let levels = series.sigmas.map { max($0, floor) }
        let hidden = series.hidden
        sigmas = levels
        tolerances = levels.map { $0 * tolerance }
        // An unobserved variable is held by the equations alone; the rest of a weight keeps the factorisation definite.
        weights = levels.indices.map { (hidden.contains($0) ? 1e-12 : 1) / (levels[$0] * levels[$0]) }
        rules = series.stretches.map {
            series.kind == .map
                ? CollocationRule(mapOf: $0.times.count) : CollocationRule(times: $0.times, nodes: nodes)
        }
    }

    /// The smoothed data as states.
    var smoothStates: [[Double]] {
        series.stretches.map { stretch in
            var states = [Double](repeating: 0, count: stretch.times.count * series.dimension)
            for (variable, column) in stretch.smooth.enumerated() {
                for row in column.indices { states[row * series.dimension + variable] = column[row] }
            }
            return states
        }
    }

    /// States of a fit on another mesh as a start on this one.
    func carried(_ states: [[Double]], from other: JointProblem) -> [[Double]] {
        var result = smoothStates
        let dimension = series.dimension
        for (index, stretch) in series.stretches.enumerated() {
            let source = other.series.stretches[index]
            var place = 0
            for (row, time) in stretch.times.enumerated() {
                while place + 1 < source.times.count, source.times[place] < time { place += 1 }
                guard source.times[place] == time else { continue }
                for variable in 0..<dimension {
                    result[index][row * dimension + variable] = states[index][place * dimension + variable]
                }
            }
        }
        return result
    }

    private func columns(_ states: [Double]) -> [[Double]] {
        let dimension = series.dimension
        return (0..<dimension).map { variable in
            stride(from: variable, to: states.count, by: dimension).map { states[$0] }
        }
    }

    /// The sum of squares at some states and coefficients; not finite where a function is not defined.
    func cost(_ states: [[Double]], _ terms: [ActiveTerm], _ coefficients: [Double]) -> Double {
        var sum = 0.0
        let all = zip(terms, coefficients).map { ($0, $1) } + library.given.map { ($0.term, $0.coefficient) }
        let functions = Array(Set(all.map(\.0.function))).sorted()
        for (index, stretch) in series.stretches.enumerated() {
            let columns = columns(states[index])
            let values = library.values(of: functions, states: columns, inputs: stretch.inputs)
            for variable in 0..<series.dimension {
                let weight = weights[variable]
                for (row, datum) in stretch.states[variable].enumerated() {
                    let residual = datum - columns[variable][row]
                    let share = stretch.observed?[row] == false ? Self.unmeasured : 1
                    sum += residual * residual * weight * share
                }
                var slope = [Double](repeating: 0, count: columns[variable].count)
                for (term, coefficient) in all where term.equation == variable {
                    guard let position = functions.firstIndex(of: term.function) else { continue }
                    let value = values[position]
                    for row in slope.indices { slope[row] += coefficient * value[row] }
                }
                let rule = rules[index]
                let tolerance = 1 / tolerances[variable]
                for (change, integral) in zip(rule.changes(of: columns[variable]), rule.integrals(of: slope)) {
                    let defect = (change - integral) * tolerance
                    sum += defect * defect
                }
            }
        }
        return sum
    }

    /// The first-order problem of one stretch.
    func linearized(
        stretch index: Int, states: [Double], terms: [ActiveTerm], coefficients: [Double]
    ) -> Linearization {
        let dimension = series.dimension
        let stretch = series.stretches[index]
        let rule = rules[index]
        let columns = columns(states)
        let samples = stretch.times.count
        let all = zip(terms, coefficients).map { ($0, $1) } + library.given.map { ($0.term, $0.coefficient) }
        let functions = Array(Set(all.map(\.0.function))).sorted()
        let values = library.values(of: functions, states: columns, inputs: stretch.inputs)
        let integrals = values.map { rule.integrals(of: $0) }
        var position = [Int](repeating: 0, count: library.library.terms.count)
        for (place, function) in functions.enumerated() { position[function] = place }

        // Right-hand sides integrated over the steps, and their derivatives by the states at the samples.
        var advance = [[Double]](repeating: [Double](repeating: 0, count: rule.steps), count: dimension)
        var slopes = [Double](repeating: 0, count: dimension * dimension * samples)
        for function in functions {
            let users = all.filter { $0.0.function == function && $0.1 != 0 }
            guard !users.isEmpty else { continue }
            let derivatives = library.derivatives(of: function, states: columns, inputs: stretch.inputs)
            for (term, coefficient) in users {
                let equation = term.equation
                let integral = integrals[position[function]]
                for step in 0..<rule.steps { advance[equation][step] += coefficient * integral[step] }
                slopes.withUnsafeMutableBufferPointer { slopes in
                    for (variable, slope) in derivatives.enumerated() {
                        guard let slope else { continue }
                        var place = equation * dimension + variable
                        for value in slope {
                            slopes[place] += coefficient * value
                            place += dimension * dimension
                        }
                    }
                }
            }
        }

        let span = max(rule.nodes, 2)
        let length = span * dimension
        let bandwidth = length - 1
        let size = samples * dimension
        let stride = bandwidth + 1
        var result = Linearization(
            band: [Double](repeating: 0, count: size * stride), bandwidth: bandwidth,
            gradient: [Double](repeating: 0, count: size), mixed: [Double](repeating: 0, count: size * terms.count),
            inner: [Double](repeating: 0, count: terms.count * terms.count),
            innerGradient: [Double](repeating: 0, count: terms.count))
        for variable in 0..<dimension {
            let weight = weights[variable]
            for row in 0..<samples {
                let place = row * dimension + variable
                let weight = stretch.observed?[row] == false ? weight * Self.unmeasured : weight
                result.band[place * stride] += weight
                result.gradient[place] = -(stretch.states[variable][row] - states[place]) * weight
            }
        }
        let ofEquation = (0..<dimension).map { equation in terms.indices.filter { terms[$0].equation == equation } }
        for equation in 0..<dimension {
            let shape = (length: length, span: span, first: rule.first.map { min($0, samples - span) })
            let rows = defectRows(equation, rule, slopes: slopes, shape: shape)
            let changes = rule.changes(of: columns[equation])
            let open = zip(changes, advance[equation]).map { $0 - $1 }
            let scale = 1 / tolerances[equation]
            accumulate(rows, shape.first, open.map { $0 * scale }, into: &result)
            for term in ofEquation[equation] {
                accumulate(
                    rows, shape.first, factors: integrals[position[terms[term].function]], by: -scale,
                    into: &result.mixed, from: term * size)
            }
            let own = ofEquation[equation]
            guard !own.isEmpty else { continue }
            let products = Matrix(columns: own.map { integrals[position[terms[$0].function]] } + [open]).gram
            for (row, left) in own.enumerated() {
                for (column, right) in own.enumerated() {
                    result.inner[left * terms.count + right] = products[row, column] * scale * scale
                }
                result.innerGradient[left] = -products[row, own.count] * scale * scale
            }
        }
        return result
    }

    /// The derivatives of the defects of one equation by the states around their steps, in units of the tolerance: as many
    /// for every step as states take part.
    private func defectRows(
        _ equation: Int, _ rule: CollocationRule, slopes: [Double], shape: (length: Int, span: Int, first: [Int])
    ) -> [Double] {
        let dimension = series.dimension
        let tolerance = 1 / tolerances[equation]
        var rows = [Double](repeating: 0, count: rule.steps * shape.length)
        rows.withUnsafeMutableBufferPointer { rows in
            slopes.withUnsafeBufferPointer { slopes in
                for step in 0..<rule.steps {
                    let first = shape.first[step]
                    let shift = rule.first[step] - first
                    let base = step * shape.length
                    for node in 0..<rule.nodes {
                        let factor = rule.weights[step * rule.nodes + node] * tolerance
                        let from = ((first + shift + node) * dimension + equation) * dimension
                        let into = base + (shift + node) * dimension
                        for variable in 0..<dimension { rows[into + variable] -= factor * slopes[from + variable] }
                    }
                    rows[base + (step + 1 - first) * dimension + equation] += tolerance
                    if rule.isDifference { rows[base + (step - first) * dimension + equation] -= tolerance }
                }
            }
        }
        return rows
    }

    /// Adds the squares of rows to the band, and their products with residuals to the gradient.
    private func accumulate(
        _ rows: [Double], _ first: [Int], _ residuals: [Double], into result: inout Linearization
    ) {
        let (length, stride, dimension) = (result.bandwidth + 1, result.bandwidth + 1, series.dimension)
        result.band.withUnsafeMutableBufferPointer { band in
            result.gradient.withUnsafeMutableBufferPointer { gradient in
                rows.withUnsafeBufferPointer { rows in
                    guard let band = band.baseAddress, let rows = rows.baseAddress else { return }
                    for (step, residual) in residuals.enumerated() {
                        let row = rows + step * length
                        let base = first[step] * dimension
                        for lower in 0..<length {
                            let value = row[lower]
                            if value == 0 { continue }
                            gradient[base + lower] += value * residual
                            let target = band + ((base + lower) * stride - lower)
                            for upper in lower..<length { target[upper] += value * row[upper] }
                        }
                    }
                }
            }
        }
    }

    /// Adds rows times factors to a column.
    private func accumulate(
        _ rows: [Double], _ first: [Int], factors: [Double], by scale: Double, into columns: inout [Double],
        from start: Int
    ) {
        guard !factors.isEmpty else { return }
        let (length, dimension) = (rows.count / factors.count, series.dimension)
        columns.withUnsafeMutableBufferPointer { columns in
            rows.withUnsafeBufferPointer { rows in
                guard let columns = columns.baseAddress, let rows = rows.baseAddress else { return }
                for (step, factor) in factors.enumerated() {
                    let row = rows + step * length
                    let target = columns + (start + first[step] * dimension)
                    let factor = factor * scale
                    for entry in 0..<length { target[entry] += factor * row[entry] }
                }
            }
        }
    }
}
