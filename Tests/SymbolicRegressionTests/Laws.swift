import Diagnostics
import Expressions
import NumericKernel

@testable import SymbolicRegression

/// Tables drawn from known laws.
enum Laws {
    /// Rows uniform in the ranges, target from the formula, optional Gaussian noise relative to the target's rms.
    static func table(
        _ formula: String, _ ranges: [(String, Double, Double)], rows: Int, noise: Double = 0, seed: UInt64 = 3
    ) throws -> RegressionProblem {
        let names = ranges.map(\.0)
        let law = try Expression.parse(formula, variables: Set(names))
        var stream = SplitMix64(seed: seed)
        var columns = [[Double]](repeating: [], count: names.count)
        var target: [Double] = []
        for _ in 0..<rows {
            var values: [String: Double] = [:]
            for (k, range) in ranges.enumerated() {
                let x = Double.random(in: range.1...range.2, using: &stream)
                columns[k].append(x)
                values[range.0] = x
            }
            target.append(law.numericValue(values))
        }
        let scale = noise * Statistics.rootMeanSquare(target)
        for i in target.indices where noise > 0 {
            // Sum of twelve uniforms: close enough to a Gaussian for a test.
            let sum = (0..<12).reduce(0.0) { total, _ in total + Double.random(in: 0...1, using: &stream) }
            target[i] += scale * (sum - 6)
        }
        return RegressionProblem(inputNames: names, inputs: columns, targetName: "y", target: target)
    }

    /// The default fit.
    static func fit(_ problem: RegressionProblem, threads: Int = 2) throws -> FitResult {
        var options = FitOptions()
        options.threads = threads
        return try SymbolicRegression.fit(problem, options: options, control: RunControl())
    }

    /// Largest error of an expression on fresh rows, relative to the target's rms.
    static func relativeError(_ expression: Expression, _ fresh: RegressionProblem) -> Double {
        var worst = 0.0
        for i in fresh.target.indices {
            var values: [String: Double] = [:]
            for (k, name) in fresh.inputNames.enumerated() { values[name] = fresh.inputs[k][i] }
            worst = max(worst, abs(expression.numericValue(values) - fresh.target[i]))
        }
        return worst / Statistics.rootMeanSquare(fresh.target)
    }
}
