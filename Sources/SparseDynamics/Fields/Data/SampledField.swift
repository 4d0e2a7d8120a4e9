/// The values of one quantity on a grid in space and time.
public struct SampledField: Sendable {
    /// Name of the quantity.
    public var name: String
    /// One finite value per grid point; the first space axis runs fastest, time slowest.
    public var values: [Double]

    /// Makes a field.
    public init(name: String, values: [Double]) {
        self.name = name
        self.values = values
    }
}
