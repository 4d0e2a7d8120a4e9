import Diagnostics
import Expressions
import NumericKernel
import Testing

@testable import SymbolicRegression

/// Enumeration by correlation: what the scans must see, and that noise alone gives nothing.
@Suite struct NoisyEnumerationTests {
    private static let small = NoisyEnumeration.Size(
        rows: 120, expressions: 3000, products: 250, sums: 300, finalists: 12, hasNesting: false)
    private let ranges = [("a", 1.0, 3.0), ("b", 1.0, 3.0)]

    private func run(_ problem: RegressionProblem, threads: Int = 2, noise: Double? = 0.1) throws -> Scoreboard {
        let split = RowSplit(rowCount: problem.rowCount, seed: 1)
        let scoreboard = Scoreboard(problem: split.apply(problem), trainingRows: split.training)
        var options = FitOptions()
        options.threads = threads
        let context = StrategyContext(
            scoreboard: scoreboard, options: options, control: RunControl(), trainingRows: split.training, noise: noise)
        try NoisyEnumeration(stage: .thorough, size: Self.small).search(ReducedProblem(scoreboard.problem), context)
        return scoreboard
    }

    private func sample(_ formula: String, rows: Int = 120) throws -> ScanSample {
        let problem = try Laws.table(formula, ranges, rows: rows)
        var reduced = ReducedProblem(problem)
        reduced.smoothed = problem.target
        return try #require(ScanSample(reduced, trainingRows: rows, count: rows))
    }

    @Test(arguments: [
        "2*exp(-a^2/(2*b^2))/b", "sqrt(3 + 2*a^2 + b)", "a*sin(2*b) + 1", "1/(exp(b/a) - 1)",
        "(1 + a/b)/(a + b)", "cos(a)/b + 2",
    ])
    func namesLawsUnderNoise(_ formula: String) throws {
        let board = try run(Laws.table(formula, ranges, rows: 800, noise: 0.02))
        let best = try #require(board.shortest, "nothing for \(formula)")
        let fresh = try Laws.table(formula, ranges, rows: 200, seed: 77)
        #expect(Laws.relativeError(best.expression, fresh) < 0.02, "\(formula) -> \(best.expression)")
    }

