import Diagnostics
import Glibc
import NumericKernel

/// Equations by a classical optimiser on the weak form, in one library: no noise model, no test.
struct OptimizerSearch {
    /// Radius of the test functions in characteristic periods.
    static let radius = 0.15

    let series: ScaledSeries
    let ladder: LibraryLadder
    let optimizer: any SparseOptimizer

    /// The equations in the smallest library of the ladder, or in the one of the given degree.
    func run() throws -> CleanSearch.Outcome? {
        // Without a word on the degree the usual one of these methods is taken.
        let rungs = ladder.rungs
        guard let rung = rungs.first(where: { $0.degree == (ladder.options.degree ?? 3) }) ?? rungs.first,
            let library = ScaledLibrary(try ladder.library(rung), series: series)
        else { return nil }
        let steps = series.stretches.map(\.times.count).max() ?? 0
        let radius =
            series.kind == .map ? 0 : min(max(Int((Self.radius * series.samplesPerPeriod).rounded()), 1), steps / 6)
        let form = WeakForm(series, library, radius: radius, nodes: 8)
        var equations: [FoundEquation] = []
        for equation in 0..<series.dimension {
            guard let matrix = form.plainRows(of: equation) else { return nil }
            let problem = RegressionRows(matrix)
            let scaled =
                library.closed.contains(equation) ? problem.products.map { _ in 0 } : optimizer.coefficients(problem)
            let values = problem.unscaled(scaled)
            let support = values.indices.filter { values[$0] != 0 }
            equations.append(
                FoundEquation(
                    support: support, coefficients: support.map { values[$0] },
                    standardErrors: support.map { _ in nil }, library: library,
                    relativeError: library.closed.contains(equation) ? 0 : problem.residual(scaled).squareRoot()))
        }
        return CleanSearch.Outcome(equations: equations, searched: [rung.name], evaluations: series.dimension)
    }

    /// χ² per degree of freedom of the joint fit by the terms that an optimiser chose; nil when it does not converge.
    static func chiSquared(
        _ outcome: CleanSearch.Outcome, _ series: ScaledSeries, _ control: RunControl
    ) -> Double? {
        guard let library = outcome.equations.first?.library else { return nil }
        let problem = JointProblem(series, library, nodes: 8, tolerance: NoisySearch.tolerance)
        var terms: [ActiveTerm] = []
        var coefficients: [Double] = []
        for (equation, found) in outcome.equations.enumerated() {
            terms += found.support.map { ActiveTerm(equation: equation, function: $0) }
            coefficients += found.coefficients
        }
        let solution = problem.solved(
            states: problem.smoothStates, terms: terms, coefficients: coefficients, iterations: 20, control: control)
        return solution.map(\.reducedChiSquared)
    }
}
