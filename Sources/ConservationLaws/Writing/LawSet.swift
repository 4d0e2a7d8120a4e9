import ExactAlgebra
import Expressions

/// Laws together with the system in whose ring they are written.
struct LawSet {
    /// Most laws for which all sums and differences of two are written for comparison.
    private static let largestCount = 16

    var system: PolynomialSystem
    var laws: [FoundLaw]
    /// Laws that hold the time.
    var timeLaws: [FoundLaw] = []

    /// The laws as users see them.
    var conservedLaws: [ConservedLaw] { written(readable) }
    /// The laws that hold the time as users see them.
    var timeDependentLaws: [ConservedLaw] { written(timeLaws) }

    /// The laws, each with an earlier or later one of its degree added or subtracted where that makes it much shorter.
    private var readable: [FoundLaw] {
        guard let reduction = ConstraintReduction(system), laws.count <= Self.largestCount else { return laws }
        let writer = LawWriter(system: system)
        var result = laws
        for index in result.indices where (9...60).contains(result[index].quantity.termCount) {
            let own = result[index]
            let degree = own.quantity.stateDegree(system.variableCount)
            guard degree > 1 else { continue }
            var best = (complexity: writer.write(own.quantity).expression.complexity * 2 / 3, law: own)
            for other in result.indices where other != index {
                let partner = result[other].quantity
                guard partner.stateDegree(system.variableCount) == degree, partner.termCount <= 60 else { continue }
                for sum in [own.quantity + partner, own.quantity - partner] {
                    let complexity = writer.write(sum).expression.complexity
                    guard complexity < best.complexity, let proof = reduction.proof(of: system.lieDerivative(of: sum))
                    else { continue }
                    best = (complexity, FoundLaw(quantity: sum, proof: proof, isFreeOfSymbols: own.isFreeOfSymbols))
                }
            }
            result[index] = best.law
        }
        return result
    }

    private func written(_ laws: [FoundLaw]) -> [ConservedLaw] {
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
