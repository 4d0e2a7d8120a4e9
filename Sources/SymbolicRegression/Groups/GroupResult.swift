import Diagnostics
import Evaluation
import Expressions

/// Writes a grouped fit as the result of a search.
struct GroupResult {
    let data: GroupedProblem
    let options: FitOptions
    let control: RunControl

    /// Bits by which the law must beat one mean per group.
    private static let evidence = 6.0

    /// The result.
    func result(_ form: GroupedForm, _ raw: GroupedFit, bits: Double, decision: String) -> FitResult {
        let problem = data.problem
        let names = form.names
        let free = Set(raw.free)
        let scale = Statistics.rootMeanSquare(problem.target)
        let isExact = (raw.cost / Double(problem.rowCount)).squareRoot() < Scoreboard.exactness * scale
        func number(_ g: Int, _ k: Int) -> Double { raw.values[g][k] }
        func constant(_ g: Int, _ k: Int) -> FittedConstant {
            FittedConstant(
                name: names[k], value: number(g, k), standardError: isExact ? nil : raw.errors[g][k], snapped: nil)
        }
        let law = form.template.substituting { name in
            names.firstIndex(of: name).flatMap { free.contains($0) ? nil : .real(number(0, $0)) }
        }
        var predictions = [Double](repeating: .nan, count: problem.rowCount)
        var isVerified = true
        let entries = data.groups.indices.map { g in
            let group = data.groups[g]
            let expression = form.template.substituting { name in
                names.firstIndex(of: name).map { .real(number(g, $0)) }
            }
            let rows = data.problem(rows: group.rows)
            let values = Self.values(of: expression, rows)
            for (position, row) in group.rows.enumerated() { predictions[row] = values[position] }
            let squares = zip(rows.target, values).map { ($0 - $1) * ($0 - $1) }
            let expected = form.models[g].values(raw.values[g])
            isVerified =
                isVerified && zip(values, expected).allSatisfy { abs($0 - $1) <= 1e-9 * (abs($1) + scale) }
            return GroupEvidence.Entry(
                label: group.label, rows: group.rows.count, constants: raw.free.map { constant(g, $0) },
                expression: expression, rootMeanSquareError: Statistics.mean(squares).squareRoot())
        }
        let meanSquare = Statistics.mean(zip(problem.target, predictions).map { ($0 - $1) * ($0 - $1) })
        let deviation = Statistics.standardDeviation(problem.target)
        let heldOut = heldOut(form, raw)
        let shared = names.indices.filter { !free.contains($0) }
        var best = FittedLaw(
            expression: law, complexity: law.complexity, descriptionLength: bits,
            rSquared: .init(
                train: deviation > 0 ? 1 - meanSquare / (deviation * deviation) : 0, heldOut: heldOut?.rSquared),
            rootMeanSquareError: .init(train: meanSquare.squareRoot(), heldOut: heldOut?.meanSquare.squareRoot()),
            constants: shared.map { constant(0, $0) }, isExact: isExact, isVerified: isVerified, strategy: "groups")
        let freedom = problem.rowCount - raw.constantCount(parameters: names.count, groups: data.groups.count)
        if problem.sigma != nil {
            best.weightedRootMeanSquareError = .init(
                train: (raw.cost / Double(problem.rowCount)).squareRoot(), heldOut: nil)
        }
        let isFound = bits + Self.evidence < meansOfGroups
        var result = FitResult(
            status: isFound ? .found : .none, stopped: control.stopReason ?? .accepted, best: isFound ? best : nil,
            front: [best],
            noise: isExact ? 0 : freedom > 0 ? (raw.cost / Double(freedom)).squareRoot() : nil, leadInBits: nil,
            searched: [], reductions: [], effectiveDimension: nil,
            warnings: warnings(entries, free: raw.free.map { names[$0] }),
            rows: (problem.rowCount - (heldOut?.rows ?? 0), heldOut?.rows ?? 0), evaluations: control.evaluations)
        result.groups = GroupEvidence(
            column: data.column, template: form.template, shared: shared.map { names[$0] },
            free: raw.free.map { names[$0] }, entries: entries, decision: decision)
        return result
    }

    /// Bits of the best answer without a law: every group has its own mean.
    private var meansOfGroups: Double {
        let measure = DescriptionLength(inputs: data.problem.inputNames.count, target: data.problem.target[...])
        var squares = 0.0
        for group in data.groups {
            let values = group.rows.map { data.problem.target[$0] }
            let deviation = Statistics.standardDeviation(values)
            squares += deviation * deviation * Double(values.count)
        }
        let meanSquare = squares / Double(data.problem.rowCount)
        let relative = (meanSquare / max(measure.targetMeanSquare, 1e-300)).squareRoot()
        return measure.residualBits(meanSquare: meanSquare)
            + Double(data.groups.count) * (1 + measure.constantBits(relativeResidual: relative))
    }

    private static func values(of expression: Expression, _ problem: RegressionProblem) -> [Double] {
        let missing = problem.target.map { _ in Double.nan }
        // As printed and read back: that is what the user will evaluate.
        guard let parsed = try? Expression.parse(expression.description, variables: Set(problem.inputNames)),
            let tape = try? Tape(parsed, variables: problem.inputNames)
        else { return missing }
        return tape.evaluate(columns: problem.inputs, rows: 0..<problem.rowCount)
    }

    private func warnings(_ entries: [GroupEvidence.Entry], free: [String]) -> [String] {
        let small = entries.filter { $0.rows < free.count }
        guard !small.isEmpty else { return [] }
        let labels = small.prefix(5).map { "'\($0.label)'" }.joined(separator: ", ")
        return ["\(labels) ha\(small.count == 1 ? "s" : "ve") fewer rows than constants of their own"]
    }

    /// Errors on rows held back from a fit to the others; nil when some group would be left without enough rows.
    private func heldOut(
        _ form: GroupedForm, _ fit: GroupedFit
    ) -> (meanSquare: Double, rSquared: Double, rows: Int)? {
        let split = RowSplit(rowCount: data.problem.rowCount, seed: options.seed)
        guard split.training < data.problem.rowCount else { return nil }
        let held = Set(split.order[split.training...])
        var training: [SeparableModel] = []
        var testing: [SeparableModel] = []
        for (model, group) in zip(form.models, data.groups) {
            let positions = group.rows.indices
            let kept = positions.filter { !held.contains(group.rows[$0]) }
            guard kept.count > fit.free.count else { return nil }
            training.append(model.onRows(Array(kept)))
            testing.append(model.onRows(positions.filter { held.contains(group.rows[$0]) }))
        }
        guard let again = GroupedFit(training, start: fit.values, free: fit.free, ranges: form.ranges) else {
            return nil
        }
        var squares = 0.0
        for (model, values) in zip(testing, again.values) {
            let predictions = model.values(values)
            for (value, target) in zip(predictions, model.target) { squares += (target - value) * (target - value) }
        }
        guard squares.isFinite else { return nil }
        let meanSquare = squares / Double(held.count)
        let deviation = Statistics.standardDeviation(held.sorted().map { data.problem.target[$0] })
        return (meanSquare, deviation > 0 ? 1 - meanSquare / (deviation * deviation) : 0, held.count)
    }
}
