/// A solution of a partial differential equation on a grid.
struct GeneratedField {
    /// Names and coordinates of the axes of space.
    var space: [(name: String, coordinates: [Double])]
    /// The instants.
    var times: [Double]
    /// Names of the fields and their values; the first axis runs fastest, time slowest.
    var fields: [(name: String, values: [Double])]
}
