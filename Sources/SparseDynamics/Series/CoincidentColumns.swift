import Diagnostics

/// Finds columns that say the same, so that no data can tell in which equation which of them stands.
enum CoincidentColumns {
    /// Deviations from a common course, relative to its size, that rounding explains.
    private static let rounding = 1e-12

    /// Refuses a series of which two columns are the same up to a factor, as in two units.
    ///
    /// Columns that also differ by an offset are left alone: what is used up and what comes of it have a constant sum, and
    /// both have an equation.
    ///
    /// - Throws: `DiscoverError.input` with the names of the first two.
    /// - Complexity: O(columns² × samples), mostly less.
    static func check(_ series: TimeSeries) throws(DiscoverError) {
        let names = series.variables + series.inputs
        let columns = names.indices.map { index in
            series.trajectories.flatMap { part in
                index < series.variables.count ? part.states[index] : part.inputs[index - series.variables.count]
            }
        }
        for first in series.variables.indices {
            for second in names.indices where second > first {
                guard let relation = relation(columns[first], columns[second], names[first], names[second]) else {
                    continue
                }
                throw .input(
                    "dynamics.same-columns", relation,
                    hint: "leave one of them out, for instance by naming the others with --variables")
            }
        }
    }

    /// A sentence when one column is a multiple of another one.
    private static func relation(_ x: [Double], _ y: [Double], _ first: String, _ second: String) -> String? {
        guard let high = x.indices.max(by: { abs(x[$0]) < abs(x[$1]) }), x[high] != 0, y[high] != 0 else { return nil }
        let slope = y[high] / x[high]
        let allowed = rounding * abs(y[high])
        guard x.indices.allSatisfy({ abs(y[$0] - slope * x[$0]) <= allowed }) else { return nil }
        return slope == 1
            ? "the columns '\(first)' and '\(second)' are the same"
            : "the columns '\(first)' and '\(second)' differ by a factor only"
    }
}
