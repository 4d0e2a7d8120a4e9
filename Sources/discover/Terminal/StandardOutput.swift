import Diagnostics
import Glibc

/// The stream that carries results and nothing else.
enum StandardOutput {
    /// Writes all of `text`.
    ///
    /// A reader that has gone away ends the process quietly with code 0, as `cat` would.
    ///
    /// - Throws: `DiscoverError.input` with code `output.write` when the system refuses.
    static func write(_ text: String) throws {
        try FileDescriptor(number: STDOUT_FILENO, name: "standard output").write(text)
    }
}

/// The stream for warnings, errors and progress; what cannot be written there is lost.
enum StandardError {
    /// Writes `text` as far as possible.
    static func write(_ text: String) {
        try? FileDescriptor(number: STDERR_FILENO, name: "standard error").write(text)
    }
}

/// An open file of the operating system.
struct FileDescriptor {
    /// Its number.
    var number: Int32
    /// Its name in messages.
    var name: String

    /// Writes all of `text`, however many calls that takes.
    func write(_ text: String) throws {
        var text = text
        try text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(number, rest.baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    if errno == EPIPE, number == STDOUT_FILENO { _exit(ExitCode.success.rawValue) }
                    throw failure("cannot write")
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    /// Reads to the end.
    func readAll() throws -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(number, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("cannot read")
            }
            if count == 0 { return content }
            content.append(contentsOf: buffer[..<count])
        }
    }

    /// An input error with the system's reason for the failure of the last call.
    func failure(_ what: String) -> DiscoverError {
        .input(
            what == "cannot read" ? "input.read" : "output.write", "\(what): \(String(cString: strerror(errno)))",
            at: SourceLocation(file: name))
    }
}
