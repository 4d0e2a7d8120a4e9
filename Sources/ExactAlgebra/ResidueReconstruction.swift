import CFLINT

/// A fraction that is known modulo several primes, by the Chinese remainder theorem.
public struct ResidueReconstruction: Sendable {
    private var residue = BigRational.zero
    private var modulus = BigRational.one

    /// Nothing is known yet.
    public init() {}

    /// Adds the image of the fraction in another prime field.
    public mutating func add(_ element: PrimeField.Element, in field: PrimeField) {
        let (old, size) = (residue, modulus)
        residue = BigRational { result in
            fmpz_CRT_ui(
                &result.pointee.num, &old.pointer.pointee.num, &size.pointer.pointee.num, UInt(field.residue(element)),
                UInt(field.modulus), 0)
        }
        modulus = modulus * BigRational(Int(field.modulus))
    }

    /// The fraction with numerator and denominator below the square root of half the product of the primes, if there is one.
    public var fraction: BigRational? {
        var isFound: Int32 = 0
        let result = BigRational { result in
            isFound = fmpq_reconstruct_fmpz(result, &residue.pointer.pointee.num, &modulus.pointer.pointee.num)
        }
        return isFound != 0 ? result : nil
    }
}
