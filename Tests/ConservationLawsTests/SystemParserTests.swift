import ConservationLaws
import Diagnostics
import ExactAlgebra
import Expressions
import Testing

@Suite struct SystemParserTests {
    @Test func everyFormOfEquationIsRead() throws {
        let text = """
            \u{FEFF}# a comment
            param a = 3/2, b   # two at once\r
            parameter c = 2*a

            dx/dt = a*x \u{2212} b*x*y
            d2y/dt2 = -y
              z'' = -c*z
            v'(t) = w
            d^2s/dt^2 = s
            let w = x + y
            """
        let system = try SystemParser.parse(text: text, source: "s.txt")
        #expect(system.variables == ["x", "y", "y'", "z", "z'", "v", "s", "s'"])
        #expect(system.parameters.map(\.name) == ["a", "b", "c"])
        #expect(system.parameters.map { $0.value.map { "\($0)" } } == ["3/2", nil, "3"])
        #expect("\(system.rightHandSides[0])" == "a*x - b*x*y")
        #expect("\(system.rightHandSides[1])" == "y'")
        #expect("\(system.rightHandSides[5])" == "x + y")
        #expect(system.constraints.isEmpty)
    }

    @Test func decimalsAreExact() throws {
        let system = try SystemParser.parse(text: "param k = 0.1\nx' = 0.25*x - k", source: "s")
        #expect(system.parameters[0].value == Rational(1, 10).map(Expression.rational))
        #expect("\(system.rightHandSides[0])" == "x/4 - k")
    }

    @Test func constraintsKeepTheirPlace() throws {
        let system = try SystemParser.parse(text: "x' = y\ny' = -x\nconstraint x^2 + y^2 = 1", source: "s.txt")
        #expect("\(system.constraints[0])" == "x^2 + y^2 - 1")
        #expect(system.constraintLocations.first?.description == "s.txt:3:12")
    }

    struct Bad: CustomTestStringConvertible, Sendable {
        var text: String
        var code: String
        var place: String
        var hint: String?
        var testDescription: String { String(text.prefix(30).map { $0.isNewline ? "|" : $0 }) }
        init(_ text: String, _ code: String, _ place: String, _ hint: String? = nil) {
            self.text = text
            self.code = code
            self.place = place
            self.hint = hint
        }
    }

    static let bad = [
        Bad("", "system.empty", "f"),
        Bad("# nothing\n\n", "system.empty", "f"),
        Bad("param a = 1", "system.no-equations", "f"),
        Bad("x' = y\ny' = -x + wz", "system.unknown-name", "f:2:11", "param wz"),
        Bad("speed' = 1\ny' = sped", "system.unknown-name", "f:2:6", "did you mean 'speed'"),
        Bad("x' = t", "system.unknown-name", "f:1:6", "t' = 1"),
        Bad("x' = y'", "system.unknown-name", "f:1:6", "y''"),
        Bad("x' = z'\nz' = 1", "system.unknown-name", "f:1:6", "not a state variable"),
        Bad("u_t = 6*u*u_x - u_xxx", "system.partial-differential-equation", "f:1:1"),
        Bad("∂u/∂t = u", "system.partial-differential-equation", "f:1:1"),
        Bad("x' = 1\nx' = 2", "system.duplicate-equation", "f:2:1", "one equation"),
        Bad("x'' = 1\nx' = 2", "system.duplicate-equation", "f:2:1"),
        Bad("param a\nparam a\nx' = a", "system.duplicate-name", "f:2:7"),
        Bad("x' = x/0", "system.division-by-zero", "f:1:7"),
        Bad("x' = 1/(x-x)", "system.division-by-zero", "f:1:7"),
        Bad("x' = 1/(sin(x)^2+cos(x)^2-1)", "system.division-by-zero", "f:1:7"),
        Bad("x' = 1/(sqrt(x)^2-x)", "system.division-by-zero", "f:1:7"),
        Bad("param a = 0\nx' = x/a", "system.division-by-zero", "f:2:7", "divisor a"),
        Bad("param a = 1/0\nx' = a", "system.division-by-zero", "f:1:11"),
        Bad("x' = 2*abs(x)", "system.function", "f:1:8", "sin, cos"),
        Bad("x' = x^x", "system.exponent", "f:1:6"),
        Bad("x' = floor(x)", "system.function", "f:1:6"),
        Bad("x' = sqrt(2)*x", "system.irrational-number", "f:1:6", "symbol"),
        Bad("param q = sqrt(2)\nx' = q", "system.irrational-number", "f:1:11", "param"),
        Bad("x' = (x + 1", "formula.parenthesis", "f:1:6"),
        Bad("x' = x)", "formula.parenthesis", "f:1:7"),
        Bad("x' =", "formula.empty", "f:1:5"),
        Bad("x' = foo(x)", "formula.unknown-function", "f:1:6"),
        Bad("x = 3", "system.left-side", "f:1:1", "x' = ..."),
        Bad("x + y = 2", "system.left-side", "f:1:1"),
        Bad("hello", "system.statement", "f:1:1"),
        Bad("x' = 1 = 2", "system.statement", "f:1:1"),
        Bad("param\nx' = 1", "system.parameter", "f:1:1"),
        Bad("param 3\nx' = 1", "system.parameter", "f:1:7"),
        Bad("let\nx' = 1", "system.definition", "f:1:1"),
        Bad("constraint\nx' = 1", "system.constraint", "f:1:1"),
        Bad("x' = 1\nconstraint 1 = 2", "system.constraint", "f:2:12"),
        Bad("x' = a\nlet a = b\nlet b = 2", "system.unknown-name", "f:2:9", "move its line"),
        Bad("x' = x^150*x^150", "system.too-large", "f:1:6"),
        Bad("x' = (x+1)^5000", "system.too-large", "f:1:6"),
    ]

