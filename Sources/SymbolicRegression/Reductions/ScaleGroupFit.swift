import Expressions
import NumericKernel

/// Fits the exponents of one group of inputs and of the power law in front by least squares: y = x^p g(z, rest), z = x^a.
///
/// Gradients of a coarse surrogate give exponents that round to wrong fractions. Here g is a polynomial in ln z and at most one
/// other input, its coefficients follow by a linear fit for any exponents (variable projection; Golub & Pereyra 1973),
/// and the gradients only say where to start.
struct ScaleGroupFit: Reduction {
    static let name = "scale groups by least squares"

    /// A fit from many starts and a final one.
    private struct Effort {
        let rows: Int
        let terms: Int
        let steps: Int
    }

    private static let trial = Effort(rows: 400, terms: 45, steps: 4)
    private static let full = Effort(rows: 800, terms: 91, steps: 14)
    private static let maximumDegree = 12
    /// Random directions to start from, and how many of all starts are followed.
    private static let randomStarts = 5
    private static let followed = 2
    /// Share of the squares that a start may leave over after its steps.
    private static let promising = 0.3
    /// Largest squares left over, in units of those of the surrogate.
    private static let good = 2.0
    /// How much larger the residuals may get when exponents become fractions.
    private static let rounding = 1.3
    /// Squares that another power of z in front may leave over.
    private static let negligible = 1e-6
    private static let price = 0.4
    private static let mostProposals = 2

    /// Exponents of the group and of the power law in front.
    private struct Exponents {
        var group: [Double]
        var front: [Double]
        /// Squares left over, relative to those of the target about its mean.
        var left = Double.infinity
    }

    func proposals(_ context: ReductionContext) throws -> [ReductionProposal] {
        let problem = context.problem
        let inside = problem.columns.indices.filter { j in problem.columns[j].values.allSatisfy { $0 > 0 } }
        let outside = problem.columns.indices.filter { !inside.contains($0) }
        guard context.surrogate.isCoarse, inside.count > 2, outside.count < 2,
            let quick = Model(problem, inside, outside, Self.trial),
            let whole = Model(problem, inside, outside, Self.full)
        else { return [] }
        let trials = try starts(context, inside).map { try fitted($0, quick, steps: Self.trial.steps) }
        let ordered = trials.enumerated().sorted { ($0.element.left, $0.offset) < ($1.element.left, $1.offset) }
        let limit = Self.good * context.surrogate.relativeError * context.surrogate.relativeError
        for start in ordered.prefix(Self.followed).map(\.element) where start.left < Self.promising {
            let best = try fitted(start, whole, steps: Self.full.steps)
            guard best.left < limit else { continue }
            let found = proposals(context, whole, inside, best)
            if !found.isEmpty { return found }
        }
        return []
    }

    /// What the gradients say, and random directions with the power law of a regression of the logarithms.
    private func starts(_ context: ReductionContext, _ inside: [Int]) throws -> [Exponents] {
        var result: [Exponents] = []
        if let start = try ScaleGroups.scalings(context, inside, count: inside.count - 1), start.directions.count == 1 {
            result.append(Exponents(group: start.directions[0], front: start.offset))
        }
        let rows = context.target.indices.filter { context.target[$0] != 0 }
        let logarithms = inside.map { j in rows.map { Elementary.log(context.points[j][$0]) } }
        let regression = ExponentRegression(logarithms: logarithms, target: rows.map { context.target[$0] })
        guard let front = try regression.logarithmic()?.map(\.value), front.allSatisfy(\.isFinite) else {
            return result
        }
        var stream = SplitMix64(seed: 5)
        for _ in 0..<Self.randomStarts {
            let group = inside.map { _ in Double.random(in: -1...1, using: &stream) }
            result.append(Exponents(group: group, front: front))
        }
        return result
    }

    /// The exponents after some steps of a least-squares fit, the largest one of the group kept at 1.
    private func fitted(_ start: Exponents, _ model: Model, steps: Int) throws -> Exponents {
        guard let pivot = start.group.indices.max(by: { abs(start.group[$0]) < abs(start.group[$1]) }),
            start.group[pivot] != 0
        else { return start }
        let group = start.group.map { $0 / start.group[pivot] }
        // A power of z in front is a matter of g.
        let front = zip(start.front, group).map { $0 - start.front[pivot] * $1 }
        let free = group.indices.filter { $0 != pivot }
        func exponents(_ parameters: UnsafeBufferPointer<Double>) -> Exponents {
            var result = Exponents(group: group, front: front)
            for (position, j) in free.enumerated() {
                result.group[j] = parameters[position]
                result.front[j] = parameters[free.count + position]
            }
            return result
        }
        let parameters = free.map { group[$0] } + free.map { front[$0] }
        guard model.residuals(Exponents(group: group, front: front)) != nil else { return start }
        let fit = try LevenbergMarquardt(maximumIterations: steps, stepTolerance: 1e-6).fit(
            residualCount: model.rows, start: parameters,
            residuals: { parameters, out in
                guard let residuals = model.residuals(exponents(parameters)) else { return false }
                for i in residuals.indices { out[i] = residuals[i] }
                return true
            })
        var result = fit.parameters.withUnsafeBufferPointer(exponents)
        result.left = fit.chiSquared
        return result
    }

