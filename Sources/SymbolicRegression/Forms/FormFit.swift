import Diagnostics
import Evaluation
import Expressions
import NumericKernel

/// Fits the parameters of a form without holes and gathers the evidence.
struct FormFit {
    let form: Form
    let problem: RegressionProblem
    let ranges: [String: ParameterRange]
    let options: FitOptions
    let control: RunControl

    /// Factors of the residuals; nil for equal weights.
    private var weights: [Double]? { problem.residualFactors }

    /// The fitted law as the result of a search that needed none.
    ///
    /// - Throws: `DiscoverError.input` for too few rows; `DiscoverError.numeric` when the form is finite nowhere.
    func result() throws -> FitResult {
        let names = form.parameters
        let rows = problem.rowCount
        guard rows >= names.count else {
            throw DiscoverError.input(
                "form.too-few-rows",
                "\(rows) rows cannot determine the \(names.count) parameters \(names.joined(separator: ", "))",
                at: SourceLocation(file: "form"), hint: "give more rows, or write numbers for some parameters")
        }
        let model = try model()
        let starts = startingPoints(model)
        let nonlinearRanges = model.nonlinear.map { ranges[names[$0]] ?? ParameterRange() }
        guard
            let best = MultistartFit(
                model, starts: starts, ranges: nonlinearRanges, threads: options.threads, control: control)
        else { throw FormFailure(form: form, problem: problem).error(model: model, starts: starts) }
        return try result(best, model: model, ranges: nonlinearRanges)
    }

    /// The model of the form on the rows of the table.
    func model() throws -> SeparableModel {
        let names = form.parameters
        let bounded = Set(names.indices.filter { ranges[names[$0]]?.isBounded ?? false })
        let linear = LinearParameters.positions(in: form.template, names, excluding: bounded)
        return try SeparableModel(
            form.template, variables: problem.inputNames, columns: problem.inputs, target: problem.target,
            weights: weights, names: names, linear: linear)
    }

    /// Starting values of the model's nonlinear parameters.
    func startingPoints(_ model: SeparableModel, count: Int? = nil) -> [[Double]] {
        let names = form.parameters
        let scales = ParameterScales(
            form.template, parameters: names,
            columns: Dictionary(zip(problem.inputNames, problem.inputs)) { first, _ in first },
            targetSize: Statistics.rootMeanSquare(problem.target))
        let open = model.nonlinear.map { names[$0] }
        let count = count ?? min(max(128, 192 * open.count), 768)
        return StartingPoints.points(
            open.map { scales.guesses[$0] ?? .init(size: 1, places: nil) },
            open.map { ranges[$0] ?? ParameterRange() }, count: count)
    }

    private func result(_ best: MultistartFit, model: SeparableModel, ranges: [ParameterRange]) throws -> FitResult {
        let names = form.parameters
        let scoreboard = Scoreboard(problem: problem, trainingRows: problem.rowCount)
        let values = rounded(best.fit.state.parameters, on: scoreboard)
        let expression = expression(values)
        guard var candidate = scoreboard.measure(expression, strategy: "form", notes: []) else {
            throw DiscoverError.numeric(Diagnostic("form.undefined", "the fitted form has no finite value in some row"))
        }
        candidate.complexity = expression.complexity
        let evidence = evidence(best, model: model, exact: candidate.isExact)
        let heldOut = heldOutError(model, start: values, ranges: ranges)
        candidate.heldOutError = heldOut?.meanSquare ?? candidate.trainingError
        let constants = names.indices.map { k in
            FittedConstant(
                name: names[k], value: values[k],
                standardError: candidate.isExact ? nil : evidence.covariance[k][k]?.squareRoot(), snapped: nil)
        }
        var law = scoreboard.law(
            candidate, constants: constants, isVerified: FormCheck.isVerified(candidate, on: scoreboard))
        if let heldOut {
            law.rSquared.heldOut = heldOut.rSquared
            law.rootMeanSquareError.heldOut = heldOut.meanSquare.squareRoot()
        }
        let held = heldOut?.rows ?? 0
        var result = FitResult(
            status: .found, stopped: control.stopReason ?? .accepted, best: law, front: [law],
            noise: candidate.isExact ? 0 : evidence.residualStandardDeviation, leadInBits: nil, searched: [],
            reductions: [], effectiveDimension: nil, warnings: warnings(law, evidence, values: values),
            rows: (problem.rowCount - held, held), evaluations: control.evaluations)
        result.form = evidence
        return result
    }

    private func expression(_ values: [Double]) -> Expression {
        form.template.substituting { name in form.parameters.firstIndex(of: name).map { .real(values[$0]) } }
    }

