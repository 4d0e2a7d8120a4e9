import Evaluation
import Expressions
import NumericKernel

/// Fits hypotheses of scans to the raw target of a problem, in units of the original one.
struct HypothesisFit: Sendable {
    let problem: ReducedProblem
    let sample: ScanSample
    /// Training rows.
    let trainingRows: Int
    /// What formulas cost.
    let length: DescriptionLength

    /// A formula over the names of the sample with fitted numbers.
    struct Refined: Sendable {
        var expression: Expression
        var meanSquare: Double
        var bits: Double
    }

    /// Linear coefficients from the smoothed target, then a short fit of all numbers to the raw one.
    func start(_ form: LinearForm, _ rows: Range<Int>) -> [Refined] {
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
        let used = 0..<min(rows.count, 400, sample.allSmoothed.count)
        let columns = problem.values
        guard
            let view = TransformedTarget(
                form.transform, smoothed: Array(sample.allSmoothed.prefix(used.count)),
                sensitivity: Array(problem.sensitivity.prefix(used.count)))
        else { return nil }
        var basis: [[Double]] = []
        for part in form.basis {
            guard let tape = try? Tape(form.factor.map { $0 * part } ?? part, variables: sample.names) else {
                return nil
            }
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

    /// A formula with its numbers fitted to some rows; nil when it is not finite there.
    func fit(_ expression: Expression, _ rows: Range<Int>, iterations: Int) -> Refined? {
        guard !expression.realConstants.isEmpty else { return measure(expression, rows) }
        guard
            let fit = ConstantFit(
                expression, variables: sample.names, columns: problem.values, target: problem.target, rows: rows,
                weights: problem.sensitivity, iterations: iterations)
        else { return nil }
        return measure(fit.expression, rows)
    }

    /// A formula as it is.
    func measure(_ expression: Expression, _ rows: Range<Int>) -> Refined? {
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
    func bits(meanSquare: Double, _ expression: Expression, _ rows: Range<Int>) -> Double {
        0.5 * Double(trainingRows) * Elementary.log2(max(meanSquare, 1e-300))
            + structure(expression, meanSquare)
    }

    /// Bits of the formula alone.
    func structure(_ expression: Expression, _ meanSquare: Double) -> Double {
        let relative = (meanSquare / max(length.targetMeanSquare, 1e-300)).squareRoot()
        return length.structureBits(
            expression, realConstantBits: length.constantBits(relativeResidual: relative))
    }
}
