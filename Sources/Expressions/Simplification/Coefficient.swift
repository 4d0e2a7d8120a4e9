/// The number in front of a term: exact, or measured.
enum Coefficient: Equatable {
    case exact(Rational)
    case measured(Double)

    static let one = Coefficient.exact(.one)

    /// The number that a leaf of a tree is, nil for everything else.
    init?(_ expression: Expression) {
        switch expression {
        case .rational(let value): self = .exact(value)
        case .real(let value): self = .measured(value)
        default: return nil
        }
    }

    var expression: Expression {
        switch self {
        case .exact(let value): .rational(value)
        case .measured(let value): .real(value)
        }
    }

    var value: Double {
        switch self {
        case .exact(let value): value.doubleValue
        case .measured(let value): value
        }
    }

    var isZero: Bool { self == .exact(.zero) || self == .measured(0) }
    var isOne: Bool { self == .exact(.one) || self == .measured(1) }
    var isNegative: Bool { value < 0 }

    /// The sum; nil on overflow.
    func adding(_ other: Coefficient) -> Coefficient? { combined(other, exact: { $0.adding($1) }, measured: +) }

    /// The product; nil on overflow.
    func multiplied(by other: Coefficient) -> Coefficient? {
        combined(other, exact: { $0.multiplied(by: $1) }, measured: *)
    }

    private func combined(
        _ other: Coefficient, exact: (Rational, Rational) -> Rational?, measured: (Double, Double) -> Double
    ) -> Coefficient? {
        if case .exact(let a) = self, case .exact(let b) = other { return exact(a, b).map(Coefficient.exact) }
        let result = measured(value, other.value)
        return result.isFinite ? .measured(result) : nil
    }
}
