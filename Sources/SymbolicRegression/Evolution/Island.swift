/// A population that evolves by itself between migrations.
struct Island: Sendable {
    private var stream: SplitMix64
    private let variation: Variation
    private let price: GenomePrice
    /// Half the number of training rows: bits per halving of the mean squared residual.
    private let bitsPerOctave: Double
    private let variance: Double
    private(set) var population: [Individual] = []
    /// The best trade-offs ever seen here.
    private(set) var archive = ParetoArchive()
    /// Children fitted so far.
    private(set) var children = 0

    private static let capacity = 160
    private static let tournament = 4
    private static let iterations = 3

    /// An island with random numbers of its own.
    init(seed: UInt64, variation: Variation, price: GenomePrice, variance: Double, rows: Int) {
        stream = SplitMix64(seed: seed)
        self.variation = variation
        self.price = price
        self.variance = variance
        bitsPerOctave = 0.5 * Double(rows)
    }

    /// Fits and adds a genome from outside.
    mutating func add(_ genome: Genome, _ fitter: GenomeFitter) {
        guard let fit = fitter.fit(genome, iterations: 2 * Self.iterations) else { return }
        children += 1
        insert(individual(fit))
    }

    /// Adds individuals from elsewhere.
    mutating func welcome(_ migrants: [Individual]) { for migrant in migrants { insert(migrant) } }

    /// Keeps the archive and replaces the rest by new random genomes as time passes.
    mutating func renew() { population = archive.members }

    /// Evolves until the fitter has done `work` more pieces of work or `isStopping`.
    mutating func evolve(_ fitter: GenomeFitter, work: Int, isStopping: () -> Bool) {
        let end = fitter.work + work
        // Genomes that are turned down before any arithmetic must not keep the loop alive for ever.
        var attempts = 0
        while fitter.work < end, attempts < work / 1000 {
            attempts += 1
            if attempts % 16 == 0, isStopping() { return }
            let child = offspring()
            guard let fit = fitter.fit(child, iterations: Self.iterations) else { continue }
            children += 1
            insert(individual(fit))
        }
    }

    private mutating func offspring() -> Genome {
        if population.count < Self.capacity / 4 || Int.random(in: 0..<25, using: &stream) == 0 {
            return variation.randomGenome(&stream)
        }
        let parent = selected()
        if Int.random(in: 0..<5, using: &stream) < 2 {
            return variation.crossover(parent, selected(), &stream)
        }
        var child = variation.mutated(parent, &stream)
        while !child.genes.isEmpty, Int.random(in: 0..<3, using: &stream) == 0 {
            child = variation.mutated(child, &stream)
        }
        return child
    }

    /// The exchange rate between bits of formulas and of residuals: a different one for each tournament, so that the
    /// population spreads over the whole front.
    private mutating func exchangeRate() -> Double {
        Elementary.exp(Double.random(in: -1.2...1.6, using: &stream))
    }

    private mutating func selected() -> Genome {
        if Int.random(in: 0..<4, using: &stream) == 0,
            let member = archive.members.randomElement(using: &stream)
        {
            return member.fit.genome
        }
        let rate = exchangeRate()
        var best = population[Int.random(in: 0..<population.count, using: &stream)]
        for _ in 1..<Self.tournament {
            let rival = population[Int.random(in: 0..<population.count, using: &stream)]
            if rival.score(rate) < best.score(rate) { best = rival }
        }
        return best.fit.genome
    }

    private func individual(_ fit: GenomeFit) -> Individual {
        let floor = 1e-22 * variance
        let errorBits = bitsPerOctave * Elementary.log2((fit.meanSquare + floor) / variance)
        return Individual(fit: fit, errorBits: errorBits, price: price(fit.genome))
    }

    private mutating func insert(_ child: Individual) {
        if let twin = population.firstIndex(where: { $0.isCopy(of: child) }) {
            guard child.price < population[twin].price else { return }
            population[twin] = child
            archive.insert(child)
            return
        }
        archive.insert(child)
        guard population.count >= Self.capacity else {
            population.append(child)
            return
        }
        let rate = exchangeRate()
        var victim = Int.random(in: 0..<population.count, using: &stream)
        for _ in 1..<Self.tournament {
            let other = Int.random(in: 0..<population.count, using: &stream)
            if population[other].score(rate) > population[victim].score(rate) { victim = other }
        }
        population[victim] = child
    }
}
