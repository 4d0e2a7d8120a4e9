import Diagnostics
import Expressions
import Glibc
import NumericKernel

/// Finds the equations that govern a time series: dx/dt = f(x), or x[n+1] = f(x[n]), with f a short sum of candidate functions.
///
/// The noise is estimated from the data; nothing has to be tuned. Clean data are fitted on a quadrature of high order; noisy
/// ones by a weak form, then by a joint fit of trajectory and coefficients with terms kept or dropped by evidence.
///
/// - Parameters:
///   - series: the data.
///   - options: libraries and limits.
///   - control: budget, time limit, interruption.
/// - Throws: `DiscoverError.input` for functions that cannot be used and columns that say the same, `DiscoverError.numeric`
///   when nothing can be fitted.
public func governingEquations(
    of series: TimeSeries, options: DynamicsOptions, control: RunControl
) throws -> DynamicsResult {
    for (index, name) in series.variables.enumerated() {
        let size = series.trajectories.reduce(0) { $1.states[index].reduce($0) { max($0, abs($1)) } }
        guard size == 0 || (1e-60...1e60).contains(size) else {
            throw DiscoverError.input(
                "dynamics.size", "the variable '\(name)' has values of the size of \(size)",
                hint: "express it in a unit that brings it near 1")
        }
    }
    try CoincidentColumns.check(series)
    if series.kind == .map, !options.constraints.laws.isEmpty {
        throw DiscoverError.input(
            "constraint.law-of-map", "laws that must hold are supported for flows, not for maps",
            hint: "leave 'conserve ...' out of --constraint, and test the map that is found with 'discover conserve'")
    }
    if options.heldOut > 0, let parts = series.split(keepingBack: options.heldOut) {
        var own = options
        own.heldOut = 0
        var result = try governingEquations(of: parts.used, options: own, control: control)
        let check = SimulationCheck(series: parts.kept, equations: result.equations)
        // A hidden variable has no first value to begin with.
        if options.hidden == 0 {
            result.heldOut = parts.kept.trajectories.indices.map { check.score(stretch: $0, start: nil) }
        }
        return result
    }
    if options.hidden > 0, series.kind == .flow {
        return try HiddenVariableSearch(series: series, options: options, control: control).run()
    }
    var ruledOut: [(equation: Int, function: Expression)] = []
    while true {
        var discovery = EquationDiscovery(series: series, options: options, control: control)
        discovery.ruledOut = ruledOut
        let result = try discovery.run()
        let wrong = discovery.violations(result)
        if wrong.isEmpty || control.isStopping || ruledOut.count > 40 { return result }
        ruledOut += wrong
    }
}

/// One search for governing equations.
struct EquationDiscovery {
    let series: TimeSeries
    let options: DynamicsOptions
    let control: RunControl
    /// The fitted first states of the stretches, where a joint fit has told them.
    private var starts: [[Double]] = []

    /// Positions of the equations of clean data that were not explained at last.
    private var unexplained: [Int] = []

    /// Functions that a rule on signs has ruled out so far.
    var ruledOut: [(equation: Int, function: Expression)] = []

    /// For every unobserved variable the observed one that it is the derivative of.
    private let hidden: [Int: Int]

    init(series: TimeSeries, options: DynamicsOptions, control: RunControl, hidden: [Int: Int] = [:]) {
        self.hidden = hidden
        self.series = series
        self.options = options
        self.control = control
    }

