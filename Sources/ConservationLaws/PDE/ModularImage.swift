import Diagnostics
import ExactAlgebra

/// Differential polynomials modulo a prime, at random values of the symbols.
struct ModularImage {
    let algebra: JetAlgebra<PrimeField>
    let polynomials: [DifferentialPolynomial<PrimeField>]
    let symbols: [PrimeField.Element]

    /// Takes the image in the first of a few prime fields in which no denominator vanishes.
    init(_ space: JetSpace, seed: UInt64, polynomials: [ExactPolynomial]) throws {
        let needed =
            polynomials
            + space.atoms.flatMap { atom in
                [atom.argument, atom.outerDerivative] + (atom.rule.map { [$0.replacement] } ?? [])
            }
        for index in 0..<4 {
            let field = PrimeField(index: index)
            var generator = SplitMixGenerator(seed: seed)
            let symbols = space.symbols.map { _ in field.random(using: &generator) }
            guard needed.allSatisfy({ $0.reduced(modulo: field, symbols: symbols) != nil }) else { continue }
            algebra = JetAlgebra(
                field: field, directionCount: space.directions.count, fieldCount: space.fields.count,
                atoms: space.atoms
            ) { $0.reduced(modulo: field, symbols: symbols) ?? .init() }
            self.polynomials = polynomials.map { $0.reduced(modulo: field, symbols: symbols) ?? .init() }
            self.symbols = symbols
            return
        }
        throw DiscoverError.input(
            "system.exponent", "a parameter has an exponent that is not an integer",
            hint: "write param a = value, or name the power as a parameter of its own")
    }
}
