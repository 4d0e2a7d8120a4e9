extension TimeSeries {
    /// The data in two parts: the first to search in, the second to score on.
    ///
    /// With several runs whole runs are kept back, the last ones; of a single run its end.
    ///
    /// - Parameter share: of the runs or of the samples, between 0 and 1.
    /// - Returns: nil when one of the parts would be too short to be of use.
    public func split(keepingBack share: Double) -> (used: TimeSeries, kept: TimeSeries)? {
        let count = runCount
        var (used, kept) = (self, self)
        if count > 1 {
            let first = max(count - max(Int((share * Double(count)).rounded()), 1), 1)
            let order = Array(Set(runs)).sorted()
            let back = Set(order[first...])
            let indices = trajectories.indices
            used.trajectories = indices.filter { !back.contains(runs[$0]) }.map { trajectories[$0] }
            used.runs = runs.filter { !back.contains($0) }
            kept.trajectories = indices.filter { back.contains(runs[$0]) }.map { trajectories[$0] }
            kept.runs = runs.filter { back.contains($0) }
        } else {
            // Stretches of one run, from its end.
            var left = Int((share * Double(sampleCount)).rounded())
            var back: [Trajectory] = []
            while left > 0, let last = used.trajectories.popLast() {
                if last.count <= left {
                    back.insert(last, at: 0)
                    left -= last.count
                } else {
                    used.trajectories.append(last.part(0..<(last.count - left)))
                    back.insert(last.part((last.count - left)..<last.count), at: 0)
                    left = 0
                }
            }
            used.runs = used.trajectories.map { _ in 0 }
            kept.trajectories = back
            kept.runs = back.map { _ in 0 }
        }
        kept.trajectories.removeAll { $0.count < 2 }
        guard !kept.trajectories.isEmpty, used.sampleCount >= Self.fewestSamples else { return nil }
        return (used, kept)
    }

    /// Samples without which no search makes sense.
    private static let fewestSamples = 20
}
