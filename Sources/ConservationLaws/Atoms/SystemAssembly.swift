import Diagnostics
import ExactAlgebra
import Expressions

/// Turns the equations as read into polynomials in variables, atoms and inverses of denominators.
///
/// A state-dependent divisor q becomes a further name v with v q = 1, unless a power of an atom is its inverse already.
struct SystemAssembly {
    /// Divisors with more terms than this serve in the equations, not in the laws.
    static let largestDivisor = 12

    let atoms: AtomReader
    let symbolNames: [String]
    /// Rates of change of the names of the working ring, by name; nil for multipliers and symbols.
    private var rates: [RationalFunction?]
    private let constraints: [Polynomial]
    /// Polynomials in the working ring that vanish identically or determine the multipliers.
    private(set) var relations: [Polynomial] = []
    private var divisors: [Polynomial] = []
    /// Polynomials whose logarithms may appear in laws, with their rates of change divided by themselves.
    private var logarithms: [(base: Polynomial, rate: RationalFunction)] = []

    private var ring: PolynomialRing { atoms.ring }

    init(
        atoms: AtomReader, symbolNames: [String], sides: [RationalFunction], constraints: [Polynomial],
        logarithmCandidates: [Polynomial]
    ) throws(ConversionProblem) {
        self.atoms = atoms
        self.symbolNames = symbolNames
        self.constraints = constraints
        rates = [RationalFunction?](repeating: nil, count: atoms.ring.variableCount)
        for (index, side) in sides.enumerated() { rates[index] = side }
        for draft in atoms.drafts where !draft.isConstant {
            rates[draft.slot] = try rate(draft.differential)
            if let relation = draft.relation { relations.append(relation) }
        }
        try findMultipliers()
        try findDivisors()
        try findLogarithms(logarithmCandidates)
    }

    private func rate(
        _ differential: [(variable: Int, slope: RationalFunction)]
    ) throws(ConversionProblem) -> RationalFunction {
        var sum = RationalFunction(ring.zero)
        for part in differential {
            guard let rate = rates[part.variable] else { throw .exponent("a multiplier") }
            sum = try sum.adding(part.slope.multiplied(by: rate).cancelled())
        }
        return sum.cancelled()
    }

    /// The rate of change of a function of the state.
    func rate(of function: RationalFunction) throws(ConversionProblem) -> RationalFunction {
        try rate(atoms.differential(of: function, times: RationalFunction(ring.one)))
    }

    private func rate(of polynomial: Polynomial) throws(ConversionProblem) -> RationalFunction {
        try rate(atoms.differential(of: RationalFunction(polynomial), times: RationalFunction(ring.one)))
    }

    /// The rates of the constraints determine the multipliers.
    private mutating func findMultipliers() throws(ConversionProblem) {
        let multipliers = atoms.variableCount..<(atoms.variableCount + atoms.multiplierCount)
        guard !multipliers.isEmpty else { return }
        var conditions: [Polynomial] = []
        for constraint in constraints {
            let rate = try rate(of: constraint)
            if rate.contains(multipliers) { conditions.append(rate.numerator) }
        }
        // Elimination: in the end every multiplier has a condition of its own.
        var solved: [(variable: Int, condition: Polynomial)] = []
        for variable in multipliers {
            guard let index = conditions.firstIndex(where: { $0.degree(in: variable) > 0 }) else {
                throw .unknownName(ring.names[variable])
            }
            let pivot = conditions.remove(at: index)
            func reduced(_ polynomial: Polynomial) throws(ConversionProblem) -> Polynomial {
                guard polynomial.degree(in: variable) > 0 else { return polynomial }
                guard
                    let rest = polynomial.pseudoDivided(by: pivot, in: variable, termLimit: 20_000)?.remainder,
                    rest.degree(in: variable) <= 0
                else { throw .tooLarge }
                return rest
            }
            for other in conditions.indices { conditions[other] = try reduced(conditions[other]) }
            for other in solved.indices { solved[other].condition = try reduced(solved[other].condition) }
            solved.append((variable, pivot))
        }
        relations += solved.map(\.condition)
    }

    private mutating func findDivisors() throws(ConversionProblem) {
        let moving = atoms.movingNames
        for rate in rates {
            guard let rate, rate.contains(moving), rate.denominator.constantValue == nil else { continue }
            guard let factors = rate.denominator.factored() else { throw .tooLarge }
            for factor in factors.factors where RationalFunction(factor.base).contains(moving) {
                if inverseByAtom(of: factor.base) == nil, !divisors.contains(where: { $0 == factor.base }) {
                    divisors.append(factor.base)
                }
            }
        }
    }

