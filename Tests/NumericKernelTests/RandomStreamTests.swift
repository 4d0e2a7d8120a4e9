import NumericKernel
import Testing

@Suite struct RandomStreamTests {
    @Test func sameSeedAndItemRepeat() {
        let first = RandomStream(seed: 7, item: 3)
        let second = RandomStream(seed: 7, item: 3)
        for _ in 0..<100 { #expect(first.next() == second.next()) }
    }

    @Test func everyItemOfASeedStartsDifferently() {
        var seen = Set<UInt64>()
        for item in 0..<2000 { seen.insert(RandomStream(seed: 42, item: item).next()) }
        #expect(seen.count == 2000)
    }

    @Test func seedsDiffer() {
        var seen = Set<UInt64>()
        for seed in 0..<500 { seen.insert(RandomStream(seed: UInt64(seed) << 32).next()) }
        #expect(seen.count == 500)
    }

    @Test func copyGoesOnAlike() {
        let stream = RandomStream(seed: 1)
        _ = stream.next()
        let copy = stream.copy()
        let expected = (0..<10).map { _ in stream.next() }
        #expect((0..<10).map { _ in copy.next() } == expected)
    }

    @Test func uniformMoments() {
        let stream = RandomStream(seed: 11)
        let sample = (0..<100_000).map { _ in stream.uniform() }
        #expect(sample.allSatisfy { $0 >= 0 && $0 < 1 })
        // Five standard errors: 5·sqrt(1/12/100000) = 0.0046.
        #expect(abs(DescriptiveStatistics.mean(sample) - 0.5) < 0.0046)
        #expect(abs(DescriptiveStatistics.variance(sample) - 1.0 / 12) < 0.0012)
    }

    @Test func uniformStaysInItsRange() {
        let stream = RandomStream(seed: 5)
        for _ in 0..<1000 {
            let value = stream.uniform(in: -2.5...3.5)
            #expect(value >= -2.5 && value <= 3.5)
        }
        #expect(stream.uniform(in: 4...4) == 4)
    }

    @Test func gaussianMoments() {
        let stream = RandomStream(seed: 12)
        let sample = (0..<100_000).map { _ in stream.gaussian(mean: 3, standardDeviation: 2) }
        #expect(abs(DescriptiveStatistics.mean(sample) - 3) < 0.032)
        #expect(abs(DescriptiveStatistics.standardDeviation(sample) - 2) < 0.023)
        let fourth = sample.map { ($0 - 3) * ($0 - 3) * ($0 - 3) * ($0 - 3) / 16 }
        #expect(abs(DescriptiveStatistics.mean(fourth) - 3) < 0.16)
    }

    @Test(arguments: [1, 2, 6, 1000, Int(UInt32.max) + 10, Int.max])
    func integersStayBelow(bound: Int) {
        let stream = RandomStream(seed: 3, item: bound & 0xff)
        for _ in 0..<500 {
            let value = stream.integer(below: bound)
            #expect(value >= 0 && value < bound)
        }
    }

    @Test func integersAreEven() {
        let stream = RandomStream(seed: 4)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<60_000 { counts[stream.integer(below: 6)] += 1 }
        let chiSquared = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
        #expect(TailProbability.chiSquared(above: chiSquared, degreesOfFreedom: 5) > 1e-6)
    }

    @Test(arguments: 0..<20)
    func permutationHoldsEveryNumberOnce(size: Int) {
        let stream = RandomStream(seed: 9, item: size)
        #expect(stream.permutation(size).sorted() == Array(0..<size))
    }

    @Test func permutationsOfThreeAreEven() {
        let stream = RandomStream(seed: 10)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<6000 { counts[stream.permutation(3), default: 0] += 1 }
        #expect(counts.count == 6)
        // Five standard deviations of a binomial with 6000 trials of 1/6.
        #expect(counts.values.allSatisfy { abs($0 - 1000) < 145 })
    }

    @Test(arguments: [(0, 5), (3, 5), (5, 5), (9, 5), (2, 0)])
    func sampleIsAscendingAndDistinct(size: Int, count: Int) {
        let sample = RandomStream(seed: 2, item: size).sample(size, from: count)
        #expect(sample.count == min(size, count))
        #expect(zip(sample, sample.dropFirst()).allSatisfy { $0 < $1 })
        #expect(sample.allSatisfy { $0 >= 0 && $0 < count })
    }
}
