/// Writes formulas as Python text that SymPy reads.
public struct SymPyPrinter: Sendable {
    /// The identifiers of the variables.
    public let names: PythonNames

    /// Makes a printer for formulas in `variables`; their order decides ties between names.
    public init(variables: [String]) { names = PythonNames(variables) }

    /// The formula as text: `**`, `sqrt`, `log`, `Abs`, `Min`, `Max`, `Mod`, `pi`; the constant e is `exp(1)`.
    ///
    /// Where a variable is called pi, the constant is written `acos(-1)`.
    public func text(_ expression: Expression) -> String {
        let names = names
        let piIsTaken = names.pairs.contains { $0.identifier == "pi" } || expression.variables.contains("pi")
        let style = FormulaStyle(
            powerOperator: "**", name: { names[$0] }, function: { Self.name(of: $0) },
            constant: { $0 == .e ? "exp(1)" : piIsTaken ? "acos(-1)" : "pi" })
        return expression.written.text(style)
    }

    private static func name(of function: Function) -> String {
        switch function {
        case .abs: "Abs"
        case .min: "Min"
        case .max: "Max"
        case .mod: "Mod"
        default: function.rawValue
        }
    }
}
