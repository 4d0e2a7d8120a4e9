import ExactAlgebra
import Expressions

/// Writes down why a law holds.
struct CertificateWriter {
    let system: PolynomialSystem

    /// The certificate of a law whose quantity is written with the given sign.
    func certificate(of law: FoundLaw, sign: Int) -> ConservedLaw.Certificate {
        let writer = LawWriter(system: system)
        let quantity = sign < 0 ? -law.quantity : law.quantity
        var gradient: [(variable: String, derivative: Expression)] = []
        var parts: [String] = []
        for (index, name) in system.variableNames.enumerated() {
            let derivative = quantity.derivative(by: index)
            let expression = writer.expression(derivative)
            gradient.append((name, expression))
            if !derivative.isZero { parts.append("(\(expression))*\(name)'") }
        }
        var identity = "dH/dt = " + parts.joined(separator: " + ")
        var multiples: [String] = []
        for (multiplier, constraint) in zip(law.multipliers, system.constraints) where !multiplier.isZero {
            let signed = sign < 0 ? -multiplier : multiplier
            var text = "(\(writer.expression(signed)))*(\(writer.expression(constraint)))"
            if !system.denominator.isOne { text += "/(\(writer.expression(system.denominator)))" }
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
