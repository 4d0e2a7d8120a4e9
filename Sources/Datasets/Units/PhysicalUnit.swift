import Expressions
import Glibc

/// A unit of measurement: its dimension, its size in coherent SI units, and how it is written.
public struct PhysicalUnit: Hashable, Sendable {
    /// The kind of quantity.
    public var dimension: PhysicalDimension
    /// One of this unit in coherent SI units: 1000 for `km`. Positive and finite.
    public var scale: Double
    /// Whether its zero is not the zero of the quantity, as that of degrees Celsius.
    public var hasOffset: Bool
    /// A number in front of the symbols, as in `100 km`; 1 in most units.
    public var coefficient: Double
    /// The symbols, each once, in the order in which they were written.
    public var factors: [UnitFactor]

    /// The unit of plain numbers.
    public static let one = PhysicalUnit(
        dimension: .dimensionless, scale: 1, hasOffset: false, coefficient: 1, factors: [])

    /// Makes a unit.
    public init(
        dimension: PhysicalDimension, scale: Double, hasOffset: Bool, coefficient: Double, factors: [UnitFactor]
    ) {
        self.dimension = dimension
        self.scale = scale
        self.hasOffset = hasOffset
        self.coefficient = coefficient
        self.factors = factors
    }

    /// Reads a unit, such as `km`, `kg m^2 s^-2`, `J/(mol K)` or `m²·s⁻¹`; see `UnitParser`.
    ///
    /// - Throws: `UnitProblem` that names the part that is no unit.
    public init(parsing text: String) throws(UnitProblem) {
        self = try UnitParser.parse(text)
    }

    /// The product of two units; nil when it is out of range.
    public func times(_ other: PhysicalUnit) -> PhysicalUnit? {
        guard let dimension = dimension.times(other.dimension),
            let factors = UnitFactor.merged(factors + other.factors)
        else { return nil }
        return PhysicalUnit(
            dimension: dimension, scale: scale * other.scale, hasOffset: hasOffset || other.hasOffset,
            coefficient: coefficient * other.coefficient, factors: factors
        ).ifInRange
    }

    /// The power of a unit; nil when it is out of range.
    public func raised(to exponent: Rational) -> PhysicalUnit? {
        guard let dimension = dimension.raised(to: exponent) else { return nil }
        var powers: [UnitFactor] = []
        for factor in factors {
            guard let product = factor.exponent.multiplied(by: exponent) else { return nil }
            powers.append(UnitFactor(symbol: factor.symbol, exponent: product))
        }
        return PhysicalUnit(
            dimension: dimension, scale: Self.power(scale, exponent), hasOffset: hasOffset,
            coefficient: Self.power(coefficient, exponent), factors: powers.filter { $0.exponent != .zero }
        ).ifInRange
    }

    /// The product of powers of units; nil when it is out of range.
    public static func product(_ powers: [(unit: PhysicalUnit, exponent: Rational)]) -> PhysicalUnit? {
        var result = PhysicalUnit.one
        for (unit, exponent) in powers {
            guard let power = unit.raised(to: exponent), let next = result.times(power) else { return nil }
            result = next
        }
        return result
    }

    /// The unit with positive exponents first, or in SI base units where that is shorter and means the same.
    public var readable: PhysicalUnit {
        var ordered = self
        ordered.factors = factors.filter { !$0.exponent.isNegative } + factors.filter(\.exponent.isNegative)
        guard abs(scale - 1) < 1e-12, !hasOffset else { return ordered }
        let base = PhysicalDimension.Base.allCases.map {
            UnitFactor(symbol: $0.symbol, exponent: dimension.exponent(of: $0))
        }.filter { $0.exponent != .zero }
        guard base.count < factors.count else { return ordered }
        return PhysicalUnit(dimension: dimension, scale: 1, hasOffset: false, coefficient: 1, factors: base)
    }

    private var ifInRange: PhysicalUnit? {
        scale.isFinite && scale > 0 && coefficient.isFinite && coefficient > 0 ? self : nil
    }

    private static func power(_ base: Double, _ exponent: Rational) -> Double {
        base == 1 ? 1 : pow(base, exponent.doubleValue)
    }
}

extension PhysicalUnit: CustomStringConvertible {
    /// The unit as text that can be read back: `kg m^2 s^-2`; `1` for plain numbers.
    public var description: String {
        let symbols = UnitFactor.text(factors)
        if coefficient == 1 { return symbols }
        let rounded = coefficient.rounded() == coefficient && coefficient < 1e15
        let number = rounded ? String(Int(coefficient)) : "\(coefficient)"
        return symbols == "1" ? number : "\(number) \(symbols)"
    }
}
