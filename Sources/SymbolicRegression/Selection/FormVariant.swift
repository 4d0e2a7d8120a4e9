import Expressions

/// How two laws are related when one is a variant of the other.
///
/// A simpler law is preferred to a shorter description by odds that make up for the many forms that were tried. Variants of one form are few:
/// between them the prices of formulas decide, or little more.
enum FormVariant {
    /// The same form with other exponents and as many fitted numbers: c*x^2 and c*x^(5/2).
    case exponents
    /// The same form without the constant that the other one adds: c*f(x) and c*f(x) + d.
    case offset

    /// The relation of a simpler law to one with a shorter description; nil when they are different forms.
    ///
    /// - Complexity: O(nodes).
    init?(of simpler: Expression, to shorter: Expression) {
        let (one, other) = (simpler.measuredNumbers.count, shorter.measuredNumbers.count)
        if one == other, simpler != shorter,
            Self.form(simpler, withExponents: false) == Self.form(shorter, withExponents: false)
        {
            self = .exponents
        } else if case .sum(let terms) = shorter {
            let varying = terms.filter { !$0.variables.isEmpty }
            guard varying.count < terms.count, !varying.isEmpty else { return nil }
            let rest = varying.count == 1 ? varying[0] : .sum(varying)
            guard Self.form(rest, withExponents: true) == Self.form(simpler, withExponents: true) else { return nil }
            self = .offset
        } else {
            return nil
        }
    }

    /// A law without its factors that are numbers, other numbers all equal; bases of varying exponents stay.
    static func form(_ law: Expression, withExponents: Bool) -> Expression {
        func form(_ part: Expression) -> Expression { self.form(part, withExponents: withExponents) }
        switch law {
        case .rational, .real, .constant: return .one
        case .variable: return law
        case .sum(let terms): return .sum(terms.map(form))
        case .product(let factors):
            let varying = factors.filter { !$0.variables.isEmpty }.map(form)
            return varying.count == 1 ? varying[0] : .product(varying)
        case .power(let base, let exponent):
            if base.variables.isEmpty { return .power(base, form(exponent)) }
            guard exponent.variables.isEmpty else { return .power(form(base), form(exponent)) }
            return .power(form(base), withExponents ? exponent : .one)
        case .function(let function, let arguments): return .function(function, arguments.map(form))
        }
    }
}
