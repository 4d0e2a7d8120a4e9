import Expressions

extension Expression {
    /// The formula in canonical print, for notes.
    var reportText: String { simplified().description }
}
