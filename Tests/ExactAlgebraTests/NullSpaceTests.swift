import ExactAlgebra
import Testing

@Suite struct NullSpaceTests {
    /// A sparse matrix with `columns` columns and rank at most `rank`: random rows and random combinations of them.
    static func matrix(rank: Int, columns: Int, generator: inout SplitMixGenerator, size: Int = 9) -> RationalMatrix {
        let basis = (0..<rank).map { _ in
            (0..<columns).map { _ in
                Int.random(in: 0..<3, using: &generator) == 0
                    ? BigRational(Int.random(in: -size...size, using: &generator)) : .zero
            }
        }
        var result = RationalMatrix(columnCount: columns)
        for index in 0..<(2 * rank + 3) {
            var row = [BigRational](repeating: .zero, count: columns)
            for (other, vector) in basis.enumerated() where other == index || index >= rank {
                let factor =
                    other == index
                    ? .one : (BigRational(Int.random(in: -3...3, using: &generator), 2) ?? .zero)
                for column in row.indices { row[column] = row[column] + factor * vector[column] }
            }
            result.append(row: row.enumerated().map { (column: $0.offset, value: $0.element) })
        }
        return result
    }

    @Test(arguments: 0..<40)
    func vectorsAreAnnihilatedIndependentAndComplete(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let columns = Int.random(in: 1...30, using: &generator)
        let rank = Int.random(in: 0...columns, using: &generator)
        let matrix = Self.matrix(rank: rank, columns: columns, generator: &generator)
        let space = matrix.nullSpace()
        #expect(space.allSatisfy { matrix.annihilates($0) })
        #expect(space.count >= columns - rank)
        // An independent check of the dimension: elimination over the fractions, written down plainly.
        #expect(space.count == columns - Self.plainRank(matrix))
        var transposed = RationalMatrix(columnCount: columns)
        for vector in space { transposed.append(row: vector.enumerated().map { ($0.offset, $0.element) }) }
        #expect(Self.plainRank(transposed) == space.count)
    }

    static func plainRank(_ matrix: RationalMatrix) -> Int {
        var rows = matrix.rows.map { row in
            var dense = [BigRational](repeating: .zero, count: matrix.columnCount)
            for entry in row { dense[entry.column] = entry.value }
            return dense
        }
        var rank = 0
        for column in 0..<matrix.columnCount {
            guard let pivot = (rank..<rows.count).first(where: { !rows[$0][column].isZero }) else { continue }
            rows.swapAt(rank, pivot)
            for index in rows.indices where index > rank && !rows[index][column].isZero {
                let factor = rows[index][column] / rows[rank][column]
                for entry in rows[index].indices {
                    rows[index][entry] = rows[index][entry] - factor * rows[rank][entry]
                }
            }
            rank += 1
        }
        return rank
    }

    @Test func entriesTooLargeForOnePrimeAreStillExact() {
        // x = -10^40 y needs far more than 62 bits.
        var matrix = RationalMatrix(columnCount: 2)
        let large = BigRational(10).raised(to: 40)
        matrix.append(row: [(0, .one), (1, large)])
        #expect(matrix.nullSpace() == [[-large, .one]])
    }

    @Test func emptyMatrixHasEverything() {
        #expect(RationalMatrix(columnCount: 3).nullSpace().count == 3)
        #expect(RationalMatrix(columnCount: 3).rank == 0)
    }

    @Test func cancelledEliminationGivesNothing() {
        let field = PrimeField(index: 0)
        var matrix = SparseModularMatrix(field: field, columnCount: 2)
        matrix.append(row: [.init(column: 0, value: field.one)])
        #expect(matrix.nullSpace(isCancelled: { true }) == nil)
        #expect(matrix.rank == 1)
    }

    @Test(arguments: 0..<20)
    func reducedFormsHaveMinimalSupport(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let field = PrimeField(index: 0)
        let matrix = Self.matrix(rank: 4, columns: 9, generator: &generator)
        let image = try #require(matrix.reduced(modulo: field))
        let space = try #require(image.nullSpace())
        let order = Array(0..<9).shuffled(using: &generator)
        for vector in space.reduced(columnOrder: order) {
            let support = Set(vector.indices.filter { vector[$0] != 0 })
            var restricted = SparseModularMatrix(field: field, columnCount: 9)
            for row in image.rows { restricted.append(row: row) }
            for column in 0..<9 where !support.contains(column) {
                restricted.append(row: [.init(column: column, value: field.one)])
            }
            // The only null vectors within the support are the multiples of this one.
            #expect(restricted.rank == 8)
            #expect(image.rows.indices.allSatisfy { image.product(row: $0, vector) == 0 })
        }
    }

    @Test(arguments: 0..<20)
    func spanCountsIndependentVectors(seed: Int) {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let field = PrimeField(index: 1)
        let basis = (0..<3).map { _ in (0..<6).map { _ in field.random(using: &generator) } }
        var span = ModularSpan(field: field)
        for vector in basis {
            let isNew = span.insert(vector)
            #expect(isNew)
        }
        let factors = basis.map { _ in field.random(using: &generator) }
        let combination = (0..<6).map { column in
            zip(factors, basis).reduce(0) { field.add($0, field.multiply($1.0, $1.1[column])) }
        }
        #expect(span.contains(combination))
        let isNew = span.insert(combination)
        #expect(!isNew)
        #expect(span.dimension == 3)
    }
}
