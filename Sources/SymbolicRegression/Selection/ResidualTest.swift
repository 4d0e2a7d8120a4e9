import Expressions

/// Decides whether a law has explained the data down to the noise: what it leaves over cannot be predicted from the inputs.
///
/// Polynomials are fitted to the residuals (`ResidualPrediction`); on rows they have not seen they must do no better than zero.
struct ResidualTest {
    let scoreboard: Scoreboard
    /// Standard deviation of the noise where the search has read it off reduced problems.
    var noise: Double?

    /// Share of the target's variance that a law must explain before the test means anything: in many inputs polynomials
    /// predict little of what a wrong law leaves over.
    private static let enough = 0.9
    /// The same where the noise is known from elsewhere and the law comes down to it.
    private static let enoughWithNoise = 0.5
    /// Largest mean square of residuals in units of the known noise.
    private static let downToNoise = 1.1
    /// Standard errors by which the square of the residuals may drop in a prediction, the best of some twenty.
    private static let unpredictable = 3.5
    /// Largest over smallest prediction, or median one where signs differ, from where shares are looked at, too.
    private static let decades = 100.0
    /// Share of the median prediction that is added to predictions of both signs.
    private static let shareOfMiddle = 0.1
    /// Rows that are looked at.
    static let rows = 8000
    /// Most fitted numbers, by name or not, in a law that ends the search: a series with more of them meets any smooth target
    /// down to the noise.
    private static let mostNumbers = 2

    /// A formula that leaves only noise.
    struct Law {
        /// The formula with exact forms put in for its numbers and the rest fitted.
        var candidate: Scoreboard.Candidate
        /// Whether it needs so few numbers that the search may end.
        var isConvincing: Bool
    }

    /// Whether the residuals of a formula, with its numbers refitted, are noise; false for tables too short to tell.
    func isExplained(by candidate: Scoreboard.Candidate) -> Bool { law(candidate) != nil }

    /// The law that a formula is after exact forms were put in.
    ///
    /// - Returns: nil when it leaves more than noise, and for tables too short to tell.
    func law(_ candidate: Scoreboard.Candidate) -> Law? {
        let rows = min(scoreboard.trainingRows, Self.rows)
        let meetsNoise = noise.map { candidate.trainingError < Self.downToNoise * $0 * $0 } ?? false
        let share = meetsNoise ? Self.enoughWithNoise : Self.enough
        guard rows >= 200, candidate.trainingError < (1 - share) * scoreboard.variance(0..<rows) else { return nil }
        let polish = ConstantPolish(scoreboard: scoreboard)
        var law = candidate
        if law.expression.measuredNumbers.count > 1 { law = polish.polish(law) }
        // Exact forms may cost more than they are worth on rows that are given fixed errors.
        let bent = Self.bentTerms(in: law.expression)
        guard max(law.expression.measuredNumbers.count, bent) <= Self.mostNumbers,
            law.trainingError < (1 - share) * scoreboard.variance(0..<rows)
        else { return nil }
        let fitted = polish.fit(law.expression)?.expression ?? law.expression
        guard let residuals = scoreboard.residuals(of: fitted, rows: 0..<rows), let prediction = scoreboard.prediction,
            prediction.evidence(residuals) < Self.unpredictable,
            relative(residuals).map({ prediction.evidence($0) < Self.unpredictable }) ?? true
        else { return nil }
        let numbers = law.expression.measuredNumbers.count + BentNumbers.decimals(in: law.expression)
        return Law(candidate: law, isConvincing: numbers <= 1 && bent == 0 && !Self.holdsSeries(law.expression))
    }

    /// Residuals as shares of the predictions, where the target spans decades: the largest rows hide what the law leaves over
    /// in all others.
    ///
    /// - Returns: nil where that plays no part.
    private func relative(_ residuals: [Double]) -> [Double]? {
        guard scoreboard.factors == nil else { return nil }
        let predictions = zip(scoreboard.problem.target, residuals).map { abs($0 - $1) }
        let ordered = predictions.sorted()
        let isOneSigned = scoreboard.descriptionLength.logarithmicSpread != nil
        // Where the target passes through zero, shares of next to nothing say nothing.
        let middle = ordered[ordered.count / 2]
        let least = isOneSigned ? ordered[0] : middle
        guard least > 0, let most = ordered.last, most > Self.decades * least else { return nil }
        let offset = isOneSigned ? 0 : Self.shareOfMiddle * middle
        return zip(residuals, predictions).map { $0 / ($1 + offset) }
    }

    /// Terms of sums whose number bends the sum into the shape of the rows: a fitted one, or an exact one that is no small
    /// integer or simple fraction, for coefficients of a series that happened to be near such a form are fitted numbers in all
    /// but name.
    static func bentTerms(in expression: Expression) -> Int {
        guard case .sum(let parts) = expression else {
            return expression.children.reduce(0) { $0 + bentTerms(in: $1) }
        }
        return parts.reduce(0) { count, part in
            let factors = if case .product(let list) = part { list } else { [part] }
            let isUnusual = factors.contains { factor in
                switch factor {
                case .rational(let value): BentNumbers.isUnusual(value)
                case .real, .constant: true
                case .power(.constant, _): true
                default: false
                }
            }
            return count + (isUnusual ? 1 : 0) + bentTerms(in: part)
        }
    }

    /// Whether a sum holds powers of the same input, whatever their numbers.
    private static func holdsSeries(_ expression: Expression) -> Bool {
        if case .sum(let parts) = expression, isSeries(parts) { return true }
        return expression.children.contains(where: holdsSeries)
    }

    /// Whether two terms of a sum are, but for numbers, powers of one product, as in a series.
    private static func isSeries(_ parts: [Expression]) -> Bool {
        let terms = parts.map(exponents).filter { !$0.isEmpty }
        return terms.indices.contains { k in terms[..<k].contains { areParallel($0, terms[k]) } }
    }

    /// Exponents of the factors of a term; symbolic exponents belong to the factor.
    private static func exponents(_ part: Expression) -> [Expression: Double] {
        var result: [Expression: Double] = [:]
        let factors = if case .product(let list) = part { list } else { [part] }
        for factor in factors where !factor.variables.isEmpty {
            if case .power(let base, let exponent) = factor, exponent.variables.isEmpty {
                result[base] = exponent.numericValue([:])
            } else {
                result[factor] = 1
            }
        }
        return result
    }

    private static func areParallel(_ left: [Expression: Double], _ right: [Expression: Double]) -> Bool {
        guard Set(left.keys) == Set(right.keys) else { return false }
        let ratios = left.map { key, exponent in (right[key] ?? 0) / exponent }
        return ratios.allSatisfy { abs($0 - ratios[0]) < 1e-9 }
    }
}
