import Diagnostics
import Expressions
import NumericKernel

/// Right-hand sides with numbers inside their functions, for equations of clean data that no library explains.
///
/// Tries shapes of the state; for maps also shapes of the next values of variables that are explained already, and maps that wrap
/// around.
struct ShapeSearch {
    /// What the search is called in the answer.
    static let name = "functions with numbers inside"
    /// Most monomials beside the shapes.
    static let mostMonomials = 30
    /// Most terms of a sum of quotients, and of a polynomial for which no shorter sum is looked for.
    static let mostQuotients = 8
    /// Most denominators that are tried together.
    static let mostDenominators = 3

    let series: ScaledSeries
    let names: [String]
    let options: DynamicsOptions
    let control: RunControl

    /// The equations, those explained that could be.
    ///
    /// - Returns: nil when nothing was gained.
    func improved(_ equations: [FoundEquation]) throws -> [FoundEquation]? {
        var result = equations
        var isChanged = false
        func isOpen(_ index: Int) -> Bool {
            result[index].relativeError >= sufficient && !options.known.closed.contains(index)
        }
        /// Takes an answer that leaves much less than the one there is.
        func take(_ found: FoundEquation?, _ index: Int) {
            guard let found, found.relativeError < 0.1 * result[index].relativeError else { return }
            result[index] = found
            isChanged = true
        }
        if series.kind == .flow { isChanged = try takeQuotients(&result) }
        for index in result.indices where isOpen(index) && !control.isStopping {
            if series.kind == .map { take(try wrapped(index), index) }
            if isOpen(index) { take(try explained(index), index) }
        }
        guard series.kind == .map else { return isChanged ? result : nil }
        for index in result.indices where isOpen(index) && !control.isStopping {
            var advanced: [Int: Expression] = [:]
            for other in result.indices where other != index && !isOpen(other) {
                advanced[other] = expression(result[other], other)
            }
            if !advanced.isEmpty { take(try explained(index, advanced: advanced), index) }
        }
        return isChanged ? result : nil
    }

    /// Replaces equations of a flow that are not explained, or by long polynomials, by short sums of quotients.
    ///
    /// - Returns: whether there were any.
    private func takeQuotients(_ equations: inout [FoundEquation]) throws -> Bool {
        var known: [Shape] = []
        var isDone = equations.indices.map { options.known.closed.contains($0) }
        for round in 0..<2 where round == 0 || !known.isEmpty {
            for index in equations.indices where !isDone[index] && !control.isStopping {
                let before = equations[index]
                let isOpen = before.relativeError >= sufficient
                guard isOpen || before.support.count > Self.mostQuotients,
                    let found = try quotient(index, known: round == 0 ? [] : known)
                else { continue }
                let short = found.equation
                let isBetter =
                    isOpen
                    ? short.relativeError < 0.1 * before.relativeError
                    : 2 * short.support.count <= before.support.count
                        && short.relativeError < 10 * max(before.relativeError, 1e-8)
                guard isBetter else { continue }
                equations[index] = short
                isDone[index] = true
                known += found.shapes.filter { shape in
                    !known.contains { $0.kind == shape.kind && $0.argument == shape.argument }
                }
            }
        }
        return isDone.indices.contains { isDone[$0] && !options.known.closed.contains($0) }
    }

    /// Equations that leave less than this need no search. Steps of a map are exact: more than rounding is a misfit.
    private var sufficient: Double { series.kind == .map ? 1e-13 : CleanSearch.explained(series.kind) }

    /// The right-hand side of an equation with short numbers.
    private func expression(_ equation: FoundEquation, _ index: Int) -> Expression {
        let named = CleanRefinement.named([equation], series: series, first: index)[0]
        let terms = named.support.indices.map { place -> Expression in
            let function = named.support[place]
            let factor = series.scales[index] / named.library.norms[function]
            let exact = named.exact.isEmpty ? nil : named.exact[place]?.expression
            return .product([
                exact ?? .real(named.coefficients[place] * factor), named.library.library.terms[function].function,
            ])
        }
        let given = options.known.parts.filter { $0.equation == index }.map(\.expression)
        return Expression.sum(terms + given).simplified()
    }

