import ArgumentParser
import Diagnostics
import SymbolicRegression

/// The options that say what is known about the law.
struct FormOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Fit this form: names that are no columns are parameters, such as 'a*x/(b + x)'; unknown functions of columns, "
                + "such as f(x), are found.", valueName: "formula"))
    var form: String?

    @Option(
        help: ArgumentHelp("Bounds of a parameter of the form, 'a=0..10', '..' open on one side.", valueName: "bounds"))
    var bound: [String] = []

    @Option(
        help: ArgumentHelp("Where the fit of a parameter starts. (default: many places)", valueName: "name=number"))
    var start: [String] = []

    @Option(
        help: ArgumentHelp(
            "Column that names the group of each row: one law, constants by group.", valueName: "name"))
    var group: String?

    @Option(
        help: ArgumentHelp("Parameters of the form that all groups share, separated by commas.", valueName: "names"))
    var shared: String?

    @Option(
        help: ArgumentHelp(
            "Parameters of the form that differ by group. (default: decided by description length)", valueName: "names")
    )
    var free: String?

    /// Whether a form or groups are given.
    var isGiven: Bool { form != nil || group != nil }

    func validate() throws {
        if form == nil, !bound.isEmpty || !start.isEmpty {
            throw ValidationError("--bound and --start belong to the parameters of a --form.")
        }
        if shared != nil || free != nil, group == nil || form == nil {
            throw ValidationError(
                "--shared and --free divide the parameters of a --form between the groups of a --group.")
        }
    }

    /// Bounds and starts by parameter.
    ///
    /// - Throws: `DiscoverError.usage` for what cannot be read and for names that are no parameters.
    func ranges(parameters: [String]) throws -> [String: ParameterRange] {
        var ranges: [String: ParameterRange] = [:]
        for text in bound {
            let (name, value) = try parts(of: text, option: "--bound", example: "'a=0..10'")
            guard let dots = value.firstRange(of: ".."),
                let lower = Self.number(value[..<dots.lowerBound], default: -.infinity),
                let upper = Self.number(value[dots.upperBound...], default: .infinity), lower <= upper
            else {
                throw Self.failure(
                    "'\(text)' is no pair of bounds", hint: "write them as --bound '\(name)=0..10', or '\(name)=0..'")
            }
            try check(name, parameters, option: "--bound")
            ranges[name] = ParameterRange(lower: lower, upper: upper, start: ranges[name]?.start)
        }
        for text in start {
            let (name, value) = try parts(of: text, option: "--start", example: "a=1")
            guard let number = Self.number(value[...], default: nil) else {
                throw Self.failure("'\(value)' in '\(text)' is no number", hint: "write it as --start \(name)=1")
            }
            try check(name, parameters, option: "--start")
            var range = ranges[name] ?? ParameterRange()
            guard range.lower <= number, number <= range.upper else {
                throw Self.failure("the start \(number) of '\(name)' is outside its bounds", hint: nil)
            }
            range.start = number
            ranges[name] = range
        }
        return ranges
    }

    /// The parameters named by `--shared` and `--free`.
    ///
    /// - Throws: `DiscoverError.usage` for names that are no parameters and for names in both lists.
    func division(parameters: [String]) throws -> (shared: [String], free: [String]) {
        let sharedNames = shared.map { NameList.names($0) } ?? []
        let freeNames = free.map { NameList.names($0) } ?? []
        for name in sharedNames { try check(name, parameters, option: "--shared") }
        for name in freeNames {
            try check(name, parameters, option: "--free")
            if sharedNames.contains(name) { throw Self.failure("'\(name)' is both shared and free", hint: nil) }
        }
        return (sharedNames, freeNames)
    }

    private func parts(of text: String, option: String, example: String) throws -> (name: String, value: String) {
        guard let sign = text.lastIndex(of: "="), sign > text.startIndex else {
            throw Self.failure("'\(text)' after \(option) has no '='", hint: "write it as \(option) \(example)")
        }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }

    private func check(_ name: String, _ parameters: [String], option: String) throws {
        guard !parameters.contains(name) else { return }
        throw Self.failure(
            "\(option) names '\(name)', which is no parameter of the form",
            hint: parameters.isEmpty ? nil : "its parameters are \(parameters.joined(separator: ", "))")
    }

    private static func number(_ text: Substring, default missing: Double?) -> Double? {
        if text.isEmpty { return missing }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func failure(_ message: String, hint: String?) -> DiscoverError {
        .usage(Diagnostic("usage.form", message, hint: hint))
    }
}
