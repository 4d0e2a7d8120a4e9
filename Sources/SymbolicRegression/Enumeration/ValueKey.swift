/// Hashes of a few values of an expression, equal for expressions that agree up to rounding (and, for the two invariant
/// keys, up to an unknown factor, or factor and offset).
enum ValueKey {
    /// Rounds to `bits` bits of mantissa and gives the bit pattern; zero has one sign.
    @inline(__always)
    static func quantized(_ value: Double, dropping bits: UInt64) -> UInt64 {
        if value == 0 { return 0 }
        return (value.bitPattern &+ (1 << (bits - 1))) >> bits
    }

    @inline(__always)
    private static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
        var z = (hash ^ value) &* 0xBF58_476D_1CE4_E5B9
        z ^= z >> 29
        return z &* 0x94D0_49BB_1331_11EB
    }

    /// Key of the values themselves (about 10 digits).
    @inline(__always)
    static func exact(_ v0: Double, _ v1: Double, _ v2: Double, _ v3: Double) -> UInt64 {
        var hash = mix(0x1234_5678, quantized(v0, dropping: 19))
        hash = mix(hash, quantized(v1, dropping: 19))
        hash = mix(hash, quantized(v2, dropping: 19))
        return mix(hash, quantized(v3, dropping: 19)) | 1
    }

    /// Key of the ratios to the first value; 0 when that is not possible.
    @inline(__always)
    static func scaleInvariant(_ v0: Double, _ v1: Double, _ v2: Double, _ v3: Double) -> UInt64 {
        let inverse = 1 / v0
        let (a, b, c) = (v1 * inverse, v2 * inverse, v3 * inverse)
        guard a.isFinite, b.isFinite, c.isFinite else { return 0 }
        var hash = mix(0x2345_6789, quantized(a, dropping: 23))
        hash = mix(hash, quantized(b, dropping: 23))
        return mix(hash, quantized(c, dropping: 23)) | 1
    }

    /// Key of the ratios of differences; 0 for constants.
    @inline(__always)
    static func affineInvariant(_ v0: Double, _ v1: Double, _ v2: Double, _ v3: Double, _ v4: Double) -> UInt64 {
        let inverse = 1 / (v1 - v0)
        let (a, b, c) = ((v2 - v0) * inverse, (v3 - v0) * inverse, (v4 - v0) * inverse)
        guard a.isFinite, b.isFinite, c.isFinite else { return 0 }
        var hash = mix(0x3456_789A, quantized(a, dropping: 26))
        hash = mix(hash, quantized(b, dropping: 26))
        return mix(hash, quantized(c, dropping: 26)) | 1
    }
}
