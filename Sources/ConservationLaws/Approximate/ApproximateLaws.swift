import Diagnostics
import ExactAlgebra
import Expressions

/// Finds quantities that drift slowly because some terms of the equations are small, ranked by how much they drift.
///
/// The small terms are taken off; what the rest conserves is known exactly, and is corrected order by order for the small terms
/// where formal series exist. How much each quantity drifts is then measured along computed motions of the whole system. Nothing
/// here is a proof: the certificates are numeric.
///
/// - Parameters:
///   - system: ordinary differential equations whose parameters all have values. With constraints, motions start where they hold.
///   - exact: the exact laws, functions of which are not repeated.
///   - options: `scale` is the size of the motions; `maximumDegree` bounds the degree of the leading part, 4 at most.
///   - control: budget in coefficients, time limit, interruption.
/// - Returns: the quantities, those that drift least first, and sentences about what was done.
/// - Throws: `DiscoverError.input` for systems outside this class.
public func approximateLaws(
    of system: DynamicalSystem, besides exact: [ConservedLaw], options: ConservationOptions, control: RunControl
) throws -> (laws: [ConservedLaw], statements: [String]) {
    try ApproximateSearch(system, exact, options, control).run()
}

/// The state of a search for approximate laws.
private struct ApproximateSearch {
    /// Largest typical change, relative to the spread, of a quantity worth mentioning.
    static let largestDrift = 0.25
    /// Largest order in the small terms.
    static let largestOrder = 3

    let system: DynamicalSystem
    let exact: [ConservedLaw]
    let options: ConservationOptions
    let control: RunControl
    let values: [String: Double]

    init(
        _ system: DynamicalSystem, _ exact: [ConservedLaw], _ options: ConservationOptions, _ control: RunControl
    ) throws {
        guard system.kind == .ordinary, system.multipliers.isEmpty else {
            throw DiscoverError.input(
                "conserve.approximate",
                "approximate laws are for ordinary differential equations without forces of constraint left open",
                hint: system.multipliers.isEmpty
                    ? nil
                    : "give \(system.multipliers.joined(separator: ", ")) by formulas: let \(system.multipliers[0]) = ..."
            )
        }
        let free = system.parameters.filter { $0.value == nil }.map(\.name)
        guard free.isEmpty else {
            throw DiscoverError.input(
                "conserve.approximate",
                "approximate laws need numbers, but \(free.joined(separator: ", ")) "
                    + (free.count == 1 ? "has" : "have") + " no value",
                hint: "give it one: param \(free[0]) = 1/100")
        }
        self.system = system
        self.exact = exact
        self.options = options
        self.control = control
        values = Dictionary(
            system.parameters.compactMap { parameter in parameter.value.map { (parameter.name, $0.numericValue()) } },
            uniquingKeysWith: { first, _ in first })
    }

    private func formula(_ expression: Expression) -> RealFormula? {
        RealFormula(expression, names: system.variables, values: values)
    }

    /// A quantity that some part of the system conserves.
    private struct Candidate {
        var expression: Expression
        var order: Int
        var degree: Int
        var terms: Int
    }

