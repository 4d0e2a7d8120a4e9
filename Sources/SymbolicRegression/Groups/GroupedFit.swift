import Evaluation
import Expressions
import NumericKernel

/// The constants of one formula, some shared by all groups and some by group, by least squares on all rows.
///
/// Levenberg-Marquardt on the block structure: every group's own constants are eliminated by a small least-squares problem,
/// so that the cost grows linearly with the number of groups.
struct GroupedFit: Sendable {
    /// Values of the parameters in every group; shared ones are equal in all.
    var values: [[Double]]
    /// Sum of squared weighted residuals.
    var cost: Double
    /// Standard errors, arranged like `values`; nil for what the data do not determine.
    var errors: [[Double?]]
    /// Positions of the parameters that differ by group.
    let free: [Int]

    /// Number of fitted numbers.
    func constantCount(parameters: Int, groups: Int) -> Int { parameters - free.count + groups * free.count }

    /// Fits from a start.
    ///
    /// - Parameters:
    ///   - models: the formula on the rows of each group.
    ///   - start: values of all parameters by group; shared ones are taken as their median.
    ///   - free: positions of the parameters that differ by group, ascending.
    ///   - ranges: bounds of all parameters.
    ///   - variance: of the weighted residuals if it is known; otherwise it is taken from their scatter.
    /// - Returns: nil when the formula is not finite at the start.
    init?(
        _ models: [SeparableModel], start: [[Double]], free: [Int], ranges: [ParameterRange], variance: Double? = nil,
        iterations: Int = 60
    ) {
        let count = models.first?.names.count ?? 0
        let shared = (0..<count).filter { !free.contains($0) }
        self.free = free
        var current = start
        for k in shared {
            let median = ranges[k].clamped(Statistics.median(start.map { $0[k] }))
            for g in current.indices { current[g][k] = median }
        }
        func total(_ values: [[Double]]) -> Double { zip(models, values).reduce(0) { $0 + $1.0.cost($1.1) } }
        cost = total(current)
        guard cost.isFinite else { return nil }
        var damping = 1e-3
        var stalled = 0
        for _ in 0..<iterations {
            guard let system = GroupedSystem(models, values: current, shared: shared, free: free, damping: damping),
                let step = system.step
            else {
                damping *= 10
                if damping > 1e12 { break }
                continue
            }
            let trial = zip(current, step).map { values, change in
                values.indices.map { ranges[$0].clamped(values[$0] + change[$0]) }
            }
            let next = total(trial)
            if next.isFinite, next <= cost {
                stalled = cost - next <= 1e-13 * cost ? stalled + 1 : 0
                current = trial
                cost = next
                damping = max(damping * 0.1, 1e-15)
                if stalled >= 3 { break }
            } else {
                damping *= 10
                if damping > 1e12 { break }
            }
        }
        values = current
        let freedom =
            models.reduce(0) { $0 + $1.rowCount } - shared.count - free.count * models.count
        errors = current.map { $0.map { _ in nil } }
        if freedom > 0, let system = GroupedSystem(models, values: current, shared: shared, free: free, damping: 0) {
            errors = system.standardErrors(variance: variance ?? cost / Double(freedom))
        }
    }
}
