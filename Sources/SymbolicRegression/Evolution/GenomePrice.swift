/// Bits to state a genome, after the prices of `DescriptionLength`, so that evolution works towards what the pick rewards.
struct GenomePrice: Sendable {
    private let variable: Double
    /// A fitted number.
    let number: Double

    /// Prices for a number of inputs and of rows.
    init(inputs: Int, rows: Int) {
        variable = 1 + Elementary.log2(Double(max(inputs, 1)))
        // Numbers are determined to about this when a third of the spread is left unexplained.
        number = 1 + max(4, Elementary.log2(Double(max(rows, 1)).squareRoot() / 0.3))
    }

    /// The price of a genome with its coefficients and offset.
    func callAsFunction(_ genome: Genome) -> Double {
        genome.genes.reduce(number + Double(genome.termCount) * (number + 4)) { $0 + price($1) }
    }

    private func price(_ gene: Gene) -> Double {
        switch gene.operation {
        case .constant: number
        case .variable: variable
        case .add, .multiply: 2
        case .subtract, .reciprocal: 5
        case .divide: 7
        case .power: 8
        case .square: 6
        case .squareRoot: 10
        case .function: 4
        }
    }
}
