import Expressions

/// A quantity whose size decides where a law bends or jumps: an input, or a sum, difference, product or quotient of two.
struct KinkQuantity: Sendable {
    /// An input with its values on the rows in use.
    struct Part: Sendable {
        var expression: Expression
        var values: [Double]
    }

    /// How two inputs make up a quantity.
    enum Relation: CaseIterable, Sendable {
        case difference, sum, product, quotient
    }

    /// The quantity.
    let expression: Expression
    /// Its values, one per row.
    let values: [Double]
    /// What the quantity is the difference of; the quantity and zero where it is none.
    let compared: (left: Part, right: Part)
    /// What the quantity is the quotient of; the quantity and one where it is none.
    let divided: (top: Part, bottom: Part)
    /// Whether all values are whole numbers.
    let isWhole: Bool

    /// An input by itself.
    init(_ part: Part) {
        self.init(part.expression, part.values, compared: nil, divided: nil)
    }

    /// A quantity of two inputs; nil where it is not defined on some row.
    init?(_ relation: Relation, _ left: Part, _ right: Part) {
        let (a, b) = (left.expression, right.expression)
        let pairs = zip(left.values, right.values)
        switch relation {
        case .difference: self.init(a - b, pairs.map { $0 - $1 }, compared: (left, right), divided: nil)
        case .sum: self.init(a + b, pairs.map { $0 + $1 }, compared: nil, divided: nil)
        case .product: self.init(a * b, pairs.map { $0 * $1 }, compared: nil, divided: nil)
        case .quotient: self.init(a / b, pairs.map { $0 / $1 }, compared: nil, divided: (left, right))
        }
        guard values.allSatisfy(\.isFinite) else { return nil }
    }

    private init(
        _ expression: Expression, _ values: [Double], compared: (left: Part, right: Part)?,
        divided: (top: Part, bottom: Part)?
    ) {
        func constant(_ value: Int) -> Part {
            Part(expression: .integer(value), values: [Double](repeating: Double(value), count: values.count))
        }
        let whole = Part(expression: expression, values: values)
        self.expression = expression
        self.values = values
        self.compared = compared ?? (whole, constant(0))
        self.divided = divided ?? (whole, constant(1))
        isWhole = values.allSatisfy { $0 == $0.rounded() && abs($0) < 1e9 }
    }

    /// The same on the first rows.
    func prefix(_ rows: Int) -> KinkQuantity {
        func cut(_ part: Part) -> Part { Part(expression: part.expression, values: Array(part.values.prefix(rows))) }
        return KinkQuantity(
            expression, Array(values.prefix(rows)), compared: (cut(compared.left), cut(compared.right)),
            divided: (cut(divided.top), cut(divided.bottom)))
    }

    /// Most inputs of a problem whose pairs are looked at.
    private static let mostInputsOfPairs = 4
    /// Most inputs whose squares are compared with other inputs.
    private static let mostInputsOfSquares = 3

    /// The quantities of a problem that the units allow, simplest first.
    static func all(of problem: ReducedProblem, rows: Int) -> [KinkQuantity] {
        let inputs = problem.columns.map { Part(expression: $0.expression, values: Array($0.values.prefix(rows))) }
        var result = inputs.map { KinkQuantity($0) }
        guard inputs.count <= mostInputsOfPairs else { return result }
        for a in inputs.indices {
            for b in inputs.indices where a != b {
                for relation in Relation.allCases where relation == .quotient || a < b {
                    if let pair = KinkQuantity(relation, inputs[a], inputs[b]) { result.append(pair) }
                }
                guard inputs.count <= mostInputsOfSquares else { continue }
                let square = Part(
                    expression: inputs[b].expression.raised(to: 2), values: inputs[b].values.map { $0 * $0 })
                if let pair = KinkQuantity(.difference, inputs[a], square) { result.append(pair) }
            }
        }
        return result.filter { problem.isPossible($0.expression) }
    }
}
