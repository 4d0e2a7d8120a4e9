import Diagnostics
import Expressions
import NumericKernel
import Testing

@testable import SymbolicRegression

/// Small steps from formulas beside the law.
@Suite("Local improvement")
struct LocalImprovementTests {
    private static let point = ["x": 1.3, "y": 0.7, "z": 2.1]

    private var neighbouring: NeighbouringForms {
        NeighbouringForms(
            inputs: ["x", "y", "z"], typicalSize: { abs($0.numericValue(Self.point)) }, range: { _ in nil })
    }

    @Test(
        "neighbours are as large as the formula where sizes are taken",
        arguments: [
            "x*y/z", "sqrt(8.4*x - y*z/x^2)", "x*exp(-y/z) + 0.3*z", "1/(2 + cos(x - y))", "(x + y)^2*z - log(x*y*z)/y",
        ])
    func neighboursKeepTheSize(_ text: String) throws {
        let formula = try Expression.parse(text).simplified(assumingPositive: ["x", "y", "z"])
        let value = formula.numericValue(Self.point)
        let found = neighbouring.neighbours(of: formula)
        // A term that is left out changes the value, a new one a little, everything else does not.
        let terms = Self.terms(formula)
        let others = found.filter { abs($0.numericValue(Self.point) / value - 1) > 0.1 }
        #expect(others.count <= terms, "\(others)")
        let unchanged = found.filter { abs($0.numericValue(Self.point) / value - 1) < 1e-9 }
        #expect(unchanged.count > 10)
        #expect(found.allSatisfy { $0.simplified() != formula })
    }

    private static func terms(_ node: Expression) -> Int {
        let own = if case .sum(let parts) = node { parts.count } else { 0 }
        return own + node.children.map(terms).reduce(0, +)
    }

    @Test(
        "the step to the law is among the neighbours",
        arguments: [
            ("sqrt(x - y*z)", "sqrt(x - y^2*z)"), ("x/(1 + y)", "x/(1 + x*y)"), ("x*y + z + 1", "x*y + z"),
            ("x/(y + z)", "x/sqrt(y + z)"), ("x*exp(-y)", "x*exp(-y/z)"), ("x*y", "x"), ("y*sin(x)", "y*sin(x)^2"),
            ("x/(y^2 + z)", "x/(y*sqrt(y^2 + z))"), ("x^(5/2)*y^(5/2)/z", "x^2*y^2*(x + y)/z"),
            ("z/sqrt(x*y)", "z/(x + y)"),
            ("sin(z*(x*y)^(3/2))", "sin(z*x*y*(x + y))"),
        ])
    func containsTheStep(_ text: String, _ law: String) throws {
        let formula = try Expression.parse(text).simplified()
        let target = try Expression.parse(law).simplified()
        // With sizes of one every number in front is one.
        let found = NeighbouringForms(inputs: ["x", "y", "z"], typicalSize: { _ in 1 }, range: { _ in nil })
            .neighbours(of: formula)
        let values = [Self.point, ["x": 4.2, "y": 0.31, "z": 0.23]]
        #expect(
            found.contains { neighbour in
                values.allSatisfy { abs(neighbour.numericValue($0) / target.numericValue($0) - 1) < 1e-12 }
            }, "\(found)")
    }

    @Test("a function of one product is replaced by a quotient that meets it in three points")
    func quotientsMeetTheFunction() throws {
        let formula = try Expression.parse("y*log(2*x)").simplified()
        let forms = NeighbouringForms(inputs: ["y"], typicalSize: { _ in 1 }, range: { _ in 1...5 })
        let quotients = forms.neighbours(of: formula).filter {
            !"\($0)".contains("log") && $0.variables.contains("x")
        }
        let quotient = try #require(quotients.first)
        for x in [1.0, 3.0, 5.0] {
            let point = ["x": x, "y": 2.0]
            #expect(abs(quotient.numericValue(point) - formula.numericValue(point)) < 1e-12)
        }
    }

    @Test(
        "hill climbing reaches the law",
        arguments: [
            ("sqrt(3*a - b*c^2)", "sqrt(3*a - b*c)", 1.0), ("a*b/sqrt(b^2 - c^2)", "a*(1 + 0.4*c^2/b^2)", 0.5),
            ("a*exp(-2*c/b)", "a*(1 - 1.2*c/b)", 0.5), ("a*(b - 1)/(b + 2)", "0.6*a*log(b) + 0.01", 0.5),
            ("a*c/sqrt(a^2 + b^2)", "a^2*c/(1.1*a^2 + b^2/2)", 0.5),
        ])
    func climbs(_ law: String, _ start: String, _ largest: Double) throws {
        let ranges = [("a", 2.0, 4.0), ("b", 1.2, 2.0), ("c", 0.1, largest)]
        let problem = try Laws.table(law, ranges, rows: 1500, noise: 0.002)
        let board = Scoreboard(problem: problem, trainingRows: 1200)
        let context = StrategyContext(
            scoreboard: board, options: FitOptions(), control: RunControl(maximumEvaluations: 100_000),
            trainingRows: 1200)
        _ = board.submit(
            try Expression.parse(start, variables: ["a", "b", "c"]), strategy: "test", notes: [], dimension: 3)
        LocalImprovement(context: context, forms: 4).search()
        let found = ConstantPolish(scoreboard: board).polish(try #require(board.shortest))
        let fresh = try Laws.table(law, ranges, rows: 100, seed: 4)
        #expect(Laws.relativeError(found.expression, fresh) < 1e-3, "\(found.expression)")
    }

    @Test("the budget binds")
    func stopsAtTheBudget() throws {
        let problem = try Laws.table("a*b", [("a", 1, 2), ("b", 1, 2)], rows: 500, noise: 0.1)
        let board = Scoreboard(problem: problem, trainingRows: 400)
        let control = RunControl(maximumEvaluations: 5)
        let context = StrategyContext(
            scoreboard: board, options: FitOptions(), control: control, trainingRows: 400)
        _ = board.submit(.variable("a"), strategy: "test", notes: [], dimension: 2)
        LocalImprovement(context: context, forms: 4).search()
        #expect(control.isStopping)
        #expect(control.evaluations <= 6)
    }
}

