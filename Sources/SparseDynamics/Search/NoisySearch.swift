import Diagnostics
import Glibc
import NumericKernel

/// Equations from noisy data: starts from the weak form, then the joint fit of trajectory and coefficients.
struct NoisySearch {
    /// Radii of the test functions, in characteristic periods.
    static let radii = [0.1, 0.2, 0.4]
    /// Most terms over all equations that one quadratic model holds.
    static let mostTerms = 180
    /// Tolerance of the defects during the search, as a fraction of the noise.
    static let tolerance = 0.02

    let series: ScaledSeries
    let ladder: LibraryLadder
    let threads: Int
    let control: RunControl

    /// The outcome.
    struct Outcome {
        var candidates: [JointSearch.Candidate]
        var search: JointSearch
        /// The terms that could come in.
        var pool: [ActiveTerm]
        var searched: [String]
        var evaluations: Int
        /// Functions of the library with numbers inside.
        var shapes: [NumberedShape] = []
        /// Relative standard errors of these numbers; nil for functions that do not occur.
        var shapeErrors: [Double?] = []
        /// Covariance of the coefficients of the best one, then of the logarithms of the numbers; nil when there are none.
        var covariance: Matrix?
    }

    /// The choices of the weak form in one library.
    struct WeakOutcome: Sendable {
        var library: ScaledLibrary
        var rung: Int
        /// By radius, then by equation.
        var choices: [[EquationChoice]]
        /// Lowest sum over the equations of the evidence, over the radii.
        var scores: [Double]
    }

    /// Searches.
    func run() throws -> Outcome? {
        let rungs = ladder.rungs
        var weak: [WeakOutcome] = []
        var tried: Set<Int> = []
        var searched: [String] = []
        var best: (outcome: Outcome, score: Double, weak: WeakOutcome)?
        for (index, rung) in rungs.enumerated() where !control.isStopping {
            if let scaled = ScaledLibrary(try ladder.library(rung), series: series),
                let outcome = weakly(scaled, rung: index)
            {
                weak.append(outcome)
            }
            let isLast = index == rungs.count - 1
            // Ask the joint fit when a larger library was no better, and again at the end of the ladder.
            guard index > 0 || isLast, let chosen = chosen(weak), isLast || chosen.rung < index else { continue }
            let open = weak.filter { $0.rung != chosen.rung && !tried.contains($0.rung) }
            let order = [chosen] + (isLast ? Array((open.prefix(1) + ranked(open)).prefix(Self.mostAtLast)) : [])
            for outcome in order where !control.isStopping {
                if isLast, let found = best?.outcome, isAcceptable(found) { break }
                guard tried.insert(outcome.rung).inserted else { continue }
                searched.append(rungs[outcome.rung].name)
                guard let found = jointly(outcome), let first = found.candidates.first else { continue }
                if best.map({ first.score < $0.score }) ?? true { best = (found, first.score, outcome) }
            }
            if let found = best?.outcome, isAcceptable(found) { break }
        }
        guard var outcome = best?.outcome else { return nil }
        if let best, let shorter = try shorter(than: best.outcome, best.weak, searched: &searched) { outcome = shorter }
        if let best, let plainer = try plainer(than: outcome, best.weak, weak, searched: &searched) {
            outcome = plainer
        }
        let wasDoubtful = isDoubtful(outcome)
        let rough = factored(outcome, searched: &searched)
        if let best, rough == nil,
            let numbered = try numbered(beside: outcome, best.weak, isDoubtful: wasDoubtful, searched: &searched)
        {
            outcome = numbered
        }
        if let sharper = try sharpened(outcome) {
            // What strict equations leave may be no longer white.
            if let best, !wasDoubtful, rough == nil, outcome.shapes.isEmpty, !isAcceptable(sharper),
                let numbered = try numbered(beside: outcome, best.weak, isDoubtful: true, searched: &searched)
            {
                outcome = try sharpened(numbered) ?? numbered
            } else {
                outcome = sharper
            }
        }
        outcome = factored(outcome, searched: &searched) ?? rough ?? SimplerRival(control: control).weighed(outcome)
        outcome.searched = searched
        outcome.evaluations = control.evaluations
        return outcome
    }

    /// Equations with a factor that they share; nil when none has the better evidence, or leaves more than white noise.
    private func factored(_ outcome: Outcome, searched: inout [String]) -> Outcome? {
        let search = FactoredSearch(outcome: outcome, control: control)
        guard series.kind == .flow, ladder.options.constraints.isEmpty, search.isWorthwhile else { return nil }
        if !searched.contains(FactoredSearch.name) { searched.append(FactoredSearch.name) }
        return search.factored().flatMap { isAcceptable($0) ? $0 : nil }
    }

