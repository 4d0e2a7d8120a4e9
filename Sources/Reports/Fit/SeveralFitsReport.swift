import Diagnostics
import SymbolicRegression

/// The fits of one command that had several targets.
public struct SeveralFitsReport: Sendable {
    /// One report per target, in the order asked for, each without facts of the run.
    public var reports: [FitReport]
    /// Facts of the whole run; nil leaves them out.
    public var run: RunFacts?

    /// Makes a report.
    public init(reports: [FitReport], run: RunFacts?) {
        self.reports = reports
        self.run = run
    }

    /// The document `discover.fit/1` with `results`: one whole document of a single target each.
    ///
    /// `status` is `found` when every target has its law.
    public var json: JSONValue {
        let isFound = reports.allSatisfy { $0.result.status == .found }
        var members: [(key: String, value: JSONValue)] = [
            ("schema", .string("discover.fit/1")),
            ("tool", ToolFacts.json),
            ("status", .string((isFound ? FitResult.Status.found : .none).rawValue)),
            ("targets", .strings(reports.map(\.input.target))),
            ("results", .array(reports.map(\.json))),
        ]
        if let run { members.append(("run", run.json)) }
        return .object(members)
    }

    /// One block per target.
    public func text(style: TextStyle) -> String {
        var text = reports.map { $0.text(style: style) }.joined(separator: "\n\n")
        if let run {
            text += "\n" + style.dim("\(DecimalText.short(run.seconds, digits: 3)) s, \(run.threadText)") + "\n"
        }
        return text
    }
}
