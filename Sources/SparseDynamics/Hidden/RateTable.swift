/// The rates of one variable of clean series beside the states, as a table for a search among all formulas.
public struct RateTable: Sendable {
    /// The variables, then the inputs: one column each.
    public let columns: [[Double]]
    /// The derivatives of a flow, the next values of a map.
    public let rates: [Double]

    /// Relative errors of equations of clean data below which they are explained.
    public static func explained(_ kind: TimeSeries.Kind) -> Double { CleanSearch.explained(kind) }

    /// Makes the table.
    ///
    /// - Parameters:
    ///   - series: without measurable noise.
    ///   - variable: position of the variable.
    ///   - mostRows: more samples are thinned out evenly.
    /// - Complexity: O(samples × columns).
    public init(of series: TimeSeries, variable: Int, mostRows: Int) {
        var columns = [[Double]](repeating: [], count: series.variables.count + series.inputs.count)
        var rates: [Double] = []
        for part in series.trajectories {
            let isMap = series.kind == .map
            // Derivatives at the ends are one-sided and worse.
            let edge = isMap || part.count < 40 ? 0 : 3
            let kept = isMap ? 0..<(part.count - 1) : edge..<(part.count - edge)
            for (index, column) in (part.states + part.inputs).enumerated() { columns[index] += column[kept] }
            if isMap {
                rates += part.states[variable].dropFirst()
            } else {
                rates += DerivativeEstimate.derivative(
                    times: part.times, values: part.states[variable], nodes: CleanSearch.nodes)[kept]
            }
        }
        let chosen = Array(stride(from: 0, to: rates.count, by: max((rates.count + mostRows - 1) / mostRows, 1)))
        self.columns = columns.map { column in chosen.map { column[$0] } }
        self.rates = chosen.map { rates[$0] }
    }
}