    /// Equations with numbers inside functions, when those of the libraries are wrong or longer.
    ///
    /// - Parameter isDoubtful: whether those of the libraries are wrong or long; plain ones give way only to clearly shorter ones.
    /// - Returns: nil when none has the better evidence.
    private func numbered(
        beside found: Outcome, _ weak: WeakOutcome, isDoubtful: Bool, searched: inout [String]
    ) throws -> Outcome? {
        guard series.kind == .flow, series.hidden.isEmpty, ladder.options.family == .automatic,
            ladder.options.constraints.isEmpty, !control.isStopping, let first = found.candidates.first
        else { return nil }
        if !searched.contains(NumberedLibrary.name) { searched.append(NumberedLibrary.name) }
        let bound = isDoubtful ? first.score : first.score - found.search.price
        let search = NumberedSearch(search: self, known: weak, bound: bound, isAcceptable: isAcceptable(found))
        guard let outcome = try search.outcome(), let own = outcome.candidates.first, own.score < bound else {
            return nil
        }
        return outcome
    }

    /// Whether equations are wrong, or so long that they may stand for others.
    private func isDoubtful(_ outcome: Outcome) -> Bool {
        guard let first = outcome.candidates.first else { return false }
        let library = outcome.search.problem.library.library
        if !isAcceptable(outcome) { return true }
        if first.solution.terms.contains(where: { library.terms[$0.function].exponents == nil }) { return true }
        if first.solution.terms.contains(where: { Self.isHigh(library.terms[$0.function]) }) { return true }
        let sizes = (0..<series.dimension).map { equation in
            first.solution.terms.reduce(0) { $0 + ($1.equation == equation ? 1 : 0) }
        }
        return sizes.contains { $0 > Self.longEquation }
    }

    /// Terms of an equation for which a shorter one with numbers inside functions is looked for.
    static let longEquation = 5

    /// The joint search in a library.
    func jointly(_ outcome: WeakOutcome) -> Outcome? {
        let mesh = MeshRefinement(
            library: outcome.library, nodes: nodes, tolerance: Self.tolerance * (series.sigmas.min() ?? 0))
        let problem = JointProblem(mesh.refined(series), outcome.library, nodes: nodes, tolerance: Self.tolerance)
        let search = JointSearch(problem: problem, control: control)
        let pool = pool(outcome)
        let candidates = search.best(starts: starts(outcome), pool: pool, threads: threads)
        guard !candidates.isEmpty else { return nil }
        control.charge(candidates.count)
        return Outcome(candidates: candidates, search: search, pool: pool, searched: [], evaluations: 0)
    }

    /// Equations with other functions, when powers that explain the data may only be the beginning of their series.
    ///
    /// Libraries beside the polynomials whose weak evidence is better are fitted in earnest.
    ///
    /// - Returns: nil when none has the better evidence in the joint fit as well.
    private func shorter(
        than found: Outcome, _ weak: WeakOutcome, searched: inout [String]
    ) throws -> Outcome? {
        let rungs = ladder.rungs
        guard let first = found.candidates.first, weak.library.library.terms.count > 0,
            first.solution.reducedChiSquared < Self.acceptable, rungs[weak.rung].functions.isEmpty,
            first.solution.terms.contains(where: { Self.isHigh(weak.library.library.terms[$0.function]) })
        else { return nil }
        let evidence = weak.scores.reduce(0, +)
        var best: (outcome: Outcome, score: Double)?
        for (index, rung) in rungs.enumerated()
        where index > weak.rung && !rung.extendsPrevious && !rung.functions.isEmpty && !control.isStopping {
            guard !searched.contains(rung.name), let scaled = ScaledLibrary(try ladder.library(rung), series: series),
                let other = weakly(scaled, rung: index), other.scores.reduce(0, +) < evidence
            else { continue }
            searched.append(rung.name)
            guard let outcome = jointly(other), let own = outcome.candidates.first else { continue }
            // Of two sums of the same length powers are the simpler one.
            let bound = best?.score ?? first.score - found.search.price
            if own.score < bound { best = (outcome, own.score) }
        }
        return best?.outcome
    }

