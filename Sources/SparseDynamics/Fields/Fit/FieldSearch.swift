import Diagnostics
import Glibc
import NumericKernel

/// Searches the structure of the equation of one field in a library.
///
/// Fit and structure are found together: the covariance and the correction of the fields need a model, the model needs
/// them. The search goes round until the structure repeats itself, from the smooth fields and from every good small
/// structure, and takes the self-consistent one with the smallest χ² plus price.
struct FieldSearch {
    let fit: FieldFit
    let control: RunControl
    private static let maximumRounds = 8
    /// χ² per degree of freedom of all terms together from which no choice among them can explain noisy data.
    private static let hopeless = 100.0

    /// A model with the fields that belong to it and its evidence.
    struct State {
        var model: FieldModel
        var fields: [[Double]]
        /// Sum of squared whitened residuals.
        var chiSquared: Double
        /// Standard error of each coefficient.
        var standardErrors: [Double]
    }

    /// The end of a search.
    struct Outcome {
        var fit: FieldFit
        var state: State
        /// χ² per degree of freedom.
        var reduced: Double
        /// Score of the model: χ² over scale plus price of its terms.
        var score: Double
        /// Other structures with how much worse they score.
        var rivals: [(support: [Int], gap: Double)]
        /// Share of the half samples of the rows in which the same structure wins; nil when it was not tried.
        var stability: Double?
    }

    private var terms: Int { fit.library.terms.count }
    private var rows: Double { Double(fit.rowCount) }
    /// What a term costs in units of χ²: half a logarithm for its coefficient twice, and one for the choice among all.
    private var price: Double { log(rows) + 2 * log(Double(max(terms, 2))) }
    /// A term that changes the rows by less than this share of their size is beyond what solvers and sums resolve.
    private static let relevance = 1e-5

    /// Prices in units of χ² over scale, with what irrelevant terms cost in addition.
    private func prices(_ search: SubsetSearch, scale: Double) -> [Double] {
        let floor = Self.relevance * Self.relevance * search.total / scale
        return [Double](repeating: price + floor, count: terms)
    }

    /// Runs the search; nil when a covariance was not definite or the run was stopped at once.
    func run(seed: UInt64) throws -> Outcome? {
        let start = fit.problem.smooth
        guard var best = try settleFreely(from: FieldModel.empty, fields: start) else { return nil }
        var scale = best.scale
        if fit.problem.isNoisy, best.scale < Self.hopeless {
            for candidate in best.pool where !control.isStopping {
                guard let trial = try settle(candidate, fields: start) else { continue }
                if score(trial, scale) < score(best.state, scale) - 0.5,
                    let other = try settleFreely(from: trial.model, fields: trial.fields)
                {
                    if score(other.state, scale) < score(best.state, scale) { best = other }
                }
            }
        }
        scale = best.scale
        // Noise that the differences of neighbours did not show, or sums that the grid does not resolve.
        var fit = fit
        if !control.isStopping, let factor = fit.whitening(best.state.model, at: best.state.fields) {
            let check = HalvesCheck(
                differences: fit.halvesDifferences(best.state.model, at: best.state.fields), factor: factor,
                counts: (fit.problem.rows.space + [fit.problem.rows.time]).map(\.count))
            // Halves that differ widely may only mean that half of the grid is too coarse; then the misfit limits it.
            let reduced = best.state.chiSquared / rows
            let isPoor = reduced > FieldDiscovery.acceptedChiSquared(fit.problem)
            // Noise that was measured, and terms that all together miss by far: then the terms are wrong.
            let isWrong = fit.problem.isNoisy && best.scale > Self.hopeless
            let inflation = check.ratio < 100 ? check.ratio : isPoor && !isWrong ? min(check.ratio, 30 * reduced) : 1
            let isUneven = isPoor && check.local != nil
            if isUneven { fit.unresolved = check.local ?? [] } else { fit.inflation = inflation }
            if isUneven || inflation > 1 + 5 * (2 / rows).squareRoot() {
                let again = FieldSearch(fit: fit, control: control)
                if let other = try again.settleFreely(from: best.state.model, fields: best.state.fields) {
                    best = other
                    scale = other.scale
                }
            } else {
                fit.inflation = 1
            }
        }
        return try FieldSearch(fit: fit, control: control).outcome(best, scale: scale, seed: seed)
    }

    // MARK: Rounds

