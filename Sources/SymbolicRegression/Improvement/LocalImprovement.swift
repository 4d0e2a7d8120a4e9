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
            let starts = starts().filter { done.insert($0.skeleton).inserted }
            let before = board.shortest?.bits ?? .infinity
            for start in starts {
                for formula in series.replacements(in: start) {
                    if context.control.isStopping || board.hasExact { return }
                    submission.submit(formula, by: SeriesRecognition.name)
                    // Its fitted numbers may leave some row undefined.
                    board.submit(formula, strategy: SeriesRecognition.name, notes: [])
                }
                for formula in neighbouring.neighbours(of: start) {
                    if context.control.isStopping || board.hasExact { return }
                    submission.submit(formula, by: Self.name)
                }
            }
            polish()
            guard let shortest = board.shortest, shortest.bits < before - Self.gain else { return }
        }
    }

    /// The shortest descriptions of different forms, shortest first, with polished numbers.
    private func starts() -> [Expression] {
        polish()
        let board = context.scoreboard
        guard let shortest = board.shortest else { return [] }
        return bestForms(forms).filter { $0.bits < shortest.bits + Self.reach }.map(\.expression)
    }

    private func polish() {
        let board = context.scoreboard
        let polish = ConstantPolish(scoreboard: board)
        for candidate in bestForms(Self.polished) where !context.control.isStopping {
            // What a formula costs depends on how it is written.
            board.insert(board.readable(polish.polish(candidate)))
        }
    }

    /// The best candidate of each form, shortest description first.
    private func bestForms(_ count: Int) -> [Scoreboard.Candidate] {
        var forms: Set<Expression> = []
        return Array(
            context.scoreboard.candidates.enumerated()
                .sorted { ($0.element.bits, $0.offset) < ($1.element.bits, $1.offset) }.map(\.element)
                .filter { !$0.expression.variables.isEmpty && forms.insert($0.expression.skeleton).inserted }.prefix(
                    count))
    }
}

extension Expression {
    /// The formula without the numbers in front of its parts, other numbers but exponents all equal: what makes it a form.
    fileprivate var skeleton: Expression {
        switch self {
        case .rational, .real, .constant: return .one
        case .variable: return self
        case .sum(let terms): return .sum(terms.map(\.skeleton))
        case .product(let factors):
            let varying = factors.filter { !$0.variables.isEmpty }.map(\.skeleton)
            return varying.count == 1 ? varying[0] : .product(varying)
        case .power(let base, let exponent):
            return .power(
                base.variables.isEmpty ? base : base.skeleton, exponent.variables.isEmpty ? exponent : exponent.skeleton
            )
        case .function(let function, let arguments): return .function(function, arguments.map(\.skeleton))
        }
    }
}
