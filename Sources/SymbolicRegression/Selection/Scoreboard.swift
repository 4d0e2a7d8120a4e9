import Evaluation
import Expressions

/// Scores formulas on the table and keeps the best of each complexity.
///
/// Rows come shuffled: the first `trainingRows` decide, the rest only confirm. Used by one thread.
final class Scoreboard {
    /// A formula with its errors.
    struct Candidate: Sendable {
        /// Canonical formula in original columns.
        var expression: Expression
        /// Printed size.
        var complexity: Int
        /// Mean squared residual on training rows.
        var trainingError: Double
        /// Mean squared residual on held-out rows; the training error when there are none.
        var heldOutError: Double
        /// Bits for everything.
        var bits: Double
        /// Whether the residuals are at rounding level on all rows.
        var isExact: Bool
        /// Whether it is exact and no more than that can be asked: a series with fitted coefficients can come close to
        /// rounding without being a law.
        var isConvincing: Bool
        /// Who proposed it.
        var strategy: String
        /// Reductions on the way.
        var notes: [String]
    }

    /// What enumeration has exhausted.
    struct Exhausted: Sendable, Equatable {
        /// Complexity up to which every expression was tried.
        var complexity: Int
        /// Number of expressions.
        var expressions: Int
        /// Number of inputs they were built from.
        var inputs: Int
    }

    /// Residuals below this fraction of the root mean square of the target are rounding.
    static let exactness = 3e-9
    /// The same where a law has fitted numbers and the target all its digits.
    private static let roundingOfFits = 3e-11
    /// Most fitted numbers in an exact law that ends the search.
    private static let convincingConstants = 6
    /// Most numbers with many digits in a formula that may be called exact: with more of them a series comes close to any
    /// smooth target.
    private static let mostNumbersOfLaws = 20
    /// Rows at the front that show most bad formulas as such.
    private static let probeRows = 256
    /// Most fitted numbers that are replaced by exact ones, each with a measurement of its own.
    private static let mostSnapped = 40

    let problem: RegressionProblem
    let trainingRows: Int
    let descriptionLength: DescriptionLength
    /// What is allowed in a formula; nothing else is ever measured.
    let rules: FormulaRules
    /// Inputs that are positive in every row: the simplifier may use that.
    let positive: Set<String>
    /// Refuses formulas that contradict the units of the columns; nil when units play no part.
    let units: UnitCheck?
    /// A formula that would reproduce the data exactly, did it not contradict the units: these may be wrong.
    private(set) var refused: Expression?
    /// Factors of the residuals by row, mean square 1; nil when all rows count the same. Errors of candidates are those of
    /// the weighted residuals.
    let factors: [Double]?
    /// Variance of the weighted residuals where the user has stated it.
    let knownVariance: Double?
    private let targetMeanSquare: Double
    /// Mean square of residuals that a law with fitted numbers leaves for the digits of the target alone.
    private let fittedMeanSquare: Double
    private var seen: Set<Expression> = []
    private var byComplexity: [Int: [Candidate]] = [:]
    private(set) var exhausted: [Exhausted] = []
    /// Number of inputs of a reduced problem, by the reductions that led to it.
    private(set) var dimensions: [[String]: Int] = [:]
    private let keepPerComplexity = 3
    /// Tells residuals that can be predicted from those that cannot; nil for tables too short to tell.
    private(set) lazy var prediction = ResidualPrediction(
        inputs: problem.inputs, rows: min(trainingRows, ResidualTest.rows))
    /// Formulas with polished numbers, by what they were before (`ConstantPolish`).
    var polished: [Expression: Candidate] = [:]
    /// Called when the front improves.
    var onImprovement: (([Candidate]) -> Void)?