    func run() throws -> (laws: [ConservedLaw], statements: [String]) {
        // Constraints only choose where motions start: what is nearly conserved everywhere is so there.
        var free = system
        free.constraints = []
        let plain = try PolynomialSystem(free).specialised()
        let hasFunctions = plain.atoms.contains { !plain.logarithms.contains($0.variable) }
        let polynomial = hasFunctions || !plain.constraints.isEmpty ? nil : plain
        let split = polynomial.flatMap { SmallTerms($0, scale: options.scale) }
        let parts = split == nil && polynomial == nil ? SmallSummands(system, values, scale: options.scale) : nil
        let percent = Int((SmallTerms.threshold * 100).rounded())
        guard let rate = split?.rate ?? parts?.rate else {
            return (
                [],
                [
                    "No term is below \(percent) % of the others for motions of size \(Self.text(options.scale)), "
                        + "so nothing is close to conserved for that reason; --scale 0.1 looks at smaller motions."
                ]
            )
        }
        guard let motions = try measurement(rate) else {
            return (
                [], ["Motions of size \(Self.text(options.scale)) cannot be followed long enough to measure drifts."]
            )
        }
        var candidates: [Candidate] = []
        if let polynomial, let split { candidates += series(polynomial, split) }
        var truncated = free
        if let polynomial, let split {
            let writer = LawWriter(system: polynomial)
            truncated.rightHandSides = split.leading.map { writer.expression($0) }
            truncated.parameters = []
        } else if let parts {
            truncated.rightHandSides = parts.leading
        }
        candidates += try conserved(by: truncated)
        let laws = ranked(candidates, motions)
        let small =
            split.map { "the small terms of the equations (\(Self.count($0.small)) in all)" } ?? "the small terms"
        var statements = [
            "Approximate laws are numeric findings, not laws: \(small) were taken off and put back order by order, "
                + "and the drift was measured along \(motions.motions.count) computed motions "
                + "that start \(motions.isPositive ? "between 0.25 and 1 times" : "within") "
                + "\(Self.text(options.scale)) of the origin in every variable."
        ]
        if laws.isEmpty { statements.append("No quantity that is independent of the exact laws drifts slowly.") }
        return (laws, statements)
    }

    private static func count(_ sides: [Polynomial]) -> Int { sides.reduce(0) { $0 + $1.termCount } }

    static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
    }

    /// Motions from all signs, or from positive states where the formulas need them.
    private func measurement(_ rate: Double) throws -> DriftMeasurement? {
        let sides = system.rightHandSides.compactMap(formula)
        let constraints = StateConstraints(
            constraints: system.constraints.compactMap { expression in
                let slopes = system.variables.compactMap { formula(expression.derivative(withRespectTo: $0)) }
                guard slopes.count == system.variables.count, let value = formula(expression) else { return nil }
                return .init(value: value, slopes: slopes)
            })
        guard sides.count == system.rightHandSides.count else { return nil }
        let needsPositive = exact.contains { law in
            !law.expression.variables.isEmpty && law.expression.needsPositiveValues
        }
        for isPositive in needsPositive ? [true] : [false, true] {
            if let motions = try DriftMeasurement(
                names: system.variables, sides: sides, rate: rate, scale: options.scale, isPositive: isPositive,
                seed: options.seed, constraints: constraints, control: control)
            {
                return motions
            }
        }
        return nil
    }

    /// Formal series, high orders first.
    private func series(_ polynomial: PolynomialSystem, _ split: SmallTerms) -> [Candidate] {
        let formal = FormalSeries(system: polynomial, split: split, control: control)
        let writer = LawWriter(system: polynomial)
        var result: [Candidate] = []
        let largest = min(options.maximumDegree ?? 4, 4)
        for order in stride(from: Self.largestOrder, through: 1, by: -1) {
            for degree in 1...largest {
                guard let found = formal.series(order: order, degree: degree) else { break }
                for parts in found where parts[0].totalDegree == degree {
                    let sum = formal.sum(parts)
                    result.append(
                        Candidate(
                            expression: writer.write(sum).expression, order: order, degree: sum.totalDegree,
                            terms: sum.termCount))
                }
            }
        }
        return result
    }

    /// The exact laws of the system without its small terms.
    private func conserved(by truncated: DynamicalSystem) throws -> [Candidate] {
        var limits = options
        limits.maximumDegree = min(options.maximumDegree ?? 4, 4)
        limits.maximumBasisSize = 2_000
        return try conservedQuantities(of: truncated, options: limits, control: control).laws.map {
            Candidate(expression: $0.expression, order: 0, degree: $0.degree, terms: $0.terms)
        }
    }

    private func gradients(of expression: Expression, _ motions: DriftMeasurement) -> [[Double]]? {
        let slopes = system.variables.compactMap { formula(expression.derivative(withRespectTo: $0)) }
        return slopes.count == system.variables.count ? motions.gradients(of: slopes) : nil
    }

    /// The candidates that drift slowly and are independent of the exact laws and of better ones, the slowest first.
    private func ranked(_ candidates: [Candidate], _ motions: DriftMeasurement) -> [ConservedLaw] {
        var known = IndependentGradients()
        for expression in system.constraints + exact.map(\.expression) {
            if let slopes = gradients(of: expression, motions) { known.append(slopes) }
        }
        var measured: [(candidate: Candidate, drift: ConservedLaw.Drift)] = []
        for candidate in candidates {
            guard let formula = formula(candidate.expression), let drift = motions.drift(of: formula),
                drift.typical <= Self.largestDrift
            else { continue }
            measured.append((candidate, drift))
        }
        let order = measured.enumerated().sorted { left, right in
            (left.element.drift.typical, left.offset) < (right.element.drift.typical, right.offset)
        }
        var laws: [ConservedLaw] = []
        for (_, item) in order
        where laws.count + exact.count + system.constraints.count < system.variables.count {
            guard let slopes = gradients(of: item.candidate.expression, motions), known.isNew(slopes) else { continue }
            known.append(slopes)
            laws.append(law(item.candidate, item.drift))
        }
        return laws
    }

    private func law(_ candidate: Candidate, _ drift: ConservedLaw.Drift) -> ConservedLaw {
        let text =
            "in \(Self.text(drift.time)) units of time it changes by \(Self.percent(drift.typical)) % of its spread between "
            + "motions, at most by \(Self.percent(drift.largest)) %"
        var law = ConservedLaw(
            expression: candidate.expression, degree: candidate.degree, terms: candidate.terms, conditions: [],
            certificate: .init(kind: .numeric, identity: text, gradient: []))
        law.drift = drift
        law.drift?.order = candidate.order
        law.remark =
            candidate.order == 0
            ? "conserved without the small terms" : "corrected to order \(candidate.order) in the small terms"
        return law
    }

    /// Two digits.
    private static func percent(_ share: Double) -> String {
        let value = 100 * share
        guard value > 1e-9 else { return "0" }
        var unit = 1.0
        while unit > value / 10 { unit /= 10 }
        while unit * 10 <= value / 10 { unit *= 10 }
        let steps = (value / unit).rounded()
        return text(unit < 1 ? steps / (1 / unit).rounded() : steps * unit)
    }
}

