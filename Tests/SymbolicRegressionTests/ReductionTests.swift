import Expressions
import Testing

@testable import SymbolicRegression

/// Every structure test proposes the true reduction of a law that has it, and the reduced problem lifts back exactly.
@Suite struct ReductionTests {
    private func context(_ formula: String, _ ranges: [(String, Double, Double)]) throws -> ReductionContext {
        let problem = ReducedProblem(try Laws.table(formula, ranges, rows: 1500))
        let surrogate = try #require(
            try PolynomialSurrogate.fit(columns: problem.values, target: problem.target, rows: 1500, budget: 300))
        return ReductionContext(problem: problem, surrogate: surrogate, count: 200)
    }

    /// The columns of the first proposal that has `dimension` inputs.
    private func columns(_ proposals: [ReductionProposal], _ dimension: Int) -> [String] {
        proposals.first { $0.problem.dimension == dimension }?.problem.columns.map(\.expression.reportText) ?? []
    }

    @Test func irrelevantInputIsDropped() throws {
        let found = IrrelevantInputs().proposals(try context("a^2 + b", [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)]))
        #expect(columns(found, 2) == ["a", "b"])
    }

    @Test func powerLawFactorIsPulledOut() throws {
        let found = PowerLawFactors().proposals(
            try context("q^2*(1 + a*b)/r^3", [("q", 1, 3), ("r", 1, 3), ("a", 1, 3), ("b", 1, 3)]))
        let best = try #require(found.first { $0.problem.dimension == 2 })
        #expect(best.problem.columns.map(\.expression.reportText) == ["a", "b"])
        let first = zip(best.problem.columns[0].values, best.problem.columns[1].values).map { 1 + $0 * $1 }
        #expect(zip(first, best.problem.target).allSatisfy { abs($0 - $1) < 1e-12 * abs($0) })
    }

    @Test(arguments: [
        ("exp(a - b)*c + c^2", "a - b"), ("sin(a*b) + c", "a*b"), ("c*sqrt(a^2 + b^2) + c^2", "a^2 + b^2"),
        ("(c + a/b)^2", "a/b"),
    ])
    func pairCompositionIsFound(_ formula: String, _ pair: String) throws {
        let context = try context(formula, [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)])
        let found = PairCompositions().proposals(context)
        let truth = try Expression.parse(pair, variables: ["a", "b"])
        let best = try #require(found.first)
        // Any function of the true combination is as good: compare by the rank of the values.
        let ours = best.problem.columns[0].values
        let wanted = context.problem.columns[0].values.indices.map { i in
            truth.numericValue([
                "a": context.problem.columns[0].values[i], "b": context.problem.columns[1].values[i],
            ])
        }
        let order = wanted.indices.sorted { wanted[$0] < wanted[$1] }
        let rising = zip(order, order.dropFirst()).filter { ours[$0] <= ours[$1] }.count
        #expect(rising == order.count - 1 || rising == 0, "\(best.problem.columns[0].expression)")
    }

    @Test(arguments: [
        ("1 + sqrt(b^2 + c^2)/a", "1"), ("a^2*exp(-b*c/4) - 3/2", "-3/2"), ("2 + sqrt(a)*log(b + c)", "2"),
    ])
    func offsetAndFactorAreTakenOff(_ formula: String, _ offset: String) throws {
        let context = try context(formula, [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)])
        let best = try #require(OffsetFactors().proposals(context).first)
        #expect(best.problem.columns.map(\.expression.reportText) == ["b", "c"])
        // What is left does not depend on the factor, and lifts back to the target.
        let lifted = best.problem.lift(.variable("rest"))
        for i in stride(from: 0, to: 1500, by: 97) {
            var values = ["rest": best.problem.target[i]]
            for column in context.problem.columns { values[column.expression.description] = column.values[i] }
            let wanted = context.problem.target[i]
            #expect(abs(lifted.numericValue(values) - wanted) < 1e-10 * abs(wanted))
        }
        #expect(best.problem.notes.contains { $0.contains("constant \(offset)") })
    }

    @Test func noConstantIsTakenOffWhereThereIsNone() throws {
        let context = try context("b*c + c/a", [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)])
        #expect(OffsetFactors().proposals(context).isEmpty)
    }

    @Test func scaleGroupsOfThePlanckForm() throws {
        let found = try ScaleGroups().proposals(
            try context("f^3/(exp(h*f/(k*t)) - 1)", [("f", 1, 2), ("h", 1, 2), ("k", 1, 2), ("t", 1, 2)]))
        let best = try #require(found.first { $0.problem.dimension == 1 })
        let values = best.problem.columns[0].values
        // One group: the reduced target is a function of it alone.
        let order = values.indices.sorted { values[$0] < values[$1] }
        for (i, j) in zip(order, order.dropFirst()) where abs(values[i] - values[j]) < 1e-4 * values[i] {
            #expect(abs(best.problem.target[i] - best.problem.target[j]) < 1e-2 * abs(best.problem.target[i]))
        }
    }

    @Test func readableExponentsOfAPlane() {
        // The span of (1, -1, 0) and (0, 1, -2), as an orthonormal basis would hide it.
        let found = ScaleGroups.readableExponents([[0.8, -0.1, -1.4], [0.3, 0.9, -2.4]])
        #expect(found.first?.count == 2)
        for row in found.first ?? [] {
            #expect(abs(row[0].doubleValue * 2 + row[1].doubleValue * 2 + row[2].doubleValue) < 1e-12)
        }
    }

    @Test func separableFactorIsPulledOut() throws {
        let found = SeparableFactors().proposals(
            try context("sin(p)*(a + b)^2", [("p", 0.3, 2.8), ("a", 1, 3), ("b", 1, 3)]))
        #expect(found.contains { $0.problem.columns.map(\.expression.reportText) == ["a", "b"] })
    }

    @Test func additiveMonomialIsSubtracted() throws {
        let found = try AdditiveMonomials().proposals(
            try context("3*v*q + sqrt(a + b*q)", [("v", 1, 3), ("q", 1, 3), ("a", 1, 3), ("b", 1, 3)]))
        let best = try #require(found.first)
        #expect(best.problem.columns.map(\.expression.reportText) == ["q", "a", "b"])
    }

    @Test func liftUndoesTheTargetSteps() throws {
        let problem = try Laws.table("a*b + c", [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)], rows: 30)
        var reduced = ReducedProblem(problem)
        let isSubtracted = reduced.subtractFromTarget(.variable("c"), values: problem.inputs[2])
        let isDivided = reduced.divideTarget(by: .variable("a"), values: problem.inputs[0])
        #expect(isSubtracted && isDivided)
        #expect(Laws.relativeError(reduced.lift(.variable("b")), problem) < 1e-15)
    }

    @Test func aProductOfExponentialsIsReadAsASum() throws {
        let context = try context("exp(a - b)*c + c^2", [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)])
        let columns = PairCompositions().proposals(context).flatMap { $0.problem.columns.map(\.expression.reportText) }
        #expect(columns.contains("a - b"))
        #expect(!columns.contains { $0.hasPrefix("exp(a") })
    }

    @Test(arguments: [
        ("(1 - cos(a))/a^2*(b + c^2)", "factor (1 - cos(a))/a^2"), ("a*exp(-a)*sqrt(b + c)", "factor a*exp(-a)"),
        ("sin(a)/a + b*c^2", "summand sin(a)/a"), ("3*log(a + 1) + sqrt(b + c)", "summand 3*log(a + 1)"),
    ])
    func aFunctionOfOneInputIsTakenOff(_ formula: String, _ note: String) throws {
        let context = try context(formula, [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)])
        let found = SeparableFunctions().proposals(context)
        let best = try #require(found.first { $0.problem.notes.contains(note) }, "\(found.map(\.problem.notes))")
        #expect(best.problem.columns.map(\.expression.reportText) == ["b", "c"])
        let lifted = best.problem.lift(.variable("rest"))
        for i in stride(from: 0, to: 1500, by: 97) {
            let values = [
                "rest": best.problem.target[i], "a": context.problem.columns[0].values[i],
            ]
            #expect(abs(lifted.numericValue(values) - context.problem.target[i]) < 1e-12 * context.problem.target[i])
        }
    }

    @Test func nothingIsTakenOffWhereInputsMix() throws {
        let context = try context("sin(a*b) + a*c", [("a", 1, 3), ("b", 1, 3), ("c", 1, 3)])
        let found = SeparableFunctions().proposals(context)
        // Only a*c adds to the rest, and no function of one input alone does.
        #expect(found.isEmpty, "\(found.map(\.problem.notes))")
    }

    @Test(arguments: [0.0, 0.1])
    func factorsAreReadThroughLogarithms(_ noise: Double) throws {
        let ranges = [("q", 1.0, 5.0), ("r", 1.0, 5.0), ("a", 1.0, 3.0), ("b", 0.1, 0.9), ("n", 1.0, 2.0)]
        let table = try Laws.table("q^2*(2 + sin(4*a*b))/r", ranges, rows: 4000, noise: noise)
        let problem = ReducedProblem(table)
        let surrogate = try #require(
            noise > 0
                ? try SmoothingFit(problem: problem, rows: 4000, budget: 60).best()
                : try PolynomialSurrogate.fit(
                    columns: problem.values, target: problem.target, rows: 1500, budget: 60))
        let found = try LogarithmicFactors().proposals(
            ReductionContext(problem: problem, surrogate: surrogate, count: 200))
        #expect(found.contains { $0.problem.notes == ["factor q^2/r"] }, "\(found.map(\.problem.notes))")
        // An input without effect is no factor, and the others have no constant exponent.
        #expect(!found.contains { $0.problem.columns.allSatisfy { $0.expression != .variable("n") } })
    }

    /// The reduced target is a function of the only input left, and lifts back to the target.
    private func isFunctionOfOneInput(_ problem: ReducedProblem, of original: ReducedProblem) -> Bool {
        guard problem.dimension == 1 else { return false }
        let values = problem.columns[0].values
        let order = values.indices.sorted { values[$0] < values[$1] }
        let size = Statistics.standardDeviation(problem.target)
        let jumps = zip(order, order.dropFirst()).map { abs(problem.target[$0] - problem.target[$1]) }
        return Statistics.median(jumps) < 0.01 * size
    }

    @Test(arguments: [
        ("4*pi*(a - sqrt(1 + 2*b/a)/a^3)", "summand 4*pi*a"), ("3*b^2 + a*exp(-b/a)", "summand 3*b^2"),
        ("2/a - a^2*log(1 + a*b)", "summand 2/a"), ("sqrt(b)/2 + b*cos(a*b)", "summand sqrt(b)/2"),
    ])
    func aTermInAnInputThatAlsoStandsElsewhereIsTakenOff(_ formula: String, _ note: String) throws {
        let context = try context(formula, [("a", 1, 3), ("b", 1, 3)])
        let found = try HomogeneousRemainders().proposals(context)
        let best = try #require(
            found.first { isFunctionOfOneInput($0.problem, of: context.problem) }, "\(found.map(\.problem.notes))")
        #expect(best.problem.notes.contains(note))
        let lifted = best.problem.lift(.variable("rest"))
        for i in stride(from: 0, to: 1500, by: 97) {
            let values = [
                "rest": best.problem.target[i], "a": context.problem.columns[0].values[i],
                "b": context.problem.columns[1].values[i],
            ]
            let wanted = context.problem.target[i]
            #expect(abs(lifted.numericValue(values) - wanted) < 1e-9 * (1 + abs(wanted)))
        }
    }

    @Test func noTermIsTakenOffWhereTheWholeLawScales() throws {
        let context = try context("a*exp(-b/a)", [("a", 1, 3), ("b", 1, 3)])
        #expect(try HomogeneousRemainders().proposals(context).isEmpty)
    }

    @Test(arguments: [0.0, 0.02])
    func exponentsOfAGroupAreFittedWhereTheSurrogateIsCoarse(_ noise: Double) throws {
        let formula = "a*b/c^2*(1 + sqrt(1 + 2*d*c^2/(a*b^2))*cos(u))"
        let ranges = [("a", 1.0, 3.0), ("b", 1, 3), ("c", 1, 3), ("d", 1, 3), ("u", -6, 6)]
        let problem = ReducedProblem(try Laws.table(formula, ranges, rows: 3000, noise: noise))
        let surrogate = try #require(
            try PolynomialSurrogate.fit(columns: problem.values, target: problem.target, rows: 3000, budget: 130))
        try #require(surrogate.isCoarse)
        let context = ReductionContext(problem: problem, surrogate: surrogate, count: 400)
        let found = try ScaleGroupFit().proposals(context)
        let best = try #require(found.first)
        #expect(best.problem.dimension == 2)
        // Every group that the law allows is a power of the true one.
        let truth = problem.columns[0].values.indices.map { i in
            let (a, b) = (problem.columns[0].values[i], problem.columns[1].values[i])
            let (c, d) = (problem.columns[2].values[i], problem.columns[3].values[i])
            return Elementary.log(d * c * c / (a * b * b))
        }
        let ours = best.problem.columns[0].values.map { Elementary.log($0) }
        let ratio = zip(ours, truth).map { $0 / $1 }
        #expect((ratio.max() ?? 1) - (ratio.min() ?? 0) < 1e-9 * abs(ratio[0]))
    }
}
