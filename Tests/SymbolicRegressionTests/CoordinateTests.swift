import Expressions
import Testing

@testable import SymbolicRegression

/// Scales of inputs: which surrogates take as logarithms or angles, and bases of sines and cosines.
@Suite struct CoordinateTests {
    private let mixed = LegendreBasis(
        lower: [-1, 0], upper: [3, 6], isAngle: [false, true], budget: 60, maximumDegree: 5)

    @Test(arguments: [(1, 0, 3), (2, 1, 2), (3, 2, 4), (4, 2, 3), (2, 2, 5)])
    func basisHasTheCountedTerms(_ dimension: Int, _ angles: Int, _ degree: Int) {
        let count = LegendreBasis.count(dimension: dimension, angles: angles, degree: degree)
        let basis = LegendreBasis(
            lower: .init(repeating: 0, count: dimension), upper: .init(repeating: 4, count: dimension),
            isAngle: (0..<dimension).map { $0 < angles }, budget: count, maximumDegree: 20)
        #expect(basis.degree == degree)
        #expect(basis.terms.count == count)
        #expect(basis.degreeEnds.last == count)
        // Functions 2k - 1 and 2k of an angle have degree k.
        let degrees = basis.terms.map { term in
            term.reduce(0) { $0 + (basis.isAngle[$1.variable] ? ($1.function + 1) / 2 : $1.function) }
        }
        #expect(degrees == degrees.sorted())
        #expect(degrees.max() == degree)
    }

    @Test func gradientWithAnglesAgreesWithDifferences() {
        var stream = SplitMix64(seed: 11)
        let coefficients = mixed.terms.map { _ in Double.random(in: -1...1, using: &stream) }
        func value(_ x: Double, _ y: Double) -> Double {
            zip(mixed.design([[x], [y]]), coefficients).reduce(0) { $0 + $1.0 * $1.1 }
        }
        for _ in 0..<20 {
            let (x, y) = (Double.random(in: -1...3, using: &stream), Double.random(in: 0...6, using: &stream))
            let gradient = mixed.gradient([[x], [y]], coefficients: coefficients)
            let h = 1e-6
            #expect(abs(gradient[0][0] - (value(x + h, y) - value(x - h, y)) / (2 * h)) < 1e-6)
            #expect(abs(gradient[1][0] - (value(x, y + h) - value(x, y - h)) / (2 * h)) < 1e-6)
        }
    }

    @Test func functionsOfAnAngleAreSinesAndCosines() {
        let y = 0.7
        let values = mixed.design([[1.2], [y]])
        for (t, term) in mixed.terms.enumerated() where term.count == 1 && term[0].variable == 1 {
            let k = Double((term[0].function + 1) / 2)
            let expected = term[0].function % 2 == 1 ? Elementary.cos(k * y) : Elementary.sin(k * y)
            #expect(abs(values[t] - expected) < 1e-13)
        }
    }

    @Test func swingsInTwoInputsAreAngles() throws {
        let problem = ReducedProblem(
            try Laws.table(
                "m*(1 + sqrt(1 + k)*cos(a - b))/k", [("m", 1, 3), ("k", 1, 3), ("a", 0, 6), ("b", 0, 6)], rows: 2500))
        let scales = try CoordinateTest(problem: problem, trainingRows: 2500).scales()
        #expect(scales[2] == .angle)
        #expect(scales[3] == .angle)
        #expect(scales[0] != .angle && scales[1] != .angle)
    }

    @Test func onlyTheInputThatSpansRatiosIsTakenByItsLogarithm() throws {
        // All logarithms or none is what a race between surrogates offers; ln b has a pole at the lower end.
        let problem = ReducedProblem(
            try Laws.table("u^(-3) + 1/u - sin(b)^2/u^2", [("u", 0.2, 5), ("b", 0.001, 6)], rows: 2500))
        #expect(try CoordinateTest(problem: problem, trainingRows: 2500).scales() == [.logarithm, .angle])
    }

    @Test func scalesThatTheRaceFindsAreLeftToIt() throws {
        let problem = ReducedProblem(try Laws.table("x^2*y", [("x", 1, 2), ("y", 1, 2)], rows: 600))
        #expect(try CoordinateTest(problem: problem, trainingRows: 600).scales() == [nil, nil])
    }

    @Test func choicesOfTheRaceRespectGivenScales() {
        let columns: [[Double]] = [[1, 2], [-1, 1], [1, 2]]
        #expect(
            InputScale.choices([nil, nil, .angle], columns: columns)
                == [[.plain, .plain, .angle], [.logarithm, .plain, .angle]])
        #expect(InputScale.choices([.plain, nil, .logarithm], columns: columns) == [[.plain, .plain, .logarithm]])
    }

    @Test func differenceOfAnglesIsAnAngle() throws {
        var problem = ReducedProblem(
            try Laws.table("c + sin(a - b)", [("a", 0, 2), ("b", 0, 2), ("c", 1, 2)], rows: 1500))
        for j in 0...1 { problem.columns[j].scale = .angle }
        let surrogate = try #require(SurrogateFits.large(problem, 1500))
        #expect(surrogate.coordinates.inputs.prefix(2) == [.angle, .angle])
        let context = ReductionContext(problem: problem, surrogate: surrogate, count: 200)
        let found = PairCompositions().proposals(context)
        let pair = try #require(
            found.first { $0.problem.columns.contains { $0.expression.reportText == "a - b" } })
        #expect(pair.problem.columns.first { $0.expression.reportText == "a - b" }?.scale == .angle)
        #expect(pair.problem.columns.first { $0.expression.reportText == "c" }?.scale == nil)
    }

    @Test func meanOverAnAngleIsTakenOff() throws {
        var problem = ReducedProblem(
            try Laws.table("2*z^2 + sqrt(z^2 + 2*z)*cos(a)", [("z", 1, 3), ("a", 0, 6.4)], rows: 2000))
        problem.columns[1].scale = .angle
        let surrogate = try #require(SurrogateFits.large(problem, 2000))
        let context = ReductionContext(problem: problem, surrogate: surrogate, count: 200)
        let best = try #require(AngularMeans().proposals(context).first)
        #expect(best.problem.notes == ["summand 2*z^2"])
        let rest = best.problem
        for i in 0..<50 {
            let (z, a) = (rest.columns[0].values[i], rest.columns[1].values[i])
            #expect(abs(rest.target[i] - (z * z + 2 * z).squareRoot() * Elementary.cos(a)) < 1e-12)
        }
    }

    @Test func nothingIsTakenOffWithoutAMean() throws {
        var problem = ReducedProblem(try Laws.table("z^2*cos(a)", [("z", 1, 3), ("a", 0, 6.4)], rows: 2000))
        problem.columns[1].scale = .angle
        let surrogate = try #require(SurrogateFits.large(problem, 2000))
        let context = ReductionContext(problem: problem, surrogate: surrogate, count: 200)
        #expect(AngularMeans().proposals(context).isEmpty)
    }
}
