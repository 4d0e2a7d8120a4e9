import Diagnostics

/// The law of an earlier fit, read from its result document.
public struct BaselineLaw: Sendable {
    /// The formula's text.
    public var expressionText: String
    /// Names of the target and the inputs in the earlier table.
    public var target: String?
    /// Root mean square error on the rows it was fitted to, and on those held out.
    public var trainingError: Double?
    /// Root mean square error on the rows held out, if there were any.
    public var heldOutError: Double?
    /// Values and standard errors of the constants that were fitted.
    public var constants: [(value: Double, standardError: Double?)]

    /// The larger one of the known errors: what new data may be compared with.
    public var referenceError: Double? { [trainingError, heldOutError].compactMap { $0 }.filter { $0 >= 0 }.max() }

    /// Reads a document `discover.fit/1`.
    ///
    /// - Parameters:
    ///   - document: the result.
    ///   - file: its name for messages.
    ///   - wanted: the target to choose from a result with several.
    /// - Throws: `DiscoverError.input` for other documents, for results without a law, and for those with several when none
    ///   of them is for the target that is wanted.
    public init(_ document: JSONValue, file: String, target wanted: String? = nil) throws {
        let place = SourceLocation(file: file)
        guard let schema = document["schema"]?.stringValue else {
            throw DiscoverError.input(
                "baseline.schema", "not a result of discover: there is no \"schema\"", at: place,
                hint: "make one with discover fit data.csv --json --output \(file)")
        }
        guard schema == "discover.fit/1" else {
            throw DiscoverError.input(
                "baseline.schema", "a document \(schema), expected discover.fit/1", at: place,
                hint: "only results of discover fit can be used here")
        }
        if let results = document["results"]?.arrayValue {
            let targets = results.map { $0["input"]?["target"]?.stringValue ?? "" }
            guard let index = results.count == 1 ? 0 : targets.firstIndex(where: { $0 == wanted }) else {
                throw DiscoverError.input(
                    "baseline.several-targets",
                    "the result holds laws for \(targets.map { "'\($0)'" }.joined(separator: ", "))", at: place,
                    hint: "choose one with --target")
            }
            self = try BaselineLaw(results[index], file: file, target: wanted)
            return
        }
        guard let best = document["best"], let text = best["expression"]?.stringValue else {
            throw DiscoverError.input("baseline.no-law", "the result holds no law (\"best\" is null)", at: place)
        }
        if let names = document["groups"]?["free"]?.arrayValue?.compactMap(\.stringValue), !names.isEmpty {
            throw DiscoverError.input(
                "baseline.groups",
                "the law has constants by group (\(names.joined(separator: ", "))), so it has no values",
                at: place, hint: "use the formula of one group: groups.table[].expression in the result")
        }
        expressionText = text
        target = document["input"]?["target"]?.stringValue
        trainingError = best["rmse"]?["train"]?.numberValue
        heldOutError = best["rmse"]?["heldOut"]?.numberValue
        constants = (best["constants"]?.arrayValue ?? []).compactMap { constant in
            guard constant["snapped"]?.stringValue == nil, let value = constant["value"]?.numberValue else {
                return nil
            }
            return (value, constant["standardError"]?.numberValue)
        }
    }
}
