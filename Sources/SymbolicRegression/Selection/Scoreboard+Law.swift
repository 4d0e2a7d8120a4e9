import Evaluation
import Expressions

extension Scoreboard {
    /// A candidate in the form of the result.
    func law(_ candidate: Candidate, constants: [FittedConstant], isVerified: Bool) -> FittedLaw {
        let all = [0..<trainingRows, trainingRows..<problem.rowCount].filter { !$0.isEmpty }
        func rSquared(_ meanSquare: Double, _ rows: Range<Int>) -> Double {
            let deviation = Statistics.standardDeviation(problem.target[rows])
            return deviation > 0 ? 1 - meanSquare / (deviation * deviation) : 0
        }
        func split(_ values: [Double]) -> FittedLaw.Split {
            .init(train: values.first ?? 0, heldOut: values.count > 1 ? values[1] : nil)
        }
        let weighted = [candidate.trainingError, candidate.heldOutError].prefix(all.count)
        var plain = Array(weighted)
        if factors != nil, let tape = try? Tape(candidate.expression, variables: problem.inputNames) {
            let values = tape.evaluate(columns: problem.inputs, rows: 0..<problem.rowCount)
            plain = all.map { plainMeanSquare(values, $0) }
        }
        return FittedLaw(
            expression: candidate.expression, complexity: candidate.complexity, descriptionLength: candidate.bits,
            rSquared: split(zip(plain, all).map(rSquared)), rootMeanSquareError: split(plain.map { $0.squareRoot() }),
            weightedRootMeanSquareError: factors == nil ? nil : split(weighted.map { $0.squareRoot() }),
            reducedChiSquared: reducedChiSquared(candidate).map(split), constants: constants,
            isExact: candidate.isExact, isVerified: isVerified, strategy: candidate.strategy)
    }

    /// Mean squared residual in units of the stated sigma, on the training rows (per degree of freedom) and on those held out;
    /// nil when no sigma was stated.
    func reducedChiSquared(_ candidate: Candidate) -> [Double]? {
        guard let knownVariance else { return nil }
        let spare = max(trainingRows - candidate.expression.measuredNumbers.count, 1)
        let training = candidate.trainingError / knownVariance * Double(trainingRows) / Double(spare)
        return trainingRows < problem.rowCount ? [training, candidate.heldOutError / knownVariance] : [training]
    }
}
