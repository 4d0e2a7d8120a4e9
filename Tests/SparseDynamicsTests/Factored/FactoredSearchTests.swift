import Diagnostics
import NumericKernel
import Testing

@testable import SparseDynamics

/// Equations that share a factor.
@Suite struct FactoredSearchTests {
    /// Lorenz' equations, slowed down far from the origin by the factor 1 - (x² + y² + z²)/5000.
    static let confined = SampleSystem(
        name: "confined", variables: ["x", "y", "z"], start: [-8, 8, 27], step: 0.012, count: 1800, terms: []
    ) { s in
        let factor = 1 - (s[0] * s[0] + s[1] * s[1] + s[2] * s[2]) / 5000
        return [
            10 * (s[1] - s[0]) * factor, (s[0] * (28 - s[2]) - s[1]) * factor, (s[0] * s[1] - 8 / 3 * s[2]) * factor,
        ]
    }

    @Test func termsThatTheDataTellBadlyOneByOneFollowFromAFactor() throws {
        let series = try Self.confined.series(noise: 0.002)
        let result = try governingEquations(of: series, options: DynamicsOptions(), control: RunControl())
        #expect(result.status == .found)
        #expect(result.equations.map(\.terms.count) == [8, 12, 8])
        #expect(result.searched.contains(FactoredSearch.name))
        let cubic = try #require(result.equations[0].byTerm["x^3"])
        #expect(abs(cubic - 0.002) < 0.05 * 0.002)
        // As products of few numbers all coefficients are known well.
        for equation in result.equations {
            for term in equation.terms {
                #expect(try #require(term.standardError) < 0.05 * abs(term.coefficient))
            }
        }
    }

    @Test func equationsOfFewTermsAreLeftAlone() throws {
        let series = try SampleSystem.lorenz.series(noise: 0.01)
        let result = try governingEquations(of: series, options: DynamicsOptions(), control: RunControl())
        #expect(!result.searched.contains(FactoredSearch.name))
        #expect(result.status == .found)
    }

    // MARK: Parts

    /// The monomials of x and y to degree 3.
    static let library = FactorLibrary(
        exponents: CandidateLibrary.exponents(degree: 3, count: 2), norms: (0..<10).map { 1 + 0.1 * Double($0) })

    private static func place(_ exponents: [Int]) -> Int { library.exponents.firstIndex(of: exponents) ?? -1 }

    /// x' = 2 y (1 - 0.3 x²), y' = (-x + 0.5 y) (1 - 0.3 x²), with a monomial too many, in scaled coefficients.
    static let factor = SharedFactor(
        skeleton: [
            ActiveTerm(equation: 0, function: place([0, 1])), ActiveTerm(equation: 1, function: place([1, 0])),
            ActiveTerm(equation: 1, function: place([0, 1])),
        ], monomials: [[2, 0], [0, 2]], equations: [0, 1], numbers: [2, -1, 0.5, -0.3, 0])

    @Test func productsAreMultipliedOutWithTheSizesOfTheFunctions() throws {
        let products = try #require(Self.factor.products(Self.library))
        #expect(products.count == 9)
        let terms = products.sorted()
        let expansion = Self.factor.expanded(terms, Self.library)
        let own = try #require(terms.firstIndex(of: ActiveTerm(equation: 0, function: Self.place([2, 1]))))
        let ratio = Self.library.norms[Self.place([2, 1])] / Self.library.norms[Self.place([0, 1])]
        #expect(abs(expansion.coefficients[own] + 0.6 * ratio) < 1e-12)
        // Slopes agree with differences.
        for index in Self.factor.numbers.indices {
            var other = Self.factor
            other.numbers[index] += 1e-6
            let moved = other.expanded(terms, Self.library).coefficients
            for place in terms.indices {
                let slope = (moved[place] - expansion.coefficients[place]) / 1e-6
                #expect(abs(slope - expansion.slopes[place, index]) < 1e-5)
            }
        }
    }

    @Test func productsThatTheLibraryLacksAreRefused() {
        var factor = Self.factor
        factor.monomials = [[3, 0], [0, 2]]
        #expect(factor.products(Self.library) == nil)
    }

    @Test func numbersThatDoNotPayAreDropped() throws {
        let terms = try #require(Self.factor.products(Self.library)).sorted()
        let truth = Self.factor.expanded(terms, Self.library).coefficients
        // χ² is a paraboloid around coefficients near the truth.
        let centre = truth.enumerated().map { $1 + 0.001 * ($0 % 2 == 0 ? 1 : -1) }
        var matrix = Matrix(rows: terms.count, columns: terms.count)
        for index in terms.indices { matrix[index, index] = 1e4 }
        let fit = FactorFit(
            terms: terms,
            quadratic: ReducedQuadratic(matrix: matrix, gradient: terms.map { _ in 0 }, stretches: []),
            centre: centre, library: Self.library)
        var start = Self.factor
        start.numbers = [1.9, -1.1, 0.4, 0, 0]
        let found = try #require(fit.slimmed(start, price: 9))
        #expect(found.factor.monomials == [[2, 0]])
        #expect(found.factor.skeleton == Self.factor.skeleton)
        for (number, wanted) in zip(found.factor.numbers, [2, -1, 0.5, -0.3]) { #expect(abs(number - wanted) < 0.01) }
        #expect(found.change < 1)
    }
}
