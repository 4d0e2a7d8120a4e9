import CGSL

/// A reproducible stream of random numbers, one per seed and item of work.
///
/// Work that is spread over threads draws from the stream of its own item, so results do not depend on how many
/// threads there are. All items of one seed have different generator states (up to 2³² items). A stream belongs to
/// one thread at a time.
///
/// - Note: GSL `gsl_rng_mt19937`, the Mersenne twister of Matsumoto and Nishimura (1998).
public final class RandomStream: RandomNumberGenerator {
    private let generator: UnsafeMutablePointer<gsl_rng>

    /// Opens the stream of an item.
    ///
    /// - Parameters:
    ///   - seed: the seed of the whole run.
    ///   - item: index of the piece of work, only its lowest 32 bits count.
    public init(seed: UInt64, item: Int = 0) {
        _ = GSLSetup.once
        guard let generator = gsl_rng_alloc(discover_gsl_mt19937()) else {
            preconditionFailure("no memory for a random number generator")
        }
        self.generator = generator
        // Both steps are one-to-one in the item, so two items of one seed can never share a state.
        let state = RandomStream.scramble(UInt32(truncatingIfNeeded: item)) ^ RandomStream.fold(seed)
        gsl_rng_set(generator, UInt(state))
    }

    private init(copying other: RandomStream) {
        guard let generator = gsl_rng_clone(other.generator) else {
            preconditionFailure("no memory for a random number generator")
        }
        self.generator = generator
    }

    deinit { gsl_rng_free(generator) }

    /// An independent stream that goes on exactly as this one would.
    public func copy() -> RandomStream { RandomStream(copying: self) }

    /// The next 64 random bits.
    public func next() -> UInt64 {
        let high = UInt64(gsl_rng_get(generator))
        return high << 32 | UInt64(gsl_rng_get(generator))
    }

    /// A number in [0, 1), uniform over the multiples of 2⁻⁵³.
    public func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number between two bounds, uniform; `lower` itself when the bounds are equal.
    public func uniform(in range: ClosedRange<Double>) -> Double {
        let fraction = uniform()
        return range.lowerBound * (1 - fraction) + range.upperBound * fraction
    }

    /// A normal number with the given mean and standard deviation (ziggurat of Marsaglia and Tsang, 2000).
    public func gaussian(mean: Double = 0, standardDeviation: Double = 1) -> Double {
        mean + gsl_ran_gaussian_ziggurat(generator, standardDeviation)
    }

    /// An integer in 0 ..< `count`, uniform. `count` must be positive.
    public func integer(below count: Int) -> Int {
        precondition(count > 0, "an integer is drawn from at least one")
        let bound = UInt64(count)
        if bound <= UInt64(UInt32.max) { return Int(gsl_rng_uniform_int(generator, UInt(bound))) }
        // Draws beyond the last whole multiple would favour small values.
        let limit = UInt64.max - UInt64.max % bound
        while true {
            let draw = next()
            if draw < limit { return Int(draw % bound) }
        }
    }

    /// Puts the elements into a random order, every order equally likely (Fisher and Yates).
    public func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, integer(below: last + 1))
        }
    }

    /// The numbers 0 ..< `count` in a random order.
    public func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<max(count, 0))
        shuffle(&order)
        return order
    }

    /// `size` different numbers out of 0 ..< `count`, ascending; all of them when there are not that many.
    ///
    /// - Complexity: O(count) time, no allocation beyond the result (Knuth, algorithm S).
    public func sample(_ size: Int, from count: Int) -> [Int] {
        var chosen: [Int] = []
        let wanted = min(max(size, 0), max(count, 0))
        chosen.reserveCapacity(wanted)
        for candidate in 0..<max(count, 0) where chosen.count < wanted {
            if integer(below: count - candidate) < wanted - chosen.count { chosen.append(candidate) }
        }
        return chosen
    }

    /// A one-to-one scrambling of 32 bits (the finishing steps of MurmurHash3), so that neighbours differ in every bit.
    private static func scramble(_ value: UInt32) -> UInt32 {
        var bits = value
        bits = (bits ^ bits >> 16) &* 0x85eb_ca6b
        bits = (bits ^ bits >> 13) &* 0xc2b2_ae35
        return bits ^ bits >> 16
    }

    /// 64 bits of seed mixed down to 32 (the finishing steps of SplitMix64).
    private static func fold(_ seed: UInt64) -> UInt32 {
        var bits = seed &+ 0x9e37_79b9_7f4a_7c15
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        bits ^= bits >> 31
        return UInt32(truncatingIfNeeded: bits ^ bits >> 32)
    }
}
