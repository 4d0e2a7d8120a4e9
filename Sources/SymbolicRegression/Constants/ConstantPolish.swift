import Expressions

/// Refits the numbers of a formula on the training rows and replaces them by exact forms where the data cannot tell.
struct ConstantPolish {
    let scoreboard: Scoreboard
    /// Rows that the fits use.
    private let rows: Range<Int>
    /// A decimal of at most three digits costs less than this.
    private static let roundBits = 12.5
    /// A fitted number costs at least this many bits here, however little the data say about it: where they cannot tell,
    /// the round number is the better guess.
    private static let leastNumberBits = 10.0
    /// Bits that ratios of numbers must save: as many numbers written in another way are no gain.
    private static let gainOfRatios = 4.0
    /// Most numbers of a formula whose ratios are tried: longer ones are series.
    private static let mostRatios = 6
    /// Bits by which a fit may be longer than that under the other noise model: exact forms would save both the same.
    private static let clearlyWorse = 40.0
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
            tiesEqual: true, variance: scoreboard.knownVariance)
    }

    /// The fit of a formula's numbers under the noise model that gives the shorter description.
    func fit(_ expression: Expression) -> ConstantFit? {
        let fits = (relativeWeights == nil ? [false] : [false, true]).compactMap { fit(expression, relative: $0) }
        return fits.min { bits($0.expression) < bits($1.expression) }
    }

    /// The shortest description that is reached from a candidate by refitting and snapping; looked up where it was asked for before.
    func polish(_ candidate: Scoreboard.Candidate) -> Scoreboard.Candidate {
        guard !candidate.isExact, !candidate.expression.realConstants.isEmpty else { return candidate }
        if var known = scoreboard.polished[candidate.expression] {
            (known.strategy, known.notes) = (candidate.strategy, candidate.notes)
            return known
        }
        let result = polishedAnew(candidate)
        scoreboard.polished[candidate.expression] = result
        return result
    }

    private func polishedAnew(_ candidate: Scoreboard.Candidate) -> Scoreboard.Candidate {
        func polished(_ start: Scoreboard.Candidate) -> Scoreboard.Candidate {
            noiseModels(for: start.expression).map { polish(start, $0) }.min { $0.bits < $1.bits } ?? start
        }
        let plain = polished(candidate)
        // Where every term of a sum has a number, their ratios may be the simple ones.
        guard candidate.expression.measuredNumbers.count <= Self.mostRatios,
            let form = PulledNumbers.applied(to: candidate.expression),
            let start = scoreboard.measure(
                form.simplified(assumingPositive: scoreboard.positive), strategy: candidate.strategy,
                notes: candidate.notes)
        else { return plain }
        let pulled = polished(start)
        return pulled.bits < plain.bits - Self.gainOfRatios ? pulled : plain
    }

    /// A fit and the noise that it assumes.
    private struct NoiseModel {
        var fit: ConstantFit
        var relative: Bool
    }

    /// The fits of a formula under the noise models that may give the shortest description of it.
    private func noiseModels(for expression: Expression) -> [NoiseModel] {
        let models = (relativeWeights == nil ? [false] : [false, true]).compactMap { relative in
            fit(expression, relative: relative).map { NoiseModel(fit: $0, relative: relative) }
        }
        guard models.count > 1 else { return models }
        let lengths = models.map { bits($0.fit.expression) }
        let limit = (lengths.min() ?? .infinity) + Self.clearlyWorse
        return zip(models, lengths).filter { $0.1 <= limit }.map(\.0)
    }

    private func polish(_ candidate: Scoreboard.Candidate, _ model: NoiseModel) -> Scoreboard.Candidate {
        let relative = model.relative
        var best = better(candidate, model.fit.expression)
        var current = model.fit
        // A second round sees the numbers that simplification has merged.
        for _ in 0..<3 {
            let before = best.expression
            for tied in ties(of: current) {
                let fitted = self.fit(tied, relative: relative)?.expression ?? tied
                best = better(best, fitted)
            }
            for assignment in snappings(of: current) {
                best = better(best, applying(assignment, to: current, relative: relative))
            }
            guard best.expression != before, let next = fit(best.expression, relative: relative) else { break }
            current = next
        }
        return best
    }

    /// The formula with one number set equal to another, or to its negative, for the pairs that the rows do not tell apart.
    private func ties(of fit: ConstantFit) -> [Expression] {
        guard let covariance = fit.covariance else { return [] }
        let form = fit.expression.parameterized(sharing: DescriptionLength.isTied)
        let side = fit.values.count
        guard form.parameters.count == side else { return [] }
        var result: [Expression] = []
        for a in 0..<side {
            for b in 0..<a where DescriptionLength.isTied(fit.values[b]) {
                let sign: Double = (fit.values[a] < 0) == (fit.values[b] < 0) ? 1 : -1
                let difference = fit.values[a] - sign * fit.values[b]
                let variance = covariance[a * side + a] + covariance[b * side + b] - 2 * sign * covariance[a * side + b]
                let error = (fit.variance * max(variance, 0)).squareRoot()
                // Numbers that the rows hardly determine are near everything.
                guard abs(difference) < 4 * error, error < 0.2 * abs(fit.values[b]) else { continue }
                result.append(replacing(form, fit.values, [a: .real(sign * fit.values[b])]))
            }
        }
        return result
    }

    /// Joint choices of exact forms for the numbers of a fit, best first.
    private func snappings(of fit: ConstantFit) -> [ConstantSnapSearch.Assignment] {
        guard let covariance = fit.covariance, fit.cost > 0 else { return [] }
        let lengths = scoreboard.descriptionLength
        let form = fit.expression.parameterized(sharing: DescriptionLength.isTied)
        let share = fit.cost / Double(rows.count) / max(lengths.targetMeanSquare, 1e-300)
        let numberBits = max(lengths.constantBits(relativeResidual: share.squareRoot()), Self.leastNumberBits)
        let reference = lengths.structureBits(
            fit.expression.simplified(assumingPositive: scoreboard.positive), realConstantBits: numberBits)
        // The rows behind those that the fit used say the same again.
        let count = Double(scoreboard.trainingRows)
        let unit = fit.variance * Double(rows.count)
        var known: [[Expression]: Double] = [:]
        return ConstantSnapSearch(
            covariance: covariance, values: fit.values, variance: fit.variance,
            lossBits: { 0.5 * count * Elementary.log2(1 + $0 / unit) },
            savedBits: { k, replacement in
                let key = [.variable(form.parameters[k]), replacement]
                if let bits = known[key] { return bits }
                let trial = replacing(form, fit.values, [k: replacement])
                    .simplified(assumingPositive: scoreboard.positive)
                let bits = reference - lengths.structureBits(trial, realConstantBits: numberBits)
                known[key] = bits
                return bits
            },
            isExponent: { fit.expression.hasExponent(fit.values[$0]) }
        ).best(4)
    }

    /// The formula with exact forms put in and the other numbers fitted again.
    private func applying(
        _ assignment: ConstantSnapSearch.Assignment, to fit: ConstantFit, relative: Bool
    ) -> Expression {
        let form = fit.expression.parameterized(sharing: DescriptionLength.isTied)
        var values = assignment.values
        var exact: [Int: Expression] = [:]
        for choice in assignment.choices { exact[choice.index] = choice.form }
        let free = values.indices.filter { exact[$0] == nil }
        // Decimals with few digits stay where they are while the rest is fitted.
        let held = exact.mapValues { form -> Expression in
            guard case .real(let value) = form, let exact = DecimalRounding.fraction(value) else { return form }
            return .rational(exact)
        }
        if !free.isEmpty, let refit = self.fit(replacing(form, values, held), relative: relative),
            refit.values.count == free.count
        {
            for (k, value) in zip(free, refit.values) { values[k] = value }
        }
        return replacing(form, values, exact)
    }

    private func replacing(
        _ form: ParameterizedExpression, _ values: [Double], _ exact: [Int: Expression]
    ) -> Expression {
        var byName: [String: Expression] = [:]
        for (k, name) in form.parameters.enumerated() { byName[name] = exact[k] ?? .real(values[k]) }
        return form.template.substituting { byName[$0] }
    }

    /// The candidate with every fitted number cut to the digits that the data determine (a tenth of a standard error).
    ///
    /// Numbers of few digits were chosen as they are and stay.
    func rounded(_ candidate: Scoreboard.Candidate) -> Scoreboard.Candidate {
        guard !candidate.isExact else { return candidate }
        let form = candidate.expression.parameterized(sharing: DescriptionLength.isTied)
        var held: [Int: Expression] = [:]
        for (k, value) in form.values.enumerated() where DescriptionLength.digitBits(value) < Self.roundBits {
            held[k] = DecimalRounding.fraction(value).map(Expression.rational)
        }
        let free = form.values.indices.filter { held[$0] == nil }
        guard !free.isEmpty, let current = fit(replacing(form, form.values, held)), let errors = current.standardErrors,
            current.values.count == free.count
        else { return candidate }
        // Numbers that depend on each other need more digits than their errors say.
        for fraction in [0.1, 0.01, 0.001, 1e-4] {
            for source in [free.map { form.values[$0] }, current.values] {
                var values = form.values
                for (position, k) in free.enumerated() {
                    values[k] = DecimalRounding.shortest(source[position], tolerance: fraction * errors[position])
                }
                let canonical = form.expression(values).simplified(assumingPositive: scoreboard.positive)
                if let trial = scoreboard.measure(canonical, strategy: candidate.strategy, notes: candidate.notes),
                    trial.bits < candidate.bits + 1
                {
                    return trial
                }
            }
        }
        return candidate
    }

    private func bits(_ expression: Expression) -> Double {
        scoreboard.measure(expression, strategy: "", notes: [])?.bits ?? .infinity
    }

    /// The shorter description of the two.
    private func better(_ candidate: Scoreboard.Candidate, _ expression: Expression) -> Scoreboard.Candidate {
        let canonical = expression.simplified(assumingPositive: scoreboard.positive)
        guard let trial = scoreboard.measure(canonical, strategy: candidate.strategy, notes: candidate.notes),
            guessedBits(trial) < guessedBits(candidate)
        else { return candidate }
        return trial
    }

    /// Bits with `leastNumberBits` for every fitted number that the description length charges less for.
    private func guessedBits(_ candidate: Scoreboard.Candidate) -> Double {
        let lengths = scoreboard.descriptionLength
        let share = candidate.trainingError / max(lengths.targetMeanSquare, 1e-300)
        let charged = lengths.constantBits(relativeResidual: share.squareRoot())
        guard charged < Self.leastNumberBits else { return candidate.bits }
        return candidate.bits + lengths.structureBits(candidate.expression, realConstantBits: Self.leastNumberBits)
            - lengths.structureBits(candidate.expression, realConstantBits: charged)
    }
}
