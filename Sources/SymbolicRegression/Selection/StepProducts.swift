import Expressions

/// Writes what is switched on where it is zero as a maximum: `x*step(x - a) - a*step(x - a)` is `max(0, x - a)`.
enum StepProducts {
    /// The terms of a sum with such products joined.
    ///
    /// - Returns: nil where there is none.
    /// - Complexity: O(terms²).
    static func joined(_ terms: [Expression]) -> [Expression]? {
        let split = terms.map(factor)
        var result = terms.indices.filter { split[$0] == nil }.map { terms[$0] }
        var isChanged = false
        var arguments: [Expression] = []
        for part in split.compactMap(\.self) where !arguments.contains(part.argument) {
            arguments.append(part.argument)
        }
        for argument in arguments {
            let members = terms.indices.filter { split[$0]?.argument == argument }
            let rests = members.compactMap { split[$0]?.rest }
            if let quotient = quotient(of: rests, by: argument) {
                result.append(quotient * .function(.max, [.zero, argument]))
                isChanged = true
            } else {
                result += members.map { terms[$0] }
            }
        }
        return isChanged ? result : nil
    }

    /// A term as a step and what it is multiplied with; nil for terms without exactly one step.
    private static func factor(_ term: Expression) -> (argument: Expression, rest: Expression)? {
        let factors = if case .product(let list) = term { list } else { [term] }
        let steps = factors.indices.filter { if case .function(.step, _) = factors[$0] { true } else { false } }
        guard steps.count == 1, case .function(_, let arguments) = factors[steps[0]] else { return nil }
        var rest = factors
        rest.remove(at: steps[0])
        return (arguments[0], Expression.product(rest).simplified())
    }

    /// The factor with which a sum becomes another one, term by term; nil where there is none.
    private static func quotient(of terms: [Expression], by divisor: Expression) -> Expression? {
        let parts = if case .sum(let list) = divisor { list } else { [divisor] }
        guard parts.count == terms.count else { return nil }
        if parts.count == 1 {
            // Without the argument as a factor the term jumps where the argument is zero.
            let factors = if case .product(let list) = terms[0] { list } else { [terms[0]] }
            guard factors.contains(parts[0]) else { return nil }
        }
        return terms.lazy.map { ($0 / parts[0]).simplified() }.first { quotient in
            Set(parts.map { ($0 * quotient).simplified() }) == Set(terms)
        }
    }
}
