import Diagnostics
import Expressions

/// A linear fit of products of inputs, plain and times functions with a kink or a jump, to a target.
struct KinkModel {
    /// A function with a kink or a jump in a sum.
    struct Kink: Sendable {
        var family: KinkFamily
        var quantity: KinkQuantity
        var place: KinkFamily.Place
    }

    let noisy: NoisyTarget
    /// What is allowed.
    let rules: FormulaRules
    /// Products of inputs, on the rows in use.
    let monomials: [(expression: Expression, values: [Double])]
    private let target: [Double]
    private let weights: [Double]

    /// A model of a problem on the rows of a noisy target; nil where there are too many inputs or the target is not defined.
    init?(_ problem: ReducedProblem, _ noisy: NoisyTarget, rules: FormulaRules) {
        let inputs = AtomSet(
            atoms: problem.columns.map { .init(expression: $0.expression, values: $0.values) }, price: 0)
        let degree = problem.dimension == 1 ? 3 : problem.dimension <= 3 ? 2 : 1
        guard let products = inputs.monomials(degree: degree, limit: 12), let working = noisy.working(.identity),
            noisy.rows > 4 * products.count
        else { return nil }
        self.noisy = noisy
        self.rules = rules
        monomials = products.map { (inputs.expression($0), inputs.values($0, rows: 0..<noisy.rows)) }
        (target, weights) = working
    }

    /// The monomials, and the monomials times the functions of all kinks.
    func terms(_ kinks: [Kink]) -> [(expression: Expression, values: [Double])] {
        monomials
            + kinks.flatMap { kink in
                kink.family.functions(named: rules).flatMap {
                    products(with: KinkFamily.column($0, kink.quantity, kink.place))
                }
            }
    }

    /// The monomials times a function.
    private func products(with function: (Expression, [Double])) -> [(expression: Expression, values: [Double])] {
        monomials.map { term in
            (
                term.expression == .one ? function.0 : term.expression * function.0,
                zip(term.values, function.1).map { $0 * $1 }
            )
        }
    }

    /// The columns of a kink that tell its place: one function stands for the family, and waves for teeth and steps wherever
    /// these begin.
    private func sketch(_ kink: Kink) -> [[Double]] {
        guard kink.family == .stairs else {
            let functions = kink.family.functions(named: rules).prefix(1)
            return functions.flatMap { products(with: KinkFamily.column($0, kink.quantity, kink.place)).map(\.values) }
        }
        let phases = kink.quantity.values.map { 2 * Double.pi * $0 / kink.place.number }
        return [phases.map(Elementary.sin), phases.map(Elementary.cos)].flatMap { wave in
            monomials.map { zip($0.values, wave).map { $0 * $1 } }
        }
    }

    /// The model of the terms with all columns in it that do not depend on others.
    private func fitted(_ columns: [[Double]]) -> SweptGram {
        var model = SweptGram(columns: columns, target: target, weights: weights)
        for j in columns.indices where model.residual(entering: j) != nil { model.enter(j) }
        return model
    }

    /// Share of the target's square that all terms with some kinks leave over.
    func share(_ kinks: [Kink]) -> Double { fitted(terms(kinks).map(\.values)).residual }

    /// The same with a sketch of one more kink.
    func share(_ kinks: [Kink], sketching kink: Kink) -> Double {
        fitted(terms(kinks).map(\.values) + sketch(kink)).residual
    }

    /// The shortest sums of a few terms, with fitted coefficients.
    func sums(_ kinks: [Kink], count: Int) -> [Expression] {
        let terms = terms(kinks).filter { $0.values.allSatisfy(\.isFinite) }
        var search = LinearSearch(
            noisy: noisy, start: SweptGram(columns: terms.map(\.values), target: target, weights: weights),
            expressions: terms.map(\.expression))
        search.maximumSize = 8
        search.isThorough = false
        guard search.start.targetLength > 0 else { return [] }
        return search.best(count).map(\.expression)
    }
}
