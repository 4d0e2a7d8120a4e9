/// One line of a system, taken apart but not yet read.
enum SystemStatement {
    /// `x' = ...` or `dx/dt = ...`: variable, order of the derivative, both sides.
    case equation(variable: String, order: Int, left: PlacedText, right: PlacedText)
    /// One name of a `param` line with its value.
    case parameter(name: PlacedText, value: PlacedText?)
    /// `constraint left = right`; without `=` the left side vanishes.
    case constraint(left: PlacedText, right: PlacedText?)
    /// `let name = ...`.
    case definition(name: PlacedText, value: PlacedText)
    /// A partial differential equation; without `=` the left side vanishes.
    case fieldEquation(left: PlacedText, right: PlacedText?)
    /// `H = ...` or `L = ...`.
    case generator(name: PlacedText, value: PlacedText)
    /// `pairs q, p`: coordinates and momenta, alternating.
    case pairs([PlacedText])
    /// A chemical reaction.
    case reaction(ReactionText)
    /// `x[n+1] = ...`.
    case mapEquation(variable: PlacedText, right: PlacedText)
}
