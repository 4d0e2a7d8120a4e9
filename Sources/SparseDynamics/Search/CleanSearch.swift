import Diagnostics
import Glibc
import NumericKernel

/// Equations from data without measurable noise: linear least squares on a quadrature of high order.
struct CleanSearch {
    /// Relative residuals below this are explained: steps of a map are exact, those of a flow go through a quadrature.
    static func explained(_ kind: TimeSeries.Kind) -> Double { kind == .map ? 1e-9 : 1e-6 }
    /// Nodes of the quadrature.
    static let nodes = 12

    let series: ScaledSeries
    let ladder: LibraryLadder
    let threads: Int
    let control: RunControl

    /// What was found for an equation so far.
    private struct State: Sendable {
        var choice: EquationChoice
        var library: ScaledLibrary
        var floor: Double
    }

    /// The outcome.
    struct Outcome {
        var equations: [FoundEquation]
        var searched: [String]
        var evaluations: Int
    }

    /// Climbs the ladder until every equation is explained, and one rung more.
    func run() throws -> Outcome? {
        var states = [State?](repeating: nil, count: series.dimension)
        var isDone = [Bool](repeating: false, count: series.dimension)
        var searched: [String] = []
        var evaluations = 0
        for rung in ladder.rungs where !control.isStopping && isDone.contains(false) {
            guard let library = ScaledLibrary(try ladder.library(rung), series: series) else { continue }
            searched.append(rung.name)
            let form = form(library)
            let search = WeakSearch(series: series)
            let open = isDone.indices.filter { !isDone[$0] }
            let known = states
            let results = ParallelMap.map(open, threads: threads) { equation -> (State, Bool)? in
                let before = known[equation]
                guard let (choice, own) = search.clean(form, equation: equation, floor: before?.floor) else {
                    return nil
                }
                guard let before else {
                    return (State(choice: choice, library: library, floor: own), false)
                }
                let wasExplained = before.choice.relativeError < Self.explained(series.kind)
                // The earlier choice is judged by the lower of both floors.
                let common = min(own, before.floor)
                var rival = before
                if own < before.floor,
                    let again = search.clean(self.form(before.library), equation: equation, floor: common)
                {
                    rival.choice = again.choice
                }
                rival.floor = common
                let isBetter = choice.score < rival.choice.score - 1e-9 * abs(rival.choice.score)
                if isBetter, !wasExplained || rung.extendsPrevious {
                    return (State(choice: choice, library: library, floor: own), false)
                }
                return (rival, wasExplained)
            }
            for (equation, result) in zip(open, results) {
                guard let (state, done) = result else { continue }
                states[equation] = state
                isDone[equation] = done
                evaluations += 1
            }
        }
        let equations = states.enumerated().compactMap { equation, state -> FoundEquation? in
            guard let state else { return nil }
            return finished(state, equation)
        }
        guard equations.count == series.dimension else { return nil }
        control.charge(evaluations)
        return Outcome(equations: equations, searched: searched, evaluations: evaluations)
    }

    private func form(_ library: ScaledLibrary) -> WeakForm {
        WeakForm(series, library, radius: 0, nodes: Self.nodes)
    }

    /// The final least-squares fit with standard errors.
    private func finished(_ state: State, _ equation: Int) -> FoundEquation? {
        Self.fitted(form(state.library), support: state.choice.support, equation: equation)
    }

    /// The least-squares fit of an equation by some functions, with standard errors.
    static func fitted(_ form: WeakForm, support: [Int], equation: Int) -> FoundEquation? {
        let zeros = [Double](repeating: 0, count: form.library.count)
        if form.library.closed.contains(equation) {
            return FoundEquation(
                support: [], coefficients: [], standardErrors: [], library: form.library, relativeError: 0)
        }
        guard let rows = form.rows(of: equation, coefficients: zeros), let search = try? SubsetSearch(rows) else {
            return nil
        }
        let fit = search.fit(support, withGains: false)
        let values = search.coefficients(of: fit)
        let variance = fit.residual / Double(max(rows.rows - fit.support.count, 1))
        let errors = zip(fit.support, zip(fit.coefficients, fit.losses)).map { column, pair -> Double? in
            let (value, loss) = pair
            guard loss > 0 else { return nil }
            return (variance * value * value / loss).squareRoot() / search.norms[column]
        }
        return FoundEquation(
            support: fit.support, coefficients: fit.support.map { values[$0] }, standardErrors: errors,
            library: form.library, relativeError: (fit.residual / max(search.total, 1e-300)).squareRoot())
    }
}