    /// The inverse of a divisor when an atom serves: number, exponent, and the number and polynomial in front.
    private func inverseByAtom(of divisor: Polynomial) -> Polynomial? {
        for draft in atoms.drafts {
            guard let root = draft.root else { continue }
            let w = ring.variable(draft.slot)
            if divisor == w { return w.raised(to: root.degree - 1).map { $0 * root.base } }
            if let ratio = root.base.divided(exactlyBy: divisor), let number = ratio.constantValue {
                return w.raised(to: root.degree)?.scaled(by: number)
            }
        }
        return nil
    }

    private mutating func findLogarithms(_ candidates: [Polynomial]) throws(ConversionProblem) {
        var bases = candidates
        for index in 0..<atoms.variableCount {
            let variable = ring.variable(index)
            if let rate = rates[index], !rate.numerator.isZero, rate.numerator.divided(exactlyBy: variable) != nil {
                bases.append(variable)
            }
        }
        bases += divisors
        for draft in atoms.drafts {
            if let base = draft.root?.base, let factors = base.factored(), factors.factors.count == 1,
                factors.factors[0].multiplicity == 1
            {
                bases.append(factors.factors[0].base)
            }
        }
        let taken = atoms.drafts.compactMap(\.logarithmOf)
        for base in bases where base.termCount <= Self.largestDivisor {
            guard !logarithms.contains(where: { $0.base == base }), !taken.contains(where: { $0 == base }) else {
                continue
            }
            let rate = try rate(of: base).multiplied(by: RationalFunction(base).inverse()).cancelled()
            guard let factors = rate.denominator.factored()?.factors else { continue }
            let isKnown = factors.allSatisfy { factor in
                !RationalFunction(factor.base).contains(atoms.movingNames)
                    || divisors.contains { $0 == factor.base } || inverseByAtom(of: factor.base) != nil
            }
            if isKnown, !rate.numerator.isZero { logarithms.append((base, rate)) }
        }
    }

    /// The system over its final ring: variables, multipliers, atoms, inverses, logarithms, symbols.
    func system(values: [BigRational?]) throws(ConversionProblem) -> PolynomialSystem {
        let texts = atoms.nameExpressions
        let moving = atoms.movingNames
        var names = moving.map { ring.names[$0] }
        var expressions = moving.map { texts[$0] }
        names += divisors.indices.map { "inverse \($0)" } + logarithms.indices.map { "logarithm \($0)" }
        expressions += divisors.map { Self.inverse(atoms.expression($0)) }
        expressions += logarithms.map { .apply(.log, atoms.expression($0.base)) }
        let variableCount = names.count
        var positions = [Int](repeating: -1, count: ring.variableCount)
        for (new, old) in moving.enumerated() { positions[old] = new }
        for (offset, name) in symbolNames.enumerated() {
            positions[atoms.firstSymbol + offset] = names.count
            names.append(name)
            expressions.append(PolynomialText.name(name))
        }
        for draft in atoms.drafts where draft.isConstant {
            positions[draft.slot] = names.count
            names.append(PolynomialReader.constantPrefix + "\(draft.slot)")
            expressions.append(draft.expression)
        }
        let target = PolynomialRing(names)
        let image = FinalImage(
            source: ring, target: target, positions: positions, variableCount: variableCount,
            inverses: divisors.enumerated().map { ($1, target.variable(moving.count + $0)) },
            inverseByAtom: inverseByAtom)

        var parts: [RationalFunction] = []
        for name in moving {
            if let rate = rates[name] {
                parts.append(try image.function(rate))
            } else {
                parts.append(RationalFunction(target.zero))
            }
        }
        for (offset, divisor) in divisors.enumerated() {
            guard divisor.termCount <= Self.largestDivisor else {
                parts.append(RationalFunction(target.zero))
                continue
            }
            let v = target.variable(moving.count + offset)
            parts.append(try image.function(rate(of: divisor)).multiplied(by: RationalFunction(-(v * v))))
        }
        for logarithm in logarithms { parts.append(try image.function(logarithm.rate)) }
        var common = target.one
        for part in parts {
            let shared = common.greatestCommonDivisor(with: part.denominator)
            common = common * (part.denominator.divided(exactlyBy: shared) ?? part.denominator)
        }
        var isInAnsatz = [Bool](repeating: true, count: variableCount)
        for index in 0..<atoms.multiplierCount { isInAnsatz[atoms.variableCount + index] = false }
        for (offset, divisor) in divisors.enumerated() where divisor.termCount > Self.largestDivisor {
            isInAnsatz[moving.count + offset] = false
        }
        let logarithmStart = moving.count + divisors.count
        for index in logarithmStart..<variableCount { isInAnsatz[index] = false }
        var allRelations = relations.map(image.polynomial)
        for (offset, divisor) in divisors.enumerated() {
            allRelations.append(target.variable(moving.count + offset) * image.polynomial(divisor) - target.one)
        }
        return PolynomialSystem(
            ring: target, variableCount: variableCount, baseCount: atoms.variableCount,
            rightHandSides: parts.map { $0.numerator * (common.divided(exactlyBy: $0.denominator) ?? target.one) },
            denominator: common, constraints: allRelations + constraints.map(image.polynomial),
            relationCount: allRelations.count,
            values: values + [BigRational?](repeating: nil, count: target.variableCount - variableCount - values.count),
            isInAnsatz: isInAnsatz, logarithms: Array(logarithmStart..<variableCount),
            atoms: try finalAtoms(image, moving: moving, expressions: expressions, target),
            nameExpressions: expressions)
    }

