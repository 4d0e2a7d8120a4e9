import Expressions

/// The sums of a few terms that describe a noisy target best.
struct LinearSearch {
    let noisy: NoisyTarget
    /// The empty model.
    let start: SweptGram
    /// The terms as formulas, as many as the model has columns.
    let expressions: [Expression]
    /// Largest number of terms.
    var maximumSize = 10
    /// Sets followed at the same time.
    var width = 10
    /// Whether all triples are tried where there are few columns.
    var isThorough = true

    /// Bits behind the best law so far at which a sum is not worth scoring: fitted numbers become shorter by snapping.
    static let reach = 60.0

    /// Sums with fitted coefficients: the shortest `count` and the best of each size.
    func best(_ count: Int) -> [(expression: Expression, bits: Double)] {
        subsets(count).map { subset in
            let terms = zip(subset.members, subset.coefficients).map { member, coefficient -> Expression in
                expressions[member] == .one ? .real(coefficient) : .real(coefficient) * expressions[member]
            }
            return (terms.count == 1 ? terms[0] : .sum(terms), subset.bits)
        }
    }

    /// The same as sets of columns.
    func subsets(_ count: Int) -> [SubsetSearch.Subset] {
        let share = unexplainedShare
        let search = SubsetSearch(
            start: start, termBits: expressions.map { noisy.termBits($0, share: share) },
            residualBits: { noisy.residualBits(share: $0, length: start.targetLength) },
            maximumSize: maximumSize, width: width, triesTriples: isThorough, rows: noisy.rows)
        return search.best(count)
    }

    /// Share of the target that no sum explains: what is left of it when everything enters, or most.
    private var unexplainedShare: Double {
        var model = start
        let most = min(start.count, noisy.rows / 3, 40)
        while model.members.count < most, let j = model.mostIndependent(above: 1e-6) { model.enter(j) }
        return max(model.residual, 1e-12)
    }
}
