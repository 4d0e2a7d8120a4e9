import Evaluation
import Expressions

/// What a law leaves over, as a problem of its own.
///
/// A term as small as the noise is lost beside the rest of the law: surrogates of the whole target err by more than that. Taken
/// off, the law leaves a table in which that term is the largest. This is the step of boosting (Friedman 2001, The Annals of
/// Statistics 29, 1189) with formulas in place of trees; the numbers of both parts are fitted together later.
enum Remainder {
    /// Training rows from where on a term as small as the noise can be told from it.
    private static let enoughRows = 1000
    /// Share of the variance that a law leaves at most for what it leaves to be small.
    private static let mostUnexplained = 0.01
    /// Standard errors by which predictions must take something off the squares of what is left.
    private static let predictable = 5.0
    /// Most fitted numbers in the law: with more of them it has bent itself to what is to be found.
    private static let mostNumbers = 1

    /// Distance of exponents from the simple ones that they are taken for: what is still missing bends them.
    private static let bentExponent = 0.02
    /// The same for factors, as a share of them.
    private static let bentFactor = 0.01
    /// Bits that an exact factor may cost.
    private static let mostBitsOfFactor = 12.0

    /// Bits of the shortest term: an input, an operation and a number.
    private static let bitsOfTerm = 20.0
    /// Bits of a fitted number with three digits.
    private static let bitsOfNumber = 12.0

    /// The problem that the simplest near law leaves.
    ///
    /// - Parameters:
    ///   - whole: the problem as it was given.
    ///   - explanation: a law that leaves only noise, if there is one: what is left is searched only if the near law with another
    ///     term could be simpler than that.
    /// - Returns: nil when no law comes near, or when what is left cannot be predicted from the inputs.
    /// - Complexity: O(laws · rows + rows · terms of the prediction).
    static func problem(
        of whole: ReducedProblem, on scoreboard: Scoreboard, beside explanation: Expression? = nil
    ) -> ReducedProblem? {
        guard scoreboard.trainingRows >= enoughRows, let prediction = scoreboard.prediction else { return nil }
        let largest = mostUnexplained * scoreboard.variance(0..<scoreboard.trainingRows)
        let near = scoreboard.candidates.filter { $0.trainingError < largest && !$0.expression.variables.isEmpty }
        var forms: Set<Expression> = []
        let laws = near.flatMap { law in
            simpler(than: law.expression).map { $0.simplified(assumingPositive: scoreboard.positive) }
                .filter { !$0.variables.isEmpty && numbers(in: $0) <= mostNumbers && forms.insert($0).inserted }
                .compactMap { scoreboard.measure($0, strategy: law.strategy, notes: law.notes) }
        }.filter { $0.trainingError < largest }
        // A number, or a term too many, may have bent itself to what is to be found.
        let law = laws.min { left, right in
            (numbers(in: left.expression), left.complexity, left.bits)
                < (numbers(in: right.expression), right.complexity, right.bits)
        }
        func bits(_ law: Expression) -> Double {
            scoreboard.descriptionLength.structureBits(law, realConstantBits: bitsOfNumber)
        }
        guard let law, explanation.map({ bits(law.expression) + bitsOfTerm < bits($0) }) ?? true,
            let residuals = scoreboard.residuals(of: law.expression, rows: 0..<prediction.rows),
            prediction.evidence(residuals) > predictable,
            let tape = try? Tape(law.expression, variables: scoreboard.problem.inputNames)
        else { return nil }
        let values = tape.evaluate(columns: scoreboard.problem.inputs, rows: 0..<scoreboard.problem.rowCount)
        var problem = whole
        guard problem.subtractFromTarget(law.expression, values: values) else { return nil }
        problem.notes.append("remainder of \(law.expression.reportText)")
        return problem
    }

    /// Fitted numbers, in all but name as well.
    private static func numbers(in law: Expression) -> Int {
        max(law.measuredNumbers.count, ResidualTest.bentTerms(in: law))
    }

    /// The formula with simple numbers, and the same without one term of a sum.
    private static func simpler(than law: Expression) -> [Expression] {
        let form = unbent(law)
        return [law, form] + withoutTerm(form)
    }

    private static func withoutTerm(_ law: Expression) -> [Expression] {
        var found: [Expression] = []
        if case .sum(let terms) = law, terms.count > 1 {
            found = terms.indices.map { k in .sum(terms.indices.filter { $0 != k }.map { terms[$0] }) }
        }
        for (k, child) in law.children.enumerated() {
            found += withoutTerm(child).map { changed in
                var children = law.children
                children[k] = changed
                return law.replacingChildren(children)
            }
        }
        return found
    }

    /// The formula with simple exponents and factors in place of those that are near them.
    private static func unbent(_ law: Expression) -> Expression {
        switch law {
        case .power(let base, .real(let exponent)):
            let simple = ExponentSnapping.fraction(near: exponent, tolerance: bentExponent).map(Expression.rational)
            return .power(unbent(base), simple ?? .real(exponent))
        case .real(let value):
            return ConstantSnapping.candidates(
                near: value, tolerance: bentFactor * abs(value), maximumCost: mostBitsOfFactor
            ).first ?? law
        default:
            return law.children.isEmpty ? law : law.replacingChildren(law.children.map(unbent))
        }
    }
}
