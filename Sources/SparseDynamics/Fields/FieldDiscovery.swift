import Diagnostics
import Expressions
import Glibc
import NumericKernel

/// Discovers the partial differential equations behind fields on a grid.
public enum FieldDiscovery {
    /// χ² per degree of freedom up to which an equation explains its data.
    ///
    /// Three standard deviations of χ² for as many rows, and a tenth for a covariance that is known to first order only.
    static func acceptedChiSquared(_ problem: FieldProblem) -> Double {
        min(1.1 + 3 * (2 / Double(max(problem.rows.count, 1))).squareRoot(), 1.5)
    }

    /// Searches the equations of all target fields.
    ///
    /// - Throws: `DiscoverError.input` for grids that are too small and fields that never change, `DiscoverError.numeric` when
    ///   linear algebra breaks down.
    /// - Complexity: seconds for 10⁵ grid points in one dimension of space.
    public static func equations(
        of data: FieldData, options: FieldOptions = FieldOptions(), control: RunControl = RunControl()
    ) throws -> FieldResult {
        try check(data)
        let problem = FieldProblem(data, options: options)
        var equations: [FieldEquation] = []
        var warnings: [String] = []
        for target in 0..<data.targetCount {
            guard !control.isStopping else {
                warnings.append(
                    "the run was stopped before the equation of '\(data.fields[target].name)' was searched")
                continue
            }
            guard let equation = try equation(target, problem, options, control) else {
                let name = data.fields[target].name
                warnings.append(
                    control.isStopping
                        ? "the run was stopped before the equation of '\(name)' was found"
                        : "the search for the equation of '\(name)' broke down")
                continue
            }
            if !isStable(equation.stability), let share = equation.stability {
                warnings.append(
                    "only \(Int((share * 100).rounded())) % of half samples choose the terms of the equation of "
                        + "'\(data.fields[target].name)', which is therefore not called found")
            }
            equations.append(equation)
        }
        let noise = data.fields.indices.map { field in
            FieldResult.Noise(
                field: data.fields[field].name,
                standardDeviation: problem.estimatedSigma[field] * problem.scales[field],
                relative: problem.estimatedSigma[field])
        }
        return FieldResult(
            equations: equations, noise: noise, rows: problem.rows.count,
            halfWidths: problem.rows.space.map(\.halfWidth) + [problem.rows.time.halfWidth],
            evaluations: control.evaluations, warnings: warnings, missing: data.targetCount - equations.count)
    }

    /// Refuses what no search can use.
    private static func check(_ data: FieldData) throws {
        for axis in data.axes where axis.count < 16 {
            throw DiscoverError.input(
                "field.too-small", "the axis '\(axis.name)' has \(axis.count) points; a field needs at least 16",
                hint: "sample it more finely")
        }
        for field in data.fields.prefix(data.targetCount) {
            if let first = field.values.first, field.values.allSatisfy({ $0 == first }) {
                throw DiscoverError.input(
                    "field.constant", "the field '\(field.name)' never changes, so it has no equation",
                    hint: "leave it out")
            }
        }
        let points = data.spacePoints
        for (place, field) in data.fields.enumerated() {
            let size = field.values.reduce(0) { max($0, abs($1)) }
            guard size == 0 || (1e-60...1e60).contains(size) else {
                throw DiscoverError.input(
                    "field.size", "the field '\(field.name)' has values of the size of \(size)",
                    hint: "express it in a unit that brings it near 1")
            }
            let isSteady = field.values.indices.dropFirst(points).allSatisfy {
                abs(field.values[$0] - field.values[$0 - points]) <= 1e-14 * size
            }
            if place < data.targetCount, isSteady {
                throw DiscoverError.input(
                    "field.steady", "the field '\(field.name)' is the same at every instant: nothing moves",
                    hint: "leave it out, or name it with --inputs")
            }
        }
    }

