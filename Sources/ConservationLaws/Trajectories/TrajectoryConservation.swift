import Diagnostics
import Expressions
import NumericKernel

/// Finds how many quantities are conserved along measured motions, and formulas for them.
///
/// The noise is estimated from the data and smoothed away as far as it goes. In growing classes of functions (polynomials,
/// logarithms, sines and cosines, inverse distances) combinations are sought whose variance within runs is what the noise
/// explains and small against the variance between runs; they are thinned out, rounded to simple fractions and tested on
/// runs that were held out. Laws that are functions of others are left out. Nothing here is a proof.
///
/// - Parameters:
///   - measured: at least three runs.
///   - options: `maximumDegree` bounds the polynomials.
///   - control: budget in features, time limit, interruption.
/// - Throws: `DiscoverError.input` when there are too few runs or samples.
public func conservedQuantities(
    alongRuns measured: MeasuredRuns, options: ConservationOptions, control: RunControl
) throws -> ConservationResult {
    guard measured.runs.count >= 3 else {
        throw DiscoverError.input(
            "series.few-runs",
            "\(measured.runs.count) run\(measured.runs.count == 1 ? "" : "s"), expected at least 3 different motions",
            hint: "a quantity is conserved when it differs between motions and stays the same within each; part the "
                + "runs by a column (--run), blank lines or files")
    }
    var search = TrajectorySearch(measured, options: options, control: control)
    try search.run()
    return search.result
}

/// What measurements say about exact laws of equations that were found for them.
///
/// - Returns: the laws, each with a remark how much it varies along the runs, and the facts about the measurements.
public func compare(
    _ laws: [ConservedLaw], values: [String: Double], with measured: MeasuredRuns
) -> (laws: [ConservedLaw], facts: MeasuredFacts) {
    let search = TrajectorySearch(measured, options: ConservationOptions(), control: RunControl())
    let compared = laws.map { law in
        var law = law
        if let share = search.variation(of: law.expression, values: values) {
            law.remark =
                (law.remark.map { $0 + "; " } ?? "")
                + "along the runs it varies by \(TrajectorySearch.percent(share)) % of its spread"
        }
        return law
    }
    return (compared, search.facts(lawCount: laws.count))
}

/// The state of a search along runs.
private struct TrajectorySearch {
    /// Share of the runs that are held out: one in this many.
    private static let heldOutEvery = 4
    /// Combinations looked at in one class.
    private static let extractionLimit = 16
    /// Standard deviations of the noise by which a value must differ from 0 to have a sign.
    private static let noiseWidth = 4.0
    /// States at which gradients of laws are compared.
    private static let referenceStates = 200
    /// Parts of the data for the errors of coefficients.
    private static let groups = 8

    private let measured: MeasuredRuns
    private let options: ConservationOptions
    private let control: RunControl
    private let smoothed: [SmoothedVariable]
    private var laws: [ConservedLaw] = []
    private var known = KnownQuantities(states: [], spreads: [])
    private var conservedSums: [FeatureClass.Factor] = []
    private var tried: [String] = []
    private var isComplete = true
    private var basisSize = 0

    init(_ measured: MeasuredRuns, options: ConservationOptions, control: RunControl) {
        self.measured = measured
        self.options = options
        self.control = control
        smoothed = measured.variables.indices.map { variable in
            SmoothedVariable(times: measured.runs.map(\.times), values: measured.runs.map { $0.states[variable] })
        }
    }

    /// The smoothed states of some runs.
    private func states(_ runs: [Int]) -> [[[Double]]] { runs.map { run in smoothed.map { $0.values[run] } } }

    /// The smoothed states of some runs with the deviations of the noise left in them, for logarithms without the samples in which
    /// noise may change a sign.
    private func states(
        _ runs: [Int], withLogarithms: Bool
    ) -> (states: [[[Double]]], deviations: [[[Double]]]) {
        var result: (states: [[[Double]]], deviations: [[[Double]]]) = ([], [])
        for run in runs {
            let (series, noise) = (smoothed.map { $0.values[run] }, smoothed.map { $0.deviations[run] })
            guard withLogarithms else {
                result.states.append(series)
                result.deviations.append(noise)
                continue
            }
            let kept = (series.first?.indices ?? 0..<0).filter { sample in
                series.indices.allSatisfy { series[$0][sample] > Self.noiseWidth * noise[$0][sample] }
            }
            result.states.append(series.map { values in kept.map { values[$0] } })
            result.deviations.append(noise.map { values in kept.map { values[$0] } })
        }
        return result
    }

    /// Whether all variables are positive: never clearly negative, and clearly positive in most samples and in some of every run.
    private var isPositive: Bool {
        smoothed.allSatisfy { variable in
            var clear = 0
            for (series, noise) in zip(variable.values, variable.deviations) {
                let least = noise.map { Self.noiseWidth * $0 }
                guard zip(series, least).allSatisfy({ $0 > 0 || $0 > -$1 }) else { return false }
                let count = zip(series, least).count { $0 > $1 }
                guard 8 * count >= series.count else { return false }
                clear += count
            }
            return 2 * clear >= measured.sampleCount
        }
    }

