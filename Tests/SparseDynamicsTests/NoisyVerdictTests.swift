import Glibc
import NumericKernel
import Testing

@testable import SparseDynamics

/// What speaks against equations of noisy data.
@Suite struct NoisyVerdictTests {
    private func noise(_ seed: Int, _ counts: [Int]) -> [[[Double]]] {
        let random = RandomStream(seed: UInt64(seed))
        return counts.map { count in [(0..<count).map { _ in random.gaussian(standardDeviation: 1) }] }
    }

    @Test(arguments: 1...20) func whiteNoisePasses(seed: Int) {
        let test = ResidualTest(noise(seed, [500, 300]))
        #expect(test.isPassed && test.excess[0] < 4)
    }

    @Test(arguments: 1...10) func aSlowMisfitDoesNot(seed: Int) {
        // A tenth of the variance, which chi squared alone would hardly notice.
        let parts = noise(seed, [1500, 1500]).map {
            $0.map { column in
                column.enumerated().map { $1 + 0.45 * sin(0.05 * Double($0)) }
            }
        }
        let test = ResidualTest(parts)
        #expect(!test.isPassed)
    }

    @Test func noiseOfDifferentSizePasses() {
        // The sizes of the noise of two runs need not agree.
        let parts = noise(3, [600, 600]).enumerated().map { index, part in
            part.map { $0.map { $0 * (index == 0 ? 1 : 3) } }
        }
        #expect(ResidualTest(parts).isPassed)
    }

    @Test func tooFewOrNoResidualsSayNothing() {
        #expect(ResidualTest([[[], [1, 2, 1]]]).isPassed)
        #expect(ResidualTest([]).excess.isEmpty)
    }

    private func equation(terms: Int, error: Double) throws -> FoundEquation {
        let series = ScaledSeries(try SampleSystem.lorenz.series(noise: 0.01))
        let library = try CandidateLibrary(name: "", degree: 2, variables: ["x", "y", "z"], inputs: [])
        return FoundEquation(
            support: Array(0..<terms), coefficients: [Double](repeating: 2, count: terms),
            standardErrors: [2 * error] + [Double](repeating: 0.01, count: terms - 1),
            library: try #require(ScaledLibrary(library, series: series)), relativeError: 0)
    }

    @Test func shortEquationsThatAreKnownWellStand() throws {
        let verdict = NoisyVerdict(variables: ["x"])
        #expect(verdict.objections(to: [try equation(terms: 3, error: 0.3)], excess: [2], rivals: [1, 2, 3]).isEmpty)
        #expect(verdict.objections(to: [try equation(terms: 7, error: 0.1)], excess: [2], rivals: [3, 4, 50]).isEmpty)
    }

    @Test func evenShortEquationsNeedALead() throws {
        let verdict = NoisyVerdict(variables: ["x"])
        let short = try equation(terms: 3, error: 0.1)
        #expect(verdict.objections(to: [short], excess: [2], rivals: [1.2, 2]).isEmpty)
        #expect(verdict.objections(to: [short], excess: [2], rivals: [0.6, 2]).count == 1)
    }

    @Test func theReasonIsSaid() throws {
        let verdict = NoisyVerdict(variables: ["x"])
        let short = try equation(terms: 3, error: 0.01)
        #expect(verdict.objections(to: [short], excess: [30], rivals: [])[0].contains("of x is no white noise"))
        let unknown = try equation(terms: 2, error: 0.7)
        #expect(verdict.objections(to: [unknown], excess: [0], rivals: [])[0].contains("70 % only"))
        let long = try equation(terms: 7, error: 0.25)
        #expect(verdict.objections(to: [long], excess: [0], rivals: [])[0].contains("25 % only"))
        let open = try equation(terms: 7, error: 0.05)
        #expect(verdict.objections(to: [open], excess: [0], rivals: [1, 2, 3, 4])[0].contains("4 other sets"))
        #expect(verdict.objections(to: [open], excess: [0], rivals: [1, 30])[0].contains("1 other set of terms"))
        #expect(verdict.objections(to: [short], excess: [0], rivals: [1, 2, 3, 4]).isEmpty)
    }

    @Test func sumsThatImitateAnyFunctionAreNoLaws() throws {
        let (short, middle, long) = (
            try equation(terms: 3, error: 0.01), try equation(terms: 4, error: 0.01),
            try equation(terms: 6, error: 0.01)
        )
        var verdict = NoisyVerdict(variables: ["x"], isOnCurve: true)
        #expect(verdict.objections(to: [short], excess: [0], rivals: []).isEmpty)
        #expect(verdict.objections(to: [middle], excess: [0], rivals: [])[0].contains("closed curve"))
        verdict = NoisyVerdict(variables: ["x"], hasNumbers: true)
        #expect(verdict.objections(to: [middle], excess: [0], rivals: []).isEmpty)
        #expect(verdict.objections(to: [long], excess: [0], rivals: [])[0].contains("sum of 6 functions"))
    }
}
