import Expressions

/// Logarithms whose value depends on the unit of an input that nothing makes up for.
///
/// The logarithm of a quantity in another unit is the same plus a number. A law with `log(L)` holds in every unit only if a number is
/// added to it or stands in its argument; otherwise the unit is a number that the law hides: `L*log(L)` has one more than
/// `L*log(L/L0)` shows.
enum HiddenUnits {
    /// How many logarithms of products of inputs, plain ratios apart, hide a number.
    ///
    /// - Complexity: O(nodes).
    static func count(in law: Expression) -> Int { count(in: law, isShifted: false) }

    /// - Parameter isShifted: whether a number is added to the expression.
    private static func count(in expression: Expression, isShifted: Bool) -> Int {
        switch expression {
        case .function(.log, let arguments):
            let own = !isShifted && arguments.contains(where: hasUnit) ? 1 : 0
            return own + arguments.reduce(0) { $0 + count(in: $1, isShifted: false) }
        case .sum(let terms):
            let isShifted = isShifted || terms.contains { $0.variables.isEmpty }
            return terms.reduce(0) { $0 + count(in: $1, isShifted: isShifted) }
        case .product(let factors):
            // A number that is added to a product does not make up for one that is added to a factor.
            let isShifted = isShifted && factors.count { !$0.variables.isEmpty } == 1
            return factors.reduce(0) { $0 + count(in: $1, isShifted: isShifted) }
        default:
            return expression.children.reduce(0) { $0 + count(in: $1, isShifted: false) }
        }
    }

    /// Whether an argument is a product of powers of inputs, without a number, that is no plain ratio.
    private static func hasUnit(_ argument: Expression) -> Bool {
        let factors = if case .product(let list) = argument { list } else { [argument] }
        var degree = 0.0
        for factor in factors {
            switch factor {
            case .variable: degree += 1
            case .power(.variable, .rational(let exponent)): degree += exponent.doubleValue
            default: return false
            }
        }
        return degree != 0
    }
}
