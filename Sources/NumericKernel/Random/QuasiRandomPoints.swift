import CGSL
import Diagnostics

/// A sequence of points that fills the unit cube more evenly than random points do.
///
/// The sequence is fixed: it has no seed. A value of this type belongs to one thread at a time.
///
/// - Note: GSL `gsl_qrng`; Bratley and Fox (1988) for Sobol, Vandewoestyne and Cools (2006) for reverse Halton.
public final class QuasiRandomPoints {
    /// The construction of the points.
    public enum Sequence: String, Sendable, CaseIterable {
        /// Sobol's sequence, up to 40 dimensions.
        case sobol
        /// Halton's sequence with reversed digits, up to 1229 dimensions.
        case reverseHalton

        /// The largest number of dimensions.
        public var maximumDimension: Int { self == .sobol ? 40 : 1229 }
    }

    /// Number of coordinates of a point.
    public let dimension: Int
    private let generator: UnsafeMutablePointer<gsl_qrng>

    /// Starts the sequence.
    ///
    /// - Parameters:
    ///   - sequence: the construction; by default Sobol's while it has enough dimensions.
    ///   - dimension: number of coordinates, at least 1.
    /// - Throws: `DiscoverError.numeric` when the construction has not that many dimensions.
    public init(_ sequence: Sequence? = nil, dimension: Int) throws(DiscoverError) {
        _ = GSLSetup.once
        let sequence = sequence ?? (dimension <= Sequence.sobol.maximumDimension ? .sobol : .reverseHalton)
        let type = sequence == .sobol ? discover_gsl_sobol() : discover_gsl_reversehalton()
        guard dimension > 0, dimension <= sequence.maximumDimension,
            let generator = gsl_qrng_alloc(type, UInt32(dimension))
        else {
            throw .numeric(
                Diagnostic(
                    "kernel.quasi-random-dimension",
                    "\(sequence.rawValue) points have 1 to \(sequence.maximumDimension) dimensions, not \(dimension)"))
        }
        self.dimension = dimension
        self.generator = generator
    }

    deinit { gsl_qrng_free(generator) }

    /// The next point, every coordinate in [0, 1).
    public func next() -> [Double] {
        [Double](unsafeUninitializedCapacity: dimension) { buffer, count in
            gsl_qrng_get(generator, buffer.baseAddress)
            count = dimension
        }
    }

    /// The next `count` points, one after the other.
    public func points(_ count: Int) -> [[Double]] { (0..<max(count, 0)).map { _ in next() } }
}
