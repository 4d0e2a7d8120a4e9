import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// Evolution: genomes, their fit, islands, and the strategy as a whole.
@Suite struct EvolutionTests {
    private let names = ["a", "b", "c"]
    private let ones = [1.0, 1.0, 1.0]

    private func genome(_ text: String) throws -> Genome {
        try #require(
            Genome(try Expression.parse(text, variables: Set(names)), inputs: names, scales: ones), "\(text)")
    }

    private func table(_ formula: String, rows: Int = 300, noise: Double = 0) throws -> EvolutionTable {
        let ranges = [("a", 1.0, 3.0), ("b", 0.5, 2.0), ("c", -1.0, 1.0)]
        let problem = try Laws.table(formula, ranges, rows: rows, noise: noise)
        return EvolutionTable(ReducedProblem(problem), rows: rows, trainingRows: rows)
    }

    // MARK: Genomes

    @Test(arguments: [
        ("a", 1, 0), ("3*a + 2", 1, 0), ("a + 2*b - c", 3, 0), ("5*a*b + exp(2.5*c)", 2, 1), ("a + 2*a", 1, 0),
        ("(3*a)*(2*b)", 1, 0), ("2/(a + b)", 1, 0), ("sin(a + 0.5) + 7", 1, 1), ("a^2 + sqrt(b) + 1/c", 3, 0),
        ("a^1.7", 1, 1), ("exp(2)*a", 1, 0), ("4*(a + b)", 2, 0),
    ])
    func termsHaveNoSuperfluousNumbers(_ text: String, _ terms: Int, _ constants: Int) throws {
        let genome = try genome(text)
        #expect(genome.termCount == terms, "\(text): \(genome)")
        #expect(genome.constantCount == constants, "\(text): \(genome)")
    }

    @Test func numbersAloneAreNoGenome() throws {
        #expect(try genome("3 + exp(2)").genes.isEmpty)
        #expect(Genome(.variable("unknown"), inputs: names, scales: ones) == nil)
    }

    @Test(arguments: [
        "a*exp(b/2)", "sin(2*a + b)/(c + 2)", "a^3 - 4*b*c", "sqrt(a + 2)*tanh(c)", "min(a, b) + max(a, 2*c)",
        "abs(c - 0.2)",
        "a/(b + c^2)", "log(a + b^1.5)", "floor(2*a) + mod(a, b)", "1/(a + 1)^2",
    ])
    func fitReproducesTheFormulaItWasReadFrom(_ text: String) throws {
        let formula = "2.5*(\(text)) - 1"
        let table = try table(formula)
        let fitter = GenomeFitter(table, limits: GenomeLimits())
        let fit = try #require(fitter.fit(genome(text), iterations: 0), "\(text)")
        #expect(fit.meanSquare < 1e-18 * table.variance, "\(text): \(fit.meanSquare)")
        let inputs = names.map { Expression.variable($0) }
        let again = fit.genome.expression(inputs: inputs, coefficients: fit.coefficients, offset: fit.offset)
        for i in 0..<20 {
            let values = Dictionary(uniqueKeysWithValues: names.indices.map { (names[$0], table.inputs[$0][i]) })
            #expect(abs(again.numericValue(values) - table.target[i]) < 1e-7 * (1 + abs(table.target[i])), "\(text)")
        }
    }

    @Test(arguments: [
        ("3*exp(-1.3*a) + b", "exp(-a) + b"), ("2*sin(2.2*a + 0.4)", "sin(2*a)*1 + 0*b"), ("a^1.7*b", "b*a^1.2"),
        ("4/(a + 2.5) + c", "1/(a + 1) + c"), ("tanh(1.5*c - 0.3)", "tanh(c - 0.1)"), ("log(a + 0.7)", "log(a + 2.2)"),
    ])
    func levenbergMarquardtFindsTheNumbers(_ formula: String, _ start: String) throws {
        let table = try table(formula)
        let fitter = GenomeFitter(table, limits: GenomeLimits())
        let startingGenome = try genome(start)
        // The form without free numbers gets what it lacks.
        var stream = SplitMix64(seed: 5)
        let variation = Variation(sizes: [1, 1, 1], limits: GenomeLimits())
        var best = Double.infinity
        for _ in 0..<60 {
            var candidate = startingGenome
            if best < .infinity { candidate = variation.mutated(candidate, &stream) }
            guard let fit = fitter.fit(candidate, iterations: 30) else { continue }
            best = min(best, fit.meanSquare / table.variance)
        }
        #expect(best < 1e-12, "\(formula): \(best)")
    }

    @Test func linearlyDependentTermsAndUndefinedFormulasAreRefused() throws {
        let fitter = GenomeFitter(try table("a + b"), limits: GenomeLimits())
        #expect(try fitter.fit(genome("log(c)"), iterations: 2) == nil)
        #expect(try fitter.fit(genome("a^2 + a*a"), iterations: 2) == nil)
        #expect(try fitter.fit(genome("a/b*0 + sqrt(a - 2)"), iterations: 2) == nil)
    }

    @Test func variationKeepsGenomesWellFormed() throws {
        var stream = SplitMix64(seed: 11)
        let limits = GenomeLimits()
        var rules = FormulaRules()
        rules.functions = ["floor", "min", "mod", "exp", "step", "sqrt"]
        let variation = Variation(sizes: [1, 1, 1], limits: limits, rules: rules)
        var pool = (0..<20).map { _ in variation.randomGenome(&stream) }.filter { !$0.genes.isEmpty }
        for _ in 0..<2000 {
            guard let x = pool.randomElement(using: &stream), let y = pool.randomElement(using: &stream) else { break }
            let child = Bool.random(using: &stream) ? variation.crossover(x, y, &stream) : variation.mutated(x, &stream)
            // Functions that the rules leave out do not occur.
            #expect(!child.genes.contains { $0.operation == .function(.sin) || $0.operation == .function(.max) })
            // Every term ends where the next one begins, and normalising again changes nothing.
            let starts = Genome.starts(of: child.genes)
            for k in child.roots.indices { #expect(starts[child.roots[k]] == (k == 0 ? 0 : child.roots[k - 1] + 1)) }
            #expect(Genome(normalizing: child.genes).termCount == child.termCount)
            if limits.allow(child) { pool[Int.random(in: 0..<pool.count, using: &stream)] = child }
        }
    }

    // MARK: Selection

    @Test func archiveKeepsTradeOffsOnly() throws {
        let fit = GenomeFit(genome: try genome("a"), coefficients: [1], offset: 0, meanSquare: 1, fingerprint: 0)
        func individual(_ error: Double, _ price: Double) -> Individual {
            Individual(fit: fit, errorBits: error, price: price)
        }
        var archive = ParetoArchive()
        for (error, price) in [(10.0, 10.0), (5, 20), (12, 12), (4.8, 25), (3, 20), (0, 40), (9, 10)] {
            archive.insert(individual(error, price))
        }
        #expect(archive.members.map(\.price) == [10, 20, 40])
        #expect(archive.members.map(\.errorBits) == [9, 3, 0])
        #expect(archive.best?.price == 10)
    }

    // MARK: The strategy

    private func board(
        _ problem: RegressionProblem, threads: Int = 2, seed: UInt64 = 1, rules: FormulaRules = FormulaRules()
    ) throws -> Scoreboard {
        let split = RowSplit(rowCount: problem.rowCount, seed: 1)
        let scoreboard = Scoreboard(problem: split.apply(problem), trainingRows: split.training)
        var options = FitOptions()
        options.threads = threads
        options.seed = seed
        options.rules = rules
        let context = StrategyContext(
            scoreboard: scoreboard, options: options, control: RunControl(), trainingRows: split.training)
        var evolution = Evolution()
        evolution.passes = 8_000
        evolution.rounds = 6
        try evolution.search(ReducedProblem(scoreboard.problem), context)
        return scoreboard
    }

    private let ranges = [("a", 0.0, 1.0), ("b", 0.0, 1.0), ("c", 0.0, 1.0), ("d", 0.0, 1.0)]

    @Test(arguments: ["sin(3*a*b) + 2*c + d", "exp(2*a)*b - 3*c", "a/(b + 0.3) + d^2"])
    func explainsWhatIsNotNoise(_ formula: String) throws {
        let problem = try Laws.table(formula, ranges, rows: 500, noise: 0.05)
        let board = try board(problem)
        let clean = try Laws.table(formula, ranges, rows: 200, seed: 8)
        let best = try #require(board.shortest)
        #expect(Laws.relativeError(best.expression, clean) < 0.1, "\(formula) -> \(best.expression)")
    }

    @Test(arguments: [
        ("floor(4*a) + b", "floor"), ("2*max(a, b) - c", "max"), ("mod(3*a, 1) + 2*b", "mod"),
        ("3*step(a - b) + c", "step"), ("3*abs(a - b) + c", "abs"),
    ])
    func kinksAndJumpsAreFoundWhenAskedFor(_ formula: String, _ function: String) throws {
        var rules = FormulaRules()
        rules.functions = [function]
        let problem = try Laws.table(formula, ranges, rows: 400, noise: 0.02)
        let best = try #require(try board(problem, rules: rules).shortest)
        #expect(best.expression.description.contains(function), "\(formula) -> \(best.expression)")
        #expect(rules.allow(best.expression))
        let variance = Statistics.standardDeviation(problem.target[...])
        #expect(best.trainingError < 0.01 * variance * variance, "\(formula) -> \(best.expression)")
    }

    @Test func nestingIsLimited() throws {
        var rules = FormulaRules()
        rules.maximumNesting = 1
        #expect(!GenomeLimits(rules: rules).allow(try genome("exp(sin(a))")))
        #expect(GenomeLimits(rules: rules).allow(try genome("exp(a)*sin(b + c^2)")))
    }

    @Test func answersDoNotDependOnThreads() throws {
        let problem = try Laws.table("sin(3*a*b) + 2*c*d", ranges, rows: 200, noise: 0.1)
        let texts = try [1, 2, 3].map { threads in
            try board(problem, threads: threads).candidates.map(\.expression.description)
        }
        #expect(texts[0] == texts[1] && texts[1] == texts[2])
        #expect(!texts[0].isEmpty)
    }

    @Test func tablesWithoutHeldOutRowsAreLeftAlone() throws {
        #expect(try board(Laws.table("a*b + c", ranges, rows: 30)).candidates.isEmpty)
    }

    @Test func veryLargeAndSmallInputsAreScaled() throws {
        let wide = [("a", 1e-31, 3e-31), ("b", 1e22, 5e22)]
        let problem = try Laws.table("exp(a*1e31) + b*1e-22", wide, rows: 300, noise: 0.01)
        let best = try #require(try board(problem).shortest)
        let clean = try Laws.table("exp(a*1e31) + b*1e-22", wide, rows: 100, seed: 8)
        #expect(Laws.relativeError(best.expression, clean) < 0.05, "\(best.expression)")
    }

    @Test func rowsCountByTheirWeights() throws {
        // Half of the rows are worthless: their target is something else.
        var problem = try Laws.table("2*a*b + c", ranges, rows: 400, noise: 0.001)
        problem.sigma = (0..<400).map { $0 % 2 == 0 ? 1 : 1e4 }
        for i in stride(from: 1, to: 400, by: 2) { problem.target[i] = 50 * problem.inputs[3][i] }
        let table = EvolutionTable(ReducedProblem(problem), rows: 400, trainingRows: 400)
        let genome = try #require(
            Genome(
                try Expression.parse("a*b + c", variables: ["a", "b", "c", "d"]), inputs: ["a", "b", "c", "d"],
                scales: [1, 1, 1, 1]))
        let fit = try #require(GenomeFitter(table, limits: GenomeLimits()).fit(genome, iterations: 0))
        #expect(abs(fit.coefficients[0] - 2) < 0.02 && abs(fit.coefficients[1] - 1) < 0.02 && abs(fit.offset) < 0.02)
    }
}