    /// A scoreboard for a table whose rows are already in random order.
    init(problem: RegressionProblem, trainingRows: Int, rules: FormulaRules = FormulaRules()) {
        self.rules = rules
        self.problem = problem
        self.trainingRows = trainingRows
        var squares = 0.0
        for y in problem.target { squares += y * y }
        targetMeanSquare = squares / Double(max(problem.rowCount, 1))
        let digits = DecimalRounding.resolution(of: problem.target)
        let rounding = min(Self.exactness, max(Self.roundingOfFits, digits))
        fittedMeanSquare = rounding * rounding * targetMeanSquare
        factors = problem.residualFactors
        let deviation = problem.isSigmaAbsolute ? problem.typicalSigma : nil
        knownVariance = deviation.map { $0 * $0 }
        descriptionLength = DescriptionLength(
            inputs: problem.inputNames.count, target: problem.target.prefix(trainingRows),
            factors: factors?.prefix(trainingRows), knownDeviation: deviation)
        units = problem.units.map { UnitCheck($0) }
        positive = Set(
            zip(problem.inputNames, problem.inputs).filter { $0.1.allSatisfy { $0 > 0 } }.map(\.0))
    }

    /// Whether some candidate reproduces all rows convincingly.
    private(set) var hasExact = false

    /// All candidates kept, simplest first, best first within a complexity.
    var candidates: [Candidate] { byComplexity.keys.sorted().flatMap { byComplexity[$0] ?? [] } }

    /// Candidates that no simpler or equal one beats, simplest first.
    var front: [Candidate] {
        var best = Double.infinity
        return byComplexity.keys.sorted().compactMap { key in
            guard let first = byComplexity[key]?.first, first.trainingError < best * (1 - 1e-9) else { return nil }
            best = first.trainingError
            return first
        }
    }

    /// Records what an enumeration has exhausted.
    func note(exhausted complexity: Int, expressions: Int, inputs: Int) {
        // Of several reduced problems with as many inputs, the one searched furthest speaks for all.
        if let k = exhausted.firstIndex(where: { $0.inputs == inputs }) {
            guard exhausted[k].complexity < complexity else { return }
            exhausted.remove(at: k)
        }
        exhausted.append(Exhausted(complexity: complexity, expressions: expressions, inputs: inputs))
    }

    /// Scores a formula in original columns.
    ///
    /// - Returns: whether it reproduces all rows exactly and convincingly.
    @discardableResult
    func submit(_ raw: Expression, strategy: String, notes: [String], dimension: Int? = nil) -> Bool {
        if let dimension { dimensions[notes] = dimension }
        var expression = raw.simplified(assumingPositive: positive)
        guard seen.insert(expression).inserted else {
            return candidates.contains { $0.expression == expression && $0.isConvincing }
        }
        if let units, !units.allows(expression) {
            guard let changed = units.conforming(expression)?.simplified(assumingPositive: positive),
                seen.insert(changed).inserted
            else {
                noteRefused(expression)
                return false
            }
            expression = changed
        }
        guard var candidate = score(expression, strategy: strategy, notes: notes) else { return false }
        if candidate.isExact {
            candidate = snapped(candidate)
            seen.insert(candidate.expression)
        }
        insert(candidate)
        if candidate.isConvincing { hasExact = true }
        return candidate.isConvincing
    }

    /// Remembers a formula that was refused for its units although it reproduces the data, the simplest of them.
    private func noteRefused(_ expression: Expression) {
        guard rules.allow(expression), expression.realConstants.isEmpty,
            refused.map({ expression.complexity < $0.complexity }) ?? true,
            let tape = try? Tape(expression, variables: problem.inputNames)
        else { return }
        let probe = 0..<min(trainingRows, Self.probeRows)
        let error = meanSquare(tape.evaluate(columns: problem.inputs, rows: probe), probe)
        if error < Self.exactness * Self.exactness * targetMeanSquare { refused = expression }
    }

    /// Measures a canonical formula unless a look at a few rows shows that it is not among the best of its size.
    private func score(_ expression: Expression, strategy: String, notes: [String]) -> Candidate? {
        guard rules.allow(expression) else { return nil }
        let complexity = expression.complexity
        guard let tape = try? Tape(expression, variables: problem.inputNames) else { return nil }
        // Most proposals fail early: look at a few rows before all of them.
        let probe = min(trainingRows, Self.probeRows)
        if problem.rowCount > 2 * probe {
            let values = tape.evaluate(columns: problem.inputs, rows: 0..<probe)
            let error = meanSquare(values, 0..<probe)
            guard error.isFinite else { return nil }
            if let rivals = byComplexity[complexity], rivals.count == keepPerComplexity, let last = rivals.last,
                error > 2 * last.trainingError + 1e-18 * targetMeanSquare
            {
                return nil
            }
        }
        return measure(expression, complexity: complexity, tape, strategy: strategy, notes: notes)
    }

