import CFLINT

/// A polynomial in one variable over a prime field.
///
/// Arithmetic is FLINT's `nmod_poly`, whose products are fast for high degrees.
public struct ModularUnivariate {
    private final class Storage {
        let polynomial = UnsafeMutablePointer<nmod_poly_struct>.allocate(capacity: 1)
        init(_ modulus: UInt64) { nmod_poly_init(polynomial, UInt(modulus)) }
        deinit {
            nmod_poly_clear(polynomial)
            polynomial.deallocate()
        }
    }

    /// Where the coefficients live.
    public let field: PrimeField
    private let storage: Storage

    private init(field: PrimeField) {
        self.field = field
        storage = Storage(field.modulus)
    }

    /// The polynomial with given coefficients, constant first.
    public init(field: PrimeField, coefficients: [PrimeField.Element]) {
        self.init(field: field)
        for (index, value) in coefficients.enumerated() where value != 0 {
            nmod_poly_set_coeff_ui(storage.polynomial, index, UInt(field.residue(value)))
        }
    }

    /// The degree, -1 for the polynomial 0.
    public var degree: Int { storage.polynomial.pointee.length - 1 }

    /// The coefficients, constant first, the last one not 0.
    public var coefficients: [PrimeField.Element] {
        (0..<storage.polynomial.pointee.length).map {
            field.element(UInt64(nmod_poly_get_coeff_ui(storage.polynomial, $0)))
        }
    }

    /// The monic greatest common divisor; 0 only for two zeros.
    public func greatestCommonDivisor(with other: ModularUnivariate) -> ModularUnivariate {
        let result = ModularUnivariate(field: field)
        nmod_poly_gcd(result.storage.polynomial, storage.polynomial, other.storage.polynomial)
        return result
    }

    /// What is left when every factor that another polynomial has as well is taken out, as often as it occurs.
    ///
    /// - Parameter other: not 0.
    public func removing(factorsOf other: ModularUnivariate) -> ModularUnivariate {
        var rest = self
        while rest.degree > 0 {
            let common = rest.greatestCommonDivisor(with: other)
            guard common.degree > 0 else { break }
            let quotient = ModularUnivariate(field: field)
            nmod_poly_div(quotient.storage.polynomial, rest.storage.polynomial, common.storage.polynomial)
            rest = quotient
        }
        return rest
    }

    /// The product of the different monic irreducible factors whose degree divides a number: gcd(x^(p^n) - x, self).
    ///
    /// x^p modulo the polynomial comes from repeated squaring, further powers from composition (Brent and Kung 1978).
    /// - Parameter number: 1 or more.
    public func factors(ofDegreeDividing number: Int) -> ModularUnivariate {
        let result = ModularUnivariate(field: field)
        guard degree > 0 else {
            nmod_poly_one(result.storage.polynomial)
            return result
        }
        let (monic, inverse, power, raised) = (
            Storage(field.modulus), Storage(field.modulus), Storage(field.modulus), Storage(field.modulus)
        )
        nmod_poly_make_monic(monic.polynomial, storage.polynomial)
        guard degree > 1 else {
            nmod_poly_set(result.storage.polynomial, monic.polynomial)
            return result
        }
        let length = monic.polynomial.pointee.length
        nmod_poly_reverse(inverse.polynomial, monic.polynomial, length)
        nmod_poly_inv_series(inverse.polynomial, inverse.polynomial, length)
        nmod_poly_powmod_x_ui_preinv(
            power.polynomial, UInt(field.modulus), monic.polynomial, inverse.polynomial)
        nmod_poly_set(raised.polynomial, power.polynomial)
        for _ in 1..<max(number, 2) where number > 1 {
            nmod_poly_compose_mod_brent_kung_preinv(
                raised.polynomial, raised.polynomial, power.polynomial, monic.polynomial, inverse.polynomial)
        }
        // raised - x
        let linear = nmod_poly_get_coeff_ui(raised.polynomial, 1)
        nmod_poly_set_coeff_ui(raised.polynomial, 1, linear == 0 ? UInt(field.modulus) - 1 : linear - 1)
        nmod_poly_gcd(result.storage.polynomial, monic.polynomial, raised.polynomial)
        return result
    }

    /// All different roots in the field, smallest residue first.
    public var roots: [PrimeField.Element] {
        let linear = factors(ofDegreeDividing: 1)
        guard linear.degree > 0 else { return [] }
        var factors = nmod_poly_factor_struct()
        nmod_poly_factor_init(&factors)
        defer { nmod_poly_factor_clear(&factors) }
        nmod_poly_factor_equal_deg(&factors, linear.storage.polynomial, 1)
        let constants = (0..<factors.num).map { nmod_poly_get_coeff_ui(&factors.p[$0], 0) }
        return constants.map { $0 == 0 ? 0 : field.modulus - UInt64($0) }.sorted().map { field.element($0) }
    }
}
