import Expressions

/// Decides whether a law has explained the data down to the noise: what it leaves over cannot be predicted from the inputs.
///
/// A surrogate is fitted to the residuals; on rows it has not seen it must do no better than their mean.
struct ResidualTest {
    let scoreboard: Scoreboard

    /// Share of the target's variance that a law must explain before the test means anything.
    private static let enough = 0.9
    /// Validation error of the residuals' surrogate, relative to their spread, above which they are noise. The error leaves
    /// out the largest twentieth, which takes a tenth off the spread of Gaussian noise.
    private static let unpredictable = 0.86
    private static let rows = 4000
    /// Most fitted numbers in a law that ends the search: a series with more of them meets any smooth target down to the noise.
    private static let mostNumbers = 2

    /// Whether the residuals of a formula, with its numbers refitted, are noise; false for tables too short to tell.
    func isExplained(by candidate: Scoreboard.Candidate) -> Bool { numbersOfLaw(candidate) != nil }

    /// How many fitted numbers a law needs, after exact forms were put in, to leave only noise.
    ///
    /// - Returns: nil when it leaves more than noise, and for tables too short to tell.
    func numbersOfLaw(_ candidate: Scoreboard.Candidate) -> Int? {
        let problem = scoreboard.problem
        let rows = min(scoreboard.trainingRows, Self.rows)
        guard rows >= 200, candidate.trainingError < (1 - Self.enough) * scoreboard.variance(0..<rows) else {
            return nil
        }
        let polish = ConstantPolish(scoreboard: scoreboard)
        var law = candidate
        if law.expression.measuredNumbers.count > 1 { law = polish.polish(law) }
        guard law.expression.measuredNumbers.count <= Self.mostNumbers else { return nil }
        let fitted = polish.fit(law.expression)?.expression ?? law.expression
        guard let residuals = scoreboard.residuals(of: fitted, rows: 0..<rows),
            let surrogate = try? PolynomialSurrogate.fit(
                columns: problem.inputs.map { Array($0.prefix(rows)) }, target: residuals, rows: rows, budget: 150)
        else { return nil }
        guard surrogate.relativeError > Self.unpredictable else { return nil }
        return law.expression.measuredNumbers.count + Self.unusualNumbers(in: law.expression)
    }

    /// Exact numbers inside sums that are no small integers or simple fractions: coefficients of a series that happened to be
    /// near such a form are fitted numbers in all but name.
    private static func unusualNumbers(in expression: Expression) -> Int {
        guard case .sum(let parts) = expression else {
            return expression.children.reduce(0) { $0 + unusualNumbers(in: $1) }
        }
        return parts.reduce(0) { count, part in
            let factors = if case .product(let list) = part { list } else { [part] }
            let isUnusual = factors.contains { factor in
                switch factor {
                case .rational(let value): abs(value.numerator) > 4 || value.denominator > 4
                case .constant: true
                case .power(.constant, _): true
                default: false
                }
            }
            return count + (isUnusual ? 1 : 0) + unusualNumbers(in: part)
        }
    }
}
