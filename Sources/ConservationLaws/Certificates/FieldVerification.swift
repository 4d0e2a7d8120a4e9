import Diagnostics
import ExactAlgebra
import Expressions

/// Checks by exact arithmetic that given densities and fluxes are conservation laws of partial differential equations.
public struct FieldVerification: Sendable {
    private let system: FieldSystem

    /// Prepares to check laws against equations.
    public init(_ system: FieldSystem) { self.system = system }

    /// Whether D_t density + sum of D_i flux_i vanishes on solutions.
    ///
    /// Evolution equations: derivatives by time are replaced by what the equations say. Other equations: the sum must be that
    /// of multipliers times equations, as an identity. Without fluxes the Euler operators must annihilate D_t of the density.
    /// - Throws: `DiscoverError.input` for formulas outside the algebra that can be treated.
    public func verdict(on law: ConservedLaw) throws -> LawVerdict {
        let equations = try FieldEquations(system)
        var reader = JetReader(space: equations.space, values: try FieldEquations.values(of: system))
        do {
            let density = try reader.read(law.expression)
            var fluxes: [(direction: Int, value: ExactPolynomial)] = []
            for flux in law.fluxes {
                guard let direction = equations.space.directions.firstIndex(of: flux.variable), direction > 0 else {
                    return .refuted
                }
                fluxes.append((direction, try reader.read(flux.expression)))
            }
            var multipliers: [ExactPolynomial] = []
            for multiplier in law.multipliers { multipliers.append(try reader.read(multiplier.expression)) }
            let algebra = reader.space.exactAlgebra
            switch equations.form {
            case .evolution(let sides):
                return evolution(density, fluxes, multipliers, law, sides, reader.space, algebra)
            case .implicit(let polynomials):
                guard multipliers.count == polynomials.count else { return .wrongCertificate }
                var sum = algebra.totalDerivative(of: density, 0)
                for flux in fluxes { sum = algebra.sum(sum, algebra.totalDerivative(of: flux.value, flux.direction)) }
                for (multiplier, polynomial) in zip(multipliers, polynomials) {
                    sum = algebra.sum(sum, algebra.product(multiplier, polynomial), times: -1)
                }
                return sum.isZero ? .proved : .refuted
            }
        } catch {
            throw DiscoverError.input([error.diagnostic(in: "the law")])
        }
    }

    private func evolution(
        _ density: ExactPolynomial, _ fluxes: [(direction: Int, value: ExactPolynomial)],
        _ multipliers: [ExactPolynomial], _ law: ConservedLaw, _ sides: [ExactPolynomial], _ space: JetSpace,
        _ algebra: JetAlgebra<RationalNumbers>
    ) -> LawVerdict {
        let directions = space.spaceDirections
        var sum = algebra.evolution(of: density, sides: sides, directions: directions)
        if fluxes.isEmpty {
            guard algebra.euler(sum, directions: directions).isEmpty else { return .refuted }
        } else {
            for flux in fluxes { sum = algebra.sum(sum, algebra.totalDerivative(of: flux.value, flux.direction)) }
            guard sum.isZero else { return .refuted }
        }
        let variation = algebra.euler(density, directions: directions)
        for (multiplier, part) in zip(multipliers, law.multipliers) {
            guard
                let field = space.fields.indices.first(where: { space.name(of: .jet($0)) == part.equation }),
                multiplier == variation[.jet(field)] ?? ExactPolynomial()
            else { return .wrongCertificate }
        }
        return .proved
    }
}
