/// One axis of a grid: equally spaced coordinates.
public struct FieldAxis: Hashable, Sendable {
    /// Name of the coordinate.
    public var name: String
    /// First coordinate.
    public var start: Double
    /// Distance of neighbours, above 0.
    public var step: Double
    /// Number of grid points.
    public var count: Int

    /// Makes an axis.
    public init(name: String, start: Double, step: Double, count: Int) {
        self.name = name
        self.start = start
        self.step = step
        self.count = count
    }

    /// The coordinates, ascending.
    public var coordinates: [Double] { (0..<count).map { start + Double($0) * step } }
}
