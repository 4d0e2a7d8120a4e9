import Expressions

/// Rounds the coefficients of a numerical law to simple fractions within their errors.
struct CoefficientRounding {
    /// A coefficient as it is printed.
    enum Number: Sendable {
        /// A simple fraction.
        case exact(Rational)
        /// A decimal number with as many digits as are known.
        case decimal(Double)

        var value: Double {
            switch self {
            case .exact(let number): number.doubleValue
            case .decimal(let number): number
            }
        }

        var expression: Expression {
            switch self {
            case .exact(let number): .rational(number)
            case .decimal(let number): .real(number)
            }
        }

        /// The same number with the other sign.
        var negated: Number {
            switch self {
            case .exact(let value): value.negated.map { .exact($0) } ?? .decimal(-value.doubleValue)
            case .decimal(let value): .decimal(-value)
            }
        }
    }

    /// Largest denominator of a simple fraction.
    private static let largestDenominator = 24

    /// The coefficients divided by that one of them which makes the others simplest.
    ///
    /// - Parameters:
    ///   - coefficients: estimates, none of them 0.
    ///   - samples: estimates from parts of the data, for the errors.
    ///   - relativeError: an error that all of them may share, relative to each.
    static func simplest(
        _ coefficients: [Double], samples: [[Double]], relativeError: Double = 0
    ) -> [Number] {
        var best: (cost: Double, numbers: [Number])?
        for pivot in coefficients.indices {
            var cost = 0.0
            let numbers = coefficients.indices.map { index -> Number in
                let ratio = coefficients[index] / coefficients[pivot]
                let error = spread(samples.map { $0[index] / $0[pivot] })
                let reach = max(3 * error, max(relativeError, 1e-7) * abs(ratio))
                if index == pivot { return .exact(.one) }
                if reach < 0.3 * abs(ratio), let simple = fraction(near: ratio, within: reach) {
                    cost += bits(simple.numerator) + bits(simple.denominator)
                    return .exact(simple)
                }
                cost += 14
                return .decimal(shortened(ratio, max(error, 0.1 * relativeError * abs(ratio))))
            }
            if best.map({ cost < $0.cost }) ?? true { best = (cost, numbers) }
        }
        guard let best else { return [] }
        let isNegative = (best.numbers.first?.value ?? 1) < 0
        return isNegative ? best.numbers.map(\.negated) : best.numbers
    }

    /// Standard error by the jackknife.
    private static func spread(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares * Double(values.count - 1) / Double(values.count)).squareRoot()
    }

    private static func bits(_ value: Int) -> Double {
        var (left, count) = (value.magnitude, 0.0)
        while left > 1 {
            left >>= 1
            count += 1
        }
        return count + 1
    }

    /// The fraction with the smallest denominator within a distance.
    static func fraction(near value: Double, within reach: Double) -> Rational? {
        guard value.isFinite, abs(value) < 1e6 else { return nil }
        for denominator in 1...largestDenominator {
            let numerator = (value * Double(denominator)).rounded()
            if abs(numerator / Double(denominator) - value) <= reach, numerator != 0 {
                return Rational(Int(numerator), denominator)
            }
        }
        return nil
    }

    /// The number with the digits that its error leaves.
    static func shortened(_ value: Double, _ error: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        let scale = max(error, 1e-9 * abs(value))
        var unit = 1.0
        while unit > scale { unit /= 10 }
        while unit * 10 <= scale { unit *= 10 }
        let steps = (value / unit).rounded()
        // Division by a whole power of ten gives the shortest decimal.
        return unit < 1 ? steps / (1 / unit).rounded() : steps * unit
    }
}
