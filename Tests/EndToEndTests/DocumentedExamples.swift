import Foundation
import Testing

/// The examples of README.md: every block that begins with `$ discover` shows what the program prints today.
///
/// `make accept` rewrites them. The last line of a search, with its time, is not part of the comparison nor of the text.
@Suite struct DocumentedExamples {
    private static let page = DiscoverProcess.package.appendingPathComponent("README.md")
    private static let opening = "```console\n$ "

    /// A block: its command and what it shows.
    private struct Example {
        var command: String
        var output: String
    }

    private static func examples(in text: String) -> [Example] {
        text.components(separatedBy: opening).dropFirst().compactMap { part in
            guard let end = part.range(of: "```") else { return nil }
            let lines = part[..<end.lowerBound].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return Example(command: String(lines[0]), output: lines.count > 1 ? String(lines[1]) : "")
        }
    }

    private static func output(of command: String) throws -> String {
        try DiscoverProcess.run(command + " --reproducible", in: DiscoverProcess.package).standardOutput
    }

    /// The text with numbers cut to three digits: the last digits of a fit may differ between processors.
    private static func rounded(_ text: String) -> String {
        text.replacing(/[0-9]+\.[0-9]+(e[-+]?[0-9]+)?/) { match in
            String(format: "%.3g", Double(match.output.0) ?? .nan)
        }
    }

    @Test func examplesAreWhatTheProgramPrints() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let examples = Self.examples(in: text)
        #expect(examples.count >= 3)
        var rewritten = text
        for example in examples {
            let output = try Self.output(of: example.command)
            if CaseFolders.accepts {
                rewritten = rewritten.replacingOccurrences(
                    of: "\(Self.opening)\(example.command)\n\(example.output)```",
                    with: "\(Self.opening)\(example.command)\n\(output)```")
            } else {
                #expect(Self.rounded(example.output) == Self.rounded(output), "\(example.command)")
            }
        }
        if rewritten != text { try rewritten.write(to: Self.page, atomically: true, encoding: .utf8) }
    }
}