    /// The equation of one field: the first library that explains the data, or the one that comes closest.
    private static func equation(
        _ target: Int, _ problem: FieldProblem, _ options: FieldOptions, _ control: RunControl
    ) throws -> FieldEquation? {
        var best: (outcome: FieldSearch.Outcome, library: FieldLibrary)?
        let isVarying = options.varyingCoefficients == true
        let orders = isVarying ? [] : options.timeOrder.map { [$0] } ?? [1, 2]
        for order in orders {
            for extent in [FieldLibrary.Extent.polynomial, .extended] {
                if best != nil, control.isStopping { break }
                let library = FieldLibrary(
                    data: problem.data, options: options, extent: extent, timeOrder: order, target: target)
                let known = try knownTerms(options, problem, timeOrder: order, target: target)
                let fit = FieldFit(problem: problem, library: library, target: target, known: known)
                guard let outcome = try FieldSearch(fit: fit, control: control).run(seed: options.seed) else {
                    continue
                }
                let isBetter =
                    best.map { known in
                        let (old, new) = (isExplained(known.outcome, problem), isExplained(outcome, problem))
                        return old == new ? outcome.reduced < 0.7 * known.outcome.reduced : new
                    } ?? true
                if isBetter { best = (outcome, library) }
                if isExplained(outcome, problem) { break }
            }
            if let best, isExplained(best.outcome, problem) { break }
        }
        let reduced = best?.outcome.reduced ?? .infinity
        if let found = best, isExplained(found.outcome, problem), !control.isStopping,
            let shorter = try WaveExchange(problem: problem, target: target, control: control)
                .exchanged(found.outcome, found.library, seed: options.seed)
        {
            return describe(shorter.outcome, shorter.library, problem, target)
        }
        if options.varyingCoefficients ?? (reduced > acceptedChiSquared(problem)), !control.isStopping {
            let library = FieldLibrary(
                data: problem.data, options: options, extent: .polynomial, timeOrder: options.timeOrder ?? 1,
                target: target)
            let known = try knownTerms(options, problem, timeOrder: library.timeOrder, target: target)
            let base = FieldFit(problem: problem, library: library, target: target, known: known)
            if let outcome = try VaryingSearch(base: base, control: control).run(), outcome.reduced < 0.5 * reduced {
                return describe(outcome, library, problem, target)
            }
        }
        return best.map { describe($0.outcome, $0.library, problem, target) }
    }

    /// The share of half samples that must choose exactly the terms of an equation.
    ///
    /// Eight terms that a half of the data keeps in five of six cases each are kept all together in a quarter of the cases. A half
    /// sample has less evidence than the whole: more cannot be asked for, and fewer would say that most terms are doubtful.
    static let smallestAgreement = 0.25
    /// Standard errors by which a varying coefficient must differ from 0 somewhere: chance does that once in 370 times.
    static let significantErrors = 3.0

    /// Whether resamples choose the terms of an equation often enough for it to count as found.
    ///
    /// Right equations are chosen by most of them; terms that stand for errors of the grid are not.
    ///
    /// - Parameter stability: the share that does; nil when it was not tried.
    static func isStable(_ stability: Double?) -> Bool { stability.map { $0 >= smallestAgreement } ?? true }

    /// Whether an equation explains its field; one without terms explains nothing, however large the noise may be.
    private static func isExplained(_ outcome: FieldSearch.Outcome, _ problem: FieldProblem) -> Bool {
        outcome.reduced <= acceptedChiSquared(problem)
            && !(outcome.state.model.support.isEmpty && outcome.fit.known.isEmpty)
    }

    private static func knownTerms(
        _ options: FieldOptions, _ problem: FieldProblem, timeOrder: Int, target: Int
    ) throws -> [(term: FieldTerm, coefficient: Double)] {
        let names = problem.data.fields.map(\.name)
        return try options.knownTerms.filter { $0.variable == names[target] }.map { known in
            for name in known.powers.keys where !names.contains(name) {
                throw DiscoverError.input("field.unknown-field", "there is no field '\(name)'")
            }
            let term = FieldTerm(
                function: FieldFunction(powers: names.map { known.powers[$0] ?? 0 }), derivative: known.derivative)
            return (term, known.coefficient / problem.unit(of: term, timeOrder: timeOrder, target: target))
        }
    }

    /// An equation whose coefficients vary in time.
    private static func describe(
        _ outcome: VaryingSearch.Outcome, _ library: FieldLibrary, _ problem: FieldProblem, _ target: Int
    ) -> FieldEquation {
        let time = problem.data.time
        let text = FieldTermText(
            fields: problem.data.fields.map(\.name), coordinates: problem.data.axes.map(\.name))
        let fit = CourseFit(start: time.start, end: time.start + time.step * Double(time.count - 1))
        var terms: [EquationTerm] = []
        var forms: [String] = []
        var courses: [CoefficientCourse] = []
        for part in outcome.terms {
            let formula = text.formula(part.term)
            let unit = problem.unit(of: part.term, timeOrder: library.timeOrder, target: target) * formula.factor
            var level = (value: part.coefficients[0], standardError: max(part.covariance[0, 0], 0).squareRoot())
            var function = formula.expression
            if part.coefficients.count > 1 {
                if let course = fit.formula(part.coefficients, covariance: part.covariance, time: time.name) {
                    level = course.level
                    function = .product([course.expression.simplified(), function])
                }
                courses.append(
                    self.course(part, unit: unit, term: ExpressionPrinter().text(formula.expression), time: time))
            }
            terms.append(
                EquationTerm(
                    function: function, coefficient: level.value * unit,
                    standardError: level.standardError * abs(unit)))
            forms.append(text.conservative(part.term))
        }
        var orders = [Int](repeating: 0, count: problem.data.axes.count)
        orders[orders.count - 1] = library.timeOrder
        return FieldEquation(
            equation: DiscoveredEquation(
                variable: problem.data.fields[target].name,
                leftHandSide: text.derivativeName(field: target, orders: orders), terms: terms),
            fittedForms: forms, chiSquared: outcome.reduced,
            isAccepted: outcome.reduced <= acceptedChiSquared(problem) && outcome.terms.allSatisfy(isSignificant),
            stability: nil, rivals: [], courses: courses, library: library.summary + ", coefficients that vary in time")
    }

