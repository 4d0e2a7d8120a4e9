import CZLIB
import Diagnostics

/// Unpacks gzip data.
enum GzipDecoder {
    /// Whether bytes begin as gzip data do.
    static func recognises(_ bytes: [UInt8]) -> Bool { bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b }

    /// The unpacked bytes of one or several gzip members in a row.
    ///
    /// - Throws: `DiscoverError.input` when the data are damaged, cut off or unpack to more than `maximumBytes`.
    static func unpack(_ bytes: [UInt8], location: SourceLocation, maximumBytes: Int) throws(DiscoverError) -> [UInt8] {
        var stream = z_stream()
        // 15 + 16: the largest window, and the gzip wrapper rather than the zlib one.
        guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .input("gzip.memory", "no memory to unpack the input", at: location)
        }
        defer { inflateEnd(&stream) }
        var result: [UInt8] = []
        let failure = inflateAll(&stream, bytes, into: &result, location: location, maximumBytes: maximumBytes)
        if let failure { throw failure }
        return result
    }

    private static func inflateAll(
        _ stream: inout z_stream, _ bytes: [UInt8], into result: inout [UInt8], location: SourceLocation,
        maximumBytes: Int
    ) -> DiscoverError? {
        let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
        defer { output.deallocate() }
        return bytes.withUnsafeBufferPointer { input in
            var offset = 0
            while true {
                // zlib counts its input in 32 bits and never writes to it.
                let piece = min(input.count - offset, 1 << 30)
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + offset })
                stream.avail_in = UInt32(piece)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                let status = inflate(&stream, Z_NO_FLUSH)
                offset += piece - Int(stream.avail_in)
                let produced = output.count - Int(stream.avail_out)
                if result.count + produced > maximumBytes { return InputBytes.tooLarge(location, maximumBytes) }
                let isStart = result.isEmpty
                result.append(contentsOf: output[..<produced])
                // Not text: whoever reads it will refuse it, so the rest, perhaps without end, is not needed.
                if isStart, result.contains(0) { return nil }
                if status == Z_STREAM_END {
                    let rest = input.count - offset
                    // Bytes after the last member are padding unless they begin another one.
                    guard rest >= 2, input[offset] == 0x1f, input[offset + 1] == 0x8b else { return nil }
                    guard inflateReset(&stream) == Z_OK else { return damaged(location) }
                } else if status != Z_OK {
                    return offset == input.count && status == Z_BUF_ERROR
                        ? .input(
                            "gzip.truncated", "the compressed data end too early", at: location,
                            hint: "copy or download the file again")
                        : damaged(location)
                }
            }
        }
    }

    private static func damaged(_ location: SourceLocation) -> DiscoverError {
        .input("gzip.damaged", "the compressed data are damaged", at: location, hint: "test the file with `gzip -t`")
    }
}
