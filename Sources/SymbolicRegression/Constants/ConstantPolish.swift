import Expressions

/// Refits the numbers of a formula on the training rows and replaces them by exact forms where the data cannot tell.
struct ConstantPolish {
    let scoreboard: Scoreboard
    /// Rows that the fits use.
    private let rows: Range<Int>
    /// 1/|y|, for noise proportional to the target; nil when the target changes sign.
    private let relativeWeights: [Double]?

    /// A polish that uses at most 5,000 training rows.
    init(scoreboard: Scoreboard) {
        self.scoreboard = scoreboard
        rows = 0..<min(scoreboard.trainingRows, 5000)
        let target = scoreboard.problem.target
        relativeWeights =
            scoreboard.descriptionLength.logarithmicSpread == nil ? nil : target.map { 1 / abs($0) }
    }

    /// The fit of a formula's numbers, nil when it has none; `relative` for noise proportional to the target.
    func fit(_ expression: Expression, relative: Bool) -> ConstantFit? {
        ConstantFit(
            expression, variables: scoreboard.problem.inputNames, columns: scoreboard.problem.inputs,
            target: scoreboard.problem.target, rows: rows, weights: relative ? relativeWeights : scoreboard.factors,
            variance: scoreboard.knownVariance)
    }

    /// The fit of a formula's numbers under the noise model that gives the shorter description.
    func fit(_ expression: Expression) -> ConstantFit? {
        let fits = (relativeWeights == nil ? [false] : [false, true]).compactMap { fit(expression, relative: $0) }
        return fits.min { bits($0.expression) < bits($1.expression) }
    }

    /// The shortest description that is reached from a candidate by refitting and snapping.
    func polish(_ candidate: Scoreboard.Candidate) -> Scoreboard.Candidate {
        guard !candidate.isExact, !candidate.expression.realConstants.isEmpty else { return candidate }
        let variants = (relativeWeights == nil ? [false] : [false, true]).map { polish(candidate, relative: $0) }
        return variants.min { $0.bits < $1.bits } ?? candidate
    }

    private func polish(_ candidate: Scoreboard.Candidate, relative: Bool) -> Scoreboard.Candidate {
        guard let first = fit(candidate.expression, relative: relative) else { return candidate }
        var best = better(candidate, first.expression)
        var settled: Set<Double> = []
        for _ in 0..<12 {
            guard let current = fit(best.expression, relative: relative), let errors = current.standardErrors else {
                break
            }
            // The least certain number first: it has the simplest exact forms nearby.
            let order = current.values.indices.filter { !settled.contains(current.values[$0]) }.sorted {
                errors[$0] / abs(current.values[$0]) > errors[$1] / abs(current.values[$1])
            }
            guard let k = order.first else { break }
            let (value, error) = (current.values[k], errors[k])
            settled.insert(value)
            var forms = Array(ConstantSnapping.candidates(near: value, tolerance: 2 * error, maximumCost: 15).prefix(3))
            // An exponent near a simple fraction deserves a try whatever its standard error, which is only as good as the
            // noise model: the description length decides.
            if current.expression.hasExponent(value), let near = ExponentSnapping.fraction(near: value, tolerance: 0.02)
            {
                forms.append(.rational(near))
            }
            if abs(value) < 2.5 * error { forms.insert(.zero, at: 0) }
            for form in forms {
                let replaced = current.expression.replacingReal(value, with: form)
                    .simplified(assumingPositive: scoreboard.positive)
                let trial = better(best, fit(replaced, relative: relative)?.expression ?? replaced)
                if trial.expression != best.expression {
                    best = trial
                    settled = []
                    break
                }
            }
        }
        return best
    }

    /// The candidate with every fitted number cut to the digits that the data determine (a tenth of a standard error).
    func rounded(_ candidate: Scoreboard.Candidate) -> Scoreboard.Candidate {
        guard !candidate.isExact, let current = fit(candidate.expression), let errors = current.standardErrors else {
            return candidate
        }
        var expression = current.expression
        for (value, error) in zip(current.values, errors) {
            let short = DecimalRounding.shortest(value, tolerance: error / 10)
            expression = expression.replacingReal(value, with: .real(short))
        }
        let canonical = expression.simplified(assumingPositive: scoreboard.positive)
        guard let trial = scoreboard.measure(canonical, strategy: candidate.strategy, notes: candidate.notes),
            trial.bits < candidate.bits + 1
        else { return candidate }
        return trial
    }

    private func bits(_ expression: Expression) -> Double {
        scoreboard.measure(expression, strategy: "", notes: [])?.bits ?? .infinity
    }

    /// The shorter description of the two.
    private func better(_ candidate: Scoreboard.Candidate, _ expression: Expression) -> Scoreboard.Candidate {
        let canonical = expression.simplified(assumingPositive: scoreboard.positive)
        guard let trial = scoreboard.measure(canonical, strategy: candidate.strategy, notes: candidate.notes),
            trial.bits < candidate.bits
        else { return candidate }
        return trial
    }
}
