import ExactAlgebra
import Expressions

/// Takes products of sines and cosines together: `sin(a)*sin(b) + cos(a)*cos(b)` is `cos(a - b)`.
struct AngleSums {
    /// A sine or cosine of a sum or difference with what stands in front of it.
    struct Part {
        var coefficient: Polynomial
        /// Exponents of the other names.
        var exponents: [Int]
        var wave: Expression
    }

    let system: PolynomialSystem

    /// Sines and cosines of the same argument.
    private var angles: [(sine: Int, cosine: Int, argument: Expression)] {
        (system.baseCount..<system.variableCount).compactMap { sine in
            guard case .function(.sin, let arguments) = system.nameExpressions[sine],
                let cosine = (system.baseCount..<system.variableCount).first(where: {
                    system.nameExpressions[$0] == .function(.cos, arguments)
                })
            else { return nil }
            return (sine, cosine, arguments[0])
        }
    }

    /// The sums, and what is left; nil when there are none.
    func split(_ polynomial: Polynomial) -> (parts: [Part], rest: Polynomial)? {
        let angles = angles
        guard angles.count > 1, polynomial.termCount <= 400 else { return nil }
        var left: [[Int]: Polynomial] = [:]
        let terms = polynomial.coefficients(variableCount: system.variableCount)
        for term in terms { left[term.exponents] = term.coefficient }
        var parts: [Part] = []
        for term in terms {
            for (index, a) in angles.enumerated() {
                for b in angles[(index + 1)...] {
                    guard let coefficient = left[term.exponents] else { continue }
                    let waves = [a.sine, a.cosine, b.sine, b.cosine]
                    let own = waves.map { term.exponents[$0] }
                    var rest = term.exponents
                    for wave in waves { rest[wave] = 0 }
                    var partner = rest
                    for (wave, exponent) in zip(waves, own) { partner[wave] = 1 - exponent }
                    guard own == [1, 0, 1, 0] || own == [1, 0, 0, 1], let other = left[partner] else { continue }
                    let isEqual = other == coefficient
                    guard isEqual || other == -coefficient else { continue }
                    let difference = (a.argument - b.argument).simplified()
                    let sum = (a.argument + b.argument).simplified()
                    let part: Part
                    if own[2] == 1 {
                        part = Part(
                            coefficient: other, exponents: rest, wave: .apply(.cos, isEqual ? difference : sum))
                    } else {
                        part = Part(
                            coefficient: coefficient, exponents: rest, wave: .apply(.sin, isEqual ? sum : difference))
                    }
                    parts.append(part)
                    left[term.exponents] = nil
                    left[partner] = nil
                }
            }
        }
        guard !parts.isEmpty else { return nil }
        let rest = terms.filter { left[$0.exponents] != nil }.reduce(system.ring.zero) { sum, term in
            let padding = [Int](repeating: 0, count: system.ring.variableCount - term.exponents.count)
            let exponents = term.exponents + padding
            return sum + term.coefficient * system.ring.polynomial([.init(coefficient: .one, exponents: exponents)])
        }
        return (parts, rest)
    }
}
