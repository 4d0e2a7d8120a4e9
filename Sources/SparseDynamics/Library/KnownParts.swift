import Expressions

/// What is known of the equations before the search.
public struct KnownParts: Sendable {
    /// A given part of a right-hand side.
    public struct Part: Sendable {
        /// Position of the variable.
        public var equation: Int
        /// The part, in the units of the data.
        public var expression: Expression

        /// Makes a part.
        public init(equation: Int, expression: Expression) {
            self.equation = equation
            self.expression = expression
        }
    }

    /// The given parts; an equation may have several.
    public var parts: [Part]
    /// Equations that are given completely and not searched.
    public var closed: Set<Int>

    /// Makes a record; nothing is known by default.
    public init(parts: [Part] = [], closed: Set<Int> = []) {
        self.parts = parts
        self.closed = closed
    }
}
