import Datasets
import Diagnostics
import Expressions

/// Decides which law is the answer, if any, and gathers the evidence.
struct Acceptance {
    let scoreboard: Scoreboard
    let search: SearchTree
    let options: FitOptions
    let control: RunControl

    /// Bits by which the pick must beat the mean of the target.
    private static let evidence = 6.0
    /// Bits within which the simpler of two laws is preferred: odds below a thousand to one are chance where so many
    /// formulas were tried.
    private static let margin = 10.0
    /// The same for two laws without fitted numbers, which nothing bent into the shape of the rows, and for a law with and without a
    /// constant added, which are not two of many forms. A law with fitted numbers never takes the place of a shorter one without.
    private static let marginOfVariants = 3.0

    /// Share of the variance that every law leaves where there is none to name.
    private static let unexplainedShare = 0.1

    /// Fewer held-out rows only confirm a law and do not choose between laws.
    private static let heldOutRowsThatDecide = 40

    /// Whether a law has at most the default number of nodes; exact laws may be longer before they are put in readable form.
    /// The user's own limit binds earlier, where candidates are measured.
    private func isShortEnough(_ candidate: Scoreboard.Candidate) -> Bool {
        scoreboard.isExactLaw(candidate) || candidate.complexity <= options.maximumComplexity
    }

    /// The candidate as it is printed, and called exact only if it is a law.
    private func printed(_ candidate: Scoreboard.Candidate) -> Scoreboard.Candidate {
        var readable = scoreboard.readable(ConstantPolish(scoreboard: scoreboard).rounded(candidate))
        let decimals = ShortDecimals.applied(to: readable.expression)
        if decimals != readable.expression,
            let trial = scoreboard.measure(decimals, strategy: readable.strategy, notes: readable.notes),
            trial.isExact == readable.isExact
        {
            readable.expression = decimals
            readable.complexity = trial.complexity
            (readable.trainingError, readable.heldOutError) = (trial.trainingError, trial.heldOutError)
        }
        readable.isExact = scoreboard.isExactLaw(readable)
        return readable
    }

    /// The result of the search.
    func result() -> FitResult {
        polishAll()
        let candidates = scoreboard.candidates
        let constantModel = scoreboard.descriptionLength.total(.real(1), meanSquare: varianceOfTarget)
        let acceptable = candidates.filter {
            isShortEnough($0) && $0.bits + Self.evidence < constantModel && heldOutConfirms($0)
        }
        let shortest = acceptable.min { ($0.bits, $0.complexity) < ($1.bits, $1.complexity) }
        let pick = shortest.map {
            predictive(simplest(of: acceptable, beside: $0), among: acceptable, beside: $0)
        }
        let best = pick.map(printed)
        let front = scoreboard.front.filter(isShortEnough).map { candidate in
            // The pick appears on the front just as it is printed above.
            let candidate = candidate.expression == pick?.expression ? best ?? candidate : printed(candidate)
            return scoreboard.law(
                candidate, constants: [], isVerified: verify(candidate.expression, candidate.trainingError))
        }.sorted {
            // Printing may have changed a size.
            ($0.complexity, $0.rootMeanSquareError.train) < ($1.complexity, $1.rootMeanSquareError.train)
        }
        let rival = best.flatMap { winner in
            // The same form with slightly different numbers is no rival.
            let form = winner.expression.parameterized().template
            return candidates.filter { isShortEnough($0) && $0.expression.parameterized().template != form }
                .map(\.bits).min().map { $0 - winner.bits }
        }
        let stopped: StopReason =
            control.stopReason ?? (best?.isExact == true || search.explained ? .accepted : .exhausted)
        return FitResult(
            status: best == nil ? .none : .found, stopped: stopped,
            best: best.map {
                scoreboard.law($0, constants: constants(of: $0), isVerified: verify($0.expression, $0.trainingError))
            },
            front: front, noise: best.map { $0.isExact ? 0 : $0.trainingError.squareRoot() }, leadInBits: rival,
            searched: scoreboard.exhausted.map {
                "all \($0.expressions) expressions up to complexity \($0.complexity) over \($0.inputs) input\($0.inputs == 1 ? "" : "s")"
                    + (options.rules.allowsEverything ? "" : ", as far as the rules allow")
            }, reductions: best?.notes ?? [],
            effectiveDimension: best.flatMap { $0.notes.isEmpty ? nil : scoreboard.dimensions[$0.notes] },
            warnings: (best.flatMap { SigmaTest(scoreboard: scoreboard).warning(for: $0) }.map { [$0] } ?? [])
                + UnitRemarks(scoreboard: scoreboard).warnings(for: best) + search.failures.sorted(),
            rows: (scoreboard.trainingRows, scoreboard.problem.rowCount - scoreboard.trainingRows),
            evaluations: control.evaluations)
    }

