import Diagnostics
import Glibc
import NumericKernel

/// Fields brought to size one on a grid of unit steps, with their noise, a smooth version, and the weak form's rows.
///
/// All that follows happens in these units, so that the answer does not depend on those of the data.
struct FieldProblem: Sendable {
    /// Noise below this share of a field's size is beyond what sums over a grid and solvers of equations resolve.
    static let noiseFloor = 1e-5
    /// From this share on the noise in the terms matters, and the fields are smoothed.
    static let smoothingThreshold = 3e-5

    let data: FieldData
    /// Root mean square of each field; 1 for one that is zero.
    let scales: [Double]
    /// Largest |coordinate| of each axis, time last.
    let coordinateScales: [Double]
    /// The fields divided by their scales.
    let measured: [[Double]]
    /// The same without most of the noise.
    let smooth: [[Double]]
    /// Standard deviation of the noise of each scaled field as estimated.
    let estimatedSigma: [Double]
    /// The same, not below the floor.
    let sigma: [Double]
    /// Whether noise matters at all.
    let isNoisy: Bool
    let rows: WeakRows
    let covariance: WeakCovariance
    let threads: Int

    /// Scales the data, measures the noise and chooses the test functions.
    init(_ data: FieldData, options: FieldOptions) {
        self.data = data
        threads = options.threads
        scales = data.fields.map { field in
            let square = field.values.reduce(0) { $0 + $1 * $1 } / Double(field.values.count)
            return square > 0 ? square.squareRoot() : 1
        }
        coordinateScales = data.axes.map { axis in
            let largest = max(abs(axis.start), abs(axis.start + Double(axis.count - 1) * axis.step))
            return largest > 0 ? largest : 1
        }
        let scaled = zip(data.fields, scales).map { field, scale in field.values.map { $0 / scale } }
        let shape = data.shape
        let raw = ParallelMap.map(scaled, threads: options.threads) {
            FieldNoise.standardDeviation($0, shape: shape)
        }
        estimatedSigma = raw
        sigma = raw.map { max($0, Self.noiseFloor) }
        isNoisy = raw.contains { $0 > Self.smoothingThreshold }
        let smoother = SpectralSmoother(shape: shape)
        let noisy = isNoisy
        let outcomes = ParallelMap.map(Array(zip(scaled, raw)), threads: options.threads) { values, sigma in
            smoother.smoothed(values, sigma: noisy ? sigma : 0)
        }
        measured = scaled
        smooth = outcomes.map(\.values)
        let corners = shape.indices.map { axis in outcomes.map { $0.corners[axis] }.max() ?? 1 }
        rows = Self.rows(shape: shape, corners: corners)
        covariance = WeakCovariance(rows: rows)
    }

    /// Test functions whose own spectrum reaches as far as that of the fields, in a number that linear algebra can bear.
    private static func rows(shape: [Int], corners: [Double]) -> WeakRows {
        let budget = shape.count == 2 ? 1300 : 1400
        var widths = zip(shape, corners).map { count, corner in
            min(max(6.5 / corner, 8), max(Double(count - 1) / 5, 3))
        }
        var spacing = 0.3
        func families() -> [BumpFamily] {
            zip(shape, widths).enumerated().map { axis, pair in
                BumpFamily(
                    gridCount: pair.0, halfWidth: pair.1, spacing: spacing,
                    maximumOrder: axis == shape.count - 1 ? 2 : 4)
            }
        }
        func size() -> Double {
            zip(shape, widths).reduce(1) { product, pair in
                product * (max(((Double(pair.0 - 1) - 2 * pair.1) / (pair.1 * spacing)).rounded(.up), 1) + 1)
            }
        }
        while size() > Double(budget) {
            if spacing < (shape.count == 2 ? 0.42 : 0.6) {
                spacing *= 1.05
            } else {
                for axis in widths.indices { widths[axis] = min(widths[axis] * 1.05, Double(shape[axis] - 1) / 3) }
                if widths.indices.allSatisfy({ widths[$0] >= Double(shape[$0] - 1) / 3 - 1e-9 }) { break }
            }
        }
        let all = families()
        return WeakRows(space: Array(all.dropLast()), time: all[all.count - 1])
    }

    /// Coefficient of a term in the units of the data, per unit of the scaled coefficient.
    func unit(of term: FieldTerm, timeOrder: Int, target: Int) -> Double {
        var unit = scales[target]
        for _ in 0..<(timeOrder - term.timeDerivative) { unit /= data.time.step }
        for (field, power) in term.function.powers.enumerated() {
            for _ in 0..<power { unit /= scales[field] }
        }
        for (axis, power) in term.function.coordinatePowers.enumerated() {
            for _ in 0..<power { unit /= coordinateScales[axis] }
        }
        for (axis, order) in term.derivative.enumerated() {
            for _ in 0..<order { unit *= data.space[axis].step }
        }
        return unit
    }

    /// The coordinate factor of a function on the grid; nil for 1.
    func factor(of function: FieldFunction) -> [Double]? {
        let hasPowers = function.coordinatePowers.contains { $0 > 0 }
        guard hasPowers || function.timeMode > 0 else { return nil }
        let lines = data.axes.enumerated().map { axis, grid in
            let power = hasPowers ? function.coordinatePowers[axis] : 0
            return grid.coordinates.map { pow($0 / coordinateScales[axis], Double(power)) }
        }
        let count = data.time.count
        let time = (0..<count).map { instant in
            lines[lines.count - 1][instant]
                * Self.legendre(function.timeMode, at: count > 1 ? 2 * Double(instant) / Double(count - 1) - 1 : 0)
        }
        var plane = lines[0]
        if data.space.count == 2 { plane = lines[1].flatMap { y in lines[0].map { $0 * y } } }
        return time.flatMap { t in plane.map { $0 * t } }
    }

    /// The Legendre polynomial of a degree.
    static func legendre(_ degree: Int, at x: Double) -> Double {
        var (before, current) = (1.0, x)
        if degree == 0 { return 1 }
        for k in 1..<max(degree, 1) {
            (before, current) = (current, (Double(2 * k + 1) * x * current - Double(k) * before) / Double(k + 1))
        }
        return current
    }
}