    private func finalAtoms(
        _ image: FinalImage, moving: [Int], expressions: [Expression], _ target: PolynomialRing
    ) throws(ConversionProblem) -> [Atom] {
        var result: [Atom] = []
        for (position, name) in moving.enumerated() {
            guard let draft = atoms.drafts.first(where: { $0.slot == name }) else { continue }
            result.append(try atom(position, expressions[position], draft.differential, image))
        }
        for (offset, divisor) in divisors.enumerated() {
            let position = moving.count + offset
            var parts: [Atom.Part] = []
            let v = target.variable(position)
            for part in try atoms.differential(
                of: RationalFunction(divisor), times: RationalFunction(ring.constant(-1)))
            {
                let slope = try image.function(part.slope).multiplied(by: RationalFunction(v * v))
                parts.append(
                    .init(
                        variable: image.positions[part.variable], numerator: slope.numerator,
                        denominator: slope.denominator))
            }
            result.append(Atom(variable: position, expression: expressions[position], differential: parts))
        }
        for (offset, logarithm) in logarithms.enumerated() {
            let position = moving.count + divisors.count + offset
            let slopes = try atoms.differential(
                of: RationalFunction(logarithm.base), times: RationalFunction(logarithm.base).inverse())
            result.append(try atom(position, expressions[position], slopes, image))
        }
        return result
    }

    private func atom(
        _ position: Int, _ expression: Expression, _ differential: [(variable: Int, slope: RationalFunction)],
        _ image: FinalImage
    ) throws(ConversionProblem) -> Atom {
        let parts = differential.map { part in
            Atom.Part(
                variable: image.positions[part.variable], numerator: image.polynomial(part.slope.numerator),
                denominator: image.polynomial(part.slope.denominator))
        }
        return Atom(variable: position, expression: expression, differential: parts)
    }

    private static func inverse(_ expression: Expression) -> Expression {
        if case .function(.exp, let arguments) = expression { return .apply(.exp, (-arguments[0]).simplified()) }
        return .power(expression, .integer(-1))
    }
}

/// The way from the working ring to the final one.
struct FinalImage {
    let source: PolynomialRing
    let target: PolynomialRing
    /// Where each name went, -1 for those that are gone.
    let positions: [Int]
    let variableCount: Int
    let inverses: [(divisor: Polynomial, inverse: Polynomial)]
    let inverseByAtom: (Polynomial) -> Polynomial?

    func polynomial(_ polynomial: Polynomial) -> Polynomial {
        target.polynomial(
            polynomial.terms.map { term in
                var exponents = [Int](repeating: 0, count: target.variableCount)
                for (index, exponent) in term.exponents.enumerated() where exponent > 0 && positions[index] >= 0 {
                    exponents[positions[index]] = exponent
                }
                return .init(coefficient: term.coefficient, exponents: exponents)
            })
    }

    /// Quotient with a denominator in the symbols only.
    func function(_ function: RationalFunction) throws(ConversionProblem) -> RationalFunction {
        var top = polynomial(function.numerator)
        if let number = function.denominator.constantValue {
            return RationalFunction(top.scaled(by: .one / number))
        }
        guard let factors = function.denominator.factored() else { throw .tooLarge }
        var bottom = target.constant(factors.constant)
        for factor in factors.factors {
            let inverse: Polynomial
            if let known = inverses.first(where: { $0.divisor == factor.base }) {
                inverse = known.inverse
            } else if let known = inverseByAtom(factor.base) {
                inverse = polynomial(known)
            } else {
                guard let power = polynomial(factor.base).raised(to: factor.multiplicity) else { throw .tooLarge }
                bottom = bottom * power
                continue
            }
            guard let power = inverse.raised(to: factor.multiplicity), top.termCount < 200_000 else { throw .tooLarge }
            top = top * power
        }
        return RationalFunction(top, over: bottom).cancelled()
    }
}
