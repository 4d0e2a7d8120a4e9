import Expressions

/// The elementary columns whose products make up a linear library: inputs and functions of inputs.
struct AtomSet: Sendable {
    /// One elementary column.
    struct Atom: Sendable {
        /// In original columns.
        var expression: Expression
        /// Values, all rows.
        var values: [Double]
        /// Largest power in a product.
        var maximumPower: Int = .max
    }

    /// The atoms.
    var atoms: [Atom]
    /// What every product is multiplied with.
    var factor: Atom?
    /// How far-fetched the set is.
    var price: Double

    /// The sets that are tried on a problem, simplest first.
    static func all(for problem: ReducedProblem) -> [AtomSet] {
        let inputs = problem.columns.map { Atom(expression: $0.expression, values: $0.values) }
        var sets = [AtomSet(atoms: inputs, price: 0)]
        func finite(_ atom: Atom) -> Bool {
            atom.values.allSatisfy { $0.isFinite && abs($0) < 1e12 }
        }
        func image(_ k: Int, _ expression: (Expression) -> Expression, _ f: (Double) -> Double) -> Atom {
            Atom(expression: expression(problem.columns[k].expression), values: problem.columns[k].values.map(f))
        }
        for k in problem.columns.indices {
            let sine = image(k, { .apply(.sin, $0) }, Elementary.sin)
            let cosine = image(k, { .apply(.cos, $0) }, Elementary.cos)
            // cos^2 is 1 - sin^2: one of the pair enters linearly, or the products would be dependent.
            var linearSine = sine
            linearSine.maximumPower = 1
            let rest = inputs.indices.filter { $0 != k }.map { inputs[$0] }
            sets.append(AtomSet(atoms: rest + [cosine, linearSine], price: 1))
            sets.append(AtomSet(atoms: inputs + [cosine, linearSine], price: 1.5))
            let growth = image(k, { .apply(.exp, $0) }, Elementary.exp)
            let decay = image(k, { .apply(.exp, -$0) }, { Elementary.exp(-$0) })
            for one in [growth, decay] where finite(one) {
                sets.append(AtomSet(atoms: inputs + [one], price: 1.2))
            }
            if finite(growth), finite(decay) {
                sets.append(AtomSet(atoms: rest + [growth, decay], price: 1.4))
            }
            if problem.columns[k].values.allSatisfy({ $0 > 0 }) {
                let root = image(k, { $0.squareRoot }, { $0.squareRoot() })
                sets.append(AtomSet(atoms: rest + [root], price: 1.2))
                sets.append(AtomSet(atoms: inputs + [image(k, { .apply(.log, $0) }, Elementary.log)], price: 1.4))
                // Interference terms: a root beside a trigonometric function of another input.
                for m in problem.columns.indices where m != k {
                    let others = inputs.indices.filter { $0 != k && $0 != m }.map { inputs[$0] }
                    let wave = image(m, { .apply(.cos, $0) }, Elementary.cos)
                    sets.append(AtomSet(atoms: others + [root, wave], price: 2.2))
                }
            }
            let reciprocal = image(k, { $0.raised(to: -1) }, { 1 / $0 })
            if finite(reciprocal) { sets.append(AtomSet(atoms: inputs + [reciprocal], price: 1.1)) }
        }
        sets += waves(of: problem, inputs) + modulatedWaves(of: problem)
        return sets.filter { $0.atoms.allSatisfy(finite) && ($0.factor.map(finite) ?? true) }.enumerated()
            .sorted { ($0.element.price, $0.offset) < ($1.element.price, $1.offset) }.map(\.element)
    }

