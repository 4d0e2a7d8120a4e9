import Datasets
import Diagnostics
import Testing

/// The table in a text, read as a file named `data.csv` would be.
func readTable(_ text: String, _ options: TableOptions = TableOptions()) throws -> Table {
    try TableReader.read(bytes: Array(text.utf8), path: "data.csv", options: options)
}

/// The diagnostics with which reading a text fails; a test failure when it does not.
func problems(
    _ text: String, _ options: TableOptions = TableOptions(), sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> [Diagnostic] {
    problems(bytes: Array(text.utf8), options, sourceLocation: sourceLocation)
}

/// The diagnostics with which reading some bytes fails; a test failure when it does not.
func problems(
    bytes: [UInt8], _ options: TableOptions = TableOptions(),
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> [Diagnostic] {
    do {
        _ = try TableReader.read(bytes: bytes, path: "data.csv", options: options)
        Issue.record("the table was read although it should have been refused", sourceLocation: sourceLocation)
        return []
    } catch {
        #expect(error.exitCode == .input, sourceLocation: sourceLocation)
        #expect(!error.diagnostics.isEmpty, sourceLocation: sourceLocation)
        return error.diagnostics
    }
}
