import Diagnostics
import Glibc

/// The path argument that every command has.
enum InputPath {
    /// The path to read.
    ///
    /// - Returns: nil after help was printed instead, because there is no path, or `-` would wait for a person to type.
    /// - Throws: `DiscoverError.usage` when there is no path and nobody to read the help.
    static func resolve(_ path: String?, command: String) throws -> String? {
        if path == nil || path == "-", Terminal.isTerminal(STDIN_FILENO) {
            try StandardOutput.write(ShortHelp.text(for: [command, "-h"]) ?? "")
            return nil
        }
        guard let path, !path.isEmpty else {
            throw DiscoverError.usage(
                Diagnostic("usage.missing-input", "no input file", hint: "give a path, or - for standard input"))
        }
        return path
    }
}
