import Datasets
import Diagnostics
import Expressions
import Testing

/// Units as people write them.
@Suite struct UnitParserTests {
    static let known: [(text: String, si: String, scale: Double)] = [
        ("m", "m", 1), ("m/s", "m s^-1", 1), ("m s^-1", "m s^-1", 1), ("m·s⁻¹", "m s^-1", 1), ("m.s-1", "m s^-1", 1),
        ("kg m^2 s^-2", "kg m^2 s^-2", 1), ("J", "kg m^2 s^-2", 1), ("N*m", "kg m^2 s^-2", 1),
        ("J/(mol K)", "kg m^2 s^-2 K^-1 mol^-1", 1), ("W/m²", "kg s^-3", 1), ("m**2", "m^2", 1), ("m2", "m^2", 1),
        ("V", "kg m^2 s^-3 A^-1", 1), ("Ω", "kg m^2 s^-3 A^-2", 1), ("F/m", "kg^-1 m^-3 s^4 A^2", 1),
        ("Hz", "s^-1", 1), ("Wb/A", "kg m^2 s^-2 A^-2", 1), ("kat", "s^-1 mol", 1), ("lx", "m^-2 cd", 1),
        ("km", "m", 1000), ("mm", "m", 1e-3), ("µm", "m", 1e-6), ("um", "m", 1e-6), ("kg", "kg", 1), ("mg", "kg", 1e-6),
        ("GHz", "s^-1", 1e9), ("hPa", "kg m^-1 s^-2", 100), ("dam", "m", 10), ("km/h", "m s^-1", 1 / 3.6),
        ("eV", "kg m^2 s^-2", 1.602176634e-19), ("keV", "kg m^2 s^-2", 1.602176634e-16), ("min", "s", 60),
        ("cd", "cd", 1), ("d", "s", 86400), ("yr", "s", 31_557_600), ("Myr", "s", 31_557_600e6),
        ("AU", "m", 149_597_870_700), ("Mpc", "m", 3.0856775814913673e22), ("L", "m^3", 1e-3), ("mL", "m^3", 1e-6),
        ("t", "kg", 1000), ("bar", "kg m^-1 s^-2", 1e5), ("mbar", "kg m^-1 s^-2", 100),
        ("atm", "kg m^-1 s^-2", 101_325),
        ("cal", "kg m^2 s^-2", 4.184), ("deg", "1", 0.017453292519943295), ("rad", "1", 1), ("%", "1", 0.01),
        ("1", "1", 1), ("-", "1", 1), ("u", "kg", 1.66053906892e-27), ("mM", "m^-3 mol", 1),
        ("mol/L", "m^-3 mol", 1000),
        ("m/s/s", "m s^-2", 1), ("(m/s)^2", "m^2 s^-2", 1), ("kg^(1/2)", "kg^(1/2)", 1), ("m^0.5", "m^(1/2)", 1),
        ("Hz^-0.5", "s^(1/2)", 1), ("10^3 m", "m", 1000), ("1e-3 kg", "kg", 1e-3), ("100 km/h", "m s^-1", 100 / 3.6),
        ("1/s", "s^-1", 1), ("millimeter", "m", 1e-3), ("degC", "K", 1), ("s m^-1 s", "m^-1 s^2", 1),
    ]

    @Test(arguments: known) func knownUnits(_ expected: (text: String, si: String, scale: Double)) throws {
        let unit = try PhysicalUnit(parsing: expected.text)
        #expect(unit.dimension.description == expected.si)
        #expect(abs(unit.scale / expected.scale - 1) < 1e-12)
    }

    @Test(arguments: known) func printedUnitsAreReadBack(_ expected: (text: String, si: String, scale: Double)) throws {
        let unit = try PhysicalUnit(parsing: expected.text)
        let again = try PhysicalUnit(parsing: unit.description)
        #expect(again.factors == unit.factors)
        #expect(again.dimension == unit.dimension)
        #expect(abs(again.scale / unit.scale - 1) < 1e-12)
    }

