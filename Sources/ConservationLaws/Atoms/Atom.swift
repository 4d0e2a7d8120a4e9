import ExactAlgebra
import Expressions

/// A function of the state that serves as a further variable: `1/sqrt(x^2 + y^2)`, `sin(q)`, `log(x)`.
struct Atom: Sendable {
    /// One part of the differential: `numerator/denominator` times the differential of a variable of the ring.
    struct Part: Sendable {
        var variable: Int
        var numerator: Polynomial
        var denominator: Polynomial
    }

    /// Its number among the names of the ring.
    var variable: Int
    /// What it stands for.
    var expression: Expression
    /// Its differential; the variables may be atoms too.
    var differential: [Part]
}
