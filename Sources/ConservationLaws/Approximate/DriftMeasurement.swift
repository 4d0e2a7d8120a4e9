import Diagnostics
import ExactAlgebra
import Expressions
import NumericKernel

/// Motions of a system from random starting points, on which the drift of quantities is measured.
struct DriftMeasurement {
    /// Number of motions.
    static let motionCount = 16
    /// Samples of each motion.
    static let sampleCount = 200
    /// Times of change (one over the largest rate) that a motion lasts.
    static let duration = 20.0

    let names: [String]
    /// The end of the time that was covered, from 0.
    let time: Double
    /// `motions[motion][sample]` is a state.
    let motions: [[[Double]]]
    /// The largest size of a coordinate of a starting point.
    let scale: Double
    /// Whether coordinates of starting points are positive.
    let isPositive: Bool

    /// Follows motions.
    ///
    /// - Parameters:
    ///   - sides: right-hand sides.
    ///   - rate: one over the time in which things happen.
    ///   - isPositive: starts between 0.25 and 1 times the scale, otherwise between -1 and 1.
    ///   - constraints: starts are moved to where they hold.
    /// - Returns: nil when fewer than half of the motions can be followed through the time.
    init?(
        names: [String], sides: [RealFormula], rate: Double, scale: Double, isPositive: Bool, seed: UInt64,
        constraints: StateConstraints, control: RunControl
    ) throws {
        self.names = names
        self.scale = scale
        self.isPositive = isPositive
        let time = Self.rounded(Self.duration / rate)
        self.time = time
        let equation = OrdinaryDifferentialEquation(dimension: names.count) { _, state, derivatives in
            for (index, side) in sides.enumerated() { derivatives[index] = side.value(at: state) }
            return state.allSatisfy { abs($0) < 1e3 * scale }
        }
        var generator = SplitMixGenerator(seed: seed)
        let times = (0..<Self.sampleCount).map { time * Double($0) / Double(Self.sampleCount - 1) }
        var motions: [[[Double]]] = []
        for _ in 0..<Self.motionCount {
            guard !control.isStopping else { return nil }
            let point = names.map { _ in
                let unit = Double(generator.next() >> 11) / Double(1 << 53)
                return scale * (isPositive ? 0.25 + 0.75 * unit : 2 * unit - 1)
            }
            guard let start = constraints.projected(point, scale: scale) else { continue }
            let solution = try equation.solve(
                from: start, at: times, relativeTolerance: 1e-9, absoluteTolerance: 1e-11 * scale,
                maximumSteps: 20_000)
            // A motion that leaves says nothing about slow drifts near the start.
            if solution.isComplete { motions.append(solution.states) }
        }
        guard motions.count * 2 >= Self.motionCount else { return nil }
        self.motions = motions
    }

    /// A time with one digit, so that it can be written down.
    private static func rounded(_ value: Double) -> Double {
        var unit = 1.0
        while unit * 10 <= value { unit *= 10 }
        while unit > value { unit /= 10 }
        return max((value / unit).rounded(.down), 1) * unit
    }

    /// How a quantity changes along the motions, relative to its spread between them; nil when it is not defined on all of them.
    func drift(of quantity: RealFormula) -> ConservedLaw.Drift? {
        var (starts, squares, largest): ([Double], Double, Double) = ([], 0, 0)
        for motion in motions {
            let values = motion.map { quantity.value(at: $0) }
            guard let start = values.first, values.allSatisfy(\.isFinite) else { return nil }
            starts.append(start)
            let changes = values.map { abs($0 - start) }
            largest = max(largest, changes.max() ?? 0)
            squares += changes.reduce(0) { $0 + $1 * $1 } / Double(values.count)
        }
        let mean = starts.reduce(0, +) / Double(starts.count)
        let spread = (starts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(starts.count)).squareRoot()
        guard spread > 0 else { return nil }
        return .init(
            time: time, motions: motions.count, typical: (squares / Double(motions.count)).squareRoot() / spread,
            largest: largest / spread)
    }

    /// Gradients of a quantity at some of the states, in units of the scale; nil where one is not defined.
    func gradients(of slopes: [RealFormula]) -> [[Double]]? {
        var result: [[Double]] = []
        for motion in motions {
            for sample in stride(from: 0, to: motion.count, by: 25) {
                let vector = slopes.map { $0.value(at: motion[sample]) }
                guard vector.allSatisfy(\.isFinite) else { return nil }
                result.append(vector)
            }
        }
        return result
    }
}
