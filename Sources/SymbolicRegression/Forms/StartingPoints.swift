import NumericKernel

/// Places to start a fit from: the user's, or quasi-random ones spread over the sizes that parameters may have.
struct StartingPoints {
    /// Decades around the guessed size that are searched.
    private static let decades = -3.0...2.0

    /// Start vectors of the given parameters, always the same ones.
    ///
    /// - Parameters:
    ///   - guesses: size and places of each parameter.
    ///   - ranges: bounds and start of each.
    ///   - count: how many; one is enough when the user gives every start.
    static func points(_ guesses: [ParameterScales.Guess], _ ranges: [ParameterRange], count: Int) -> [[Double]] {
        let open = ranges.indices.filter { ranges[$0].start == nil && ranges[$0].lower < ranges[$0].upper }
        let fixed = zip(guesses, ranges).map { $1.start ?? $1.clamped($0.size) }
        guard !open.isEmpty, let sequence = try? QuasiRandomPoints(dimension: open.count) else { return [fixed] }
        var result = [fixed]
        // The very middle of everything comes first: it is often good enough.
        for point in sequence.points(count) {
            var values = fixed
            for (coordinate, k) in zip(point, open) { values[k] = value(coordinate, guesses[k], ranges[k]) }
            result.append(values)
        }
        return result
    }

    private static func value(_ u: Double, _ guess: ParameterScales.Guess, _ range: ParameterRange) -> Double {
        if range.lower.isFinite, range.upper.isFinite {
            if range.lower > 0, range.upper > 100 * range.lower {
                return range.lower * Elementary.pow(range.upper / range.lower, u)
            }
            return range.lower + u * (range.upper - range.lower)
        }
        if range.lower.isFinite { return range.lower + decade(u) * guess.size }
        if range.upper.isFinite { return range.upper - decade(u) * guess.size }
        var u = u
        if let places = guess.places {
            let width = places.upperBound - places.lowerBound
            if u < 0.35 { return places.lowerBound + width * u / 0.35 }
            if u < 0.45 { return -(places.lowerBound + width * (u - 0.35) / 0.1) }
            u = (u - 0.45) / 0.55
        }
        return u < 0.75 ? decade(u / 0.75) * guess.size : -decade((u - 0.75) / 0.25) * guess.size
    }

    private static func decade(_ u: Double) -> Double {
        Elementary.pow(10, decades.lowerBound + u * (decades.upperBound - decades.lowerBound))
    }
}
