/// A known law: one quantity as a formula of others.
public struct CataloguedLaw: Hashable, Sendable {
    /// Identifier, unique in its catalogue, such as `I.6.2a`.
    public var identifier: String
    /// Where the law is taught.
    public var textbook: String
    /// Name of the quantity that the formula gives.
    public var output: String
    /// Unit of that quantity, written as those of the variables.
    public var unit: String
    /// The formula, in the syntax of `discover eval`.
    public var formula: String
    /// The variables of the formula in a fixed order.
    public var variables: [LawVariable]

    /// Makes a law.
    public init(
        identifier: String, textbook: String, output: String, unit: String, formula: String, variables: [LawVariable]
    ) {
        self.identifier = identifier
        self.textbook = textbook
        self.output = output
        self.unit = unit
        self.formula = formula
        self.variables = variables
    }
}
