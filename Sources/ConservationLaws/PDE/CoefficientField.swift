import ExactAlgebra

/// Numbers that differential polynomials can have as coefficients.
protocol CoefficientField: Sendable {
    /// A number.
    associatedtype Element: Sendable, Equatable
    /// 0.
    var zero: Element { get }
    /// 1.
    var one: Element { get }
    /// The sum.
    func add(_ left: Element, _ right: Element) -> Element
    /// The product.
    func multiply(_ left: Element, _ right: Element) -> Element
    /// The additive inverse.
    func negate(_ element: Element) -> Element
    /// The multiplicative inverse of a number that is not 0.
    func inverse(_ element: Element) -> Element
    /// An integer.
    func element(_ value: Int) -> Element
}

extension CoefficientField {
    /// The quotient of two integers; the divisor must not vanish in the field.
    func quotient(_ top: Int, _ bottom: Int) -> Element {
        bottom == 1 ? element(top) : multiply(element(top), inverse(element(bottom)))
    }
}

extension PrimeField: CoefficientField {
    var zero: Element { 0 }
}

/// The rational numbers.
struct RationalNumbers: CoefficientField {
    var zero: BigRational { .zero }
    var one: BigRational { .one }
    func add(_ left: BigRational, _ right: BigRational) -> BigRational { left + right }
    func multiply(_ left: BigRational, _ right: BigRational) -> BigRational { left * right }
    func negate(_ element: BigRational) -> BigRational { -element }
    func inverse(_ element: BigRational) -> BigRational { .one / element }
    func element(_ value: Int) -> BigRational { BigRational(value) }
}
