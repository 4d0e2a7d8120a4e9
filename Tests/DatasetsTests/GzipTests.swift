import CZLIB
import Datasets
import Diagnostics
import Testing

@Suite struct GzipTests {
    /// Bytes packed as `gzip` packs them.
    static func packed(_ text: String) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = Array(text.utf8)
        var output = [UInt8](repeating: 0, count: input.count + 1000)
        let capacity = output.count
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(capacity)
                _ = deflate(&stream, Z_FINISH)
            }
        }
        return Array(output.prefix(capacity - Int(stream.avail_out)))
    }

    static let text = "a,b\n" + (0..<50_000).map { "\($0),\($0 * 2)\n" }.joined()

    @Test func packedTextIsRead() throws {
        let bytes = Self.packed(Self.text)
        let table = try TableReader.read(bytes: bytes, path: "data.csv.gz")
        #expect(table.rowCount == 50_000)
        #expect(table.columns[1].values.last == 99_998)
        #expect(table.source?.format == .gzippedText)
        #expect(table.source?.sha256 == SHA256.hexadecimal(of: bytes))
    }

    @Test func membersAreJoined() throws {
        let bytes = Self.packed("a,b\n1,2\n") + Self.packed("3,4\n")
        #expect(try TableReader.read(bytes: bytes, path: "d").columns[0].values == [1, 3])
    }

    @Test func paddingAfterTheEndIsIgnored() throws {
        let bytes = Self.packed("a,b\n1,2\n") + [0, 0, 0]
        #expect(try TableReader.read(bytes: bytes, path: "d").rowCount == 1)
    }

    @Test func damageIsReported() {
        let whole = Self.packed(Self.text)
        #expect(problems(bytes: Array(whole.prefix(whole.count / 2))).map(\.code) == ["gzip.truncated"])
        #expect(problems(bytes: Array(whole.prefix(5))).map(\.code) == ["gzip.truncated"])
        var bent = whole
        bent[bent.count - 6] ^= 0x5a  // inside the check sum
        #expect(problems(bytes: bent).map(\.code) == ["gzip.damaged"])
        #expect(problems(bytes: [0x1f, 0x8b, 0xff, 0xff, 0xff, 0xff]).map(\.code) == ["gzip.damaged"])
    }

    @Test func whatIsNotTextIsUnpackedNoFurther() {
        let bytes = Self.packed(String(repeating: "\0", count: 5_000_000))
        #expect(problems(bytes: bytes, TableOptions(maximumBytes: 1_000_000)).map(\.code) == ["text.nul-byte"])
    }

    @Test func bombIsStopped() {
        let bytes = Self.packed(String(repeating: "0", count: 5_000_000))
        #expect(bytes.count < 10_000)
        #expect(problems(bytes: bytes, TableOptions(maximumBytes: 1_000_000)).map(\.code) == ["input.too-large"])
    }
}
