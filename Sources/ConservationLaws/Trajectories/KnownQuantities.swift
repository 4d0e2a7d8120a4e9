/// Quantities found so far along runs: their values anywhere, and whether a further one is a function of them.
struct KnownQuantities {
    /// One of them, with its values and gradients at the reference states.
    private struct Entry {
        var features: FeatureClass
        var active: [Int]
        var coefficients: [Double]
        var values: [Double]
    }

    /// Share of a gradient that must lie outside the span of the others, by the relative variance within runs.
    private static let sharePerRatio = 1e3
    /// The same for combinations that are constant to all digits.
    private static let leastShare = 1e-3

    /// States at which gradients are compared.
    private let states: [[Double]]
    /// Standard deviations of the variables.
    private let spreads: [Double]
    private var entries: [Entry] = []
    private var gradients = IndependentGradients()

    /// - Parameters:
    ///   - states: at which all features have values.
    ///   - spreads: standard deviations of the variables.
    init(states: [[Double]], spreads: [Double]) {
        self.states = states
        self.spreads = spreads
    }

    /// The values at some states, and their products as far as the number of runs allows to tell what they explain.
    func values(at states: [[Double]], runCount: Int) -> [[Double]] {
        let most = (runCount - 1) / 3
        guard entries.count <= most else { return [] }
        var result = entries.map { entry in
            states.map { Self.value(entry.features, entry.active, entry.coefficients, $0).value }
        }
        let count = result.count
        guard count + count * (count + 1) / 2 <= most else { return result }
        for first in 0..<count {
            for second in first..<count { result.append(zip(result[first], result[second]).map { $0 * $1 }) }
        }
        return result
    }

    /// Whether the gradient of a combination of features leaves the span of those known.
    ///
    /// What a combination of the known quantities explains of its values is taken off first, from its gradient as well: a small quantity
    /// beside a large known one is a new one all the same.
    ///
    /// How much of the gradient must lie outside follows from how precisely the combination is constant: what is constant to many
    /// digits cannot be an approximation to a function of the others.
    func isNew(_ features: FeatureClass, _ active: [Int], _ solution: VariationProblem.Solution) -> Bool {
        let (values, slopes) = evaluated(features, active, solution.coefficients)
        var (left, rest) = (Self.centred(values), slopes)
        var basis: [(values: [Double], slopes: [[Double]])] = []
        func subtract(_ values: inout [Double], _ slopes: inout [[Double]]) {
            for unit in basis {
                let product = zip(values, unit.values).reduce(0) { $0 + $1.0 * $1.1 }
                for index in values.indices { values[index] -= product * unit.values[index] }
                for sample in slopes.indices {
                    for index in slopes[sample].indices {
                        slopes[sample][index] -= product * unit.slopes[sample][index]
                    }
                }
            }
        }
        for (entry, known) in zip(entries, gradients.known) {
            var (other, direction) = (Self.centred(entry.values), known)
            subtract(&other, &direction)
            let norm = other.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard norm > 0 else { continue }
            basis.append((other.map { $0 / norm }, direction.map { $0.map { $0 / norm } }))
        }
        subtract(&left, &rest)
        let share = min(max(Self.sharePerRatio * solution.ratio, Self.leastShare), IndependentGradients.leastShare)
        // What lies outside is the same for both gradients; the shorter one tells how much of it there is.
        return gradients.isNew(rest, leastShare: share) || gradients.isNew(slopes, leastShare: share)
    }

    /// Adds a combination of features.
    mutating func append(_ features: FeatureClass, _ active: [Int], _ coefficients: [Double]) {
        let (values, slopes) = evaluated(features, active, coefficients)
        entries.append(Entry(features: features, active: active, coefficients: coefficients, values: values))
        gradients.append(slopes)
    }

    private func evaluated(
        _ features: FeatureClass, _ active: [Int], _ coefficients: [Double]
    ) -> (values: [Double], slopes: [[Double]]) {
        let all = states.map { Self.value(features, active, coefficients, $0) }
        return (all.map(\.value), all.map { zip($0.slopes, spreads).map { $0 * $1 } })
    }

    private static func centred(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0, +) / Double(max(values.count, 1))
        return values.map { $0 - mean }
    }

    private static func value(
        _ features: FeatureClass, _ active: [Int], _ coefficients: [Double], _ state: [Double]
    ) -> (value: Double, slopes: [Double]) {
        let part = FeatureClass(name: features.name, features: active.map { features.features[$0] })
        var values = [Double](repeating: 0, count: active.count)
        var gradients = [[Double]](repeating: values, count: state.count)
        part.evaluate(state, values: &values, gradients: &gradients)
        func sum(_ list: [Double]) -> Double { zip(list, coefficients).reduce(0) { $0 + $1.0 * $1.1 } }
        return (sum(values), gradients.map(sum))
    }
}
