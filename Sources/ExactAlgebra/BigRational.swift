import CFLINT

/// An exact fraction of any size, always in lowest terms.
///
/// A value type over FLINT's `fmpq`; the number never changes after it was made, so it may cross threads.
public struct BigRational: Sendable {
    /// Owner of the C number.
    final class Storage: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<fmpq>

        init() {
            pointer = .allocate(capacity: 1)
            fmpq_init(pointer)
        }

        deinit {
            fmpq_clear(pointer)
            pointer.deallocate()
        }
    }

    let storage: Storage

    var pointer: UnsafeMutablePointer<fmpq> { storage.pointer }

    /// Runs `fill` on a fresh number, which starts at 0.
    init(filledBy fill: (UnsafeMutablePointer<fmpq>) -> Void) {
        storage = Storage()
        fill(storage.pointer)
    }

    /// The integer `value`.
    public init(_ value: Int) { self.init { fmpq_set_si($0, value, 1) } }

    /// `numerator / denominator` in lowest terms, nil for a zero denominator.
    public init?(_ numerator: Int, _ denominator: Int) {
        guard denominator != 0 else { return nil }
        self.init { fmpq_set_si($0, numerator, denominator.magnitude) }
        if denominator < 0 { self = -self }
    }

    /// Reads digits with an optional sign, a decimal point, an exponent or a slash: `-12`, `0.25`, `3e-4`, `22/7`.
    ///
    /// Decimals become exact fractions. Nil for anything else, a zero denominator, or an exponent beyond 10,000.
    public init?(parsing text: String) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        if halves.count == 2 {
            guard let top = BigRational(parsing: String(halves[0])),
                let bottom = BigRational(parsing: String(halves[1])),
                !bottom.isZero
            else { return nil }
            self = top / bottom
            return
        }
        guard halves.count == 1, let value = BigRational.decimal(text) else { return nil }
        self = value
    }

    private static func decimal(_ text: String) -> BigRational? {
        var digits: [CChar] = []
        var exponent = 0
        var seenPoint = false
        var isNegative = false
        let bytes = Array(text.utf8)
        var index = 0
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            index = 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                digits.append(CChar(byte))
                if seenPoint { exponent -= 1 }
            } else if byte == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
            } else {
                break
            }
            index += 1
        }
        guard !digits.isEmpty else { return nil }
        if index < bytes.count {
            guard bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E"),
                let power = Int(String(decoding: bytes[(index + 1)...], as: UTF8.self))
            else { return nil }
            guard abs(power) <= 10_000 else { return nil }
            exponent += power
        }
        guard abs(exponent) <= 20_000 else { return nil }
        digits.append(0)
        let mantissa = BigRational { result in _ = fmpz_set_str(&result.pointee.num, digits, 10) }
        let scaled = mantissa * BigRational(10).raised(to: exponent)
        return isNegative ? -scaled : scaled
    }

    /// Zero.
    public static let zero = BigRational(0)
    /// One.
    public static let one = BigRational(1)

    /// Whether the value is 0.
    public var isZero: Bool { fmpq_is_zero(pointer) != 0 }
    /// -1, 0 or 1.
    public var sign: Int { Int(fmpq_sgn(pointer)) }
    /// Whether the denominator is 1.
    public var isInteger: Bool { fmpz_is_one(&pointer.pointee.den) != 0 }
    /// The numerator, with the sign.
    public var numerator: BigRational {
        BigRational { fmpz_set(&$0.pointee.num, &pointer.pointee.num) }
    }
    /// The denominator, positive.
    public var denominator: BigRational {
        BigRational { fmpz_set(&$0.pointee.num, &pointer.pointee.den) }
    }
    /// The value as a machine integer, nil for fractions and large numbers.
    public var machineInteger: Int? {
        isInteger && fmpz_fits_si(&pointer.pointee.num) != 0 ? fmpz_get_si(&pointer.pointee.num) : nil
    }
    /// The absolute value.
    public var magnitude: BigRational { BigRational { fmpq_abs($0, pointer) } }
    /// Bits of the larger of numerator and denominator, a measure of size.
    public var bitWidth: Int {
        Int(max(fmpz_bits(&pointer.pointee.num), fmpz_bits(&pointer.pointee.den)))
    }
}

extension BigRational {
    /// The sum.
    public static func + (left: BigRational, right: BigRational) -> BigRational {
        BigRational { fmpq_add($0, left.pointer, right.pointer) }
    }
    /// The difference.
    public static func - (left: BigRational, right: BigRational) -> BigRational {
        BigRational { fmpq_sub($0, left.pointer, right.pointer) }
    }
    /// The product.
    public static func * (left: BigRational, right: BigRational) -> BigRational {
        BigRational { fmpq_mul($0, left.pointer, right.pointer) }
    }
    /// The quotient; the divisor must not be 0.
    public static func / (left: BigRational, right: BigRational) -> BigRational {
        precondition(!right.isZero, "division by zero")
        return BigRational { fmpq_div($0, left.pointer, right.pointer) }
    }
    /// The additive inverse.
    public static prefix func - (value: BigRational) -> BigRational { BigRational { fmpq_neg($0, value.pointer) } }

    /// The integer power; a negative power of 0 is not allowed.
    public func raised(to exponent: Int) -> BigRational {
        precondition(exponent >= 0 || !isZero, "division by zero")
        return BigRational { fmpq_pow_si($0, pointer, exponent) }
    }

    /// The greatest common divisor: the largest g for which both are integer multiples; 0 for two zeros.
    public static func greatestCommonDivisor(_ left: BigRational, _ right: BigRational) -> BigRational {
        BigRational { fmpq_gcd($0, left.pointer, right.pointer) }
    }

    /// The remainder modulo a prime, nil when the denominator vanishes there.
    public func element(in field: PrimeField) -> PrimeField.Element? {
        let top = fmpz_fdiv_ui(&pointer.pointee.num, UInt(field.modulus))
        if isInteger { return field.element(UInt64(top)) }
        let bottom = fmpz_fdiv_ui(&pointer.pointee.den, UInt(field.modulus))
        guard bottom != 0 else { return nil }
        return field.multiply(
            field.element(UInt64(top)), field.inverse(field.element(UInt64(bottom))))
    }
}

extension BigRational: Hashable, Comparable {
    /// Equality of values.
    public static func == (left: BigRational, right: BigRational) -> Bool {
        fmpq_equal(left.pointer, right.pointer) != 0
    }
    /// Order of values.
    public static func < (left: BigRational, right: BigRational) -> Bool { fmpq_cmp(left.pointer, right.pointer) < 0 }
    /// Feeds the value to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension BigRational: CustomStringConvertible, ExpressibleByIntegerLiteral {
    /// An integer.
    public init(integerLiteral value: Int) { self.init(value) }

    /// `3`, `-7/2`, all digits.
    public var description: String {
        guard let text = fmpq_get_str(nil, 10, pointer) else { return "" }
        defer { flint_free(text) }
        return String(cString: text)
    }
}
