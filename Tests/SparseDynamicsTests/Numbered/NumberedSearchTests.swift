import Diagnostics
import Expressions
import Glibc
import NumericKernel
import Testing

@testable import SparseDynamics

/// Noisy equations with numbers inside their functions, and what is said of wrong ones.
@Suite struct NumberedSearchTests {
    static let uptake = SampleSystem(
        name: "uptake", variables: ["x"], start: [3], step: 0.02, count: 300, terms: []
    ) { s in [0.5 - 1.2 * s[0] / (s[0] + 0.4)] }
    static let uptakeStarts = [[3.0], [0.02], [1]]

    static let chemostat = SampleSystem(
        name: "chemostat", variables: ["s", "b"], start: [4, 0.1], step: 0.05, count: 300, terms: []
    ) { s in
        let growth = 0.8 * s[0] / (0.5 + s[0]) * s[1]
        return [0.3 * (4 - s[0]) - 2 * growth, growth - 0.3 * s[1]]
    }
    static let chemostatStarts = [[4, 0.1], [0.3, 1.5], [2, 0.5]]

    static let repression = SampleSystem(
        name: "repression", variables: ["m", "p"], start: [0.1, 0.1], step: 0.03, count: 400, terms: []
    ) { s in [2 / (1 + s[1] * s[1]) - 0.8 * s[0], 1.1 * s[0] - 0.6 * s[1]] }

    static let swing = SampleSystem(
        name: "swing", variables: ["a", "w"], start: [2.6, 0], step: 0.05, count: 800, terms: []
    ) { s in [s[1], -1.7 * sin(s[0]) - 0.1 * s[1]] }

    /// Runs with noise of one size in all of them, relative to the root mean square over all.
    private func series(_ system: SampleSystem, _ noise: Double, _ starts: [[Double]], seed: UInt64 = 1) throws
        -> TimeSeries
    {
        let random = RandomStream(seed: seed)
        var series = try system.series(starts: starts)
        for variable in system.variables.indices {
            let values = series.values(ofVariable: variable)
            let size = (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot() * noise
            for run in series.trajectories.indices {
                series.trajectories[run].states[variable] = series.trajectories[run].states[variable].map {
                    $0 + random.gaussian(standardDeviation: size)
                }
            }
        }
        return series
    }

    private func result(
        _ system: SampleSystem, _ noise: Double, _ starts: [[Double]], seed: UInt64 = 1,
        family: DynamicsOptions.LibraryFamily = .automatic
    ) throws -> DynamicsResult {
        var options = DynamicsOptions()
        options.family = family
        return try governingEquations(
            of: series(system, noise, starts, seed: seed), options: options, control: RunControl())
    }

    /// The largest difference of the right-hand sides at some states, relative to the largest value of each.
    private func difference(_ result: DynamicsResult, _ system: SampleSystem, at states: [[Double]]) -> Double {
        system.variables.indices.reduce(0) { worst, index in
            let side = result.equations[index].expression
            let pairs = states.map { state in
                (
                    side.numericValue(Dictionary(uniqueKeysWithValues: zip(system.variables, state))),
                    system.slope(state)[index]
                )
            }
            let size = pairs.reduce(0) { max($0, abs($1.1)) }
            return max(worst, pairs.reduce(0) { max($0, abs($1.0 - $1.1)) } / size)
        }
    }

    @Test(arguments: [(0.001, 3e-3), (0.01, 2e-2)]) func aSaturatingRateIsFound(noise: Double, error: Double) throws {
        let result = try result(Self.uptake, noise, Self.uptakeStarts)
        #expect(result.status == .found)
        #expect(result.equations[0].terms.count == 2)
        #expect(difference(result, Self.uptake, at: [[0.05], [0.3], [1], [2.5]]) < error)
        let number = try #require(result.innerNumbers.first)
        #expect(abs(number.value - 0.4) < 5 * number.standardError)
        #expect(number.standardError > 0 && number.standardError < 30 * noise)
        #expect(result.isVerified)
    }

    @Test(arguments: [0.001, 0.01]) func twoEquationsShareADenominator(noise: Double) throws {
        let result = try result(Self.chemostat, noise, Self.chemostatStarts)
        #expect(result.status == .found)
        #expect(result.equations.map(\.terms.count) == [3, 2])
        #expect(result.innerNumbers.count == 1)
        #expect(difference(result, Self.chemostat, at: [[0.4, 1.5], [2, 0.6], [3.5, 0.3]]) < 0.03)
    }

    /// At 5 % short polynomials leave white noise as well, with more terms.
    @Test(arguments: [(0.01, 0.03), (0.05, 0.15)])
    func aSquareInADenominatorIsFound(noise: Double, error: Double) throws {
        let result = try result(Self.repression, noise, [[0.1, 0.1], [3, 0.2], [0.2, 3]])
        #expect(result.status == .found)
        #expect(result.equations.map(\.terms.count) == [2, 2])
        #expect(difference(result, Self.repression, at: [[0.5, 0.5], [1, 2], [2, 1]]) < error)
    }

    @Test func aModelOfFreeNumbersGainsNoMoreThanThereIs() throws {
        let series = ScaledSeries(try series(Self.chemostat, 0.01, Self.chemostatStarts))
        let ladder = LibraryLadder(variables: ["s", "b"], inputs: [], options: DynamicsOptions(), samples: 900)
        let library = NumberedLibrary(ladder: ladder)
        let shapes = [NumberedShape(family: .pole(power: 1, isRaised: true), column: 0, number: 0.4)]
        let scaled = try #require(try library.scaled(shapes, series: series))
        // Functions were measured on the samples; divided steps have more states, on which their size is another one.
        let mesh = MeshRefinement(library: scaled, nodes: 6, tolerance: 1e-9).refined(series)
        let own = try #require(try library.scaled(shapes, series: mesh))
        #expect(own.norms != scaled.norms)
        let problem = JointProblem(mesh, scaled, nodes: 6, tolerance: 0.02)
        let place = own.count - 2
        let terms = [(0, 0), (0, 1), (0, place), (1, 2), (1, place)].map { ActiveTerm(equation: $0.0, function: $0.1) }
        let solution = try #require(
            problem.solved(
                states: problem.smoothStates, terms: terms, coefficients: [0, 0, 0, 0, 0], iterations: 30,
                control: RunControl()))
        let refinement = NumberedRefinement(library: library, nodes: 6, tolerance: 0.02, control: RunControl())
        let gain = try refinement.expectedGain(problem, solution, shapes)
        #expect(gain > 0 && gain < solution.chiSquared)
        let refined = try refinement.refined(problem, solution, shapes)
        #expect(refined.solution.chiSquared < solution.chiSquared)
        #expect(abs(solution.chiSquared - refined.solution.chiSquared - gain) < 0.5 * gain)
    }

