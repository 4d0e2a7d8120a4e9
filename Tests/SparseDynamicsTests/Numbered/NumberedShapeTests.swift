import Evaluation
import Expressions
import Glibc
import Testing

@testable import SparseDynamics

/// Families of functions with a number inside.
@Suite struct NumberedShapeTests {
    private static let columns: [Expression] = [.variable("x"), .variable("y")]
    private static let all: [NumberedShape] = [
        NumberedShape(family: .pole(power: 1, isRaised: false), column: 0, number: 0.7),
        NumberedShape(family: .pole(power: 1, isRaised: true), column: 1, number: 0.7),
        NumberedShape(family: .pole(power: 2, isRaised: true), column: 0, number: 1.3),
        NumberedShape(family: .pole(power: 4, isRaised: false), column: 0, number: 2),
        NumberedShape(family: .exponential, column: 0, number: -1.5),
        NumberedShape(family: .wave, column: 1, number: 2.2),
    ]

    @Test(arguments: all) func tangentsAreDerivativesByTheLogarithm(shape: NumberedShape) {
        let values = ["x": 0.8, "y": 1.7]
        let step = 1e-5
        var (up, down) = (shape, shape)
        up.number *= exp(step)
        down.number *= exp(-step)
        let tangents = shape.tangents(Self.columns)
        #expect(tangents.count == shape.functions(Self.columns).count)
        for (index, tangent) in tangents.enumerated() {
            let slope =
                (up.functions(Self.columns)[index].numericValue(values)
                    - down.functions(Self.columns)[index].numericValue(values)) / (2 * step)
            #expect(abs(tangent.numericValue(values) - slope) < 1e-7 * (1 + abs(slope)))
        }
    }

    @Test func otherPowersAreHalfSaturatedAtTheSamePlace() {
        let square = NumberedShape(family: .pole(power: 2, isRaised: true), column: 0, number: 0.09)
        let others = square.otherPowers
        #expect(others.count == 4)
        for other in others {
            guard case .pole(let power, _) = other.family else { continue }
            #expect(power != 2)
            // K + x^n is 2 K at x = 0.3.
            #expect(abs(pow(0.3, Double(power)) - other.number) < 1e-12)
        }
        #expect(NumberedShape(family: .pole(power: 1, isRaised: true), column: 0, number: -2).otherPowers.isEmpty)
        #expect(NumberedShape(family: .wave, column: 0, number: 2).otherPowers.isEmpty)
    }

    @Test(arguments: all) func tapesGiveTheSameValues(shape: NumberedShape) throws {
        let tapes = try shape.tapes(["x", "y"])
        for (tape, function) in zip(tapes, shape.functions(Self.columns)) {
            let value = tape.evaluate(columns: [[0.8], [1.7]], parameters: [shape.number], rows: 0..<1)[0]
            #expect(abs(value - function.numericValue(["x": 0.8, "y": 1.7])) < 1e-12)
        }
    }

    @Test func polesHaveTwoWaysOfWriting() throws {
        let pole = Self.all[0]
        let other = try #require(pole.rewritten)
        #expect(pole.isLike(other) && other.rewritten == pole && pole != other)
        #expect(other.functions(Self.columns)[0].simplified().description.hasPrefix("x"))
        #expect(Self.all[4].rewritten == nil)
        #expect(!pole.isLike(Self.all[1]) && !pole.isLike(Self.all[2]))
    }

    @Test func wavesOfOneHaveNoNumber() throws {
        let plain = try #require(Self.all[5].plain)
        #expect(plain.functions(Self.columns).map(\.description) == ["cos(y)", "sin(y)"])
        #expect(plain.kind == .wave && Self.all[0].plain == nil)
    }

    @Test func gridsStayOutsideTheData() {
        let values = (0..<50).map { 0.3 + 0.05 * Double($0) }
        let grid = NumberedShape.grid(column: 0, values: values)
        #expect(
            grid.contains { $0.kind == .pole && $0.number > 0 } && grid.contains { $0.kind == .pole && $0.number < 0 })
        for shape in grid {
            guard case .pole(let power, _) = shape.family else { continue }
            let bottoms = values.map { pow($0, Double(power)) + shape.number }
            #expect(bottoms.allSatisfy { $0 > 0 } || bottoms.allSatisfy { $0 < 0 })
        }
        #expect(NumberedShape.grid(column: 0, values: [2, 2, 2]).isEmpty)
    }
}
