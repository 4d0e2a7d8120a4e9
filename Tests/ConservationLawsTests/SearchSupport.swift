import ConservationLaws
import Diagnostics
import ExactAlgebra
import Expressions
import Testing

/// Runs a search on the text of a system.
func laws(
    of text: String, degree: Int? = nil, evaluations: Int = .max, seed: UInt64 = 1, threads: Int = 2
) throws -> ConservationResult {
    var options = ConservationOptions()
    options.maximumDegree = degree
    options.seed = seed
    options.threads = threads
    let system = try SystemParser.parse(text: text, source: "test")
    return try conservedQuantities(
        of: system, options: options, control: RunControl(maximumEvaluations: evaluations))
}

/// A system with the laws that it is known to have.
struct KnownSystem: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    var laws: [String]
    var degree: Int?
    var testDescription: String { name }
}

/// Expects a problem of bad input with its place.
func expectProblem(_ code: String, row: Int?, column: Int?, in work: () throws -> Void) throws {
    let error = try #require(throws: DiscoverError.self) { try work() }
    let first = try #require(error.diagnostics.first)
    #expect(first.code == code, "\(first)")
    #expect(first.location?.row == row, "\(first)")
    #expect(first.location?.column == column, "\(first)")
}

/// The exact value of an expression at a point; nil where it divides by zero.
func value(_ expression: Expression, at point: [String: BigRational]) -> BigRational? {
    switch expression {
    case .rational(let number): return BigRational(number.numerator, number.denominator)
    case .variable(let name): return point[name]
    // Laws hold whatever the value of a constant: any number serves in its place.
    case .constant: return BigRational(22) / 7
    case .sum(let terms):
        return terms.reduce(BigRational.zero) { sum, term in
            guard let sum, let next = value(term, at: point) else { return nil }
            return sum + next
        }
    case .product(let factors):
        return factors.reduce(BigRational.one) { product, factor in
            guard let product, let next = value(factor, at: point) else { return nil }
            return product * next
        }
    case .power(let base, .rational(let exponent)) where exponent.isInteger:
        guard let base = value(base, at: point), exponent.numerator >= 0 || !base.isZero else { return nil }
        return base.raised(to: exponent.numerator)
    default: return nil
    }
}

/// Checks every law of a system without constraints by numbers: the derivative along the motion, computed from the printed
/// gradient and the equations as written, vanishes, and the printed gradient is that of the printed law.
func checkAtRandomPoints(_ result: ConservationResult, _ text: String, seed: UInt64) throws {
    let system = try SystemParser.parse(text: text, source: "test")
    var generator = SplitMixGenerator(seed: seed)
    for law in result.laws {
        let isPolynomial = value(law.expression, at: point(of: system)) != nil
        for _ in 0..<3 {
            var point: [String: BigRational] = [:]
            for name in system.variables {
                point[name] = BigRational(Int.random(in: -50...50, using: &generator)) / 7
            }
            for parameter in system.parameters {
                let random = BigRational(Int.random(in: 1...50, using: &generator)) / 11
                point[parameter.name] = try parameter.value.map { try #require(value($0, at: [:])) } ?? random
            }
            var rate = BigRational.zero
            for (index, part) in law.certificate.gradient.enumerated() {
                #expect(part.variable == system.variables[index])
                let slope = try #require(value(part.derivative, at: point))
                let speed = try #require(value(system.rightHandSides[index], at: point))
                rate = rate + slope * speed
                if isPolynomial { try checkSlope(law, part.variable, slope, at: point) }
            }
            #expect(rate.isZero, "\(law.expression) is not conserved")
        }
    }
}

/// A point at which every name is 1.
private func point(of system: DynamicalSystem) -> [String: BigRational] {
    let names = system.variables + system.parameters.map(\.name)
    return Dictionary(uniqueKeysWithValues: names.map { ($0, BigRational.one) })
}

/// Checks every law by double precision: the derivative along the motion vanishes, with slopes by differences of the printed
/// law itself.
func checkInDoublePrecision(_ result: ConservationResult, _ text: String, seed: UInt64) throws {
    let system = try SystemParser.parse(text: text, source: "test")
    var generator = SplitMixGenerator(seed: seed)
    for law in result.laws {
        for _ in 0..<3 {
            var point: [String: Double] = [:]
            for name in system.variables { point[name] = Double.random(in: 0.5...2, using: &generator) }
            for parameter in system.parameters {
                point[parameter.name] =
                    try parameter.value.map { try #require(realValue($0, at: [:])) }
                    ?? Double.random(in: 0.5...2, using: &generator)
            }
            var (rate, size) = (0.0, 0.0)
            for (name, side) in zip(system.variables, system.rightHandSides) {
                let speed = try #require(realValue(side, at: point))
                let step = 1e-4
                func shifted(_ steps: Double) throws -> Double {
                    var moved = point
                    moved[name, default: 0] += steps * step
                    return try #require(realValue(law.expression, at: moved))
                }
                let slope = try (8 * (shifted(1) - shifted(-1)) - shifted(2) + shifted(-2)) / (12 * step)
                rate += slope * speed
                size += abs(slope * speed)
            }
            #expect(abs(rate) < 1e-6 * max(size, 1e-2), "\(law.expression) is not conserved")
        }
    }
}

/// Compares a partial derivative with the exact one found by interpolation of the law along one variable.
private func checkSlope(
    _ law: ConservedLaw, _ variable: String, _ slope: BigRational, at point: [String: BigRational]
) throws {
    // Divided differences of a polynomial at degree + 1 nodes give its Newton form, whose derivative is exact.
    let nodes = try (0...law.degree).map { offset in try #require(point[variable]) + BigRational(offset) }
    var table = try nodes.map { node in
        var moved = point
        moved[variable] = node
        return try #require(value(law.expression, at: moved))
    }
    var coefficients = [table[0]]
    for order in 1..<max(nodes.count, 1) {
        table = (0..<(table.count - 1)).map { (table[$0 + 1] - table[$0]) / BigRational(order) }
        coefficients.append(table[0])
    }
    // d/ds of sum c_k s(s-1)...(s-k+1) at s = 0 is sum c_k (-1)^(k-1) (k-1)!.
    var derivative = BigRational.zero
    var factor = BigRational.one
    for order in 1..<max(coefficients.count, 1) {
        derivative = derivative + coefficients[order] * factor
        factor = -factor * BigRational(order)
    }
    #expect(derivative == slope, "gradient of \(law.expression) by \(variable)")
}
