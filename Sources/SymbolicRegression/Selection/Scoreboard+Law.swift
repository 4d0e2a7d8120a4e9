import Expressions

extension Scoreboard {
    /// A candidate in the form of the result.
    func law(_ candidate: Candidate, constants: [FittedConstant], isVerified: Bool) -> FittedLaw {
        let held = trainingRows < problem.rowCount
        func rSquared(_ meanSquare: Double, _ rows: Range<Int>) -> Double {
            let deviation = Statistics.standardDeviation(problem.target[rows])
            return deviation > 0 ? 1 - meanSquare / (deviation * deviation) : 0
        }
        return FittedLaw(
            expression: candidate.expression, complexity: candidate.complexity, descriptionLength: candidate.bits,
            rSquared: .init(
                train: rSquared(candidate.trainingError, 0..<trainingRows),
                heldOut: held ? rSquared(candidate.heldOutError, trainingRows..<problem.rowCount) : nil),
            rootMeanSquareError: .init(
                train: candidate.trainingError.squareRoot(),
                heldOut: held ? candidate.heldOutError.squareRoot() : nil),
            constants: constants, isExact: candidate.isExact, isVerified: isVerified, strategy: candidate.strategy)
    }
}