    @Test(arguments: bad)
    func badInputIsExplained(case bad: Bad) throws {
        let error = #expect(throws: DiscoverError.self) {
            try SystemParser.parse(text: bad.text, source: "f")
        }
        let first = try #require(error?.diagnostics.first)
        #expect(first.code == bad.code)
        #expect(first.location?.description == bad.place)
        if let hint = bad.hint { #expect(first.hint?.contains(hint) == true, "\(first)") }
        #expect(error?.exitCode == .input)
    }

    @Test func unknownNamesAreMultipliersOnlyWhereConstraintsDetermineThem() throws {
        let pendulum = "x'' = s*x\ny'' = s*y - 1\nconstraint x^2 + y^2 = 1\nconstraint x*x' + y*y' = 0"
        #expect(try SystemParser.parse(text: pendulum, source: "f").multipliers == ["s"])
        let error = #expect(throws: DiscoverError.self) {
            try SystemParser.parse(text: "x' = y\ny' = -x\nz' = s\nconstraint x^2 + y^2 = 1", source: "f")
        }
        #expect(error?.diagnostics.map(\.code) == ["system.unknown-name"])
        #expect(error?.diagnostics.first?.location?.description == "f:3:6")
    }

    @Test func allProblemsComeAtOnceUpToTwenty() throws {
        let text = (0..<30).map { "v\($0)' = unknown\($0)" }.joined(separator: "\n")
        let error = #expect(throws: DiscoverError.self) { try SystemParser.parse(text: text, source: "f") }
        #expect(error?.diagnostics.count == 20)
        #expect(error?.diagnostics.map { $0.location?.row } == (1...20).map { $0 })
        let several = #expect(throws: DiscoverError.self) {
            try SystemParser.parse(text: "x' = p + q*p\ny' = abs(y)\n?", source: "f")
        }
        #expect(several?.diagnostics.map { $0.location?.description } == ["f:1:6", "f:1:10", "f:3:1"])
    }

    @Test func deepNestingIsRefused() throws {
        let deep = "x' = " + String(repeating: "(", count: 10_000) + "x" + String(repeating: ")", count: 10_000)
        let error = #expect(throws: DiscoverError.self) { try SystemParser.parse(text: deep, source: "f") }
        #expect(error?.diagnostics.first?.code == "formula.too-deep")
        // The same depth by abbreviations of abbreviations.
        var lines = ["let a0 = x"]
        for index in 1..<100 {
            let name = "a\(index - 1)"
            lines.append(
                "let a\(index) = " + String(repeating: "1+2*(", count: 30) + name + String(repeating: ")", count: 30))
        }
        let text = (lines + ["x' = a99"]).joined(separator: "\n")
        let chained = #expect(throws: DiscoverError.self) { try SystemParser.parse(text: text, source: "f") }
        #expect(chained?.diagnostics.first?.code == "system.too-large")
    }

    @Test func namesOfVariablesWinOverConstants() throws {
        let result = try laws(of: "E' = 0\npi' = E")
        #expect(result.laws.map { "\($0.expression)" } == ["`E`"])
    }

    @Test(arguments: 0..<60)
    func mutilatedTextNeverCrashes(seed: Int) {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        var characters = Array("param a = 3/2, b\nx'' = -a*x^2 + b/(a+1)\nlet r = x*x'\nconstraint r = 0\ndy/dt = r")
        for _ in 0..<6 {
            let position = Int.random(in: 0..<characters.count, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: characters.remove(at: position)
            case 1: characters.insert("()=',^/*\u{2212}#`\n0x".randomElement(using: &generator) ?? "x", at: position)
            default: characters.swapAt(position, Int.random(in: 0..<characters.count, using: &generator))
            }
        }
        do {
            let system = try SystemParser.parse(text: String(characters), source: "f")
            #expect(system.variables.count == system.rightHandSides.count)
        } catch let error as DiscoverError {
            #expect(error.exitCode == .input)
            #expect(error.diagnostics.allSatisfy { $0.location != nil })
        } catch {
            Issue.record("unexpected error \(error)")
        }
    }
}
