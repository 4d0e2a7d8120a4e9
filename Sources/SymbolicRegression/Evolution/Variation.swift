import Expressions

/// Random genomes, mutation and crossover.
struct Variation: Sendable {
    /// Order of magnitude of each input.
    let sizes: [Double]
    let limits: GenomeLimits
    private var inputs: Int { sizes.count }
    /// Operations of one operand, each as often as it should be tried.
    private let unary: [Gene.Operation]
    /// Operations of two operands, each as often as it should be tried.
    private let binary: [Gene.Operation]

    /// Variation over inputs of some orders of magnitude.
    ///
    /// Functions with kinks and jumps are used when the rules name them.
    init(sizes: [Double], limits: GenomeLimits, rules: FormulaRules = FormulaRules()) {
        self.sizes = sizes
        self.limits = limits
        let usual: [Gene.Operation] = [
            .square, .square, .squareRoot, .reciprocal, .function(.exp), .function(.exp), .function(.log),
            .function(.log), .function(.sin), .function(.sin), .function(.cos), .function(.tanh), .function(.atan),
        ]
        let asked = Function.allCases.filter { function in
            rules.functions?.contains(function.rawValue) == true && !usual.contains(.function(function))
        }.map(Gene.Operation.function)
        unary = (usual + asked.flatMap { [$0, $0, $0, $0] }).filter { $0.arity == 1 && $0.isAllowed(by: rules) }
        let arithmetic: [Gene.Operation] = [
            .add, .add, .add, .subtract, .multiply, .multiply, .multiply, .multiply, .divide, .divide, .power,
        ]
        binary = (arithmetic + asked.flatMap { [$0, $0, $0, $0] }).filter { $0.arity == 2 && $0.isAllowed(by: rules) }
    }

    // MARK: Random pieces

    func randomConstant(_ stream: inout SplitMix64) -> Double {
        switch Int.random(in: 0..<4, using: &stream) {
        case 0: Double(Int.random(in: 1...5, using: &stream))
        case 1: Double.random(in: 0...1, using: &stream)
        default: Double.random(in: -4...4, using: &stream)
        }
    }

    private func leaf(_ stream: inout SplitMix64) -> Gene {
        Int.random(in: 0..<5, using: &stream) == 0
            ? .constant(randomConstant(&stream)) : .variable(Int.random(in: 0..<inputs, using: &stream))
    }

    /// A random subtree of at most `size` nodes in the mean.
    func randomTree(_ size: Int, _ stream: inout SplitMix64) -> [Gene] {
        guard size > 1 else { return [leaf(&stream)] }
        if size == 2 || Int.random(in: 0..<3, using: &stream) == 0, let operation = unary.randomElement(using: &stream)
        {
            return applying(operation, to: randomTree(size - 1, &stream), &stream)
        }
        guard let operation = binary.randomElement(using: &stream) else { return [leaf(&stream)] }
        let left = Int.random(in: 1...max(1, size - 2), using: &stream)
        let second =
            operation == .power
            ? [.constant(randomConstant(&stream))] : randomTree(max(1, size - 1 - left), &stream)
        return randomTree(left, &stream) + second + [.apply(operation)]
    }

    /// A random genome of a few small terms.
    func randomGenome(_ stream: inout SplitMix64) -> Genome {
        let terms = Int.random(in: 1...3, using: &stream)
        var sequence: [Gene] = []
        for _ in 0..<terms { sequence += randomTree(Int.random(in: 1...6, using: &stream), &stream) }
        return Genome(normalizing: sequence)
    }

    // MARK: Crossover

    /// A subtree of `first` replaced by one of `second` of about its size, or terms of both mixed.
    func crossover(_ first: Genome, _ second: Genome, _ stream: inout SplitMix64) -> Genome {
        switch Int.random(in: 0..<4, using: &stream) {
        case 0:
            // A term of the other beside the own ones, or in the place of one of them.
            let gift = second.term(Int.random(in: 0..<second.termCount, using: &stream))
            var kept = Array(0..<first.termCount)
            if kept.count >= limits.terms || Bool.random(using: &stream) {
                kept.remove(at: Int.random(in: 0..<kept.count, using: &stream))
            }
            return Genome(normalizing: kept.flatMap { Array(first.term($0)) } + gift)
        case 1:
            // Each term of either with even chance.
            let all =
                (0..<first.termCount).map { Array(first.term($0)) }
                + (0..<second.termCount).map {
                    Array(second.term($0))
                }
            return Genome(normalizing: all.filter { _ in Bool.random(using: &stream) }.flatMap { $0 })
        default:
            let place = Int.random(in: 0..<first.genes.count, using: &stream)
            let starts = Genome.starts(of: first.genes)
            let size = place - starts[place] + 1
            let others = Genome.starts(of: second.genes)
            let fitting = second.genes.indices.filter { $0 - others[$0] + 1 <= 2 * size + 1 }
            guard let donor = fitting.randomElement(using: &stream) else { return first }
            return replacing(first, starts[place]...place, by: Array(second.genes[others[donor]...donor]))
        }
    }

