/// Quantities sampled on one equally spaced grid in space and time.
public struct FieldData: Sendable {
    /// The axes of space, one or two.
    public var space: [FieldAxis]
    /// The axis of time.
    public var time: FieldAxis
    /// The quantities, at least one; those that get no equation come last.
    public var fields: [SampledField]
    /// How many of the fields, from the first, want an equation.
    public var targetCount: Int

    /// Makes data; every field has one value per grid point.
    public init(space: [FieldAxis], time: FieldAxis, fields: [SampledField], targetCount: Int? = nil) {
        let points = space.reduce(time.count) { $0 * $1.count }
        precondition(!space.isEmpty && space.count <= 2 && fields.allSatisfy { $0.values.count == points })
        self.space = space
        self.time = time
        self.fields = fields
        self.targetCount = targetCount ?? fields.count
    }

    /// All axes, time last.
    var axes: [FieldAxis] { space + [time] }
    /// Lengths of all axes, time last.
    var shape: [Int] { axes.map(\.count) }
    /// Grid points of one instant.
    var spacePoints: Int { space.reduce(1) { $0 * $1.count } }
    /// Grid points in all.
    var points: Int { spacePoints * time.count }
}