    private struct Settled {
        var state: State
        var scale: Double
        var pool: [FieldModel]
    }

    private func score(_ state: State, _ scale: Double) -> Double {
        state.chiSquared / scale + price * Double(state.model.support.count)
    }

    /// Fits and chooses in turn until the structure stays.
    private func settleFreely(from start: FieldModel, fields: [[Double]]) throws -> Settled? {
        var model = start
        var fields = fields
        var columns: FieldFit.Columns?
        var pool: [FieldModel] = []
        var result: Settled?
        for round in 0..<Self.maximumRounds {
            if round > 0, control.isStopping { break }
            let current = columns ?? fit.columns(at: fields)
            if control.isStopping { break }
            guard let quadratic = fit.quadratic(model, at: fields, columns: current) else { break }
            let search = try SubsetSearch(quadratic.whitened)
            control.charge(terms)
            let full = search.fit(Array(0..<terms), withGains: false)
            let scale = max(full.residual / max(rows - Double(terms), 1), 1)
            var starts = [model.support]
            if round == 0, !control.isStopping {
                let levels = StructureBeam.supports(search, largest: 5)
                starts += levels.compactMap(\.first)
                if fit.problem.isNoisy { pool += candidates(levels, search) }
            }
            let fits = search.best(scale: scale, prices: prices(search, scale: scale), starts: starts)
            guard let best = fits.first else { break }
            let all = search.coefficients(of: best)
            let next = FieldModel(support: best.support, coefficients: best.support.map { all[$0] })
            let errors = standardErrors(best, search, all)
            let isHopeless = fit.problem.isNoisy && round > 1 && scale > Self.hopeless
            let isStable =
                isHopeless
                || round > 0 && next.support == model.support
                    && zip(zip(next.coefficients, model.coefficients), errors).allSatisfy { pair, error in
                        abs(pair.0 - pair.1) < 0.05 * error || abs(pair.0 - pair.1) < 1e-13 * abs(pair.0)
                    }
            model = next
            result = Settled(
                state: State(model: model, fields: fields, chiSquared: best.residual, standardErrors: errors),
                scale: scale, pool: [])
            if isStable || round + 1 == Self.maximumRounds {
                if fit.problem.isNoisy { pool += candidates(StructureBeam.supports(search, largest: 5), search) }
                break
            }
            if fit.problem.isNoisy {
                fields = fit.corrected(model, at: fields)
            } else {
                columns = current
            }
        }
        guard var result else { return nil }
        result.pool = chosen(pool, beside: result)
        return result
    }

    /// The best structures of every size with their coefficients.
    private func candidates(_ levels: [[[Int]]], _ search: SubsetSearch) -> [FieldModel] {
        levels.flatMap { level in
            level.prefix(2).map { support in
                let best = search.fit(support, withGains: false)
                let all = search.coefficients(of: best)
                return FieldModel(support: best.support, coefficients: best.support.map { all[$0] })
            }
        }
    }

    /// The structures worth a fit of their own: those that are not larger, or a little larger where the fit is poor.
    private func chosen(_ pool: [FieldModel], beside found: Settled) -> [FieldModel] {
        let size = found.state.model.support.count
        let isPoor = found.state.chiSquared / found.scale > 1.15 * rows
        var seen: Set<[Int]> = [found.state.model.support, []]
        // Those of the last round come first: their noise is better known.
        let distinct = pool.reversed().filter {
            $0.support.count <= (isPoor ? size + 2 : size) && seen.insert($0.support).inserted
        }
        let limit = fit.problem.data.space.count == 1 ? 16 : 6
        return Array(distinct.sorted { $0.support.count > $1.support.count }.prefix(limit))
    }

    /// Fits a given structure until its fields and coefficients agree.
    private func settle(_ start: FieldModel, fields: [[Double]]) throws -> State? {
        let support = start.support
        var model = start
        var fields = fit.corrected(model, at: fields)
        var state: State?
        for round in 0..<2 {
            let columns = fit.columns(at: fields, support: support)
            guard let quadratic = fit.quadratic(model, at: fields, columns: columns, support: support) else {
                return state
            }
            control.charge(1)
            let search = try SubsetSearch(quadratic.whitened)
            let best = search.fit(Array(0..<support.count), withGains: false)
            guard best.support.count == support.count else { return nil }
            let all = search.coefficients(of: best)
            model = FieldModel(support: support, coefficients: all)
            state = State(
                model: model, fields: fields, chiSquared: best.residual,
                standardErrors: standardErrors(best, search, all))
            if round < 1 { fields = fit.corrected(model, at: fields) }
        }
        return state
    }

