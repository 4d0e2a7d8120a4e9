import ConservationLaws
import Diagnostics

/// What came out when the laws of an earlier result were checked again.
public struct VerificationReport: Sendable {
    /// A law with its verdict.
    public struct Item: Sendable {
        /// The formula.
        public var law: String
        /// The conditions under which it was checked.
        public var conditions: [String]
        /// What came out.
        public var verdict: LawVerdict
        /// Whether it was proved, its certificate included.
        public var isProved: Bool { verdict == .proved }
    }

    /// Path of the earlier result.
    public var path: String
    /// The laws in the order of the document.
    public var items: [Item]
    /// Laws that are findings about numbers and were left out.
    public var numericCount: Int
    /// Whether every law was proved.
    public var isPassed: Bool { items.allSatisfy(\.isProved) }

    /// Checks every law of a document.
    ///
    /// - Throws: as `LawVerification`.
    public init(_ document: ConservationDocument, path: String) throws {
        self.path = path
        numericCount = document.numericCount
        items = try document.laws.map { item in
            Item(
                law: item.text, conditions: item.law.conditions,
                verdict: try document.verdict(on: item.law, file: path))
        }
    }

    /// The report for people.
    public func text(style: TextStyle) -> String {
        var report = ReportText(style: style)
        let proved = items.count { $0.isProved }
        report.line(style.bold("\(proved) of \(items.count) laws proved again by exact arithmetic"))
        for item in items {
            let condition = item.conditions.isEmpty ? "" : "  if " + item.conditions.joined(separator: " and ")
            report.line("  " + Self.word(item.verdict) + item.law.printable + condition.printable)
            if item.verdict == .wrongCertificate {
                report.line(
                    "           conserved, but its certificate is not right: it was changed or belongs to another law")
            }
        }
        if numericCount > 0 {
            report.line("  \(numericCount) more found in numbers, which no exact check can prove")
        }
        return report.text
    }

    private static func word(_ verdict: LawVerdict) -> String {
        switch verdict {
        case .proved: "proved   "
        case .refuted: "NOT TRUE "
        case .wrongCertificate: "NOT ITS  "
        }
    }

    /// The document `discover.conserve-verification/1`.
    public var json: JSONValue {
        .object([
            ("schema", .string("discover.conserve-verification/1")), ("tool", ToolFacts.json),
            ("input", .object([("path", .string(path))])), ("passed", .bool(isPassed)),
            (
                "laws",
                .array(
                    items.map { item in
                        .object([
                            ("expression", .string(item.law)), ("conditions", .strings(item.conditions)),
                            ("proved", .bool(item.isProved)), ("conserved", .bool(item.verdict != .refuted)),
                        ])
                    })
            ),
        ])
    }
}
