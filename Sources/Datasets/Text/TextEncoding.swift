import Diagnostics
import Glibc

/// Checks that bytes are text before they are read as a table.
enum TextEncoding {
    /// Number of bytes of a UTF-8 byte order mark at the start, 0 or 3.
    static func markLength(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0 }

    /// Refuses anything but UTF-8 text without NUL bytes.
    ///
    /// - Throws: `DiscoverError.input` with the line of the first offending byte and what the input may be instead.
    static func check(_ bytes: [UInt8], location: SourceLocation) throws(DiscoverError) {
        if let known = knownFormats.first(where: { bytes.starts(with: $0.signature) }) {
            throw .input("text.other-format", "this is \(known.name), not a table", at: location, hint: known.hint)
        }
        if let position = bytes.firstIndex(of: 0) {
            throw .input(
                "text.nul-byte", "a NUL byte: this is not a text file", at: place(position, bytes, location),
                hint: "tables are read as text (CSV), gzip or HDF5")
        }
        if let position = firstInvalid(bytes) {
            throw .input(
                "text.invalid-utf8", "byte \(hexadecimal(bytes[position])) is not valid UTF-8",
                at: place(position, bytes, location),
                hint: "convert the file, for example: iconv -f latin1 -t utf-8 FILE > NEW")
        }
    }

    private static let knownFormats: [(signature: [UInt8], name: String, hint: String)] = [
        ([0x50, 0x4b, 3, 4], "a zip archive or a spreadsheet", "export the sheet as CSV"),
        ([0xff, 0xfe], "text in UTF-16", "convert it, for example: iconv -f utf-16 -t utf-8 FILE > NEW"),
        ([0xfe, 0xff], "text in UTF-16", "convert it, for example: iconv -f utf-16 -t utf-8 FILE > NEW"),
        (Array("PAR1".utf8), "a Parquet file", "export it as CSV"),
        (Array("%PDF".utf8), "a PDF document", "copy the table into a text file"),
        ([0x93] + Array("NUMPY".utf8), "a NumPy array file", "write it with numpy.savetxt"),
        ([0x42, 0x5a, 0x68], "bzip2 data", "unpack it with bunzip2"),
        ([0xfd, 0x37, 0x7a, 0x58, 0x5a], "xz data", "unpack it with unxz"),
        ([0x28, 0xb5, 0x2f, 0xfd], "zstd data", "unpack it with unzstd"),
    ]

    private static func place(_ position: Int, _ bytes: [UInt8], _ location: SourceLocation) -> SourceLocation {
        let before = bytes[..<position]
        let feeds = before.count { $0 == UInt8(ascii: "\n") }
        let lines = feeds > 0 ? feeds : before.count { $0 == UInt8(ascii: "\r") }
        return SourceLocation(file: location.file, row: lines + 1)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "0x" + (digits.count == 1 ? "0" : "") + digits
    }

    /// Position of the first byte that is not part of a well-formed UTF-8 sequence, nil when there is none.
    ///
    /// Overlong forms, surrogates and values above U+10FFFF are ill-formed (Unicode 15, table 3-7).
    private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var position = 0
            while position < bytes.count {
                let lead = bytes[position]
                if lead < 0x80 {
                    position += 1
                    continue
                }
                let (length, second): (Int, ClosedRange<UInt8>)
                switch lead {
                case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
                case 0xe0: (length, second) = (3, 0xa0...0xbf)
                case 0xed: (length, second) = (3, 0x80...0x9f)
                case 0xe1...0xef: (length, second) = (3, 0x80...0xbf)
                case 0xf0: (length, second) = (4, 0x90...0xbf)
                case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
                case 0xf4: (length, second) = (4, 0x80...0x8f)
                default: return position
                }
                guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return position }
                for offset in 2..<max(length, 2) where bytes[position + offset] & 0xc0 != 0x80 { return position }
                position += length
            }
            return nil
        }
    }
}