    @Test(arguments: [60, 300])
    func submitsNoLongFormulasForNoise(_ rows: Int) throws {
        var stream = SplitMix64(seed: UInt64(rows))
        func column() -> [Double] { (0..<rows).map { _ in Double.random(in: 1...2, using: &stream) } }
        let problem = RegressionProblem(
            inputNames: ["a", "b"], inputs: [column(), column()], targetName: "y", target: column())
        let board = try run(problem)
        let mean = Statistics.mean(board.problem.target.prefix(board.trainingRows))
        let constant = try #require(board.measure(.real(mean), strategy: "", notes: []))
        for candidate in board.candidates { #expect(candidate.bits > constant.bits - 25) }
    }

    @Test func isSilentForDataThatLookExact() throws {
        let board = try run(Laws.table("a*b + 1", ranges, rows: 200), noise: nil)
        #expect(board.candidates.isEmpty)
    }

    @Test func submitsTheSameForAnyNumberOfThreads() throws {
        let problem = try Laws.table("exp(-a/2)*sin(b)", ranges, rows: 400, noise: 0.05)
        let boards = try [1, 3].map { try run(problem, threads: $0) }
        #expect(boards[0].candidates.map(\.expression) == boards[1].candidates.map(\.expression))
        #expect(!boards[0].candidates.isEmpty)
    }

    @Test func productsAndSumsOfFormsAreSeenExactly() throws {
        for (formula, transform) in [
            ("(2 + 3*cos(a))*b^2", TargetTransform.identity), ("5 - 2*exp(-a)*b", .identity),
            ("1/(2*b + a^2*b)", .reciprocal),
        ] {
            let sample = try sample(formula)
            let library = FormLibrary(sample, limit: 300)
            let target = try #require(sample.targets([transform]).first)
            let forms = ProductJoin(library: library, count: library.count).forms(target, capacity: 4) { false }
            let best = try #require(forms.map(\.misfit).min())
            #expect(best < 1e-9, "\(formula)")
        }
        let sample = try sample("sqrt(1 + 2*a^2 + 5*log(b))")
        let library = FormLibrary(sample, limit: 300)
        let target = try #require(sample.targets([.square]).first)
        let forms = SumJoin(library: library, count: library.count).forms(target, capacity: 4) { false }
        #expect(try #require(forms.map(\.misfit).min()) < 1e-9)
    }

    @Test func nestedExponentialsAreKnownAsSuch() throws {
        let names: Set<String> = ["x"]
        func form(_ transform: TargetTransform, _ text: String) throws -> LinearForm {
            LinearForm(
                transform: transform, factor: nil, basis: [.one, try Expression.parse(text, variables: names)],
                complexity: 1, misfit: 0)
        }
        #expect(try form(.logarithm, "exp(-x)").isNested)
        #expect(try form(.exponential, "x*log(x)").isNested)
        #expect(try !form(.logarithm, "log(x)").isNested)
        #expect(try !form(.identity, "exp(x)").isNested)
    }

    @Test func librariesObeyTheRules() throws {
        var rules = FormulaRules()
        rules.functions = ["sin"]
        let library = FormLibrary(try sample("a*sin(b)"), limit: 200, rules: rules)
        #expect(library.count > 50)
        #expect(library.entries.allSatisfy { rules.allow($0.expression) })
    }

    /// The misfit that a scan states is that of the formula it stands for.
    @Test func statedMisfitsAreThoseOfTheFormulas() throws {
        let sample = try sample("a^2 + sin(b)*a")
        let library = FormLibrary(sample, limit: 60)
        let target = try #require(sample.targets([.identity]).first)
        let forms =
            ProductJoin(library: library, count: library.count).forms(target, capacity: 2) { false }
            + SumJoin(library: library, count: library.count).forms(target, capacity: 2) { false }
        #expect(forms.count > 20)
        let roots = target.weights.map { $0.squareRoot() }
        for form in forms {
            let columns = form.basis.map { part -> [Double] in
                (0..<roots.count).map { i in
                    let point = Dictionary(uniqueKeysWithValues: zip(sample.names, sample.columns.map { $0[i] }))
                    return roots[i] * (form.factor.map { $0 * part } ?? part).numericValue(point)
                }
            }
            let side = zip(roots, target.values).map { $0 * $1 }
            let solution = try LeastSquares.minimumNorm(Matrix(columns: columns), [side]).solutions[0]
            let predicted = Matrix(columns: columns).times(Array(solution.prefix(columns.count)))
            let misfit = zip(predicted, side).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            #expect(abs(misfit - form.misfit) < 1e-6 + 1e-4 * misfit, "\(form)")
        }
    }

    @Test func shelvesKeepTheBestOfEverySizeOnce() {
        var shelf = CandidateShelf(sizes: 4, capacity: 2)
        for (misfit, place) in [(0.5, 1), (0.3, 2), (0.3, 3), (.nan, 4), (0.4, 5), (0.1, 6)] {
            shelf.offer(size: 2, misfit: misfit, kind: 0, place, 0)
        }
        shelf.offer(size: 9, misfit: 0.9, kind: 0, 7, 0)
        #expect(shelf.entries[2].map(\.first) == [6, 2])
        #expect(shelf.entries[3].map(\.first) == [7])
    }

    @Test func transformedTargetsWeighErrorsAsThoseOfTheOriginal() throws {
        let smoothed = (1...50).map { Double($0) / 10 }
        let sensitivity = smoothed.map { 1 + $0 }
        for transform in [TargetTransform.identity, .logarithm, .reciprocal, .square, .squareRoot] {
            let view = try #require(TransformedTarget(transform, smoothed: smoothed, sensitivity: sensitivity))
            let plain = try #require(TransformedTarget(.identity, smoothed: smoothed, sensitivity: sensitivity))
            // Rows in the middle: at the ends the weights of flat transforms are bounded.
            for i in 15..<25 {
                let step = 1e-5
                let error = (transform(smoothed[i] + step) - transform(smoothed[i])) * view.weights[i].squareRoot()
                #expect(abs(abs(error) / (step * plain.weights[i].squareRoot()) - 1) < 1e-3, "\(transform)")
            }
        }
        #expect(
            TransformedTarget(.logarithm, smoothed: [-1, 1, -2, 2, 3, -3], sensitivity: [1, 1, 1, 1, 1, 1]) == nil)
    }

    @Test func variantsFreeConstantsWhereLawsHaveThem() throws {
        let names: Set<String> = ["x"]
        let expression = Expression.product([
            .real(2.5), .apply(.exp, -(try Expression.parse("x^2", variables: names))),
        ])
        let variants = ConstantVariants.all(of: expression)
        #expect(variants.contains { $0.realConstants == [2.5, -1] })
        let sum = Expression.sum([.real(0.3), .product([.real(2), .variable("x")])])
        #expect(ConstantVariants.all(of: sum).contains { $0.realConstants == [2] })
        #expect(ConstantVariants.exactHalves(sum).realConstants == [0.3])
    }
}
