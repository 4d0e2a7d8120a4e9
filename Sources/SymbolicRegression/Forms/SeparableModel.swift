import Diagnostics
import Evaluation
import Expressions
import NumericKernel

/// A formula with parameters on some rows, its linear parameters solved for whenever the others are given.
///
/// Golub & Pereyra 1973; the derivative of the projected residuals is Kaufman's (1975): the part of the Jacobian of the
/// nonlinear parameters that the linear ones cannot imitate.
struct SeparableModel: Sendable {
    /// The state for some values of the nonlinear parameters.
    struct State: Sendable {
        /// All parameters, the linear ones at their best.
        var parameters: [Double]
        /// Weighted target minus formula.
        var residuals: [Double]
        /// Sum of squared residuals.
        var cost: Double
        /// Derivatives of the formula by the nonlinear parameters, weighted, without the part that the linear ones can
        /// imitate.
        var projected: [[Double]]
        /// Whether each nonlinear parameter does something that the linear ones cannot do.
        var isDetermined: [Bool]
    }

    let names: [String]
    let tape: Tape
    let columns: [[Double]]
    let target: [Double]
    /// Factors of the residuals by row; nil for equal weights.
    let weights: [Double]?
    /// Positions of the parameters that are solved for.
    let linear: [Int]
    /// Positions of the others that are fitted.
    let nonlinear: [Int]

    /// A model on all rows of the columns.
    ///
    /// - Parameters:
    ///   - expression: formula in columns and parameters.
    ///   - variables: names of the columns.
    ///   - names: names of the parameters.
    ///   - linear: positions of those that enter linearly, see `LinearParameters`.
    /// - Throws: `DiscoverError.input` for names that are neither.
    init(
        _ expression: Expression, variables: [String], columns: [[Double]], target: [Double], weights: [Double]?,
        names: [String], linear: [Int]
    ) throws(DiscoverError) {
        self.names = names
        tape = try Tape(expression, variables: variables, parameters: names)
        self.columns = columns
        self.target = target
        self.weights = weights
        self.linear = linear
        nonlinear = names.indices.filter { !linear.contains($0) }
    }

    private init(_ other: SeparableModel, rows: [Int]) {
        names = other.names
        tape = other.tape
        columns = other.columns.map { column in rows.map { column[$0] } }
        target = rows.map { other.target[$0] }
        weights = other.weights.map { weights in rows.map { weights[$0] } }
        (linear, nonlinear) = (other.linear, other.nonlinear)
    }

    /// The model on some of its rows.
    func onRows(_ rows: [Int]) -> SeparableModel { SeparableModel(self, rows: rows) }

    /// Number of rows.
    var rowCount: Int { target.count }

    /// The formula's values for all parameters.
    func values(_ parameters: [Double]) -> [Double] {
        tape.evaluate(columns: columns, parameters: parameters, rows: 0..<rowCount)
    }

    /// Weighted derivatives by all parameters; nil where one is not finite.
    func jacobian(_ parameters: [Double]) -> [[Double]]? { weightedJacobian(parameters)?.jacobian }

    /// Sum of squared weighted residuals for all parameters; not finite where the formula is not defined.
    func cost(_ parameters: [Double]) -> Double {
        let values = values(parameters)
        var sum = 0.0
        for row in target.indices {
            let residual = (target[row] - values[row]) * (weights?[row] ?? 1)
            sum += residual * residual
        }
        return sum
    }

    /// Solves for the linear parameters; nil where the formula is not finite.
    func state(_ nonlinearValues: [Double]) -> State? {
        var parameters = [Double](repeating: 0, count: names.count)
        for (position, index) in nonlinear.enumerated() { parameters[index] = nonlinearValues[position] }
        var basis: [[Double]] = []
        if !linear.isEmpty {
            guard let atZero = weightedJacobian(parameters) else { return nil }
            basis = linear.map { atZero.jacobian[$0] }
            let rest = zip(weightedTarget, atZero.values).map { $0 - $1 }
            guard let solution = Self.solve(basis, [rest])?.first else { return nil }
            for (position, index) in linear.enumerated() { parameters[index] = solution[position] }
        }
        guard let here = weightedJacobian(parameters) else { return nil }
        let residuals = zip(weightedTarget, here.values).map { $0 - $1 }
        var cost = 0.0
        for residual in residuals { cost += residual * residual }
        guard cost.isFinite else { return nil }
        var projected = nonlinear.map { here.jacobian[$0] }
        let lengths = projected.map(Statistics.rootMeanSquare)
        if !basis.isEmpty, !projected.isEmpty {
            guard let parts = Self.solve(basis, projected) else { return nil }
            for (k, part) in parts.enumerated() {
                for (column, share) in zip(basis, part) where share != 0 {
                    for row in column.indices { projected[k][row] -= share * column[row] }
                }
            }
        }
        // What is left after the projection is rounding where a parameter only repeats what linear ones do.
        let isDetermined = zip(projected, lengths).map { Statistics.rootMeanSquare($0) > 1e-11 * $1 }
        return State(
            parameters: parameters, residuals: residuals, cost: cost, projected: projected, isDetermined: isDetermined)
    }

    private var weightedTarget: [Double] { weights.map { zip(target, $0).map(*) } ?? target }

    private func weightedJacobian(_ parameters: [Double]) -> (values: [Double], jacobian: [[Double]])? {
        var (values, jacobian) = tape.evaluateWithJacobian(columns: columns, parameters: parameters)
        if columns.isEmpty { return nil }
        if let weights {
            for row in values.indices { values[row] *= weights[row] }
            for k in jacobian.indices {
                for row in values.indices { jacobian[k][row] *= weights[row] }
            }
        }
        guard values.allSatisfy({ $0.magnitude < 1e150 }),
            jacobian.allSatisfy({ $0.allSatisfy { $0.magnitude < 1e150 } })
        else { return nil }
        return (values, jacobian)
    }

    /// Least-squares coefficients of each right-hand side in the columns, which are scaled to equal length first so that
    /// units do not decide what counts as dependent.
    static func solve(_ basis: [[Double]], _ sides: [[Double]]) -> [[Double]]? {
        let lengths = basis.map { column in
            let length = Statistics.rootMeanSquare(column) * Double(column.count).squareRoot()
            return length > 0 ? length : 1
        }
        let scaled = zip(basis, lengths).map { column, length in column.map { $0 / length } }
        guard let solution = try? LeastSquares.minimumNorm(Matrix(columns: scaled), sides, tolerance: 1e-14) else {
            return nil
        }
        return solution.solutions.map { zip($0, lengths).map { $0 / $1 } }
    }
}
