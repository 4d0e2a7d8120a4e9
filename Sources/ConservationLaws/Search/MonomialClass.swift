/// Monomials that the motion mixes: an ansatz that can be solved by itself.
struct MonomialClass: Sendable {
    /// Identifies the class among those of a system.
    var key: [Int]
    /// Monomials of the quantity, lower degrees first.
    var monomials: [[UInt8]] = []
    /// Whether the last degree added monomials.
    var hasGrown = true

    /// The class with every monomial also multiplied by every monomial in `symbols` further variables up to a degree.
    func multiplied(byMonomialsIn symbols: Int, degree: Int) -> MonomialClass {
        guard symbols > 0 else { return self }
        var factors: [[UInt8]] = []
        for total in 0...degree {
            MonomialClasses.forEach(degree: total, variables: symbols) { factors.append($0) }
        }
        var result = self
        result.monomials = factors.flatMap { factor in monomials.map { $0 + factor } }
        return result
    }
}
