import Expressions
import NumericKernel

/// Tests of fitted forms.
enum FormCheck {
    /// Fewest rows on which residuals are examined for structure.
    private static let enoughRows = 40

    /// Whether the printed text, read back, gives the stated error.
    static func isVerified(_ candidate: Scoreboard.Candidate, on scoreboard: Scoreboard) -> Bool {
        let names = Set(scoreboard.problem.inputNames)
        guard let parsed = try? Expression.parse(candidate.expression.description, variables: names),
            let again = scoreboard.measure(parsed, strategy: "", notes: [])
        else { return false }
        let deviation = Statistics.standardDeviation(scoreboard.problem.target)
        let scale = deviation * deviation + candidate.trainingError
        return abs(again.trainingError - candidate.trainingError) <= 1e-6 * candidate.trainingError + 1e-16 * scale
    }

    /// The value of Student's t that is exceeded in size with a probability of 5 %.
    static func studentQuantile(degreesOfFreedom: Int) -> Double {
        var (low, high) = (1.0, 1000.0)
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if TailProbability.student(above: middle, degreesOfFreedom: Double(degreesOfFreedom)) > 0.025 {
                low = middle
            } else {
                high = middle
            }
        }
        return (low + high) / 2
    }

    /// Correlation of neighbours; nil for fewer than three values or none that vary.
    static func lagCorrelation(_ residuals: [Double]) -> Double? {
        let mean = Statistics.mean(residuals)
        var (power, product) = (0.0, 0.0)
        for (k, residual) in residuals.enumerated() {
            power += (residual - mean) * (residual - mean)
            if k > 0 { product += (residual - mean) * (residuals[k - 1] - mean) }
        }
        return residuals.count > 2 && power > 0 ? product / power : nil
    }

    /// Whether a polynomial in the inputs predicts residuals that it has not seen better than their mean does.
    static func arePredictable(_ residuals: [Double], by problem: RegressionProblem) -> Bool? {
        let rows = min(residuals.count, 4000)
        guard rows >= enoughRows else { return nil }
        // In random order: the surrogate judges itself on the last rows.
        let order = Array(RowSplit(rowCount: residuals.count, seed: 1).order.prefix(rows))
        let columns = problem.inputs.map { column in order.map { column[$0] } }
        guard
            let surrogate = try? PolynomialSurrogate.fit(
                columns: columns, target: order.map { residuals[$0] }, rows: rows, budget: min(150, rows / 4))
        else { return nil }
        return surrogate.relativeError < (rows < 200 ? 0.6 : 0.8)
    }
}