    /// Groups with simple fractions near the fitted exponents that fit no worse.
    private func proposals(
        _ context: ReductionContext, _ model: Model, _ inside: [Int], _ best: Exponents
    ) -> [ReductionProposal] {
        let grids: [ExponentSnapping.Grid] = [.fine, .coarse]
        let size = best.group.map(abs).max() ?? 1
        var found: [(group: [Rational], proposal: ReductionProposal)] = []
        for exponents in ScaleGroups.readableExponents([best.group.map { $0 / size }], on: grids) {
            // A group and its powers are the same.
            guard found.count < Self.mostProposals,
                !found.contains(where: { Self.areParallel($0.group, exponents[0]) }),
                let offset = ScaleGroups.simplestOffset(best.front, exponents, on: grids),
                let residuals = model.residuals(
                    Exponents(group: exponents[0].map(\.doubleValue), front: offset.map(\.doubleValue)))
            else { continue }
            let squares = residuals.reduce(0) { $0 + $1 * $1 }
            guard squares < Self.rounding * best.left + Self.negligible,
                let smaller = flattest(context.problem, inside, exponents[0], offset)
            else { continue }
            found.append(
                (
                    exponents[0],
                    ReductionProposal(
                        problem: smaller, misfit: squares.squareRoot(), price: Self.price + 0.1 * Double(found.count))
                ))
        }
        return found.map(\.proposal)
    }

    private static func areParallel(_ left: [Rational], _ right: [Rational]) -> Bool {
        zip(left, right).allSatisfy { a, b in
            zip(left, right).allSatisfy { c, d in
                abs(a.doubleValue * d.doubleValue - b.doubleValue * c.doubleValue) < 1e-9
            }
        }
    }

    /// The problem with that power of the group in the factor in front which leaves the target flattest, simple exponents
    /// preferred: a front that is off by a power of z hides the constant terms of g.
    private func flattest(
        _ problem: ReducedProblem, _ inside: [Int], _ group: [Rational], _ offset: [Rational]
    ) -> ReducedProblem? {
        let trials = Self.powers.compactMap { power -> (cost: Double, problem: ReducedProblem)? in
            let front = zip(offset, group).compactMap { base, exponent in
                exponent.multiplied(by: power).flatMap(base.adding)
            }
            guard front.count == offset.count,
                let smaller = ScaleGroups.reduced(problem, inside, to: [group], front: front)
            else { return nil }
            let peak = (smaller.target.map(abs).max() ?? 0) / max(Statistics.rootMeanSquare(smaller.target), 1e-300)
            return (Elementary.log(peak) + Self.pricePerExponent * ScaleGroups.cost(front), smaller)
        }
        return trials.min { $0.cost < $1.cost }?.problem
    }

    /// Powers of the group that may belong to the factor in front.
    private static let powers = [.zero, .one, .minusOne, Rational(1, 2), Rational(-1, 2)].compactMap(\.self)
    private static let pricePerExponent = 0.05

    /// The rows of a fit, as logarithms of the inputs of the group.
    private struct Model {
        let logarithms: [[Double]]
        let others: [[Double]]
        let target: [Double]
        let weights: [Double]
        let scale: Double
        let terms: Int

        var rows: Int { target.count }

        /// Nil for tables that are too short.
        init?(_ problem: ReducedProblem, _ inside: [Int], _ outside: [Int], _ effort: Effort) {
            let rows = min(effort.rows, problem.target.count * 3 / 4)
            terms = effort.terms
            logarithms = inside.map { j in problem.columns[j].values.prefix(rows).map(Elementary.log) }
            others = outside.map { Array(problem.columns[$0].values.prefix(rows)) }
            target = Array(problem.target.prefix(rows))
            weights = problem.sensitivity.prefix(rows).map(abs)
            let weighted = zip(target, weights).map { $0 * $1 }
            scale = Statistics.standardDeviation(weighted) * Double(rows).squareRoot()
            guard rows > 3 * terms, scale > 0, scale.isFinite else { return nil }
        }

        /// What the best g leaves over, weighted, relative to the spread of the target; nil where it is not finite.
        func residuals(_ exponents: Exponents) -> [Double]? {
            func combined(_ powers: [Double]) -> [Double] {
                target.indices.map { i in zip(logarithms, powers).reduce(0) { $0 + $1.0[i] * $1.1 } }
            }
            let z = [combined(exponents.group)] + others
            let basis = LegendreBasis(
                lower: z.map { $0.min() ?? 0 }, upper: z.map { $0.max() ?? 0 }, budget: terms,
                maximumDegree: ScaleGroupFit.maximumDegree)
            var elements = basis.design(z.map { $0[...] })
            let factors = zip(combined(exponents.front), weights).map { Elementary.exp($0) * $1 }
            for t in basis.terms.indices {
                for i in factors.indices { elements[t * factors.count + i] *= factors[i] }
            }
            let side = zip(target, weights).map { $0 * $1 }
            let matrix = Matrix(rows: rows, columns: basis.terms.count, elements: elements)
            guard elements.allSatisfy(\.isFinite),
                let solution = try? LeastSquares.normalEquations(matrix, [side])
                    ?? LeastSquares.fullRank(matrix, [side])
            else { return nil }
            let result = zip(matrix.times(solution.solutions[0]), side).map { ($0 - $1) / scale }
            return result.allSatisfy(\.isFinite) ? result : nil
        }
    }
}
