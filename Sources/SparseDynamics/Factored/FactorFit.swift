import NumericKernel

/// Fits the numbers of a shared factor on the quadratic model that a joint fit leaves of χ².
struct FactorFit {
    /// Most Gauss-Newton steps.
    static let mostSteps = 30
    /// Fall of χ² below which no further step is made.
    static let smallest = 1e-6

    /// The terms of the model.
    let terms: [ActiveTerm]
    /// Half the second derivatives and half the gradient of χ² at `centre`.
    let quadratic: ReducedQuadratic
    let centre: [Double]
    let library: FactorLibrary

    /// A factor, what it adds to χ² at the centre, and the inverse of half the second derivatives by its numbers.
    struct Solution {
        var factor: SharedFactor
        var change: Double
        var covariance: Matrix
    }

    /// χ² less that at the centre.
    private func change(_ coefficients: [Double]) -> Double {
        let shift = zip(coefficients, centre).map { $0 - $1 }
        let curved = quadratic.matrix.times(shift)
        return shift.indices.reduce(0) { $0 + shift[$1] * (2 * quadratic.gradient[$1] + curved[$1]) }
    }

    /// The best numbers from those that a factor has.
    ///
    /// - Returns: nil when the data do not determine them.
    func fitted(_ start: SharedFactor) -> Solution? {
        var factor = start
        var now = change(factor.expanded(terms, library).coefficients)
        for _ in 0..<Self.mostSteps {
            guard let model = model(factor), let step = JointProblem.step(model) else { return nil }
            var share = 1.0
            var fall = 0.0
            while share > 1e-3 {
                var trial = factor
                trial.numbers = zip(factor.numbers, step).map { $0 + share * $1 }
                let value = change(trial.expanded(terms, library).coefficients)
                if value <= now {
                    (fall, now, factor) = (now - value, value, trial)
                    break
                }
                share /= 2
            }
            if fall < Self.smallest { break }
        }
        guard let model = model(factor), let covariance = JointProblem.inverse(model.matrix) else { return nil }
        return Solution(factor: factor, change: now, covariance: covariance)
    }

    /// The factor without the numbers that do not pay their price, dropped one after the other; at least one equation keeps
    /// terms and the factor a monomial.
    func slimmed(_ start: SharedFactor, price: Double) -> Solution? {
        guard var best = fitted(start) else { return nil }
        while true {
            let factor = best.factor
            let losses = factor.numbers.indices.map { index in
                factor.numbers[index] * factor.numbers[index]
                    / max(best.covariance[index, index], .leastNormalMagnitude)
            }
            guard let weakest = losses.indices.min(by: { losses[$0] < losses[$1] }), losses[weakest] < price,
                let next = fitted(factor.dropping(weakest)), next.change < best.change + price
            else { return best }
            guard !next.factor.monomials.isEmpty else { return nil }
            best = next
        }
    }

    /// The quadratic model in the numbers of a factor.
    private func model(_ factor: SharedFactor) -> ReducedQuadratic? {
        let expansion = factor.expanded(terms, library)
        let shift = zip(expansion.coefficients, centre).map { $0 - $1 }
        let whole = zip(quadratic.gradient, quadratic.matrix.times(shift)).map { $0 + $1 }
        let slopes = expansion.slopes
        let matrix = slopes.transposed.times(quadratic.matrix.times(slopes))
        let gradient = slopes.transposed.times(whole)
        guard matrix.elements.allSatisfy(\.isFinite), gradient.allSatisfy(\.isFinite) else { return nil }
        return ReducedQuadratic(matrix: matrix, gradient: gradient, stretches: [])
    }
}
