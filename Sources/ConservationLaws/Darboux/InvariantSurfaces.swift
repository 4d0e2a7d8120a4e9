import ExactAlgebra

/// Finds the irreducible polynomials p of a degree with dp/dt = K p, whatever the cofactor K, from points of their surfaces.
///
/// At a point of the surface p = 0 the motion stays in it, so that its Taylor coefficients satisfy one linear relation in the
/// monomials of the degree. On a random line over a prime field such points are roots of the extactic determinant (Pereira 2001),
/// a polynomial in one variable; each root gives the relation, hence p, by linear algebra. What is found is lifted and proved. A surface is
/// missed on one line when it has no point there over the field; several lines make that unlikely.
struct InvariantSurfaces {
    /// Lines on which points are sought; on half of them where determinants have a high degree.
    static let lineCount = 8
    private static let highDegree = 120
    /// Highest degree of the determinant: finding its roots takes time with the square.
    private static let largestDeterminant = 600
    /// Largest number of monomials.
    static let monomialLimit = 20
    /// Further Taylor coefficients that a true surface must satisfy.
    private static let checks = 6

    private let system: PolynomialSystem
    private let field: PrimeField
    private let sides: [ModularPolynomial]
    private let count: Int
    private let largestDegree: Int
    /// 1/1, 1/2, ... up to the largest order of a Taylor coefficient.
    private let inverses: [PrimeField.Element]

    /// Nil for a system with symbols or without an image over the field.
    init?(_ system: PolynomialSystem) {
        guard system.symbolCount == 0, system.baseCount > 1 else { return nil }
        self.system = system
        field = PrimeField(index: 0)
        count = system.baseCount
        var sides: [ModularPolynomial] = []
        for side in system.rightHandSides.prefix(count) {
            guard
                let image = ModularPolynomial(
                    side, variableCount: system.variableCount, symbolPoint: [], field: field)
            else { return nil }
            sides.append(image)
        }
        self.sides = sides
        let field = field
        inverses = (1...Self.largestOrder).map { field.inverse(field.element($0)) }
        largestDegree = max(system.rightHandSides.prefix(count).map(\.totalDegree).max() ?? 1, 1)
    }

    /// The largest degree for which neither the monomials are too many nor the degree of the determinant is too high.
    var degreeLimit: Int {
        var degree = 0
        while degree < 4, MonomialClasses.basisSize(variables: count, degree: degree + 1) <= Self.monomialLimit,
            determinantDegree(monomials(degree: degree + 1)) <= Self.largestDeterminant
        {
            degree += 1
        }
        return degree
    }

    private func monomials(degree: Int) -> [[UInt8]] {
        var result: [[UInt8]] = []
        for total in 1...degree { MonomialClasses.forEach(degree: total, variables: count) { result.append($0) } }
        return result
    }

    /// A bound of the degree of the extactic determinant of some monomials.
    private func determinantDegree(_ monomials: [[UInt8]]) -> Int {
        monomials.reduce(0) { sum, monomial in sum + monomial.reduce(0) { $0 + Int($1) } }
            + (largestDegree - 1) * monomials.count * (monomials.count + 1) / 2
    }

    /// The polynomials up to the largest degree that is tried, in the order of their degrees, and the degree up to which all
    /// are known.
    ///
    /// Where there is a rational first integral of some degree, infinitely many exist from there on.
    func all(search: DarbouxSearch) -> (polynomials: [Polynomial], completeDegree: Int) {
        var known = (0..<count).map { system.ring.variable($0) }.filter {
            system.lieDerivative(of: $0).divided(exactlyBy: $0) != nil
        }
        var kept: [Polynomial] = []
        for degree in 0..<degreeLimit {
            guard let found = surfaces(degree: degree + 1, besides: known) else {
                // Simple forms are worth a try all the same.
                for candidate in search.simpleForms { search.keep(candidate, &kept) }
                return (kept, degree)
            }
            known += found
            for polynomial in found { search.keep(polynomial, &kept) }
        }
        if degreeLimit == 0 { for candidate in search.simpleForms { search.keep(candidate, &kept) } }
        return (kept, degreeLimit)
    }