    /// All monomials up to a degree, or what is left of them when there are many columns.
    private func monomials(_ count: Int, degree highest: Int) -> [[Int]] {
        var degree = highest
        while degree > 1, CandidateLibrary.monomialCount(degree: degree, count: count) > Self.mostMonomials {
            degree -= 1
        }
        return CandidateLibrary.exponents(degree: degree, count: count).map { powers in
            powers.indices.flatMap { [Int](repeating: $0, count: powers[$0]) }
        }
    }

    private func explained(_ index: Int, advanced: [Int: Expression] = [:]) throws -> FoundEquation? {
        let rows = try ShapeRows(
            series: series, names: names, equation: index, known: options.known, advanced: advanced)
        let pointwise = rows.pointwise(equation: index, series: series, known: options.known)
        if series.kind == .map, advanced.isEmpty, let quotient = try quotient(index) { return quotient.equation }
        if advanced.isEmpty, let broken = try kinked(index, rows, pointwise) { return broken }
        // Polynomials of the second degree hide much of a smooth function over a short range.
        func pursuit(_ degree: Int) -> ShapePursuit {
            ShapePursuit(
                rows: pointwise, exact: rows, monomials: monomials(rows.columns.count, degree: degree),
                threads: options.threads, control: control)
        }
        var model = advanced.isEmpty ? nil : pursuit(3).withoutShapes()
        for degree in options.degree.map({ [$0] }) ?? (series.kind == .map ? [1, 2] : [1])
        where model == nil && !control.isStopping {
            model = pursuit(degree).run()
        }
        guard let model, let sharp = model.refined(rows, iterations: 30),
            let fit = sharp.model.fitted(rows)
        else { return nil }
        var best: FoundEquation?
        for isShortening in [true, false] {
            let naming = ShapeNaming(
                model: sharp.model, errors: sharp.errors, coefficients: fit.coefficients, residual: sharp.residual,
                rows: rows, isShortening: isShortening)
            guard let found = try equation(index, naming.functions) else { continue }
            // Short numbers may cost next to nothing.
            if let known = best, found.relativeError > 0.1 * known.relativeError { break }
            best = found
            if found.relativeError < 10 * max(sharp.residual, 1e-13) { break }
        }
        return best
    }

    /// A short sum of quotients of polynomials, perhaps with different denominators.
    ///
    /// Long polynomials that explain smooth data are often the beginning of the series of one.
    ///
    /// - Parameter known: denominators of other equations; quotients share them where something moves from one to another.
    private func quotient(_ index: Int, known: [Shape] = []) throws -> (equation: FoundEquation, shapes: [Shape])? {
        let rows = try ShapeRows(series: series, names: names, equation: index, known: options.known)
        let pointwise = rows.pointwise(equation: index, series: series, known: options.known)
        let weights = rows.derivativeWeights(equation: index, series: series)
        let rates = weights.map { pointwise.weighted(by: $0, least: RationalSearch.leastWeight) } ?? pointwise
        let fit = QuotientFit(rows: rows, rates: rates)
        var sets = RationalSearch(rows: pointwise, weights: weights).shapes()
        if !known.isEmpty { sets.insert(known, at: 0) }
        if known.count > 1 { sets.insert(contentsOf: known.map { [$0] }, at: 0) }
        var best: (equation: FoundEquation, shapes: [Shape])?
        for shapes in sets where shapes.count <= Self.mostDenominators && !control.isStopping {
            for sum in fit.sums(shapes) {
                guard let found = try quotient(index, sum, rows), found.support.count <= Self.mostQuotients else {
                    continue
                }
                let isBetter =
                    best.map { best in
                        // More denominators than needed leave less by following errors.
                        found.support.count < best.equation.support.count
                            ? found.relativeError < 10 * max(best.equation.relativeError, 1e-12)
                            : found.relativeError < 0.01 * best.equation.relativeError
                    } ?? true
                if isBetter { best = (found, sum.model.shapes) }
            }
        }
        return best
    }

