import Diagnostics

extension HDF5TableReader {
    /// Names of a coordinate of time, which is taken for the last axis where lengths do not decide.
    private static let timeNames = ["t", "time", "times"]

    /// The table of quantities on a grid, one row per grid point: arrays with several dimensions, and for every dimension a
    /// vector of coordinates; nil when the group is no grid.
    ///
    /// The vectors belong to the dimensions in their order with time last, or, where the lengths demand it, with time first.
    func grid(
        series: [(name: String, dataset: HDF5Dataset)], others: [(name: String, dataset: HDF5Dataset)]
    ) throws(DiscoverError) -> Found? {
        guard let shape = others.first?.dataset.shape, shape.count >= 2, series.count == shape.count,
            others.allSatisfy({ $0.dataset.kind == .number && $0.dataset.shape == shape })
        else { return nil }
        let clocks = series.filter { Self.timeNames.contains($0.name.lowercased()) }
        let rest = series.filter { !Self.timeNames.contains($0.name.lowercased()) }
        guard
            let axes = [rest + clocks, clocks + rest, series].first(where: { order in
                order.map { $0.dataset.shape[0] } == shape
            })
        else { return nil }
        guard let points = others[0].dataset.count else { throw InputBytes.tooLarge(location, Int.max) }
        var columns: [RawColumn] = []
        var repeats = points
        for axis in axes {
            let values = try numbers(axis.dataset, axis.name) { $0.numbers() }
            repeats /= max(values.count, 1)
            let step = repeats
            columns.append(
                RawColumn(
                    name: axis.name, unit: unit(of: axis.dataset),
                    values: (0..<points).map { values[$0 / step % values.count] }))
        }
        for other in others {
            columns.append(
                RawColumn(
                    name: other.name, unit: unit(of: other.dataset),
                    values: try numbers(other.dataset, other.name) { $0.numbers() }))
        }
        return (columns, [], [])
    }
}
