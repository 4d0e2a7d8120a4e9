import Diagnostics
import Expressions

/// Turns hypotheses from scans into formulas with constants fitted to the raw target, and picks those worth submitting.
///
/// A scan sees a smoothed target on a few hundred rows; what it likes is fitted to the raw target on some thousand rows
/// first, and the best of that on all training rows, with constants set free or fixed where a law may have them.
struct CandidateRefinement {
    let problem: ReducedProblem
    let context: StrategyContext
    let sample: ScanSample
    /// Hypotheses that were compared before any came here: a formula has to earn the choice among them.
    let hypotheses: Int
    /// Formulas that are fitted on all training rows.
    let finalists: Int

    /// Rows of the first fits.
    private static let rows = 2500
    private static let submissions = 40

    /// Fits, ranks and submits.
    func submitBest(of forms: [LinearForm], by strategy: String) {
        let training = context.trainingRows
        let rows = 0..<min(Self.rows, training)
        let distinct = distinct(forms)
        let control = context.control
        let fits = HypothesisFit(
            problem: problem, sample: sample, trainingRows: training, length: context.scoreboard.descriptionLength)
        let starts = ParallelMap.map(Array(0..<distinct.count), threads: context.options.threads) {
            k -> [HypothesisFit.Refined] in
            control.isStopping ? [] : fits.start(distinct[k], rows)
        }.flatMap { $0 }
        context.control.charge(distinct.count)
        let chosen = best(starts, finalists)
        let varied = finalists / 2
        let fitted = ParallelMap.map(Array(0..<chosen.count), threads: context.options.threads) {
            k -> [HypothesisFit.Refined] in
            guard !control.isStopping else { return [] }
            let all = 0..<training
            var results = [fits.fit(chosen[k].expression, all, iterations: 20)].compactMap { $0 }
            guard k < varied else { return results }
            for variant in ConstantVariants.all(of: results.first?.expression ?? chosen[k].expression) {
                guard let quick = fits.fit(variant, rows, iterations: 12), quick.bits < chosen[k].bits + 12,
                    let full = fits.fit(quick.expression, all, iterations: 20)
                else { continue }
                results.append(full)
            }
            return results
        }.flatMap { $0 }
        let evidence = Elementary.log2(Double(max(hypotheses, 2)))
        let constant = fits.bits(meanSquare: constantMeanSquare, .real(1), 0..<training)
        for candidate in best(fitted, Self.submissions) {
            // With millions of hypotheses some fit noise well: the gain must exceed the price of the choice.
            let gain = constant - candidate.bits
            guard gain > 0, !context.control.isStopping,
                gain + fits.structure(candidate.expression, candidate.meanSquare) > evidence
            else { continue }
            submit(original(candidate.expression), strategy)
        }
    }

    /// Submits a formula and the shortest way to write it: scans find quotients of quotients.
    private func submit(_ expression: Expression, _ strategy: String) {
        let board = context.scoreboard
        context.submit(expression, for: problem, by: strategy)
        let canonical = problem.lift(expression).simplified(assumingPositive: board.positive)
        guard let candidate = board.measure(canonical, strategy: strategy, notes: problem.notes) else { return }
        let readable = board.readable(candidate)
        if readable.expression != canonical, readable.bits < candidate.bits { board.insert(readable) }
    }

    /// The hypotheses without those that a simpler one equals, most promising of every size first.
    private func distinct(_ forms: [LinearForm]) -> [LinearForm] {
        let sorted = forms.enumerated().sorted {
            ($0.element.complexity, $0.element.misfit, $0.offset) < (
                $1.element.complexity, $1.element.misfit, $1.offset
            )
        }.map(\.element)
        var best = Double.infinity
        var counts: [Int: Int] = [:]
        var kept: [LinearForm] = []
        for form in sorted {
            // One that a much simpler formula beats clearly is no candidate.
            guard form.misfit < 3 * best + 1e-9 else { continue }
            best = min(best, form.misfit)
            counts[form.complexity, default: 0] += 1
            if counts[form.complexity, default: 0] <= finalists / 2 { kept.append(form) }
        }
        return kept
    }

    /// Mean square residual of the best constant times the divisor of the target.
    private var constantMeanSquare: Double {
        var (weights, first, squares) = (0.0, 0.0, 0.0)
        for i in 0..<context.trainingRows {
            let w = problem.sensitivity[i] * problem.sensitivity[i]
            weights += w
            first += w * problem.target[i]
            squares += w * problem.target[i] * problem.target[i]
        }
        return weights > 0 ? max(0, squares - first * first / weights) / Double(max(context.trainingRows, 1)) : 0
    }

    /// The shortest descriptions, one per formula.
    private func best(_ all: [HypothesisFit.Refined], _ count: Int) -> [HypothesisFit.Refined] {
        var seen: [Double] = []
        var result: [HypothesisFit.Refined] = []
        for candidate in all.enumerated().sorted(by: { ($0.element.bits, $0.offset) < ($1.element.bits, $1.offset) }) {
            let known = seen.suffix(6).contains { abs($0 - candidate.element.bits) < 1e-6 }
            if known { continue }
            seen.append(candidate.element.bits)
            result.append(candidate.element)
            if result.count == count { break }
        }
        return result
    }

    /// The formula over the columns of the problem.
    private func original(_ expression: Expression) -> Expression {
        expression.substituting { name in
            sample.names.firstIndex(of: name).map { problem.columns[$0].expression }
        }
    }
}
