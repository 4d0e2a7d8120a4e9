import Diagnostics
import Expressions

/// A formula with named constants on grouped data: fits for any division into shared and free constants.
struct GroupedForm {
    let data: GroupedProblem
    private(set) var template: Expression
    private(set) var names: [String]
    let ranges: [ParameterRange]
    let descriptionLength: DescriptionLength
    /// The formula on the rows of each group.
    let models: [SeparableModel]
    /// Values of all constants by group, each group fitted on its own where it has enough rows.
    private(set) var separate: [[Double]] = []

    /// Prepares the models; starts come from fits to single groups and to all rows.
    ///
    /// - Parameter start: values to start from; nil to look for them from many starting points.
    /// - Returns: nil when the formula is finite nowhere.
    init?(
        _ data: GroupedProblem, template: Expression, names: [String], ranges: [ParameterRange], start: [Double]?,
        options: FitOptions, control: RunControl
    ) {
        (self.data, self.template, self.names, self.ranges) = (data, template, names, ranges)
        let problem = data.problem
        descriptionLength = DescriptionLength(inputs: problem.inputNames.count, target: problem.target[...])
        let bounded = Set(names.indices.filter { ranges[$0].isBounded })
        let linear = LinearParameters.positions(in: template, names, excluding: bounded)
        guard
            let pooled = try? SeparableModel(
                template, variables: problem.inputNames, columns: problem.inputs, target: problem.target,
                weights: problem.residualFactors, names: names, linear: linear)
        else { return nil }
        models = data.groups.map { pooled.onRows($0.rows) }
        let models = models
        let nonlinearRanges = pooled.nonlinear.map { ranges[$0] }
        func fitted(_ model: SeparableModel) -> [Double]? {
            let points =
                start.map { values in [pooled.nonlinear.map { values[$0] }] }
                ?? Self.starts(template, names: names, model: pooled, ranges: ranges, problem: problem)
            let effort = MultistartFit.Effort(points: points.count, descents: 12, steps: 40, rows: 600)
            return MultistartFit(
                model, starts: points, ranges: nonlinearRanges, effort: effort, threads: options.threads,
                control: control)?.fit.state.parameters
        }
        let large = data.bySize.filter { data.groups[$0].rows.count > names.count }.prefix(4)
        var seeds = [fitted(pooled)].compactMap { $0 }
        for g in large { seeds += [fitted(models[g])].compactMap { $0 } }
        guard !seeds.isEmpty else { return nil }
        let center = names.indices.map { k in Statistics.median(seeds.map { $0[k] }) }
        separate = models.map { model in
            guard model.rowCount > names.count else { return center }
            let fits = seeds.compactMap { seed in
                SeparableFit(
                    model, start: model.nonlinear.map { seed[$0] }, ranges: nonlinearRanges, iterations: 60)
            }
            return fits.enumerated().min { ($0.element.state.cost, $0.offset) < ($1.element.state.cost, $1.offset) }?
                .element.state.parameters ?? center
        }
        self.seeds = seeds
    }

    /// Values that single fits arrived at.
    private var seeds: [[Double]] = []

    private static func starts(
        _ template: Expression, names: [String], model: SeparableModel, ranges: [ParameterRange],
        problem: RegressionProblem
    ) -> [[Double]] {
        let scales = ParameterScales(
            template, parameters: names,
            columns: Dictionary(zip(problem.inputNames, problem.inputs)) { first, _ in first },
            targetSize: Statistics.rootMeanSquare(problem.target))
        let open = model.nonlinear
        return StartingPoints.points(
            open.map { scales.guesses[names[$0]] ?? .init(size: 1, places: nil) }, open.map { ranges[$0] },
            count: min(256, 96 * max(open.count, 1)))
    }

    /// The same with its constants called c1, c2, ... in order of appearance.
    func numbered() -> GroupedForm {
        let reserved = Set(data.problem.inputNames + [data.problem.targetName])
        var number = 0
        var renamed: [String: String] = [:]
        for name in template.variables where names.contains(name) {
            repeat { number += 1 } while reserved.contains("c\(number)")
            renamed[name] = "c\(number)"
        }
        var result = self
        result.template = template.substituting { renamed[$0].map(Expression.variable) }
        result.names = names.map { renamed[$0] ?? $0 }
        return result
    }

    /// Variance of the weighted residuals that the user stated; nil when it has to be estimated.
    var statedVariance: Double? {
        data.problem.isSigmaAbsolute ? data.problem.typicalSigma.map { $0 * $0 } : nil
    }

    /// The best fit with some constants free, from several starts.
    func fit(free: [Int]) -> GroupedFit? {
        let starts = [separate] + seeds.prefix(2).map { seed in models.map { _ in seed } }
        return starts.compactMap { GroupedFit(models, start: $0, free: free, ranges: ranges, variance: statedVariance) }
            .enumerated()
            .min { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }?.element
    }

    /// Bits for the formula, all its constants and the residuals.
    func bits(_ fit: GroupedFit) -> Double {
        let meanSquare = fit.cost / Double(max(data.problem.rowCount, 1))
        let relative = (meanSquare / max(descriptionLength.targetMeanSquare, 1e-300)).squareRoot()
        let constants = fit.constantCount(parameters: names.count, groups: models.count)
        return descriptionLength.residualBits(meanSquare: meanSquare)
            + descriptionLength.structureBits(template, realConstantBits: 0)
            + Double(constants) * (1 + descriptionLength.constantBits(relativeResidual: relative))
            + Double(names.count)
    }

    /// The division into shared and free constants with the shortest description.
    ///
    /// - Parameters:
    ///   - shared: positions that must be shared.
    ///   - free: positions that must be free.
    func best(shared: Set<Int>, free: Set<Int>, control: RunControl) -> (fit: GroupedFit, bits: Double)? {
        let open = names.indices.filter { !shared.contains($0) && !free.contains($0) }
        var best: (fit: GroupedFit, bits: Double)?
        func consider(_ chosen: [Int]) -> Bool {
            control.charge(1)
            guard let trial = fit(free: chosen) else { return false }
            let bits = bits(trial)
            guard best.map({ bits < $0.bits }) ?? true else { return false }
            best = (trial, bits)
            return true
        }
        if open.count <= 4 {
            for subset in 0..<(1 << open.count) where !control.isStopping || best == nil {
                _ = consider((Array(free) + open.indices.filter { subset >> $0 & 1 == 1 }.map { open[$0] }).sorted())
            }
            return best
        }
        // Too many divisions to try them all: from all free, share one after the other while that pays.
        var current = (Array(free) + open).sorted()
        _ = consider(current)
        while true {
            let before = best?.bits
            for index in current where !free.contains(index) && !control.isStopping {
                _ = consider(current.filter { $0 != index })
            }
            guard let now = best, now.bits < before ?? .infinity else { return best }
            current = now.fit.free
        }
    }
}
