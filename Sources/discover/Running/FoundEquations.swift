import ConservationLaws
import Diagnostics
import Expressions
import SparseDynamics

/// Governing equations of measured runs, found first, as a system whose laws the exact core proves.
///
/// Coefficients that are short exact numbers stay numbers. Measured ones become parameters with their values, so that laws which hold
/// whatever their values are recognised as such.
struct FoundEquations {
    /// The system.
    let system: DynamicalSystem
    /// The equations as lines of text, and the values of measured coefficients.
    let lines: [String]

    /// Finds the equations; nil when none are found, or the series is a map or has inputs.
    ///
    /// - Throws: as `governingEquations`.
    init?(of series: TimeSeries, threads: Int, control: RunControl) throws {
        guard series.kind == .flow, series.inputs.isEmpty else { return nil }
        var options = DynamicsOptions()
        options.threads = threads
        let result = try governingEquations(of: series, options: options, control: control)
        guard result.status == .found else { return nil }
        var taken = Set(series.variables)
        var parameters: [(name: String, value: String)] = []
        func parameter(_ value: Double) -> Expression {
            var number = parameters.count + 1
            while taken.contains("c\(number)") { number += 1 }
            let name = "c\(number)"
            taken.insert(name)
            parameters.append((name, Self.decimal(value)))
            return .variable(name)
        }
        var sides: [(variable: String, side: Expression)] = []
        for equation in result.equations {
            let terms = equation.terms.map { term -> Expression in
                if let exact = term.exact { return exact * term.function }
                return parameter(term.coefficient) * term.function
            }
            sides.append((equation.variable, terms.isEmpty ? .zero : Expression.sum(terms).simplified()))
        }
        let printer = ExpressionPrinter(variables: taken)
        let texts = sides.map { "\(ExpressionPrinter.name($0.variable))' = \(printer.text($0.side))" }
        let values = parameters.map { "param \($0.name) = \($0.value)" }
        guard
            let system = try? SystemParser.parse(
                text: (values + texts).joined(separator: "\n") + "\n", source: "equations of the runs")
        else { return nil }
        self.system = system
        lines = texts + parameters.map { "\($0.name) = \($0.value)" }
    }

    /// Six digits of a measured number, which is more than the data tell.
    private static func decimal(_ value: Double) -> String {
        guard value != 0, value.isFinite else { return "0" }
        var unit = 1.0
        while unit * 1e6 <= value.magnitude { unit *= 10 }
        while unit * 1e5 > value.magnitude { unit /= 10 }
        let steps = (value / unit).rounded()
        let number = unit < 1 ? steps / (1 / unit).rounded() : steps * unit
        return "\(number)"
    }
}