    @Test(arguments: 0..<200) func randomProductsArePrintedAndReadBack(_ seed: Int) throws {
        var stream = SplitMix(state: UInt64(seed))
        let symbols = [
            "m", "kg", "s", "A", "K", "mol", "N", "keV", "Mpc", "mL", "ohm", "h", "%", "deg", "°", "Å", "mmHg",
        ]
        var unit = PhysicalUnit.one
        for _ in 0..<Int.random(in: 1...5, using: &stream) {
            let symbol = symbols[Int.random(in: 0..<symbols.count, using: &stream)]
            let part = try PhysicalUnit(parsing: symbol)
            let (top, bottom) = (Int.random(in: -3...3, using: &stream), Int.random(in: 1...2, using: &stream))
            let exponent = try #require(Rational(top, bottom))
            let power = try #require(part.raised(to: exponent))
            unit = try #require(unit.times(power))
        }
        let again = try PhysicalUnit(parsing: unit.description)
        #expect(again.description == unit.description)
        #expect(again.dimension == unit.dimension)
        #expect(abs(again.scale / unit.scale - 1) < 1e-9)
    }

    static let broken: [(text: String, piece: String, position: Int, hint: String?)] = [
        ("left", "left", 1, nil), ("m/foo", "foo", 3, nil), ("kg mm^", "^", 6, "write m^2 or m^(1/2)"),
        ("(m/s", "(", 1, nil), ("m)", ")", 2, nil), ("", "", 1, "write 1 for a plain number"), ("m*", "", 3, nil),
        ("J/mol K", " ", 6, "put the divisor between parentheses, as in J/(mol K)"),
        ("m^x", "^", 2, "write m^2 or m^(1/2)"),
        ("m^1000", "^1000", 2, nil), ("sce", "sce", 1, "did you mean 'sec'?"),
        ("newtn", "newtn", 1, "did you mean 'newton'?"),
        ("KPA", "KPA", 1, nil), ("m;s", ";", 2, nil), ("0 m", "0", 1, nil), ("m^(1/0)", "^(1/0)", 2, nil),
    ]

    @Test(arguments: broken) func errorsNameThePart(
        _ expected: (text: String, piece: String, position: Int, hint: String?)
    ) {
        do {
            _ = try PhysicalUnit(parsing: expected.text)
            Issue.record("'\(expected.text)' was read although it is no unit")
        } catch {
            #expect(error.piece == expected.piece)
            #expect(error.position == expected.position)
            if let hint = expected.hint { #expect(error.hint == hint) }
            #expect(error.diagnostic(about: "the unit of 'v'", at: nil).message.contains(error.message))
        }
    }

    @Test func longAndDeepTextsAreRefused() {
        let texts = [
            String(repeating: "m ", count: 500), String(repeating: "(", count: 150) + "m",
            String(repeating: "(", count: 90) + "m" + String(repeating: ")", count: 90),
            Array(repeating: "km^99", count: 30).joined(separator: " "),
        ]
        for text in texts { #expect(throws: UnitProblem.self) { try PhysicalUnit(parsing: text) } }
    }

    @Test(arguments: 0..<300) func anyTextIsReadOrRefused(_ seed: Int) {
        var stream = SplitMix(state: UInt64(seed) &+ 7)
        let pieces = [
            "m", "s", "^", "*", "/", "(", ")", " ", ".", "-", "2", "²", "⁻", "é", "°", "e", "1", "k", "·", "\u{301}",
        ]
        let text = (0..<Int.random(in: 1...12, using: &stream)).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &stream)]
        }.joined()
        if let unit = try? PhysicalUnit(parsing: text) {
            #expect(unit.scale > 0 && unit.scale.isFinite)
            #expect((try? PhysicalUnit(parsing: unit.description))?.dimension == unit.dimension)
        }
    }

    @Test func offsetsAreKnown() throws {
        #expect(try PhysicalUnit(parsing: "°C").hasOffset)
        #expect(try !PhysicalUnit(parsing: "K").hasOffset)
    }
}
