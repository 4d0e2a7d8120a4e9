import ExactAlgebra
import Expressions

extension AtomReader {
    /// Arguments as integer combinations of basis functions.
    private struct Arguments {
        var basis: [(expression: Expression, value: RationalFunction)]
        var coordinates: [[Int]]
    }

    private func arguments(_ expressions: [Expression]) throws(ConversionProblem) -> Arguments {
        var values: [RationalFunction] = []
        for expression in expressions { values.append(try read(expression)) }
        var common = ring.one
        for value in values {
            let shared = common.greatestCommonDivisor(with: value.denominator)
            common = common * (value.denominator.divided(exactlyBy: shared) ?? value.denominator)
        }
        var positions: [[Int]: Int] = [:]
        var entries: [[(position: Int, value: BigRational)]] = []
        for value in values {
            let factor = common.divided(exactlyBy: value.denominator) ?? ring.one
            entries.append(
                (value.numerator * factor).terms.map { term in
                    let position = positions[term.exponents] ?? positions.count
                    positions[term.exponents] = position
                    return (position, term.coefficient)
                })
        }
        let vectors = entries.map { list in
            var vector = [BigRational](repeating: .zero, count: positions.count)
            for entry in list { vector[entry.position] = entry.value }
            return vector
        }
        guard let chosen = ArgumentBasis(vectors) else { throw .tooLarge }
        let basis = chosen.basis.map { item in
            let number = Expression.integer(item.divisor)
            let value = values[item.vector]
            let part = RationalFunction(
                value.numerator.scaled(by: .one / BigRational(item.divisor)), over: value.denominator)
            let expression = expressions[item.vector]
            return (expression: item.divisor == 1 ? expression : (expression / number).simplified(), value: part)
        }
        return Arguments(basis: basis, coordinates: chosen.coordinates)
    }

    /// Sines, cosines and tangents.
    mutating func resolveAngles(
        _ nodes: [(node: Expression, argument: Expression)]
    ) throws(ConversionProblem) {
        guard !nodes.isEmpty else { return }
        let arguments = try arguments(nodes.map(\.argument))
        var pairs: [(sine: Polynomial, cosine: Polynomial)] = []
        for angle in arguments.basis {
            let sine = try add(.apply(.sin, angle.expression)) { (_) throws(ConversionProblem) in [] }
            let cosine = try add(.apply(.cos, angle.expression)) { (_) throws(ConversionProblem) in [] }
            let (s, c) = (ring.variable(sine.slot), ring.variable(cosine.slot))
            let slopes = try differential(of: angle.value, times: RationalFunction(c))
            let opposite = try differential(of: angle.value, times: RationalFunction(-s))
            let relation = s * s + c * c - ring.one
            update(sine.slot) {
                $0.differential = slopes
                $0.relation = relation
            }
            update(cosine.slot) { $0.differential = opposite }
            pairs.append((s, c))
        }
        for (item, coordinates) in zip(nodes, arguments.coordinates) {
            var (cosine, sine) = (ring.one, ring.zero)
            for (pair, count) in zip(pairs, coordinates) {
                let s = count < 0 ? -pair.sine : pair.sine
                for _ in 0..<count.magnitude {
                    (cosine, sine) = (cosine * pair.cosine - sine * s, sine * pair.cosine + cosine * s)
                }
            }
            guard case .function(let function, _) = item.node else { continue }
            switch function {
            case .sin: set(item.node, to: RationalFunction(sine))
            case .cos: set(item.node, to: RationalFunction(cosine))
            default: set(item.node, to: RationalFunction(sine, over: cosine).cancelled())
            }
        }
    }

    /// Exponentials and hyperbolic functions.
    mutating func resolveExponentials(
        _ nodes: [(node: Expression, argument: Expression)]
    ) throws(ConversionProblem) {
        guard !nodes.isEmpty else { return }
        let arguments = try arguments(nodes.map(\.argument))
        var bases: [(value: Polynomial, isFlipped: Bool)] = []
        for (number, argument) in arguments.basis.enumerated() {
            // When only exp(-x) occurs, it is the atom.
            let isFlipped = zip(nodes, arguments.coordinates).allSatisfy { item, coordinates in
                guard case .function(let function, _) = item.node, function != .exp else {
                    return coordinates[number] <= 0
                }
                return coordinates[number] == 0
            }
            let exponent = isFlipped ? (-argument.expression).simplified() : argument.expression
            let atom = try add(.apply(.exp, exponent)) { (_) throws(ConversionProblem) in [] }
            let variable = ring.variable(atom.slot)
            let slopes = try differential(
                of: argument.value, times: RationalFunction(isFlipped ? -variable : variable))
            update(atom.slot) { $0.differential = slopes }
            bases.append((variable, isFlipped))
        }
        for (item, coordinates) in zip(nodes, arguments.coordinates) {
            var value = RationalFunction(ring.one)
            for (base, count) in zip(bases, coordinates) {
                value = try value.multiplied(
                    by: RationalFunction(base.value).raised(to: base.isFlipped ? -count : count))
            }
            guard case .function(let function, _) = item.node, function != .exp else {
                set(item.node, to: value)
                continue
            }
            let inverse = try value.inverse()
            let minus = RationalFunction(ring.constant(-1))
            let half = RationalFunction(ring.constant(BigRational(1) / 2))
            let difference = try value.adding(inverse.multiplied(by: minus))
            let sum = try value.adding(inverse)
            switch function {
            case .sinh: set(item.node, to: try difference.multiplied(by: half).cancelled())
            case .cosh: set(item.node, to: try sum.multiplied(by: half).cancelled())
            default: set(item.node, to: try difference.multiplied(by: sum.inverse()).cancelled())
            }
        }
    }

