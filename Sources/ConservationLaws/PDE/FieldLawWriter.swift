import Expressions

/// Writes conservation laws of fields with their certificates.
struct FieldLawWriter {
    /// Longest density and flux, in characters together, that the identity repeats.
    private static let identityLength = 240

    let equations: FieldEquations

    /// The law for reports.
    func law(_ law: FieldLaw) -> ConservedLaw {
        let space = equations.space
        let writer = JetWriter(space: space)
        let density = writer.expression(law.density)
        let fluxes = law.fluxes.map { parts in
            zip(space.directions.dropFirst(), parts).map { (variable: $0, expression: writer.expression($1)) }
        }
        let multipliers = law.multipliers.map { writer.expression($0) }
        var result = ConservedLaw(
            expression: density, degree: Int((law.density.terms.keys.map(\.fieldDegree).max() ?? 0) / JetMonomial.unit),
            terms: law.density.terms.count, conditions: [],
            certificate: .init(kind: .exact, identity: identity(density, fluxes, multipliers), gradient: []))
        result.fluxes = fluxes ?? []
        switch equations.form {
        case .evolution: result.multipliers = zip(space.fields.indices, multipliers).map { (name($0), $1) }
        case .implicit: result.multipliers = zip(multipliers.indices, multipliers).map { ("equation \($0 + 1)", $1) }
        }
        return result
    }

    private func name(_ field: Int) -> String { equations.space.name(of: .jet(field)) }

    private func identity(
        _ density: Expression, _ fluxes: [(variable: String, expression: Expression)]?, _ multipliers: [Expression]
    ) -> String {
        let names = ["J", "K", "L"]
        var right = "0"
        if case .implicit = equations.form {
            right =
                multipliers.count == 1
                ? "(\(multipliers[0])) times the equation, which is 0 on solutions"
                : "the multipliers times the equations, which is 0 on solutions"
        }
        guard let fluxes else {
            return "the Euler operators annihilate D_t of it, so it is conserved up to a flux that is not given here"
        }
        let whole =
            "D_t(\(density))"
            + fluxes.map { $0.expression == .zero ? "" : " + D_\($0.variable)(\($0.expression))" }
            .joined()
        if whole.count <= FieldLawWriter.identityLength { return whole + " = " + right }
        return "D_t(H)" + zip(fluxes, names).map { " + D_\($0.variable)(\($1))" }.joined()
            + " = \(right), with the flux below"
    }
}
