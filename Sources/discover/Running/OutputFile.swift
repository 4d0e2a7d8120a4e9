import Diagnostics
import Glibc
import Reports

/// A file that appears complete or not at all.
///
/// The text is written beside the file, flushed to the disk and then renamed, so that neither a full disk nor a lost
/// connection leaves half a result. Devices and pipes are written directly.
struct OutputFile {
    /// Path as the user gave it.
    var path: String

    /// Finds out before a long search what would prevent writing after it.
    ///
    /// - Throws: `DiscoverError.input` with code `output.write` for a directory, a path without one, and missing permission.
    func check() throws {
        var status = stat()
        let descriptor = FileDescriptor(number: -1, name: path)
        if stat(path, &status) == 0 {
            errno = EISDIR
            if status.st_mode & S_IFMT == S_IFDIR { throw descriptor.failure("cannot write") }
            if status.st_mode & S_IFMT != S_IFREG { return }
        }
        let end = path.lastIndex(of: "/")
        let directory = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard access(directory, W_OK) == 0 else { throw descriptor.failure("cannot write") }
    }

    /// Replaces the content of the file.
    ///
    /// - Throws: `DiscoverError.input` with code `output.write`; the old file is then untouched.
    func write(_ text: String) throws {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return try writeDirectly(text) }
        let aside = "\(path).\(getpid()).partial"
        let descriptor = FileDescriptor(
            number: open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666), name: path)
        guard descriptor.number >= 0 else { throw descriptor.failure("cannot write") }
        do {
            defer { close(descriptor.number) }
            try descriptor.write(text)
            guard fsync(descriptor.number) == 0 else { throw descriptor.failure("cannot write") }
            guard rename(aside, path) == 0 else { throw descriptor.failure("cannot write") }
        } catch {
            unlink(aside)
            throw error
        }
    }

    private func writeDirectly(_ text: String) throws {
        let descriptor = FileDescriptor(number: open(path, O_WRONLY | O_CLOEXEC), name: path)
        guard descriptor.number >= 0 else { throw descriptor.failure("cannot write") }
        defer { close(descriptor.number) }
        try descriptor.write(text)
    }
}
