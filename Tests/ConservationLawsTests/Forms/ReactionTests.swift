import Diagnostics
import Expressions
import Testing

@testable import ConservationLaws

/// Chemical reactions.
@Suite struct ReactionTests {
    private func system(_ text: String) throws -> DynamicalSystem { try SystemParser.parse(text: text, source: "test") }

    @Test func massAction() throws {
        let system = try system("param k1 = 2\n2 A + B -> C ; k1\nC <-> 0 ; u, 1/2")
        #expect(system.variables == ["A", "B", "C"])
        #expect(system.parameters.map(\.name) == ["k1", "u"])
        #expect(system.reactions == [[-2, -1, 1], [0, 0, -1]])
        let values = ["A": 3.0, "B": 5.0, "C": 7.0, "k1": 2.0, "u": 11.0]
        let rates = system.rightHandSides.map { $0.numericValue(values) }
        #expect(rates == [-180, -90, 13.5])
    }

    @Test func catalystsAndNamesOfRates() throws {
        let system = try system("A + E -> B + E\nB ⇌ A")
        #expect(system.parameters.map(\.name) == ["k1", "k2", "k2_back"])
        #expect(system.reactions == [[-1, 0, 1], [1, 0, -1]])
    }

    @Test func moietiesComeFirst() throws {
        let text = "E + S <-> C ; k1, k2\nC -> E + P ; k3"
        let system = try system(text)
        let result = reactionLaws(try laws(of: text, degree: 3), of: system)
        #expect(result.laws.map { $0.expression.variables } == [["E", "C"], ["S", "C", "P"]])
        #expect(result.laws.allSatisfy { $0.remark?.contains("moiety") ?? false })
    }

    @Test func lawsThatDependOnRatesAreLabelled() throws {
        // A turns into B and C in the ratio of the rates.
        let text = "A -> B ; 2\nA -> C ; 3"
        let result = reactionLaws(try laws(of: text, degree: 2), of: try system(text))
        #expect(result.count == 2)
        #expect(result.laws[0].expression.variables == ["A", "B", "C"])
        #expect(result.laws[1].remark == "depends on the rates")
    }

    @Test func conesOfMoieties() {
        // Water from hydrogen and oxygen: both elements, and nothing with negative numbers.
        let basis = Moieties.basis(changes: [[-2, -1, 2]], speciesCount: 3)
        #expect(basis.count == 2)
        for vector in basis {
            #expect(vector.allSatisfy { $0 >= 0 })
            #expect(-2 * vector[0] - vector[1] + 2 * vector[2] == 0)
        }
        // Production from nothing leaves only a difference.
        let difference = Moieties.basis(changes: [[1, 1]], speciesCount: 2)
        #expect(difference.count == 1)
        #expect(difference[0][0] + difference[0][1] == 0)
        #expect(Moieties.basis(changes: [[1, 0], [0, 1]], speciesCount: 2).isEmpty)
    }

    @Test(arguments: [
        ("A + -> B", "system.reaction", 1, 4), ("A <-> B ; k1", "system.reaction", 1, 11),
        ("A -> B ; k1, k2", "system.reaction", 1, 10), ("A -> B ; k*A", "system.reaction", 1, 10),
        ("A -> B\nx' = 1", "system.statement", 2, 1), ("0 -> 0", "system.reaction", 1, 1),
        ("param A\nA -> B", "system.duplicate-name", 2, 1), ("A -> B ; ; k", "system.reaction", 1, 1),
        ("99 A -> B", "system.reaction", 1, 1), ("A -> B ; sqrt(", "formula.incomplete", 1, 15),
    ])
    func problemsHaveAPlace(_ text: String, _ code: String, _ row: Int, _ column: Int) throws {
        try expectProblem(code, row: row, column: column) { _ = try system(text) }
    }
}
