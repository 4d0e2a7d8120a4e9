extension Table {
    /// The table with the rows at these positions only; the others count as dropped.
    ///
    /// - Parameter positions: ascending, each less than `rowCount`.
    public func keeping(_ positions: [Int]) -> Table {
        var result = self
        for column in result.columns.indices {
            result.columns[column].values = positions.map { columns[column].values[$0] }
        }
        result.labels = labels.map { labels in positions.map { labels[$0] } }
        result.rowNumbers = positions.map { rowNumbers[$0] }
        result.rowsDropped += rowCount - positions.count
        return result
    }
}
