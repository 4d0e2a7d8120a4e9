import ConservationLaws
import Diagnostics
import Expressions
import SparseDynamics

/// The equations that `dynamics` found, as a system that `conserve` understands.
enum FoundSystem {
    /// Highest degree of the laws that are looked for.
    static let highestDegree = 4

    /// The conserved quantities of equations whose coefficients are all exact.
    ///
    /// - Returns: nil when a coefficient is a measured number, when there are inputs, or when the system is outside the class of
    ///   `conserve`.
    static func laws(
        of result: DynamicsResult, series: TimeSeries, threads: Int, control: RunControl
    ) -> [ConservedLaw]? {
        guard series.kind == .flow, series.inputs.isEmpty, result.status == .found, !control.isStopping,
            result.equations.allSatisfy({ $0.terms.allSatisfy { $0.exact != nil } })
        else { return nil }
        let printer = ExpressionPrinter(variables: Set(series.variables))
        let lines = result.equations.map { equation in
            "\(ExpressionPrinter.name(equation.variable))' = \(printer.text(equation.expression))\n"
        }
        guard let system = try? SystemParser.parse(text: lines.joined(), source: "dynamics") else { return nil }
        var options = ConservationOptions()
        options.maximumDegree = highestDegree
        options.maximumBasisSize = 2000
        options.threads = threads
        return try? conservedQuantities(of: system, options: options, control: control).laws
    }
}
