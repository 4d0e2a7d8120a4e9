import Expressions

/// Bits to state a formula, its constants and what it leaves unexplained; the basis of the pick.
///
/// Rissanen 1978: the data are stated as residuals at unknown Gaussian noise, n/2 log2 of their mean square, relative to
/// the rounding floor; every node of the formula costs the logarithm of the size of the alphabet; a fitted constant costs
/// the digits that the data determine.
struct DescriptionLength: Sendable {
    /// Number of inputs of the problem.
    let inputs: Int
    /// Number of rows that the residuals are taken over.
    let rows: Int
    /// Mean square of the target.
    let targetMeanSquare: Double
    /// Residuals below this fraction of the target's root mean square are rounding.
    static let roundingFloor = 1e-11

    /// Bits for residuals with the given mean square.
    func residualBits(meanSquare: Double) -> Double {
        let floor = Self.roundingFloor * Self.roundingFloor * targetMeanSquare
        guard floor > 0 else { return 0 }
        return 0.5 * Double(rows) * Elementary.log2(1 + meanSquare / floor)
    }

    /// Bits for the formula; real constants are charged `realConstantBits` each.
    func structureBits(_ expression: Expression, realConstantBits: Double) -> Double {
        let alphabet = Elementary.log2(Double(8 + inputs))
        switch expression {
        case .rational(let value):
            return alphabet + Self.integerBits(value.numerator)
                + (value.isInteger ? 0 : Self.integerBits(value.denominator))
        case .real: return alphabet + realConstantBits
        case .constant: return alphabet + 2
        case .variable: return alphabet
        case .sum(let parts), .product(let parts):
            return parts.reduce(alphabet * Double(max(parts.count - 1, 0))) {
                $0 + structureBits($1, realConstantBits: realConstantBits)
            }
        case .power(let base, let exponent):
            return alphabet + structureBits(base, realConstantBits: realConstantBits)
                + structureBits(exponent, realConstantBits: realConstantBits)
        case .function(_, let arguments):
            return arguments.reduce(alphabet + 2) { $0 + structureBits($1, realConstantBits: realConstantBits) }
        }
    }

    /// Bits that a fitted constant is determined to by `rows` residuals of the given relative size.
    func constantBits(relativeResidual: Double) -> Double {
        let digits = Elementary.log2(Double(max(rows, 1)).squareRoot() / max(relativeResidual, 1e-16))
        return min(max(digits, 4), 50)
    }

    /// Bits for everything, given the mean square of the residuals.
    func total(_ expression: Expression, meanSquare: Double) -> Double {
        let relative = (meanSquare / max(targetMeanSquare, 1e-300)).squareRoot()
        return residualBits(meanSquare: meanSquare)
            + structureBits(expression, realConstantBits: constantBits(relativeResidual: relative))
    }

    /// Universal code length of an integer: about 2 log2|n| + 1.
    static func integerBits(_ value: Int) -> Double { 1 + 2 * Elementary.log2(Double(abs(value)) + 1) }
}
