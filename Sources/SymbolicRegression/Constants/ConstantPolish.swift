import Expressions

/// Refits the numbers of a formula on the training rows and replaces them by exact forms where the data cannot tell.
struct ConstantPolish {
    let scoreboard: Scoreboard
    /// Rows that the fits use.
    private let rows: Range<Int>

    /// A polish that uses at most 5,000 training rows.
    init(scoreboard: Scoreboard) {
        self.scoreboard = scoreboard
        rows = 0..<min(scoreboard.trainingRows, 5000)
    }

    /// The fit of a candidate's numbers, nil when it has none.
    func fit(_ expression: Expression) -> ConstantFit? {
        ConstantFit(
            expression, variables: scoreboard.problem.inputNames, columns: scoreboard.problem.inputs,
            target: scoreboard.problem.target, rows: rows)
    }

    /// The shortest description that is reached from a candidate by refitting and snapping.
    func polish(_ candidate: Scoreboard.Candidate) -> Scoreboard.Candidate {
        guard !candidate.isExact, let first = fit(candidate.expression) else { return candidate }
        var best = better(candidate, first.expression)
        var settled: Set<Double> = []
        for _ in 0..<12 {
            guard let current = fit(best.expression), let errors = current.standardErrors else { break }
            // The least certain number first: it has the simplest exact forms nearby.
            let order = current.values.indices.filter { !settled.contains(current.values[$0]) }.sorted {
                errors[$0] / abs(current.values[$0]) > errors[$1] / abs(current.values[$1])
            }
            guard let k = order.first else { break }
            let (value, error) = (current.values[k], errors[k])
            settled.insert(value)
            var forms = ConstantSnapping.candidates(near: value, tolerance: 2 * error).prefix(3).map { $0 }
            if abs(value) < 2.5 * error { forms.insert(.zero, at: 0) }
            for form in forms {
                let replaced = current.expression.replacingReal(value, with: form)
                    .simplified(assumingPositive: scoreboard.positive)
                let refitted = fit(replaced)?.expression ?? replaced
                let trial = better(best, refitted)
                if trial.expression != best.expression {
                    best = trial
                    settled = []
                    break
                }
            }
        }
        return best
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
