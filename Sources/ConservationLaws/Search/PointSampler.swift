import ExactAlgebra

/// Random points over a prime field on which the constraints vanish.
///
/// Every constraint gets a variable of its own in which it is solved after the others have random values; constraints that
/// allow no such order are beyond this sampler.
struct PointSampler {
    private let system: ModularSystem
    private let order: [(constraint: Int, variable: Int)]
    /// The variables of each constraint.
    private let used: [Set<Int>]
    /// For every step the variables that no step before had and that no constraint is solved for.
    private let fresh: [[Int]]
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
        self.used = used.map { Set($0) }
        let solved = Set(order.steps.map(\.variable))
        var seen = solved
        var fresh: [Set<Int>] = []
        for step in order.steps {
            let new = Set(used[step.constraint]).subtracting(seen)
            seen.formUnion(new)
            fresh.append(new)
        }
        self.fresh = fresh.map { $0.sorted() }
    }

    /// A point; nil when many attempts found none.
    ///
    /// When a constraint has no root, only the coordinates are drawn again that came in with it, or with the last one before
    /// that it shares such coordinates with: half the values of a square root do not exist, and many roots multiply.
    mutating func next() -> [PrimeField.Element]? {
        var point = (0..<system.coordinateCount).map { _ in system.field.random(using: &generator) }
        var step = 0
        var failures = 0
        while step < order.count {
            let (constraint, variable) = order[step]
            let coefficients = self.coefficients(of: system.constraints[constraint], in: variable, at: point)
            if let root = roots.root(of: coefficients, using: &generator) {
                point[variable] = root
                step += 1
                continue
            }
            failures += 1
            guard failures < 20_000 else { return nil }
            let own = used[constraint]
            let target = (0...step).last { own.contains(where: fresh[$0].contains) } ?? 0
            if failures % 200 == 0 || fresh[target].isEmpty {
                point = point.map { _ in system.field.random(using: &generator) }
                step = 0
            } else {
                for coordinate in fresh[target] { point[coordinate] = system.field.random(using: &generator) }
                step = target
            }
        }
        return point
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