    private var mostLaws: Int { max(measured.variables.count - 1, 1) }

    mutating func run() throws {
        let all = Array(measured.runs.indices)
        let isSplit = all.count >= 8
        let training = isSplit ? all.filter { $0 % Self.heldOutEvery != Self.heldOutEvery - 1 } : all
        let heldOut = isSplit ? all.filter { $0 % Self.heldOutEvery == Self.heldOutEvery - 1 } : []
        let isPositive = isPositive
        known = quantities(training, isPositive: isPositive)
        let ladder = FeatureClass.ladder(
            names: measured.variables, isPositive: isPositive, maximumDegree: options.maximumDegree ?? 4)
        for features in ladder {
            let sums = conservedSums.count
            guard try search(features, training, heldOut) else { return }
            if conservedSums.count > sums,
                let products = FeatureClass.products(with: conservedSums, variableCount: measured.variables.count)
            {
                guard try search(products, training, heldOut) else { return }
            }
        }
    }

    /// Looks for laws in one class.
    ///
    /// - Returns: whether the search goes on.
    private mutating func search(_ features: FeatureClass, _ training: [Int], _ heldOut: [Int]) throws -> Bool {
        if control.isStopping {
            isComplete = false
            return false
        }
        control.charge(features.features.count)
        basisSize = max(basisSize, features.features.count)
        func problem(_ runs: [Int]) -> VariationProblem {
            let data = states(runs, withLogarithms: features.hasLogarithms)
            return VariationProblem(features, runs: data.states, deviations: data.deviations)
        }
        try search(features, problem(training), heldOut.isEmpty ? nil : problem(heldOut), training.count)
        tried.append(features.name)
        return laws.count < mostLaws
    }

    /// No quantities yet, with some states at which all features have values.
    private func quantities(_ runs: [Int], isPositive: Bool) -> KnownQuantities {
        var all: [[Double]] = []
        for series in states(runs, withLogarithms: isPositive).states {
            for sample in series.first?.indices ?? 0..<0 { all.append(series.map { $0[sample] }) }
        }
        let spreads = measured.variables.indices.map { variable in
            DescriptiveStatistics.standardDeviation(all.map { $0[variable] })
        }
        let chosen = stride(from: 0, to: all.count, by: max(1, all.count / Self.referenceStates)).map { all[$0] }
        return KnownQuantities(states: chosen, spreads: spreads)
    }

    private mutating func search(
        _ features: FeatureClass, _ whole: VariationProblem, _ check: VariationProblem?, _ runCount: Int
    ) throws {
        var problem = whole
        problem.discount(known.values(at: problem.states, runCount: runCount))
        var active = Array(0..<problem.featureCount)
        for _ in 0..<Self.extractionLimit {
            let extraction = LawExtraction(problem: problem, features: features)
            guard !control.isStopping, laws.count < mostLaws, let found = try extraction.sparse(active) else { return }
            // The largest part serves as pivot: the next combination is sought without it.
            let sizes = zip(found.features, found.solution.coefficients).map { abs($1) * problem.scales[$0] }
            let pivot = found.features[sizes.indices.max { sizes[$0] < sizes[$1] } ?? 0]
            active.removeAll { $0 == pivot }
            guard let (part, solution) = try whole.refined(to: found.features), LawExtraction.isConstant(solution),
                known.isNew(features, found.features, solution)
            else { continue }
            var test: VariationProblem.Solution?
            if let check {
                guard let held = check.measure(solution.coefficients, found.features),
                    held.score <= 2 * LawExtraction.largestScore, held.ratio <= 2 * LawExtraction.largestRatio
                else { continue }
                test = held
            }
            known.append(features, found.features, solution.coefficients)
            problem.discount(known.values(at: problem.states, runCount: runCount))
            let numbers = features.oriented(try rounded(solution, part), of: found.features)
            laws.append(law(features, found.features, numbers, solution, part, test))
            if let variables = features.variables(of: found.features) {
                conservedSums.append(.sum(variables, numbers.map(\.value)))
            }
        }
    }

    /// The coefficients of a law as they are printed.
    private func rounded(
        _ solution: VariationProblem.Solution, _ problem: VariationProblem
    ) throws -> [CoefficientRounding.Number] {
        let own = Array(solution.coefficients.indices)
        let samples = try jackknife(own, problem)
        // What smoothing and the bias of noisy products do to coefficients is of the size of the scatter that is left.
        let scatter = 1.2 * solution.ratio.squareRoot()
        var numbers = CoefficientRounding.simplest(
            solution.coefficients, samples: samples, relativeError: min(scatter, 0.12))
        if let rounded = problem.measure(numbers.map(\.value), own),
            rounded.score > 1.3 * solution.score + 0.3
        {
            let lead = solution.coefficients[0]
            numbers = solution.coefficients.enumerated().map { index, coefficient in
                let ratio = coefficient / lead
                return index == 0 ? .exact(.one) : .decimal(CoefficientRounding.shortened(ratio, 1e-5 * abs(ratio)))
            }
        }
        return numbers
    }

