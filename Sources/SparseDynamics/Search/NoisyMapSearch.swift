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

    /// What the reader must know about the answer.
    static let caution =
        "the noise of a map is told from the fit itself, so that nothing tests the equations independently"
    /// Noise above this fraction of the spread of the changes is rather a sign of wrong equations.
    static let mostNoise = 0.05

    /// Whether the noise that the fit needs is small beside the changes of every variable.
    static func isCredible(_ series: ScaledSeries) -> Bool {
        series.sigmas.indices.allSatisfy { variable in
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
        let ladder = LibraryLadder(
            variables: ladder.variables, inputs: ladder.inputs, options: options, samples: ladder.samples)
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