    /// Powers with fractions as exponents.
    mutating func resolveRoots(
        _ nodes: [(node: Expression, base: RationalFunction, exponent: BigRational)]
    ) throws(ConversionProblem) {
        var requests: [(base: Polynomial, degree: Int)] = []
        var texts: [Expression?] = []
        var plans: [(node: Expression, constant: BigRational, factors: [(base: Polynomial, exponent: BigRational)])] =
            []
        for item in nodes {
            guard let degree = item.exponent.denominator.machineInteger, degree <= 12,
                item.exponent.numerator.magnitude <= 60, !item.base.numerator.isZero
            else { throw .exponent(item.exponent.description) }
            var constant = BigRational.one
            var factors: [(base: Polynomial, exponent: BigRational)] = []
            for (part, exponent) in [
                (item.base.numerator, item.exponent), (item.base.denominator, -item.exponent),
            ] {
                var base = part
                if let root = base.content.exactPower(exponent) {
                    constant = constant * root
                    base = base.scaled(by: .one / base.content)
                }
                if base.isOne { continue }
                if let number = base.constantValue {
                    throw .irrational("\(number)^(\(exponent))")
                }
                factors.append((base, exponent))
            }
            plans.append((item.node, constant, factors))
        }
        let multiples = Self.commonMultiples(of: plans.flatMap { $0.factors.map(\.base) })
        for number in plans.indices {
            plans[number].factors = plans[number].factors.flatMap { factor in
                let (base, ratio) = multiples(factor.base)
                guard let root = ratio.exactPower(factor.exponent) else { return [factor] }
                plans[number].constant = plans[number].constant * root
                return [(base, factor.exponent)]
            }
        }
        let pieces = Self.coprimePieces(of: plans.flatMap { $0.factors.map(\.base) })
        for (number, plan) in plans.enumerated() {
            plans[number].factors = plan.factors.flatMap { factor in
                pieces(factor.base).map { ($0.base, factor.exponent * BigRational($0.multiplicity)) }
            }
            for factor in plans[number].factors {
                guard let degree = factor.exponent.denominator.machineInteger else { throw .tooLarge }
                if let known = requests.firstIndex(where: { $0.base == factor.base }) {
                    requests[known].degree = Self.leastCommonMultiple(requests[known].degree, degree)
                    continue
                }
                requests.append((factor.base, degree))
                let item = nodes[number]
                if case .power(let text, _) = item.node, item.base.denominator.isOne, factor.base == item.base.numerator
                {
                    texts.append(text)
                } else {
                    texts.append(nil)
                }
            }
        }
        var slots: [Int] = []
        for (request, ownText) in zip(requests, texts) {
            if let known = drafts.first(where: { $0.root?.base == request.base && $0.root?.degree == request.degree }) {
                slots.append(known.slot)
                continue
            }
            guard let inverse = Rational(-1, request.degree) else { throw .tooLarge }
            let text = ownText ?? expression(request.base)
            let atom = try add(.power(text, .rational(inverse))) { (_) throws(ConversionProblem) in [] }
            let w = ring.variable(atom.slot)
            guard let power = w.raised(to: request.degree) else { throw .tooLarge }
            // dw = -(1/n) w^(n+1) db.
            let slope = (power * w).scaled(by: BigRational(-1) / BigRational(request.degree))
            let slopes = try differential(of: RationalFunction(request.base), times: RationalFunction(slope))
            let relation = power * request.base - ring.one
            update(atom.slot) {
                $0.relation = relation
                $0.root = request
                $0.differential = slopes
            }
            slots.append(atom.slot)
        }
        for plan in plans {
            func power(_ sign: Int) throws(ConversionProblem) -> RationalFunction {
                var value = RationalFunction(ring.constant(plan.constant.raised(to: sign)))
                for factor in plan.factors {
                    guard let number = requests.firstIndex(where: { $0.base == factor.base }),
                        let steps = (factor.exponent * BigRational(sign * requests[number].degree)).machineInteger
                    else { throw .tooLarge }
                    let degree = requests[number].degree
                    let whole = steps > 0 ? (steps + degree - 1) / degree : 0
                    value = try value.multiplied(by: RationalFunction(factor.base).raised(to: whole))
                    value = try value.multiplied(
                        by: RationalFunction(ring.variable(slots[number])).raised(to: whole * degree - steps))
                }
                return value
            }
            set(plan.node, to: try power(1))
            set(plan.node, inverse: try power(-1))
        }
    }

