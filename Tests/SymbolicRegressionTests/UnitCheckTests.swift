import Datasets
import Expressions
import Testing

@testable import SymbolicRegression

/// Formulas against the units of the columns.
@Suite struct UnitCheckTests {
    static func units(
        _ inputs: [String: String], target: String?, constants: Bool = true
    ) throws -> UnitCheck {
        UnitCheck(
            ProblemUnits(
                inputs: try inputs.mapValues { try PhysicalUnit(parsing: $0) },
                target: try target.map { try PhysicalUnit(parsing: $0) }, allowsConstantsWithUnits: constants))
    }

    static let names: Set<String> = ["x", "z", "t", "v", "m", "n", "T", "a", "q"]
    static func formula(_ text: String) throws -> Expression {
        try Expression.parse(text, variables: names).simplified()
    }
    /// x and z lengths, t a time, v a speed, m a mass, n a plain number, T a temperature.
    static let inputs = ["x": "m", "z": "km", "t": "s", "v": "m/s", "m": "kg", "n": "1", "T": "K"]

    @Test(arguments: [
        ("x", "m"), ("x + z", "m"), ("v*t", "m"), ("v*t + x", "m"), ("m*v^2/2", "J"), ("sqrt(x*z)", "m"),
        ("x*sin(n)", "m"), ("x*exp(-v*t/x)", "m"), ("x*(v*t/z)^n", "m"), ("x*log(x/z)", "m"), ("abs(x)", "m"),
        ("min(x, z)", "m"), ("max(x, v*t)", "m"), ("mod(x, z)", "m"), ("x*sign(v)", "m"), ("n^n", "1"),
        ("x^(3/2)", "m^1.5"),
        ("sqrt(x^2 + z^2)", "m"), ("x/v", "s"), ("pi*x^2", "m^2"), ("n + 1", "1"), ("x^2/(x + z)", "m"),
        ("floor(n)*x", "m"),
    ])
    func consistentFormulas(_ text: String, _ target: String) throws {
        for constants in [true, false] {
            let check = try Self.units(Self.inputs, target: target, constants: constants)
            #expect(check.violation(of: try Self.formula(text)) == nil)
        }
    }

    @Test(arguments: [
        ("x + t", "m", "x + t"), ("x + 1", "m", "x + 1"), ("x + z*v", "m", "x + z*v"), ("sin(x)", "1", "sin(x)"),
        ("exp(v*t)", "1", "exp(v*t)"), ("n*cos(x + z)", "1", "cos(x + z)"), ("x^n", "m", "x^n"), ("n^x", "1", "n^x"),
        ("log(x)", "1", "log(x)"), ("v*(t + sin(t))", "m", "sin(t)"), ("x*t", "m", "x*t"), ("v", "m", "v"),
        ("m*v", "J", "m*v"), ("min(x, t)", "m", "min(x, t)"), ("floor(x)", "1", "floor(x)"), ("pi + x", "m", "pi + x"),
        ("tanh(m)", "1", "tanh(m)"), ("x + m*v^2", "m", "x + m*v^2"),
    ])
    func brokenFormulasNameThePart(_ text: String, _ target: String, _ part: String) throws {
        for constants in [true, false] {
            let check = try Self.units(Self.inputs, target: target, constants: constants)
            let violation = try #require(check.violation(of: try Self.formula(text)))
            #expect(violation.part == (try Self.formula(part)))
            #expect(!violation.message.isEmpty)
        }
    }

    @Test func messagesTellTheUnits() throws {
        let check = try Self.units(Self.inputs, target: "m")
        let message = try #require(check.violation(of: try Self.formula("x + 2*t"))?.message)
        #expect(message.contains("in m") && message.contains("in s") && message.contains("x"))
        #expect(check.violation(of: try Self.formula("v"))?.message == "the formula is in m s^-1, the target is in m")
    }

    @Test(
        arguments: [
            ("2.5*t", "m", ["m s^-1"]), ("x + 2.5*t", "m", ["m s^-1"]), ("2.5*exp(-0.3*t)", "m", ["m", "s^-1"]),
            ("1.5*sin(0.2*x + 0.7)", "V", ["V", "m^-1", "1"]), ("3.3*x^1.37", "kg", ["kg m^-1.37", "1"]),
            ("4.5", "m", ["m"]),
            ("0.5*m*v^2", "J", ["1"]), ("2.2*z/t", "m/s", ["m km^-1"]), ("80.0*t", "km", ["km s^-1"]),
            ("9.5*T/(T + 300.0)", "m", ["m", "K"]), ("2.3*log(x) + 1.7", "m", ["m", "m"]),
        ] as [(String, String, [String])])
    func constantsTakeUnits(_ text: String, _ target: String, _ expected: [String]) throws {
        let check = try Self.units(Self.inputs, target: target)
        let expression = try Self.formula(text)
        #expect(check.violation(of: expression) == nil)
        let found = check.constantUnits(of: expression, target: "y").map { $0?.description ?? "?" }
        // Canonical order may differ from the order of the text.
        #expect(found.sorted() == expected.sorted())
    }

