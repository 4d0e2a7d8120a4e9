/// A symbol of a differential polynomial: a parameter, an independent variable, a field with its derivatives, or an atom.
///
/// Packed into one word. Words order symbols by kind, then by field, then by derivative.
struct JetVariable: Hashable, Comparable, Sendable {
    /// What a symbol stands for.
    enum Kind: UInt32 {
        /// A parameter without a value, or a constant such as pi.
        case symbol
        /// t, x, y or z.
        case independent
        /// A derivative of a field, the field itself included.
        case jet
        /// A function of the others that is closed under differentiation.
        case atom
    }

    /// Largest order of a derivative in one direction.
    static let orderLimit = 63
    /// Number of directions: time, then space.
    static let directionCount = 4
    /// Largest number of fields.
    static let fieldLimit = 60

    let raw: UInt32

    /// The number of a symbol, independent variable, field or atom.
    var index: Int { kind == .jet ? Int(raw >> 24) & 63 : Int(raw & 0xffff) }
    var kind: Kind { Kind(rawValue: raw >> 30) ?? .symbol }

    private init(raw: UInt32) { self.raw = raw }

    static func symbol(_ index: Int) -> JetVariable { JetVariable(raw: UInt32(index)) }
    static func independent(_ direction: Int) -> JetVariable { JetVariable(raw: 1 << 30 | UInt32(direction)) }
    static func atom(_ index: Int) -> JetVariable { JetVariable(raw: 3 << 30 | UInt32(index)) }

    /// A field's derivative; one order per direction, time first.
    static func jet(_ field: Int, _ orders: [Int] = []) -> JetVariable {
        var raw = UInt32(2) << 30 | UInt32(field) << 24
        for (direction, order) in orders.enumerated() { raw |= UInt32(order) << shift(direction) }
        return JetVariable(raw: raw)
    }

    private static func shift(_ direction: Int) -> UInt32 { UInt32(18 - 6 * direction) }

    /// Order of the derivative in a direction.
    func order(_ direction: Int) -> Int { Int(raw >> JetVariable.shift(direction)) & 63 }

    /// Orders of the derivative by direction.
    var orders: [Int] { (0..<JetVariable.directionCount).map(order) }

    /// Sum of the orders.
    var totalOrder: Int { orders.reduce(0, +) }

    /// The derivative of the derivative.
    func differentiated(by direction: Int) -> JetVariable {
        precondition(kind == .jet && order(direction) < JetVariable.orderLimit)
        return JetVariable(raw: raw + 1 << JetVariable.shift(direction))
    }

    /// What the derivative is the derivative of, nil for order 0 in the direction.
    func integrated(by direction: Int) -> JetVariable? {
        guard kind == .jet, order(direction) > 0 else { return nil }
        return JetVariable(raw: raw - 1 << JetVariable.shift(direction))
    }

    /// Whether it is the derivative of another one, or equal to it.
    func isDerivative(of other: JetVariable) -> Bool {
        index == other.index && (0..<JetVariable.directionCount).allSatisfy { order($0) >= other.order($0) }
    }

    static func < (left: JetVariable, right: JetVariable) -> Bool { left.raw < right.raw }
}
