/// A fixed hash table from 64-bit keys to the first index stored under each, with linear probing.
///
/// Deterministic (no random seeding) and without allocation after creation.
struct HashIndex: Sendable {
    private var keys: [UInt64]
    private var slots: [Int32]
    private let mask: Int

    /// A table for up to `capacity` keys.
    init(capacity: Int) {
        var size = 64
        while size < capacity * 2 { size *= 2 }
        keys = [UInt64](repeating: 0, count: size)
        slots = [Int32](repeating: -1, count: size)
        mask = size - 1
    }

    /// Stores `index` under `key` unless the key is there already.
    ///
    /// - Returns: whether the key was new.
    @inline(__always)
    mutating func insert(_ key: UInt64, _ index: Int) -> Bool {
        var position = Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 20) & mask
        while slots[position] >= 0 {
            if keys[position] == key { return false }
            position = (position + 1) & mask
        }
        keys[position] = key
        slots[position] = Int32(index)
        return true
    }

    /// The index stored under `key`, -1 if there is none.
    @inline(__always)
    func find(_ key: UInt64) -> Int {
        var position = Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 20) & mask
        while slots[position] >= 0 {
            if keys[position] == key { return Int(slots[position]) }
            position = (position + 1) & mask
        }
        return -1
    }
}
