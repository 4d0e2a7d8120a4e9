import Diagnostics
import Expressions
import Testing

@testable import Evaluation

/// Compiled formulas against the tree itself.
struct TapeTests {
    @Test(arguments: 0..<300)
    func agreesWithTheTree(seed: Int) throws {
        var random = RandomFormula(seed: seed)
        let tree = random.tree(depth: 4)
        let columns = (0..<3).map { _ in random.column(37, seed % 2 == 0 ? 0.1...2.5 : -2.5...2.5) }
        let values = try Tape(tree, variables: ["x", "y", "z"]).evaluate(columns: columns)
        for row in 0..<37 {
            let point = ["x": columns[0][row], "y": columns[1][row], "z": columns[2][row]]
            let expected = tree.numericValue(point)
            let steep = conditioning(of: tree, point)
            // Where rounding decides between a value and none, or the value is a jump away, nothing can be compared.
            guard expected.isFinite, steep < 1e4 else { continue }
            let allowed: Double = 1e-12 * steep * max(abs(expected), 1e-3)
            #expect(abs(values[row] - expected) <= allowed, "seed \(seed): \(tree): \(values[row]), \(expected)")
        }
    }

    /// How much the value changes, in relative terms, when every variable moves by a relative 1e-7.
    private func conditioning(of tree: Expression, _ point: [String: Double]) -> Double {
        let value = tree.numericValue(point)
        var worst = 1.0
        for factor in [1 - 1e-7, 1 + 1e-7] {
            let moved = tree.numericValue(point.mapValues { $0 * factor })
            let change = abs(moved - value) / (1e-7 * max(abs(value), 1e-3))
            worst = max(worst, change.isFinite ? change : .infinity)
        }
        for child in tree.children { worst = max(worst, childConditioning(child, point)) }
        return worst
    }

    private func childConditioning(_ tree: Expression, _ point: [String: Double]) -> Double {
        tree.children.isEmpty ? 1 : conditioning(of: tree, point)
    }

    @Test(arguments: 0..<60)
    func rowsDoNotDependOnTheirPlace(seed: Int) throws {
        var random = RandomFormula(seed: 1000 + seed)
        let tree = random.tree(depth: 4)
        let tape = try Tape(tree, variables: ["x", "y", "z"])
        let columns = (0..<3).map { _ in random.column(700, 0.1...3) }
        let whole = tape.evaluate(columns: columns)
        let start = random.pick(600)
        let part = tape.evaluate(columns: columns, rows: start..<(start + 1 + random.pick(99)))
        for (index, value) in part.enumerated() {
            let other = whole[start + index]
            // IEEE 754 leaves sign and payload of a NaN open, and vector loops and their tails differ there.
            #expect(value.bitPattern == other.bitPattern || (value.isNaN && other.isNaN), "seed \(seed): \(tree)")
        }
    }

    @Test(arguments: 0..<200)
    func jacobianAgreesWithTheDerivative(seed: Int) throws {
        var random = RandomFormula(seed: 5000 + seed)
        random.names = ["x", "y", "a", "b"]
        random.functions = Function.allCases.filter { ![.floor, .step, .mod].contains($0) }
        let tree = random.tree(depth: 3)
        let columns = [random.column(5, 0.2...2), random.column(5, 0.2...2)]
        let parameters = [0.7, 1.3]
        let tape = try Tape(tree, variables: ["x", "y"], parameters: ["a", "b"])
        let (values, jacobian) = tape.evaluateWithJacobian(columns: columns, parameters: parameters)
        let plain = tape.evaluate(columns: columns, parameters: parameters)
        #expect(zip(values, plain).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) })
        #expect(jacobian.count == 2)
        for (index, name) in ["a", "b"].enumerated() {
            let derivative = tree.derivative(withRespectTo: name)
            for row in 0..<5 {
                let point = ["x": columns[0][row], "y": columns[1][row], "a": 0.7, "b": 1.3]
                let expected = derivative.numericValue(point)
                guard expected.isFinite, values[row].isFinite, !isAtKink(tree, point) else { continue }
                let allowed: Double = 1e-8 * (1 + abs(expected)) * (1 + abs(values[row]))
                let value = jacobian[index][row]
                #expect(abs(value - expected) <= allowed, "seed \(seed): d/d\(name) \(tree): \(value), \(expected)")
            }
        }
    }