    /// The polynomials of one degree that are not among those known; nil when the determinant vanishes everywhere,
    /// because there is a rational first integral of this degree.
    func surfaces(degree: Int, besides known: [Polynomial]) -> [Polynomial]? {
        let monomials = monomials(degree: degree)
        let size = monomials.count
        let bound = determinantDegree(monomials)
        var generator = SplitMixGenerator(seed: 3 &+ UInt64(degree))
        var found: [Polynomial] = []
        for _ in 0..<(bound > Self.highDegree ? Self.lineCount / 2 + 1 : Self.lineCount) {
            let origin = (0..<count).map { _ in field.random(using: &generator) }
            let direction = (0..<count).map { _ in field.random(using: &generator) }
            func point(_ t: PrimeField.Element) -> [PrimeField.Element] {
                zip(origin, direction).map { field.add($0, field.multiply(t, $1)) }
            }
            let nodes = (1...(bound + 1)).map { field.element($0) }
            let values = nodes.map { determinant(taylor(at: point($0), monomials, order: size)) }
            let polynomial = interpolated(nodes, values)
            guard polynomial.contains(where: { $0 != 0 }) else { return nil }
            for root in ModularRoots(field: field).roots(of: polynomial, using: &generator) {
                let start = point(root)
                if (known + found).contains(where: { $0.vanishes(at: start, in: field) }) { continue }
                if let surface = surface(at: start, monomials, degree), !found.contains(where: { $0 == surface }) {
                    found.append(surface)
                }
            }
        }
        return found
    }

    /// The surface through a point, proved; nil when there is none of the degree, or no single one.
    private func surface(
        at start: [PrimeField.Element], _ monomials: [[UInt8]], _ degree: Int
    ) -> Polynomial? {
        let rows = taylor(at: start, monomials, order: monomials.count + Self.checks)
        let space = DenseModularMatrix(field: field, columnCount: monomials.count, rows: rows).nullSpace()
        guard space.dimension == 1, let vector = space.vectors.first,
            let lead = vector.lastIndex(where: { $0 != 0 })
        else { return nil }
        let scale = field.inverse(vector[lead])
        var terms: [Polynomial.Term] = []
        var constant: PrimeField.Element = 0
        let padding = [Int](repeating: 0, count: system.ring.variableCount - count)
        for (monomial, entry) in zip(monomials, vector) where entry != 0 {
            let value = field.multiply(entry, scale)
            guard let number = field.rationalReconstruction(value) else { return nil }
            terms.append(.init(coefficient: number, exponents: monomial.map { Int($0) } + padding))
            constant = field.subtract(constant, field.multiply(value, monomial.value(at: start, in: field)))
        }
        guard let number = field.rationalReconstruction(constant) else { return nil }
        var polynomial = system.ring.polynomial(terms) + system.ring.constant(number)
        polynomial = polynomial.scaled(by: .one / polynomial.content)
        if let first = polynomial.terms.first, first.coefficient.sign < 0 { polynomial = -polynomial }
        guard polynomial.totalDegree == degree,
            system.lieDerivative(of: polynomial).divided(exactlyBy: polynomial) != nil
        else { return nil }
        return polynomial
    }

    // MARK: Taylor coefficients

    private static let largestOrder = monomialLimit + checks

