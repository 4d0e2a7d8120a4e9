/// How the columns of tables become a time series.
public struct SeriesOptions: Sendable {
    /// Flow or map.
    public var kind: TimeSeries.Kind = .flow
    /// Name of the time column; nil to look for one called t or time, or the first strictly ascending column.
    public var time: String?
    /// Constant step of time for tables without a time column.
    public var step: Double?
    /// Name of the column that numbers the runs; nil when blank lines or files part them.
    public var run: String?
    /// Names of the variables; nil for all other columns.
    public var variables: [String]?
    /// Names of the columns that act from outside.
    public var inputs: [String] = []
    /// A step of time longer than this many median steps of its run is a gap, where a stretch ends.
    public var gapFactor: Double = 3.5

    /// The defaults.
    public init() {}
}