    /// Where the two sides of a minimum, a maximum, an absolute value or a sign meet.
    private func isAtKink(_ tree: Expression, _ point: [String: Double]) -> Bool {
        if case .function(let function, let arguments) = tree {
            let values = arguments.map { $0.numericValue(point) }
            if [.min, .max].contains(function), abs(values[0] - values[1]) < 1e-9 { return true }
            if [.abs, .sign].contains(function), abs(values[0]) < 1e-9 { return true }
        }
        return tree.children.contains { isAtKink($0, point) || abs($0.numericValue(point)) < 1e-9 }
    }

    @Test func jacobianOverManyBlocks() throws {
        let tree = try Expression.parse("a*exp(-b*x) + c")
        let tape = try Tape(tree, variables: ["x"], parameters: ["a", "b", "c"])
        let x = (0..<1000).map { Double($0) / 300 }
        let (values, jacobian) = tape.evaluateWithJacobian(columns: [x], parameters: [2, 0.5, 1])
        for row in stride(from: 0, to: 1000, by: 77) {
            let decay = RealFunctions.value(.exp, -0.5 * x[row])
            let expected: [Double] = [2 * decay + 1, decay, -2 * x[row] * decay]
            let found: [Double] = [values[row], jacobian[0][row], jacobian[1][row]]
            for (value, target) in zip(found, expected) { #expect(abs(value - target) < 1e-14) }
            #expect(jacobian[2][row] == 1)
        }
    }

    @Test func computesEqualPartsOnce() throws {
        let names = ["x", "y"]
        let once = try Tape(Expression.parse("sin(x*y)"), variables: names)
        let twice = try Tape(Expression.parse("sin(x*y) + sin(y*x)^2"), variables: names)
        #expect(twice.instructionCount == once.instructionCount + 2)
        // x^8 is three squarings, numbers are folded.
        #expect(try Tape(Expression.parse("x^8"), variables: names).instructionCount == 4)
        #expect(try Tape(Expression.parse("sqrt(2*pi)*x + 0*3"), variables: names).instructionCount == 3)
        #expect(try Tape(Expression.parse("1/sqrt(x)"), variables: names).instructionCount == 3)
    }

    @Test func notANumberIsData() throws {
        let tape = try Tape(Expression.parse("log(x) + 1/x"), variables: ["x"])
        let values = tape.evaluate(columns: [[-1, 0, 1, .nan, .infinity]])
        #expect(values[0].isNaN && values[1].isNaN && values[3].isNaN)
        #expect(values[2] == 1)
        #expect(values[4] == .infinity)
    }

    @Test func unknownNamesAreErrors() throws {
        let tree = try Expression.parse("velocty + 1")
        let error = #expect(throws: DiscoverError.self) { try Tape(tree, variables: ["velocity"]) }
        #expect(error?.diagnostics.first?.hint == "did you mean 'velocity'?")
    }

    @Test func formulasWithoutColumnsHaveOneRow() throws {
        #expect(try Tape(Expression.parse("2 + 3"), variables: []).evaluate(columns: []) == [5])
        #expect(try Tape(Expression.parse("7"), variables: ["x"]).evaluate(columns: [[1, 2, 3]]) == [7, 7, 7])
        let parameter = try Tape(Expression.parse("a"), variables: ["x"], parameters: ["a"])
        #expect(parameter.evaluate(columns: [[1, 2]], parameters: [4]) == [4, 4])
        #expect(parameter.evaluateWithJacobian(columns: [[1, 2]], parameters: [4]).jacobian == [[1, 1]])
        #expect(parameter.evaluate(columns: [[]], parameters: [4]).isEmpty)
    }
}
