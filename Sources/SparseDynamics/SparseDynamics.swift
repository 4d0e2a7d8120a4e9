import Diagnostics
import Expressions
import Glibc
import NumericKernel

/// Finds the equations that govern a time series: dx/dt = f(x), or x[n+1] = f(x[n]), with f a short sum of candidate functions.
///
/// The noise is estimated from the data; nothing has to be tuned. Clean data are fitted on a quadrature of high order; noisy
/// ones by a weak form, then by a joint fit of trajectory and coefficients with terms kept or dropped by evidence.
///
/// - Parameters:
///   - series: the data.
///   - options: libraries and limits.
///   - control: budget, time limit, interruption.
/// - Throws: `DiscoverError.input` for functions that cannot be used, `DiscoverError.numeric` when nothing can be fitted.
public func governingEquations(
    of series: TimeSeries, options: DynamicsOptions, control: RunControl
) throws -> DynamicsResult {
    try EquationDiscovery(series: series, options: options, control: control).run()
}

/// One search for governing equations.
struct EquationDiscovery {
    let series: TimeSeries
    let options: DynamicsOptions
    let control: RunControl

    func run() throws -> DynamicsResult {
        let scaled = ScaledSeries(series)
        let ladder = LibraryLadder(
            variables: series.variables, inputs: series.inputs, options: options, samples: series.sampleCount)
        var result: DynamicsResult?
        if scaled.isClean {
            if let outcome = try CleanSearch(
                series: scaled, ladder: ladder, threads: options.threads, control: control
            ).run() {
                result = cleanResult(outcome, scaled)
            }
        } else if let outcome = try NoisySearch(
            series: scaled, ladder: ladder, threads: options.threads, control: control
        ).run() {
            result = noisyResult(outcome, scaled)
        }
        guard let result else {
            throw DiscoverError.numeric(
                Diagnostic(
                    "dynamics.no-fit", "no library could be fitted to the data",
                    hint: "are there more samples than functions, and are the functions defined on the data?"))
        }
        return result
    }

    private func cleanResult(_ outcome: CleanSearch.Outcome, _ scaled: ScaledSeries) -> DynamicsResult {
        var outcome = outcome
        if scaled.kind == .flow, !control.isStopping,
            let sharper = CleanRefinement(series: scaled, threads: options.threads).refined(outcome.equations)
        {
            outcome.equations = sharper
        }
        let equations = outcome.equations.enumerated().map { equation(of: $0, $1, scaled) }
        let isExplained = outcome.equations.allSatisfy { $0.relativeError < CleanSearch.explained }
        return DynamicsResult(
            status: isExplained ? .found : .none, stopped: control.stopReason ?? (isExplained ? .accepted : .exhausted),
            equations: equations, noise: zip(scaled.sigmas, scaled.scales).map { $0 * $1 }, chiSquared: nil,
            relativeErrors: outcome.equations.map(\.relativeError),
            library: names(outcome.equations.map(\.library.library.name)), searched: outcome.searched, rivals: [],
            doubts: [], characteristicPeriod: period(scaled), evaluations: outcome.evaluations, warnings: series.remarks
        )
    }

    private func names(_ all: [String]) -> String {
        var seen: Set<String> = []
        return all.filter { seen.insert($0).inserted }.joined(separator: "; ")
    }

    private func period(_ scaled: ScaledSeries) -> Double? {
        scaled.kind == .map ? nil : 2 * Double.pi * scaled.timeScale
    }

    private func noisyResult(_ outcome: NoisySearch.Outcome, _ scaled: ScaledSeries) -> DynamicsResult {
        let best = outcome.candidates[0]
        let solution = best.solution
        let covariance = outcome.search.problem.covariance(solution)
        let library = outcome.search.problem.library
        let found = (0..<scaled.dimension).map { index -> FoundEquation in
            let own = solution.terms.indices.filter { solution.terms[$0].equation == index }
            return FoundEquation(
                support: own.map { solution.terms[$0].function }, coefficients: own.map { solution.coefficients[$0] },
                standardErrors: own.map { place in covariance.map { max($0[place, place], 0).squareRoot() } },
                library: library, relativeError: 0)
        }
        let chi = solution.reducedChiSquared
        let isExplained = chi < 1.5
        let rivals = outcome.candidates.dropFirst().prefix(5).map { candidate in
            DynamicsResult.Rival(
                equations: (0..<scaled.dimension).map { index in
                    let own = candidate.solution.terms.indices.filter { candidate.solution.terms[$0].equation == index }
                    return equation(
                        of: index,
                        FoundEquation(
                            support: own.map { candidate.solution.terms[$0].function },
                            coefficients: own.map { candidate.solution.coefficients[$0] },
                            standardErrors: own.map { _ in nil }, library: library, relativeError: 0), scaled)
                }, difference: candidate.score - best.score)
        }
        return DynamicsResult(
            status: isExplained ? .found : .none, stopped: control.stopReason ?? (isExplained ? .accepted : .exhausted),
            equations: found.enumerated().map { equation(of: $0, $1, scaled) },
            noise: zip(scaled.sigmas, scaled.scales).map { $0 * $1 }, chiSquared: chi,
            relativeErrors: found.map(\.relativeError), library: library.library.name, searched: outcome.searched,
            rivals: Array(rivals), doubts: [], characteristicPeriod: period(scaled), evaluations: outcome.evaluations,
            warnings: series.remarks)
    }

    /// An equation in the units of the data.
    private func equation(of index: Int, _ found: FoundEquation, _ scaled: ScaledSeries) -> DiscoveredEquation {
        let unit = scaled.scales[index] / scaled.timeScale
        let terms = found.support.indices.map { place in
            let function = found.support[place]
            let factor = unit / found.library.norms[function]
            let exact = found.exact.isEmpty ? nil : found.exact[place]
            return EquationTerm(
                function: found.library.library.terms[function].function,
                coefficient: exact?.value ?? found.coefficients[place] * factor,
                standardError: found.standardErrors[place].map { $0 * factor }, exact: exact?.expression)
        }
        let name = series.variables[index]
        return DiscoveredEquation(
            variable: name, leftHandSide: series.kind == .map ? "\(name)[n+1]" : "\(name)'", terms: terms)
    }
}