    /// The Taylor coefficients 1 to `order` of monomials along the motion from a point, one row per coefficient.
    private func taylor(
        at start: [PrimeField.Element], _ monomials: [[UInt8]], order: Int
    ) -> [[PrimeField.Element]] {
        var series = start.map { [$0] }
        // Products of the factors of every term, built up factor by factor, one coefficient at a time.
        let terms = sides.map { side in
            side.terms.map { term in
                term.exponents.prefix(count).enumerated().flatMap {
                    [Int](repeating: $0.offset, count: Int($0.element))
                }
            }
        }
        var partial = terms.map { $0.map { factors in [[PrimeField.Element]](repeating: [], count: factors.count) } }
        for k in 0..<order {
            let inverse = inverses[k]
            var next = [PrimeField.Element](repeating: 0, count: count)
            for (variable, list) in terms.enumerated() {
                for (position, factors) in list.enumerated() {
                    var value: PrimeField.Element = k == 0 ? field.one : 0
                    for (step, factor) in factors.enumerated() {
                        if step == 0 {
                            value = series[factor][k]
                        } else {
                            value = field.coefficient(
                                k, of: partial[variable][position][step - 1], times: series[factor])
                        }
                        partial[variable][position][step].append(value)
                    }
                    next[variable] = field.add(
                        next[variable], field.multiply(sides[variable].terms[position].coefficient, value))
                }
            }
            for variable in 0..<count { series[variable].append(field.multiply(next[variable], inverse)) }
        }
        var columns: [[UInt8]: [PrimeField.Element]] = [:]
        var rows = [[PrimeField.Element]](
            repeating: [PrimeField.Element](repeating: 0, count: monomials.count), count: order)
        for (column, monomial) in monomials.enumerated() {
            guard let variable = monomial.firstIndex(where: { $0 > 0 }) else { continue }
            var lower = monomial
            lower[variable] -= 1
            var own = series[variable]
            if let known = columns[lower] {
                own = (0...order).map { field.coefficient($0, of: known, times: series[variable]) }
            }
            columns[monomial] = own
            for k in 0..<order { rows[k][column] = own[k + 1] }
        }
        return rows
    }

    // MARK: Linear algebra

    private func determinant(_ matrix: [[PrimeField.Element]]) -> PrimeField.Element {
        var rows = matrix
        var result = field.one
        for step in rows.indices {
            guard let pivot = (step..<rows.count).first(where: { rows[$0][step] != 0 }) else { return 0 }
            if pivot != step {
                rows.swapAt(pivot, step)
                result = field.negate(result)
            }
            result = field.multiply(result, rows[step][step])
            let inverse = field.inverse(rows[step][step])
            let head = rows[step]
            for other in (step + 1)..<max(rows.count, step + 1) where rows[other][step] != 0 {
                let factor = field.negate(field.multiply(rows[other][step], inverse))
                rows[other].withUnsafeMutableBufferPointer { row in
                    for column in step..<head.count {
                        row[column] = field.add(row[column], field.multiply(factor, head[column]))
                    }
                }
            }
        }
        return result
    }

    /// The coefficients, constant first, of the polynomial with given values, by Newton's divided differences.
    private func interpolated(
        _ nodes: [PrimeField.Element], _ values: [PrimeField.Element]
    ) -> [PrimeField.Element] {
        var table = values
        for order in 1..<max(nodes.count, 1) {
            // The nodes are consecutive integers: their differences are the order.
            let inverse = field.inverse(field.element(order))
            for index in stride(from: nodes.count - 1, through: order, by: -1) {
                table[index] = field.multiply(field.subtract(table[index], table[index - 1]), inverse)
            }
        }
        var result: [PrimeField.Element] = []
        for index in nodes.indices.reversed() {
            // result · (t - node) + table[index]
            var next = [PrimeField.Element](repeating: 0, count: result.count + 1)
            for (power, coefficient) in result.enumerated() {
                next[power + 1] = field.add(next[power + 1], coefficient)
                next[power] = field.subtract(next[power], field.multiply(coefficient, nodes[index]))
            }
            next[0] = field.add(next[0], table[index])
            result = next
        }
        return result
    }
}

extension Polynomial {
    /// Whether the polynomial is 0 at a point of its first variables; the others must not occur.
    fileprivate func vanishes(at point: [PrimeField.Element], in field: PrimeField) -> Bool {
        let padding = [PrimeField.Element](repeating: 0, count: ring.variableCount - point.count)
        return evaluated(at: point + padding, in: field) == 0
    }
}
