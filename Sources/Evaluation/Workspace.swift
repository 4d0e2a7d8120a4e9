/// Memory that tapes compute in. Reuse one for many evaluations on the same thread; it grows as needed.
public struct Workspace: Sendable {
    /// Blocks of values, `Tape.blockSize` each.
    var values: [Double] = []
    /// Derivatives of the result by these values.
    var adjoints: [Double] = []

    /// An empty workspace.
    public init() {}

    mutating func reserve(values count: Int, adjoints adjointCount: Int) {
        if values.count < count { values = [Double](repeating: 0, count: count) }
        if adjoints.count < adjointCount { adjoints = [Double](repeating: 0, count: adjointCount) }
    }
}
