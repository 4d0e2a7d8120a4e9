import Glibc

/// Puts states between samples that are too far apart for the quadrature, so that the joint fit can follow fast events.
///
/// A step is divided where two quadratures of different order disagree by more than the tolerance of the defects. The new states
/// have no data; the equations alone hold them.
struct MeshRefinement {
    /// Most parts of a step.
    static let mostParts = 6
    /// Samples of the polynomial that the new states begin on.
    static let neighbours = 6

    let library: ScaledLibrary
    /// Nodes of the quadrature.
    let nodes: Int
    /// Largest error of a step.
    let tolerance: Double

    /// The series with more states where they are needed; as it is when they are not.
    func refined(_ series: ScaledSeries) -> ScaledSeries {
        guard series.kind == .flow else { return series }
        return ScaledSeries(series, stretches: series.stretches.map { refined($0) })
    }

    private func refined(_ stretch: ScaledSeries.Stretch) -> ScaledSeries.Stretch {
        let parts = self.parts(stretch)
        guard parts.contains(where: { $0 > 1 }) else { return stretch }
        var times: [Double] = []
        var observed: [Bool] = []
        for step in parts.indices {
            let width = (stretch.times[step + 1] - stretch.times[step]) / Double(parts[step])
            for part in 0..<parts[step] {
                times.append(stretch.times[step] + Double(part) * width)
                observed.append(part == 0)
            }
        }
        times.append(stretch.times[stretch.times.count - 1])
        observed.append(true)
        func spread(_ column: [Double]) -> [Double] {
            var place = 0
            return times.indices.map { index in
                if observed[index] {
                    place += 1
                    return column[place - 1]
                }
                return Self.interpolated(stretch.times, column, at: times[index], after: place - 1)
            }
        }
        return ScaledSeries.Stretch(
            times: times, states: stretch.states.map(spread), smooth: stretch.smooth.map(spread),
            inputs: stretch.inputs.map(spread), observed: observed)
    }

    /// Into how many parts every step is divided.
    private func parts(_ stretch: ScaledSeries.Stretch) -> [Int] {
        let fine = CollocationRule(times: stretch.times, nodes: nodes)
        let coarse = CollocationRule(times: stretch.times, nodes: max(nodes - 2, 2))
        var errors = [Double](repeating: 0, count: fine.steps)
        let functions = (0..<library.count).filter { index in
            library.library.terms[index].exponents.map { $0.reduce(0, +) <= 2 } ?? true
        }
        for column in library.values(of: functions, states: stretch.smooth, inputs: stretch.inputs) {
            for (step, pair) in zip(fine.integrals(of: column), coarse.integrals(of: column)).enumerated() {
                errors[step] = max(errors[step], abs(pair.0 - pair.1))
            }
        }
        return errors.map { error in
            guard error > tolerance else { return 1 }
            return min(max(Int(pow(error / tolerance, 1 / Double(nodes - 1)).rounded(.up)), 2), Self.mostParts)
        }
    }

    /// The value of the polynomial through the nearest samples.
    private static func interpolated(_ times: [Double], _ values: [Double], at time: Double, after row: Int) -> Double {
        let count = min(neighbours, times.count)
        let start = min(max(row - count / 2 + 1, 0), times.count - count)
        var sum = 0.0
        for j in start..<(start + count) {
            var weight = values[j]
            for k in start..<(start + count) where k != j { weight *= (time - times[k]) / (times[j] - times[k]) }
            sum += weight
        }
        return sum
    }
}
