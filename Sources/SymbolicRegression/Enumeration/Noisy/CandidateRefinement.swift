import Evaluation
import Expressions
import NumericKernel

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

    /// A formula over the names of the sample with fitted numbers.
    struct Refined: Sendable {
        var expression: Expression
        var meanSquare: Double
        var bits: Double
    }

    /// Rows of the first fits.
    private static let rows = 1500
    private static let finalists = 90
    private static let submissions = 40

    /// Fits, ranks and submits.
    func submitBest(of forms: [LinearForm], by strategy: String) {
        let training = context.trainingRows
        let rows = 0..<min(Self.rows, training)
        let distinct = distinct(forms)
        let control = context.control
        let starts = ParallelScan.map(distinct.count, threads: context.options.threads) { k -> [Refined] in
            control.isStopping ? [] : start(distinct[k], rows)
        }.flatMap { $0 }
        context.control.charge(distinct.count)
        let chosen = best(starts, Self.finalists)
        let fitted = ParallelScan.map(chosen.count, threads: context.options.threads) { k -> [Refined] in
            guard !control.isStopping else { return [] }
            let all = 0..<training
            var results = [fit(chosen[k].expression, all, iterations: 20)].compactMap { $0 }
            guard k < Self.finalists / 2 else { return results }
            for variant in ConstantVariants.all(of: results.first?.expression ?? chosen[k].expression) {
                guard let quick = fit(variant, rows, iterations: 12), quick.bits < chosen[k].bits + 12,
                    let full = fit(quick.expression, all, iterations: 20)
                else { continue }
                results.append(full)
            }
            return results
        }.flatMap { $0 }
        let evidence = Elementary.log2(Double(max(hypotheses, 2)))
        let constant = bits(meanSquare: constantMeanSquare, .real(1), 0..<training)
        for candidate in best(fitted, Self.submissions) {
            // With millions of hypotheses some fit noise well: the gain must exceed the price of the choice.
            let gain = constant - candidate.bits
            guard gain > 0, !context.control.isStopping,
                gain + structure(candidate.expression, candidate.meanSquare) > evidence
            else { continue }
            context.submit(original(candidate.expression), for: problem, by: strategy)
        }
    }

    /// The hypotheses without those that a simpler one equals, most promising of every size first.
    private func distinct(_ forms: [LinearForm]) -> [LinearForm] {
        let sorted = forms.enumerated().sorted {
            ($0.element.complexity, $0.element.misfit, $0.offset) < ($1.element.complexity, $1.element.misfit, $1.offset)
        }.map(\.element)
        var best = Double.infinity
        var counts: [Int: Int] = [:]
        var kept: [LinearForm] = []
        for form in sorted {
            // One that a much simpler formula beats clearly is no candidate.
            guard form.misfit < 3 * best + 1e-9 else { continue }
            best = min(best, form.misfit)
            counts[form.complexity, default: 0] += 1
            if counts[form.complexity, default: 0] <= 40 { kept.append(form) }
        }
        return kept
    }

    /// Linear coefficients from the smoothed target, then a short fit of all numbers to the raw one.
    private func start(_ form: LinearForm, _ rows: Range<Int>) -> [Refined] {
        guard let coefficients = coefficients(form, rows) else { return [] }
        let sign: Double = (sample.smoothed.reduce(0) { $0 + ($1 > 0 ? 1 : -1) }) >= 0 ? 1 : -1
        var results = [fit(form.expression(coefficients, sign: sign), rows, iterations: 6)].compactMap { $0 }
        // Coefficients that are nearly simple numbers may well be those; beyond the fitted ones the formula may be undefined.
        let simple = coefficients.map { value -> Double in
            let near = (2 * value).rounded() / 2
            return near != 0 && abs(value - near) < 0.04 * abs(near) ? near : value
        }
        if simple != coefficients {
            let expression = ConstantVariants.exactHalves(form.expression(simple, sign: sign))
            if expression.realConstants.isEmpty {
                results += [measure(expression, rows)].compactMap { $0 }
            } else {
                results += [fit(expression, rows, iterations: 6)].compactMap { $0 }
            }
        }
        return results
    }

    private func coefficients(_ form: LinearForm, _ rows: Range<Int>) -> [Double]? {
        let used = 0..<min(rows.count, 400)
        let columns = problem.values
        guard
            let view = TransformedTarget(
                form.transform, smoothed: Array(sample.allSmoothed.prefix(used.count)),
                sensitivity: Array(problem.sensitivity.prefix(used.count)))
        else { return nil }
        var basis: [[Double]] = []
        for part in form.basis {
            guard let tape = try? Tape(form.factor.map { $0 * part } ?? part, variables: sample.names) else { return nil }
            basis.append(tape.evaluate(columns: columns, rows: used))
        }
        let count = basis.count
        var normal = [Double](repeating: 0, count: count * count)
        var side = [Double](repeating: 0, count: count)
        let scales = basis.map { 1 / max(Statistics.rootMeanSquare($0), 1e-300) }
        for i in used where view.weights[i] > 0 {
            for a in 0..<count {
                let x = basis[a][i] * scales[a]
                side[a] += view.weights[i] * x * view.values[i]
                for b in 0...a { normal[a * count + b] += view.weights[i] * x * basis[b][i] * scales[b] }
            }
        }
        guard normal.allSatisfy(\.isFinite), let factor = CholeskyFactorization(normal, size: count) else { return nil }
        let solution = zip(factor.solve(side), scales).map { $0 * $1 }
        return solution.allSatisfy(\.isFinite) ? solution : nil
    }

    private func fit(_ expression: Expression, _ rows: Range<Int>, iterations: Int) -> Refined? {
        guard !expression.realConstants.isEmpty else { return measure(expression, rows) }
        guard
            let fit = ConstantFit(
                expression, variables: sample.names, columns: problem.values, target: problem.target, rows: rows,
                weights: problem.sensitivity, iterations: iterations)
        else { return nil }
        return measure(fit.expression, rows)
    }

    private func measure(_ expression: Expression, _ rows: Range<Int>) -> Refined? {
        guard let tape = try? Tape(expression, variables: sample.names) else { return nil }
        let values = tape.evaluate(columns: problem.values, rows: rows)
        var sum = 0.0
        for (position, i) in rows.enumerated() {
            let residual = (problem.target[i] - values[position]) * problem.sensitivity[i]
            sum += residual * residual
        }
        let meanSquare = sum / Double(rows.count)
        guard meanSquare.isFinite else { return nil }
        return Refined(
            expression: expression, meanSquare: meanSquare,
            bits: bits(meanSquare: meanSquare, expression, rows))
    }

    /// Description length but for what all formulas share; as if the rows were all training rows.
    private func bits(meanSquare: Double, _ expression: Expression, _ rows: Range<Int>) -> Double {
        0.5 * Double(context.trainingRows) * Elementary.log2(max(meanSquare, 1e-300))
            + structure(expression, meanSquare)
    }

    private func structure(_ expression: Expression, _ meanSquare: Double) -> Double {
        let length = context.scoreboard.descriptionLength
        let relative = (meanSquare / max(length.targetMeanSquare, 1e-300)).squareRoot()
        return length.structureBits(
            expression, realConstantBits: length.constantBits(relativeResidual: relative))
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
    private func best(_ all: [Refined], _ count: Int) -> [Refined] {
        var seen: [Double] = []
        var result: [Refined] = []
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