extension Expression {
    /// Whether a logarithm or a power that is not a natural one occurs.
    fileprivate var needsPositiveValues: Bool {
        switch self {
        case .function(.log, _): return true
        case .power(_, let exponent):
            guard case .rational(let number) = exponent, number.isInteger, number.numerator >= 0 else { return true }
        default: break
        }
        return children.contains(where: \.needsPositiveValues)
    }
}

/// Right-hand sides with functions parted by the sizes of their summands at random states.
private struct SmallSummands {
    /// The sides without small summands.
    let leading: [Expression]
    /// The largest size of a summand.
    let rate: Double

    /// Nil when nothing is small.
    init?(_ system: DynamicalSystem, _ values: [String: Double], scale: Double) {
        var generator = SplitMixGenerator(seed: 5)
        let states = (0..<64).map { _ in
            system.variables.map { _ in scale * (2 * Double(generator.next() >> 11) / Double(1 << 53) - 1) }
        }
        func size(_ expression: Expression) -> Double {
            guard let formula = RealFormula(expression, names: system.variables, values: values) else { return 0 }
            let sizes = states.map { abs(formula.value(at: $0)) }.filter(\.isFinite)
            return sizes.isEmpty ? 0 : sizes.reduce(0, +) / Double(sizes.count) / scale
        }
        let sides = system.rightHandSides.map { side -> [(term: Expression, size: Double)] in
            let terms: [Expression]
            if case .sum(let list) = side { terms = list } else { terms = [side] }
            return terms.map { ($0, size($0)) }
        }
        let largest = sides.map { $0.map(\.size).max() ?? 0 }
        let rate = largest.max() ?? 0
        guard rate > 0 else { return nil }
        self.rate = rate
        var isParted = false
        var leading: [Expression] = []
        for (terms, most) in zip(sides, largest) {
            let kept = terms.filter { most >= SmallTerms.threshold * rate && $0.size >= SmallTerms.threshold * most }
            if kept.count < terms.count, terms.contains(where: { $0.size > 0 }) { isParted = true }
            leading.append(kept.isEmpty ? .zero : kept.count == 1 ? kept[0].term : .sum(kept.map(\.term)))
        }
        guard isParted else { return nil }
        self.leading = leading
    }
}
