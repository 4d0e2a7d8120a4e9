import ExactAlgebra

/// Writes a polynomial that is a divergence as one: finds J with sum of D_i J_i equal to it.
struct FluxBuilder {
    let algebra: JetAlgebra<RationalNumbers>
    private let numbers = RationalNumbers()

    init(algebra: JetAlgebra<RationalNumbers>) { self.algebra = algebra }

    /// The fluxes, one per direction, checked; nil when no formula was found.
    func fluxes(ofDivergence value: ExactPolynomial, directions: Range<Int>) -> [ExactPolynomial]? {
        if directions.count == 1, let direction = directions.first,
            let flux = antiderivative(of: value, direction)
        {
            return [flux]
        }
        let found = byHomotopy(value, Array(directions))
        return found.map { parts in directions.map { parts[$0] ?? ExactPolynomial() } }
    }

    /// The inverse of a total derivative, by integrating the highest derivatives first.
    ///
    /// In a total derivative D J the highest derivatives enter linearly, and their coefficients are the derivatives of J.
    func antiderivative(of value: ExactPolynomial, _ direction: Int) -> ExactPolynomial? {
        var (left, flux) = (value, ExactPolynomial())
        for _ in 0..<10_000 {
            let gradient = algebra.gradient(of: left)
            let top = gradient.keys.filter { $0.kind == .jet }
                .max { ($0.order(direction), $1) < ($1.order(direction), $0) }
            guard let top, let lower = top.integrated(by: direction) else { break }
            guard let coefficient = gradient[top],
                !coefficient.variables.contains(where: {
                    $0.kind == .jet && $0.order(direction) >= top.order(direction)
                }),
                let part = integral(of: coefficient, by: lower), !part.isZero
            else { return nil }
            flux = algebra.sum(flux, part)
            left = algebra.sum(left, algebra.totalDerivative(of: part, direction), times: -1)
        }
        // What is left must be a function of the independent variables only.
        guard !left.variables.contains(where: { $0.kind == .jet || $0.kind == .atom }) else { return nil }
        guard let rest = integral(of: left, by: .independent(direction)) else { return nil }
        flux = algebra.sum(flux, rest)
        return algebra.totalDerivative(of: flux, direction) == value ? flux : nil
    }

    /// The integral by one symbol, the others held fixed; nil when it is not a polynomial in symbols and atoms.
    func integral(of value: ExactPolynomial, by variable: JetVariable) -> ExactPolynomial? {
        var result = ExactPolynomial()
        for (monomial, coefficient) in value.terms {
            guard let part = integral(of: monomial, by: variable, depth: 0) else { return nil }
            result.add(part, times: coefficient, in: numbers)
        }
        result = algebra.normalised(result)
        return result
    }

    private func integral(of monomial: JetMonomial, by variable: JetVariable, depth: Int) -> ExactPolynomial? {
        guard depth < 200 else { return nil }
        let (moving, fixed) = monomial.split { symbol in
            symbol == variable
                || (symbol.kind == .atom
                    && !algebra.derivative(
                        of: ExactPolynomial(JetMonomial(symbol), .one, in: numbers), by: variable
                    ).isZero)
        }
        let power = moving.exponent(of: variable)
        let atoms = moving.factors.filter { $0.variable != variable }
        var result = ExactPolynomial()
        if atoms.isEmpty {
            guard power != -JetMonomial.unit else { return nil }
            let exponent = power + JetMonomial.unit
            result.add(
                monomial.multiplied(by: variable), numbers.quotient(Int(JetMonomial.unit), Int(exponent)), in: numbers)
            return result
        }
        // Functions times a natural power: by parts, with a primitive of the functions.
        guard power >= 0, power % JetMonomial.unit == 0,
            let primitive = primitive(of: atoms, by: variable, depth: depth)
        else { return nil }
        result.add(primitive, times: .one, fixed.multiplied(by: variable, exponent: power), in: numbers)
        guard power > 0 else { return result }
        let factor = numbers.quotient(Int(power), Int(JetMonomial.unit))
        for (other, coefficient) in primitive.terms {
            let next = other.multiplied(by: fixed).multiplied(by: variable, exponent: power - JetMonomial.unit)
            guard let part = integral(of: next, by: variable, depth: depth + 1) else { return nil }
            result.add(part, times: -(coefficient * factor), in: numbers)
        }
        return result
    }

