/// What differs from run to run although the answer does not: time, threads, machine.
public struct RunFacts: Sendable, Equatable {
    /// Wall-clock time of the search in seconds.
    public var seconds: Double
    /// Threads that worked on it.
    public var threads: Int
    /// Name of the machine.
    public var host: String

    /// The number of threads in words.
    var threadText: String { "\(threads) thread\(threads == 1 ? "" : "s")" }

    /// Makes a record of a run.
    public init(seconds: Double, threads: Int, host: String) {
        self.seconds = seconds
        self.threads = threads
        self.host = host
    }

    /// The `run` object of the result documents.
    var json: JSONValue {
        .object([("seconds", .number(seconds)), ("threads", .integer(threads)), ("host", .string(host))])
    }
}
