import Glibc
import NumericKernel

/// Whether what a joint fit leaves of the data is white noise, or holds a slow misfit.
///
/// The sum of squares alone knows the size of the noise only as well as it was estimated. Wrong equations err in the same
/// direction over many samples, so that sums of neighbouring residuals are larger than differences of neighbours allow
/// (the idea of the von Neumann ratio, over several lengths).
struct ResidualTest {
    /// Fewest blocks of one length that are summed.
    static let fewestBlocks = 8
    /// Shortest and longest block, in samples.
    static let lengths = [4, 8, 16, 32, 64]

    /// Excess that is no chance. Right equations of measured sets stay below 2.
    static let most = 5.0

    /// Whether nothing but white noise is left.
    var isPassed: Bool { excess.allSatisfy { $0 < Self.most } }

    /// By how many of its standard deviations the largest sum of squares of blocks is too large, by variable.
    let excess: [Double]

    /// Tests residuals in units of the noise, by stretch and variable.
    init(_ residuals: [[[Double]]]) {
        let dimension = residuals.first?.count ?? 0
        excess = (0..<dimension).map { variable in Self.excess(residuals.map { $0[variable] }) }
    }

    private static func excess(_ stretches: [[Double]]) -> Double {
        var differences = 0.0
        var count = 0.0
        for values in stretches {
            for (next, value) in zip(values.dropFirst(), values) {
                differences += (next - value) * (next - value)
                count += 1
            }
        }
        let level = differences / (2 * max(count, 1))
        guard count > 0, level > 0 else { return 0 }
        var largest = -Double.infinity
        for length in lengths {
            var sum = 0.0
            var blocks = 0.0
            for values in stretches {
                for start in stride(from: 0, through: values.count - length, by: length) {
                    let block = values[start..<(start + length)].reduce(0, +)
                    sum += block * block / Double(length)
                    blocks += 1
                }
            }
            guard blocks >= Double(fewestBlocks) else { continue }
            // The level itself is known to a variance of 3/count; blocks are independent.
            let error = (2 / blocks + 3 / count).squareRoot()
            largest = max(largest, (sum / blocks / level - 1) / error)
        }
        return largest.isFinite ? largest : 0
    }
}

extension JointProblem {
    /// What a solution leaves of the measured numbers in units of the noise, by stretch and variable; empty for hidden ones.
    func residuals(_ solution: JointSolution) -> [[[Double]]] {
        series.stretches.enumerated().map { index, stretch in
            (0..<series.dimension).map { variable in
                guard !series.hidden.contains(variable) else { return [] }
                return stretch.times.indices.compactMap { row in
                    guard stretch.observed?[row] != false else { return nil }
                    let state = solution.states[index][row * series.dimension + variable]
                    return (stretch.states[variable][row] - state) / sigmas[variable]
                }
            }
        }
    }
}
