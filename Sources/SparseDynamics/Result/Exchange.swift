import Expressions
import Glibc
import NumericKernel

/// Whether other equations as short as the found ones agree with clean data, because a function of the state is constant on them.
///
/// Where the data lie on a level set of a conserved quantity, its level times any function may be added to an equation. That
/// matters only where it exchanges terms of the equation for as few others: the data cannot tell these equations apart.
struct Exchange {
    /// Most functions that may come in.
    static let mostFunctions = 130
    /// Degree of the monomials among them.
    static let degree = 2
    /// How many more terms than the found one another equation may have.
    static let moreTerms = 1
    /// By how much another equation may leave more than the found one.
    static let allowance = 30.0
    /// What two right-hand sides differ by, relative to their size, if they are different functions.
    static let difference = 1e-4

    let series: ScaledSeries
    /// Names of the variables and inputs.
    let names: [String]

    /// What there is to say about equations that are found; none where the data decide, or run along one closed curve, which is
    /// said elsewhere.
    func sentences(_ equations: [FoundEquation]) -> [String] {
        guard series.kind == .flow, series.isClean, !ClosedCurve.describes(series) else { return [] }
        let all = equations.flatMap { equation in
            equation.support.map { equation.library.library.terms[$0].function }
        }
        return equations.indices.compactMap { index in
            guard !equations[index].library.library.known.closed.contains(index),
                let other = alternative(to: equations[index], index, among: all)
            else { return nil }
            let side = Expression.sum(other.map { .product([.real(Self.rounded($0.1)), $0.0]) }).simplified()
            let text = ExpressionPrinter(variables: Set(names)).text(side)
            return
                "not identifiable from these data alone: \(names[index])' = \(text) agrees with them as well, because some function "
                + "of the state is constant on them; runs from other starts would decide"
        }
    }

    /// Five digits.
    private static func rounded(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        let unit = pow(10, 4 - log10(abs(value)).rounded(.down))
        return (value * unit).rounded() / unit
    }

    /// Another right-hand side for an equation that agrees with the data; nil when there is none as short.
    ///
    /// - Parameters:
    ///   - equation: explained by the data.
    ///   - index: position of its variable.
    ///   - all: the functions of all equations.
    func alternative(to equation: FoundEquation, _ index: Int, among all: [Expression]) -> [(Expression, Double)]? {
        let own = equation.support.map { equation.library.library.terms[$0].function }
        let known = equation.library.library.known
        guard !own.isEmpty, own.count <= ShapeSearch.mostQuotients,
            let library = try? CandidateLibrary(
                name: "", degree: Self.degree, functions: own + functions(all),
                variables: Array(names.prefix(series.dimension)), inputs: Array(names.dropFirst(series.dimension)),
                known: known),
            library.count <= Self.mostFunctions, let scaled = ScaledLibrary(library, series: series)
        else { return nil }
        let form = WeakForm(series, scaled, radius: 0, nodes: CleanSearch.nodes)
        let places = own.compactMap { function in
            library.terms.prefix(library.count).firstIndex { $0.function.simplified() == function.simplified() }
        }
        let zeros = [Double](repeating: 0, count: library.count)
        guard places.count == own.count, let rows = form.rows(of: index, coefficients: zeros),
            rows.rows > 4 * library.count, let search = try? SubsetSearch(rows), search.total > 0
        else { return nil }
        let left = search.fit(places, withGains: false).residual
        let bound = max(left * Self.allowance * Self.allowance, search.total * 1e-20)
        for place in places {
            let kept = places.filter { $0 != place }
            guard let other = shortest(search, from: kept, without: place, bound: bound, to: own.count + Self.moreTerms)
            else { continue }
            let values = search.coefficients(of: other)
            let factors = other.support.map { values[$0] * series.scales[index] / series.timeScale / scaled.norms[$0] }
            let found = zip(other.support.map { library.terms[$0].function }, factors).map { ($0, $1) }
            let here = zip(own, equation.coefficients.indices).map { function, term in
                (
                    function,
                    equation.coefficients[term] * series.scales[index] / series.timeScale
                        / equation.library.norms[equation.support[term]]
                )
            }
            if isDifferent(found, here) { return found }
        }
        return nil
    }

    /// The fit with the fewest columns that leaves no more than a bound, adding the most useful one each time.
    private func shortest(
        _ search: SubsetSearch, from start: [Int], without place: Int, bound: Double, to most: Int
    ) -> SubsetFit? {
        var fit = search.fit(start)
        while fit.residual > bound {
            // Two at a time: what exchanges a term is often of no use alone.
            guard fit.support.count < most else { return nil }
            let candidates = fit.gains.indices.filter { fit.gains[$0] > 0 && $0 != place }
            let single = candidates.map { search.fit((fit.support + [$0]).sorted()) }
            guard let best = single.min(by: { $0.residual < $1.residual }) else { return nil }
            if best.residual <= bound || fit.support.count + 1 == most { fit = best; continue }
            var pair: (columns: [Int], residual: Double)?
            for (column, one) in zip(candidates, single) {
                guard let second = one.gains.indices.filter({ $0 != place }).max(by: { one.gains[$0] < one.gains[$1] })
                else { continue }
                let residual = one.residual - one.gains[second]
                if residual < pair?.residual ?? .infinity { pair = ([column, second], residual) }
            }
            fit = pair.map { search.fit((fit.support + $0.columns).sorted()) } ?? best
        }
        // What came in on the way may not be needed at the end.
        while let weakest = fit.losses.indices.min(by: { fit.losses[$0] < fit.losses[$1] }),
            fit.residual + fit.losses[weakest] <= bound
        {
            fit = search.fit(fit.support.filter { $0 != fit.support[weakest] })
        }
        return fit.support.count <= most ? fit : nil
    }

    /// What conserved quantities of the equations may be made of.
    private func functions(_ all: [Expression]) -> [Expression] {
        var inner: [Expression] = []
        func visit(_ node: Expression) {
            if case .function(let function, let arguments) = node {
                if function == .sin || function == .cos {
                    inner += [.function(.sin, arguments), .function(.cos, arguments)]
                } else {
                    inner.append(node)
                }
            }
            node.children.forEach(visit)
        }
        all.forEach(visit)
        return all + inner + inner.flatMap { wave in names.map { .product([.variable($0), wave]) } }
    }

    /// Whether two sums differ away from the data: at states put together from different samples.
    private func isDifferent(_ one: [(Expression, Double)], _ other: [(Expression, Double)]) -> Bool {
        var (difference, size) = (0.0, 0.0)
        let random = RandomStream(seed: 1)
        for _ in 0..<50 {
            var values: [String: Double] = [:]
            for (place, name) in names.enumerated() {
                let stretch = series.stretches[random.integer(below: series.stretches.count)]
                let row = random.integer(below: stretch.times.count)
                values[name] =
                    place < series.dimension
                    ? stretch.states[place][row] * series.scales[place] : stretch.inputs[place - series.dimension][row]
            }
            let sums = [one, other].map { $0.reduce(0) { $0 + $1.1 * $1.0.numericValue(values) } }
            guard sums.allSatisfy(\.isFinite) else { continue }
            difference += (sums[0] - sums[1]) * (sums[0] - sums[1])
            size += sums[1] * sums[1]
        }
        return difference > Self.difference * Self.difference * size
    }
}
