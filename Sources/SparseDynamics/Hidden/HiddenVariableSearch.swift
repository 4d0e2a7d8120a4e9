import Diagnostics
import Expressions
import NumericKernel

/// Equations with one variable that nobody measured.
///
/// What is hidden can be known only up to a change of coordinates. The coordinate taken is the derivative of a measured
/// variable: x' is the new variable, its own equation is the higher-order equation x'' = f(x, x', ...) of what is measured. Each
/// measured variable is tried; in the joint fit the new variable has no data and is held by the equations alone.
struct HiddenVariableSearch {
    let series: TimeSeries
    let options: DynamicsOptions
    let control: RunControl

    /// The best answer over the measured variables.
    func run() throws -> DynamicsResult {
        var best: DynamicsResult?
        for source in series.variables.indices where !control.isStopping {
            guard let result = try? answer(from: source) else { continue }
            if let known = best, !isBetter(result, than: known) { continue }
            best = result
        }
        guard let best else {
            throw DiscoverError.numeric(
                Diagnostic("dynamics.no-fit", "no equation with a hidden variable could be fitted to the data"))
        }
        return best
    }

    private func isBetter(_ one: DynamicsResult, than other: DynamicsResult) -> Bool {
        if one.status != other.status { return one.status == .found }
        func size(_ result: DynamicsResult) -> Int { result.equations.reduce(0) { $0 + $1.terms.count } }
        return size(one) < size(other)
    }

    private func answer(from source: Int) throws -> DynamicsResult {
        let scaled = ScaledSeries(series)
        var extended = series
        let name = series.variables[source] + "'"
        extended.variables.append(name)
        for (index, part) in series.trajectories.enumerated() {
            let values = scaled.stretches[index].smooth[source].map { $0 * scaled.scales[source] }
            extended.trajectories[index].states.append(
                DerivativeEstimate.derivative(times: part.times, values: values, nodes: scaled.isClean ? 12 : 4))
        }
        extended.remarks.append(
            "'\(name)', the derivative of '\(series.variables[source])', stands for the hidden variable")
        var options = self.options
        options.hidden = 0
        options.known.parts.append(.init(equation: source, expression: .variable(name)))
        options.known.closed.insert(source)
        var discovery = EquationDiscovery(
            series: extended, options: options, control: control, hidden: [series.variables.count: source])
        return try discovery.run()
    }
}
