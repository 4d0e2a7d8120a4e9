import NumericKernel

/// The linearised least-squares problem of a grouped fit, with every group's own parameters eliminated.
struct GroupedSystem {
    private let shared: [Int]
    private let free: [Int]
    private let parameterCount: Int
    /// Per group: how its own parameters follow the shared ones, one list per shared parameter.
    private var following: [[[Double]]] = []
    /// Per group: the step of its own parameters when the shared ones stay.
    private var own: [[Double]] = []
    /// Derivatives by the own parameters, per group.
    private var ownColumns: [[[Double]]] = []
    /// What is left of the derivatives by the shared parameters, over all rows.
    private var reduced: [[Double]]
    private var reducedResiduals: [Double] = []
    private let values: [[Double]]

    /// Linearises at some values; nil where derivatives are not finite.
    ///
    /// - Parameter damping: Marquardt's factor; 0 for the plain problem.
    init?(_ models: [SeparableModel], values: [[Double]], shared: [Int], free: [Int], damping: Double) {
        (self.shared, self.free, self.values) = (shared, free, values)
        parameterCount = shared.count + free.count
        reduced = shared.map { _ in [] }
        var lengths = shared.map { _ in 0.0 }
        let root = damping.squareRoot()
        for (model, parameters) in zip(models, values) {
            guard let jacobian = model.jacobian(parameters) else { return nil }
            let predictions = model.values(parameters)
            var residuals = model.target.indices.map {
                (model.target[$0] - predictions[$0]) * (model.weights?[$0] ?? 1)
            }
            residuals += free.map { _ in 0 }
            var sides = shared.map { jacobian[$0] + free.map { _ in 0 } }
            for k in shared.indices { for value in sides[k] { lengths[k] += value * value } }
            let columns = free.enumerated().map { order, index in
                let size = Statistics.rootMeanSquare(jacobian[index]) * Double(model.rowCount).squareRoot()
                return jacobian[index] + free.indices.map { $0 == order ? root * max(size, 1e-290) : 0 }
            }
            ownColumns.append(free.map { jacobian[$0] })
            if free.isEmpty {
                following.append(shared.map { _ in [] })
                own.append([])
            } else {
                guard let solutions = SeparableModel.solve(columns, sides + [residuals]), let last = solutions.last
                else { return nil }
                following.append(Array(solutions.dropLast()))
                own.append(last)
                for (k, solution) in solutions.enumerated() {
                    for (column, share) in zip(columns, solution) where share != 0 {
                        for row in column.indices {
                            if k < sides.count {
                                sides[k][row] -= share * column[row]
                            } else {
                                residuals[row] -= share * column[row]
                            }
                        }
                    }
                }
            }
            for k in shared.indices { reduced[k] += sides[k] }
            reducedResiduals += residuals
        }
        for k in shared.indices {
            reduced[k] += shared.indices.map { $0 == k ? root * max(lengths[k].squareRoot(), 1e-290) : 0 }
        }
        reducedResiduals += shared.map { _ in 0 }
    }

    /// Changes of all parameters in every group; nil when they are not finite.
    var step: [[Double]]? {
        var common: [Double] = []
        if !shared.isEmpty {
            guard let solution = SeparableModel.solve(reduced, [reducedResiduals])?.first else { return nil }
            common = solution
        }
        let result = own.indices.map { g in
            var change = [Double](repeating: 0, count: parameterCount)
            for (k, index) in shared.enumerated() { change[index] = common[k] }
            for (order, index) in free.enumerated() {
                change[index] = own[g][order]
                for k in shared.indices { change[index] -= following[g][k][order] * common[k] }
            }
            return change
        }
        return result.allSatisfy { $0.allSatisfy(\.isFinite) } ? result : nil
    }

    /// Standard errors by group and parameter, for a variance of the residuals.
    func standardErrors(variance: Double) -> [[Double?]] {
        let common =
            shared.isEmpty ? nil : ParameterCovariance(jacobian: reduced, values: shared.map { values[0][$0] })
        func finite(_ value: Double?) -> Double? {
            value.flatMap { $0.isFinite && $0 >= 0 ? (variance * $0).squareRoot() : nil }
        }
        return own.indices.map { g in
            var errors = [Double?](repeating: nil, count: parameterCount)
            for (k, index) in shared.enumerated() { errors[index] = finite(common?.unscaled[k][k]) }
            let inner = ParameterCovariance(jacobian: ownColumns[g], values: free.map { values[g][$0] })
            for (order, index) in free.enumerated() {
                guard var value = inner?.unscaled[order][order] else { continue }
                if let common {
                    for i in shared.indices {
                        for j in shared.indices {
                            value += following[g][i][order] * common.unscaled[i][j] * following[g][j][order]
                        }
                    }
                }
                errors[index] = finite(value)
            }
            return errors
        }
    }
}
