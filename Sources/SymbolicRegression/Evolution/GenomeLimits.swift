/// How large genomes may be.
struct GenomeLimits: Sendable {
    /// Most nodes of all terms.
    var genes = 40
    /// Most terms.
    var terms = 10
    /// Most adjustable numbers within terms.
    var constants = 10

    /// Whether a genome is within the limits and says anything.
    func allow(_ genome: Genome) -> Bool {
        (1...genes).contains(genome.genes.count) && genome.termCount <= terms && genome.constantCount <= constants
    }
}