    /// |coefficient| over the root of what χ² loses without its term.
    private func standardErrors(_ best: SubsetFit, _ search: SubsetSearch, _ coefficients: [Double]) -> [Double] {
        zip(best.support, best.losses).map { term, loss in
            loss > 0 ? abs(coefficients[term]) / loss.squareRoot() : .infinity
        }
    }

    // MARK: Evidence

    private func outcome(_ settled: Settled, scale: Double, seed: UInt64) throws -> Outcome {
        var state = settled.state
        let degrees = max(rows - Double(state.model.support.count), 1)
        let reduced = state.chiSquared / degrees
        // Below the floor the residuals know better than the noise how exact the fit is.
        let isClean = fit.problem.estimatedSigma.allSatisfy { $0 < FieldProblem.noiseFloor }
        let widening = isClean ? reduced.squareRoot() : max(reduced, 1).squareRoot()
        for index in state.standardErrors.indices { state.standardErrors[index] *= widening }
        var rivals: [(support: [Int], gap: Double)] = []
        var stability: Double?
        if !control.isStopping,
            let quadratic = fit.quadratic(
                state.model, at: state.fields, columns: fit.columns(at: state.fields))
        {
            let search = try SubsetSearch(quadratic.whitened)
            let prices = prices(search, scale: scale)
            let winner = search.score(search.fit(state.model.support), scale: scale, prices: prices)
            rivals = neighbours(of: state.model.support, search).map {
                ($0, search.score(search.fit($0), scale: scale, prices: prices) - winner)
            }.sorted { $0.gap < $1.gap }
            stability = try resampled(quadratic.whitened, state.model.support, scale: scale, seed: seed)
        }
        return Outcome(
            fit: fit, state: state, reduced: reduced, score: score(state, scale), rivals: Array(rivals.prefix(3)),
            stability: stability)
    }

    /// Structures with one term less, more or exchanged.
    private func neighbours(of support: [Int], _ search: SubsetSearch) -> [[Int]] {
        let all = search.fit(support)
        var result: [[Int]] = []
        if let more = all.gains.indices.max(by: { all.gains[$0] < all.gains[$1] }), all.gains[more] > 0 {
            result.append((support + [more]).sorted())
        }
        for term in support {
            let fewer = support.filter { $0 != term }
            if !fewer.isEmpty { result.append(fewer) }
            let without = search.fit(fewer)
            for other in without.gains.indices.filter({ $0 != term }).sorted(by: {
                without.gains[$0] > without.gains[$1]
            })
            .prefix(2) where without.gains[other] > 0 {
                result.append((fewer + [other]).sorted())
            }
        }
        return result
    }

    /// How often half of the whitened rows, in blocks, choose the same structure among the useful terms.
    private func resampled(_ whitened: Matrix, _ support: [Int], scale: Double, seed: UInt64) throws -> Double? {
        let blocks = 16
        let trials = 20
        guard whitened.rows >= 4 * blocks * 2, !support.isEmpty else { return nil }
        let search = try SubsetSearch(whitened)
        let gains = search.fit(support).gains
        let others = gains.indices.filter { gains[$0] > 0 }.sorted { gains[$0] > gains[$1] }.prefix(12)
        let kept = (support + others).sorted()
        let places = Set(support)
        let stream = RandomStream(seed: seed)
        var agreeing = 0
        for _ in 0..<trials {
            let drawn = stream.sample(blocks / 2, from: blocks)
            let picked = drawn.flatMap { $0 * whitened.rows / blocks..<($0 + 1) * whitened.rows / blocks }
            let columns = (kept + [whitened.columns - 1]).map { column in
                picked.map { whitened[$0, column] }
            }
            let half = try SubsetSearch(Matrix(columns: columns))
            let floor = Self.relevance * Self.relevance * half.total / scale
            let prices = [Double](repeating: price + floor, count: kept.count)
            let start = kept.indices.filter { places.contains(kept[$0]) }
            let best = half.best(scale: scale, prices: prices, starts: [start])
            if best.first?.support == start { agreeing += 1 }
        }
        return Double(agreeing) / Double(trials)
    }
}