    /// Measures a canonical formula; nil when it is not finite on every row or contradicts the units.
    func measure(_ expression: Expression, strategy: String, notes: [String]) -> Candidate? {
        guard units?.allows(expression) ?? true, let tape = try? Tape(expression, variables: problem.inputNames) else {
            return nil
        }
        return measure(expression, complexity: expression.complexity, tape, strategy: strategy, notes: notes)
    }

    private func measure(
        _ expression: Expression, complexity: Int, _ tape: Tape, strategy: String, notes: [String]
    ) -> Candidate? {
        // Every candidate is made here, whoever proposed, snapped, rounded or rewrote it.
        guard rules.allow(expression) else { return nil }
        let values = tape.evaluate(columns: problem.inputs, rows: 0..<problem.rowCount)
        let training = meanSquare(values, 0..<trainingRows)
        let heldOut =
            trainingRows < problem.rowCount ? meanSquare(values, trainingRows..<problem.rowCount) : training
        guard training.isFinite, heldOut.isFinite else { return nil }
        let limit = Self.exactness * Self.exactness * targetMeanSquare
        let isExact =
            training < limit && heldOut < limit
            && (factors == nil || plainMeanSquare(values, 0..<problem.rowCount) < limit)
        return Candidate(
            expression: expression, complexity: complexity, trainingError: training, heldOutError: heldOut,
            bits: descriptionLength.total(
                expression, meanSquare: training, logarithmicMeanSquare: logarithmicMeanSquare(values)),
            isExact: isExact, isConvincing: isExact && isConvincing(expression, error: max(training, heldOut)),
            strategy: strategy, notes: notes)
    }

    /// Whether an exact formula has few numbers of its own and leaves what the digits of the target leave.
    private func isConvincing(_ expression: Expression, error: Double) -> Bool {
        let numbers = expression.realConstants.count
        return numbers == 0 || (numbers <= Self.convincingConstants && (factors != nil || error < fittedMeanSquare))
    }

    /// Whether a candidate that meets all rows to rounding error may be called exact.
    func isExactLaw(_ candidate: Candidate) -> Bool {
        guard candidate.isExact, !candidate.isConvincing else { return candidate.isExact }
        let numbers = candidate.expression.realConstants.filter(DescriptionLength.isTied).count
        guard numbers > 0 else { return true }
        let error = max(candidate.trainingError, candidate.heldOutError)
        return numbers <= Self.mostNumbersOfLaws && (factors != nil || error < fittedMeanSquare)
    }

    /// The candidate in the shortest of its equivalent forms.
    func readable(_ candidate: Candidate) -> Candidate {
        var best = candidate
        for _ in 0..<3 {
            let before = best.expression
            for form in ReadableForm.alternatives(to: before, assumingPositive: positive) {
                let canonical = form.simplified(assumingPositive: positive)
                guard canonical.complexity <= best.complexity + 1, canonical != best.expression,
                    var trial = measure(canonical, strategy: best.strategy, notes: best.notes),
                    trial.isExact == best.isExact,
                    trial.isExact || trial.trainingError <= best.trainingError * (1 + 1e-9)
                else { continue }
                if trial.isExact { trial = snapped(trial) }
                // A few more nodes are worth it where they replace a long number by what it means.
                let meansMore = trial.bits < best.bits - 8 && trial.complexity <= best.complexity + 4
                if meansMore || (trial.complexity, trial.bits) < (best.complexity, best.bits) { best = trial }
            }
            if best.expression == before { break }
        }
        return best
    }

    /// Target minus formula on some rows, weighted; nil when the formula is not finite there.
    func residuals(of expression: Expression, rows: Range<Int>) -> [Double]? {
        guard let tape = try? Tape(expression, variables: problem.inputNames) else { return nil }
        let values = tape.evaluate(columns: problem.inputs, rows: rows)
        let result = zip(rows, values).map { (problem.target[$0] - $1) * (factors?[$0] ?? 1) }
        return result.allSatisfy(\.isFinite) ? result : nil
    }

    /// The candidate with the shortest description.
    var shortest: Candidate? {
        candidates.min { ($0.bits, $0.complexity) < ($1.bits, $1.complexity) }
    }

