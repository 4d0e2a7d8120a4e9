import Evaluation
import Expressions
import NumericKernel

/// The rows of one equation for functions that are made up on the way: next values of a map, integrals over the steps of a flow.
///
/// Everything is in the units of the data, so that numbers inside functions mean what they will mean in the answer.
struct ShapeRows: Sendable {
    private struct Part: Sendable {
        var rule: CollocationRule
        var samples: Range<Int>
        var weights: [Double]?
    }

    /// The columns that functions are made of, all samples of all stretches.
    let columns: [[Double]]
    /// The columns as formulas of the variables.
    let formulas: [Expression]
    /// What the right-hand side must give, row by row.
    let side: [Double]
    /// Whether the data are a map.
    let isMap: Bool
    private let parts: [Part]
    private let timeScale: Double
    /// How much each row of one per sample counts; nil for all alike.
    private var rowWeights: [Double]?

    /// Number of rows.
    var count: Int { side.count }

    private init(
        columns: [[Double]], formulas: [Expression], side: [Double], isMap: Bool, parts: [Part], timeScale: Double,
        rowWeights: [Double]? = nil
    ) {
        self.rowWeights = rowWeights
        self.columns = columns
        self.formulas = formulas
        self.side = side
        self.isMap = isMap
        self.parts = parts
        self.timeScale = timeScale
    }

    /// Prepares the rows of one equation.
    ///
    /// - Parameters:
    ///   - series: the data, without measurable noise.
    ///   - names: of the variables and inputs.
    ///   - equation: position of the variable.
    ///   - known: what is given of the equations.
    ///   - advanced: next values of other variables of a map, by position, with their formulas.
    init(
        series: ScaledSeries, names: [String], equation: Int, known: KnownParts, advanced: [Int: Expression] = [:]
    ) throws {
        isMap = series.kind == .map
        timeScale = series.timeScale
        var columns = [[Double]](repeating: [], count: names.count + advanced.count)
        var parts: [Part] = []
        var side: [Double] = []
        let extra = advanced.keys.sorted()
        for stretch in series.stretches {
            let states = zip(stretch.states, series.scales).map { column, scale in column.map { $0 * scale } }
            let samples = columns[0].count..<(columns[0].count + stretch.times.count)
            for (index, column) in (states + stretch.inputs).enumerated() { columns[index] += column }
            for (place, variable) in extra.enumerated() {
                // The last sample has no successor and no row either.
                let last = states[variable].last ?? 0
                columns[names.count + place] += states[variable].dropFirst() + [last]
            }
            let rule =
                isMap
                ? CollocationRule(mapOf: stretch.times.count)
                : CollocationRule(times: stretch.times, nodes: CleanSearch.nodes)
            var weights: [Double]?
            if !isMap {
                let scaled = stretch.states + stretch.states.map { zip($0, $0).map { $0 * $1 } }
                weights = WeakForm.weights(stretch, rule, scaled)
            }
            parts.append(Part(rule: rule, samples: samples, weights: weights))
            let changes = rule.changes(of: states[equation])
            side += weights.map { zip(changes, $0).map { $0 * $1 } } ?? changes
        }
        formulas = names.map { .variable($0) } + extra.compactMap { advanced[$0] }
        self.columns = columns
        self.parts = parts
        for part in known.parts where part.equation == equation {
            let tape = try Tape(part.expression, variables: names)
            let values = tape.evaluate(columns: Array(columns[..<names.count]), rows: 0..<columns[0].count)
            let given = Self.rows(of: values, parts, timeScale)
            side = zip(side, given).map { $0 - $1 }
        }
        self.side = side
    }

    /// One row per sample in place of rows that integrate: next values of a map, derivatives of a flow.
    ///
    /// Cheap and nearly as good, for scans over many functions.
    ///
    /// - Parameters:
    ///   - equation: position of the variable, or the values themselves where they are not its derivative.
    ///   - series: the data.
    ///   - known: what is given of the equations.
    func pointwise(equation: Int, series: ScaledSeries, known: KnownParts) -> ShapeRows {
        var columns = [[Double]](repeating: [], count: self.columns.count)
        var direct: [Double] = []
        for (part, stretch) in zip(parts, series.stretches) {
            // Derivatives at the ends are one-sided and worse.
            let edge = isMap || part.samples.count < 40 ? 0 : 3
            let kept = isMap ? part.samples.dropLast() : part.samples.dropFirst(edge).dropLast(edge)
            for index in columns.indices { columns[index] += self.columns[index][kept] }
            if !isMap {
                let slopes = DerivativeEstimate.derivative(
                    times: stretch.times.map { $0 * series.timeScale },
                    values: Array(self.columns[equation][part.samples]), nodes: CleanSearch.nodes)
                direct += slopes.dropFirst(edge).dropLast(edge)
            }
        }
        if isMap {
            direct = side
        } else {
            let names = formulas.compactMap { formula -> String? in
                if case .variable(let name) = formula { name } else { nil }
            }
            for part in known.parts where part.equation == equation {
                guard let tape = try? Tape(part.expression, variables: names) else { continue }
                let values = tape.evaluate(columns: columns, rows: 0..<direct.count)
                direct = zip(direct, values).map { $0 - $1 }
            }
        }
        let whole = ShapeRows(
            columns: columns, formulas: formulas, side: direct, isMap: isMap, parts: [], timeScale: timeScale)
        return isMap ? whole.choosing(whole.different) : whole
    }