    @Test(arguments: ["2.5*t", "x + 2.5*t", "x*exp(-0.3*t)", "x + 1.5", "2.3*log(x) + 1.7", "x^1.37"])
    func plainConstantsTakeNone(_ text: String) throws {
        let check = try Self.units(Self.inputs, target: "m", constants: false)
        #expect(check.violation(of: try Self.formula(text)) != nil)
        #expect(check.allows(.real(3.2)))
    }

    @Test(arguments: [
        ("x + 2.5*sin(x)", "sin(x)"), ("2.5*x + 0.3*t + exp(t)", "exp(t)"), ("3.5*log(x)", "log(x)"),
        ("2.5*(x + t)", "x + t"),
    ])
    func constantsDoNotExcuseEverything(_ text: String, _ part: String) throws {
        let check = try Self.units(Self.inputs, target: "m")
        #expect(check.violation(of: try Self.formula(text))?.part == (try Self.formula(part)))
    }

    @Test func columnsWithoutUnitMayHaveAny() throws {
        let check = try Self.units(["x": "m", "t": "s"], target: "m")
        #expect(check.violation(of: try Self.formula("x + a*t")) == nil)
        #expect(check.violation(of: try Self.formula("x + a*t + a*t^2")) != nil)
        #expect(check.violation(of: try Self.formula("x*sin(a) + a*t")) != nil)
        #expect(check.violation(of: try Self.formula("sin(a*t)*q")) == nil)
    }

    @Test func coefficientsBecomeMeasuredWhereTheyMust() throws {
        let check = try Self.units(Self.inputs, target: "m")
        let changed = try #require(check.conforming(try Self.formula("5*t^2 + 2*x")))
        #expect(changed.simplified() == (try Self.formula("5.0*t^2 + 2*x")))
        #expect(check.conforming(try Self.formula("t^2 + x")) == nil)
        let plain = try Self.units(Self.inputs, target: "m", constants: false)
        #expect(plain.conforming(try Self.formula("5*t^2 + 2*x")) == nil)
    }

    @Test func aFactorOneMayCarryAnUnavoidableUnit() throws {
        let check = try Self.units(["a": "AU"], target: "yr")
        #expect(check.targetNeedsConstant)
        #expect(check.allows(try Self.formula("a^(3/2)")))
        #expect(!check.allows(try Self.formula("a^(3/2) + a")))
        #expect(!check.allows(try Self.formula("2*a^(3/2)")))
        let reachable = try Self.units(["v": "m/s", "t": "s"], target: "m")
        #expect(!reachable.targetNeedsConstant)
        #expect(!reachable.allows(try Self.formula("t^2")))
    }

    /// Builds a random formula of a wanted dimension, consistent by construction.
    static func random(_ dimension: PhysicalDimension, depth: Int, _ stream: inout SplitMix64) throws -> Expression {
        let base: [(String, PhysicalDimension.Base)] = [
            ("x", .length), ("m", .mass), ("t", .time), ("T", .temperature),
        ]
        func leaf() throws -> Expression {
            let number = Int.random(in: 1...5, using: &stream)
            let coefficient = try #require(Rational(number, 2))
            let powers = base.map { name, base in
                Expression.power(.variable(name), .rational(dimension.exponent(of: base)))
            }
            return .product(powers + [.rational(coefficient)])
        }
        if depth == 0 { return try leaf() }
        switch Int.random(in: 0..<5, using: &stream) {
        case 0:
            return try random(dimension, depth: depth - 1, &stream) + random(dimension, depth: depth - 1, &stream)
        case 1:
            let part = PhysicalDimension(base[Int.random(in: 0..<4, using: &stream)].1)
            let rest = try #require(dimension.divided(by: part))
            return try random(part, depth: depth - 1, &stream) * random(rest, depth: depth - 1, &stream)
        case 2:
            let square = try #require(dimension.raised(to: Rational(2)))
            return try random(square, depth: depth - 1, &stream).squareRoot
        case 3:
            return try random(dimension, depth: depth - 1, &stream)
                * .apply(.sin, random(.dimensionless, depth: depth - 1, &stream))
        default: return .apply(.abs, try random(dimension, depth: depth - 1, &stream))
        }
    }

    @Test(arguments: 0..<150) func randomConsistentFormulasPassAndBrokenOnesDoNot(_ seed: Int) throws {
        var stream = SplitMix64(seed: UInt64(seed))
        let check = try Self.units(Self.inputs, target: "J", constants: seed % 2 == 0)
        let energy = try PhysicalUnit(parsing: "J").dimension
        let good = try Self.random(energy, depth: 4, &stream)
        #expect(check.violation(of: good) == nil)
        #expect(check.violation(of: good.simplified()) == nil)
        // An energy plus a momentum somewhere inside.
        let alien = Expression.variable("m") * .variable("v")
        #expect(check.violation(of: good + alien)?.part == good + alien)
        #expect(check.violation(of: (good * .apply(.exp, alien)))?.part == .apply(.exp, alien))
    }
}
