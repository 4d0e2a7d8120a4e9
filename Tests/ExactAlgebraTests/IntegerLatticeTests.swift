import ExactAlgebra
import Testing

@Suite struct IntegerLatticeTests {
    @Test func parityIsSeen() {
        var lattice = IntegerLattice()
        lattice.insert([2, 0])
        lattice.insert([0, 1])
        #expect(lattice.rank == 2)
        #expect(lattice.representative(of: [5, 7]) == lattice.representative(of: [1, 0]))
        #expect(lattice.representative(of: [4, 7]) != lattice.representative(of: [1, 0]))
    }

    @Test(arguments: 0..<40)
    func representativesAreEqualExactlyWithinAClass(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        var lattice = IntegerLattice()
        let generators = (0..<3).map { _ in (0..<4).map { _ in Int.random(in: -3...3, using: &generator) } }
        generators.forEach { lattice.insert($0) }
        let start = (0..<4).map { _ in Int.random(in: -9...9, using: &generator) }
        var other = start
        for vector in generators {
            let factor = Int.random(in: -4...4, using: &generator)
            for index in other.indices { other[index] += factor * vector[index] }
        }
        let key = try #require(lattice.representative(of: start))
        #expect(lattice.representative(of: other) == key)
        #expect(lattice.representative(of: key) == key)
        // The same lattice from shuffled and redundant generators has the same representatives.
        var again = IntegerLattice()
        for vector in generators.reversed() + [zip(generators[0], generators[1]).map { $0 - 2 * $1 }] {
            again.insert(vector)
        }
        #expect(again.rank == lattice.rank)
        let difference = zip(start, try #require(again.representative(of: start))).map { $0 - $1 }
        #expect(lattice.representative(of: difference) == [0, 0, 0, 0])
    }
}
