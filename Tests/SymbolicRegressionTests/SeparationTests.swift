import Expressions
import Testing

@testable import SymbolicRegression

/// Curves that share a function, and curves that do not.
@Suite struct SeparationTests {
    private let x = (1...20).map { Double($0) / 7 }

    private func curves(_ value: (Double, Double) -> Double) -> [[Double]] {
        [0.3, 0.9, 1.7, 2.2].map { other in x.map { value($0, other) } }
    }

    @Test func multiplesHaveOneFunction() throws {
        let product = try #require(Separation.product(curves { (1 - $0 * $0) * (2 - $1) }))
        #expect(product.misfit < 1e-12)
        let match = try #require(product.match(x.map { 1 - $0 * $0 }))
        #expect(match.misfit < 1e-12)
        #expect(try #require(product.match(x)).misfit > 0.1)
    }

    @Test func curvesThatDifferByConstantsHaveOneFunction() throws {
        let traced = curves { $0 * $0 / 3 + 5 * $1 }
        let sum = try #require(Separation.sum(traced))
        #expect(sum.misfit < 1e-12)
        let match = try #require(sum.match(x.map { $0 * $0 }))
        #expect(abs(match.scale - 1.0 / 3) < 1e-12)
        #expect(try #require(Separation.product(traced)).misfit > 0.1)
    }

    @Test func otherCurvesHaveNone() throws {
        let traced = curves { Elementary.sin($0 * $1) }
        #expect(try #require(Separation.product(traced)).misfit > 0.1)
        #expect(try #require(Separation.sum(traced)).misfit > 0.1)
    }

    @Test func constantCurvesAreNoEvidence() {
        #expect(Separation.product(curves { _, other in other }) == nil)
        #expect(Separation.sum(curves { _, other in other }) == nil)
    }
}
