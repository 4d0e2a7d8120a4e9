/// How a language spells formulas with infix operators; see `WrittenFormula.text(_:)`.
public struct FormulaStyle: Sendable {
    /// Operator between base and exponent.
    public var powerOperator: String
    /// Spelling of a variable.
    public var name: @Sendable (String) -> String
    /// Spelling of a function.
    public var function: @Sendable (Function) -> String
    /// Spelling of a constant; must be usable as a base and as a factor.
    public var constant: @Sendable (NamedConstant) -> String

    /// Makes a style.
    public init(
        powerOperator: String, name: @escaping @Sendable (String) -> String,
        function: @escaping @Sendable (Function) -> String,
        constant: @escaping @Sendable (NamedConstant) -> String
    ) {
        self.powerOperator = powerOperator
        self.name = name
        self.function = function
        self.constant = constant
    }
}

extension WrittenFormula {
    private enum Strength: Int {
        case sum, negative, product, power, atom
    }

    private var strength: Strength {
        switch self {
        case .sum: .sum
        case .negative: .negative
        case .product, .quotient: .product
        case .power: .power
        default: .atom
        }
    }

    /// The formula as one line of text in a style, with as few parentheses as are safe to read.
    ///
    /// Doubles are written with the fewest digits that read back to the same value.
    public func text(_ style: FormulaStyle) -> String {
        switch self {
        case .integer(let value): return "\(value)"
        case .decimal(let value): return "\(value)"
        case .constant(let constant): return style.constant(constant)
        case .variable(let name): return style.name(name)
        case .negative(let inner): return "-" + inner.text(style, atLeast: .product)
        case .sum(let terms): return Self.sum(terms, style)
        case .product(let factors):
            return factors.map { factor in
                if case .quotient = factor { return "(\(factor.text(style)))" }
                return factor.text(style, atLeast: .product)
            }.joined(separator: "*")
        case .quotient(let top, let bottom):
            return top.text(style, atLeast: .product) + "/" + bottom.text(style, atLeast: .power)
        case .power(let base, let exponent):
            return base.text(style, atLeast: .atom) + style.powerOperator + exponent.text(style, atLeast: .atom)
        case .squareRoot(let inner): return "sqrt(\(inner.text(style)))"
        case .function(let function, let arguments):
            return style.function(function) + "(" + arguments.map { $0.text(style) }.joined(separator: ", ") + ")"
        }
    }

    private func text(_ style: FormulaStyle, atLeast needed: Strength) -> String {
        let inside = text(style)
        return strength.rawValue < needed.rawValue ? "(\(inside))" : inside
    }

    private static func sum(_ terms: [Term], _ style: FormulaStyle) -> String {
        var text = ""
        for (index, term) in terms.enumerated() {
            let formula = term.formula.text(style, atLeast: .product)
            if index == 0 {
                text = term.isSubtracted ? "-\(formula)" : formula
            } else {
                text += (term.isSubtracted ? " - " : " + ") + formula
            }
        }
        return text
    }
}