    @Test func aWaveWithoutANumberIsPrintedWithoutOne() throws {
        let result = try result(Self.swing, 0.05, [[2.6, 0], [1, 1]])
        #expect(result.status == .found)
        #expect(Set(result.equations[1].byTerm.keys) == ["w", "sin(a)"])
        #expect(result.innerNumbers.isEmpty)
    }

    @Test(arguments: 1...3) func polynomialsInPlaceOfAQuotientAreNotCalledFound(seed: Int) throws {
        var options = DynamicsOptions()
        options.family = .polynomial
        options.degree = 3
        let series = try series(Self.uptake, 0.001, Self.uptakeStarts, seed: UInt64(seed))
        let result = try governingEquations(of: series, options: options, control: RunControl())
        #expect(result.status == .none)
        #expect(result.doubts.contains { $0.contains("no white noise") })
    }

    @Test func polynomialsThatAreRightStayAsTheyAre() throws {
        let result = try result(.duffing, 0.05, [[0, 2], [2.5, 0]])
        #expect(result.status == .found)
        #expect(Set(result.equations[1].byTerm.keys) == ["x", "v", "x^3"])
        #expect(result.innerNumbers.isEmpty)
    }

    @Test func theScanTellsTheNumberRoughly() throws {
        let series = ScaledSeries(try series(Self.uptake, 0.01, Self.uptakeStarts))
        let library = try CandidateLibrary(name: "cubic", degree: 3, variables: ["x"], inputs: [])
        let scaled = try #require(ScaledLibrary(library, series: series))
        let form = WeakForm(series, scaled, radius: 20, nodes: 8)
        let choice = try #require(WeakSearch(series: series).noisy(form, equation: 0))
        let scan = NumberedScan(series: series, names: ["x"], form: form, threads: 1)
        let proposals = scan.proposals([choice], limit: 5)
        let best = try #require(proposals.first { $0.shape.kind == .pole })
        #expect(best.shape.number > 0.2 && best.shape.number < 0.8)
        #expect(best.gain > NumberedScan.gain)
        // A function with a pole among the data is no candidate.
        let inside = NumberedShape(family: .pole(power: 1, isRaised: false), column: 0, number: -1)
        #expect(scan.score([inside], equation: 0, choice: choice) == nil)
    }

    @Test func librariesKeepTheirPlaces() throws {
        let ladder = LibraryLadder(variables: ["x", "y"], inputs: [], options: DynamicsOptions(), samples: 500)
        let library = NumberedLibrary(ladder: ladder)
        let shapes = [
            NumberedShape(family: .pole(power: 1, isRaised: true), column: 0, number: 0.5),
            NumberedShape(family: .wave, column: 1, number: 2),
        ]
        let compiled = try ladder.library(library.rung(shapes, withTangents: true))
        #expect(library.shape(of: 5, shapes) == nil)
        for function in 6..<11 {
            let owner = try #require(library.shape(of: function, shapes))
            let name = owner == 0 ? "x" : "y"
            let own = compiled.terms[function].function
            let tangent = compiled.terms[library.tangent(of: function, shapes)].function
            #expect(own.contains(variable: name) && tangent.contains(variable: name))
        }
        #expect(compiled.count == 16)
    }
}
