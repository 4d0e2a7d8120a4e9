import Expressions

/// Writes terms in the names of the fields and coordinates: `u*u_x` for the derivative of u²/2.
struct FieldTermText {
    let fields: [String]
    /// Names of the coordinates, time last.
    let coordinates: [String]

    /// A sum of products of derivatives, on the way to an expression.
    private typealias Jet = [Factors: Int]

    /// Powers of coordinates, and derivatives of fields, sorted.
    private struct Factors: Hashable {
        var coordinates: [Int]
        var jets: [Variable]
    }

    /// A derivative of a field.
    private struct Variable: Hashable, Comparable {
        var field: Int
        var orders: [Int]

        static func < (left: Variable, right: Variable) -> Bool {
            let (first, second) = (left.orders.reduce(0, +), right.orders.reduce(0, +))
            if first != second { return first < second }
            if left.field != right.field { return left.field < right.field }
            return right.orders.lexicographicallyPrecedes(left.orders)
        }
    }

    /// The term as a formula and the whole number that was taken out of it: (u²)_x is 2 times `u*u_x`.
    func formula(_ term: FieldTerm) -> (expression: Expression, factor: Double) {
        if let wave = term.function.wave {
            return (waveFormula(wave, term), 1)
        }
        let axes = coordinates.count
        var powers = term.function.coordinatePowers
        if powers.isEmpty { powers = [Int](repeating: 0, count: axes) }
        var jets: [Variable] = []
        for (field, power) in term.function.powers.enumerated() {
            jets += [Variable](
                repeating: Variable(field: field, orders: [Int](repeating: 0, count: axes)), count: power)
        }
        var sum: Jet = [Factors(coordinates: powers, jets: jets): 1]
        for axis in term.derivative.indices {
            for _ in 0..<term.derivative[axis] { sum = differentiated(sum, axis) }
        }
        for _ in 0..<term.timeDerivative { sum = differentiated(sum, axes - 1) }
        let divisor = sum.values.reduce(0) { Self.greatestDivisor($0, $1) }
        let ordered = sum.sorted { ordering($0.key, $1.key) }
        let parts = ordered.map { key, count -> Expression in
            var factors: [Expression] = []
            if count / max(divisor, 1) != 1 { factors.append(.rational(Rational(count / max(divisor, 1)))) }
            for (axis, power) in key.coordinates.enumerated() where power > 0 {
                factors.append(powered(.variable(coordinates[axis]), power))
            }
            for variable in Self.distinct(key.jets) {
                factors.append(
                    powered(.variable(name(variable)), key.jets.count { $0 == variable }))
            }
            return factors.isEmpty ? .one : factors.count == 1 ? factors[0] : .product(factors)
        }
        return (parts.count == 1 ? parts[0] : Expression.sum(parts), Double(max(divisor, 1)))
    }

    /// The term in the form that it was fitted in, such as `(u^2)_x`.
    func conservative(_ term: FieldTerm) -> String {
        let suffix = suffix(term.derivative + [term.timeDerivative])
        var parts: [String] = []
        for (axis, power) in term.function.coordinatePowers.enumerated() where power > 0 {
            parts.append(power == 1 ? coordinates[axis] : "\(coordinates[axis])^\(power)")
        }
        switch term.function.wave {
        case .sine(let field)?: parts.append("sin(\(fields[field]))")
        case .cosine(let field)?: parts.append("cos(\(fields[field]))")
        case nil: break
        }
        for (field, power) in term.function.powers.enumerated() where power > 0 {
            parts.append(power == 1 ? fields[field] : "\(fields[field])^\(power)")
        }
        let inner = parts.isEmpty ? "1" : parts.joined(separator: "*")
        guard !suffix.isEmpty else { return inner }
        return term.function.isLinear ? inner + suffix : "(\(inner))\(suffix)"
    }

    /// The name of a derivative of a field: `u_xx`, `u_t`.
    func derivativeName(field: Int, orders: [Int]) -> String { fields[field] + suffix(orders) }

    private func suffix(_ orders: [Int]) -> String {
        let letters = zip(coordinates, orders).map { String(repeating: $0, count: $1) }.joined()
        return letters.isEmpty ? "" : "_" + letters
    }

    private func name(_ variable: Variable) -> String { derivativeName(field: variable.field, orders: variable.orders) }

    private func powered(_ base: Expression, _ power: Int) -> Expression {
        power == 1 ? base : .power(base, .rational(Rational(power)))
    }

    private func waveFormula(_ wave: FieldFunction.Wave, _ term: FieldTerm) -> Expression {
        switch wave {
        case .sine(let field): .function(.sin, [.variable(fields[field])])
        case .cosine(let field): .function(.cos, [.variable(fields[field])])
        }
    }

    private func differentiated(_ sum: Jet, _ axis: Int) -> Jet {
        var result: Jet = [:]
        for (key, count) in sum {
            if key.coordinates[axis] > 0 {
                var lower = key
                lower.coordinates[axis] -= 1
                result[lower, default: 0] += count * key.coordinates[axis]
            }
            for position in key.jets.indices {
                var next = key
                next.jets[position].orders[axis] += 1
                next.jets.sort()
                result[next, default: 0] += count
            }
        }
        return result
    }

    private func ordering(_ left: Factors, _ right: Factors) -> Bool {
        if left.coordinates != right.coordinates {
            return left.coordinates.lexicographicallyPrecedes(right.coordinates)
        }
        return left.jets.lexicographicallyPrecedes(right.jets)
    }

    private static func distinct(_ jets: [Variable]) -> [Variable] {
        jets.enumerated().filter { $0 == 0 || jets[$0 - 1] != $1 }.map(\.1)
    }

    private static func greatestDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestDivisor(b, a % b) }
}
