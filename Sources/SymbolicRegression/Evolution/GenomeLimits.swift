/// How large genomes may be.
struct GenomeLimits: Sendable {
    /// Most nodes of all terms.
    var genes = 40
    /// Most terms.
    var terms = 10
    /// Most adjustable numbers within terms.
    var constants = 10
    /// How many functions may stand inside each other, nil for any number.
    var nesting: Int?

    /// The usual limits, or those of the rules where they are tighter.
    init(rules: FormulaRules = FormulaRules()) {
        if let largest = rules.maximumComplexity { genes = min(genes, largest) }
        nesting = rules.maximumNesting
    }

    /// Whether a genome is within the limits and says anything.
    func allow(_ genome: Genome) -> Bool {
        (1...genes).contains(genome.genes.count) && genome.termCount <= terms && genome.constantCount <= constants
            && (nesting.map { genome.nesting <= $0 } ?? true)
    }
}
