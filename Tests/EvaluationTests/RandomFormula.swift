import Expressions

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

/// Random trees over chosen names.
struct RandomFormula {
    var generator: SeededGenerator
    var names = ["x", "y", "z"]
    var functions: [Function] = Function.allCases

    init(seed: Int) { generator = SeededGenerator(seed: seed) }

    mutating func tree(depth: Int) -> Expression {
        if depth == 0 || pick(7) == 0 {
            return pick(4) == 0 ? .real(Double(pick(4000) - 2000) / 512) : .variable(names[pick(names.count)])
        }
        switch pick(6) {
        case 0, 1: return .sum((0..<(2 + pick(2))).map { _ in signed(tree(depth: depth - 1)) })
        case 2, 3: return .product((0..<(2 + pick(2))).map { _ in inverted(tree(depth: depth - 1)) })
        case 4: return .power(tree(depth: depth - 1), exponent())
        default:
            let function = functions[pick(functions.count)]
            return .function(function, (0..<function.arity).map { _ in tree(depth: depth - 1) })
        }
    }

    mutating func column(_ count: Int, _ range: ClosedRange<Double>) -> [Double] {
        (0..<count).map { _ in Double.random(in: range, using: &generator) }
    }

    mutating func pick(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }

    private mutating func signed(_ tree: Expression) -> Expression { pick(3) == 0 ? -tree : tree }

    private mutating func inverted(_ tree: Expression) -> Expression { pick(3) == 0 ? tree.raised(to: -1) : tree }

    private mutating func exponent() -> Expression {
        let tops = [2, 3, -1, -2, 5, 1, -1, 3, 2]
        let bottoms = [1, 1, 1, 1, 1, 2, 2, 2, 3]
        let choice = pick(10)
        return choice == 9 ? .variable("y") : .rational(Rational(tops[choice], bottoms[choice]) ?? .one)
    }
}