    /// The best polynomials in place of other functions, when they are as short and explain as much.
    private func plainer(
        than found: Outcome, _ chosen: WeakOutcome, _ weak: [WeakOutcome], searched: inout [String]
    ) throws -> Outcome? {
        let rungs = ladder.rungs
        guard !control.isStopping, isAcceptable(found), let first = found.candidates.first,
            !rungs[chosen.rung].functions.isEmpty, ladder.options.functions.isEmpty
        else { return nil }
        let polynomials = weak.filter { outcome in
            let rung = rungs[outcome.rung]
            return rung.functions.isEmpty && (rung.degree ?? 0) <= Self.simplest && !searched.contains(rung.name)
        }
        guard let best = polynomials.min(by: { $0.scores.reduce(0, +) < $1.scores.reduce(0, +) }) else { return nil }
        searched.append(rungs[best.rung].name)
        guard let outcome = jointly(best), let own = outcome.candidates.first,
            own.score < first.score + found.search.price
        else { return nil }
        return outcome
    }

    /// Degree to which powers are as simple as other functions.
    private static let simplest = 3
    /// By how much the evidence on one radius of a library may be worse than that of another one.
    private static let allowance = 30.0

    /// Whether a function is a third or higher power, or of the fourth degree or higher.
    private static func isHigh(_ term: CandidateTerm) -> Bool {
        guard let exponents = term.exponents else { return false }
        return exponents.reduce(0, +) > 3 || exponents.contains { $0 > 2 }
    }

    /// Tolerance of the defects for the answer.
    static let sharpTolerance = 0.004

    /// The search once more around its best answer, with the equations obeyed more strictly.
    ///
    /// Strict equations tie distant samples together, which tells more about the coefficients, but only from a good start do such
    /// fits converge.
    ///
    /// - Returns: nil when the strict fit is worse, as it is when the equations are wrong.
    private func sharpened(_ outcome: Outcome) throws -> Outcome? {
        guard !control.isStopping, let first = outcome.candidates.first else { return nil }
        let library = outcome.search.problem.library
        let nodes = max(self.nodes, 8)
        let mesh = MeshRefinement(
            library: library, nodes: nodes, tolerance: Self.sharpTolerance * (series.sigmas.min() ?? 0))
        let problem = JointProblem(mesh.refined(series), library, nodes: nodes, tolerance: Self.sharpTolerance)
        let search = JointSearch(problem: problem, control: control)
        let states = problem.carried(first.solution.states, from: outcome.search.problem)
        let pool = Set(outcome.candidates.flatMap(\.solution.terms)).union(outcome.pool).sorted()
        let met = search.improved(
            from: states, terms: first.solution.terms, coefficients: first.solution.coefficients, pool: pool)
        guard let best = met.min(by: { $0.score < $1.score }),
            best.solution.reducedChiSquared < max(Self.acceptable, 1.05 * first.solution.reducedChiSquared)
        else { return nil }
        var result = outcome
        // Rivals keep the evidence of the search, where all were fitted alike, unless the strict fits met them.
        var candidates = met.sorted { $0.score < $1.score }
        for old in outcome.candidates where !candidates.contains(where: { $0.solution.terms == old.solution.terms }) {
            var moved = old
            moved.score += best.score - first.score
            candidates.append(moved)
        }
        var seen: Set<[ActiveTerm]> = []
        result.candidates =
            [best]
            + candidates.filter { $0.solution.terms != best.solution.terms && $0.score >= best.score }
            .sorted { $0.score < $1.score }.filter { seen.insert($0.solution.terms).inserted }
        result.search = search
        guard !outcome.shapes.isEmpty else { return result }
        return try NumberedTermChoice(
            library: NumberedLibrary(ladder: ladder), nodes: nodes, tolerance: Self.sharpTolerance, control: control
        ).refined(result)
    }

    /// χ² per degree of freedom below which no larger library is tried.
    static let acceptable = 1.15

    /// Whether equations leave no more than white noise.
    func isAcceptable(_ outcome: Outcome) -> Bool {
        guard let first = outcome.candidates.first, first.solution.reducedChiSquared < Self.acceptable else {
            return false
        }
        return ResidualTest(outcome.search.problem.residuals(first.solution)).isPassed
    }

    /// Libraries by weak evidence, best first: where no fit leaves white noise, the next best are asked as well.
    private func ranked(_ all: [WeakOutcome]) -> [WeakOutcome] {
        all.sorted { ($0.scores.reduce(0, +), $0.rung) < ($1.scores.reduce(0, +), $1.rung) }
    }

    /// Most further libraries that the joint fit is asked about at the end of the ladder.
    private static let mostAtLast = 4

