/// A reduced problem with what a surrogate says about it.
struct SearchNode {
    var problem: ReducedProblem
    var surrogate: PolynomialSurrogate
}
