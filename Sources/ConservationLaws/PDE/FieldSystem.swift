import Expressions

/// Partial differential equations for fields u(t, x, ...), as the user wrote them.
public struct FieldSystem: Sendable {
    /// An equation, left = right.
    public struct Equation: Sendable {
        /// The left side, such as `u_t`.
        public var left: Expression
        /// The right side.
        public var right: Expression

        /// Makes an equation.
        public init(left: Expression, right: Expression) {
            self.left = left
            self.right = right
        }
    }

    /// Names of the fields in order of appearance.
    public var fields: [String]
    /// Names of the independent variables, `t` first.
    public var independentVariables: [String]
    /// The equations, one per field. Derivatives are variables such as `u_xxt`.
    public var equations: [Equation]
    /// Parameters in order of appearance.
    public var parameters: [DynamicalSystem.Parameter]

    /// Makes a system.
    public init(
        fields: [String], independentVariables: [String], equations: [Equation],
        parameters: [DynamicalSystem.Parameter]
    ) {
        self.fields = fields
        self.independentVariables = independentVariables
        self.equations = equations
        self.parameters = parameters
    }

    /// Names of all the derivatives that occur in an expression, for documents that declare their names.
    public static func derivativeNames(in expressions: [Expression]) -> [String] {
        var seen: Set<String> = []
        return expressions.flatMap(\.variables).filter { DerivativeName.read($0) != nil && seen.insert($0).inserted }
    }

    /// Names of derivatives of the given fields in the text of a formula.
    public static func derivativeNames(in text: String, of fields: Set<String>) -> [String] {
        NameScanner.occurrences(in: text).map(\.name).filter { name in
            DerivativeName.read(name).map { fields.contains($0.field) } ?? false
        }
    }

    /// The field and the orders by t, x, y, z of a name such as `u_xxt`; a name that is no derivative is a field itself.
    public static func orders(ofDerivative name: String) -> (field: String, orders: [Int]) {
        DerivativeName.read(name) ?? (name, [0, 0, 0, 0])
    }
}
