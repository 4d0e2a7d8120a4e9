import Expressions

/// A sum read as a power series: P (c0 + c1 z^k1 + c2 z^k2 + ...) with products of powers P and z.
///
/// Under noise a short series describes a smooth function of z as well as the function does.
struct PowerSeries {
    /// The product in front, of the term of lowest order.
    let front: Expression
    /// The variable of the series.
    let variable: Expression
    /// Order and coefficient of each term, lowest order first, the first one zero.
    let terms: [(order: Int, coefficient: Double)]

    private static let largestOrder = 8

    /// Reads the terms of a sum.
    ///
    /// - Returns: nil when the terms are not powers of one product of inputs and sums times another product, or fewer than two.
    init?(_ parts: [Expression]) {
        let split = parts.map(Self.split)
        guard split.count > 1, let first = split.first else { return nil }
        // Exponents relative to those of the first term are multiples of one vector.
        let steps = split.map { Self.quotient($0.atoms, first.atoms) }
        guard let unit = steps.first(where: { !$0.isEmpty }), let anchor = unit.min(by: Self.comesFirst),
            !unit.keys.contains(where: { if case .function = $0 { true } else { false } })
        else { return nil }
        var ratios: [Rational] = []
        for step in steps {
            guard let inverse = anchor.value.inverse,
                let ratio = (step[anchor.key] ?? .zero).multiplied(by: inverse),
                Self.scaled(unit, by: ratio) == step
            else { return nil }
            ratios.append(ratio)
        }
        let denominator = ratios.reduce(1) { Swift.max($0, $1.denominator) }
        let orders = ratios.compactMap { ratio -> Int? in
            (denominator % ratio.denominator == 0) ? ratio.numerator * (denominator / ratio.denominator) : nil
        }
        guard orders.count == split.count, let lowest = orders.min(), let highest = orders.max(),
            highest - lowest <= Self.largestOrder, Set(orders).count == orders.count,
            let start = orders.firstIndex(of: lowest), let part = Rational(1, denominator)
        else { return nil }
        front = Self.product(split[start].atoms)
        variable = Self.product(Self.scaled(unit, by: part))
        terms = zip(orders, split).map { ($0 - lowest, $1.coefficient) }.sorted { $0.order < $1.order }
    }

    /// Sum of the terms divided by the first one, at a value of the variable.
    func relativeValue(_ z: Double) -> Double {
        var sum = 0.0
        for term in terms { sum += term.coefficient * Elementary.pow(z, Double(term.order)) }
        return sum / terms[0].coefficient
    }

    /// The same sum in the reciprocal of the variable, with the term of highest order in front.
    var reversed: PowerSeries {
        let highest = terms.last?.order ?? 0
        return PowerSeries(
            front: (front * variable.raised(to: highest)).simplified(), variable: variable.raised(to: -1).simplified(),
            terms: terms.reversed().map { (highest - $0.order, $0.coefficient) })
    }

    private init(front: Expression, variable: Expression, terms: [(order: Int, coefficient: Double)]) {
        self.front = front
        self.variable = variable
        self.terms = terms
    }

    private typealias Atoms = [Expression: Rational]

    private static func comesFirst(_ left: Atoms.Element, _ right: Atoms.Element) -> Bool {
        left.key.reportText < right.key.reportText
    }

    /// The number in front of a term and the exponents of everything else in it.
    private static func split(_ term: Expression) -> (coefficient: Double, atoms: Atoms) {
        let factors = if case .product(let list) = term { list } else { [term] }
        var coefficient = 1.0
        var atoms: Atoms = [:]
        for factor in factors {
            if factor.variables.isEmpty {
                coefficient *= factor.numericValue([:])
            } else if case .power(let base, .rational(let exponent)) = factor {
                atoms[base] = exponent
            } else {
                atoms[factor] = .one
            }
        }
        return (coefficient, atoms)
    }

    private static func quotient(_ top: Atoms, _ bottom: Atoms) -> Atoms {
        var result = top
        for (atom, exponent) in bottom {
            result[atom] = exponent.negated.flatMap { (result[atom] ?? .zero).adding($0) }
        }
        return result.filter { $0.value != .zero }
    }

    private static func scaled(_ atoms: Atoms, by factor: Rational) -> Atoms {
        atoms.compactMapValues { $0.multiplied(by: factor) }.filter { $0.value != .zero }
    }

    private static func product(_ atoms: Atoms) -> Expression {
        .product(atoms.sorted(by: comesFirst).map { $0.value == .one ? $0.key : $0.key.raised(to: $0.value) })
    }
}
