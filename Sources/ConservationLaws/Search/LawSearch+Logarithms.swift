import Diagnostics
import ExactAlgebra

extension LawSearch {
    /// Largest degree of the polynomial beside logarithms.
    static let logarithmDegree = 3
    /// Largest ansatz with logarithms.
    static let logarithmBasisSize = 700

    /// Laws that are constants times logarithms plus a polynomial, with polynomials of growing degree.
    ///
    /// The logarithms of variables and of divisors whose rates are polynomials are offered by the system. What is found with
    /// logarithms only is a product of powers.
    mutating func addLogarithms(degreeLimit: Int?) throws {
        guard !system.logarithms.isEmpty else { return }
        let logarithms = system.logarithms.map { variable in
            (0..<system.variableCount).map { $0 == variable ? UInt8(1) : 0 }
        }
        var touched: Set<[Int]> = []
        for variable in system.logarithms {
            for term in image.rightHandSides[variable].terms {
                touched.insert(classes.key(ofImage: term.exponents.map { Int($0) }))
            }
        }
        var found = ModularSpan(field: image.field)
        for degree in 0...min(LawSearch.logarithmDegree, degreeLimit ?? .max) {
            guard outcome.laws.count < largestCount, !control.isStopping else { return }
            var ansatz = MonomialClass(key: [])
            ansatz.monomials = logarithms
            for total in 1...max(degree, 1) where degree > 0 {
                forEachMonomial(degree: total) { monomial in
                    if touched.contains(classes.key(ofMonomial: monomial)) { ansatz.monomials.append(monomial) }
                }
            }
            guard ansatz.monomials.count <= LawSearch.logarithmBasisSize else { return }
            control.charge(ansatz.monomials.count)
            outcome.evaluations += ansatz.monomials.count
            try addLogarithms(ansatz, degree, &found)
            outcome.logarithmDegree = degree
        }
    }

    func forEachMonomial(degree: Int, _ body: ([UInt8]) -> Void) {
        let variables = system.ansatzVariables
        MonomialClasses.forEach(degree: degree, variables: variables.count) { compact in
            var monomial = [UInt8](repeating: 0, count: system.variableCount)
            for (position, exponent) in zip(variables, compact) { monomial[position] = exponent }
            body(monomial)
        }
    }

    private mutating func addLogarithms(
        _ ansatz: MonomialClass, _ degree: Int, _ found: inout ModularSpan
    ) throws {
        let count = ansatz.monomials.count
        let lowest = system.constraints.map { $0.stateDegree(system.variableCount) }.min() ?? .max
        try ensurePoints(SampledConditions.pointCount(count))
        let conditions = SampledConditions(field: image.field, points: points, rates: rates)
        let space = conditions.nullSpace(of: ansatz.monomials, isFreeOfRelations: degree < lowest)
        var reachable = found
        for vector in space.vectors { reachable.insert(logarithmicPart(vector, ansatz)) }
        guard reachable.dimension > found.dimension else { return }
        var candidates: [LawCandidate] = []
        var reached = found
        for symbolDegree in 0...(system.symbolCount == 0 ? 0 : 2) {
            let extended = ansatz.multiplied(byMonomialsIn: system.symbolCount, degree: symbolDegree)
            guard extended.monomials.count <= LawSearch.symbolBasisSize else { break }
            guard
                let special = images.conditions(
                    fieldIndex: fieldIndex, pointCount: SampledConditions.pointCount(extended.monomials.count))?
                    .nullSpace(of: extended.monomials, isFreeOfRelations: degree < lowest)
            else { return }
            for vector in SparseRepresentatives(space: special, ansatz: extended).vectors(seed: options.seed) {
                let part = logarithmicPart(vector, extended)
                guard part.contains(where: { $0 != 0 }) else { continue }
                reached.insert(part)
                var candidate = LawCandidate(
                    vector: vector, classIndex: 0, ansatz: extended, symbolDegree: symbolDegree,
                    variableCount: system.variableCount, field: image.field)
                candidate.hasLogarithms = true
                candidates.append(candidate)
            }
            if reached.dimension >= reachable.dimension { break }
        }
        for candidate in candidates.sorted(by: { $0.isSimpler(than: $1) }) {
            if control.isStopping { return }
            let part = logarithmicPart(candidate.vector, candidate.ansatz)
            guard !found.contains(part) else { continue }
            var extended = jacobian
            let isIndependent = extended.insert(image(of: candidate).gradient(at: points[0], in: image.field))
            guard isIndependent, let law = lifter.lift(candidate, termLimit: 2_000) else { continue }
            found.insert(part)
            jacobian = extended
            outcome.laws.append(law)
        }
    }

    /// The coefficients of the logarithms at the sampled values of the symbols.
    private func logarithmicPart(_ vector: [PrimeField.Element], _ ansatz: MonomialClass) -> [PrimeField.Element] {
        var result = [PrimeField.Element](repeating: 0, count: system.logarithms.count)
        for (column, monomial) in ansatz.monomials.enumerated() where vector[column] != 0 {
            guard let position = system.logarithms.firstIndex(where: { monomial[$0] > 0 }) else { continue }
            let factor = Array(monomial.dropFirst(system.variableCount)).value(at: symbolPoint, in: image.field)
            result[position] = image.field.add(
                result[position], image.field.multiply(vector[column], factor))
        }
        return result
    }
}
