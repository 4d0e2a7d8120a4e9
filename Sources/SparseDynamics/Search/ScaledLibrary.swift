import Evaluation
import Expressions

/// A library over scaled data: takes scaled states, gives values of functions divided by their root mean square.
struct ScaledLibrary: Sendable {
    let library: CandidateLibrary
    /// Root mean square of every function over the data.
    let norms: [Double]
    /// The given terms with their scaled coefficients.
    let given: [(term: ActiveTerm, coefficient: Double)]
    private let scales: [Double]

    /// Number of functions to choose from; the given ones follow them.
    var count: Int { library.count }
    /// Equations that are not searched.
    var closed: Set<Int> { library.known.closed }
    var dimension: Int { scales.count }

    /// Whether a function may stand in an equation.
    func isAllowed(_ function: Int, in equation: Int) -> Bool {
        library.barred.isEmpty || !library.barred[equation].contains(function)
    }

    /// Measures the functions on a series.
    ///
    /// - Returns: nil when a function is not defined somewhere on the data.
    init?(_ library: CandidateLibrary, series: ScaledSeries) {
        var squares = [Double](repeating: 0, count: library.terms.count)
        for stretch in series.stretches {
            let columns = Self.columns(stretch.smooth, series.scales, stretch.inputs)
            for (index, term) in library.terms.enumerated() {
                for value in term.value.evaluate(columns: columns, rows: 0..<stretch.times.count) {
                    squares[index] += value * value
                }
            }
        }
        guard squares.allSatisfy({ $0.isFinite }) else { return nil }
        let count = Double(series.count)
        norms = squares.map { $0 > 0 ? ($0 / count).squareRoot() : 1 }
        self.library = library
        scales = series.scales
        var given: [(term: ActiveTerm, coefficient: Double)] = []
        for (index, part) in library.known.parts.enumerated() {
            let function = library.count + index
            let coefficient = norms[function] * series.timeScale / series.scales[part.equation]
            given.append((ActiveTerm(equation: part.equation, function: function), coefficient))
        }
        self.given = given
    }

    private static func columns(_ states: [[Double]], _ scales: [Double], _ inputs: [[Double]]) -> [[Double]] {
        zip(states, scales).map { column, scale in column.map { $0 * scale } } + inputs
    }

    /// The values of all functions at some states.
    ///
    /// - Parameters:
    ///   - states: scaled, by variable.
    ///   - inputs: as they are.
    ///   - variances: of the noise of the scaled states; the functions are then freed of the bias it brings.
    func values(states: [[Double]], inputs: [[Double]], variances: [Double]? = nil) -> [[Double]] {
        values(of: Array(0..<count), states: states, inputs: inputs, variances: variances)
    }

    /// The values of some functions at some states.
    func values(
        of functions: [Int], states: [[Double]], inputs: [[Double]], variances: [Double]? = nil
    ) -> [[Double]] {
        let columns = Self.columns(states, scales, inputs)
        let rows = 0..<(states.first?.count ?? 0)
        let parameters = variances.map { zip($0, scales).map { $0 * $1 * $1 } }
        return functions.map { index in
            let term = library.terms[index]
            let factor = 1 / norms[index]
            let raw =
                if let parameters, let unbiased = term.unbiased {
                    unbiased.evaluate(columns: columns, parameters: parameters, rows: rows)
                } else {
                    term.value.evaluate(columns: columns, rows: rows)
                }
            return raw.map { $0 * factor }
        }
    }

    /// The derivatives of one function by the scaled states; nil where they vanish.
    func derivatives(of function: Int, states: [[Double]], inputs: [[Double]]) -> [[Double]?] {
        let columns = Self.columns(states, scales, inputs)
        let rows = 0..<(states.first?.count ?? 0)
        return library.terms[function].derivatives.enumerated().map { variable, tape in
            let factor = scales[variable] / norms[function]
            return tape.map { $0.evaluate(columns: columns, rows: rows).map { $0 * factor } }
        }
    }

    /// The derivatives of a combination of functions, with what is given of an equation, by the scaled states; nil where
    /// they vanish.
    func slopes(
        states: [[Double]], inputs: [[Double]], coefficients: [Double], equation: Int
    ) -> [[Double]?] {
        var sums = [[Double]?](repeating: nil, count: dimension)
        let own = given.filter { $0.term.equation == equation }.map { ($0.term.function, $0.coefficient) }
        for (function, coefficient) in coefficients.enumerated().map({ ($0, $1) }) + own where coefficient != 0 {
            for (variable, slope) in derivatives(of: function, states: states, inputs: inputs).enumerated() {
                guard let slope else { continue }
                if var sum = sums[variable] {
                    for row in slope.indices { sum[row] += coefficient * slope[row] }
                    sums[variable] = sum
                } else {
                    sums[variable] = slope.map { $0 * coefficient }
                }
            }
        }
        return sums
    }
}