/// Factors that go into roots.
@Suite("Factors of roots")
struct RootFactorsTests {
    private static let inputs: Set<String> = ["a", "b", "c", "d"]

    @Test(
        "forms are equal where the variables are positive",
        arguments: [
            "sqrt(a^2*b^2 - 1)/b", "(a + b)*sqrt((2 - c/(a + b))/(d*(a + b)))", "sqrt(a + b)*sqrt(2 - c/(9*(a + b)))/d",
            "c*sqrt(a + 2*b)/(d*b)", "sqrt((a + b)/c)",
        ])
    func formsAreEqual(_ text: String) throws {
        let formula = try Expression.parse(text).simplified(assumingPositive: Self.inputs)
        var random = SplitMix64(seed: 7)
        for form in ReadableForm.alternatives(to: formula, assumingPositive: Self.inputs) {
            for _ in 0..<20 {
                let point = Dictionary(
                    uniqueKeysWithValues: Self.inputs.sorted().map { ($0, 1.2 + Double(random.next() % 1000) / 1000) })
                let (value, other) = (formula.numericValue(point), form.numericValue(point))
                #expect(value.isFinite)
                #expect(abs(other - value) < 1e-10 * abs(value), "\(form)")
            }
        }
    }

    @Test(
        "divisors go into the root",
        arguments: [
            ("sqrt(a^2*b^2/c^2 - pi^2)/a", "sqrt(b^2/c^2 - pi^2/a^2)"),
            ("(a - b)*sqrt((2 - c^2/(d*(a - b)))/(d*(a - b)))", "sqrt(2*(a - b)/d - c^2/d^2)"),
        ])
    func goesIn(_ text: String, _ expected: String) throws {
        let formula = try Expression.parse(text).simplified(assumingPositive: Self.inputs)
        let target = try Expression.parse(expected).simplified(assumingPositive: Self.inputs)
        let forms = ReadableForm.alternatives(to: formula, assumingPositive: Self.inputs).map {
            $0.simplified(assumingPositive: Self.inputs)
        }
        #expect(forms.contains(target), "\(forms)")
    }
}
