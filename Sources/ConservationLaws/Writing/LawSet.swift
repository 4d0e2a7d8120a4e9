import ExactAlgebra
import Expressions

/// Laws together with the system in whose ring they are written.
struct LawSet {
    var system: PolynomialSystem
    var laws: [FoundLaw]

    /// The laws as users see them.
    var conservedLaws: [ConservedLaw] {
        laws.map { law in
            let (expression, sign) = LawWriter(system: system).write(law.quantity)
            return ConservedLaw(
                expression: expression, degree: law.quantity.stateDegree(system.variableCount),
                terms: law.quantity.coefficients(variableCount: system.variableCount).count, conditions: [],
                certificate: CertificateWriter(system: system).certificate(
                    of: law, written: expression, sign: sign))
        }
    }

    /// How long the laws are for a reader.
    var complexity: Int {
        laws.reduce(0) { $0 + LawWriter(system: system).write($1.quantity).expression.complexity }
    }

    /// Bits of the largest coefficient.
    var coefficientBits: Int {
        laws.flatMap { $0.quantity.terms.map(\.coefficient.bitWidth) }.max() ?? 0
    }
}