    mutating func run() throws -> DynamicsResult {
        let scaled = ScaledSeries(series, hidden: hidden)
        var ladder = LibraryLadder(
            variables: series.variables, inputs: series.inputs, options: options, samples: series.sampleCount)
        if !options.constraints.isEmpty {
            ladder.series = series
            ladder.ruledOut = ruledOut
        }
        var result: DynamicsResult?
        if let optimizer = options.optimizer.flatMap({ OptimizerRegistry.named($0) }) {
            if let outcome = try OptimizerSearch(series: scaled, ladder: ladder, optimizer: optimizer).run() {
                result = classicalResult(outcome, scaled)
            }
        } else if scaled.isClean {
            if var outcome = try CleanSearch(
                series: scaled, ladder: ladder, threads: options.threads, control: control
            ).run() {
                if options.family == .automatic, options.constraints.isEmpty,
                    let shaped = try ShapeSearch(
                        series: scaled, names: series.variables + series.inputs, options: options, control: control
                    ).improved(outcome.equations)
                {
                    outcome.equations = shaped
                    outcome.searched.append(ShapeSearch.name)
                }
                result = cleanResult(outcome, scaled)
                if result?.status != .found, looksForFormulas {
                    outcome.searched.append(FormulaSearch.name)
                    result?.searched = outcome.searched
                    if let better = try withFormulas(outcome, scaled) {
                        let before = unexplained.count
                        outcome.equations = better
                        let formulas = cleanResult(outcome, scaled)
                        if unexplained.count < before { result = formulas }
                    }
                }
                if scaled.kind == .map, result?.status != DynamicsResult.Status.found,
                    let noisy = try NoisyMapSearch(
                        series: scaled, ladder: ladder, threads: options.threads, control: control
                    ).run(errors: outcome.equations.map(\.relativeError))
                {
                    result = noisyResult(noisy.outcome, noisy.series)
                    result?.chiSquared = nil
                    let excess = NoisyMapSearch.excess(noisy.outcome, noisy.series)
                    result?.doubts.append(NoisyMapSearch.caution(excess))
                    if !NoisyMapSearch.isCredible(noisy.series, excess: excess) {
                        result?.status = .none
                        result?.stopped = control.stopReason ?? .exhausted
                    }
                    starts = noisy.outcome.candidates[0].solution.states.map { states in
                        scaled.scales.indices.map { states[$0] * scaled.scales[$0] }
                    }
                }
            }
        } else if let outcome = try NoisySearch(
            series: scaled, ladder: ladder, threads: options.threads, control: control
        ).run() {
            result = noisyResult(outcome, scaled)
            starts = outcome.candidates[0].solution.states.map { states in
                scaled.scales.indices.map { states[$0] * scaled.scales[$0] }
            }
        }
        if result == nil, let reason = control.stopReason { return unfinished(scaled, reason) }
        guard var result else {
            throw DiscoverError.numeric(
                Diagnostic(
                    "dynamics.no-fit", "no library could be fitted to the data",
                    hint: "are there more samples than functions, and are the functions defined on the data?"))
        }
        let check = SimulationCheck(series: series, equations: result.equations)
        let work = Array(series.trajectories.indices.prefix(Self.mostSimulations))
        let starts = self.starts
        result.simulations = ParallelMap.map(work, threads: options.threads) { index in
            check.score(stretch: index, start: index < starts.count ? starts[index] : nil)
        }
        result.fixedPoints = FixedPointSearch(series: series, equations: result.equations).points()
        result.isVerified = PrintedEquations.reproduce(result.equations, series: series)
        if !options.constraints.isEmpty {
            result.doubts += ConstraintCheck(series: series, constraints: options.constraints)
                .sentences(result.equations)
        }
        result.doubts += Doubts(result: result, series: scaled).sentences
        return result
    }

    /// Terms whose coefficients have a sign that a constraint forbids.
    func violations(_ result: DynamicsResult) -> [(equation: Int, function: Expression)] {
        var wrong: [(equation: Int, function: Expression)] = []
        for rule in options.constraints.signs {
            for term in result.equations[rule.equation].terms where !term.isKnown {
                let function = term.function.simplified()
                let isWrong = rule.isPositive ? term.coefficient < 0 : term.coefficient > 0
                if function == rule.function, isWrong { wrong.append((rule.equation, function)) }
            }
        }
        return wrong
    }

    /// The answer when a limit came before the first fit: equations without terms.
    private func unfinished(_ scaled: ScaledSeries, _ reason: StopReason) -> DynamicsResult {
        let equations = series.variables.map { name in
            DiscoveredEquation(
                variable: name, leftHandSide: series.kind == .map ? "\(name)[n+1]" : "\(name)'", terms: [])
        }
        return DynamicsResult(
            series: series, status: .none, stopped: reason, equations: equations,
            noise: zip(scaled.sigmas, scaled.scales).map { $0 * $1 }, chiSquared: nil, relativeErrors: [], library: "",
            searched: [], rivals: [], doubts: [], characteristicPeriod: period(scaled), evaluations: 0,
            warnings: series.remarks)
    }

