import Diagnostics
import Expressions

/// Decides which law is the answer, if any, and gathers the evidence.
struct Acceptance {
    let scoreboard: Scoreboard
    let search: SearchTree
    let options: FitOptions
    let control: RunControl

    /// Bits by which the pick must beat the mean of the target.
    private static let evidence = 12.0

    /// The result of the search.
    func result() -> FitResult {
        polishAll()
        let candidates = scoreboard.candidates
        let pick = candidates.min { ($0.bits, $0.complexity) < ($1.bits, $1.complexity) }
        let constantModel = scoreboard.descriptionLength.total(.real(1), meanSquare: varianceOfTarget)
        let accepted = pick.map { $0.bits + Self.evidence < constantModel && heldOutConfirms($0) } ?? false
        let best = accepted ? pick : nil
        let front = scoreboard.front.map { candidate in
            scoreboard.law(candidate, constants: [], isVerified: verify(candidate.expression, candidate.trainingError))
        }
        let rival = best.flatMap { winner in
            candidates.filter { $0.expression != winner.expression }.map(\.bits).min().map { $0 - winner.bits }
        }
        let stopped: StopReason = control.stopReason ?? (best?.isExact == true ? .accepted : .exhausted)
        return FitResult(
            status: best == nil ? .none : .found, stopped: stopped,
            best: best.map { scoreboard.law($0, constants: [], isVerified: verify($0.expression, $0.trainingError)) },
            front: front, noise: best.map { $0.isExact ? 0 : $0.trainingError.squareRoot() }, leadInBits: rival,
            searched: scoreboard.exhausted.map {
                "all \($0.expressions) expressions up to complexity \($0.complexity) over \($0.inputs) inputs"
            }, reductions: best?.notes ?? [], effectiveDimension: nil, warnings: [],
            rows: (scoreboard.trainingRows, scoreboard.problem.rowCount - scoreboard.trainingRows),
            evaluations: control.evaluations)
    }

    /// Refits and snaps the numbers of the front and of the shortest descriptions.
    private func polishAll() {
        guard !scoreboard.hasExact else { return }
        let polish = ConstantPolish(scoreboard: scoreboard)
        let shortest = scoreboard.candidates.sorted { ($0.bits, $0.complexity) < ($1.bits, $1.complexity) }.prefix(16)
        var done: Set<Expression> = []
        for candidate in Array(shortest) + scoreboard.front where done.insert(candidate.expression).inserted {
            if control.stopReason == .interrupted { return }
            scoreboard.insert(polish.polish(candidate))
        }
    }

    private var varianceOfTarget: Double {
        let deviation = Statistics.standardDeviation(scoreboard.problem.target.prefix(scoreboard.trainingRows))
        return deviation * deviation
    }

    /// A law must explain rows it has not seen about as well as those it was chosen on.
    private func heldOutConfirms(_ candidate: Scoreboard.Candidate) -> Bool {
        candidate.isExact || candidate.heldOutError < 4 * candidate.trainingError + 1e-20 * varianceOfTarget
            || candidate.heldOutError < 0.5 * varianceOfTarget
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
