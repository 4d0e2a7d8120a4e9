import ExactAlgebra

/// Finds the irreducible polynomials p of a degree with dp/dt = K p, whatever the cofactor K, from points of their surfaces.
///
/// At a point of the surface p = 0 the motion stays in it, so that its Taylor coefficients satisfy one linear relation in the
/// monomials of the degree. On a random line over a prime field such points are roots of the extactic determinant (Pereira 2001),
/// a polynomial in one variable; each root gives the relation, hence p, by linear algebra. What is found is lifted and proved. A surface
/// of degree d has no point over the field on a line only where its equation there is a product of irreducible factors of higher degree,
/// d in all. When the determinant has no such factors left, a single line decides that there are no more surfaces; otherwise further
/// lines make it unlikely that one is missed.
struct InvariantSurfaces {
    /// Lines on which points are sought at most; half as many where determinants have a high degree.
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
        let motion = MotionSeries(
            sides: sides, monomials: monomials, variableCount: count, largestOrder: size + Self.checks, field: field)
        var generator = SplitMixGenerator(seed: 3 &+ UInt64(degree))
        var found: [Polynomial] = []
        for _ in 0..<(bound > Self.highDegree ? Self.lineCount / 2 + 1 : Self.lineCount) {
            let origin = (0..<count).map { _ in field.random(using: &generator) }
            let direction = (0..<count).map { _ in field.random(using: &generator) }
            func point(_ t: PrimeField.Element) -> [PrimeField.Element] {
                zip(origin, direction).map { field.add($0, field.multiply(t, $1)) }
            }
            func restriction(degree: Int, _ value: ([PrimeField.Element]) -> PrimeField.Element) -> ModularUnivariate {
                var interpolation = NewtonInterpolation(field: field)
                for node in 1...(degree + 1) where !interpolation.isSettled {
                    interpolation.add(value(point(field.element(node))))
                }
                return ModularUnivariate(field: field, coefficients: interpolation.coefficients)
            }
            let determinant = restriction(degree: bound) { start in
                self.determinant(motion.rows(at: start, order: size), size)
            }
            guard determinant.degree >= 0 else { return nil }
            var rest = determinant
            for surface in known {
                rest = rest.removing(
                    factorsOf: restriction(degree: surface.totalDegree) { surface.value(at: $0, in: field) })
            }
            let roots = rest.roots
            for root in roots {
                let start = point(root)
                if found.contains(where: { $0.value(at: start, in: field) == 0 }) { continue }
                if let surface = surface(at: start, motion, monomials, degree) { found.append(surface) }
            }
            for root in roots {
                rest = rest.removing(
                    factorsOf: ModularUnivariate(field: field, coefficients: [field.negate(root), field.one]))
            }
            for surface in found where degree > 1 {
                rest = rest.removing(factorsOf: restriction(degree: degree) { surface.value(at: $0, in: field) })
            }
            if degree == 1 || rest.factors(ofDegreeDividing: degree).degree < degree { break }
        }
        return found
    }

    /// The surface through a point, proved; nil when there is none of the degree, or no single one.
    private func surface(
        at start: [PrimeField.Element], _ motion: MotionSeries, _ monomials: [[UInt8]], _ degree: Int
    ) -> Polynomial? {
        let order = monomials.count + Self.checks
        let flat = motion.rows(at: start, order: order)
        let rows = (0..<order).map { Array(flat[($0 * monomials.count)..<(($0 + 1) * monomials.count)]) }
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

    /// The determinant of a square matrix given row after row.
    private func determinant(_ matrix: [PrimeField.Element], _ size: Int) -> PrimeField.Element {
        var entries = matrix
        var result = field.one
        entries.withUnsafeMutableBufferPointer { entries in
            for step in 0..<size {
                guard let pivot = (step..<size).first(where: { entries[$0 * size + step] != 0 }) else {
                    result = 0
                    return
                }
                if pivot != step {
                    for column in step..<size { entries.swapAt(pivot * size + column, step * size + column) }
                    result = field.negate(result)
                }
                let head = entries[step * size + step]
                result = field.multiply(result, head)
                let inverse = field.inverse(head)
                for other in (step + 1)..<max(size, step + 1) where entries[other * size + step] != 0 {
                    let factor = field.negate(field.multiply(entries[other * size + step], inverse))
                    for column in step..<size {
                        let change = field.multiply(factor, entries[step * size + column])
                        entries[other * size + column] = field.add(entries[other * size + column], change)
                    }
                }
            }
        }
        return result
    }
}

extension Polynomial {
    /// The value at a point of its first variables; the others must not occur.
    fileprivate func value(at point: [PrimeField.Element], in field: PrimeField) -> PrimeField.Element {
        let padding = [PrimeField.Element](repeating: 0, count: ring.variableCount - point.count)
        return evaluated(at: point + padding, in: field) ?? 0
    }
}
