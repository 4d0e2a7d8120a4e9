import ExactAlgebra
import Expressions

/// Writes down why a law holds.
struct CertificateWriter {
    let system: PolynomialSystem

    /// The certificate of a law whose quantity is written with the given sign.
    func certificate(of law: FoundLaw, written: Expression, sign: Int) -> ConservedLaw.Certificate {
        let writer = LawWriter(system: system)
        let quantity = sign < 0 ? -law.quantity : law.quantity
        var gradient: [(variable: String, derivative: Expression)] = []
        var parts: [String] = []
        for (index, name) in system.variableNames.enumerated() {
            let expression: Expression
            if system.atoms.isEmpty {
                expression = writer.expression(quantity.derivative(by: index))
            } else {
                expression = written.derivative(withRespectTo: name)
            }
            gradient.append((name, expression))
            if expression != .zero { parts.append("(\(expression))*\(name)'") }
        }
        var identity = "dH/dt = " + parts.joined(separator: " + ")
        var multiples: [String] = []
        let own = zip(law.proof.multipliers, system.constraints).dropFirst(system.relationCount)
        for (multiplier, constraint) in own where !multiplier.isZero {
            let signed = sign < 0 ? -multiplier : multiplier
            let divisor = system.denominator * law.proof.factor
            guard multiplier.termCount <= 40, divisor.termCount <= 40 else {
                multiples.append("a multiple of (\(writer.expression(constraint)))")
                continue
            }
            var text = "(\(writer.expression(signed)))*(\(writer.expression(constraint)))"
            if !divisor.isOne { text += "/(\(writer.expression(divisor)))" }
            multiples.append(text)
        }
        if multiples.isEmpty {
            identity += " = 0"
        } else {
            identity += " = " + multiples.joined(separator: " + ") + ", which is 0 on the constraints"
        }
        return .init(kind: .exact, identity: identity, gradient: gradient)
    }
}
