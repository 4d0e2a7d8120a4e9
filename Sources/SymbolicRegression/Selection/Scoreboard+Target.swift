extension Scoreboard {
    /// Mean of the target over some rows, weighted like the residuals.
    func mean(_ rows: Range<Int>) -> Double {
        guard let factors else { return Statistics.mean(problem.target[rows]) }
        var (sum, weight) = (0.0, 0.0)
        for i in rows {
            sum += factors[i] * factors[i] * problem.target[i]
            weight += factors[i] * factors[i]
        }
        return weight > 0 ? sum / weight : 0
    }

    /// Mean squared deviation of the target from its mean over some rows, weighted like the residuals: what a formula that
    /// explains nothing leaves.
    func variance(_ rows: Range<Int>) -> Double {
        guard let factors else {
            let deviation = Statistics.standardDeviation(problem.target[rows])
            return deviation * deviation
        }
        let center = mean(rows)
        var sum = 0.0
        for i in rows {
            let residual = factors[i] * (problem.target[i] - center)
            sum += residual * residual
        }
        return rows.isEmpty ? 0 : sum / Double(rows.count)
    }
}
