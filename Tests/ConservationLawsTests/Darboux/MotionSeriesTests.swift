import ExactAlgebra
import Testing

@testable import ConservationLaws

@Suite struct MotionSeriesTests {
    private let field = PrimeField(index: 0)

    /// x' = y, y' = -x from (0, 1): sine and cosine, and the square of the sine.
    @Test func coefficientsOfKnownFunctions() {
        let sides = [
            ModularPolynomial(terms: [.init(exponents: [0, 1], coefficient: field.one)]),
            ModularPolynomial(terms: [.init(exponents: [1, 0], coefficient: field.negate(field.one))]),
        ]
        let series = MotionSeries(
            sides: sides, monomials: [[1, 0], [0, 1], [2, 0], [2, 1]], variableCount: 2, largestOrder: 6, field: field)
        let rows = series.rows(at: [0, field.one], order: 6)
        func fraction(_ top: Int, _ bottom: Int) -> PrimeField.Element {
            field.multiply(field.element(top), field.inverse(field.element(bottom)))
        }
        let sine = [1, 0, -1, 0, 1, 0], factorial = [1, 2, 6, 24, 120, 720], cosine = [0, -1, 0, 1, 0, -1]
        for k in 0..<6 {
            #expect(rows[4 * k] == fraction(sine[k], factorial[k]))
            #expect(rows[4 * k + 1] == fraction(cosine[k], factorial[k]))
        }
        // sin^2 t = t^2 - t^4/3 + 2 t^6/45, and its product with cos t: t^2 - 5 t^4/6 + ...
        #expect((0..<6).map { rows[4 * $0 + 2] } == [0, field.one, 0, fraction(-1, 3), 0, fraction(2, 45)])
        #expect((0..<4).map { rows[4 * $0 + 3] } == [0, field.one, 0, fraction(-5, 6)])
    }

    @Test func constantRates() {
        let sides = [ModularPolynomial(terms: [.init(exponents: [0], coefficient: field.element(3))])]
        let series = MotionSeries(sides: sides, monomials: [[1], [2]], variableCount: 1, largestOrder: 3, field: field)
        // (2 + 3 t)^2 = 4 + 12 t + 9 t^2
        let rows = series.rows(at: [field.element(2)], order: 3)
        #expect(rows == [3, 12, 0, 9, 0, 0].map { field.element($0 as Int) })
    }

    @Test(arguments: 0..<12) func interpolationEndsWhenTheDegreeIsKnown(degree: Int) {
        var generator = SplitMixGenerator(seed: UInt64(degree))
        let coefficients = (0...degree).map { _ in field.random(using: &generator) }
        var interpolation = NewtonInterpolation(field: field)
        var count = 0
        while !interpolation.isSettled {
            count += 1
            let node = field.element(count)
            interpolation.add(coefficients.reversed().reduce(0) { field.add(field.multiply($0, node), $1) })
        }
        #expect(count == degree + 1 + NewtonInterpolation.confirmations)
        #expect(interpolation.coefficients == coefficients)
    }

    @Test func zeroHasNoCoefficients() {
        var interpolation = NewtonInterpolation(field: field)
        #expect(interpolation.coefficients.isEmpty && !interpolation.isSettled)
        for _ in 0..<5 { interpolation.add(0) }
        #expect(interpolation.isSettled && interpolation.coefficients.isEmpty)
    }
}
