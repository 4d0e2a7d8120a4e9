import Diagnostics
import ExactAlgebra

extension LawSearch {
    /// Largest ansatz with the time.
    static let timeBasisSize = 330

    /// Laws that hold the time: `exp(a*t)*p`, `x - u*t` and the like.
    ///
    /// Constants times logarithms and the time, plus a polynomial of low degree whose coefficients may be linear in the time.
    mutating func addTimeLaws() throws {
        guard let time = system.timeVariable, system.userConstraintCount == 0, !control.isStopping else { return }
        func unit(_ variable: Int) -> [UInt8] { (0..<system.variableCount).map { $0 == variable ? 1 : 0 } }
        var ansatz = MonomialClass(key: [])
        ansatz.monomials = (system.logarithms + system.timeLogarithms).map(unit) + [unit(time)]
        for degree in 1...2 {
            var more: [[UInt8]] = []
            forEachMonomial(degree: degree) { more.append($0) }
            if degree == 1 {
                more += more.map { monomial in
                    var product = monomial
                    product[time] = 1
                    return product
                }
            }
            guard ansatz.monomials.count + more.count <= LawSearch.timeBasisSize else { break }
            ansatz.monomials += more
        }
        control.charge(ansatz.monomials.count)
        outcome.evaluations += ansatz.monomials.count
        try ensurePoints(SampledConditions.pointCount(ansatz.monomials.count))
        let isFree = (system.constraints.map { $0.stateDegree(system.variableCount) }.min() ?? .max) > 2
        let space = SampledConditions(field: image.field, points: points, rates: rates)
            .nullSpace(of: ansatz.monomials, isFreeOfRelations: isFree)
        guard space.vectors.contains(where: { holdsTime($0, ansatz, time) }) else { return }
        var span = ModularSpan(field: image.field)
        for conormal in image.conormals(at: points[0]) { span.insert(conormal) }
        for law in outcome.laws {
            if let polynomial = ModularPolynomial(
                law.quantity, variableCount: system.variableCount, symbolPoint: symbolPoint, field: image.field)
            {
                span.insert(polynomial.gradient(at: points[0], in: image.field))
            }
        }
        for symbolDegree in 0...(system.symbolCount == 0 ? 0 : 2) {
            let extended = ansatz.multiplied(byMonomialsIn: system.symbolCount, degree: symbolDegree)
            guard extended.monomials.count <= 2 * LawSearch.timeBasisSize,
                let special = images.conditions(
                    fieldIndex: fieldIndex, pointCount: SampledConditions.pointCount(extended.monomials.count))?
                    .nullSpace(of: extended.monomials, isFreeOfRelations: isFree)
            else { return }
            let candidates = SparseRepresentatives(space: special, ansatz: extended).vectors(seed: options.seed)
                .filter { holdsTime($0, extended, time) }
                .map { vector in
                    var candidate = LawCandidate(
                        vector: vector, classIndex: 0, ansatz: extended, symbolDegree: symbolDegree,
                        variableCount: system.variableCount, field: image.field)
                    candidate.hasLogarithms = true
                    return candidate
                }
            for candidate in candidates.sorted(by: { $0.isSimpler(than: $1) }) {
                if control.isStopping { return }
                var larger = span
                guard larger.insert(image(of: candidate).gradient(at: points[0], in: image.field)),
                    let law = lifter.lift(candidate, termLimit: 2_000)
                else { continue }
                span = larger
                outcome.timeLaws.append(law)
            }
        }
    }

    private func holdsTime(_ vector: [PrimeField.Element], _ ansatz: MonomialClass, _ time: Int) -> Bool {
        zip(vector, ansatz.monomials).contains { $0 != 0 && $1[time] > 0 }
    }
}
