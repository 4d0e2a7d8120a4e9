import Evaluation
import Expressions

/// Discovered equations as a function that can be computed at single points.
struct VectorField {
    /// Number of variables.
    let dimension: Int
    private let tapes: [Tape]
    private let jacobianTapes: [[Tape?]]

    /// Compiles equations over variables and inputs.
    init(_ equations: [DiscoveredEquation], variables: [String], inputs: [String]) throws {
        dimension = variables.count
        let columns = variables + inputs
        tapes = try equations.map { try Tape($0.expression, variables: columns) }
        jacobianTapes = try equations.map { equation in
            try variables.map { name in
                let slope = equation.expression.derivative(withRespectTo: name)
                return slope == .zero ? nil : try Tape(slope, variables: columns)
            }
        }
    }

    /// The right-hand sides at a point.
    func value(_ state: [Double], inputs: [Double] = []) -> [Double] {
        let columns = (state + inputs).map { [$0] }
        return tapes.map { $0.evaluate(columns: columns, rows: 0..<1)[0] }
    }

    /// Their derivatives by the variables, row by row.
    func jacobian(_ state: [Double], inputs: [Double] = []) -> [[Double]] {
        let columns = (state + inputs).map { [$0] }
        return jacobianTapes.map { row in row.map { $0?.evaluate(columns: columns, rows: 0..<1)[0] ?? 0 } }
    }
}
