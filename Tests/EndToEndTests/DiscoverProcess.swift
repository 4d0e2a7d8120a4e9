import Foundation

/// The built binary, run as users run it.
struct DiscoverProcess {
    /// What came out of a run.
    struct Outcome {
        var standardOutput: String
        var standardError: String
        var exitCode: Int32
    }

    /// Directory of the binary: that of the test bundle, or of `DISCOVER_BINARY`.
    static let binary: URL = {
        if let path = ProcessInfo.processInfo.environment["DISCOVER_BINARY"] { return URL(fileURLWithPath: path) }
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("discover")
    }()

    /// Directory of this package.
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Runs a shell command in which `discover` is the built binary.
    ///
    /// Output goes through files, so that no pipe can fill up. After `signals` seconds each, signals are sent.
    static func run(_ command: String, in folder: URL, signals: [(after: Double, number: Int32)] = []) throws -> Outcome
    {
        let id = UUID().uuidString
        let streams = ["out", "err"].map {
            FileManager.default.temporaryDirectory.appendingPathComponent("\(id).\($0)")
        }
        for stream in streams { _ = FileManager.default.createFile(atPath: stream.path, contents: nil) }
        defer { for stream in streams { try? FileManager.default.removeItem(at: stream) } }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        // exec, so that signals reach the program and not the shell in front of it.
        process.arguments = ["-c", signals.isEmpty ? command : "exec \(command)"]
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = binary.deletingLastPathComponent().path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["LC_ALL"] = "C.UTF-8"
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: streams[0])
        process.standardError = try FileHandle(forWritingTo: streams[1])
        try process.run()
        for signal in signals {
            Thread.sleep(forTimeInterval: signal.after)
            kill(process.processIdentifier, signal.number)
        }
        process.waitUntilExit()
        let texts = try streams.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        let code = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return Outcome(standardOutput: texts[0], standardError: texts[1], exitCode: code)
    }

    /// A new empty folder, removed after `body`.
    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("discover-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