    /// χ² per degree of freedom below which equations explain noisy data.
    static let explainedChiSquared = 1.5
    /// Stretches that are simulated.
    static let mostSimulations = 20

    private mutating func cleanResult(_ outcome: CleanSearch.Outcome, _ scaled: ScaledSeries) -> DynamicsResult {
        var outcome = outcome
        if scaled.kind == .flow, !control.isStopping,
            let sharper = CleanRefinement(series: scaled, threads: options.threads).refined(outcome.equations)
        {
            outcome.equations = sharper
        }
        if scaled.kind == .map { outcome.equations = CleanRefinement.named(outcome.equations, series: scaled) }
        let equations = outcome.equations.enumerated().map { equation(of: $0, $1, scaled) }
        var isExplained = outcome.equations.allSatisfy { $0.relativeError < CleanSearch.explained(scaled.kind) }
        var objections: [String] = []
        unexplained = outcome.equations.indices.filter { index in
            outcome.equations[index].relativeError >= CleanSearch.explained(scaled.kind)
                && !options.known.closed.contains(index)
        }
        if isExplained, scaled.kind == .flow {
            let verdict = CleanVerdict(series: scaled, threads: options.threads)
            for (index, objection) in verdict.objections(to: outcome.equations).enumerated() {
                guard let objection else { continue }
                if !options.known.closed.contains(index) { unexplained.append(index) }
                objections.append("the equation of \(series.variables[index]) is not called found: \(objection)")
            }
            isExplained = objections.isEmpty
        }
        if isExplained, !control.isStopping {
            objections += Exchange(series: scaled, names: series.variables + series.inputs)
                .sentences(outcome.equations)
        }
        return DynamicsResult(
            series: series, status: isExplained ? .found : .none,
            stopped: control.stopReason ?? (isExplained ? .accepted : .exhausted),
            equations: equations, noise: zip(scaled.sigmas, scaled.scales).map { $0 * $1 }, chiSquared: nil,
            relativeErrors: outcome.equations.map(\.relativeError),
            library: names(outcome.equations.map(\.library.library.name)), searched: outcome.searched, rivals: [],
            doubts: objections, characteristicPeriod: period(scaled), evaluations: outcome.evaluations,
            warnings: series.remarks
        )
    }

    private var looksForFormulas: Bool {
        options.rightHandSides != nil && options.family == .automatic && options.constraints.isEmpty
            && !control.isStopping
    }

    /// The equations with formulas in place of those that no library explains; nil when there are none.
    private func withFormulas(_ outcome: CleanSearch.Outcome, _ scaled: ScaledSeries) throws -> [FoundEquation]? {
        let search = FormulaSearch(
            series: scaled, names: series.variables + series.inputs, options: options, control: control)
        return try search.improved(outcome.equations, open: unexplained)
    }

    /// The answer of a classical optimiser, which has no test of its own: the joint fit by its terms tests it on noisy data.
    private func classicalResult(_ outcome: CleanSearch.Outcome, _ scaled: ScaledSeries) -> DynamicsResult {
        let chi = scaled.isClean ? nil : OptimizerSearch.chiSquared(outcome, scaled, control)
        let isExplained =
            scaled.isClean
            ? outcome.equations.allSatisfy { $0.relativeError < CleanSearch.explained(scaled.kind) }
            : (chi ?? .infinity) < Self.explainedChiSquared
        return DynamicsResult(
            series: series, status: isExplained ? .found : .none, stopped: control.stopReason ?? .exhausted,
            equations: outcome.equations.enumerated().map { equation(of: $0, $1, scaled) },
            noise: zip(scaled.sigmas, scaled.scales).map { $0 * $1 }, chiSquared: chi,
            relativeErrors: outcome.equations.map(\.relativeError),
            library: names(outcome.equations.map(\.library.library.name)), searched: outcome.searched, rivals: [],
            doubts: [
                "chosen by a classical optimiser"
                    + (chi == nil ? "" : "; chi squared is that of a joint fit by the same terms")
            ],
            characteristicPeriod: period(scaled), evaluations: outcome.evaluations, warnings: series.remarks)
    }

