import Expressions
import NumericKernel
import Testing

@testable import SymbolicRegression

/// What tells noise from structure: predictable residuals, neighbours, and errors in proportion to the target.
@Suite("Evidence of noise")
struct NoiseEvidenceTests {
    private static let rows = 2000

    private func inputs(_ count: Int, seed: UInt64) -> [[Double]] {
        let stream = RandomStream(seed: seed)
        return (0..<count).map { _ in (0..<Self.rows).map { _ in 1 + 4 * stream.uniform() } }
    }

    private func noise(seed: UInt64) -> [Double] {
        let stream = RandomStream(seed: seed &+ 1000)
        return (0..<Self.rows).map { _ in stream.gaussian() }
    }

    @Test("noise cannot be predicted", arguments: 1...12 as ClosedRange<UInt64>)
    func noiseIsUnpredictable(seed: UInt64) throws {
        let columns = inputs(1 + Int(seed % 4), seed: seed)
        let prediction = try #require(ResidualPrediction(inputs: columns, rows: Self.rows))
        #expect(prediction.evidence(noise(seed: seed)) < 4)
    }

    @Test("a tenth of structure in the variance is seen", arguments: 1...6 as ClosedRange<UInt64>)
    func structureIsPredictable(seed: UInt64) throws {
        let columns = inputs(2, seed: seed)
        let prediction = try #require(ResidualPrediction(inputs: columns, rows: Self.rows))
        let residuals = zip(noise(seed: seed), zip(columns[0], columns[1])).map {
            $0 + 0.45 * Elementary.sin($1.0 * $1.1 / 2)
        }
        #expect(prediction.evidence(residuals) > 4)
    }

    @Test("a column of few values takes degrees away, not the test")
    func columnsOfFewValues() throws {
        let coarse = inputs(1, seed: 5)[0].map { $0.rounded() }
        let prediction = try #require(ResidualPrediction(inputs: [coarse], rows: Self.rows))
        #expect(prediction.evidence(noise(seed: 5)) < 4)
        #expect(prediction.evidence(zip(noise(seed: 5), coarse).map { $0 + 0.3 * $1 }) > 4)
    }

    @Test("neighbours share structure and do not share noise", arguments: [1, 2] as [Int])
    func neighbours(dimension: Int) {
        let columns = inputs(dimension, seed: 9)
        let wave = (0..<Self.rows).map { i in
            Elementary.sin(columns.reduce(0) { $0 + 4 * $1[i] })
        }
        #expect(NuggetTest(columns: columns, residuals: wave).share < 0.3)
        let share = NuggetTest(columns: columns, residuals: noise(seed: 9)).share
        #expect(abs(share - 1) < 0.15)
    }

    @Test("a few towering rows do not look like noise")
    func spikes() {
        let columns = inputs(2, seed: 10)
        let smooth = (0..<Self.rows).map { Elementary.sin(3 * columns[0][$0] + columns[1][$0]) }
        let spiky = smooth.indices.map { $0 % 100 == 0 ? 500.0 : smooth[$0] }
        #expect(NuggetTest(columns: columns, residuals: spiky).share < 0.5)
    }

    @Test("errors in proportion to the target are recognised, fixed ones are not", arguments: [0.02, 0.1, 0.2])
    func proportionalErrors(share: Double) throws {
        let plain = try Laws.table("a^3*exp(-b)", [("a", 0.2, 5), ("b", 0, 4)], rows: 400)
        let stream = RandomStream(seed: 4)
        var relative = plain
        relative.target = plain.target.map { $0 * Elementary.exp(stream.gaussian(standardDeviation: share)) }
        let weighted = try #require(RelativeNoise.weighted(relative))
        #expect(weighted.sigma == relative.target)
        var fixed = try Laws.table("2 + a^3*exp(-b)", [("a", 0.2, 5), ("b", 0, 4)], rows: 400)
        fixed.target = fixed.target.map { $0 + stream.gaussian(standardDeviation: share) }
        #expect(RelativeNoise.weighted(fixed) == nil)
    }

    @Test("stated errors, targets of both signs and exact rows stay as they are")
    func leavesTheRestAlone() throws {
        let exact = try Laws.table("a^2/b", [("a", 1, 9), ("b", 1, 9)], rows: 300)
        #expect(RelativeNoise.weighted(exact) == nil)
        var stated = exact
        stated.sigma = exact.target.map { 0.1 * $0 }
        #expect(RelativeNoise.weighted(stated) == nil)
        let signed = try Laws.table("a - b", [("a", 1, 9), ("b", 1, 9)], rows: 300, noise: 0.1)
        #expect(RelativeNoise.weighted(signed) == nil)
    }

    @Test("a law with errors in proportion over five decades is named")
    func namesALawOverDecades() throws {
        var problem = try Laws.table("u^3/(exp(v) - 1)", [("u", -2, 2), ("v", 0, 1)], rows: 200)
        let stream = RandomStream(seed: 8)
        problem.inputs = problem.inputs.map { column in column.map { Elementary.pow(10, $0) } }
        problem.target = (0..<problem.rowCount).map { i in
            let (u, v) = (problem.inputs[0][i], problem.inputs[1][i])
            return u * u * u / Elementary.expm1(0.4 * u / v) * Elementary.exp(stream.gaussian(standardDeviation: 0.05))
        }
        let result = try Laws.fit(problem)
        let best = try #require(result.best?.expression)
        let share = try #require(result.relativeNoise)
        #expect(abs(share - 0.05) < 0.015)
        for (u, v) in [(0.05, 2.0), (1, 1), (30, 8)] {
            let truth = u * u * u / Elementary.expm1(0.4 * u / v)
            #expect(abs(best.numericValue(["u": u, "v": v]) / truth - 1) < 0.06, "\(best)")
        }
    }
}
