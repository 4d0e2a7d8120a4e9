import Expressions

/// Splits postfix sequences into terms without superfluous numbers.
struct TermNormalizer {
    let sequence: [Gene]
    let starts: [Int]
    private(set) var terms: [[Gene]] = []

    init(sequence: [Gene], starts: [Int]) {
        self.sequence = sequence
        self.starts = starts
    }

    private func left(_ i: Int) -> Int { starts[i - 1] - 1 }

    /// Adds the terms of the subtree that ends at a place.
    mutating func addTerms(at end: Int) {
        switch sequence[end].operation {
        case .add, .subtract:
            addTerms(at: left(end))
            addTerms(at: end - 1)
            return
        case .multiply where isNumber(left(end)):
            addTerms(at: end - 1)
            return
        case .multiply where isNumber(end - 1), .divide where isNumber(end - 1):
            addTerms(at: left(end))
            return
        default: break
        }
        var term: [Gene] = []
        append(end, isScalable: true, to: &term)
        guard term.contains(where: { $0.operation == .variable }), !terms.contains(term) else { return }
        // What was a product of a number and a sum is a sum now.
        if let last = term.last, last.operation == .add || last.operation == .subtract {
            var inner = TermNormalizer(sequence: term, starts: Genome.starts(of: term))
            inner.addTerms(at: term.count - 1)
            for part in inner.terms where !terms.contains(part) { terms.append(part) }
        } else {
            terms.append(term)
        }
    }

    private func isNumber(_ end: Int) -> Bool {
        sequence[starts[end]...end].allSatisfy { $0.operation != .variable }
    }

    /// Appends the subtree; where its factor is free (`isScalable`) numbers that only scale it are left out.
    private func append(_ end: Int, isScalable: Bool, to out: inout [Gene]) {
        let gene = sequence[end]
        if gene.operation.arity > 0, isNumber(end) {
            out.append(.constant(value(end)))
            return
        }
        switch gene.operation {
        case .multiply:
            if isScalable, isNumber(left(end)) {
                append(end - 1, isScalable: true, to: &out)
                return
            }
            if isScalable, isNumber(end - 1) {
                append(left(end), isScalable: true, to: &out)
                return
            }
            append(left(end), isScalable: isScalable, to: &out)
            append(end - 1, isScalable: isScalable, to: &out)
            out.append(gene)
        case .divide:
            if isNumber(left(end)) {
                let number = value(left(end))
                if !isScalable { out.append(.constant(number)) }
                append(end - 1, isScalable: isScalable, to: &out)
                out.append(isScalable ? .apply(.reciprocal) : gene)
                return
            }
            if isScalable, isNumber(end - 1) {
                append(left(end), isScalable: true, to: &out)
                return
            }
            append(left(end), isScalable: isScalable, to: &out)
            append(end - 1, isScalable: isScalable, to: &out)
            out.append(gene)
        case .square, .reciprocal:
            append(end - 1, isScalable: isScalable, to: &out)
            out.append(gene)
        default:
            switch gene.operation.arity {
            case 0: break
            case 1: append(end - 1, isScalable: false, to: &out)
            default:
                append(left(end), isScalable: false, to: &out)
                append(end - 1, isScalable: false, to: &out)
            }
            out.append(gene)
        }
    }

    /// The value of a subtree without inputs.
    private func value(_ end: Int) -> Double {
        let gene = sequence[end]
        switch gene.operation {
        case .constant: return gene.value
        case .variable: return .nan
        case .add: return value(left(end)) + value(end - 1)
        case .subtract: return value(left(end)) - value(end - 1)
        case .multiply: return value(left(end)) * value(end - 1)
        case .divide: return value(left(end)) / value(end - 1)
        case .power: return Elementary.pow(value(left(end)), value(end - 1))
        case .square: return value(end - 1) * value(end - 1)
        case .squareRoot: return value(end - 1).squareRoot()
        case .reciprocal: return 1 / value(end - 1)
        case .function(let function):
            return function.arity == 1
                ? RealFunctions.value(function, value(end - 1))
                : RealFunctions.value(function, value(left(end)), value(end - 1))
        }
    }
}
