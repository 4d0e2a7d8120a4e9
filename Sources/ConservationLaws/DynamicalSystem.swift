import Diagnostics
import Expressions

/// A system of ordinary differential equations of first order, x' = f(x), as the user wrote it.
public struct DynamicalSystem: Sendable {
    /// A parameter with its value, nil when it stays a symbol.
    public struct Parameter: Sendable {
        /// Name.
        public var name: String
        /// Exact value as a tree without variables, nil for a symbol.
        public var value: Expression?
        /// Makes a parameter.
        public init(name: String, value: Expression?) {
            self.name = name
            self.value = value
        }
    }

    /// State variables in order of appearance; derivatives of higher-order equations have names such as `x'`.
    public var variables: [String]
    /// Right-hand sides, one per variable.
    public var rightHandSides: [Expression]
    /// Parameters in order of appearance.
    public var parameters: [Parameter]
    /// Expressions that vanish on the motion.
    public var constraints: [Expression]
    /// Names without an equation or a value, such as forces of constraint, which the constraints determine.
    public var multipliers: [String] = []
    /// Where the constraints were written, one place per constraint, or empty for a system that was not read from text.
    public var constraintLocations: [SourceLocation] = []

    /// What the equations are.
    public enum Kind: String, Sendable {
        /// Ordinary differential equations.
        case ordinary = "ode"
        /// Partial differential equations; `fieldEquations` holds them.
        case partial = "pde"
        /// A map: the right-hand sides are the next values.
        case map
        /// Measured motions whose equations are unknown.
        case measured = "trajectories"
    }

    /// What the equations are.
    public var kind = Kind.ordinary
    /// Names of the independent variables.
    public var independentVariables: [String] = ["t"]
    /// For rate equations of chemical reactions the change of every variable by reaction, otherwise empty.
    public var reactions: [[Int]] = []
    /// Partial differential equations as written.
    public var fieldEquations: [FieldSystem.Equation] = []

    /// Partial differential equations, for reports.
    public init(_ system: FieldSystem) {
        self.init(
            variables: system.fields, rightHandSides: system.fields.map { _ in .zero }, parameters: system.parameters,
            constraints: [])
        kind = .partial
        independentVariables = system.independentVariables
        fieldEquations = system.equations
    }

    /// Measured motions, for reports.
    public init(measured variables: [String]) {
        self.init(
            variables: variables, rightHandSides: variables.map { _ in .zero }, parameters: [], constraints: [])
        kind = .measured
    }

    /// Makes a system.
    public init(
        variables: [String], rightHandSides: [Expression], parameters: [Parameter], constraints: [Expression]
    ) {
        precondition(variables.count == rightHandSides.count)
        self.variables = variables
        self.rightHandSides = rightHandSides
        self.parameters = parameters
        self.constraints = constraints
    }
}
