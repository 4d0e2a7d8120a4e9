import ExactAlgebra
import Testing

@Suite struct DenseMatrixTests {
    @Test(arguments: 0..<20)
    func nullSpaceIsThatOfTheSparseMatrix(seed: Int) {
        let field = PrimeField(index: seed % 3)
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let columns = Int.random(in: 1...9, using: &generator)
        let base = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
            (0..<columns).map { _ in field.element(Int.random(in: -3...3, using: &generator)) }
        }
        // Rows that depend on others.
        let rows = base + [zip(base[0], base[base.count - 1]).map { field.add($0, $1) }]
        var sparse = SparseModularMatrix(field: field, columnCount: columns)
        for row in rows { sparse.append(row: row.enumerated().map { .init(column: $0.offset, value: $0.element) }) }
        let dense = DenseModularMatrix(field: field, columnCount: columns, rows: rows).nullSpace()
        #expect(dense.dimension == sparse.nullSpace()?.dimension)
        for (vector, free) in zip(dense.vectors, dense.freeColumns) {
            #expect(vector[free] == field.one)
            for row in rows {
                #expect(zip(row, vector).reduce(0) { field.add($0, field.multiply($1.0, $1.1)) } == 0)
            }
        }
        let independent = DenseModularMatrix(field: field, columnCount: columns, rows: rows).independentColumns()
        #expect(independent.count + dense.dimension == columns)
        #expect(Set(independent).isDisjoint(with: dense.freeColumns))
    }

    @Test func emptyMatrixHasTheWholeSpace() {
        let field = PrimeField(index: 0)
        #expect(DenseModularMatrix(field: field, columnCount: 3, rows: []).nullSpace().dimension == 3)
        #expect(DenseModularMatrix(field: field, columnCount: 0, rows: [[]]).nullSpace().dimension == 0)
    }

    @Test(arguments: 0..<20)
    func fractionsComeBackFromTheirResidues(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let top = BigRational(Int.random(in: -(1 << 60)...(1 << 60), using: &generator))
        let bottom = BigRational(Int.random(in: 1...(1 << 60), using: &generator))
        let fraction = top * bottom.numerator.raised(to: seed % 2) / bottom
        var reconstruction = ResidueReconstruction()
        for index in 0..<5 {
            let field = PrimeField(index: index)
            reconstruction.add(try #require(fraction.element(in: field)), in: field)
        }
        #expect(reconstruction.fraction == fraction)
    }

    @Test(arguments: 0..<20)
    func pseudoDivisionIsAnIdentity(seed: Int) throws {
        let ring = PolynomialRing(["x", "y", "z"])
        var generator = SplitMixGenerator(seed: UInt64(seed))
        func random(_ terms: Int, _ degree: Int) -> Polynomial {
            ring.polynomial(
                (0..<terms).map { _ in
                    .init(
                        coefficient: BigRational(Int.random(in: -9...9, using: &generator)),
                        exponents: (0..<3).map { _ in Int.random(in: 0...degree, using: &generator) })
                })
        }
        let dividend = random(8, 3)
        let divisor = random(3, 1) + ring.variable(0) * ring.variable(0)
        let division = try #require(dividend.pseudoDivided(by: divisor, in: 0))
        #expect(division.factor * dividend == division.quotient * divisor + division.remainder)
        #expect(division.remainder.degree(in: 0) < divisor.degree(in: 0))
        let sum = divisor.coefficients(in: 0).enumerated().reduce(ring.zero) { sum, part in
            sum + part.element * (ring.variable(0).raised(to: part.offset) ?? ring.zero)
        }
        #expect(sum == divisor)
        #expect(dividend.pseudoDivided(by: ring.one, in: 0) == nil)
    }

    @Test(arguments: 0..<10)
    func squareRootsAreRoots(seed: Int) {
        let field = PrimeField(index: seed)
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let value = field.random(using: &generator)
        let square = field.multiply(value, value)
        let root = field.squareRoot(square)
        #expect(root == value || root == field.negate(value))
        #expect(field.squareRoot(field.negate(square)) == nil)
    }
}