    /// A primitive of a product of functions of c*u: powers of exp, or powers of sin and cos, or of sinh and cosh.
    private func primitive(
        of atoms: [JetMonomial.Factor], by variable: JetVariable, depth: Int
    ) -> ExactPolynomial? {
        guard depth < 200, atoms.allSatisfy({ $0.exponent % JetMonomial.unit == 0 }) else { return nil }
        func derivative(_ atom: JetVariable) -> ExactPolynomial {
            algebra.derivative(of: ExactPolynomial(JetMonomial(atom), .one, in: numbers), by: variable)
        }
        /// The partner and the number in front of it when the derivative of an atom is a multiple of one atom.
        func partner(_ atom: JetVariable) -> (atom: JetVariable, factor: BigRational)? {
            let terms = derivative(atom).terms
            guard terms.count == 1, let (monomial, factor) = terms.first, monomial.factors.count == 1,
                monomial.factors[0].exponent == JetMonomial.unit, monomial.factors[0].variable.kind == .atom
            else { return nil }
            return (monomial.factors[0].variable, factor)
        }
        guard let first = atoms.first, let other = partner(first.variable) else { return nil }
        if other.atom == first.variable {
            guard atoms.count == 1 else { return nil }
            let factor = other.factor * BigRational(Int(first.exponent / JetMonomial.unit))
            return ExactPolynomial(
                JetMonomial(first.variable, exponent: first.exponent), .one / factor, in: numbers)
        }
        // The first of the pair occurs at most once, for its square is written with the second one.
        let odd = min(first.variable, other.atom)
        let even = max(first.variable, other.atom)
        guard atoms.allSatisfy({ [odd, even].contains($0.variable) && $0.exponent > 0 }),
            let slope = partner(odd)?.factor, let evenSlope = partner(even)?.factor
        else { return nil }
        let count = Int((atoms.first { $0.variable == even }?.exponent ?? 0) / JetMonomial.unit)
        let sign = evenSlope / slope
        if atoms.contains(where: { $0.variable == odd }) {
            return ExactPolynomial(
                JetMonomial(even, exponent: Int32(count + 1) * JetMonomial.unit),
                .one / (evenSlope * BigRational(count + 1)), in: numbers)
        }
        var result = ExactPolynomial(
            JetMonomial(even, exponent: Int32(count - 1) * JetMonomial.unit).multiplied(by: odd),
            .one / (slope * BigRational(count)), in: numbers)
        guard count > 1 else { return result }
        let lower = JetMonomial(even, exponent: Int32(count - 2) * JetMonomial.unit)
        guard let rest = integral(of: lower, by: variable, depth: depth + 1) else { return nil }
        let factor = BigRational(count - 1) / BigRational(count)
        result.add(rest, times: -(factor * sign), in: numbers)
        return result
    }

    /// Fluxes from the homotopy that scales the fields: every derivative is moved off one factor at a time.
    ///
    /// - Parameter order: directions in the order in which derivatives are taken off.
    func byHomotopy(_ value: ExactPolynomial, _ order: [Int]) -> [Int: ExactPolynomial]? {
        guard !value.variables.contains(where: { $0.kind == .atom }) else { return nil }
        var result: [Int: ExactPolynomial] = [:]
        var degrees: [Int32: ExactPolynomial] = [:]
        for (monomial, coefficient) in value.terms {
            degrees[monomial.fieldDegree, default: ExactPolynomial()].add(monomial, coefficient, in: numbers)
        }
        for (degree, part) in degrees {
            if degree == 0 {
                guard let direction = order.first, !part.variables.contains(where: { $0.kind == .jet }),
                    let integral = integral(of: part, by: .independent(direction))
                else { return nil }
                result[direction] = algebra.sum(result[direction] ?? ExactPolynomial(), integral)
                continue
            }
            let scale = numbers.quotient(Int(JetMonomial.unit), Int(degree))
            var parts = algebra.gradient(of: part).filter { $0.key.kind == .jet }
            while let top = parts.keys.max(by: { ($0.totalOrder, $0) < ($1.totalOrder, $1) }),
                let coefficient = parts.removeValue(forKey: top)
            {
                guard let direction = order.first(where: { top.order($0) > 0 }),
                    let lower = top.integrated(by: direction)
                else { continue }
                result[direction, default: ExactPolynomial()].add(
                    coefficient, times: scale, JetMonomial(lower), in: numbers)
                parts[lower, default: ExactPolynomial()].add(
                    algebra.totalDerivative(of: coefficient, direction), times: -1, in: numbers)
            }
        }
        let sum = order.reduce(ExactPolynomial()) { sum, direction in
            algebra.sum(sum, algebra.totalDerivative(of: result[direction] ?? ExactPolynomial(), direction))
        }
        return sum == value ? result : nil
    }
}
