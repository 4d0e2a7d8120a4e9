import Expressions

/// The numbers that genomes are fitted to: some training rows of a problem, inputs brought to ordinary sizes.
struct EvolutionTable: Sendable {
    /// Values of each input divided by its scale.
    let inputs: [[Double]]
    /// The inputs were divided by these powers of ten; 1 unless the values are very large or very small.
    let scales: [Double]
    /// Order of magnitude of each input, after the scaling.
    let sizes: [Double]
    /// The target.
    let target: [Double]
    /// Factors of the residuals; nil for equal weights.
    let factors: [Double]?
    /// Variance of the target.
    let variance: Double

    /// The first `rows` of the training rows of a problem; all of them decide the scales.
    init(_ problem: ReducedProblem, rows: Int, trainingRows: Int) {
        scales = problem.columns.map { Self.scale($0.values.prefix(trainingRows)) }
        inputs = zip(problem.columns, scales).map { column, scale in column.values.prefix(rows).map { $0 / scale } }
        sizes = inputs.map { input in
            let size = Statistics.rootMeanSquare(input)
            return size > 0 ? Elementary.pow(10, Elementary.log10(size).rounded()) : 1
        }
        target = Array(problem.target.prefix(rows))
        let sensitivity = problem.sensitivity.prefix(rows).map { abs($0) }
        factors = sensitivity.allSatisfy { $0 == sensitivity[0] } ? nil : sensitivity
        let deviation = Statistics.standardDeviation(target)
        variance = deviation * deviation
    }

    /// Number of rows.
    var rows: Int { target.count }

    /// What stands for each input in formulas.
    func expressions(of problem: ReducedProblem) -> [Expression] {
        zip(problem.columns, scales).map { column, scale in
            scale == 1 ? column.expression : .real(1 / scale) * column.expression
        }
    }

    private static func scale(_ values: ArraySlice<Double>) -> Double {
        let size = Statistics.rootMeanSquare(values)
        guard size > 0, size.isFinite, size > 1e5 || size < 1e-5 else { return 1 }
        return Elementary.pow(10, Elementary.log10(size).rounded())
    }
}
