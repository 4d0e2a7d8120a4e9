import Expressions
import Testing

@testable import SparseDynamics

/// The catalogue of functions with numbers inside: formulas and values are the same functions.
@Suite struct ShapeFormulaTests {
    static let shapes = [
        Shape(kind: .wave, argument: .product(0, 1), parameters: [1.3]),
        Shape(kind: .obliqueWave(0, 1), argument: .column(0), parameters: [1.3, -0.4]),
        Shape(kind: .chirp, argument: .squares([0, 1]), parameters: [6, 1]),
        Shape(kind: .exponential, argument: .column(1), parameters: [-0.7]),
        Shape(kind: .power, argument: .column(0), parameters: [1.5]),
        Shape(kind: .pole, argument: .product(0, 0), parameters: [0.3]),
        Shape(kind: .kink, argument: .difference(0, 1), parameters: [0.2]),
        Shape(kind: .jump, argument: .column(1), parameters: [0.4]),
        Shape(kind: .root, argument: .column(0), parameters: [0.9]),
        Shape(kind: .brokenRoot, argument: .column(0), parameters: [0.9, 1.1]),
        Shape(kind: .saturation, argument: .column(1), parameters: [2, 0.3]),
    ]

    @Test(arguments: shapes) func formulasAndValuesAgree(shape: Shape) {
        let columns = [[0.4, 1.2, 2.5], [-0.3, 0.8, 1.9]]
        let names: [Expression] = [.variable("x"), .variable("y")]
        let formulas = shape.kind.formulas(
            of: shape.argument.expression(names), shape.parameters.map { .real($0) }, names)
        let values = shape.components(columns)
        #expect(formulas.count == shape.componentCount && values.count == shape.componentCount)
        for (formula, column) in zip(formulas, values) {
            for row in 0..<3 {
                let own = formula.numericValue(["x": columns[0][row], "y": columns[1][row]])
                #expect(abs(own - column[row]) < 1e-12)
            }
        }
    }

    @Test func numbersThatDoNothingAreLeftOut() {
        let x = Expression.variable("x")
        #expect(Shape.Kind.exponential.formulas(of: x, [.one]) == [.apply(.exp, x)])
        #expect(Shape.Kind.kink.formulas(of: x, [.zero]) == [.apply(.abs, x)])
    }
}
