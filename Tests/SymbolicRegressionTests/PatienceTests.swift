import Testing

@testable import SymbolicRegression

/// When a walk over noisy rows is given up.
@Suite("Patience")
struct PatienceTests {
    @Test("three problems without a shorter description end a walk over few rows")
    func endsFruitlessWalks() {
        var patience = Patience(trainingRows: 150)
        for bits in [900.0, 899, 898.5] { patience.note(bits: bits) }
        #expect(!patience.isExhausted)
        patience.note(bits: 898)
        #expect(patience.isExhausted)
    }

    @Test("a shorter description starts the count again")
    func gainsCount() {
        var patience = Patience(trainingRows: 150)
        for bits in [900.0, 900, 900, 880, 880, 880] { patience.note(bits: bits) }
        #expect(!patience.isExhausted)
        patience.note(bits: 880)
        #expect(patience.isExhausted)
    }

    @Test("many rows decide by their structure tests")
    func manyRowsGoOn() {
        var patience = Patience(trainingRows: 8000)
        for _ in 0..<20 { patience.note(bits: 900) }
        #expect(!patience.isExhausted)
    }

    @Test("noise is most of a target that no smooth function of many inputs explains", arguments: [0.1, 3.0])
    func readsNoise(deviation: Double) throws {
        let ranges = (0..<5).map { ("x\($0)", 1.0, 3.0) }
        let problem = try Laws.table("x0*x1 + x2", ranges, rows: 1200, noise: deviation)
        let fit = try #require(
            try SmoothingFit(problem: ReducedProblem(problem), rows: 1200, budget: 60).best())
        #expect(Patience.isMostlyNoise(dimension: 5, surrogate: fit) == (deviation > 1))
        #expect(!Patience.isMostlyNoise(dimension: 3, surrogate: fit))
    }
}