    /// Sets with the sine and cosine of a combination of two or three inputs, for laws that oscillate too fast for a
    /// surrogate.
    private static func waves(of problem: ReducedProblem, _ inputs: [Atom]) -> [AtomSet] {
        guard (2...6).contains(problem.dimension) else { return [] }
        var sets: [AtomSet] = []
        func add(_ used: [Int], _ phase: Expression, _ values: [Double], _ price: Double) {
            let cosine = Atom(expression: .apply(.cos, phase), values: values.map(Elementary.cos))
            var sine = Atom(expression: .apply(.sin, phase), values: values.map(Elementary.sin))
            sine.maximumPower = 1
            let rest = inputs.indices.filter { !used.contains($0) }.map { inputs[$0] }
            sets.append(AtomSet(atoms: rest + [cosine, sine], price: price))
        }
        for a in problem.columns.indices {
            for b in problem.columns.indices where b != a {
                let (left, right) = (problem.columns[a], problem.columns[b])
                add([a, b], left.expression / right.expression, zip(left.values, right.values).map { $0 / $1 }, 3)
                guard a < b else { continue }
                add([a, b], left.expression * right.expression, zip(left.values, right.values).map { $0 * $1 }, 2.8)
                let difference = zip(left.values, right.values).map { $0 - $1 }
                add([a, b], left.expression - right.expression, difference, 2.8)
                for c in problem.columns.indices where c != a && c != b {
                    let third = problem.columns[c]
                    add(
                        [a, b, c], (left.expression - right.expression) * third.expression,
                        zip(difference, third.values).map { $0 * $1 }, 3.5)
                }
            }
        }
        return sets
    }

    /// Waves with harmonics that grow and decay, x^p exp(q x) times sines and cosines, of a single input.
    private static func modulatedWaves(of problem: ReducedProblem) -> [AtomSet] {
        guard problem.dimension == 1 else { return [] }
        let (x, values) = (problem.columns[0].expression, problem.columns[0].values)
        let cosine = Atom(expression: .apply(.cos, x), values: values.map(Elementary.cos))
        var sine = Atom(expression: .apply(.sin, x), values: values.map(Elementary.sin))
        sine.maximumPower = 1
        return [(-1.0, Expression.integer(-1), 2.4), (-2, .integer(-2), 2.7), (-0.5, -half, 2.7)].flatMap { rate in
            (0...4).map { power in
                let envelope = Expression.apply(.exp, rate.1 * x)
                let factor = Atom(
                    expression: power == 0 ? envelope : x.raised(to: power) * envelope,
                    values: values.map { Elementary.pow($0, Double(power)) * Elementary.exp(rate.0 * $0) })
                return AtomSet(atoms: [cosine, sine], factor: factor, price: rate.2)
            }
        }
    }

    private static let half = Expression.power(.integer(2), .integer(-1))

    /// Exponent vectors of all products of total degree at most `degree`, by degree; nil when there are more than `limit`.
    func monomials(degree: Int, limit: Int) -> [[Int]]? {
        var result: [[Int]] = []
        var overflow = false
        func extend(_ k: Int, _ left: Int, _ exponents: [Int]) {
            if result.count > limit { overflow = true }
            if overflow { return }
            if k == atoms.count {
                result.append(exponents)
                return
            }
            for power in 0...Swift.min(left, atoms[k].maximumPower) { extend(k + 1, left - power, exponents + [power]) }
        }
        extend(0, degree, [])
        guard !overflow, result.count <= limit else { return nil }
        return result.enumerated().sorted {
            let (a, b) = ($0.element.reduce(0, +), $1.element.reduce(0, +))
            return (a, $0.offset) < (b, $1.offset)
        }.map(\.element)
    }

    /// Values of a product at some rows.
    func values(_ exponents: [Int], rows: Range<Int>) -> [Double] {
        var result = factor.map { Array($0.values[rows]) } ?? [Double](repeating: 1, count: rows.count)
        for (k, power) in exponents.enumerated() {
            for _ in 0..<power {
                for (position, i) in rows.enumerated() { result[position] *= atoms[k].values[i] }
            }
        }
        return result
    }

    /// The formula of a product.
    func expression(_ exponents: [Int]) -> Expression {
        let factors =
            (factor.map { [$0.expression] } ?? [])
            + exponents.enumerated().compactMap { k, power -> Expression? in
                power == 0 ? nil : power == 1 ? atoms[k].expression : atoms[k].expression.raised(to: power)
            }
        return factors.isEmpty ? .one : factors.count == 1 ? factors[0] : .product(factors)
    }
}