    /// The simplest of the laws that describe the data about as shortly as any; within one form the shortest description.
    ///
    /// Which form it is was asked of many; which variant of it, of few.
    private func simplest(
        of acceptable: [Scoreboard.Candidate], beside shortest: Scoreboard.Candidate
    ) -> Scoreboard.Candidate {
        func isUnbent(_ law: Expression) -> Bool { BentNumbers.measured(in: law).measuredNumbers.isEmpty }
        let isExactForm = isUnbent(shortest.expression)
        let asGood = acceptable.filter { candidate in
            // Nothing bent the shortest law into shape: one with fitted numbers has to be shorter.
            guard !isExactForm || isUnbent(candidate.expression) else { return false }
            return candidate.bits <= shortest.bits + (isExactForm ? Self.marginOfVariants : Self.margin)
        }
        // What a law loses in bits it has to be simpler by.
        let simplest =
            asGood.min { ($0.bits + simplicity($0), $0.bits) < ($1.bits + simplicity($1), $1.bits) } ?? shortest
        let margin =
            switch FormVariant(of: simplest.expression, to: shortest.expression) {
            case .exponents where !isExactForm: 0.0
            case .offset where !isExactForm: Self.marginOfVariants
            default: Double.infinity
            }
        return simplest.bits <= shortest.bits + margin ? simplest : shortest
    }

    /// Refits and snaps the numbers of the front and of the shortest descriptions.
    private func polishAll() {
        guard !scoreboard.hasExact else { return }
        let polish = ConstantPolish(scoreboard: scoreboard)
        let shortest = scoreboard.candidates.sorted { ($0.bits, $0.complexity) < ($1.bits, $1.complexity) }.prefix(16)
        var done: Set<Expression> = []
        for candidate in Array(shortest) + scoreboard.front where done.insert(candidate.expression).inserted {
            if control.stopReason == .interrupted { return }
            let polished = polish.polish(candidate)
            scoreboard.insert(polished)
            // What a formula costs depends on how it is written.
            let readable = scoreboard.readable(polished)
            if readable.bits < polished.bits { scoreboard.insert(readable) }
        }
    }

    /// The law to answer with where no law leaves only noise.
    ///
    /// The prices of formulas are those of laws. Where there is no law to name, prediction decides what a bit of formula is
    /// worth: lower prices are tried, and a longer formula is taken when it does better on the held-out rows. Where these are too few,
    /// the shortest description predicts best: that a simpler form is likelier to be the law does not matter there.
    private func predictive(
        _ pick: Scoreboard.Candidate, among acceptable: [Scoreboard.Candidate], beside shortest: Scoreboard.Candidate
    ) -> Scoreboard.Candidate {
        let held = scoreboard.problem.rowCount - scoreboard.trainingRows
        guard !pick.isExact else { return pick }
        guard held >= Self.heldOutRowsThatDecide else {
            return shortest.trainingError > Self.unexplainedShare * varianceOfTarget ? shortest : pick
        }
        guard !ResidualTest(scoreboard: scoreboard).isExplained(by: pick) else { return pick }
        var best = pick
        for price in [0.7, 0.5, 0.35, 0.25] {
            let rival = acceptable.min { left, right in
                let (x, y) = (left.bits - (1 - price) * simplicity(left), right.bits - (1 - price) * simplicity(right))
                return (x, left.complexity) < (y, right.complexity)
            }
            if let rival, rival.heldOutError < 0.99 * best.heldOutError { best = rival }
        }
        return best
    }

