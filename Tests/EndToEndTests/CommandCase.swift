import Foundation
import Testing

/// A folder that describes one run of the program and what must come out of it.
///
/// - `cmd`: the shell command, run in a copy of the folder.
/// - `expout`: standard output, byte for byte; or `expect`: lines that must each occur in it.
/// - `experr`: standard error, byte for byte; absent when it must be empty.
/// - `exitcode`: the exit code; absent for 0.
/// - everything else is input.
struct CommandCase: CustomTestStringConvertible, Sendable {
    /// The folder.
    let folder: URL
    /// `fit/one-row` and the like.
    let name: String

    var testDescription: String { name }

    /// Every case, sorted by name.
    static let all: [CommandCase] = {
        let root = DiscoverProcess.package.appendingPathComponent("Tests/EndToEndTests/Cases")
        let manager = FileManager.default
        let commands = (try? manager.contentsOfDirectory(atPath: root.path)) ?? []
        return commands.sorted().flatMap { command in
            let parent = root.appendingPathComponent(command)
            return ((try? manager.contentsOfDirectory(atPath: parent.path)) ?? []).sorted().map {
                CommandCase(folder: parent.appendingPathComponent($0), name: "\(command)/\($0)")
            }
        }
    }()

    /// The content of one of the case's files, nil if it has none.
    func text(_ file: String) -> String? {
        try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    }

    /// Replaces one of the case's files, or removes it.
    func accept(_ text: String?, as file: String) throws {
        let path = folder.appendingPathComponent(file)
        if let text {
            try text.write(to: path, atomically: true, encoding: .utf8)
        } else if FileManager.default.fileExists(atPath: path.path) {
            try FileManager.default.removeItem(at: path)
        }
    }

    /// Runs the command in a copy of the folder.
    func run() throws -> DiscoverProcess.Outcome {
        try DiscoverProcess.withFolder { copy in
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                try FileManager.default.copyItem(
                    at: folder.appendingPathComponent(file), to: copy.appendingPathComponent(file))
            }
            return try DiscoverProcess.run(text("cmd") ?? "exit 99", in: copy)
        }
    }
}
