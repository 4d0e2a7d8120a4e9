import Expressions

/// Exact forms near a number: integers, small fractions, multiples of powers of pi, square roots.
enum ConstantSnapping {
    /// Candidates within `tolerance` (absolute) of the value, simplest first.
    ///
    /// - Parameter maximumCost: bits that a form may cost; a coarse tolerance always has some far-fetched form within it.
    static func candidates(near value: Double, tolerance: Double, maximumCost: Double = .infinity) -> [Expression] {
        guard value.isFinite, value != 0 else { return value == 0 ? [.zero] : [] }
        var found: [(cost: Double, expression: Expression)] = []
        let largest = 1000.0
        func consider(_ unit: Double, _ price: Double, _ build: (Expression) -> Expression) {
            let ratio = value / unit
            let slack = tolerance / abs(unit)
            for denominator in [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20, 24, 25, 27, 32, 64, 100] {
                let numerator = (ratio * Double(denominator)).rounded()
                guard numerator != 0, abs(numerator) <= largest,
                    abs(ratio - numerator / Double(denominator)) <= slack,
                    let rational = Rational(Int(numerator), denominator), rational.denominator == denominator
                else { continue }
                let cost = price + DescriptionLength.fractionBits(rational)
                found.append((cost, build(.rational(rational))))
                break
            }
        }
        let pi = Double.pi
        consider(1, 0) { $0 }
        for (power, price) in [(1, 4.0), (-1, 4.0), (2, 6.0), (-2, 6.0), (3, 9), (-3, 9)] {
            let unit = Elementary.pow(pi, Double(power))
            consider(unit, price) { $0 * (power == 1 ? .constant(.pi) : Expression.constant(.pi).raised(to: power)) }
        }
        // Square roots of fractions, and of fractions of pi: through the square of the value.
        let sign: Double = value < 0 ? -1 : 1
        for (power, price) in [(0, 5.0), (1, 9.0), (-1, 9.0)] {
            let square = value * value / Elementary.pow(pi, Double(power))
            let slack = 2 * abs(value) * tolerance / Elementary.pow(pi, Double(power))
            for denominator in [1, 2, 3, 4, 5, 6, 8, 9] {
                let numerator = (square * Double(denominator)).rounded()
                guard numerator > 0, numerator <= 100, abs(square - numerator / Double(denominator)) <= slack,
                    let rational = Rational(Int(numerator), denominator), rational.denominator == denominator
                else { continue }
                var inner = Expression.rational(rational)
                if power != 0 {
                    inner = inner * (power == 1 ? .constant(.pi) : Expression.constant(.pi).raised(to: power))
                }
                let cost = price + 4 + DescriptionLength.fractionBits(rational)
                found.append((cost, sign < 0 ? -inner.squareRoot : inner.squareRoot))
                break
            }
        }
        return found.filter { $0.cost <= maximumCost }.enumerated().sorted {
            ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset)
        }
        .map { $0.element.expression }
    }
}
