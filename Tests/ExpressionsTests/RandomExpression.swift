@testable import Expressions

/// A small seeded generator (splitmix64), so that every failure repeats.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Random trees over x, y, z.
struct RandomExpression {
    var generator: SeededGenerator
    var functions: [Function] = Function.allCases
    var hasReals = true

    init(seed: Int) { generator = SeededGenerator(seed: seed) }

    mutating func tree(depth: Int) -> Expression {
        if depth == 0 || pick(6) == 0 { return leaf() }
        switch pick(6) {
        case 0, 1: return .sum((0..<(2 + pick(2))).map { _ in tree(depth: depth - 1) })
        case 2, 3: return .product((0..<(2 + pick(2))).map { _ in tree(depth: depth - 1) })
        case 4: return .power(tree(depth: depth - 1), exponent())
        default:
            let function = functions[pick(functions.count)]
            return .function(function, (0..<function.arity).map { _ in tree(depth: depth - 1) })
        }
    }

    mutating func pick(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }

    private mutating func exponent() -> Expression {
        let choices: [Expression] = [
            .integer(2), .integer(-1), .integer(3), .integer(-2), rational(1, 2), rational(-1, 2), rational(2, 3),
            .variable("y"), .real(1.5), .integer(-1),
        ]
        let choice = choices[pick(choices.count)]
        if case .real = choice, !hasReals { return .integer(2) }
        return choice
    }

    private mutating func leaf() -> Expression {
        switch pick(10) {
        case 0...5: return .variable(["x", "y", "z"][pick(3)])
        case 6: return .integer(pick(9) - 4)
        case 7: return rational(pick(11) - 5, 1 + pick(6))
        case 8: return .constant(pick(2) == 0 ? .pi : .e)
        default: return hasReals ? .real(Double(pick(4000) - 2000) / 256) : .integer(2)
        }
    }

    private func rational(_ top: Int, _ bottom: Int) -> Expression { .rational(Rational(top, bottom) ?? .one) }

    /// Values for the variables.
    mutating func point(_ range: ClosedRange<Double>) -> [String: Double] {
        ["x", "y", "z"].reduce(into: [:]) { $0[$1] = Double.random(in: range, using: &generator) }
    }
}
