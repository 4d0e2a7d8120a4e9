/// Decides which proposals of the structure tests become children of a problem whose rows are read as exact: those whose
/// surrogates are no worse than the parent's.
struct ExactProposalTrial {
    let fits: SurrogateFits

    /// The proposals that are followed, best first.
    func accepted(
        _ proposals: [ReductionProposal], of problem: ReducedProblem, _ surrogate: PolynomialSurrogate
    ) -> [SearchNode] {
        children(of: problem, surrogate, surrogate.isCoarse ? worthwhile(proposals, problem) : proposals)
    }

    /// The proposals that do best in a small fit; where surrogates are coarse, large ones cost seconds.
    private func worthwhile(_ proposals: [ReductionProposal], _ problem: ReducedProblem) -> [ReductionProposal] {
        guard proposals.count > Self.mostLargeFits else { return proposals }
        let small = fits.all(proposals, SurrogateFits.small)
        let ordered = proposals.indices.compactMap { k -> (index: Int, rank: Double)? in
            guard let fitted = small[k], fitted.relativeError.isFinite else { return nil }
            let error = fitted.relativeError / scaleChange(problem, proposals[k].problem)
            return (k, 3 * Elementary.log(max(error, 1e-13)) + 0.5 * proposals[k].price)
        }.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }
        // Fewer inputs leave more terms for each: small steps would lose a comparison by errors alone.
        let steps = ordered.filter { proposals[$0.index].problem.dimension == problem.dimension - 1 }
        let chosen = Set(ordered.prefix(Self.mostLargeFits).map(\.index) + steps.prefix(4).map(\.index))
        return chosen.sorted().map { proposals[$0] }
    }

    /// Most proposals that get a large surrogate where surrogates are coarse.
    private static let mostLargeFits = 10

    /// The proposals that become children.
    private func children(
        of problem: ReducedProblem, _ surrogate: PolynomialSurrogate, _ proposals: [ReductionProposal]
    ) -> [SearchNode] {
        let coarse = surrogate.isCoarse
        // Surrogates of the proposals are independent of each other: fit them side by side, judge them in order.
        let surrogates = fits.all(proposals, SurrogateFits.large)
        let reference = max(surrogate.relativeError * (coarse ? 1.02 : 1.25), 1e-8)
        var accepted: [(problem: ReducedProblem, surrogate: PolynomialSurrogate, rank: Double)] = []
        for (proposal, fitted) in zip(proposals, surrogates) {
            guard let fitted, fitted.relativeError <= reference * scaleChange(problem, proposal.problem),
                !coarse || !isSpiky(proposal.problem, problem)
            else { continue }
            // Surrogates that agree to so many digits span the same functions: the problem is the same in other coordinates.
            let isKnown = accepted.contains {
                $0.problem.dimension == proposal.problem.dimension && fitted.relativeError > 1e-8
                    && abs($0.surrogate.relativeError / fitted.relativeError - 1) < 1e-9
            }
            guard !isKnown else { continue }
            let gain = Elementary.log(max(fitted.relativeError, 1e-13) / max(surrogate.relativeError, 1e-13))
            // With a coarse surrogate the gradients say little and the drop of the error is the evidence.
            let evidence = coarse ? 0.5 * proposal.price + 3 * gain : proposal.price + 0.3 * max(gain, -6)
            let rank = Double(proposal.problem.dimension) * 2 + evidence
            accepted.append((proposal.problem, fitted, rank))
        }
        let ordered = accepted.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .map(\.element)
        var chosen = Array(ordered.prefix(coarse ? 2 : 4))
        // A polynomial in fewer variables fits better even when they are the wrong ones: where surrogates are coarse, a
        // small step is always among those that are followed.
        if coarse, !chosen.contains(where: { $0.problem.dimension == problem.dimension - 1 }),
            let step = ordered.first(where: { $0.problem.dimension == problem.dimension - 1 })
        {
            chosen.append(step)
        }
        return chosen.map { SearchNode(problem: $0.problem, surrogate: $0.surrogate) }
    }

    /// Errors are relative to the spread of the target: when a factor or a summand was taken out, a smaller spread must
    /// not count as a worse fit.
    private func scaleChange(_ parent: ReducedProblem, _ child: ReducedProblem) -> Double {
        guard parent.targetSteps.count != child.targetSteps.count else { return 1 }
        let before = Statistics.standardDeviation(parent.target) / max(Statistics.rootMeanSquare(parent.target), 1e-300)
        let after = Statistics.standardDeviation(child.target) / max(Statistics.rootMeanSquare(child.target), 1e-300)
        return after > 0 ? max(1, before / after) : 1
    }

    /// Whether a reduction made a few values of the target tower above the others: a wrong divisor went near zero, and
    /// errors relative to these values look small.
    private func isSpiky(_ child: ReducedProblem, _ parent: ReducedProblem) -> Bool {
        func peak(_ values: [Double]) -> Double {
            (values.map(abs).max() ?? 0) / max(Statistics.rootMeanSquare(values), 1e-300)
        }
        return peak(child.target) > 3 * max(peak(parent.target), 4)
    }
}
