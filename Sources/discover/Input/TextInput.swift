import Datasets
import Diagnostics

/// A small text file (a system of equations, a result), or standard input.
struct TextInput {
    /// Larger files are not what they claim to be.
    static let maximumBytes = 1 << 28

    /// Path as the user gave it, `-` for standard input.
    let path: String
    /// All the bytes.
    let bytes: [UInt8]

    /// Reads the file.
    ///
    /// - Throws: `DiscoverError.input` that says why it cannot be read.
    init(path: String) throws {
        self.path = path
        bytes = try InputBytes.read(path: path, maximumBytes: Self.maximumBytes)
    }

    /// SHA-256 of the bytes, lower-case hexadecimal.
    var sha256: String { SHA256.hexadecimal(of: bytes) }

    /// The bytes as text.
    ///
    /// - Throws: `DiscoverError.input` with code `input.encoding` if they are not UTF-8.
    func text() throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DiscoverError.input(
                "input.encoding", "the file is not UTF-8 text", at: SourceLocation(file: path),
                hint: "convert it, for example with iconv -f LATIN1 -t UTF-8")
        }
        return text
    }
}
