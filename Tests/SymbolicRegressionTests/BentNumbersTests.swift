import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// Numbers that were fitted though they are printed as exact ones, and those that logarithms hide.
@Suite struct BentNumbersTests {
    private func parsed(_ text: String) throws -> Expression {
        try Expression.parse(text, variables: ["L", "P", "x"]).simplified()
    }

    @Test(arguments: [
        ("16 - log(P) - 1/P", 1), ("1 - log(P) - 1/P", 0), ("3/2 + x", 0), ("5*x/2 + x^7", 0), ("exp(-P/20)", 1),
        ("x - pi", 1), ("2*pi*x + 1", 0), ("sqrt(x^2 + 9) + 2.5*x", 2), ("x/25 + 17", 2), ("x + 3/40", 1),
    ])
    func addedNumbersAndDecimalsCount(_ text: String, _ count: Int) throws {
        let law = try parsed(text)
        let measured = BentNumbers.measured(in: law)
        #expect(measured.measuredNumbers.count == count)
        // Only the names of the numbers change.
        let point = ["L": 1.7, "P": 2.3, "x": 0.9]
        let (one, other) = (law.numericValue(point), measured.numericValue(point))
        #expect(abs(one - other) < 1e-12 * abs(one))
    }

    @Test(arguments: [
        ("log(L)", 1), ("2.5*log(L) + 3.1", 0), ("2.5*log(L) - 0.1*L", 1), ("2.5*log(L) - 0.1*L + 1.2", 0),
        ("log(L)*(0.1*L + 1.3)", 1), ("L*log(L) + 2", 1), ("L*log(L/20)", 0), ("L*log(P/x)", 0), ("log(L*P/x)", 1),
        ("log(1 + L)", 0), ("sqrt(log(L) + 4)", 0), ("sqrt(log(L)) + 4", 1), ("log(L) + log(P) + 1", 0),
    ])
    func logarithmsHideTheUnitOfWhatNoNumberIsAddedTo(_ text: String, _ count: Int) throws {
        #expect(HiddenUnits.count(in: try parsed(text)) == count)
    }

    @Test func aNumberInAllButNameDoesNotBarASimplerLaw() throws {
        let texts = ["15.8 - log(L)", "16 - log(L) - 1/L"]
        var isTried = false
        // The share of the inverse at which the longer formula is a few bits ahead.
        for share in stride(from: 0.0, through: 1, by: 0.01) {
            let law = "15.8 + \(0.2 * share) - log(L) - \(share)/L"
            let problem = try Laws.table(law, [("L", 1, 20)], rows: 26, noise: 0.006)
            let board = Scoreboard(problem: problem, trainingRows: 26)
            let bits = try texts.map { text in
                let formula = try Expression.parse(text, variables: ["L"]).simplified()
                board.submit(formula, strategy: "test", notes: [])
                return try #require(board.measure(formula, strategy: "test", notes: [])).bits
            }
            guard (1...5).contains(bits[0] - bits[1]) else { continue }
            isTried = true
            let options = FitOptions()
            let search = SearchTree(scoreboard: board, options: options, control: RunControl())
            let result = Acceptance(scoreboard: board, search: search, options: options, control: RunControl()).result()
            let best = try #require(result.best)
            #expect(!"\(best.expression)".contains("1/L"), "\(best.expression), share \(share)")
        }
        #expect(isTried)
    }
}
