import Diagnostics
import Glibc

/// Reads whole inputs into memory.
public enum InputBytes {
    /// So much of an input is read before asking whether it can be any of the known formats.
    private static let startLength = 1 << 20

    /// The bytes of a file, or of standard input for `-`.
    ///
    /// An input whose start is neither text nor a known format is read no further; whoever reads it will refuse it.
    ///
    /// - Throws: `DiscoverError.input` that says why the file cannot be read.
    public static func read(path: String, maximumBytes: Int) throws(DiscoverError) -> [UInt8] {
        let location = SourceLocation(file: path)
        if path == "-" { return try contents(of: STDIN_FILENO, location: location, maximumBytes: maximumBytes) }
        guard !path.utf8.contains(0) else {
            throw .input("input.bad-path", "a path cannot contain a NUL character", at: location)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno, location) }
        defer { close(descriptor) }
        return try contents(of: descriptor, location: location, maximumBytes: maximumBytes)
    }

    private static func contents(
        of descriptor: Int32, location: SourceLocation, maximumBytes: Int
    ) throws(DiscoverError) -> [UInt8] {
        var status = stat()
        let known = fstat(descriptor, &status) == 0
        var bytes: [UInt8] = []
        // One byte more than the file has, so that its end shows without growing the array.
        if known, status.st_size > 0 { bytes.reserveCapacity(min(Int(status.st_size), maximumBytes) + 1) }
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { chunk.deallocate() }
        var isStartSeen = false
        while true {
            let count = Glibc.read(descriptor, chunk.baseAddress, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(errno, location)
            }
            guard bytes.count + count <= maximumBytes else { throw tooLarge(location, maximumBytes) }
            bytes.append(contentsOf: chunk[..<count])
            if !isStartSeen, bytes.count >= startLength {
                isStartSeen = true
                // A device or a pipe may go on for ever. What is read so far shows what it is not.
                let isBinary = bytes.contains(0)
                if isBinary, !HDF5File.recognises(bytes), !GzipDecoder.recognises(bytes) { return bytes }
            }
        }
    }

    /// The error for an input beyond the allowed size.
    static func tooLarge(_ location: SourceLocation, _ maximumBytes: Int) -> DiscoverError {
        .input(
            "input.too-large", "the input has more than the \(maximumBytes) bytes that are allowed", at: location,
            hint: "use a part of the rows")
    }

    private static func failure(_ code: Int32, _ location: SourceLocation) -> DiscoverError {
        switch code {
        case ENOENT:
            .input(
                "input.missing-file", "there is no such file", at: location,
                hint: "check the path; `-` reads standard input")
        case EISDIR: .input("input.directory", "this is a directory, a file was expected", at: location)
        case EACCES, EPERM:
            .input("input.no-permission", "the file may not be read", at: location, hint: "check its permissions")
        default: .input("input.unreadable", "the file cannot be read: \(String(cString: strerror(code)))", at: location)
        }
    }
}
