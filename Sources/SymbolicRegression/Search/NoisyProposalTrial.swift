/// Decides which proposals of the structure tests become children of a problem with noisy rows: those that fit the rows no
/// worse than the parent does.
///
/// Both surrogates leave residuals on the same rows: the difference of their squares has a mean and a standard error,
/// which decide (a paired test); noise common to both cancels.
struct NoisyProposalTrial {
    let fits: SurrogateFits

    /// The proposals that are followed, those with the best evidence first; `surrogate` is a smoothing fit to the problem.
    func accepted(
        _ proposals: [ReductionProposal], of problem: ReducedProblem, _ surrogate: PolynomialSurrogate
    ) throws -> [SearchNode] {
        guard !proposals.isEmpty, let reference = surrogate.smoothing,
            let parent = SurrogateFits.screen(problem, fits.trainingRows)?.smoothing
        else { return [] }
        func rank(_ proposal: ReductionProposal, _ comparison: PairedComparison) -> Double {
            comparison.logarithmicGain + 1.5 * proposal.price + Double(proposal.problem.dimension)
        }
        // A cheap comparison sorts out most, a fit to all rows decides.
        let screened = zip(proposals, fits.all(proposals, SurrogateFits.screen)).compactMap { proposal, fitted in
            fitted.flatMap { fitted -> (proposal: ReductionProposal, fit: PolynomialSurrogate, rank: Double)? in
                guard let smoothing = fitted.smoothing else { return nil }
                let comparison = PairedComparison(smoothing.residuals, parent.residuals)
                return comparison.z < 2.5 ? (proposal, fitted, rank(proposal, comparison)) : nil
            }
        }.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.prefix(6).map(\.element)
        var accepted: [(node: SearchNode, rank: Double)] = []
        for (proposal, fit, _) in screened {
            guard let fitted = try fits.smoothed(proposal.problem, like: fit), let smoothing = fitted.smoothing else {
                continue
            }
            let comparison = PairedComparison(smoothing.residuals, reference.residuals)
            // Surrogates that agree to so many digits span the same functions: the problem is the same in other coordinates.
            let isKnown = accepted.contains {
                $0.node.problem.dimension == proposal.problem.dimension
                    && abs($0.node.surrogate.relativeError / fitted.relativeError - 1) < 1e-9
            }
            guard comparison.z < 2.5, !isKnown else { continue }
            accepted.append((SearchNode(problem: proposal.problem, surrogate: fitted), rank(proposal, comparison)))
        }
        return accepted.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .prefix(3).map(\.element.node)
    }
}
