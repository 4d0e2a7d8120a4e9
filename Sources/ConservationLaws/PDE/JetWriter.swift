import ExactAlgebra
import Expressions

/// Writes differential polynomials as expressions.
struct JetWriter {
    let space: JetSpace

    /// The polynomial with the sign that makes the first term that is written positive.
    func signed(_ polynomial: ExactPolynomial) -> (polynomial: ExactPolynomial, sign: Int) {
        let first = polynomial.terms.keys.min { left, right in
            let (a, b) = (left.split { $0.kind == .symbol }, right.split { $0.kind == .symbol })
            if a.rest != b.rest { return isWrittenFirst(a.rest, b.rest) }
            return a.part < b.part
        }
        guard let first, let sign = polynomial.terms[first]?.sign, sign < 0 else { return (polynomial, 1) }
        return (polynomial.scaled(by: -1, in: RationalNumbers()), -1)
    }

    private func isWrittenFirst(_ left: JetMonomial, _ right: JetMonomial) -> Bool {
        if left.order != right.order { return left.order < right.order }
        if left.fieldDegree != right.fieldDegree { return left.fieldDegree > right.fieldDegree }
        return precedes(left, right)
    }

    /// The expression: low orders first, within an order high degrees first, coefficients in front.
    func expression(_ polynomial: ExactPolynomial) -> Expression {
        var groups: [JetMonomial: [(symbols: JetMonomial, coefficient: BigRational)]] = [:]
        for (monomial, coefficient) in polynomial.sortedTerms {
            let (symbols, rest) = monomial.split { $0.kind == .symbol }
            groups[rest, default: []].append((symbols, coefficient))
        }
        let order = groups.keys.sorted(by: isWrittenFirst)
        let terms = order.map { term($0, groups[$0] ?? []) }
        return terms.count == 1 ? terms[0] : (terms.isEmpty ? .zero : .sum(terms))
    }

    /// Powers of early fields and derivatives by early directions first.
    private func precedes(_ left: JetMonomial, _ right: JetMonomial) -> Bool {
        let (a, b) = (sorted(left), sorted(right))
        for (one, other) in zip(a, b) where one != other {
            let (first, second) = (JetWriter.rank(one.variable), JetWriter.rank(other.variable))
            return first == second ? one.exponent > other.exponent : first.lexicographicallyPrecedes(second)
        }
        return a.count > b.count
    }

    private func sorted(_ monomial: JetMonomial) -> [JetMonomial.Factor] {
        monomial.factors.sorted {
            JetWriter.rank($0.variable).lexicographicallyPrecedes(JetWriter.rank($1.variable))
        }
    }

    private static func rank(_ variable: JetVariable) -> [Int] {
        switch variable.kind {
        case .jet: [2, variable.totalOrder, variable.index] + variable.orders.dropFirst().map { -$0 }
        case .independent: [1, -variable.index]
        case .symbol: [0, variable.index]
        case .atom: [3, variable.index]
        }
    }

    private func term(
        _ monomial: JetMonomial, _ coefficient: [(symbols: JetMonomial, coefficient: BigRational)]
    ) -> Expression {
        let factors = self.factors(monomial)
        var front: [Expression] = []
        if coefficient.count == 1 {
            let symbols = self.factors(coefficient[0].symbols)
            if coefficient[0].coefficient != .one || (symbols.isEmpty && factors.isEmpty) {
                front.append(LawWriter.number(coefficient[0].coefficient))
            }
            front += symbols
        } else {
            front.append(.sum(coefficient.map { term($0.symbols, [(.one, $0.coefficient)]) }))
        }
        let all = front + factors
        return all.count == 1 ? all[0] : .product(all)
    }

    private func factors(_ monomial: JetMonomial) -> [Expression] {
        // Positive powers in front, so that quotients read as such.
        let all = sorted(monomial)
        let ordered = all.filter { $0.exponent > 0 } + all.filter { $0.exponent < 0 }
        return ordered.map { factor in
            let base = expression(of: factor.variable)
            guard factor.exponent != JetMonomial.unit,
                let exponent = Rational(Int(factor.exponent), Int(JetMonomial.unit))
            else { return base }
            return base.raised(to: exponent)
        }
    }

    private func expression(of variable: JetVariable) -> Expression {
        guard variable.kind == .atom else {
            let name = space.name(of: variable)
            for constant in NamedConstant.allCases where PolynomialReader.name(of: constant) == name {
                return .constant(constant)
            }
            return .variable(name)
        }
        let atom = space.atoms[variable.index]
        switch atom.meaning {
        case .function(let function): return .apply(function, expression(atom.argument))
        case .base: return expression(atom.argument)
        }
    }
}
