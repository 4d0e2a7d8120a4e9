import Diagnostics
import Expressions
import NumericKernel
import Testing

@testable import SymbolicRegression

/// Power series in sums, and the functions that they stand for.
@Suite("Functions behind series")
struct SeriesTests {
    private func series(_ text: String) throws -> PowerSeries? {
        let formula = try Expression.parse(text).simplified(assumingPositive: ["x", "y", "v", "c"])
        guard case .sum(let parts) = formula else { return nil }
        return PowerSeries(parts)
    }

    @Test(
        "sums of powers of one product are series",
        arguments: [
            ("1 + 0.3*x - 0.1*x^2", "x", [0, 1, 2]), ("0.9*x*y + 0.5*x^2*y^2", "x*y", [0, 1]),
            ("2.5 - v^2/c^2 + v^4/(7*c^4)", "v^2/c^2", [0, 1, 2]), ("y/x + 0.2*y + 0.1*x*y", "x", [0, 1, 2]),
            ("1 + 0.2*sqrt(x) + 0.7*x^2", "sqrt(x)", [0, 1, 4]),
        ])
    func readsSeries(_ text: String, _ variable: String, _ orders: [Int]) throws {
        let found = try #require(try series(text))
        let base = try Expression.parse(variable)
        for point in [["x": 1.3, "y": 0.7, "v": 0.4, "c": 2.0], ["x": 0.2, "y": 2.7, "v": 1.4, "c": 3.0]] {
            // The variable, or its reciprocal with the orders counted from the other end.
            let (z, expected) = (found.variable.numericValue(point), base.numericValue(point))
            let sum = found.front.numericValue(point) * found.terms[0].coefficient * found.relativeValue(z)
            #expect(abs(sum / (try Expression.parse(text)).numericValue(point) - 1) < 1e-12)
            if abs(z / expected - 1) < 1e-12 {
                #expect(found.terms.map(\.order) == orders)
            } else {
                #expect(abs(z * expected - 1) < 1e-12)
                #expect(found.terms.map(\.order) == orders.reversed().map { (orders.last ?? 0) - $0 })
            }
        }
    }

    @Test("other sums are none", arguments: ["x + y + 1", "x*y + 0.4*y^2 + 0.3*x", "sin(x) + 0.3*x", "1 + x + x^10"])
    func refusesOthers(_ text: String) throws { #expect(try series(text) == nil) }

    @Test("families start like the series that they stand for")
    func familiesHaveTheirSlope() {
        for (position, family) in SeriesFamily.all.enumerated() {
            for number in [0.4, -0.4] where family.sign.map({ $0 * number > 0 }) ?? true {
                let formula = family.formula(.variable("z"), number)
                func value(_ z: Double) -> Double { formula.numericValue(["z": z]) }
                let z = 0.01
                let change = (value(z) - 1) / Elementary.pow(z, Double(family.order))
                #expect(abs(change / (family.slope * number) - 1) < 0.01, "family \(position): \(formula)")
            }
        }
    }

    @Test(
        "the function is found where a series was",
        arguments: [
            ("b*sqrt(1 - a^2)", "0.999*b - 0.47*a^2*b - 0.2*a^4*b", 0.1, 0.8),
            ("b/(exp(a) - 1)", "b/a - 0.49*b + 0.08*a*b", 0.2, 1.5), ("b*exp(-a)", "b - 0.98*a*b + 0.4*a^2*b", 0.1, 1),
            ("b*a/(1 - a/3)", "0.935*a*b + 0.526*a^2*b", 0.1, 1), ("b/sqrt(1 - a^2)", "b/cos(a)", 0.1, 0.7),
            ("b*cos(a)", "b*exp(-0.45*a^2)", 0.1, 1.2),
        ])
    func findsTheFunction(_ law: String, _ curve: String, _ lower: Double, _ upper: Double) throws {
        let problem = try Laws.table(law, [("a", lower, upper), ("b", 1, 3)], rows: 1500, noise: 0.002)
        let board = Scoreboard(problem: problem, trainingRows: 1200)
        let context = StrategyContext(
            scoreboard: board, options: FitOptions(), control: RunControl(maximumEvaluations: 100_000),
            trainingRows: 1200)
        _ = board.submit(
            try Expression.parse(curve, variables: ["a", "b"]), strategy: "test", notes: [], dimension: 2)
        let before = try #require(board.shortest)
        LocalImprovement(context: context, forms: 5).search()
        let after = try #require(board.shortest)
        #expect(after.bits < before.bits)
        let fresh = try Laws.table(law, [("a", lower, upper), ("b", 1, 3)], rows: 100, seed: 4)
        let polished = ConstantPolish(scoreboard: board).polish(after)
        #expect(Laws.relativeError(polished.expression, fresh) < 1e-3, "\(polished.expression)")
    }

    @Test(
        "functions of one product are curves",
        arguments: [
            ("1/cos(0.3*x/y)", "x/y", 1.0), ("sqrt(4 - x^2*y^2/5)", "x^2*y^2", 2), ("sin(2*x)", "x", 2),
            ("exp(-x)^2", "x", 1), ("log(1 + 3*x)", "x", 3),
        ])
    func readsFunctions(_ text: String, _ variable: String, _ scale: Double) throws {
        let part = try Expression.parse(text).simplified(assumingPositive: ["x", "y"])
        let shape = try #require(ShapeOfProduct(part))
        #expect(abs(shape.scale / scale - 1) < 1e-3)
        for point in [["x": 0.3, "y": 0.7], ["x": 0.2, "y": 1.1]] {
            let z = shape.variable.numericValue(point)
            #expect(abs(z - (try Expression.parse(variable)).numericValue(point)) < 1e-12)
            let value = shape.scale * shape.front.numericValue(point) * shape.relativeValue(z)
            #expect(abs(value / part.numericValue(point) - 1) < 1e-9)
        }
    }

    @Test(
        "products, poles and functions of two products are no curves",
        arguments: ["x^2/y", "1/sin(x)", "exp(x + 2*y)", "cos(x)*x", "log(x)"])
    func refusesParts(_ text: String) throws {
        #expect(ShapeOfProduct(try Expression.parse(text).simplified(assumingPositive: ["x", "y"])) == nil)
    }
}
