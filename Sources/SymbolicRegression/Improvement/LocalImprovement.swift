import Diagnostics
import Expressions

/// Improves the best formulas of a search by small steps: their numbers are polished, curves in them get other functions
/// (`SeriesRecognition`), and neighbouring forms are fitted, again and again while that shortens the description.
///
/// Hill climbing from several starts; what it finds stands on the scoreboard beside what it came from.
struct LocalImprovement {
    static let name = "neighbouring form"

    let context: StrategyContext
    /// Different forms that a round starts from.
    let forms: Int

    private static let rounds = 4
    /// Forms whose numbers are polished after a round.
    private static let polished = 16
    /// Most fitted numbers of a form that is improved: longer ones are series, which no step makes a law.
    private static let mostNumbers = 8
    /// Bits that a formula may become shorter by when it is written in another way.
    private static let hope = 30.0
    /// Bits of a number such as 2 or 1/3.
    private static let shortNumber = 6.0
    /// Bits behind the shortest description at which a new form is not kept.
    private static let keep = 20.0
    /// Bits that a round must save for the next one.
    private static let gain = 1.0
    /// Bits behind the shortest description at which a form is no start.
    private static let reach = 40.0

    /// Submits the improvements.
    func search() {
        let board = context.scoreboard
        let problem = board.problem
        let submission = RefinedSubmission(problem: ReducedProblem(problem), context: context)
        let series = SeriesRecognition(context: context)
        let neighbouring = NeighbouringForms(
            inputs: problem.inputNames, typicalSize: series.typicalSize, range: series.range)
        var done: Set<Expression> = []
        for _ in 0..<Self.rounds {
            let starts = starts().filter { done.insert(FormVariant.form($0, withExponents: true)).inserted }
            let before = board.shortest?.bits ?? .infinity
            for start in starts {
                for formula in series.replacements(in: start) {
                    if context.control.isStopping || board.hasExact { return }
                    submit(formula, submission, by: SeriesRecognition.name)
                }
                for formula in neighbouring.neighbours(of: start) {
                    if context.control.isStopping || board.hasExact { return }
                    submit(formula, submission, by: Self.name)
                }
            }
            polish()
            guard let shortest = board.shortest, shortest.bits < before - Self.gain else { return }
        }
    }

    /// Submits a formula with fitted numbers, and polished ones where that may make it the shortest, if it is among the best.
    private func submit(_ formula: Expression, _ submission: RefinedSubmission, by strategy: String) {
        let board = context.scoreboard
        guard let fitted = submission.fitted(formula), let shortest = board.shortest else { return }
        func measured(_ formula: Expression) -> Scoreboard.Candidate? {
            board.measure(formula.simplified(assumingPositive: board.positive), strategy: strategy, notes: [])
        }
        // Fitted numbers may leave some row undefined.
        guard let candidate = measured(fitted) ?? measured(formula) else { return }
        // Others would only take the places of what the search has found.
        let limit = shortest.bits + Self.keep
        if candidate.bits < limit { board.submit(candidate.expression, strategy: strategy, notes: []) }
        guard candidate.bits > shortest.bits, promise(candidate) < shortest.bits + Self.hope else { return }
        let polished = board.readable(ConstantPolish(scoreboard: board).polish(candidate))
        if polished.bits < limit { board.insert(polished) }
    }

    /// The shortest descriptions of different forms, shortest first, with polished numbers.
    private func starts() -> [Expression] {
        polish()
        let board = context.scoreboard
        guard let shortest = board.shortest else { return [] }
        return bestForms(forms, by: \.bits).filter { $0.bits < shortest.bits + Self.reach }.map(\.expression)
    }

    private func polish() {
        let board = context.scoreboard
        let polish = ConstantPolish(scoreboard: board)
        for candidate in bestForms(Self.polished, by: promise) where !context.control.isStopping {
            // What a formula costs depends on how it is written.
            board.insert(board.readable(polish.polish(candidate)))
        }
    }

    /// Bits of a candidate when its numbers turn out to be short ones.
    private func promise(_ candidate: Scoreboard.Candidate) -> Double {
        let lengths = context.scoreboard.descriptionLength
        let share = candidate.trainingError / max(lengths.targetMeanSquare, 1e-300)
        let charged = lengths.constantBits(relativeResidual: share.squareRoot())
        let structure = [Self.shortNumber, charged].map {
            lengths.structureBits(candidate.expression, realConstantBits: $0)
        }
        return candidate.bits - max(structure[1] - structure[0], 0)
    }

    /// The best candidate of each form, best first.
    private func bestForms(_ count: Int, by bits: (Scoreboard.Candidate) -> Double) -> [Scoreboard.Candidate] {
        var forms: Set<Expression> = []
        let ranked = context.scoreboard.candidates.map { (candidate: $0, bits: bits($0)) }.enumerated()
            .sorted { ($0.element.bits, $0.offset) < ($1.element.bits, $1.offset) }.map(\.element.candidate)
        let different = ranked.filter { candidate in
            !candidate.expression.variables.isEmpty && candidate.expression.measuredNumbers.count <= Self.mostNumbers
                && forms.insert(FormVariant.form(candidate.expression, withExponents: true)).inserted
        }
        return Array(different.prefix(count))
    }
}
