import Expressions

/// What kind of quantity a number is: exact exponents of the seven base quantities of the SI.
///
/// A velocity is length^1 time^-1. Exponents are fractions with one common denominator, kept in machine words, so that
/// dimensions can be compared inside a search. Arithmetic returns nil beyond exponents of a million.
public struct PhysicalDimension: Hashable, Sendable {
    /// The base quantities, in the order of the exponents.
    public enum Base: Int, Sendable, CaseIterable {
        /// Metre.
        case length
        /// Kilogram.
        case mass
        /// Second.
        case time
        /// Ampere.
        case current
        /// Kelvin.
        case temperature
        /// Mole.
        case amount
        /// Candela.
        case luminosity

        /// Symbol of the coherent SI unit.
        public var symbol: String {
            switch self {
            case .length: "m"
            case .mass: "kg"
            case .time: "s"
            case .current: "A"
            case .temperature: "K"
            case .amount: "mol"
            case .luminosity: "cd"
            }
        }
    }

    /// Numerators over `denominator`, by `Base.rawValue`; the eighth is always 0.
    private var numerators: SIMD8<Int64>
    private var denominator: Int64
    private static let limit: Int64 = 1_000_000_000

    /// The dimension of plain numbers.
    public static let dimensionless = PhysicalDimension(SIMD8(repeating: 0), over: 1)

    private init(_ numerators: SIMD8<Int64>, over denominator: Int64) {
        self.numerators = numerators
        self.denominator = denominator
    }

    /// The dimension of one base quantity.
    public init(_ base: Base) {
        self = .dimensionless
        numerators[base.rawValue] = 1
    }

    /// The dimension with these exponents, in the order of `Base`; missing ones are 0. Nil for numbers that are too large.
    public init?(exponents: [Rational]) {
        guard exponents.count <= Base.allCases.count else { return nil }
        var result = PhysicalDimension.dimensionless
        for (base, exponent) in zip(Base.allCases, exponents) {
            guard let part = PhysicalDimension(base).raised(to: exponent), let product = result.times(part) else {
                return nil
            }
            result = product
        }
        self = result
    }

    /// The exponent of a base quantity.
    public func exponent(of base: Base) -> Rational {
        Rational(Int(numerators[base.rawValue]), Int(denominator)) ?? .zero
    }

    /// All exponents in the order of `Base`.
    public var exponents: [Rational] { Base.allCases.map(exponent) }

    /// Whether all exponents are 0.
    public var isDimensionless: Bool { numerators == SIMD8(repeating: 0) }

    /// The dimension of a product; nil when an exponent becomes too large.
    public func times(_ other: PhysicalDimension) -> PhysicalDimension? {
        if denominator == other.denominator {
            return Self.reduced(numerators &+ other.numerators, denominator)
        }
        // Both denominators stay below the limit, so no product leaves 64 bits.
        return Self.reduced(
            numerators &* other.denominator &+ other.numerators &* denominator, denominator * other.denominator)
    }

    /// The dimension of a quotient; nil when an exponent becomes too large.
    public func divided(by other: PhysicalDimension) -> PhysicalDimension? {
        times(PhysicalDimension(0 &- other.numerators, over: other.denominator))
    }

    /// The dimension of a power; nil when an exponent becomes too large.
    public func raised(to exponent: Rational) -> PhysicalDimension? {
        if exponent == .one { return self }
        guard abs(exponent.numerator) < Self.limit, exponent.denominator < Self.limit else { return nil }
        return Self.reduced(numerators &* Int64(exponent.numerator), denominator * Int64(exponent.denominator))
    }

    private static func reduced(_ numerators: SIMD8<Int64>, _ denominator: Int64) -> PhysicalDimension? {
        var divisor = denominator
        if divisor != 1 {
            for index in 0..<Base.allCases.count where divisor != 1 {
                var (a, b) = (abs(numerators[index]), divisor)
                while b != 0 { (a, b) = (b, a % b) }
                divisor = a
            }
        }
        let top = divisor == 1 ? numerators : numerators / divisor
        let bottom = denominator / divisor
        guard bottom < limit else { return nil }
        for index in 0..<Base.allCases.count where abs(top[index]) >= limit { return nil }
        return PhysicalDimension(top, over: bottom)
    }
}

extension PhysicalDimension: CustomStringConvertible {
    /// The coherent SI unit, `m kg s^-2`; `1` for plain numbers.
    public var description: String {
        let order: [Base] = [.mass, .length, .time, .current, .temperature, .amount, .luminosity]
        let factors = order.map { UnitFactor(symbol: $0.symbol, exponent: exponent(of: $0)) }
        return UnitFactor.text(factors)
    }
}