    /// Whether a varying coefficient differs from 0 for certain.
    ///
    /// Its parts stand in for each other where the data tell little, as at the ends of the run, so that each of them alone may be
    /// anything while all of them together are sure: the distance from 0 by their whole covariance decides.
    static func isSignificant(_ part: VaryingSearch.Term) -> Bool {
        let errors = part.coefficients.indices.map { max(part.covariance[$0, $0], 0).squareRoot() }
        // Without errors there is nothing to doubt.
        guard errors.allSatisfy({ $0 > 0 }) else { return part.coefficients.contains { $0 != 0 } }
        var correlation = part.covariance
        for i in errors.indices {
            for j in errors.indices { correlation[i, j] /= errors[i] * errors[j] }
            correlation[i, i] += 1e-10
        }
        guard let factor = WhiteningFactor(correlation) else { return false }
        let values = zip(part.coefficients, errors).map { $0 / $1 }
        let distance = factor.whitened(Matrix(columns: [values])).column(0).reduce(0) { $0 + $1 * $1 }
        let others = Double(values.count - 1)
        return distance > others + significantErrors * (2 * others).squareRoot() + significantErrors * significantErrors
    }

    /// Values of a varying coefficient at some forty instants.
    private static func course(
        _ part: VaryingSearch.Term, unit: Double, term: String, time: FieldAxis
    ) -> CoefficientCourse {
        let count = part.coefficients.count
        var course = CoefficientCourse(term: term, times: [], values: [], standardErrors: [])
        for sample in 0...40 {
            let s = Double(sample) / 20 - 1
            let modes = (0..<count).map { FieldProblem.legendre($0, at: s) }
            course.times.append(time.start + time.step * Double(time.count - 1) * (s + 1) / 2)
            course.values.append(unit * zip(modes, part.coefficients).reduce(0) { $0 + $1.0 * $1.1 })
            let variance = zip(modes, part.covariance.times(modes)).reduce(0) { $0 + $1.0 * $1.1 }
            course.standardErrors.append(abs(unit) * max(variance, 0).squareRoot())
        }
        return course
    }

    private static func describe(
        _ outcome: FieldSearch.Outcome, _ library: FieldLibrary, _ problem: FieldProblem, _ target: Int
    ) -> FieldEquation {
        let text = FieldTermText(
            fields: problem.data.fields.map(\.name), coordinates: problem.data.axes.map(\.name))
        var terms: [EquationTerm] = []
        var forms: [String] = []
        func add(_ term: FieldTerm, _ coefficient: Double, _ error: Double?, isKnown: Bool) {
            let formula = text.formula(term)
            let unit = problem.unit(of: term, timeOrder: library.timeOrder, target: target) * formula.factor
            terms.append(
                EquationTerm(
                    function: formula.expression, coefficient: coefficient * unit,
                    standardError: error.map { $0 * abs(unit) }, isKnown: isKnown))
            forms.append(text.conservative(term))
        }
        for part in outcome.fit.known { add(part.term, part.coefficient, nil, isKnown: true) }
        let model = outcome.state.model
        for (place, index) in model.support.enumerated() {
            add(
                library.terms[index], model.coefficients[place], outcome.state.standardErrors[place], isKnown: false)
        }
        var orders = [Int](repeating: 0, count: problem.data.axes.count)
        orders[orders.count - 1] = library.timeOrder
        return FieldEquation(
            equation: DiscoveredEquation(
                variable: problem.data.fields[target].name,
                leftHandSide: text.derivativeName(field: target, orders: orders), terms: terms),
            fittedForms: forms, chiSquared: outcome.reduced,
            isAccepted: outcome.reduced <= acceptedChiSquared(problem) && !terms.isEmpty && isStable(outcome.stability),
            stability: outcome.stability,
            rivals: outcome.rivals.map { rival in
                FieldRival(terms: rival.support.map { text.conservative(library.terms[$0]) }, gap: rival.gap)
            },
            courses: [], library: library.summary)
    }
}
