/// The functions of the formula language.
public enum Function: String, Hashable, Sendable, CaseIterable {
    /// Exponential function.
    case exp
    /// Natural logarithm; read as `ln` too.
    case log
    /// Sine, argument in radians.
    case sin
    /// Cosine, argument in radians.
    case cos
    /// Tangent, argument in radians.
    case tan
    /// Inverse sine; read as `arcsin` too.
    case asin
    /// Inverse cosine; read as `arccos` too.
    case acos
    /// Inverse tangent; read as `arctan` too.
    case atan
    /// Hyperbolic sine.
    case sinh
    /// Hyperbolic cosine.
    case cosh
    /// Hyperbolic tangent.
    case tanh
    /// Absolute value.
    case abs
    /// -1, 0 or 1.
    case sign
    /// 1 from 0 on, 0 below; `Heaviside(x, 1)` in SymPy.
    case step
    /// Largest integer not above the argument.
    case floor
    /// Smaller of two arguments.
    case min
    /// Larger of two arguments.
    case max
    /// Remainder with the sign of the divisor: `x - y*floor(x/y)`.
    case mod

    /// How many arguments the function takes.
    public var arity: Int {
        switch self {
        case .min, .max, .mod: 2
        default: 1
        }
    }
}
