import Expressions

/// A formula as evolution sees it: offset + sum of coefficient * term.
///
/// The terms stand one behind the other in postfix order, operands before operators. Offset and coefficients are not part
/// of the genome, least squares gives them: linear scaling (Keijzer 2003) of every term instead of the whole formula.
struct Genome: Hashable, Sendable {
    /// Nodes of all terms.
    private(set) var genes: [Gene]
    /// Place of the last gene of each term.
    private(set) var roots: [Int]

    /// Number of terms.
    var termCount: Int { roots.count }
    /// Number of adjustable numbers within the terms.
    var constantCount: Int { genes.reduce(0) { $0 + ($1.operation == .constant ? 1 : 0) } }

    /// The terms of a postfix sequence that may hold several formulas, which are taken as a sum.
    ///
    /// Sums at the top are split into terms; numbers that a coefficient or the offset makes superfluous are dropped, equal
    /// terms kept once, and subtrees without inputs folded. The result may be empty.
    init(normalizing sequence: [Gene]) {
        genes = []
        roots = []
        let starts = Self.starts(of: sequence)
        var end = sequence.count - 1
        var ends: [Int] = []
        while end >= 0 {
            ends.append(end)
            end = starts[end] - 1
        }
        var normalizer = TermNormalizer(sequence: sequence, starts: starts)
        for end in ends.reversed() { normalizer.addTerms(at: end) }
        for term in normalizer.terms {
            genes += term
            roots.append(genes.count - 1)
        }
    }

    /// Place of the first gene of the subtree that ends at each place.
    static func starts(of genes: [Gene]) -> [Int] {
        var starts = [Int](repeating: 0, count: genes.count)
        for (i, gene) in genes.enumerated() {
            switch gene.operation.arity {
            case 0: starts[i] = i
            case 1: starts[i] = starts[i - 1]
            default: starts[i] = starts[starts[i - 1] - 1]
            }
        }
        return starts
    }

    /// How many functions stand inside each other at most.
    var nesting: Int {
        let starts = Self.starts(of: genes)
        var depth = [Int](repeating: 0, count: genes.count)
        for (i, gene) in genes.enumerated() where gene.operation.arity > 0 {
            let inner = gene.operation.arity == 1 ? depth[i - 1] : max(depth[i - 1], depth[starts[i - 1] - 1])
            depth[i] = inner + (gene.operation.isFunction ? 1 : 0)
        }
        return depth.max() ?? 0
    }

    /// The genes of one term.
    func term(_ k: Int) -> ArraySlice<Gene> { genes[(k == 0 ? 0 : roots[k - 1] + 1)...roots[k]] }

    /// Replaces the numbers within the terms, in order.
    mutating func setConstants(_ values: [Double]) {
        var next = 0
        for i in genes.indices where genes[i].operation == .constant {
            genes[i].value = values[next]
            next += 1
        }
    }

    /// Numbers within the terms, in order.
    var constants: [Double] { genes.filter { $0.operation == .constant }.map(\.value) }
}
