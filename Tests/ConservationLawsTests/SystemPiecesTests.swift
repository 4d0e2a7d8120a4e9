import Diagnostics
import Testing

@testable import ConservationLaws

@Suite struct SystemPiecesTests {
    @Test(arguments: [
        ("x'", "x", 1), ("x''", "x", 2), ("dx/dt", "x", 1), ("d x / d t", "x", 1), ("d2x/dt2", "x", 2),
        ("d^2x/dt^2", "x", 2), ("d^3 v1 / dt^3", "v1", 3), ("x'(t)", "x", 1), ("x\u{2019}", "x", 1), ("d2/dt", "2", 0),
        ("ddx/dt", "dx", 1), ("dtheta_1/dt", "theta_1", 1),
    ])
    func derivativesOnTheLeft(text: String, variable: String, order: Int) {
        let expected: EquationSide = order == 0 ? .other : .derivative(variable: variable, order: order)
        #expect(EquationSide.read(text) == expected)
    }

    @Test(arguments: ["u_t", "rho_tt", "∂u/∂t"])
    func partialDerivatives(text: String) {
        guard case .partial = EquationSide.read(text) else {
            Issue.record("\(text) is a partial derivative")
            return
        }
    }

    @Test(arguments: ["x", "x+y'", "2'", "", "dx/dy", "d2x/dt3", "d2x/dt", "_t", "'"])
    func otherLeftSides(text: String) {
        #expect(EquationSide.read(text) == .other)
    }

    @Test func namesAreFoundOutsideNumbers() {
        let found = NameScanner.occurrences(in: "2e3*x1' + sin (y)*`a b` - 1.5E-2z")
        #expect(found.map(\.name) == ["x1'", "sin", "y", "a b", "z"])
        #expect(found.map(\.position) == [4, 10, 15, 18, 32])
        #expect(found.map(\.isCalled) == [false, true, false, false, false])
        #expect(NameScanner.isName("alpha_2"))
        #expect(!NameScanner.isName("2a"))
        #expect(!NameScanner.isName("a b"))
    }

    @Test func piecesKeepTheirColumns() {
        let line = PlacedText(Array("  a = f(1, 2), b ")[...], row: 3, offset: 4)
        #expect(line.text == "a = f(1, 2), b")
        let pieces = line.split(at: ",")
        #expect(pieces.map(\.text) == ["a = f(1, 2)", "b"])
        #expect(pieces[1].location(in: "s").description == "s:3:20")
    }
}
