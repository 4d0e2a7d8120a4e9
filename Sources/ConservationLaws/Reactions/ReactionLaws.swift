import ExactAlgebra
import Expressions

/// Orders the laws of a reaction network: sums of species that hold whatever the rates first, then the others, labelled.
///
/// - Parameters:
///   - result: the laws found for the rate equations.
///   - system: the rate equations with the changes of every reaction.
public func reactionLaws(_ result: ConservationResult, of system: DynamicalSystem) -> ConservationResult {
    guard !system.reactions.isEmpty else { return result }
    let basis = Moieties.basis(changes: system.reactions, speciesCount: system.variables.count)
    let field = PrimeField(index: 1)
    var generator = SplitMixGenerator(seed: 11)
    var point: [String: PrimeField.Element] = [:]
    for parameter in system.parameters {
        let exact = parameter.value.flatMap { value in
            (try? PolynomialReader(ring: PolynomialRing([])).read(value).constant)?.element(in: field)
        }
        point[parameter.name] = exact ?? field.random(using: &generator)
    }
    var span = ModularSpan(field: field)
    for vector in basis { span.insert(vector.map { field.element($0) }) }
    var others: [ConservedLaw] = []
    for law in result.laws {
        var kept = law
        if law.degree == 1 {
            let gradient = system.variables.map { name in
                law.certificate.gradient.first { $0.variable == name }.map {
                    value($0.derivative, at: point, in: field) ?? 0
                } ?? 0
            }
            guard span.insert(gradient) else { continue }
        }
        kept.remark = "depends on the rates"
        others.append(kept)
    }
    var changed = result
    changed.laws = basis.map { moiety($0, system) } + others
    changed.status = changed.laws.isEmpty ? .none : .found
    if !basis.isEmpty {
        let count = basis.count
        changed.statements.append(
            count == 1
                ? "One law follows from the reactions alone, whatever their rates."
                : "\(count) laws follow from the reactions alone, whatever their rates.")
    }
    return changed
}

private func moiety(_ vector: [Int], _ system: DynamicalSystem) -> ConservedLaw {
    let terms = zip(vector, system.variables).filter { $0.0 != 0 }.map { count, name in
        count == 1 ? Expression.variable(name) : .product([.integer(count), .variable(name)])
    }
    let parts = zip(vector, system.variables).filter { $0.0 != 0 }.map { "(\($0))*\($1)'" }
    var law = ConservedLaw(
        expression: terms.count == 1 ? terms[0] : .sum(terms), degree: 1, terms: terms.count, conditions: [],
        certificate: .init(
            kind: .exact, identity: "dH/dt = " + parts.joined(separator: " + ") + " = 0",
            gradient: zip(vector, system.variables).map { ($1, .integer($0)) }))
    law.remark =
        vector.allSatisfy { $0 >= 0 } ? "a moiety: every reaction keeps it" : "every reaction keeps it"
    return law
}

/// The value of a polynomial expression in parameters modulo a prime.
private func value(
    _ expression: Expression, at point: [String: PrimeField.Element], in field: PrimeField
) -> PrimeField.Element? {
    switch expression {
    case .rational(let number): return BigRational(number).element(in: field)
    case .variable(let name): return point[name]
    case .sum(let terms):
        return terms.reduce(Optional(0)) { sum, term in
            guard let sum, let next = value(term, at: point, in: field) else { return nil }
            return field.add(sum, next)
        }
    case .product(let factors):
        return factors.reduce(Optional(field.one)) { product, factor in
            guard let product, let next = value(factor, at: point, in: field) else { return nil }
            return field.multiply(product, next)
        }
    case .power(let base, .rational(let exponent)) where exponent.isInteger:
        guard let base = value(base, at: point, in: field), base != 0 || exponent.numerator >= 0 else { return nil }
        let power = field.power(base, UInt64(exponent.numerator.magnitude))
        return exponent.numerator < 0 ? field.inverse(power) : power
    default: return nil
    }
}
