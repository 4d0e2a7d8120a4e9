import NumericKernel

/// Covariance of fitted parameters, and the combinations that the data leave open.
///
/// Through the singular values of the Jacobian with its columns scaled to one length, so that units play no part.
struct ParameterCovariance: Sendable {
    /// A direction in which parameters may change without a visible change of the formula's values.
    struct OpenDirection: Sendable {
        /// Share of each parameter, the largest 1 in size; relative changes where the value is not 0.
        var shares: [Double]
    }

    /// Covariance before it is multiplied by the variance of the residuals, p × p; infinite for what is open.
    let unscaled: [[Double]]
    /// Directions that the data do not determine.
    let openDirections: [OpenDirection]
    /// Largest over smallest singular value of the scaled Jacobian.
    let condition: Double

    /// Relative singular values below this count as zero.
    private static let tolerance = 1e-10

    /// Analyses the weighted derivatives by all parameters at the minimum.
    ///
    /// - Parameters:
    ///   - jacobian: one column per parameter, at least as many rows as columns.
    ///   - values: the parameters.
    /// - Returns: nil when a derivative is not finite.
    init?(jacobian: [[Double]], values: [Double]) {
        let count = values.count
        let lengths = jacobian.map { Statistics.rootMeanSquare($0) * Double($0.count).squareRoot() }
        let scales = lengths.map { $0 > 0 ? $0 : 1 }
        let scaled = zip(jacobian, scales).map { column, scale in column.map { $0 / scale } }
        guard count > 0, (jacobian.first?.count ?? 0) >= count,
            let decomposition = try? SingularValueDecomposition(Matrix(columns: scaled)),
            let largest = decomposition.values.first
        else { return nil }
        condition = largest / max(decomposition.values.last ?? 0, 1e-300)
        let open = decomposition.values.indices.filter { decomposition.values[$0] <= Self.tolerance * largest }
        openDirections = open.map { k in
            let vector = decomposition.rightVectors[k]
            let relative = (0..<count).map { j in
                values[j] == 0 ? vector[j] / scales[j] : vector[j] / (scales[j] * abs(values[j]))
            }
            let size = relative.map(abs).max() ?? 1
            let sign = (relative.first { abs($0) > 0.05 * size } ?? 1) < 0 ? -1.0 : 1.0
            return OpenDirection(shares: relative.map { size > 0 ? sign * $0 / size : 0 })
        }
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for k in decomposition.values.indices where !open.contains(k) {
            let vector = decomposition.rightVectors[k]
            let factor = 1 / (decomposition.values[k] * decomposition.values[k])
            for i in 0..<count {
                for j in 0..<count { matrix[i][j] += factor * vector[i] * vector[j] / (scales[i] * scales[j]) }
            }
        }
        let undetermined = (0..<count).filter { j in
            open.contains { abs(decomposition.rightVectors[$0][j]) > 1e-5 }
        }
        for i in undetermined {
            for j in 0..<count {
                matrix[i][j] = .infinity
                matrix[j][i] = .infinity
            }
        }
        unscaled = matrix
    }

    /// Correlation of two parameters; nil when one is undetermined.
    func correlation(_ i: Int, _ j: Int) -> Double? {
        let product = unscaled[i][i] * unscaled[j][j]
        guard product.isFinite, product > 0 else { return nil }
        return i == j ? 1 : min(max(unscaled[i][j] / product.squareRoot(), -1), 1)
    }

    /// What is open in words: which parameters can be changed together without changing the formula's values.
    func sentences(names: [String]) -> [String] {
        openDirections.map { direction in
            let taking = names.indices.filter { abs(direction.shares[$0]) > 0.01 }
            if taking.count == 1 { return "the data do not determine \(names[taking[0]]) at all" }
            let list = taking.map { index in
                let share = (direction.shares[index] * 100).rounded() / 100
                return "\(names[index]) \(share < 0 ? "falls" : "grows") by \(Self.text(abs(share))) %"
            }
            return "the data do not determine \(taking.map { names[$0] }.joined(separator: ", ")) separately: nothing "
                + "changes when \(list.joined(separator: " and "))"
        }
    }

    private static func text(_ share: Double) -> String {
        share == share.rounded() ? String(Int(share)) : "\(share)"
    }
}