    // MARK: Mutation

    /// One random change.
    func mutated(_ genome: Genome, _ stream: inout SplitMix64) -> Genome {
        let genes = genome.genes
        let place = Int.random(in: 0..<genes.count, using: &stream)
        let starts = Genome.starts(of: genes)
        let subtree = Array(genes[starts[place]...place])
        let span = starts[place]...place
        switch Int.random(in: 0..<16, using: &stream) {
        case 0...2: return replacing(genome, place...place, by: [point(genes[place], &stream)])
        case 3: return replacing(genome, span, by: randomTree(Int.random(in: 1...5, using: &stream), &stream))
        case 4:
            guard let operation = unary.randomElement(using: &stream) else { return genome }
            return replacing(genome, span, by: applying(operation, to: subtree, &stream))
        case 5, 6:
            guard let operation = binary.randomElement(using: &stream) else { return genome }
            let other: [Gene] =
                operation == .power
                ? [.constant(randomConstant(&stream))]
                : randomTree(Int.random(in: 1...3, using: &stream), &stream)
            let isCommuted = operation != .power && Bool.random(using: &stream)
            return replacing(genome, span, by: (isCommuted ? other + subtree : subtree + other) + [.apply(operation)])
        case 7: return replacing(genome, span, by: [leaf(&stream)])
        case 8, 9:
            // One operand in the place of the whole.
            guard genes[place].operation.arity > 0 else { return genome }
            let second = starts[place - 1]...(place - 1)
            guard genes[place].operation.arity == 2, Bool.random(using: &stream) else {
                return replacing(genome, span, by: Array(genes[second]))
            }
            return replacing(genome, span, by: Array(genes[starts[place]..<second.lowerBound]))
        case 10, 11:
            return Genome(
                normalizing: genes + randomTree(Int.random(in: 1...4, using: &stream), &stream))
        case 12, 13:
            guard genome.termCount > 1 else { return genome }
            let dropped = Int.random(in: 0..<genome.termCount, using: &stream)
            return Genome(
                normalizing: (0..<genome.termCount).filter { $0 != dropped }.flatMap { Array(genome.term($0)) })
        default:
            // A free factor or shift for a subtree.
            let operation: Gene.Operation = Bool.random(using: &stream) ? .multiply : .add
            let size = subtree.count == 1 ? size(of: subtree[0]) : 1
            let number =
                operation == .add ? size * Double.random(in: -1...1, using: &stream) : randomConstant(&stream) / size
            return replacing(genome, span, by: subtree + [.constant(number), .apply(operation)])
        }
    }

    /// The function of a subtree; an input far from 1 is brought there first where the function needs it.
    private func applying(_ operation: Gene.Operation, to subtree: [Gene], _ stream: inout SplitMix64) -> [Gene] {
        switch operation {
        case .function(.exp), .function(.sin), .function(.cos), .function(.tanh), .function(.atan):
            let size = subtree.count == 1 ? size(of: subtree[0]) : 1
            guard size > 5 || size < 0.05 else { break }
            return subtree + [.constant(randomConstant(&stream) / size), .apply(.multiply), .apply(operation)]
        default: break
        }
        return subtree + [.apply(operation)]
    }

    private func size(of gene: Gene) -> Double { gene.operation == .variable ? sizes[gene.index] : 1 }

    private func point(_ gene: Gene, _ stream: inout SplitMix64) -> Gene {
        switch gene.operation {
        case .constant:
            // Small steps too: where derivatives vanish, as in step and floor, nothing else moves a number.
            switch Int.random(in: 0..<3, using: &stream) {
            case 0: return .constant(gene.value * Double.random(in: 0.3...3, using: &stream))
            case 1: return .constant(gene.value * Double.random(in: 0.95...1.05, using: &stream))
            default: return .constant(randomConstant(&stream))
            }
        case .variable: return .variable(Int.random(in: 0..<inputs, using: &stream))
        default:
            let other = (gene.operation.arity == 1 ? unary : binary).randomElement(using: &stream)
            return .apply(other ?? gene.operation)
        }
    }

    private func replacing(_ genome: Genome, _ span: ClosedRange<Int>, by new: [Gene]) -> Genome {
        Genome(normalizing: Array(genome.genes[..<span.lowerBound]) + new + genome.genes[(span.upperBound + 1)...])
    }
}
