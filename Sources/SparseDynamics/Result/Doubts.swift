import Glibc

/// What keeps the data from deciding, in words.
struct Doubts {
    /// Rivals within this many units of χ² are as good as the answer.
    static let close = 6.0

    let result: DynamicsResult
    let series: ScaledSeries

    /// The sentences; none when nothing speaks against the answer.
    var sentences: [String] {
        var sentences: [String] = []
        if ClosedCurve.describes(series) {
            sentences.append(
                "not identifiable from these data alone: they run along one closed curve, where other equations agree with "
                    + "these; runs from other starts would decide")
        }
        if let count = fewStates {
            sentences.append(
                "not identifiable from these data alone: they visit only \(count) different states, on which many other "
                    + "equations agree with these")
        }
        let near = result.rivals.filter { $0.difference < Self.close }
        if let first = near.first {
            let count = near.count == 1 ? "1 other set of terms explains" : "\(near.count) other sets of terms explain"
            sentences.append(
                "\(count) the data nearly as well (evidence \(Self.short(first.difference)) units worse): see the rivals"
            )
        }
        if let chi = result.chiSquared {
            if chi > 1.15 {
                sentences.append(
                    "what the equations leave is \(Self.short(chi)) times the variance of the noise: terms are missing, or the "
                        + "noise is not white")
            } else if chi < 0.8 {
                sentences.append(
                    "what the equations leave is only \(Self.short(chi)) times the variance of the noise: the noise is not "
                        + "white")
            }
        }
        for equation in result.equations {
            for term in equation.terms {
                guard let error = term.standardError, error > 0.3 * abs(term.coefficient) else { continue }
                sentences.append(
                    "the coefficient of \(term.function) in \(equation.leftHandSide) is known to "
                        + "\(Self.short(100 * error / abs(term.coefficient))) % only")
            }
        }
        return sentences
    }

    /// The number of different states of a map, when it is too small to tell one function from another.
    private var fewStates: Int? {
        guard series.kind == .map, series.isClean else { return nil }
        var seen: Set<[Double]> = []
        for stretch in series.stretches {
            for row in stretch.times.indices {
                seen.insert(stretch.states.map { ($0[row] * 1e9).rounded() })
                if seen.count > Self.fewest * (series.dimension + 1) { return nil }
            }
        }
        return seen.count
    }

    /// Different states per variable and one more that tell functions apart.
    private static let fewest = 6

    private static func short(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