    /// The smallest library that is not clearly worse than the best one.
    ///
    /// Evidence by radius is comparable between libraries, because the rows are the same.
    private func chosen(_ all: [WeakOutcome]) -> WeakOutcome? {
        let ranks = all.map { outcome in
            outcome.scores.indices.reduce(0) { sum, radius in
                sum + outcome.scores[radius] - (all.map { $0.scores[radius] }.min() ?? 0)
            }
        }
        guard let lowest = ranks.min() else { return nil }
        let allowance = Self.allowance * Double(Self.radii.count)
        return all.indices.first { ranks[$0] <= lowest + allowance }.map { all[$0] }
    }

    /// Nodes of the quadrature: more for less noise.
    var nodes: Int {
        let lowest = series.sigmas.min() ?? 0
        if lowest < 1e-4 { return 10 }
        return lowest < 3e-3 || series.samplesPerPeriod < 40 ? 8 : 6
    }

    /// Radii of the test functions in steps.
    var radii: [Int] {
        guard series.kind == .flow else { return [0] }
        let steps = series.stretches.map(\.times.count).max() ?? 0
        return Self.radii.map { min(max(Int(($0 * series.samplesPerPeriod).rounded()), 2), steps / 6) }
    }

    func weakly(_ library: ScaledLibrary, rung: Int) -> WeakOutcome? {
        let radii = self.radii
        let work = radii.indices.flatMap { radius in (0..<series.dimension).map { (radius, $0) } }
        let forms = radii.map { WeakForm(series, library, radius: $0, nodes: nodes) }
        let search = WeakSearch(series: series)
        let results = ParallelMap.map(work, threads: threads) { radius, equation in
            search.noisy(forms[radius], equation: equation)
        }
        var choices: [[EquationChoice]] = []
        var scores: [Double] = []
        for radius in radii.indices {
            let row = results[(radius * series.dimension)..<((radius + 1) * series.dimension)].compactMap { $0 }
            guard row.count == series.dimension else { continue }
            choices.append(row)
            scores.append(row.reduce(0) { $0 + $1.score })
        }
        guard choices.count == radii.count else { return nil }
        return WeakOutcome(library: library, rung: rung, choices: choices, scores: scores)
    }

    /// What the joint search begins with: the choices by radius, and all functions of low degree.
    private func starts(_ outcome: WeakOutcome) -> [(terms: [ActiveTerm], coefficients: [Double])] {
        var starts: [(terms: [ActiveTerm], coefficients: [Double])] = []
        for choices in outcome.choices {
            var terms: [ActiveTerm] = []
            var coefficients: [Double] = []
            for (equation, choice) in choices.enumerated() {
                for function in choice.support {
                    terms.append(ActiveTerm(equation: equation, function: function))
                    coefficients.append(choice.coefficients[function])
                }
            }
            if !starts.contains(where: { $0.terms == terms }) { starts.append((terms, coefficients)) }
        }
        let open = (0..<series.dimension).filter { !outcome.library.closed.contains($0) }
        let low = (0..<outcome.library.count).filter { index in
            outcome.library.library.terms[index].exponents.map { $0.reduce(0, +) <= 2 } ?? true
        }
        if low.count * series.dimension <= 70, let choices = outcome.choices.dropFirst().first ?? outcome.choices.first
        {
            let terms = open.flatMap { equation in
                low.filter { outcome.library.isAllowed($0, in: equation) }.map {
                    ActiveTerm(equation: equation, function: $0)
                }
            }
            starts.append((terms, terms.map { choices[$0.equation].coefficients[$0.function] }))
        }
        return starts
    }

    /// The terms that may come in.
    private func pool(_ outcome: WeakOutcome) -> [ActiveTerm] {
        wholePool(outcome).filter { outcome.library.isAllowed($0.function, in: $0.equation) }
    }

    private func wholePool(_ outcome: WeakOutcome) -> [ActiveTerm] {
        let count = outcome.library.count
        let open = (0..<series.dimension).filter { !outcome.library.closed.contains($0) }
        if count * open.count <= Self.mostTerms {
            return open.flatMap { equation in
                (0..<count).map { ActiveTerm(equation: equation, function: $0) }
            }
        }
        let each = Self.mostTerms / max(open.count, 1)
        return open.flatMap { equation -> [ActiveTerm] in
            var wanted: Set<Int> = []
            for choices in outcome.choices {
                wanted.formUnion(choices[equation].support)
                for other in choices[equation].others where wanted.count + other.count <= each {
                    wanted.formUnion(other)
                }
            }
            for function in 0..<count where wanted.count < each { wanted.insert(function) }
            return wanted.sorted().map { ActiveTerm(equation: equation, function: $0) }
        }
    }
}