    /// The equation of a sum, with short numbers where they explain it.
    private func quotient(_ index: Int, _ sum: QuotientFit.Sum, _ rows: ShapeRows) throws -> FoundEquation? {
        guard let fit = sum.model.fitted(rows) else { return nil }
        let length = max(Complement.dot(rows.side, rows.side).squareRoot(), .leastNormalMagnitude)
        for isShortening in [true, false] {
            let naming = ShapeNaming(
                model: sum.model, errors: sum.errors, coefficients: fit.coefficients, residual: fit.residual / length,
                rows: rows, isShortening: isShortening)
            if let found = try equation(index, naming.functions) { return found }
        }
        return nil
    }

    /// A polynomial with kinks at the places where derivatives disagree.
    ///
    /// Integrals over many samples are wrong across a kink; the rows are the derivatives of samples that are away from one.
    private func kinked(_ index: Int, _ rows: ShapeRows, _ pointwise: ShapeRows) throws -> FoundEquation? {
        guard let weights = rows.derivativeWeights(equation: index, series: series) else { return nil }
        let kinks = KinkSearch(columns: pointwise.columns, weights: weights).kinks()
        guard !kinks.isEmpty else { return nil }
        let rates = pointwise.weighted(by: weights, least: RationalSearch.leastWeight)
        for degree in 1...2 where !control.isStopping {
            let alone = monomials(rows.columns.count, degree: degree)
            var model = ShapeModel(shapes: [], terms: alone.map { ShapeModel.Term(factor: $0) })
            for kink in kinks { model = model.adding(kink, factors: [[]]) }
            guard let sharp = model.refined(rates, iterations: 40), let fit = sharp.model.fitted(rates) else {
                continue
            }
            for isShortening in [true, false] {
                let naming = ShapeNaming(
                    model: sharp.model, errors: sharp.errors, coefficients: fit.coefficients, residual: sharp.residual,
                    rows: rates, isShortening: isShortening)
                if let found = try equation(index, naming.functions) { return found }
            }
        }
        return nil
    }

    private func wrapped(_ index: Int) throws -> FoundEquation? {
        let rows = try ShapeRows(series: series, names: names, equation: index, known: options.known)
        guard let formula = WrappedMap(rows: rows, monomials: monomials(rows.columns.count, degree: 2)).formula() else {
            return nil
        }
        let terms = if case .sum(let parts) = formula { parts } else { [formula] }
        return try equation(index, terms.map { $0 })
    }

    private func equation(_ index: Int, _ functions: [Expression]) throws -> FoundEquation? {
        try Self.equation(
            index, functions, series: series, names: names, known: options.known, called: Self.name)
    }

    /// The least-squares fit by some functions, when it explains the equation.
    ///
    /// - Parameters:
    ///   - index: position of the variable.
    ///   - functions: without coefficients; those that are not needed are left out.
    ///   - series: the data.
    ///   - names: of the variables and inputs.
    ///   - known: what is given of the equations.
    ///   - name: what the library is called in the answer.
    ///   - bound: what it may leave, if more than explained equations do.
    static func equation(
        _ index: Int, _ functions: [Expression], series: ScaledSeries, names: [String], known: KnownParts,
        called name: String, leaving bound: Double = 0
    ) throws -> FoundEquation? {
        let library = try CandidateLibrary(
            name: name, degree: nil, functions: functions, variables: Array(names.prefix(series.dimension)),
            inputs: Array(names.dropFirst(series.dimension)), known: known)
        guard let scaled = ScaledLibrary(library, series: series) else { return nil }
        let form = WeakForm(series, scaled, radius: 0, nodes: CleanSearch.nodes)
        guard let choice = WeakSearch(series: series).clean(form, equation: index, floor: nil)?.choice,
            let found = CleanSearch.fitted(form, support: choice.support, equation: index),
            found.relativeError < max(CleanSearch.explained(series.kind), bound)
        else { return nil }
        return found
    }
}
