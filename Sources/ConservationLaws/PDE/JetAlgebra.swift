import ExactAlgebra

/// Calculus of differential polynomials: products, derivatives, total derivatives, Euler operators.
///
/// Reads the atoms once; a relation between them, such as `sin(u)^2 = 1 - cos(u)^2`, is applied in every product.
struct JetAlgebra<Field: CoefficientField>: Sendable {
    typealias Value = DifferentialPolynomial<Field>

    /// An atom with coefficients in the field.
    private struct Atom: Sendable {
        var gradient: [JetVariable: Value]
        var leading: JetMonomial?
        var replacement: Value
    }

    let field: Field
    /// Number of independent variables, time included.
    let directionCount: Int
    /// Number of fields.
    let fieldCount: Int
    private var atoms: [Atom] = []
    private let hasRules: Bool

    /// Makes the calculus.
    ///
    /// - Parameter convert: brings exact polynomials into the field.
    init(field: Field, directionCount: Int, fieldCount: Int, atoms: [JetAtom], convert: (ExactPolynomial) -> Value) {
        self.field = field
        self.directionCount = directionCount
        self.fieldCount = fieldCount
        hasRules = atoms.contains { $0.rule != nil }
        for atom in atoms {
            self.atoms.append(
                Atom(
                    gradient: [:], leading: atom.rule?.leading,
                    replacement: atom.rule.map { convert($0.replacement) } ?? Value()))
        }
        for (index, atom) in atoms.enumerated() {
            let outer = convert(atom.outerDerivative)
            let argument = convert(atom.argument)
            self.atoms[index].gradient = gradient(of: argument).mapValues { product($0, outer) }
        }
    }

    /// The product.
    func product(_ left: Value, _ right: Value) -> Value {
        if left.isZero || right.isZero { return Value() }
        var result = Value()
        let (short, long) = left.terms.count <= right.terms.count ? (left, right) : (right, left)
        for (monomial, coefficient) in short.terms {
            result.add(long, times: coefficient, monomial, in: field)
        }
        return normalised(result)
    }

    /// The natural power.
    func power(_ base: Value, _ exponent: Int) -> Value {
        var result = Value(.one, field.one, in: field)
        for _ in 0..<exponent { result = product(result, base) }
        return result
    }

    /// The sum of a polynomial and a multiple of another one.
    func sum(_ left: Value, _ right: Value, times factor: Int = 1) -> Value {
        var result = left
        result.add(right, times: field.element(factor), in: field)
        return result
    }

    /// The polynomial with the relations of the atoms applied until none applies.
    func normalised(_ value: Value) -> Value {
        guard hasRules else { return value }
        var result = value
        var isChanged = true
        while isChanged {
            isChanged = false
            for atom in atoms {
                guard let leading = atom.leading else { continue }
                let affected = result.terms.filter { divides(leading, $0.key) }
                if affected.isEmpty { continue }
                isChanged = true
                let inverse = leading.factors.reduce(JetMonomial.one) {
                    $0.multiplied(by: $1.variable, exponent: -$1.exponent)
                }
                for (monomial, coefficient) in affected {
                    result.add(monomial, field.negate(coefficient), in: field)
                    result.add(
                        atom.replacement, times: coefficient, monomial.multiplied(by: inverse), in: field)
                }
            }
        }
        return result
    }

    /// The exponent as a number.
    private func exponent(_ factor: JetMonomial.Factor) -> Field.Element {
        let (whole, rest) = factor.exponent.quotientAndRemainder(dividingBy: JetMonomial.unit)
        return rest == 0 ? field.element(Int(whole)) : field.quotient(Int(factor.exponent), Int(JetMonomial.unit))
    }

    private func divides(_ divisor: JetMonomial, _ monomial: JetMonomial) -> Bool {
        divisor.factors.allSatisfy { monomial.exponent(of: $0.variable) >= $0.exponent }
    }

    /// Partial derivatives by the jets and independent variables, those through atoms included; zeros left out.
    func gradient(of value: Value) -> [JetVariable: Value] {
        var result: [JetVariable: Value] = [:]
        for (monomial, coefficient) in value.terms {
            for factor in monomial.factors where factor.variable.kind != .symbol {
                let rest = monomial.multiplied(by: factor.variable, exponent: -JetMonomial.unit)
                let scaled = field.multiply(coefficient, exponent(factor))
                if factor.variable.kind == .atom {
                    for (variable, inner) in atoms[factor.variable.index].gradient {
                        result[variable, default: Value()].add(inner, times: scaled, rest, in: field)
                    }
                } else {
                    result[factor.variable, default: Value()].add(rest, scaled, in: field)
                }
            }
        }
        if hasRules { result = result.mapValues(normalised) }
        return result.filter { !$0.value.isZero }
    }

    /// The partial derivative by one symbol that is not an atom.
    func derivative(of value: Value, by variable: JetVariable) -> Value {
        gradient(of: value)[variable] ?? Value()
    }

    /// The total derivative in a direction; jets become their derivatives.
    func totalDerivative(of value: Value, _ direction: Int) -> Value {
        var result = Value()
        for (monomial, coefficient) in value.terms {
            for factor in monomial.factors {
                let scaled = field.multiply(coefficient, exponent(factor))
                func rest() -> JetMonomial {
                    monomial.multiplied(by: factor.variable, exponent: -JetMonomial.unit)
                }
                switch factor.variable.kind {
                case .symbol: break
                case .independent:
                    if factor.variable.index == direction { result.add(rest(), scaled, in: field) }
                case .jet:
                    let next = factor.variable.differentiated(by: direction)
                    result.add(rest().multiplied(by: next), scaled, in: field)
                case .atom:
                    let base = rest()
                    for (variable, inner) in atoms[factor.variable.index].gradient {
                        if variable.kind == .jet {
                            let next = base.multiplied(by: variable.differentiated(by: direction))
                            result.add(inner, times: scaled, next, in: field)
                        } else if variable.index == direction {
                            result.add(inner, times: scaled, base, in: field)
                        }
                    }
                }
            }
        }
        return normalised(result)
    }

    /// The Euler operators of all fields: sum over J of (-D)_J dP/du_J; P is a divergence exactly when all vanish.
    ///
    /// - Parameters:
    ///   - directions: of the derivatives that count; by default all but time, whose derivatives then name other fields.
    ///   - key: names the fields, the orders in the other directions included.
    /// - Complexity: one total derivative per derivative that occurs, by a scheme like Horner's.
    func euler(_ value: Value, directions: Range<Int>) -> [JetVariable: Value] {
        var parts = gradient(of: value).filter { $0.key.kind == .jet }
        var result: [JetVariable: Value] = [:]
        func height(_ variable: JetVariable) -> Int { directions.reduce(0) { $0 + variable.order($1) } }
        while !parts.isEmpty {
            // The highest derivative first, so that every derivative is taken once.
            guard let top = parts.keys.max(by: { (height($0), $0) < (height($1), $1) }),
                let part = parts.removeValue(forKey: top)
            else { break }
            guard let direction = directions.first(where: { top.order($0) > 0 }),
                let lower = top.integrated(by: direction)
            else {
                if !part.isZero { result[top] = part }
                continue
            }
            parts[lower, default: Value()].add(
                totalDerivative(of: part, direction), times: field.element(-1), in: field)
        }
        return result
    }
}
