/// A seeded order of the rows: training rows first, held-out rows behind them.
struct RowSplit: Sendable {
    /// Old index of each new row.
    let order: [Int]
    /// Number of training rows.
    let training: Int

    /// Holds back a fifth of the rows, at most 2,000, when there are at least 40.
    init(rowCount: Int, seed: UInt64) {
        var stream = SplitMix64(seed: seed ^ 0xD15C_0E4)
        var order = Array(0..<rowCount)
        order.shuffle(using: &stream)
        self.order = order
        training = rowCount < 40 ? rowCount : rowCount - min(rowCount / 5, 2000)
    }

    /// The problem with its rows in this order.
    func apply(_ problem: RegressionProblem) -> RegressionProblem {
        RegressionProblem(
            inputNames: problem.inputNames, inputs: problem.inputs.map { column in order.map { column[$0] } },
            targetName: problem.targetName, target: order.map { problem.target[$0] },
            sigma: problem.sigma.map { sigma in order.map { sigma[$0] } }, isSigmaAbsolute: problem.isSigmaAbsolute,
            units: problem.units)
    }
}
