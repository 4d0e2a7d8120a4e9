import ExactAlgebra
import Expressions

extension PolynomialSystem {
    /// The system with the time and with the logarithms of polynomials p for which dp/dt is a multiple of p.
    ///
    /// The new names stand behind the other variables and in no monomial of a polynomial law.
    ///
    /// - Parameter timeBases: polynomials whose logarithms may only stand beside the time.
    func adjoining(logarithmsOf plainBases: [Polynomial], besideTime timeBases: [Polynomial]) -> PolynomialSystem {
        let bases = plainBases + timeBases.filter { base in !plainBases.contains { $0 == base } }
        let cofactors = bases.map { base in
            lieDerivative(of: base).divided(exactlyBy: base) ?? ring.zero
        }
        let text = PolynomialText(nameExpressions: nameExpressions)
        let baseTexts = bases.map { text.readable($0) }
        let hasTime = !ring.names.contains("t")
        let timeName = "t"
        let added = bases.count + (hasTime ? 1 : 0)
        guard added > 0 else { return self }
        let extraNames = baseTexts.map { "logarithm of \($0)" } + (hasTime ? ["time"] : [])
        let target = PolynomialRing(
            Array(ring.names.prefix(variableCount)) + extraNames + ring.names.dropFirst(variableCount))
        let positions = ring.names.indices.map { $0 < variableCount ? $0 : $0 + added }
        func moved(_ polynomial: Polynomial) -> Polynomial { polynomial.moved(to: target, positions: positions) }
        var newAtoms = atoms.map { atom in
            Atom(
                variable: atom.variable, expression: atom.expression,
                differential: atom.differential.map {
                    .init(variable: $0.variable, numerator: moved($0.numerator), denominator: moved($0.denominator))
                })
        }
        var extraExpressions: [Expression] = []
        for (offset, base) in bases.enumerated() {
            let expression = Expression.apply(.log, baseTexts[offset])
            extraExpressions.append(expression)
            let parts = (0..<variableCount).compactMap { variable -> Atom.Part? in
                let slope = base.derivative(by: variable)
                guard !slope.isZero else { return nil }
                return .init(variable: variable, numerator: moved(slope), denominator: moved(base))
            }
            newAtoms.append(Atom(variable: variableCount + offset, expression: expression, differential: parts))
        }
        if hasTime { extraExpressions.append(.variable(timeName)) }
        var result = PolynomialSystem(
            ring: target, variableCount: variableCount + added, baseCount: baseCount,
            rightHandSides: rightHandSides.map(moved) + cofactors.map(moved) + (hasTime ? [moved(denominator)] : []),
            denominator: moved(denominator), constraints: constraints.map(moved), relationCount: relationCount,
            values: values, isInAnsatz: isInAnsatz + [Bool](repeating: false, count: added),
            logarithms: logarithms + plainBases.indices.map { variableCount + $0 }, atoms: newAtoms,
            nameExpressions: Array(nameExpressions.prefix(variableCount)) + extraExpressions
                + nameExpressions.dropFirst(variableCount))
        result.constraintLocation = constraintLocation
        result.timeLogarithms = bases.indices.dropFirst(plainBases.count).map { variableCount + $0 }
        result.timeVariable = hasTime ? variableCount + bases.count : nil
        return result
    }
}

extension PolynomialSystem {
    /// The system with the time and the logarithms of all Darboux polynomials that are found.
    var withDarbouxPolynomials: PolynomialSystem {
        let factors = DarbouxSearch(system: self).factors()
        var result = adjoining(
            logarithmsOf: factors.polynomials, besideTime: ConstantCofactors(system: self).polynomials())
        result.darbouxDegree = factors.completeDegree
        return result
    }
}

extension Polynomial {
    /// The same polynomial in another ring, each variable at its new position.
    func moved(to target: PolynomialRing, positions: [Int]) -> Polynomial {
        target.polynomial(
            terms.map { term in
                var exponents = [Int](repeating: 0, count: target.variableCount)
                for (index, exponent) in term.exponents.enumerated() where exponent > 0 {
                    exponents[positions[index]] = exponent
                }
                return .init(coefficient: term.coefficient, exponents: exponents)
            })
    }
}
