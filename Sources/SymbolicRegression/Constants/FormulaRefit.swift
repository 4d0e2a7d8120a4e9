import Diagnostics
import Evaluation
import Expressions
import NumericKernel

/// Evaluates a given formula on a table and fits its decimal constants.
///
/// Numbers written with a decimal point (`.real` in the tree) are constants that the data may change; whole numbers and
/// fractions belong to the form and stay. The formula is used as it is written, without simplification, so that constants
/// appear in the answer in the order of the text.
public struct FormulaRefit: Sendable {
    /// A formula with refitted constants.
    public struct Outcome: Sendable {
        /// The formula with the new values.
        public var expression: Expression
        /// The constants in order of appearance.
        public var constants: [FittedConstant]
        /// The values that the formula came with, in the same order.
        public var startingValues: [Double]
        /// Sentences about constants that the data do not determine and the like.
        public var warnings: [String]
    }

    private let names: [String]
    private let columns: [[Double]]
    private let target: [Double]

    /// Prepares fits to a table.
    ///
    /// - Parameters:
    ///   - columns: the columns by name, all as long as the target.
    ///   - target: the values that the formula should give.
    public init(columns: [(name: String, values: [Double])], target: [Double]) {
        precondition(columns.allSatisfy { $0.values.count == target.count })
        names = columns.map(\.name)
        self.columns = columns.map(\.values)
        self.target = target
    }

    /// The values of a formula, one per row; not finite where it is not defined.
    ///
    /// - Throws: `DiscoverError.input` for a name that is not among the columns.
    public func values(of expression: Expression) throws(DiscoverError) -> [Double] {
        try Tape(expression, variables: names).evaluate(columns: columns, rows: 0..<target.count)
    }

    /// The formula with its decimal constants fitted to the target by least squares.
    ///
    /// The search starts at the values in the formula. A formula without decimal constants, or with more of them than
    /// there are rows, comes back unchanged with a warning.
    ///
    /// - Throws: `DiscoverError.input` for unknown names; `DiscoverError.numeric` when the formula is not defined in
    ///   every row at the start, since a fit to some rows only would hide that.
    /// - Complexity: O(rows × constants²) per step of Levenberg-Marquardt (`LevenbergMarquardt`).
    public func refit(_ expression: Expression) throws(DiscoverError) -> Outcome {
        let form = expression.parameterized(reserved: Set(names))
        let start = form.values
        guard !start.isEmpty else {
            return Outcome(
                expression: expression, constants: [], startingValues: [],
                warnings: [
                    "the formula has no constants to refit: write them with a decimal point, such as 2.0; "
                        + "whole numbers are exact"
                ])
        }
        guard target.count >= start.count else {
            return unchanged(
                expression, start,
                "\(target.count) rows cannot determine \(start.count) constants; nothing was refitted")
        }
        guard try values(of: expression).allSatisfy(\.isFinite) else {
            throw .numeric(
                Diagnostic(
                    "refit.undefined",
                    "the formula has no finite value in some rows, so its constants cannot be refitted",
                    hint: "evaluate it without refitting to see how many rows"))
        }
        let tape = try Tape(form.template, variables: names, parameters: form.parameters)
        let rows = 0..<target.count
        let fit = try LevenbergMarquardt().fit(residualCount: rows.count, start: start) { parameters, residuals in
            let values = tape.evaluate(columns: columns, parameters: Array(parameters), rows: rows)
            for row in rows { residuals[row] = values[row] - target[row] }
            return true
        } jacobian: { parameters, jacobian in
            var workspace = Workspace()
            var values = [Double](repeating: 0, count: rows.count)
            values.withUnsafeMutableBufferPointer {
                tape.evaluateWithJacobian(
                    columns: columns, parameters: Array(parameters), rows: rows, into: $0, jacobian: jacobian,
                    workspace: &workspace)
            }
            return true
        }
        return outcome(of: fit, form: form)
    }

    private func outcome(of fit: NonlinearFit, form: ParameterizedExpression) -> Outcome {
        let constants = fit.parameters.indices.map { index in
            let error = fit.standardErrors[index]
            return FittedConstant(
                name: "c\(index + 1)", value: fit.parameters[index], standardError: error.isFinite ? error : nil,
                snapped: nil)
        }
        var warnings: [String] = []
        if !fit.isConverged { warnings.append("the fit of the constants did not converge") }
        if target.count > constants.count {
            let undetermined = constants.filter { $0.standardError == nil }.map(\.name)
            if !undetermined.isEmpty {
                warnings.append("the data do not determine \(undetermined.joined(separator: ", ")) separately")
            }
        }
        return Outcome(
            expression: form.expression(fit.parameters), constants: constants, startingValues: form.values,
            warnings: warnings)
    }

    private func unchanged(_ expression: Expression, _ values: [Double], _ warning: String) -> Outcome {
        let constants = values.enumerated().map { index, value in
            FittedConstant(name: "c\(index + 1)", value: value, standardError: nil, snapped: nil)
        }
        return Outcome(expression: expression, constants: constants, startingValues: values, warnings: [warning])
    }
}