    /// Adds a scored candidate.
    func insert(_ candidate: Candidate) {
        var list = byComplexity[candidate.complexity] ?? []
        guard !list.contains(where: { $0.expression == candidate.expression }) else { return }
        list.append(candidate)
        list.sort { ($0.bits, $0.expression.description) < ($1.bits, $1.expression.description) }
        if list.count > keepPerComplexity { list.removeLast(list.count - keepPerComplexity) }
        byComplexity[candidate.complexity] = list
        onImprovement?([candidate])
    }

    /// The candidate with as many real constants replaced by exact forms as the rows allow.
    private func snapped(_ candidate: Candidate) -> Candidate {
        var best = candidate
        for pass in 0..<2 {
            let constants = best.expression.realConstants
            guard !constants.isEmpty, constants.count <= Self.mostSnapped else { break }
            for value in Set(constants).sorted() {
                let without = best.expression.replacingReal(value, with: .zero).simplified(assumingPositive: positive)
                if let trial = exactTrial(without, like: best),
                    trial.bits < best.bits
                {
                    best = trial
                    continue
                }
                // First the precision that exact data give, then a little less for ill-conditioned fits.
                let tolerance = abs(value) * (pass == 0 ? 1e-9 : 1e-6)
                for form in ConstantSnapping.candidates(near: value, tolerance: tolerance).prefix(2) {
                    let replaced = best.expression.replacingReal(value, with: form)
                        .simplified(assumingPositive: positive)
                    if let trial = exactTrial(replaced, like: best),
                        trial.bits < best.bits + 30
                    {
                        best = trial
                        break
                    }
                }
            }
        }
        // What is left is a measured number: 8.314, not 8.3140000000000001.
        for value in best.expression.realConstants {
            let short = DecimalRounding.shortest(value, tolerance: 1e-9 * abs(value))
            let replaced = best.expression.replacingReal(value, with: .real(short)).simplified(
                assumingPositive: positive)
            if let trial = exactTrial(replaced, like: best),
                trial.trainingError <= 10 * best.trainingError + 1e-24 * targetMeanSquare
            {
                best = trial
            }
        }
        return best
    }

    /// Measures a variant of an exact candidate; nil when it is not exact, which a few rows mostly show.
    private func exactTrial(_ expression: Expression, like candidate: Candidate) -> Candidate? {
        guard let tape = try? Tape(expression, variables: problem.inputNames) else { return nil }
        let probe = 0..<min(trainingRows, Self.probeRows)
        let limit = Self.exactness * Self.exactness * targetMeanSquare * Double(trainingRows) / Double(probe.count)
        guard meanSquare(tape.evaluate(columns: problem.inputs, rows: probe), probe) <= limit else { return nil }
        let trial = measure(expression, strategy: candidate.strategy, notes: candidate.notes)
        return trial?.isExact == true ? trial : nil
    }

    /// Mean square of ln(predicted / target) on the training rows, nil unless all ratios are positive.
    private func logarithmicMeanSquare(_ values: [Double]) -> Double? {
        guard descriptionLength.logarithmicSpread != nil else { return nil }
        var sum = 0.0
        for i in 0..<trainingRows {
            let ratio = values[i] / problem.target[i]
            guard ratio > 0, ratio.isFinite else { return nil }
            let logarithm = Elementary.log(ratio)
            sum += logarithm * logarithm
        }
        return sum / Double(max(trainingRows, 1))
    }

    /// Mean square of the weighted residuals.
    private func meanSquare(_ values: [Double], _ rows: Range<Int>) -> Double {
        guard let factors else { return plainMeanSquare(values, rows) }
        var sum = 0.0
        for i in rows {
            let residual = (values[i] - problem.target[i]) * factors[i]
            sum += residual * residual
        }
        return rows.isEmpty ? 0 : sum / Double(rows.count)
    }

    /// Mean square of the residuals, every row counting the same.
    func plainMeanSquare(_ values: [Double], _ rows: Range<Int>) -> Double {
        var sum = 0.0
        for i in rows {
            let residual = values[i] - problem.target[i]
            sum += residual * residual
        }
        return rows.isEmpty ? 0 : sum / Double(rows.count)
    }
}
