import ExactAlgebra

/// Random points over a prime field on which the constraints vanish.
///
/// Every constraint gets a variable of its own in which it is solved after the others have random values; constraints that
/// allow no such order are beyond this sampler.
struct PointSampler {
    private let system: ModularSystem
    private let order: [(constraint: Int, variable: Int)]
    private let roots: ModularRoots
    private var generator: SplitMixGenerator

    /// Nil when the constraints allow no order of solution.
    init?(_ system: ModularSystem, seed: UInt64) {
        self.system = system
        roots = ModularRoots(field: system.field)
        generator = SplitMixGenerator(seed: seed)
        let used = system.constraints.map { constraint in
            (0..<system.variableCount).filter { variable in constraint.terms.contains { $0.exponents[variable] > 0 } }
        }
        guard let order = SolutionOrder(variablesOfConstraints: used) else { return nil }
        self.order = order.steps
    }

    /// A point; nil when a hundred attempts found none.
    mutating func next() -> [PrimeField.Element]? {
        attempts: for _ in 0..<100 {
            var point = (0..<system.coordinateCount).map { _ in system.field.random(using: &generator) }
            for (constraint, variable) in order {
                let coefficients = self.coefficients(of: system.constraints[constraint], in: variable, at: point)
                guard let root = roots.root(of: coefficients, using: &generator) else { continue attempts }
                point[variable] = root
            }
            return point
        }
        return nil
    }

    private func coefficients(
        of polynomial: ModularPolynomial, in variable: Int, at point: [PrimeField.Element]
    ) -> [PrimeField.Element] {
        let field = system.field
        var result: [PrimeField.Element] = []
        for term in polynomial.terms {
            let exponent = Int(term.exponents[variable])
            var rest = term.exponents
            rest[variable] = 0
            while result.count <= exponent { result.append(0) }
            let value = field.multiply(term.coefficient, rest.value(at: point, in: field))
            result[exponent] = field.add(result[exponent], value)
        }
        return result
    }
}
