import Diagnostics
import Testing

@testable import SparseDynamics

/// Equally long sums of terms that explain noisy data equally well.
@Suite struct SimplerRivalTests {
    /// An oscillator with its right terms, and with a square in the place of one of them, given any lead.
    private func outcome() throws -> (NoisySearch.Outcome, first: [ActiveTerm], second: [ActiveTerm]) {
        let system = SampleSystem(
            name: "oscillator", variables: ["x", "y"], start: [1, 0], step: 0.05, count: 200, terms: []
        ) { s in [-s[1], s[0]] }
        let series = ScaledSeries(try system.series(noise: 0.05))
        let library = try CandidateLibrary(name: "", degree: 2, variables: ["x", "y"], inputs: [])
        let scaled = try #require(ScaledLibrary(library, series: series))
        let problem = JointProblem(series, scaled, nodes: 6, tolerance: 0.02)
        func place(_ exponents: [Int]) -> Int { library.terms.firstIndex { $0.exponents == exponents } ?? 0 }
        let right = [
            ActiveTerm(equation: 0, function: place([0, 1])), ActiveTerm(equation: 1, function: place([1, 0])),
        ]
        let other = [
            ActiveTerm(equation: 0, function: place([0, 1])), ActiveTerm(equation: 1, function: place([2, 0])),
        ]
        let search = JointSearch(problem: problem, control: RunControl())
        func candidate(_ terms: [ActiveTerm], score: Double) throws -> JointSearch.Candidate {
            let solution = try #require(
                problem.solved(
                    states: problem.smoothStates, terms: terms, coefficients: [-1, 1], iterations: 12,
                    control: RunControl()))
            return JointSearch.Candidate(solution: solution, score: score)
        }
        let score = search.score(try candidate(right, score: 0).solution)
        let outcome = NoisySearch.Outcome(
            candidates: [try candidate(other, score: score - 0.5), try candidate(right, score: score)],
            search: search, pool: [], searched: [], evaluations: 0)
        return (outcome, other, right)
    }

    @Test func theLowerDegreeHasTheBetterOdds() throws {
        let (outcome, other, right) = try outcome()
        let weighed = SimplerRival(control: RunControl()).weighed(outcome)
        #expect(weighed.candidates.map(\.solution.terms) == [right, other])
        // Six monomials to degree 2, three to degree 1: the odds are twice the logarithm of 2 less what the data say.
        let lead = weighed.candidates[1].score - weighed.candidates[0].score
        #expect(abs(lead - (2 * 0.6931471805599453 - 0.5)) < 0.05)
    }

    @Test func theDataOverruleIt() throws {
        var (outcome, other, right) = try outcome()
        outcome.candidates[0].score -= 2
        let weighed = SimplerRival(control: RunControl()).weighed(outcome)
        #expect(weighed.candidates.map(\.solution.terms) == [other, right])
    }
}
