import ConservationLaws
import Diagnostics
import Expressions
import SparseDynamics

/// Conserved quantities of the runs as constraints on the equations that are searched for them.
struct RespectedLaws {
    let threads: Int
    let seed: UInt64
    let control: RunControl

    /// The options with one constraint more for every quantity that stays constant along the runs.
    ///
    /// - Returns: the options, and a sentence about what was found.
    /// - Throws: `DiscoverError.input` for maps, for inputs, and for fewer than three runs.
    func added(to options: DynamicsOptions, of series: TimeSeries) throws -> (options: DynamicsOptions, remark: String)
    {
        guard series.kind == .flow, series.inputs.isEmpty, options.hidden == 0 else {
            throw DiscoverError.input(
                "conserve.respect", "laws can be respected by flows without inputs and hidden variables only",
                hint: "leave out --respect-laws")
        }
        let runs = MeasuredRuns(
            variables: series.variables,
            runs: series.trajectories.map { .init(times: $0.times, states: $0.states) })
        var search = ConservationOptions()
        search.threads = threads
        search.seed = seed
        let laws = try conservedQuantities(
            alongRuns: runs, options: search, control: RunControl(next: control, of: 2)
        ).laws
        guard !laws.isEmpty else { return (options, "no quantity is conserved along the runs: nothing was demanded") }
        var options = options
        let printer = ExpressionPrinter(variables: Set(series.variables))
        var texts: [String] = []
        for law in laws {
            let text = printer.text(law.expression)
            // What is demanded is what is printed.
            options.constraints.laws.append(
                try Expression.parse(text, variables: Set(series.variables), source: "a conserved quantity"))
            options.constraints.texts.append("conserve \(text)")
            texts.append(text)
        }
        return (options, "conserved along the runs, and demanded of the equations: \(texts.joined(separator: "; "))")
    }
}
