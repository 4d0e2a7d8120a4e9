import Testing

@testable import Reports

@Suite struct TextTests {
    @Test(arguments: [
        (1.5, 4, "1.5"), (123456.0, 4, "1.235e+05"), (0.0, 4, "0"), (1e-10, 2, "1e-10"), (.nan, 4, "nan"),
        (2.0 / 3, 6, "0.666667"),
    ])
    func shortNumbers(value: Double, digits: Int, text: String) {
        // C leaves the sign of a NaN's text open.
        #expect(DecimalText.short(value, digits: digits).replacing("-nan", with: "nan") == text)
    }

    @Test(arguments: [
        (1.0, "1"), (0.5, "0.5"), (-3.0, "-3"), (0.99, "0.990"), (0.9987654, "0.9988"), (0.99999987, "0.99999987"),
        (1 - 1e-15, "1 - 1e-15"),
    ])
    func determinationKeepsItsNines(value: Double, text: String) {
        #expect(DecimalText.determination(value) == text)
    }

    @Test(arguments: 0..<300)
    func determinationNeverClaimsMoreThanThereIs(seed: Int) {
        var generator = SeededGenerator(state: UInt64(seed))
        let value = 1 - Double.random(in: 1e-16...0.099, using: &generator)
        guard value < 1, let shown = Double(DecimalText.determination(value)) else { return }
        #expect(shown < 1)
        #expect(abs(shown - value) <= 0.051 * (1 - value))
    }

    @Test(arguments: [
        (1.23456, 0.0123, "1.235 ± 0.012"), (1000.0, 0.5, "1000 ± 0.5"), (0.0, 0.1, "0 ± 0.1"), (2.5, 0.0, "2.5 ± 0"),
        (1.0, 20.0, "1 ± 20"),
    ])
    func measuredValues(value: Double, error: Double, text: String) {
        #expect(DecimalText.measured(value, standardError: error) == text)
    }

    @Test func measuredValuesWithoutError() {
        #expect(DecimalText.measured(2.0 / 3, standardError: nil) == "0.666667")
        #expect(DecimalText.measured(2.0 / 3, standardError: .infinity) == "0.666667")
    }

    @Test func tablesAlign() {
        var table = TextTable(columns: [("n", .right), ("formula", .left)])
        table.rows = [["1", "x"], ["12", "x + y"]]
        #expect(table.lines() == [" n  formula", " 1  x", "12  x + y"])
    }

    @Test func harmfulCharactersAreShown() {
        #expect("a\u{1B}[2Jb\u{202E}c\u{7F}".printable == "a\\u{1b}[2Jb\\u{202e}c\\u{7f}")
        #expect("plain é 😀".printable == "plain é 😀")
    }

    @Test func plainStyleNeverCuts() {
        let long = String(repeating: "x", count: 500)
        #expect(TextStyle.plain.cut(long, to: 10) == long)
        #expect(TextStyle(width: 80, isColoured: false).cut(long, to: 10) == "xxxxxxxxx…")
        #expect(TextStyle.plain.bold("a") == "a")
        #expect(TextStyle(width: 80, isColoured: true).bold("a") == "\u{1B}[1ma\u{1B}[0m")
    }
}