    /// Parameters of an exact fit without the digits that rounding left: 8.314, not 8.3140000000000001.
    private func rounded(_ values: [Double], on scoreboard: Scoreboard) -> [Double] {
        let short = values.map { DecimalRounding.shortest($0, tolerance: 1e-9 * abs($0)) }
        guard let before = scoreboard.measure(expression(values), strategy: "form", notes: []), before.isExact,
            let after = scoreboard.measure(expression(short), strategy: "form", notes: []), after.isExact,
            after.trainingError.squareRoot() <= 3 * before.trainingError.squareRoot() + 1e-14 * size
        else { return values }
        return short
    }

    private var size: Double { Statistics.rootMeanSquare(problem.target) }

    private func warnings(_ law: FittedLaw, _ evidence: FormEvidence, values: [Double]) -> [String] {
        var warnings = form.warnings + evidence.undetermined
        for (name, value) in zip(form.parameters, values) {
            guard let range = ranges[name], range.lower < range.upper else { continue }
            if value == range.lower || value == range.upper {
                warnings.append("'\(name)' ended at its bound \(value): its standard error says little")
            }
        }
        if law.rSquared.train < 0.01 {
            warnings.append("the form explains the target no better than its mean")
        } else if evidence.residualsPredictable == true {
            warnings.append(
                "what the form leaves over can be predicted from the inputs: it lacks something, and the standard errors "
                    + "are too small")
        }
        return warnings
    }

    private func evidence(_ best: MultistartFit, model: SeparableModel, exact: Bool) -> FormEvidence {
        let names = form.parameters
        let values = best.fit.state.parameters
        let freedom = problem.rowCount - names.count
        let covariance = model.jacobian(values).flatMap { ParameterCovariance(jacobian: $0, values: values) }
        let scatter = freedom > 0 ? best.fit.state.cost / Double(freedom) : nil
        // A stated sigma is taken at its word.
        let stated = problem.isSigmaAbsolute ? problem.typicalSigma.map { $0 * $0 } : nil
        let variance = stated ?? scatter
        func entry(_ i: Int, _ j: Int) -> Double? {
            guard let variance, let value = covariance?.unscaled[i][j], value.isFinite else { return nil }
            return variance * value
        }
        let quantile = freedom > 0 ? FormCheck.studentQuantile(degreesOfFreedom: freedom) : nil
        let predictions = model.values(values)
        let residuals = zip(problem.target, predictions).map { $0 - $1 }
        let worst = residuals.indices.max { (abs(residuals[$0]), -$0) < (abs(residuals[$1]), -$1) } ?? 0
        return FormEvidence(
            text: form.text, parameters: names, template: form.template,
            linearParameters: model.linear.map { names[$0] }, startsTried: best.startsTried, descents: best.descents,
            reachedBest: best.reachedBest, degreesOfFreedom: freedom, sumOfSquares: best.fit.state.cost,
            residualStandardDeviation: scatter?.squareRoot(),
            covariance: names.indices.map { i in names.indices.map { entry(i, $0) } },
            correlation: names.indices.map { i in names.indices.map { covariance?.correlation(i, $0) } },
            confidence95: names.indices.map { i in
                entry(i, i).flatMap { value in quantile.map { $0 * value.squareRoot() } }
            },
            undetermined: covariance?.sentences(names: names) ?? [],
            largestResidual: residuals.isEmpty ? 0 : abs(residuals[worst]), largestResidualRow: worst,
            lagCorrelation: exact ? nil : FormCheck.lagCorrelation(residuals),
            residualsPredictable: exact ? nil : FormCheck.arePredictable(residuals, by: problem))
    }

    /// Errors on rows held back from a fit to the others; nil when there are too few rows to hold any back.
    private func heldOutError(
        _ model: SeparableModel, start: [Double], ranges: [ParameterRange]
    ) -> (meanSquare: Double, rSquared: Double, rows: Int)? {
        let split = RowSplit(rowCount: problem.rowCount, seed: options.seed)
        let held = Array(split.order[split.training...]).sorted()
        guard !held.isEmpty, split.training > form.parameters.count else { return nil }
        let training = model.onRows(Array(split.order[..<split.training]).sorted())
        guard
            let fit = SeparableFit(
                training, start: model.nonlinear.map { start[$0] }, ranges: ranges, iterations: 200)
        else { return nil }
        let values = model.onRows(held).values(fit.state.parameters)
        let target = held.map { problem.target[$0] }
        let residuals = zip(target, values).map { $0 - $1 }
        let meanSquare = Statistics.mean(residuals.map { $0 * $0 })
        let deviation = Statistics.standardDeviation(target)
        guard meanSquare.isFinite else { return nil }
        return (meanSquare, deviation > 0 ? 1 - meanSquare / (deviation * deviation) : 0, held.count)
    }
}
