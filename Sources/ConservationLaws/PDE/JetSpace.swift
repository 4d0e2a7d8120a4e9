import ExactAlgebra

/// The names behind the symbols of differential polynomials, and the atoms.
struct JetSpace: Sendable {
    /// A dependent variable; a chain of them stands for the time derivatives of one field of higher order in time.
    struct Field: Sendable, Equatable {
        /// Name of the field as written.
        var name: String
        /// How often the field was differentiated by time to give this variable.
        var timeOrder: Int
    }

    /// Names of the independent variables, `t` first.
    var directions: [String]
    /// The dependent variables.
    var fields: [Field]
    /// Parameters without a value and constants such as pi.
    var symbols: [String]
    /// Functions of the fields.
    var atoms: [JetAtom] = []

    /// Directions in space.
    var spaceDirections: Range<Int> { 1..<directions.count }

    /// The calculus over the rational numbers.
    var exactAlgebra: JetAlgebra<RationalNumbers> {
        JetAlgebra(
            field: RationalNumbers(), directionCount: directions.count, fieldCount: fields.count, atoms: atoms,
            convert: { $0 })
    }

    /// The symbol with a name, nil for an unknown name or a derivative of too high an order.
    func variable(named name: String) -> JetVariable? {
        if let index = symbols.firstIndex(of: name) { return .symbol(index) }
        if let index = directions.firstIndex(of: name) { return .independent(index) }
        if let index = fields.firstIndex(of: Field(name: name, timeOrder: 0)) { return .jet(index) }
        guard let (base, orders) = DerivativeName.read(name), orders.max() ?? 0 <= 20 else { return nil }
        guard orders.indices.allSatisfy({ orders[$0] == 0 || $0 < directions.count }) else { return nil }
        // Of the variables of a chain the last one that the time derivative contains.
        let chain = fields.indices.filter { fields[$0].name == base && fields[$0].timeOrder <= orders[0] }
        guard let index = chain.max(by: { fields[$0].timeOrder < fields[$1].timeOrder }) else { return nil }
        var rest = orders
        rest[0] -= fields[index].timeOrder
        return .jet(index, rest)
    }

    /// The name of a symbol that is not an atom.
    func name(of variable: JetVariable) -> String {
        switch variable.kind {
        case .symbol: return symbols[variable.index]
        case .independent: return directions[variable.index]
        case .atom: return ""
        case .jet:
            let field = fields[variable.index]
            let space = (1..<JetVariable.directionCount).reduce("") { text, direction in
                text + String(repeating: DerivativeName.letters[direction], count: variable.order(direction))
            }
            let time = String(repeating: "t", count: field.timeOrder + variable.order(0))
            return (space + time).isEmpty ? field.name : "\(field.name)_\(space)\(time)"
        }
    }
}

/// Names of partial derivatives such as `u_xxt`.
enum DerivativeName {
    /// The independent variables that names of derivatives can hold, time first.
    static let letters = ["t", "x", "y", "z"]

    /// The field and the orders by direction; nil when the name is not one of a derivative.
    static func read(_ name: String) -> (field: String, orders: [Int])? {
        guard let underscore = name.lastIndex(of: "_"), underscore != name.startIndex else { return nil }
        let suffix = name[name.index(after: underscore)...]
        var orders = [0, 0, 0, 0]
        for character in suffix {
            guard let direction = letters.firstIndex(of: String(character)) else { return nil }
            orders[direction] += 1
        }
        return suffix.isEmpty ? nil : (String(name[..<underscore]), orders)
    }
}
