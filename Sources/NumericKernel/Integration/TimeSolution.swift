import Diagnostics

/// States of a system of differential equations at a sequence of times.
public struct TimeSolution: Sendable {
    /// The times reached, beginning with the start.
    public var times: [Double]
    /// One state per time, each with all variables.
    public var states: [[Double]]
    /// Why the integration ended before the last time asked for; nil when it did not.
    public var failure: Diagnostic?

    /// Whether every time asked for was reached.
    public var isComplete: Bool { failure == nil }
}
