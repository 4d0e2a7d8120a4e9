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
        /// Whether it was proved.
        public var isProved: Bool
    }

    /// Path of the earlier result.
    public var path: String
    /// The laws in the order of the document.
    public var items: [Item]
    /// Whether every law was proved.
    public var isPassed: Bool { items.allSatisfy(\.isProved) }

    /// Checks every law of a document.
    ///
    /// - Throws: as `LawVerification`.
    public init(_ document: ConservationDocument, path: String) throws {
        self.path = path
        items = try document.laws.map { law in
            let (system, special) = try document.system(under: law.conditions, file: path)
            let verdict = try LawVerification(system).verdict(on: special(law.expression))
            return Item(law: law.text, conditions: law.conditions, isProved: verdict == .proved)
        }
    }

    /// The report for people.
    public func text(style: TextStyle) -> String {
        var report = ReportText(style: style)
        let proved = items.count { $0.isProved }
        report.line(style.bold("\(proved) of \(items.count) laws proved again by exact arithmetic"))
        for item in items {
            let condition = item.conditions.isEmpty ? "" : "  if " + item.conditions.joined(separator: " and ")
            report.line("  " + (item.isProved ? "proved   " : "NOT TRUE ") + item.law.printable + condition.printable)
        }
        return report.text
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
                            ("proved", .bool(item.isProved)),
                        ])
                    })
            ),
        ])
    }
}
