import Diagnostics
import ExactAlgebra

/// Values of quantities at random points, which tell what is a combination of products of earlier laws.
extension LawSearch {
    /// The quantity at the sampled values of the symbols.
    func image(of candidate: LawCandidate) -> ModularPolynomial {
        let count = system.variableCount
        return ModularPolynomial(
            terms: candidate.support.map { column in
                let monomial = candidate.ansatz.monomials[column]
                let factor = Array(monomial.dropFirst(count)).value(at: symbolPoint, in: image.field)
                return .init(
                    exponents: Array(monomial.prefix(count)),
                    coefficient: image.field.multiply(factor, candidate.vector[column]))
            })
    }

    mutating func ensurePoints(_ count: Int) throws {
        var rejected: [[Int]] = []
        while points.count < count {
            guard let point = sampler.next() else {
                throw DiscoverError.input(
                    "system.constraints", "no point satisfies the constraints",
                    at: system.constraintLocation,
                    hint: "check that the constraints do not contradict each other")
            }
            let zeros = point.indices.filter { point[$0] == 0 }
            if !zeros.isEmpty {
                // A variable that the constraints fix to 0 vanishes at every point, another one hardly ever.
                let isForced = zeros.allSatisfy { zero in rejected.allSatisfy { $0.contains(zero) } }
                let isPatient = rejected.count < (isForced ? Self.mostRejected : 8 * Self.mostRejected)
                guard !isPatient else {
                    rejected.append(zeros)
                    continue
                }
            }
            points.append(point)
            rates.append(image.rates(at: point))
        }
    }

    mutating func extendValues() {
        for index in generators.indices {
            for point in points[generators[index].values.count...] {
                generators[index].values.append(generators[index].polynomial.value(at: point, in: image.field))
            }
        }
    }

    /// The values of a quantity at all points.
    func evaluate(_ vector: [PrimeField.Element], _ ansatz: MonomialClass) -> [PrimeField.Element] {
        let field = image.field
        // Every term as the list of its factors, each as often as its exponent says.
        let terms = vector.indices.filter { vector[$0] != 0 }.map { column in
            let monomial = ansatz.monomials[column]
            let factors = monomial.indices.flatMap { [Int](repeating: $0, count: Int(monomial[$0])) }
            return (coefficient: vector[column], factors: factors)
        }
        return points.map { point in
            let point = point + symbolPoint
            var sum: PrimeField.Element = 0
            for term in terms {
                var product = term.coefficient
                for factor in term.factors { product = field.multiply(product, point[factor]) }
                sum = field.add(sum, product)
            }
            return sum
        }
    }

    /// The span of the values of all products of generators up to the present degree, by class; constants are products.
    func productSpans(classes wanted: Set<[Int]>) -> [[Int]: ModularSpan] {
        var spans: [[Int]: ModularSpan] = [:]
        func visit(_ first: Int, _ degreeLeft: Int, _ keys: [[Int]], _ values: [PrimeField.Element]) {
            let key = classes.key(ofProduct: keys)
            if wanted.contains(key) { spans[key, default: ModularSpan(field: image.field)].insert(values) }
            for index in first..<max(first, generators.count) where generators[index].degree <= degreeLeft {
                let product = zip(values, generators[index].values).map { image.field.multiply($0, $1) }
                visit(index, degreeLeft - generators[index].degree, keys + [generators[index].key], product)
            }
        }
        visit(0, classes.degree, [], [PrimeField.Element](repeating: image.field.one, count: points.count))
        return spans
    }

    /// Number of functionally independent ones among quantities of the system's ring, on the constraints.
    func rank(of quantities: [Polynomial]) -> Int {
        let field = image.field
        var span = ModularSpan(field: field)
        for conormal in conormals { span.insert(conormal) }
        let start = span.dimension
        for quantity in quantities {
            if let polynomial = ModularPolynomial(
                quantity, variableCount: system.variableCount, symbolPoint: symbolPoint, field: field)
            {
                span.insert(polynomial.gradient(at: points[0], in: field))
            }
        }
        return span.dimension - start
    }
}
