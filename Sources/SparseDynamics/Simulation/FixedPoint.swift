import NumericKernel

/// A state in which the equations stand still.
public struct FixedPoint: Sendable {
    /// What small deviations do.
    public enum Stability: String, Sendable {
        /// They die out.
        case stable
        /// They grow in every direction.
        case unstable
        /// They grow in some directions and die out in others.
        case saddle
        /// To first order they neither grow nor die out in some direction.
        case neutral
    }

    /// The values of the variables.
    public var state: [Double]
    /// Eigenvalues of the linearisation there.
    public var eigenvalues: [(real: Double, imaginary: Double)]
    /// What small deviations do.
    public var stability: Stability
    /// Whether small deviations turn round the point.
    public var isSpiral: Bool
}

/// Looks for fixed points near the data by Newton's method from many samples.
struct FixedPointSearch {
    /// Samples to start from.
    static let starts = 60
    /// Most points that are told.
    static let mostPoints = 12

    let series: TimeSeries
    let equations: [DiscoveredEquation]

    /// The points within three times the range of the data, ordered by their coordinates.
    func points() -> [FixedPoint] {
        guard series.inputs.isEmpty,
            let field = try? VectorField(equations, variables: series.variables, inputs: [])
        else { return [] }
        let samples = series.trajectories.flatMap { part in
            (0..<part.count).map { row in part.states.map { $0[row] } }
        }
        let scales = series.variables.indices.map { variable in
            max(samples.map { abs($0[variable]) }.max() ?? 1, 1e-300)
        }
        let stride = max(samples.count / Self.starts, 1)
        var found: [[Double]] = []
        let origin = [Double](repeating: 0, count: scales.count)
        for start in [origin] + Swift.stride(from: 0, to: samples.count, by: stride).map({ samples[$0] }) {
            guard found.count < Self.mostPoints, let point = newton(field, start, scales) else { continue }
            let isKnown = found.contains { known in
                zip(zip(known, point), scales).allSatisfy { abs($0.0 - $0.1) < 1e-6 * $1 }
            }
            if !isKnown { found.append(point) }
        }
        return found.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { point(field, $0) }
    }

    private func newton(_ field: VectorField, _ start: [Double], _ scales: [Double]) -> [Double]? {
        let isMap = series.kind == .map
        var state = start
        for _ in 0..<60 {
            let value = zip(field.value(state), state).map { isMap ? $0 - $1 : $0 }
            var rows = field.jacobian(state)
            if isMap {
                for index in rows.indices { rows[index][index] -= 1 }
            }
            guard value.allSatisfy(\.isFinite), rows.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
            // Scaled unknowns; a minimum-norm step where the linearisation is singular.
            let matrix = Matrix(
                columns: state.indices.map { column in rows.map { $0[column] * scales[column] } })
            guard let step = try? LeastSquares.minimumNorm(matrix, [value], tolerance: 1e-12).solutions[0] else {
                return nil
            }
            let largest = step.map { abs($0) }.max() ?? 0
            let damping = largest > 1 ? 1 / largest : 1
            for index in state.indices { state[index] -= damping * step[index] * scales[index] }
            guard zip(state, scales).allSatisfy({ abs($0) <= 3 * $1 }) else { return nil }
            if largest < 1e-12 {
                // Numbers that are zero but for rounding are zero.
                return zip(state, scales).map { abs($0) < 1e-10 * $1 ? 0 : $0 }
            }
        }
        return nil
    }

    private func point(_ field: VectorField, _ state: [Double]) -> FixedPoint? {
        let rows = field.jacobian(state)
        let matrix = Matrix(columns: state.indices.map { column in rows.map { $0[column] } })
        guard rows.allSatisfy({ $0.allSatisfy(\.isFinite) }), let values = try? GeneralEigenvalues.of(matrix) else {
            return nil
        }
        let isMap = series.kind == .map
        let growths = values.map { pair in
            isMap ? (pair.real * pair.real + pair.imaginary * pair.imaginary).squareRoot() - 1 : pair.real
        }
        let size = max(growths.map { abs($0) }.max() ?? 0, values.map { abs($0.imaginary) }.max() ?? 0)
        let tolerance = 1e-7 * max(size, isMap ? 1 : 0)
        let stability: FixedPoint.Stability
        if growths.contains(where: { $0 > tolerance }) {
            stability = growths.allSatisfy { $0 > tolerance } ? .unstable : .saddle
        } else {
            stability = growths.contains { abs($0) <= tolerance } ? .neutral : .stable
        }
        return FixedPoint(
            state: state, eigenvalues: values, stability: stability,
            isSpiral: values.contains { abs($0.imaginary) > tolerance })
    }
}