    private func law(
        _ features: FeatureClass, _ active: [Int], _ numbers: [CoefficientRounding.Number],
        _ solution: VariationProblem.Solution, _ problem: VariationProblem, _ test: VariationProblem.Solution?
    ) -> ConservedLaw {
        let own = Array(active.indices)
        let final = problem.measure(numbers.map(\.value), own) ?? solution
        var identity =
            "within runs it varies by \(Self.percent(final.ratio)) % of its spread, "
            + "\(Self.short(final.score)) times what the noise explains (variances)"
        if final.ratio < 2 * VariationProblem.floor {
            identity = "within runs it varies by less than 0.01 % of its spread"
        }
        if let test { identity += "; in runs held out by \(Self.percent(test.ratio)) %" }
        return ConservedLaw(
            expression: features.combination(active, numbers, names: measured.variables).simplified(),
            degree: active.map { features.degree($0) }.max() ?? 0, terms: active.count, conditions: [],
            certificate: .init(kind: .numeric, identity: identity, gradient: []))
    }

    /// Estimates of the coefficients with a part of the runs left out each time.
    private func jackknife(_ active: [Int], _ problem: VariationProblem) throws -> [[Double]] {
        let runs = (problem.runOfSample.max() ?? 0) + 1
        let groups = min(Self.groups, runs)
        guard groups > 2 else { return [] }
        var result: [[Double]] = []
        for group in 0..<groups {
            let part = SubsetVariation(problem, active, without: { $0 % groups == group })
            if let coefficients = try part.coefficients { result.append(coefficients) }
        }
        return result
    }

    /// The variance of a formula within runs relative to its total variance; nil where it has no value or does not vary.
    func variation(of expression: Expression, values: [String: Double]) -> Double? {
        guard let formula = RealFormula(expression, names: measured.variables, values: values) else { return nil }
        var (inside, all): (Double, [Double]) = (0, [])
        for run in states(Array(measured.runs.indices)) {
            let count = run.first?.count ?? 0
            let numbers = (0..<count).map { sample in formula.value(at: run.map { $0[sample] }) }
            guard count > 0, numbers.allSatisfy(\.isFinite) else { return nil }
            let mean = numbers.reduce(0, +) / Double(count)
            inside += numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            all += numbers
        }
        let mean = all.reduce(0, +) / Double(max(all.count, 1))
        let total = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return total > 0 ? inside / total : nil
    }

    /// The facts about the measurements.
    func facts(lawCount: Int) -> MeasuredFacts {
        MeasuredFacts(
            runs: measured.runs.count, samples: measured.sampleCount,
            noise: zip(measured.variables, smoothed).map { ($0, $1.deviation) },
            effectiveDimension: measured.variables.count - lawCount, measuredDimension: motionDimension.value,
            measuredDimensionRange: motionDimension.range)
    }

    private var motionDimension: MotionDimension {
        MotionDimension(runs: states(Array(measured.runs.indices)), deviations: smoothed.map(\.remaining))
    }

    /// What the measured dimension of the motion says beside the one that the laws leave.
    private func sentence(_ measured: MotionDimension, leaving dimension: Int) -> String? {
        guard let value = measured.value, let range = measured.range else { return nil }
        func text(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
        let (described, isLess): (String, Bool)
        if let whole = measured.whole {
            (described, isLess) = ("dimension \(whole) (measured \(text(value)))", whole < dimension)
        } else {
            described = "a dimension between \(text(range.lowerBound)) and \(text(range.upperBound))"
            isLess = range.upperBound < Double(dimension)
        }
        return "By distances between samples, each motion fills a set of \(described)"
            + (isLess ? ": less than \(dimension), as when motions close or are short." : ".")
    }

    static func percent(_ ratio: Double) -> String { short(100 * ratio.squareRoot()) }

    private static func short(_ value: Double) -> String {
        let scale = value < 10 ? 100.0 : 10.0
        return "\((value * scale).rounded() / scale)"
    }

    var result: ConservationResult {
        let names = measured.variables.joined(separator: ", ")
        let dimension = measured.variables.count - laws.count
        var statements = [
            "Each motion stays on a set of dimension \(dimension) at most in the space of \(names).",
            "These are findings about the data, checked on runs held out, not proofs.",
        ]
        if laws.isEmpty {
            statements[0] = "No combination is constant within runs as far as the noise lets one see."
        }
        var result = ConservationResult(
            status: laws.isEmpty ? .none : .found,
            stopped: control.stopReason ?? (laws.count == mostLaws ? .accepted : .exhausted), laws: laws,
            searched: .init(
                description: tried.joined(separator: "; "), basisSize: basisSize, completeDegree: 0, dimensions: []),
            isComplete: false, statements: statements, warnings: [], evaluations: control.evaluations)
        result.measured = facts(lawCount: laws.count)
        if let sentence = sentence(motionDimension, leaving: dimension) { result.statements.append(sentence) }
        return result
    }
}
