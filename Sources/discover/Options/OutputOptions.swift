import ArgumentParser
import Diagnostics
import Reports

/// The options that say where results go and in which form.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print the result, and any error, as JSON.")
    var json = false

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Write the result to a file, complete or not at all.", valueName: "file"),
        completion: .file())
    var output: String?

    @Flag(help: "Print no warnings and no progress.")
    var quiet = false

    @Flag(help: "Print what is done to the data on standard error.")
    var verbose = false

    @Flag(help: "Leave time, threads and machine out of the result, so that equal searches give equal bytes.")
    var reproducible = false

    /// Whether the name of the output, such as `law.py`, asks for a program.
    var wantsProgram: Bool { !json && output?.hasSuffix(".py") == true }

    func validate() throws {
        if output == "" { throw ValidationError("--output needs the name of a file.") }
        if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
    }

    /// Refuses an output file that cannot be written, before the work is done.
    ///
    /// - Throws: as `OutputFile.check()`.
    func checkDestination() throws {
        if let output, output != "-" { try OutputFile(path: output).check() }
    }

    /// Delivers a result as text or JSON, to the file or to standard output.
    func deliver(text: (TextStyle) -> String, json document: () -> JSONValue) throws {
        let style = output == nil || output == "-" ? Terminal.outputStyle : .plain
        let result = json ? document().text : text(style)
        guard let output, output != "-" else { return try StandardOutput.write(result) }
        try OutputFile(path: output).write(result)
    }

    /// Prints warnings to standard error, unless they are unwanted or already part of a JSON result.
    func warn(_ warnings: [String]) {
        if quiet { return }
        for warning in warnings { StandardError.write("warning: \(warning.printable)\n") }
    }

    /// Prints a remark to standard error if the user wants to know everything.
    func remark(_ text: @autoclosure () -> String) {
        if verbose { StandardError.write(text().printable + "\n") }
    }
}
