/// A formula with calls of functions that are not known yet.
public struct FormulaTemplate: Hashable, Sendable {
    /// A call such as `f(x, y)`.
    public struct Call: Hashable, Sendable {
        /// Name of the unknown function.
        public var name: String
        /// What it is called with.
        public var arguments: [Expression]
        /// The variable that stands for the value of the call in the tree; no formula can name it.
        public var placeholder: String
        /// Character column of the name in the text, counted from 1.
        public var column: Int

        /// Makes a call.
        public init(name: String, arguments: [Expression], placeholder: String, column: Int) {
            self.name = name
            self.arguments = arguments
            self.placeholder = placeholder
            self.column = column
        }
    }

    /// The tree, with a variable in place of every call.
    public var expression: Expression
    /// The calls in the order of the text.
    public var calls: [Call]

    /// Makes a template.
    public init(expression: Expression, calls: [Call]) {
        self.expression = expression
        self.calls = calls
    }
}
