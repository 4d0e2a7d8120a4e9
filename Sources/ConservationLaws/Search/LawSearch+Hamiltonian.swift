import ExactAlgebra

extension LawSearch {
    /// A sentence about integrability when the motion is canonical with one of the laws as energy; nil otherwise.
    ///
    /// The energy H makes the variables pairs with q' = c dH/dp and p' = -c dH/dq; Poisson brackets of the laws are then
    /// tested at random points of a prime field. Sums of three squares of laws join, for total angular momenta.
    func integrability() -> String? {
        let count = system.baseCount
        guard system.userConstraintCount == 0, count % 2 == 0, count > 0, outcome.laws.count <= 20,
            let setting = HamiltonianSetting(self)
        else { return nil }
        let freedom = count / 2
        var involution = [setting.energy]
        for law in setting.quantities.indices where law != setting.energy {
            guard involution.count < freedom else { break }
            let isFree = involution.allSatisfy { setting.commute($0, law) }
            if isFree, setting.areIndependent(involution + [law]) { involution.append(law) }
        }
        let pairs = setting.pairs.map { "(\(system.ring.names[$0.position]), \(system.ring.names[$0.momentum]))" }
        let pairText = pairs.joined(separator: ", ")
        let canonical = "The motion is Hamiltonian with pairs \(pairText)"
        guard involution.count >= freedom else {
            return outcome.laws.count < freedom ? canonical + "." : nil
        }
        var text = canonical + ", and \(freedom == 1 ? "one law suffices" : "\(freedom) laws are in involution"): "
        text += "it is integrable in the sense of Liouville"
        if freedom > 1, outcome.laws.count == 2 * freedom - 1 {
            text += ", and maximally superintegrable"
        } else if outcome.laws.count > freedom {
            text += ", and superintegrable"
        }
        return text + "."
    }
}

/// Canonical pairs and the values of gradients at random points.
private struct HamiltonianSetting {
    let field: PrimeField
    /// Number of the law that is the energy.
    let energy: Int
    let pairs: [(position: Int, momentum: Int, factor: PrimeField.Element)]
    /// Gradients with respect to the state, by quantity and point.
    let quantities: [[[PrimeField.Element]]]

    init?(_ search: LawSearch) {
        let system = search.system
        let image = search.image
        let field = image.field
        let count = system.baseCount
        let points = Array(search.points.prefix(4))
        guard points.count == 4 else { return nil }
        let rates = points.map { Array(image.rates(at: $0).prefix(count)) }
        var gradients: [[[PrimeField.Element]]] = []
        var values: [[PrimeField.Element]] = []
        for law in search.outcome.laws {
            guard
                let polynomial = ModularPolynomial(
                    law.quantity, variableCount: system.variableCount, symbolPoint: search.symbolPoint, field: field)
            else { return nil }
            gradients.append(
                points.map { image.stateGradient(polynomial.gradient(at: $0, in: field), at: $0, count: count) })
            values.append(points.map { polynomial.value(at: $0, in: field) })
        }
        var choice: (energy: Int, pairs: [(position: Int, momentum: Int, factor: PrimeField.Element)])?
        for law in gradients.indices where choice == nil {
            if let pairs = HamiltonianSetting.pairs(rates, gradients[law], field) { choice = (law, pairs) }
        }
        guard let choice else { return nil }
        energy = choice.energy
        pairs = choice.pairs
        self.field = field
        let single = gradients.indices
        for a in single where single.count >= 3 && single.count <= 12 {
            for b in single where b > a {
                for c in single where c > b {
                    gradients.append(
                        points.indices.map { point in
                            (0..<count).map { index in
                                [a, b, c].reduce(0) { sum, law in
                                    field.add(sum, field.multiply(values[law][point], gradients[law][point][index]))
                                }
                            }
                        })
                }
            }
        }
        quantities = gradients
    }

    /// The pairs for which an energy with these gradients gives these rates.
    private static func pairs(
        _ rates: [[PrimeField.Element]], _ gradients: [[PrimeField.Element]], _ field: PrimeField
    ) -> [(position: Int, momentum: Int, factor: PrimeField.Element)]? {
        let count = rates[0].count
        var open = Set(0..<count)
        var result: [(position: Int, momentum: Int, factor: PrimeField.Element)] = []
        for position in 0..<count where open.contains(position) {
            let partner = (0..<count).first { momentum in
                guard momentum != position, open.contains(momentum), gradients[0][momentum] != 0 else { return false }
                let factor = field.multiply(rates[0][position], field.inverse(gradients[0][momentum]))
                return factor != 0
                    && rates.indices.allSatisfy {
                        rates[$0][position] == field.multiply(factor, gradients[$0][momentum])
                            && field.negate(rates[$0][momentum]) == field.multiply(factor, gradients[$0][position])
                    }
            }
            guard let partner else { return nil }
            open.remove(position)
            open.remove(partner)
            result.append(
                (position, partner, field.multiply(rates[0][position], field.inverse(gradients[0][partner]))))
        }
        return result
    }

    func commute(_ left: Int, _ right: Int) -> Bool {
        quantities[left].indices.allSatisfy { point in
            let (a, b) = (quantities[left][point], quantities[right][point])
            let bracket = pairs.reduce(0 as PrimeField.Element) { sum, pair in
                let forward = field.multiply(a[pair.position], b[pair.momentum])
                let backward = field.multiply(a[pair.momentum], b[pair.position])
                return field.add(sum, field.multiply(pair.factor, field.subtract(forward, backward)))
            }
            return bracket == 0
        }
    }

    func areIndependent(_ list: [Int]) -> Bool {
        var span = ModularSpan(field: field)
        for item in list where !span.insert(quantities[item][0]) { return false }
        return true
    }
}

extension ModularSystem {
    /// The gradient with respect to the first `count` variables alone, the atoms' parts passed on to what they are made of.
    func stateGradient(
        _ gradient: [PrimeField.Element], at point: [PrimeField.Element], count: Int
    ) -> [PrimeField.Element] {
        var result = gradient
        for atom in atoms.reversed() where result[atom.variable] != 0 {
            let weight = result[atom.variable]
            for part in atom.differential {
                let bottom = part.denominator.value(at: point, in: field)
                guard bottom != 0 else { continue }
                let slope = field.multiply(part.numerator.value(at: point, in: field), field.inverse(bottom))
                result[part.variable] = field.add(result[part.variable], field.multiply(weight, slope))
            }
            result[atom.variable] = 0
        }
        return Array(result.prefix(count))
    }
}
