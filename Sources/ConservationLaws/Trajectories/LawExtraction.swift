/// Finds sparse combinations of features that are constant within runs.
struct LawExtraction {
    /// Largest variance within runs, in units of what noise explains.
    ///
    /// Smoothing adds its bias to the noise that it leaves.
    static let largestScore = 4.0
    /// Largest variance within runs, relative to the total variance.
    static let largestRatio = 0.04

    /// Most terms of a law that varies within runs by a share of its spread; a longer one cannot be told from an approximation.
    static func mostTerms(ratio: Double) -> Int { ratio < 1e-7 ? .max : ratio < 0.01 ? 12 : 6 }

    let problem: VariationProblem
    let features: FeatureClass

    /// Whether a combination is constant as far as the noise lets one see.
    static func isConstant(_ solution: VariationProblem.Solution) -> Bool {
        solution.score <= largestScore && solution.ratio <= largestRatio
    }

    /// A constant combination of few features out of some; nil when there is none.
    ///
    /// Features are dropped one after another in two orders, high degrees first and small parts first; the shorter result counts, the
    /// first of two of one length.
    func sparse(_ start: [Int]) throws -> (features: [Int], solution: VariationProblem.Solution)? {
        guard let whole = try problem.solve(start), Self.isConstant(whole) else { return nil }
        var best: (features: [Int], solution: VariationProblem.Solution)?
        for isByDegree in [true, false] {
            let found = try thinned(start, whole, isByDegree: isByDegree)
            if best.map({ found.features.count < $0.features.count }) ?? true { best = found }
        }
        return best.flatMap { $0.features.count <= Self.mostTerms(ratio: $0.solution.ratio) ? $0 : nil }
    }

    private func thinned(
        _ start: [Int], _ whole: VariationProblem.Solution, isByDegree: Bool
    ) throws -> (features: [Int], solution: VariationProblem.Solution) {
        var (active, best) = (start, whole)
        let limit = min(Self.largestScore, 1.4 * whole.score + 0.3)
        var isChanged = true
        while isChanged, active.count > 1 {
            isChanged = false
            let weights = zip(active, best.coefficients).map { ($0, abs($1) * problem.scales[$0]) }
            let order = weights.sorted { left, right in
                let (a, b) = isByDegree ? (features.degree(left.0), features.degree(right.0)) : (0, 0)
                return a == b ? (left.1, left.0) < (right.1, right.0) : a > b
            }.map(\.0)
            for feature in order {
                let rest = active.filter { $0 != feature }
                guard let solution = try problem.solve(rest), solution.score <= limit,
                    solution.ratio <= Self.largestRatio
                else { continue }
                active = rest
                best = solution
                isChanged = true
            }
        }
        return (active, best)
    }
}
