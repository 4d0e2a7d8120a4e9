import Diagnostics
import Expressions

/// Says where a form that is finite at no starting point breaks down.
struct FormFailure {
    let form: Form
    let problem: RegressionProblem

    /// The error: which part of the form, in which row, at which values.
    func error(model: SeparableModel, starts: [[Double]]) -> DiscoverError {
        var best: (finite: Int, parameters: [Double], row: Int)?
        for start in starts.prefix(64) {
            var parameters = [Double](repeating: 1, count: form.parameters.count)
            for (position, index) in model.nonlinear.enumerated() { parameters[index] = start[position] }
            let values = model.values(parameters)
            let finite = values.filter(\.isFinite).count
            guard let row = values.firstIndex(where: { !$0.isFinite }) else { continue }
            if best.map({ finite > $0.finite }) ?? true { best = (finite, parameters, row) }
        }
        guard let best else {
            return .numeric(
                Diagnostic(
                    "form.undefined",
                    "the form or its derivatives have no finite value at any of \(starts.count) starts",
                    hint: "give starting values with --start name=value"))
        }
        var values: [String: Double] = [:]
        for (name, column) in zip(problem.inputNames, problem.inputs) { values[name] = column[best.row] }
        let place = form.columns.map { "\($0) = \(values[$0] ?? .nan)" }.joined(separator: ", ")
        for (name, value) in zip(form.parameters, best.parameters) { values[name] = value }
        let culprit = Self.culprit(in: form.template, values)
        let undefined = problem.rowCount - best.finite
        return .numeric(
            Diagnostic(
                "form.undefined",
                "the form has no finite value in \(undefined) of \(problem.rowCount) rows at the best of \(starts.count) "
                    + "starts, first where \(place)" + (culprit.map { ": '\($0)' is not defined there" } ?? ""),
                hint: "leave such rows out, bound the parameters with --bound name=low..high, or start nearby with "
                    + "--start name=value"))
    }

    /// The smallest part of a formula that is not finite.
    private static func culprit(in node: Expression, _ values: [String: Double]) -> Expression? {
        if node.numericValue(values).isFinite { return nil }
        for child in node.children {
            if let inner = culprit(in: child, values) { return inner }
        }
        return node
    }
}