    /// How much the rows of `pointwise` count: by how well the derivatives are known; nil for maps, whose rows are exact.
    ///
    /// Two samples fewer tell where samples are too far apart for the motion.
    func derivativeWeights(equation: Int, series: ScaledSeries) -> [Double]? {
        guard !isMap else { return nil }
        var errors: [Double] = []
        var size = 0.0
        for (part, stretch) in zip(parts, series.stretches) {
            let edge = part.samples.count < 40 ? 0 : 3
            let times = stretch.times.map { $0 * series.timeScale }
            let values = Array(columns[equation][part.samples])
            let fine = DerivativeEstimate.derivative(times: times, values: values, nodes: CleanSearch.nodes)
            let coarse = DerivativeEstimate.derivative(times: times, values: values, nodes: CleanSearch.nodes - 2)
            let own = zip(fine, coarse).map { abs($0 - $1) }
            size = max(size, fine.reduce(0) { max($0, abs($1)) })
            // The error changes its sign: a zero of it is no good derivative.
            errors += own.indices.dropFirst(edge).dropLast(edge).map { row in
                max(own[row], own[max(row - 1, 0)], own[min(row + 1, own.count - 1)])
            }
        }
        guard !errors.isEmpty else { return nil }
        let floor = max(errors.sorted()[errors.count / 10], 1e-13 * size, .leastNormalMagnitude)
        return errors.map { floor / max($0, floor) }
    }

    /// Rows of states that did not occur before, to nine digits of the range: an orbit may end where it stays.
    private var different: [Int] {
        let units = columns.map { column in
            Self.range(column).map { 1e-9 * ($0.upperBound - $0.lowerBound) } ?? 1
        }
        var seen: Set<[Double]> = []
        return side.indices.filter { row in
            seen.insert(zip(columns, units).map { ($0[row] / $1).rounded() }).inserted
        }
    }

    /// Some rows of one per sample.
    private func choosing(_ indices: [Int]) -> ShapeRows {
        ShapeRows(
            columns: columns.map { column in indices.map { column[$0] } }, formulas: formulas,
            side: indices.map { side[$0] }, isMap: isMap, parts: [], timeScale: timeScale,
            rowWeights: rowWeights.map { weights in indices.map { weights[$0] } })
    }

    /// At most `limit` of the rows of one per sample, evenly spread.
    func thinned(to limit: Int) -> ShapeRows {
        choosing(Array(stride(from: 0, to: count, by: max((count + limit - 1) / limit, 1))))
    }

    /// The row of a function from its values at the samples.
    func rows(of values: [Double]) -> [Double] {
        if let rowWeights { return zip(values, rowWeights).map { $0 * $1 } }
        return Self.rows(of: values, parts, timeScale)
    }

    /// Rows of one per sample that count differently; those that hardly count are left out.
    func weighted(by weights: [Double], least: Double) -> ShapeRows {
        let kept = choosing(side.indices.filter { weights[$0] > least })
        let own = weights.filter { $0 > least }
        return ShapeRows(
            columns: kept.columns, formulas: formulas, side: zip(kept.side, own).map { $0 * $1 }, isMap: isMap,
            parts: [],
            timeScale: timeScale, rowWeights: own)
    }

    private static func rows(of values: [Double], _ parts: [Part], _ timeScale: Double) -> [Double] {
        if parts.isEmpty { return values }
        var result: [Double] = []
        for part in parts {
            if !part.rule.isDifference {
                result += values[part.samples].dropLast()
                continue
            }
            let integrals = part.rule.integrals(of: Array(values[part.samples]))
            for (row, value) in integrals.enumerated() {
                result.append(value * timeScale * (part.weights?[row] ?? 1))
            }
        }
        return result
    }

    /// The largest and smallest value of a column.
    static func range(_ values: [Double]) -> ClosedRange<Double>? {
        guard let low = values.min(), let high = values.max(), low.isFinite, high.isFinite, low < high else {
            return nil
        }
        return low...high
    }
}
