import Evaluation
import Expressions

/// The promise that a printed formula is the formula that was meant.
enum PrintedEquations {
    /// Whether the text of every equation, parsed back, gives the sum of its terms on the data.
    static func reproduce(_ equations: [DiscoveredEquation], series: TimeSeries) -> Bool {
        let columns = series.variables + series.inputs
        let printer = ExpressionPrinter(variables: Set(columns))
        guard let part = series.trajectories.first else { return false }
        let values = part.states + part.inputs
        return equations.allSatisfy { equation in
            guard let parsed = try? Expression.parse(printer.text(equation.expression), variables: Set(columns)),
                let tape = try? Tape(parsed, variables: columns)
            else { return false }
            let printed = tape.evaluate(columns: values, rows: 0..<part.count)
            var meant = [Double](repeating: 0, count: part.count)
            var size = meant
            for term in equation.terms {
                guard let function = try? Tape(term.function, variables: columns) else { return false }
                for (row, value) in function.evaluate(columns: values, rows: 0..<part.count).enumerated() {
                    meant[row] += term.coefficient * value
                    size[row] += abs(term.coefficient * value)
                }
            }
            return printed.indices.allSatisfy { abs(printed[$0] - meant[$0]) <= 1e-12 * size[$0] + 1e-300 }
        }
    }
}
