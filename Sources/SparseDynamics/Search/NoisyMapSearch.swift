import Diagnostics

/// Noisy maps: the noise cannot be told from the data beforehand, so it is told from the fit.
///
/// A first guess comes from what direct regression leaves; the joint fit corrects it until χ² per degree of freedom is one.
struct NoisyMapSearch {
    let series: ScaledSeries
    let ladder: LibraryLadder
    let threads: Int
    let control: RunControl

    /// Searches.
    ///
    /// - Parameter errors: what direct regression leaves of the next values, relative to their root mean square.
    /// - Returns: the outcome of the last fit with the noise that it was made with.
    func run(errors: [Double]) throws -> (outcome: NoisySearch.Outcome, series: ScaledSeries)? {
        // Noise enters twice, through both ends of a step, and is amplified by the map.
        var sigmas = errors.map { max($0 * 0.5, 1e-12) }
        var best: (NoisySearch.Outcome, ScaledSeries)?
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