    private func names(_ all: [String]) -> String {
        var seen: Set<String> = []
        return all.filter { seen.insert($0).inserted }.joined(separator: "; ")
    }

    private func period(_ scaled: ScaledSeries) -> Double? {
        scaled.kind == .map ? nil : 2 * Double.pi * scaled.timeScale
    }

    private func noisyResult(_ outcome: NoisySearch.Outcome, _ scaled: ScaledSeries) -> DynamicsResult {
        let best = outcome.candidates[0]
        let solution = best.solution
        let covariance = outcome.covariance ?? outcome.search.problem.covariance(solution)
        let library = outcome.search.problem.library
        var found = (0..<scaled.dimension).map { index -> FoundEquation in
            let own = solution.terms.indices.filter { solution.terms[$0].equation == index }
            return FoundEquation(
                support: own.map { solution.terms[$0].function }, coefficients: own.map { solution.coefficients[$0] },
                standardErrors: own.map { place in covariance.map { max($0[place, place], 0).squareRoot() } },
                library: library, relativeError: 0)
        }
        let lawDoubts = obeyingLaws(&found, solution, covariance, scaled)
        let chi = solution.reducedChiSquared
        // Noisy maps have an absolute test of their own.
        let objections =
            scaled.kind == .map
            ? []
            : NoisyVerdict(
                variables: series.variables, isOnCurve: ClosedCurve.describes(scaled),
                hasNumbers: outcome.shapeErrors.contains { $0 != nil }
            ).objections(
                to: found, excess: ResidualTest(outcome.search.problem.residuals(solution)).excess,
                rivals: outcome.candidates.dropFirst().map { $0.score - best.score })
        let isExplained = chi < Self.explainedChiSquared && objections.isEmpty
        let rivals = outcome.candidates.dropFirst().prefix(5).map { candidate in
            DynamicsResult.Rival(
                equations: (0..<scaled.dimension).map { index in
                    let own = candidate.solution.terms.indices.filter { candidate.solution.terms[$0].equation == index }
                    return equation(
                        of: index,
                        FoundEquation(
                            support: own.map { candidate.solution.terms[$0].function },
                            coefficients: own.map { candidate.solution.coefficients[$0] },
                            standardErrors: own.map { _ in nil }, library: library, relativeError: 0), scaled)
                }, difference: candidate.score - best.score)
        }
        var result = DynamicsResult(
            series: series, status: isExplained ? .found : .none,
            stopped: control.stopReason ?? (isExplained ? .accepted : .exhausted),
            equations: found.enumerated().map { equation(of: $0, $1, scaled) },
            noise: zip(scaled.sigmas, scaled.scales).map { $0 * $1 }, chiSquared: chi,
            relativeErrors: found.map(\.relativeError), library: library.library.name, searched: outcome.searched,
            rivals: Array(rivals), doubts: objections + lawDoubts, characteristicPeriod: period(scaled),
            evaluations: outcome.evaluations,
            warnings: series.remarks)
        result.innerNumbers = zip(outcome.shapes, outcome.shapeErrors).compactMap { shape, error in
            error.map { InnerNumber(value: shape.number, standardError: $0 * abs(shape.number)) }
        }
        return result
    }

    /// An equation in the units of the data.
    private func equation(of index: Int, _ found: FoundEquation, _ scaled: ScaledSeries) -> DiscoveredEquation {
        let unit = scaled.scales[index] / scaled.timeScale
        let terms = found.support.indices.map { place in
            let function = found.support[place]
            let factor = unit / found.library.norms[function]
            let exact = found.exact.isEmpty ? nil : found.exact[place]
            return EquationTerm(
                function: found.library.library.terms[function].function,
                coefficient: exact?.value ?? found.coefficients[place] * factor,
                standardError: found.standardErrors[place].map { $0 * factor }, exact: exact?.expression)
        }
        let name = series.variables[index]
        let given = options.known.parts.filter { $0.equation == index }.map { part in
            EquationTerm(function: part.expression, coefficient: 1, exact: .one, isKnown: true)
        }
        return DiscoveredEquation(
            variable: name, leftHandSide: series.kind == .map ? "\(name)[n+1]" : "\(name)'", terms: given + terms)
    }
}
