/// Decides how each input of a problem enters its surrogates: as it is, by its logarithm, or as an angle.
///
/// A surrogate takes all positive inputs by their logarithms or none. A law such as u^3 - u^2 sin(b)^2 wants ln u, but ln b has a
/// pole; and a swing needs a polynomial of high degree, which no surrogate in many inputs can afford, though cos(a - b) is of second degree
/// in the sines and cosines of a and b. Inputs change one at a time while that lowers the leave-one-out error, angles also in pairs.
/// The frequency of angles is one turn in 2 pi, as in laws.
struct CoordinateTest {
    /// The problem, whose own scales play no part.
    let problem: ReducedProblem
    /// Rows that may be looked at, from the front.
    let trainingRows: Int

    /// Ranges from about half a turn on may be those of angles; powers do well on shorter ones.
    private static let leastTurn = 3.0
    /// Ratio of the largest value to the smallest one from which on a logarithm is worth a trial.
    private static let leastRatio = 1.5
    private static let rows = 2500
    private static let budget = 160
    /// Errors below these shares of the ones before count as better: for one change, for two.
    private static let gains = (one: 0.9, two: 0.85)
    private static let mostChanges = 6

    /// One scale per input; all nil where no changes lower the error.
    ///
    /// - Complexity: a few dozen least-squares fits of 160 terms to 2500 rows.
    func scales() throws -> [InputScale?] {
        var free = problem
        for j in free.columns.indices { free.columns[j].scale = nil }
        let unchanged = [InputScale?](repeating: nil, count: free.dimension)
        guard let screened = SurrogateFits.screen(free, trainingRows) else { return unchanged }
        func error(_ scales: [InputScale]) throws -> Double {
            let coordinates = PolynomialSurrogate.Coordinates(inputs: scales, target: screened.coordinates.target)
            return try SmoothingFit(
                problem: free, rows: min(trainingRows, Self.rows), budget: Self.budget, coordinates: coordinates
            ).best()?.relativeError ?? .infinity
        }
        let possible = free.columns.map { Self.possible($0.values) }
        var best = screened.coordinates.inputs
        var least = try error(best)
        for _ in 0..<Self.mostChanges {
            guard let next = try improvement(of: best, least, possible, error) else { break }
            (best, least) = next
        }
        return best == screened.coordinates.inputs ? unchanged : best
    }

    /// The best of all single changes; where none helps, the best pair of new angles.
    private func improvement(
        of scales: [InputScale], _ least: Double, _ possible: [[InputScale]],
        _ error: ([InputScale]) throws -> Double
    ) throws -> (scales: [InputScale], error: Double)? {
        func changed(_ changes: [(Int, InputScale)]) -> [InputScale] {
            var result = scales
            for (j, scale) in changes { result[j] = scale }
            return result
        }
        let single = scales.indices.flatMap { j in
            possible[j].filter { $0 != scales[j] }.map { changed([(j, $0)]) }
        }
        let turns = scales.indices.filter { possible[$0].contains(.angle) && scales[$0] != .angle }
        let pairs = turns.indices.flatMap { b in
            turns[..<b].map { changed([($0, .angle), (turns[b], .angle)]) }
        }
        for (trials, gain) in [(single, Self.gains.one), (pairs, Self.gains.two)] {
            let errors = try trials.map(error)
            if let k = errors.indices.min(by: { errors[$0] < errors[$1] }), errors[k] < gain * least {
                return (trials[k], errors[k])
            }
        }
        return nil
    }

    private static func possible(_ values: [Double]) -> [InputScale] {
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        return [.plain] + (low > 0 && high > leastRatio * low ? [.logarithm] : [])
            + (high - low >= leastTurn ? [.angle] : [])
    }
}
