import ArgumentParser
import Diagnostics
import Expressions

/// The option that names physical constants to be recognised and to be used in guesses.
struct ConstantOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Physical constants to recognise in fitted numbers and to know in guesses: names such as c,h,k_B, all, or "
                + "@file with lines \"name value\".", valueName: "names"))
    var constants: String?

    /// The constants.
    ///
    /// - Throws: `DiscoverError.usage` for unknown names; `DiscoverError.input` for lines of a file that are no constants.
    func physicalConstants() throws -> [PhysicalConstant] {
        guard let constants else { return [] }
        if constants == "all" { return PhysicalConstant.all }
        if constants.hasPrefix("@") { return try Self.read(String(constants.dropFirst())) }
        let known = PhysicalConstant.all.map(\.name)
        return try NameList.names(constants).map { name in
            guard let constant = PhysicalConstant.all.first(where: { $0.name == name }) else {
                var hint = "constants are \(known.joined(separator: ", ")), all, or @file"
                if let near = NameSuggestion.closest(to: name, among: known) {
                    hint = "did you mean '\(near)'? \(hint)"
                }
                throw DiscoverError.usage(
                    Diagnostic("usage.unknown-constant", "--constants does not know '\(name)'", hint: hint))
            }
            return constant
        }
    }

    /// Constants from lines `name value [uncertainty]`, comments after `#`.
    private static func read(_ path: String) throws -> [PhysicalConstant] {
        var constants: [PhysicalConstant] = []
        var problems: [Diagnostic] = []
        let lines = try TextInput(path: path).text().split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (row, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            if words.isEmpty { continue }
            let numbers = words.dropFirst().map { Double($0) }
            guard (2...3).contains(words.count), let value = numbers[0], value.isFinite, value > 0,
                let uncertainty = numbers.count > 1 ? numbers[1] : 0, uncertainty >= 0, uncertainty.isFinite
            else {
                problems.append(
                    Diagnostic(
                        "constants.line", "expected a name, a positive number and perhaps its standard uncertainty",
                        at: SourceLocation(file: path, row: row + 1)))
                continue
            }
            constants.append(PhysicalConstant(name: String(words[0]), value: value, uncertainty: uncertainty))
        }
        guard problems.isEmpty else { throw DiscoverError.input(Array(problems.prefix(20))) }
        guard (1...100).contains(constants.count) else {
            throw DiscoverError.input(
                "constants.count", "\(constants.count) constants, expected 1 to 100", at: SourceLocation(file: path))
        }
        return constants
    }
}
