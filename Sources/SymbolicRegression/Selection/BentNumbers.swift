import Expressions

/// Exact numbers of a law that are fitted ones in all but name: 16 in `16 - log(P)`, 1/20 in `exp(-P/20)`.
///
/// A number that the rows have bent into shape may happen to lie near an exact form. Added numbers that come from theory are
/// small integers and simple fractions; decimals do not come from theory at all.
enum BentNumbers {
    /// The law with such numbers as measured ones.
    ///
    /// - Complexity: O(nodes).
    static func measured(in law: Expression) -> Expression {
        switch law {
        case .rational(let value): return isDecimal(value) ? .real(value.doubleValue) : law
        case .sum(let terms):
            return .sum(
                terms.map { term in
                    guard term.variables.isEmpty, isUnusual(term) else { return measured(in: term) }
                    return .real(term.numericValue())
                })
        default:
            let children = law.children
            return children.isEmpty ? law : law.replacingChildren(children.map(measured))
        }
    }

    /// Exact numbers that are decimals.
    static func decimals(in law: Expression) -> Int {
        if case .rational(let value) = law { return isDecimal(value) ? 1 : 0 }
        return law.children.reduce(0) { $0 + decimals(in: $1) }
    }

    /// Exact numbers that are no small integers or simple fractions.
    static func isUnusual(_ value: Rational) -> Bool { abs(value.numerator) > 3 || value.denominator > 4 }

    private static func isUnusual(_ number: Expression) -> Bool {
        if case .rational(let value) = number { isUnusual(value) } else { true }
    }

    /// 11/100 and 1/20 are fitted numbers that were rounded.
    private static func isDecimal(_ value: Rational) -> Bool {
        value.denominator > 10 && value.denominator % 5 == 0
    }
}
