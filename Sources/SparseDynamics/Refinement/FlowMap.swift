/// Carries many states over one step of time each, all at once.
///
/// Modified midpoint rule with extrapolation (Gragg 1965, Bulirsch and Stoer 1966), five columns: order ten. Steps of data are
/// short for the motion, so that no step control is needed.
struct FlowMap: Sendable {
    /// Substeps of the columns.
    static let substeps = [2, 4, 6, 8, 10]

    let library: ScaledLibrary
    /// For every variable the functions of its equation.
    let supports: [[Int]]

    /// The derivatives at some states; `values` are the scaled coefficients, equation after equation.
    private func slopes(_ states: [[Double]], _ inputs: [[Double]], _ values: [Double]) -> [[Double]] {
        let functions = Array(Set(supports.flatMap { $0 } + library.given.map(\.term.function))).sorted()
        let columns = library.values(of: functions, states: states, inputs: inputs)
        let rows = states.first?.count ?? 0
        var place = 0
        return supports.enumerated().map { equation, support in
            var sum = [Double](repeating: 0, count: rows)
            for function in support {
                let value = values[place]
                place += 1
                guard let position = functions.firstIndex(of: function) else { continue }
                let column = columns[position]
                for row in 0..<rows { sum[row] += value * column[row] }
            }
            for (term, coefficient) in library.given where term.equation == equation {
                guard let position = functions.firstIndex(of: term.function) else { continue }
                for row in 0..<rows { sum[row] += coefficient * columns[position][row] }
            }
            return sum
        }
    }

    /// The states one step later.
    ///
    /// - Parameters:
    ///   - states: scaled, by variable.
    ///   - inputs: during the steps.
    ///   - steps: length of every step.
    ///   - values: scaled coefficients, equation after equation.
    func advanced(_ states: [[Double]], inputs: StepInputs, steps: [Double], values: [Double]) -> [[Double]] {
        let dimension = states.count
        let rows = steps.count
        let start = slopes(states, inputs.values(at: 0), values)
        var previous: [[[Double]]] = []
        for (order, count) in Self.substeps.enumerated() {
            let part = steps.map { $0 / Double(count) }
            var before = states
            var now = states
            for variable in 0..<dimension {
                for row in 0..<rows { now[variable][row] += part[row] * start[variable][row] }
            }
            for place in 1..<count {
                let slope = slopes(now, inputs.values(at: Double(place) / Double(count)), values)
                for variable in 0..<dimension {
                    for row in 0..<rows { before[variable][row] += 2 * part[row] * slope[variable][row] }
                }
                swap(&before, &now)
            }
            let last = slopes(now, inputs.values(at: 1), values)
            var column = now
            for variable in 0..<dimension {
                for row in 0..<rows {
                    column[variable][row] =
                        0.5 * (now[variable][row] + before[variable][row] + part[row] * last[variable][row])
                }
            }
            // Neville's scheme in the square of the substep.
            var current = [column]
            for level in 1..<max(order + 1, 1) {
                let ratio = Double(count) / Double(Self.substeps[order - level])
                let factor = 1 / (ratio * ratio - 1)
                var next = current[level - 1]
                let older = previous[level - 1]
                for variable in 0..<dimension {
                    for row in 0..<rows { next[variable][row] += (next[variable][row] - older[variable][row]) * factor }
                }
                current.append(next)
            }
            previous = current
        }
        return previous[previous.count - 1]
    }
}
