/// Where a table came from, enough to recognise the same input again.
public struct TableSource: Hashable, Sendable {
    /// The forms that tables are read from.
    public enum Format: String, Sendable {
        /// Text with one row per line.
        case text
        /// The same, compressed by gzip.
        case gzippedText
        /// A dataset or group of an HDF5 file.
        case hdf5
    }

    /// Path as the user gave it, `-` for standard input.
    public var path: String
    /// The form of the input.
    public var format: Format
    /// Number of bytes of the input, before decompression.
    public var byteCount: Int
    /// SHA-256 of the input's bytes, before decompression, as 64 hexadecimal digits.
    public var sha256: String

    /// Makes a description of an input.
    public init(path: String, format: Format, byteCount: Int, sha256: String) {
        self.path = path
        self.format = format
        self.byteCount = byteCount
        self.sha256 = sha256
    }
}
