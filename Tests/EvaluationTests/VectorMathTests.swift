import Evaluation
import Expressions
import Testing

/// The elementwise functions against the C library.
struct VectorMathTests {
    static let functions: [Function] = [.exp, .log, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh]

    /// Equal, both NaN, or finite and only a few units in the last place apart.
    static func isClose(_ value: Double, _ expected: Double, units: Double) -> Bool {
        if value == expected || (value.isNaN && expected.isNaN) { return true }
        guard value.isFinite, expected.isFinite, expected != 0 else { return false }
        return abs(value - expected) <= units * expected.ulp
    }

    @Test(arguments: functions)
    func closeToTheCLibrary(function: Function) {
        var random = RandomFormula(seed: 42)
        let range: ClosedRange<Double> =
            switch function {
            case .log: 1e-9...50
            case .asin, .acos: -1...1
            case .sin, .cos, .tan: -100...100
            default: -20...20
            }
        let x = random.column(20_001, range)
        let values = VectorMath.apply(function, x)
        var worst = 0.0
        for (value, argument) in zip(values, x) {
            let expected = RealFunctions.value(function, argument)
            worst = max(worst, abs(value - expected) / expected.ulp)
        }
        #expect(worst <= 4, "\(function): \(worst) units in the last place")
    }

    @Test func powersAreClose() {
        var random = RandomFormula(seed: 43)
        let x = random.column(5001, 1e-3...30)
        for exponent in [2.5, -1.3, 0.5, 1.0 / 3, 7.25] {
            for (value, base) in zip(VectorMath.power(x, exponent), x) {
                let expected = RealFunctions.power(base, exponent)
                #expect(abs(value - expected) <= 4 * expected.ulp)
            }
        }
    }

    @Test(arguments: functions)
    func specialValuesAreTheSame(function: Function) {
        let special = [
            0.0, -0.0, .infinity, -.infinity, .nan, 1, -1, 2, -2, 800, -800, 1e300, -1e300,
            Double.leastNonzeroMagnitude * 1024, 1e22, 0.5,
        ]
        // Every rotation, so that each value stands in each lane and in the tail.
        for shift in special.indices {
            let x = Array(special[shift...] + special[..<shift]) + special.prefix(3)
            for (value, argument) in zip(VectorMath.apply(function, x), x) {
                let expected = RealFunctions.value(function, argument)
                #expect(Self.isClose(value, expected, units: 8), "\(function)(\(argument)): \(value), \(expected)")
            }
        }
    }

    @Test func specialPowersAreTheSame() {
        let special = [0.0, -0.0, .infinity, -.infinity, .nan, 1, -1, 2, -2.5, 3, 0.5, 1e300]
        for exponent in special {
            for (value, base) in zip(VectorMath.power(special, exponent), special) {
                let expected = RealFunctions.power(base, exponent)
                #expect(Self.isClose(value, expected, units: 4), "\(base)^\(exponent): \(value), expected \(expected)")
            }
        }
    }

    @Test(arguments: functions)
    func placeDoesNotMatter(function: Function) {
        var random = RandomFormula(seed: 44)
        let x = random.column(64, 0.01...0.99)
        let whole = VectorMath.apply(function, x)
        for start in 0..<9 {
            for count in 1..<9 {
                let part = VectorMath.apply(function, Array(x[start..<(start + count)]))
                #expect(part.map(\.bitPattern) == whole[start..<(start + count)].map(\.bitPattern))
            }
        }
    }

    @Test func worksInPlace() {
        var x = [0.1, 0.2, 0.3, 0.4, 0.5]
        let expected = VectorMath.apply(.exp, x)
        x.withUnsafeMutableBufferPointer { VectorMath.exp(UnsafeBufferPointer($0), into: $0) }
        #expect(x == expected)
        #expect(VectorMath.apply(.floor, [-1.5, 2.5]) == [-2, 2])
        #expect(VectorMath.apply(.step, [-1.5, -0.0, 0, 2.5]) == [0, 1, 1, 1])
        #expect(["avx2", "scalar"].contains(VectorMath.instructionSet))
    }
}