    /// How to write bases of roots that are multiples of each other by one of them: the root of 8 x is twice that of 2 x.
    private static func commonMultiples(
        of bases: [Polynomial]
    ) -> (Polynomial) -> (base: Polynomial, ratio: BigRational) {
        var known: [(primitive: Polynomial, base: Polynomial)] = []
        for base in bases.sorted(by: { $0.content == .one && $1.content != .one }) {
            let primitive = base.scaled(by: .one / base.content)
            if !known.contains(where: { $0.primitive == primitive }) { known.append((primitive, base)) }
        }
        return { base in
            let primitive = base.scaled(by: .one / base.content)
            guard let entry = known.first(where: { $0.primitive == primitive }) else { return (base, .one) }
            return (entry.base, base.content / entry.base.content)
        }
    }

    /// How to write bases of roots by factors that have nothing in common: sqrt(x) and sqrt(x*y) need the roots of x and y.
    ///
    /// Bases that share no factor with another one stay whole.
    private static func coprimePieces(
        of bases: [Polynomial]
    ) -> (Polynomial) -> [(base: Polynomial, multiplicity: Int)] {
        { base in
            let isShared = bases.contains { other in
                other != base && base.greatestCommonDivisor(with: other).constantValue == nil
            }
            guard isShared, let factors = base.factored(), factors.constant == .one,
                factors.factors.allSatisfy({ $0.multiplicity == 1 })
            else { return [(base, 1)] }
            return factors.factors.map { ($0.base, $0.multiplicity) }
        }
    }

    /// Logarithms: of a product the sum of those of its factors.
    mutating func addLogarithm(_ node: Expression, _ argument: Expression) throws(ConversionProblem) {
        let value = try read(argument)
        guard !value.numerator.isZero else { throw .divisionByZero }
        guard let top = value.numerator.factored(), let bottom = value.denominator.factored() else { throw .tooLarge }
        let factors = top.factors + bottom.factors.map { ($0.base, -$0.multiplicity) }
        let constant = top.constant / bottom.constant
        if constant == .one || factors.count > 1 || factors.first?.multiplicity != 1 {
            var sum = RationalFunction(ring.zero)
            if constant != .one {
                // One atom for the whole; its logarithm differs from those of the factors by a constant.
                let slot = try logarithm(of: value, written: argument, key: nil)
                set(node, to: RationalFunction(ring.variable(slot)))
                return
            }
            for factor in factors {
                let slot = try logarithm(
                    of: RationalFunction(factor.base), written: expression(factor.base), key: factor.base)
                let part = ring.variable(slot).scaled(by: BigRational(factor.multiplicity))
                sum = try sum.adding(RationalFunction(part))
            }
            set(node, to: sum)
        } else if let base = factors.first?.base {
            let slot = try logarithm(of: value, written: argument, key: base)
            set(node, to: RationalFunction(ring.variable(slot)))
        }
    }

    /// The slot of the logarithm of a function; a polynomial with this key has one atom only.
    mutating func logarithm(
        of value: RationalFunction, written: Expression, key: Polynomial?
    ) throws(ConversionProblem) -> Int {
        if let key, let known = drafts.first(where: { $0.logarithmOf == key }) { return known.slot }
        let inverse = try value.inverse()
        let slopes = try differential(of: value, times: inverse)
        let atom = try add(.apply(.log, written)) { (_) throws(ConversionProblem) in slopes }
        update(atom.slot) { $0.logarithmOf = key }
        return atom.slot
    }

    mutating func addArctangent(_ node: Expression, _ argument: Expression) throws(ConversionProblem) {
        let value = try read(argument)
        let bottom = try RationalFunction(ring.one).adding(value.multiplied(by: value))
        let slopes = try differential(of: value, times: bottom.inverse())
        let atom = try add(node) { (_) throws(ConversionProblem) in slopes }
        set(node, to: RationalFunction(ring.variable(atom.slot)))
    }

    /// A power whose exponent is free of the state, such as `x^a` with a parameter a.
    mutating func addPower(
        _ node: Expression, _ base: Expression, _ exponent: RationalFunction
    ) throws(ConversionProblem) {
        guard !exponent.contains(movingNames) else { throw .exponent("an expression in the variables") }
        let value = try read(base)
        let factor = try exponent.multiplied(by: value.inverse())
        let atom = try add(node) { (_) throws(ConversionProblem) in [] }
        let slopes = try differential(
            of: value, times: factor.multiplied(by: RationalFunction(ring.variable(atom.slot))))
        update(atom.slot) { $0.differential = slopes }
        set(node, to: RationalFunction(ring.variable(atom.slot)))
    }

    private static func leastCommonMultiple(_ left: Int, _ right: Int) -> Int {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return left / a * right
    }

    /// A polynomial of the working ring as people write it.
    func expression(_ polynomial: Polynomial) -> Expression {
        PolynomialText(nameExpressions: nameExpressions).readable(polynomial)
    }

    /// What the names of the working ring stand for.
    var nameExpressions: [Expression] {
        var result = ring.names.map { PolynomialText.name($0) }
        for draft in drafts { result[draft.slot] = draft.expression }
        return result
    }
}
