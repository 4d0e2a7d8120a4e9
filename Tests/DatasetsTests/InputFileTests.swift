import Datasets
import Diagnostics
import Foundation
import Testing

@Suite struct InputFileTests {
    private func inTemporaryDirectory(_ body: (URL) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "discover-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory)
    }

    private func code(of path: String) -> String? {
        do {
            _ = try TableReader.read(path: path)
            return nil
        } catch {
            return error.diagnostics.first?.code
        }
    }

    @Test func filesAreRead() throws {
        try inTemporaryDirectory { directory in
            let file = directory.appending(path: "data.csv")
            try Data("a,b\n1,2\n".utf8).write(to: file)
            let table = try TableReader.read(path: file.path)
            #expect(table.columnNames == ["a", "b"])
            #expect(table.source?.path == file.path)
        }
    }

    @Test func unreadableFilesSayWhy() throws {
        try inTemporaryDirectory { directory in
            #expect(code(of: directory.path) == "input.directory")
            #expect(code(of: directory.appending(path: "none.csv").path) == "input.missing-file")
            #expect(code(of: "a\0b") == "input.bad-path")
            let locked = directory.appending(path: "locked.csv")
            try Data("a\n1\n".utf8).write(to: locked)
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: locked.path)
            // The superuser may read anything.
            #expect(code(of: locked.path) == (getuid() == 0 ? nil : "input.no-permission"))
        }
    }

    @Test func endlessInputsAreRefusedAtTheirStart() {
        #expect(code(of: "/dev/zero") != nil)
        #expect(code(of: "/dev/urandom") != nil)
    }

    @Test func emptyFile() throws {
        try inTemporaryDirectory { directory in
            let file = directory.appending(path: "empty.csv")
            try Data().write(to: file)
            #expect(code(of: file.path) == "table.empty")
        }
    }
}
