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
        if let time = system.timeVariable, quantity.degree(in: time) > 0,
            case .variable(let name) = system.nameExpressions[time]
        {
            let slope = written.derivative(withRespectTo: name)
            gradient.append((name, slope))
            parts.append("(\(slope))")
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
        var certificate = ConservedLaw.Certificate(kind: .exact, identity: identity, gradient: gradient)
        addMultipliers(of: law, written: written, sign: sign, to: &certificate)
        for variable in system.logarithms + system.timeLogarithms where quantity.degree(in: variable) > 0 {
            guard case .function(.log, let arguments) = system.nameExpressions[variable] else { continue }
            let rate = writer.expression(system.rightHandSides[variable])
            let cofactor =
                system.denominator.isOne ? rate : (rate / writer.expression(system.denominator)).simplified()
            certificate.cofactors.append((arguments[0], cofactor))
        }
        return certificate
    }

    /// The multiples of constraints, and of what determines multipliers, that dH/dt consists of.
    ///
    /// Relations between functions, which hold identically, are not listed.
    private func addMultipliers(
        of law: FoundLaw, written: Expression, sign: Int, to certificate: inout ConservedLaw.Certificate
    ) {
        let writer = LawWriter(system: system)
        let functions = Set(system.atoms.map(\.variable))
        let forces = (system.baseCount..<system.variableCount).filter { !functions.contains($0) }
        // A product of powers stands for its logarithm: dH/dt is H times what was proved.
        let isPower =
            law.quantity.terms.contains { term in system.logarithms.contains { term.exponents[$0] > 0 } }
            && !written.hasLogarithm
        for (index, multiplier) in law.proof.multipliers.enumerated() where !multiplier.isZero {
            let constraint = system.constraints[index]
            guard index >= system.relationCount || forces.contains(where: { constraint.degree(in: $0) > 0 }) else {
                continue
            }
            let factor = writer.expression(sign < 0 ? -multiplier : multiplier)
            certificate.multipliers.append(
                (writer.expression(constraint), isPower ? .product([written, factor]) : factor))
        }
        let factor = system.denominator * law.proof.factor
        if !certificate.multipliers.isEmpty, !factor.isOne { certificate.factor = writer.expression(factor) }
    }
}

extension Expression {
    /// Whether a logarithm occurs.
    fileprivate var hasLogarithm: Bool {
        if case .function(.log, _) = self { return true }
        return children.contains(where: \.hasLogarithm)
    }
}
