/// Writes formulas as Python text that SymPy reads.
public struct SymPyPrinter: Sendable {
    /// The identifiers of the variables.
    public let names: PythonNames

    /// Makes a printer for formulas in `variables`; their order decides ties between names.
    public init(variables: [String]) { names = PythonNames(variables) }

    /// The formula as text: `**`, `sqrt`, `log`, `Abs`, `Min`, `Max`, `Mod`, `Heaviside`, `pi`; the constant e is `exp(1)`.
    ///
    /// Where a variable is called pi, the constant is written `acos(-1)`.
    public func text(_ expression: Expression) -> String {
        let names = names
        let piIsTaken = names.pairs.contains { $0.identifier == "pi" } || expression.variables.contains("pi")
        let style = FormulaStyle(
            powerOperator: "**", name: { names[$0] }, function: { Self.name(of: $0) },
            constant: { $0 == .e ? "exp(1)" : piIsTaken ? "acos(-1)" : "pi" })
        return Self.withValueAtZero(expression.written).text(style)
    }

    /// SymPy's step function takes its value at 0 as a second argument.
    private static func withValueAtZero(_ formula: WrittenFormula) -> WrittenFormula {
        switch formula {
        case .integer, .decimal, .constant, .variable: return formula
        case .negative(let inner): return .negative(withValueAtZero(inner))
        case .sum(let terms):
            return .sum(
                terms.map { WrittenFormula.Term(isSubtracted: $0.isSubtracted, formula: withValueAtZero($0.formula)) })
        case .product(let factors): return .product(factors.map(withValueAtZero))
        case .quotient(let top, let bottom): return .quotient(withValueAtZero(top), withValueAtZero(bottom))
        case .power(let base, let exponent): return .power(withValueAtZero(base), withValueAtZero(exponent))
        case .squareRoot(let inner): return .squareRoot(withValueAtZero(inner))
        case .function(let function, let arguments):
            let inner = arguments.map(withValueAtZero)
            return .function(function, function == .step ? inner + [.integer(1)] : inner)
        }
    }

    private static func name(of function: Function) -> String {
        switch function {
        case .abs: "Abs"
        case .min: "Min"
        case .max: "Max"
        case .mod: "Mod"
        case .step: "Heaviside"
        default: function.rawValue
        }
    }
}
