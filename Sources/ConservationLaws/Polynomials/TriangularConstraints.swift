import ExactAlgebra

/// Brings constraints into a form in which each can be solved for a variable that those before do not contain.
///
/// Two constraints that share all their variables are replaced by the last two remainders of Euclid's algorithm in one variable
/// (pseudo-remainders, Ritt and Wu): the very last one is free of the variable, and the one before fixes it. Both are combinations of the two
/// constraints, so what is proved with them is proved on the constraints.
struct TriangularConstraints {
    /// Replacements before giving up.
    private static let stepLimit = 24
    /// Largest number of terms on the way.
    private static let termLimit = 3_000

    /// What became of some constraints.
    enum Outcome {
        /// Constraints that can be solved one after another, the common factors on whose zeros they hold where they hold elsewhere, too.
        case solvable([Polynomial], commonFactors: [Polynomial])
        /// No state satisfies them.
        case contradictory
        /// No such form was found.
        case unknown
    }

    /// Brings constraints into such a form; those that are in it already stay as they are.
    ///
    /// Two constraints with a common factor hold where that is 0, and where both others are: the first of these sets, which is the larger
    /// one, takes their place. What is left over when a constraint is a multiple of another one is dropped.
    /// - Parameters:
    ///   - relations: further polynomials that vanish, which stay as they are.
    ///   - variableCount: names of the ring for which constraints may be solved: the first ones.
    ///   - symbolValues: of the names behind them; nil where they have none.
    static func outcome(
        of constraints: [Polynomial], beside relations: [Polynomial], variableCount: Int,
        symbolValues: [BigRational?] = []
    ) -> Outcome {
        var current = constraints
        var factors: [Polynomial] = []
        for _ in 0..<stepLimit {
            if current.contains(where: { isNeverZero($0, variableCount, symbolValues) }) { return .contradictory }
            let used = (relations + current).map { constraint in
                (0..<variableCount).filter { constraint.degree(in: $0) > 0 }
            }
            if SolutionOrder(variablesOfConstraints: used) != nil { return .solvable(current, commonFactors: factors) }
            guard let next = eliminated(current, variableCount) else { return .unknown }
            current = next.constraints
            if let factor = next.commonFactor { factors.append(factor) }
        }
        return .unknown
    }

    /// The constraints in such a form; nil when none was found.
    static func solvable(
        _ constraints: [Polynomial], beside relations: [Polynomial], variableCount: Int
    ) -> [Polynomial]? {
        guard
            case .solvable(let result, _) = outcome(
                of: constraints, beside: relations, variableCount: variableCount)
        else { return nil }
        return result
    }

    /// Whether a polynomial holds no variable and differs from 0, at the values of the symbols or in general.
    private static func isNeverZero(_ polynomial: Polynomial, _ variableCount: Int, _ values: [BigRational?]) -> Bool {
        guard !polynomial.isZero, (0..<variableCount).allSatisfy({ polynomial.degree(in: $0) <= 0 }) else {
            return false
        }
        var generator = SplitMixGenerator(seed: 5)
        let point = polynomial.ring.names.indices.map { index in
            let stand = BigRational(Int(generator.next() >> 24))
            let symbol = index - variableCount
            return symbol >= 0 && symbol < values.count ? values[symbol] ?? stand : stand
        }
        return !polynomial.evaluated(at: point).isZero
    }

    /// One replacement, in the variable and the pair with the lowest degrees, and the common factor that was chosen for it.
    private static func eliminated(
        _ constraints: [Polynomial], _ variableCount: Int
    ) -> (constraints: [Polynomial], commonFactor: Polynomial?)? {
        var best: (cost: [Int], high: Int, low: Int, variable: Int)?
        for variable in 0..<variableCount {
            let holders = constraints.indices.filter { constraints[$0].degree(in: variable) > 0 }
            guard holders.count > 1 else { continue }
            let order = holders.sorted {
                (constraints[$0].degree(in: variable), constraints[$0].termCount, $0)
                    < (constraints[$1].degree(in: variable), constraints[$1].termCount, $1)
            }
            let (low, high) = (constraints[order[0]], constraints[order[1]])
            let cost = [
                low.degree(in: variable) * high.degree(in: variable), low.termCount * high.termCount, -variable,
            ]
            if best.map({ cost.lexicographicallyPrecedes($0.cost) }) ?? true {
                best = (cost, order[1], order[0], variable)
            }
        }
        guard let best else { return nil }
        let (high, low) = (constraints[best.high], constraints[best.low])
        var result = constraints
        let common = high.greatestCommonDivisor(with: low)
        if (0..<variableCount).contains(where: { common.degree(in: $0) > 0 }) {
            result[best.low] = common
            result.remove(at: best.high)
            let isOnlySet = [high, low].contains { whole in
                whole.factored()?.factors.allSatisfy { common.divided(exactlyBy: $0.base) != nil } ?? false
            }
            return (result, isOnlySet ? nil : common)
        }
        guard let pair = remainders(high, low, best.variable, variableCount) else { return nil }
        result[best.low] = pair.fixing
        result[best.high] = pair.free
        return (result, nil)
    }

    /// The last two remainders of two polynomials in one variable; nil when they have a common factor or grow too large.
    private static func remainders(
        _ high: Polynomial, _ low: Polynomial, _ variable: Int, _ variableCount: Int
    ) -> (fixing: Polynomial, free: Polynomial)? {
        var (a, b) = (high, low)
        var leading: [Polynomial] = []
        while true {
            if let top = b.coefficients(in: variable).last { leading.append(top) }
            guard let division = a.pseudoDivided(by: b, in: variable, termLimit: 200_000) else { return nil }
            var rest = division.remainder
            guard !rest.isZero, rest.termCount <= termLimit else { return nil }
            rest = rest.scaled(by: .one / rest.content)
            guard rest.degree(in: variable) > 0 else {
                // Free of all variables: the two contradict each other.
                if (0..<variableCount).allSatisfy({ rest.degree(in: $0) <= 0 }) { return (b, rest) }
                guard let free = essential(rest, besides: leading) else { return nil }
                return (b, free)
            }
            (a, b) = (b, rest)
        }
    }

    /// The different factors of a polynomial without those of the leading coefficients that came in by the division.
    private static func essential(_ polynomial: Polynomial, besides leading: [Polynomial]) -> Polynomial? {
        guard polynomial.constantValue == nil else { return nil }
        guard let factors = polynomial.factored() else { return polynomial }
        let kept = factors.factors.map(\.base).filter { base in
            !leading.contains { $0.constantValue == nil && $0.divided(exactlyBy: base) != nil }
        }
        guard !kept.isEmpty else { return nil }
        return kept.reduce(polynomial.ring.one) { $0 * $1 }
    }
}
