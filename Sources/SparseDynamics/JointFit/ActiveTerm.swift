/// A function of the library in the equation of a variable.
struct ActiveTerm: Hashable, Comparable, Sendable {
    /// Position of the variable.
    var equation: Int
    /// Position of the function in the library.
    var function: Int

    static func < (left: ActiveTerm, right: ActiveTerm) -> Bool {
        (left.equation, left.function) < (right.equation, right.function)
    }
}
