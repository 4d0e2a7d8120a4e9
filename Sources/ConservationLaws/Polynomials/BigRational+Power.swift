import ExactAlgebra
import Expressions

extension BigRational {
    /// An exact fraction.
    init(_ value: Rational) { self = BigRational(value.numerator) / BigRational(value.denominator) }

    /// The power with a fractional exponent of small size when it is rational.
    func exactPower(_ exponent: BigRational) -> BigRational? {
        guard sign >= 0, let root = exponent.denominator.machineInteger, let times = exponent.numerator.machineInteger,
            root <= 64, times.magnitude <= 64, !isZero || times > 0, let top = numerator.machineInteger,
            let bottom = denominator.machineInteger
        else { return nil }
        guard let topRoot = BigRational.exactRoot(top, root), let bottomRoot = BigRational.exactRoot(bottom, root)
        else {
            return nil
        }
        return (BigRational(topRoot) / BigRational(bottomRoot)).raised(to: times)
    }

    private static func exactRoot(_ value: Int, _ degree: Int) -> Int? {
        var (low, high) = (0, value)
        while low <= high {
            let middle = low + (high - low) / 2
            let power = BigRational(middle).raised(to: degree)
            if power == BigRational(value) { return middle }
            if power < BigRational(value) { low = middle + 1 } else { high = middle - 1 }
        }
        return nil
    }
}
