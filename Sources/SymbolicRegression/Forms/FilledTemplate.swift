import Evaluation
import Expressions

/// A form whose holes have formulas: numbers in them and the form's parameters are fitted together on the rows.
struct FilledTemplate: Sendable {
    let form: Form
    /// A formula per hole in the names of `HoleArguments`.
    var functions: [Expression]
    /// Values of the form's parameters.
    var parameters: [Double]
    /// Bits for everything; infinite before it is measured.
    var bits = Double.infinity
    /// Mean squared residual.
    var meanSquare = Double.infinity
    /// Whether the residuals are rounding.
    var isExact = false

    /// Names that stand for a hole's arguments in its formula: the column itself where an argument is one.
    static func argumentNames(_ hole: Form.Hole) -> [String] {
        guard let first = hole.calls.first else { return [] }
        var names: [String] = []
        for (k, argument) in first.arguments.enumerated() {
            if case .variable(let name) = argument, !names.contains(name), hole.calls.count == 1 {
                names.append(name)
            } else {
                names.append("\(hole.name) argument \(k + 1)")
            }
        }
        return names
    }

    /// A hole's formula with a call's arguments put in.
    static func inserted(_ function: Expression, _ hole: Form.Hole, call: FormulaTemplate.Call) -> Expression {
        let names = argumentNames(hole)
        return function.substituting { name in names.firstIndex(of: name).map { call.arguments[$0] } }
    }

    /// The form with given formulas in its holes.
    static func template(_ form: Form, _ functions: [Expression]) -> Expression {
        var replacements: [String: Expression] = [:]
        for (hole, function) in zip(form.holes, functions) {
            for call in hole.calls { replacements[call.placeholder] = inserted(function, hole, call: call) }
        }
        return form.template.substituting { replacements[$0] }.flattened
    }

    /// The whole formula with all its numbers.
    var expression: Expression {
        Self.template(form, functions).substituting { name in
            form.parameters.firstIndex(of: name).map { .real(parameters[$0]) }
        }
    }

    /// The formulas with names instead of numbers, one name per number, not used by the form or the columns.
    func named(columns: [String]) -> (functions: [Expression], names: [String], values: [Double]) {
        var taken = Set(columns + form.parameters + form.holes.map(\.name))
        var (names, values): ([String], [Double]) = ([], [])
        let result = zip(form.holes, functions).map { hole, function in
            let plain = function.parameterized()
            var replaced: [String: Expression] = [:]
            var number = 0
            for (name, value) in zip(plain.parameters, plain.values) {
                var candidate = ""
                repeat {
                    number += 1
                    candidate = "\(hole.name)\(number)"
                } while !taken.insert(candidate).inserted
                names.append(candidate)
                values.append(value)
                replaced[name] = .variable(candidate)
            }
            return plain.template.substituting { replaced[$0] }
        }
        return (result, names, values)
    }

    /// The same with numbers and parameters fitted to the rows, and measured; nil when it is not finite.
    func fitted(on scoreboard: Scoreboard, ranges: [String: ParameterRange], iterations: Int = 60) -> FilledTemplate? {
        let problem = scoreboard.problem
        let (functions, names, values) = named(columns: problem.inputNames)
        let all = form.parameters + names
        var result = self
        if !all.isEmpty {
            let template = Self.template(form, functions)
            let bounded = Set(form.parameters.indices.filter { ranges[form.parameters[$0]]?.isBounded ?? false })
            let linear = LinearParameters.positions(in: template, all, excluding: bounded)
            let start = parameters + values
            guard problem.rowCount >= all.count,
                let model = try? SeparableModel(
                    template, variables: problem.inputNames, columns: problem.inputs, target: problem.target,
                    weights: problem.residualFactors, names: all, linear: linear),
                let fit = SeparableFit(
                    model, start: model.nonlinear.map { start[$0] },
                    ranges: model.nonlinear.map { ranges[all[$0]] ?? ParameterRange() }, iterations: iterations)
            else { return nil }
            result.parameters = Array(fit.state.parameters.prefix(form.parameters.count))
            let found = Array(fit.state.parameters.dropFirst(form.parameters.count))
            result.functions = functions.map { function in
                function.substituting { name in names.firstIndex(of: name).map { .real(found[$0]) } }
            }
        }
        let canonical = result.expression.simplified(assumingPositive: scoreboard.positive)
        guard let measured = scoreboard.measure(canonical, strategy: "form", notes: []) else { return nil }
        result.bits = measured.bits
        result.meanSquare = measured.trainingError
        result.isExact = measured.isExact
        return result
    }
}
