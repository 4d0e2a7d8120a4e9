import Diagnostics
import NumericKernel

/// Noisy maps: the noise cannot be told from the data beforehand, so it is told from the fit.
///
/// A first guess comes from what direct regression leaves; the joint fit corrects it until χ² per degree of freedom is one.
struct NoisyMapSearch {
    let series: ScaledSeries
    let ladder: LibraryLadder
    let threads: Int
    let control: RunControl

    /// Noise above this fraction of the spread of the changes is rather a sign of wrong equations.
    static let mostNoise = 0.3
    /// Equations that leave this many times what neighbouring states leave undetermined are wrong.
    static let mostExcess = 1.3

    /// The absolute test: what the equations leave of the next values, over what of it no function of the state could explain.
    ///
    /// - Returns: the largest ratio over the variables; nil for too few data.
    static func excess(_ outcome: NoisySearch.Outcome, _ series: ScaledSeries) -> Double? {
        let library = outcome.search.problem.library
        let solution = outcome.candidates[0].solution
        var worst = 0.0
        for variable in 0..<series.dimension where !library.closed.contains(variable) {
            let own = solution.terms.indices.filter { solution.terms[$0].equation == variable }
            let given = library.given.filter { $0.term.equation == variable }
            let functions = own.map { solution.terms[$0].function } + given.map(\.term.function)
            let coefficients = own.map { solution.coefficients[$0] } + given.map(\.coefficient)
            let rests = series.stretches.map { stretch -> [Double] in
                let columns = library.values(of: functions, states: stretch.states, inputs: stretch.inputs)
                return (0..<max(stretch.times.count - 1, 0)).map { row in
                    zip(columns, coefficients).reduce(stretch.states[variable][row + 1]) { $0 - $1.1 * $1.0[row] }
                }
            }
            guard let bound = GammaTest.variance(series, of: rests) else { return nil }
            let squares = rests.joined().map { $0 * $0 }
            worst = max(worst, DescriptiveStatistics.mean(squares) / max(bound, 1e-20))
        }
        return worst
    }

    /// What the test says, for people.
    static func caution(_ excess: Double?) -> String {
        let text = excess.map { ratio in
            "what the equations leave of the next values is \((ratio * 100).rounded() / 100) times what neighbouring states "
                + "leave undetermined"
        }
        return "the noise of a map is told from the fit itself; " + (text ?? "too few data to test the equations")
    }

    /// Whether the equations pass the test with noise that is small beside the changes of every variable.
    static func isCredible(_ series: ScaledSeries, excess: Double?) -> Bool {
        guard let excess, excess < mostExcess else { return false }
        return series.sigmas.indices.allSatisfy { variable in
            let changes = series.stretches.flatMap { stretch in
                zip(stretch.states[variable].dropFirst(), stretch.states[variable]).map { $0 - $1 }
            }
            return series.sigmas[variable] < mostNoise * DescriptiveStatistics.standardDeviation(changes)
        }
    }

    /// Searches.
    ///
    /// - Parameter errors: what direct regression leaves of the next values, relative to their root mean square.
    /// - Returns: the outcome of the last fit with the noise that it was made with.
    func run(errors: [Double]) throws -> (outcome: NoisySearch.Outcome, series: ScaledSeries)? {
        // Noise enters twice, through both ends of a step, and is amplified by the map.
        var sigmas = errors.map { max($0 * 0.5, 1e-12) }
        var best: (NoisySearch.Outcome, ScaledSeries)?
        // Without a measure of the noise larger libraries would only take it up.
        var options = ladder.options
        if options.family == .automatic { options.family = .polynomial }
        var inner = LibraryLadder(
            variables: ladder.variables, inputs: ladder.inputs, options: options, samples: ladder.samples)
        inner.series = ladder.series
        inner.ruledOut = ladder.ruledOut
        let ladder = inner
        for _ in 0..<3 where !control.isStopping {
            let noisy = ScaledSeries(series, sigmas: sigmas)
            guard
                let outcome = try NoisySearch(series: noisy, ladder: ladder, threads: threads, control: control).run()
            else { break }
            best = (outcome, noisy)
            let ratio = outcome.candidates[0].solution.reducedChiSquared
            if ratio > 0.8 && ratio < 1.25 { break }
            sigmas = sigmas.map { $0 * ratio.squareRoot() }
        }
        return best
    }
}
