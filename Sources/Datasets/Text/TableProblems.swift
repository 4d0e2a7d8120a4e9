import Diagnostics

/// Collects what is wrong with a table, so that all of it can be reported at once.
struct TableProblems {
    /// Largest number of problems that are reported one by one.
    static let maximum = 20

    private(set) var diagnostics: [Diagnostic] = []
    /// Number of problems, those beyond the maximum included.
    private(set) var count = 0

    /// Notes a problem; its text is only made when it will be reported.
    mutating func add(_ diagnostic: @autoclosure () -> Diagnostic) {
        count += 1
        if diagnostics.count < TableProblems.maximum { diagnostics.append(diagnostic()) }
    }

    /// The first problems in the order given and, if there are more, how many.
    static func capped(_ all: [Diagnostic], count: Int? = nil, location: SourceLocation) -> [Diagnostic] {
        let total = count ?? all.count
        guard total > maximum else { return all }
        return all.prefix(maximum) + [
            Diagnostic(
                "table.more-problems", "and \(total - min(all.count, maximum)) more problems like these",
                at: SourceLocation(file: location.file))
        ]
    }

    /// Text from a file in a form that fits a message: short, on one line, nothing a terminal would act on.
    static func shown(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(40) {
            switch scalar.value {
            case 0..<0x20, 0x7f..<0xa0, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x2069, 0xfeff: result += "\u{fffd}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return text.unicodeScalars.count > 40 ? result + "…" : result
    }
}
