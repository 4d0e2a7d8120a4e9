import Expressions

/// Small fractions near a number.
enum ExponentSnapping {
    /// How exponents of groups are read: to small fractions when the surrogate is good, to halves when it is coarse.
    struct Grid: Sendable {
        /// Largest distance.
        let tolerance: Double
        /// Largest denominator.
        let maximumDenominator: Int

        /// Denominators up to 6, closely.
        static let fine = Grid(tolerance: 0.06, maximumDenominator: 6)
        /// Integers and halves, generously.
        static let coarse = Grid(tolerance: 0.22, maximumDenominator: 2)
        /// The nearest integers.
        static let rough = Grid(tolerance: 0.4, maximumDenominator: 1)
    }

    /// Largest exponent in a group: nature stays below, and high powers let a few rows dominate all the others.
    static let largestExponent = 6.0

    /// All values on a grid, nil unless every one is near a point of it and of ordinary size.
    static func fractions(near values: [Double], on grid: Grid) -> [Rational]? {
        var result: [Rational] = []
        for value in values {
            guard abs(value) <= largestExponent,
                let snapped = fraction(
                    near: value, tolerance: grid.tolerance, maximumDenominator: grid.maximumDenominator)
            else { return nil }
            result.append(snapped)
        }
        return result
    }

    /// The fraction with the smallest denominator within `tolerance` of the value, nil if there is none.
    static func fraction(near value: Double, tolerance: Double, maximumDenominator: Int = 6) -> Rational? {
        guard value.isFinite, abs(value) < 1000 else { return nil }
        for denominator in 1...maximumDenominator {
            let numerator = (value * Double(denominator)).rounded()
            if abs(value - numerator / Double(denominator)) <= tolerance / Double(denominator).squareRoot() {
                return Rational(Int(numerator), denominator)
            }
        }
        return nil
    }
}
