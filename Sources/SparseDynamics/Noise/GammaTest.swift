import NumericKernel

/// How much of a value that belongs to every state no smooth function of the state can explain, told without any function.
///
/// Half the squared difference of the values of neighbouring states falls with their distance; where it meets distance zero is
/// the variance of what is not determined. The Gamma test of Stefánsson, Končar and Jones (1997). Neighbours are far apart beside
/// small noise; then what equations leave of the next values tells more than these values: right equations leave nothing that
/// falls with the distance.
enum GammaTest {
    /// Neighbours of a state.
    static let neighbours = 10
    /// Most states that are looked at.
    static let mostStates = 1500

    /// The variance of the next values of one variable that the state does not determine; nil for too few data.
    ///
    /// - Complexity: O(n²) in the number of states, at most 1500.
    static func variance(_ series: ScaledSeries, variable: Int) -> Double? {
        variance(series, of: series.stretches.map { Array($0.states[variable].dropFirst()) })
    }

    /// The variance of some values that the state does not determine; nil for too few data.
    ///
    /// - Parameter values: by stretch, one for every state but the last.
    static func variance(_ series: ScaledSeries, of values: [[Double]]) -> Double? {
        var states: [[Double]] = []
        for stretch in series.stretches {
            for row in 0..<max(stretch.times.count - 1, 0) {
                states.append(stretch.states.map { $0[row] } + stretch.inputs.map { $0[row] })
            }
        }
        let next = values.flatMap { $0 }
        precondition(next.count == states.count)
        let every = max((states.count + mostStates - 1) / mostStates, 1)
        let chosen = Array(stride(from: 0, to: states.count, by: every))
        guard chosen.count > 5 * neighbours else { return nil }
        var distances = [Double](repeating: 0, count: neighbours)
        var halves = distances
        for row in chosen {
            var nearest: [(distance: Double, row: Int)] = []
            for other in chosen where other != row {
                var distance = 0.0
                for (a, b) in zip(states[row], states[other]) { distance += (a - b) * (a - b) }
                if nearest.count < neighbours || distance < nearest[neighbours - 1].distance {
                    let place = nearest.firstIndex { $0.distance > distance } ?? nearest.count
                    nearest.insert((distance, other), at: place)
                    if nearest.count > neighbours { nearest.removeLast() }
                }
            }
            for (order, neighbour) in nearest.enumerated() {
                distances[order] += neighbour.distance
                halves[order] += 0.5 * (next[row] - next[neighbour.row]) * (next[row] - next[neighbour.row])
            }
        }
        let count = Double(chosen.count)
        let x = distances.map { $0 / count }
        let y = halves.map { $0 / count }
        let slope = DescriptiveStatistics.covariance(x, y) / max(DescriptiveStatistics.variance(x), 1e-300)
        let intercept = DescriptiveStatistics.mean(y) - slope * DescriptiveStatistics.mean(x)
        return max(intercept, 0)
    }
}