    /// Bits of the formula alone, with every fitted number at three digits, however few it needs and whatever it is printed
    /// as: a^(3/2) is simpler than a^1.5031, whatever the number of nodes says. So is a number that a logarithm hides.
    ///
    /// Of a few inputs, that a law has one more of them is no reason to doubt it: who measures them thinks that they matter.
    private func simplicity(_ candidate: Scoreboard.Candidate) -> Double {
        let measure = scoreboard.descriptionLength
        let law = BentNumbers.measured(in: candidate.expression)
        let fitted = Set(law.measuredNumbers.map(abs)).count
        var bits = measure.structureBits(law, realConstantBits: 0) + Self.bitsOfNumber * Double(fitted)
        if fitted > 0, scoreboard.units == nil {
            bits += (Self.bitsOfNumber + Self.bitsOfSummand) * Double(HiddenUnits.count(in: law))
        }
        guard measure.inputs <= Self.fewInputs else { return bits }
        return bits - Double(candidate.expression.variables.count) * measure.inputBits
    }

    /// Three digits.
    private static let bitsOfNumber = 12.0
    /// One more number in a sum, beside its digits.
    private static let bitsOfSummand = 3.0
    /// As many inputs as all may be expected to matter.
    private static let fewInputs = 4

    /// The fitted numbers of a law with their standard errors.
    private func constants(of candidate: Scoreboard.Candidate) -> [FittedConstant] {
        let values = candidate.expression.measuredNumbers
        let fit = candidate.isExact ? nil : ConstantPolish(scoreboard: scoreboard).fit(candidate.expression)
        let tied = candidate.expression.parameterized(sharing: DescriptionLength.isTied).values
        let units = scoreboard.units?.constantUnits(of: candidate.expression, target: scoreboard.problem.targetName)
        return values.enumerated().map { k, value in
            // Equal numbers are one number of the fit.
            let parameter = tied.count == values.count ? k : tied.firstIndex { abs($0) == abs(value) }
            let error = parameter.flatMap { fit?.values.count == tied.count ? fit?.standardErrors?[$0] : nil }
            return FittedConstant(
                name: "c\(k + 1)", value: value, standardError: error, snapped: nil,
                unit: units?[k]?.description)
        }
    }

    private var varianceOfTarget: Double {
        scoreboard.variance(0..<scoreboard.trainingRows)
    }

    /// A law must explain the rows it has not seen: a chance fit of noise does not.
    ///
    /// Its share of the variance there must be at least a third of its share on the training rows.
    private func heldOutConfirms(_ candidate: Scoreboard.Candidate) -> Bool {
        let held = scoreboard.trainingRows..<scoreboard.problem.rowCount
        guard !candidate.isExact, !held.isEmpty, varianceOfTarget > 0 else { return true }
        let variance = scoreboard.variance(held)
        guard variance > 0 else { return true }
        let trained = 1 - candidate.trainingError / varianceOfTarget
        let confirmed = 1 - candidate.heldOutError / variance
        return trained > 0 && confirmed > trained / 3
    }

    /// Whether the printed text, read back, gives the stated error.
    private func verify(_ expression: Expression, _ stated: Double) -> Bool {
        let names = Set(scoreboard.problem.inputNames)
        guard let parsed = try? Expression.parse(expression.description, variables: names),
            let again = scoreboard.measure(parsed, strategy: "", notes: [])
        else { return false }
        let scale = varianceOfTarget + stated
        return abs(again.trainingError - stated) <= 1e-6 * stated + 1e-16 * scale
    }
}
