import NumericKernel

/// Functions of the state that vanish along the motion, in double precision.
struct StateConstraints {
    private static let stepLimit = 50

    /// One function and its partial derivatives.
    struct Constraint {
        var value: RealFormula
        var slopes: [RealFormula]
    }

    let constraints: [Constraint]

    /// The state near a given one at which all constraints hold, by Newton steps of least length; nil when there is none near.
    ///
    /// - Parameter scale: size of the states.
    func projected(_ start: [Double], scale: Double) -> [Double]? {
        guard !constraints.isEmpty else { return start }
        let count = constraints.count
        var state = start
        for _ in 0..<Self.stepLimit {
            let values = constraints.map { $0.value.value(at: state) }
            let rows = constraints.map { constraint in constraint.slopes.map { $0.value(at: state) } }
            guard (values + rows.joined()).allSatisfy(\.isFinite) else { return nil }
            var normal = [Double](repeating: 0, count: count * count)
            for i in 0..<count {
                for j in 0..<count { normal[i * count + j] = zip(rows[i], rows[j]).reduce(0) { $0 + $1.0 * $1.1 } }
            }
            guard let factor = CholeskyFactorization(normal, size: count) else { return nil }
            let steps = factor.solve(values)
            var length = 0.0
            for index in state.indices {
                let change = (0..<count).reduce(0) { $0 + steps[$1] * rows[$1][index] }
                state[index] -= change
                length = max(length, abs(change))
            }
            if length < 1e-13 * scale { return state }
        }
        return nil
    }
}
