/// A formula the way people write it, with differences, quotients and roots: what every printer starts from.
///
/// Numbers are never negative here; signs are `negative` nodes or subtracted terms.
public indirect enum WrittenFormula: Hashable, Sendable {
    /// A term of a sum with its sign.
    public struct Term: Hashable, Sendable {
        /// Whether a minus sign stands in front of it.
        public var isSubtracted: Bool
        /// The term without its sign.
        public var formula: WrittenFormula
    }

    /// A whole number.
    case integer(UInt)
    /// A measured or fitted number.
    case decimal(Double)
    /// A number with a name.
    case constant(NamedConstant)
    /// A variable by its name, any text.
    case variable(String)
    /// A minus sign in front of a formula.
    case negative(WrittenFormula)
    /// At least two terms.
    case sum([Term])
    /// At least two factors.
    case product([WrittenFormula])
    /// Numerator and denominator.
    case quotient(WrittenFormula, WrittenFormula)
    /// Base and exponent.
    case power(WrittenFormula, WrittenFormula)
    /// A square root.
    case squareRoot(WrittenFormula)
    /// A function of its arguments.
    case function(Function, [WrittenFormula])

    /// The number of nodes of the binary tree of what is written; a number with its sign is one node.
    var nodeCount: Int {
        switch self {
        case .integer, .decimal, .constant, .variable: 1
        case .negative(let inner): inner.nodeCount + (inner.startsWithNumber ? 0 : 1)
        case .sum(let terms): Self.count(terms.map(\.formula)) + (startsWithBareMinus ? 1 : 0)
        case .product(let factors): Self.count(factors)
        case .quotient(let top, let bottom), .power(let top, let bottom): 1 + top.nodeCount + bottom.nodeCount
        case .squareRoot(let inner): 1 + inner.nodeCount
        case .function(_, let arguments): arguments.reduce(1) { $0 + $1.nodeCount }
        }
    }

    private static func count(_ operands: [WrittenFormula]) -> Int {
        operands.reduce(operands.count - 1) { $0 + $1.nodeCount }
    }

    /// A sum that begins with a minus sign in front of something that is not a number.
    private var startsWithBareMinus: Bool {
        guard case .sum(let terms) = self, let first = terms.first, first.isSubtracted else { return false }
        return !first.formula.startsWithNumber
    }

    /// Whether the first thing written is a number, which then takes a sign as part of itself.
    public var startsWithNumber: Bool {
        switch self {
        case .integer, .decimal: true
        case .product(let factors): factors.first?.startsWithNumber ?? false
        case .quotient(let top, _): top.startsWithNumber
        default: false
        }
    }
}
