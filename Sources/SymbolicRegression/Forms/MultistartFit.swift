import Diagnostics

/// The best fit of a model over many starting points.
struct MultistartFit: Sendable {
    /// How much is tried.
    struct Effort: Sendable {
        /// Starting points that are looked at.
        var points = 512
        /// The best of them that are followed downhill.
        var descents = 32
        /// Steps of each descent; the best few go on until they end.
        var steps = 60
        /// Rows that the search for the minimum uses; all of them have the last word.
        var rows = 1500
    }

    /// The best state, on all rows.
    var fit: SeparableFit
    /// Starting points at which the model was finite, and how many were tried.
    var finiteStarts: Int
    /// Starting points tried.
    var startsTried: Int
    /// Descents that were made, and how many of them ended in the best minimum.
    var descents: Int
    /// Descents that ended in the best minimum.
    var reachedBest: Int

    /// Fits from many starts.
    ///
    /// - Parameters:
    ///   - model: the model.
    ///   - starts: values of its nonlinear parameters.
    ///   - ranges: of the nonlinear parameters.
    ///   - threads: the answer does not depend on it.
    /// - Returns: nil when the model is not finite at any start.
    init?(
        _ model: SeparableModel, starts: [[Double]], ranges: [ParameterRange], effort: Effort = Effort(), threads: Int,
        control: RunControl
    ) {
        let step = max(1, (model.rowCount + effort.rows - 1) / effort.rows)
        let sample = step == 1 ? model : model.onRows(Array(stride(from: 0, to: model.rowCount, by: step)))
        let starts = model.nonlinear.isEmpty ? [[]] : starts
        let costs: [Double?] = ParallelMap.map(Array(0..<starts.count), threads: threads) { k in
            control.isStopping ? nil : sample.state(starts[k])?.cost
        }
        control.charge(starts.count)
        let finite = starts.indices.filter { costs[$0] != nil }
        // The first start is the best guess: it is followed whatever its error.
        let ranked = finite.sorted {
            ($0 == 0 ? -1 : costs[$0] ?? .infinity, $0) < ($1 == 0 ? -1 : costs[$1] ?? .infinity, $1)
        }
        let chosen = Array(ranked.prefix(effort.descents))
        let fits: [SeparableFit?] = ParallelMap.map(Array(0..<chosen.count), threads: threads) { k in
            control.isStopping && k > 0
                ? nil : SeparableFit(sample, start: starts[chosen[k]], ranges: ranges, iterations: effort.steps)
        }
        control.charge(chosen.count)
        let ends = fits.compactMap { $0 }.enumerated().sorted {
            ($0.element.state.cost, $0.offset) < ($1.element.state.cost, $1.offset)
        }.map(\.element)
        @Sendable func values(_ fit: SeparableFit) -> [Double] { model.nonlinear.map { fit.state.parameters[$0] } }
        let finals: [SeparableFit?] = ParallelMap.map(Array(0..<min(ends.count, 4)), threads: threads) { k in
            SeparableFit(model, start: values(ends[k]), ranges: ranges, iterations: 1000)
        }
        guard
            let best = finals.compactMap({ $0 }).enumerated().min(by: {
                ($0.element.state.cost, $0.offset) < ($1.element.state.cost, $1.offset)
            })?.element
        else { return nil }
        fit = Self.withFewestSigns(best, model, ranges)
        finiteStarts = finite.count
        startsTried = starts.count
        descents = chosen.count
        let bestOnSample = sample.state(values(best))?.cost ?? best.state.cost
        reachedBest = max(1, ends.filter { $0.state.cost <= bestOnSample * 1.01 + 1e-300 }.count)
    }

    /// Where the sign of a parameter does not matter, as in exp(-((x - m)/s)^2), the positive one.
    private static func withFewestSigns(
        _ fit: SeparableFit, _ model: SeparableModel, _ ranges: [ParameterRange]
    ) -> SeparableFit {
        var best = fit
        for (position, index) in model.nonlinear.enumerated() where best.state.parameters[index] < 0 {
            var values = model.nonlinear.map { best.state.parameters[$0] }
            values[position] = -values[position]
            guard ranges[position].clamped(values[position]) == values[position], let trial = model.state(values),
                trial.cost <= best.state.cost * (1 + 1e-12),
                trial.parameters.filter({ $0 < 0 }).count < best.state.parameters.filter({ $0 < 0 }).count
            else { continue }
            best.state = trial
        }
        return best
    }
}
