import ExactAlgebra

/// Polynomials p of low degree with dp/dt = K p, whose logarithms may appear in laws.
///
/// Without symbols all of them up to a degree are found by `InvariantSurfaces`. With symbols, in two variables up to degree 2 and in
/// three of degree 1, they are factors of the extactic polynomial, the determinant of a basis of that degree and of its derivatives
/// along the motion (Pereira 2001; Christopher, Llibre and Pereira 2007). Sums and differences of two variables and the sum of
/// all are tried in any case.
struct DarbouxSearch {
    /// Largest number of terms of a polynomial on the way.
    static let termLimit = 4_000
    /// Most polynomials that take part.
    static let factorLimit = 16
    /// Largest number of terms of one that takes part.
    static let largestFactor = 20

    let system: PolynomialSystem

    /// Irreducible polynomials, without single variables, and the degree up to which all are known.
    func factors() -> (polynomials: [Polynomial], completeDegree: Int) {
        guard system.constraints.isEmpty, system.baseCount > 1, isPlain else { return ([], 0) }
        if let surfaces = InvariantSurfaces(system) { return surfaces.all(search: self) }
        return (symbolicFactors(), 0)
    }

    private func symbolicFactors() -> [Polynomial] {
        var found: [Polynomial] = []
        let degrees = system.baseCount == 2 ? [1, 2] : system.baseCount == 3 ? [1] : []
        for degree in degrees {
            guard let extactic = extactic(degree: degree), !extactic.isZero, let factors = extactic.factored() else {
                continue
            }
            for factor in factors.factors { keep(factor.base, &found) }
        }
        for candidate in simpleForms { keep(candidate, &found) }
        return found
    }

    /// Whether the variables are those of the state and logarithms only.
    private var isPlain: Bool {
        (0..<system.variableCount).allSatisfy { $0 < system.baseCount || system.logarithms.contains($0) }
    }

    func keep(_ polynomial: Polynomial, _ found: inout [Polynomial]) {
        let variables = (0..<system.baseCount).filter { polynomial.degree(in: $0) > 0 }
        guard !variables.isEmpty, polynomial.termCount > 1, polynomial.termCount <= Self.largestFactor,
            found.count < Self.factorLimit, !found.contains(where: { $0 == polynomial }),
            cofactor(of: polynomial) != nil
        else { return }
        found.append(polynomial)
    }

    /// K with dp/dt = K p; nil when there is none or it is 0, for then p itself is a law.
    func cofactor(of polynomial: Polynomial) -> Polynomial? {
        let rate = system.lieDerivative(of: polynomial)
        return rate.isZero ? nil : rate.divided(exactlyBy: polynomial)
    }

    /// Sums and differences of two variables, and the sum of all.
    var simpleForms: [Polynomial] {
        let count = system.baseCount
        guard count <= 12 else { return [] }
        let variables = (0..<count).map { system.ring.variable($0) }
        var result: [Polynomial] = []
        for first in 0..<count {
            for second in (first + 1)..<max(count, first + 1) {
                result.append(variables[first] - variables[second])
                result.append(variables[first] + variables[second])
            }
        }
        if count > 2 { result.append(variables.reduce(system.ring.zero, +)) }
        return result
    }

    /// The determinant of the monomials up to a degree and of their derivatives along the motion; nil when it is too large.
    private func extactic(degree: Int) -> Polynomial? {
        var rows: [[Polynomial]] = []
        let first = system.monomials(upTo: degree)
        // The monomial 1 has derivative 0: its row and column drop out.
        var row = first
        for _ in first {
            row = row.map { system.lieDerivative(of: $0) }
            guard row.allSatisfy({ $0.termCount <= Self.termLimit }) else { return nil }
            rows.append(row)
        }
        return determinant(rows)
    }

    /// Fraction-free elimination (Bareiss 1968).
    func determinant(_ matrix: [[Polynomial]]) -> Polynomial? {
        var rows = matrix
        var previous = system.ring.one
        let size = rows.count
        for step in 0..<size {
            guard let pivot = (step..<size).first(where: { !rows[$0][step].isZero }) else { return system.ring.zero }
            rows.swapAt(step, pivot)
            let head = rows[step][step]
            for other in (step + 1)..<max(size, step + 1) {
                for column in (step + 1)..<size {
                    guard head.termCount * rows[other][column].termCount < 40 * Self.termLimit * Self.termLimit else {
                        return nil
                    }
                    let value = head * rows[other][column] - rows[other][step] * rows[step][column]
                    guard value.termCount <= Self.termLimit, let quotient = value.divided(exactlyBy: previous) else {
                        return nil
                    }
                    rows[other][column] = quotient
                }
            }
            previous = head
        }
        return previous
    }
}
