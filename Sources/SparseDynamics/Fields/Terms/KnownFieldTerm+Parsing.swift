import Diagnostics
import Expressions

extension KnownFieldTerm {
    /// Reads known terms such as `u: -u*u_x - 0.5*u_xx`: products of powers of fields, one of them differentiated.
    ///
    /// A product u^p·u_x is taken as the derivative of u^(p+1)/(p+1); higher derivatives must stand alone.
    ///
    /// - Parameters:
    ///   - text: the field, a colon, and a sum of terms.
    ///   - fields: names of the fields.
    ///   - space: names of the coordinates of space.
    /// - Throws: `DiscoverError.input` for anything else.
    public static func terms(
        _ text: String, fields: [String], space: [String]
    ) throws(DiscoverError) -> [KnownFieldTerm] {
        let sides = text.split(separator: ":", omittingEmptySubsequences: false).map { side in
            String(side.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard sides.count == 2, let left = sides.first else {
            throw .input(
                "field.known-terms", "known terms look like 'u: -u*u_x'; this is '\(text)'")
        }
        guard let target = fields.first(where: { $0 == left }) else {
            throw .input(
                "field.unknown-field", "there is no field '\(left)'",
                hint: "fields are \(fields.joined(separator: ", "))")
        }
        let right = try Expression.parse(sides[1]).simplified()
        let summands: [Expression]
        if case .sum(let parts) = right { summands = parts } else { summands = [right] }
        var result: [KnownFieldTerm] = []
        for summand in summands {
            guard let term = term(summand, target: target, fields: fields, space: space) else {
                throw .input(
                    "field.known-terms",
                    "a known term must be a number times powers of fields with at most one simple derivative, such as "
                        + "u_xx or u^2*u_x; this is not: '\(ExpressionPrinter().text(summand))'")
            }
            result.append(term)
        }
        return result
    }

    /// One product as a term; nil when it is of another form.
    private static func term(
        _ product: Expression, target: String, fields: [String], space: [String]
    ) -> KnownFieldTerm? {
        let factors: [Expression]
        if case .product(let parts) = product { factors = parts } else { factors = [product] }
        var coefficient = 1.0
        var powers: [String: Int] = [:]
        var derivative = [Int](repeating: 0, count: space.count)
        var differentiated: String?
        for factor in factors {
            if factor.variables.isEmpty {
                coefficient *= factor.numericValue()
                continue
            }
            var base = factor
            var power = 1
            if case .power(let inner, .rational(let exponent)) = factor {
                guard exponent.denominator == 1, exponent.numerator > 0, exponent.numerator < 20 else { return nil }
                base = inner
                power = Int(exponent.numerator)
            }
            guard case .variable(let name) = base else { return nil }
            if fields.contains(name) {
                powers[name, default: 0] += power
            } else if let field = fields.first(where: { name.hasPrefix($0 + "_") }), power == 1, differentiated == nil {
                var rest = name.dropFirst(field.count + 1)
                while !rest.isEmpty {
                    guard let axis = space.firstIndex(where: { rest.hasPrefix($0) }) else { return nil }
                    derivative[axis] += 1
                    rest = rest.dropFirst(space[axis].count)
                }
                differentiated = field
            } else {
                return nil
            }
        }
        if let field = differentiated {
            // Only a first derivative of the field that the powers hold is itself the derivative of a power.
            guard powers.isEmpty || (derivative.reduce(0, +) == 1 && powers.keys.allSatisfy { $0 == field }) else {
                return nil
            }
            powers[field, default: 0] += 1
            coefficient /= Double(powers[field] ?? 1)
        }
        guard coefficient.isFinite else { return nil }
        return KnownFieldTerm(
            variable: target, powers: powers, derivative: derivative, coefficient: coefficient)
    }
}
