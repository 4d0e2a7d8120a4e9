/// The rows of a table with the predictions of a formula, as CSV.
public struct PredictionTable: Sendable {
    /// Names of the input columns.
    public var inputNames: [String]
    /// The input columns.
    public var inputs: [[Double]]
    /// Name of the target.
    public var targetName: String
    /// The target.
    public var target: [Double]
    /// The formula's values, not finite where it is not defined.
    public var predictions: [Double]

    /// Makes a table; all columns are equally long.
    public init(
        inputNames: [String], inputs: [[Double]], targetName: String, target: [Double], predictions: [Double]
    ) {
        self.inputNames = inputNames
        self.inputs = inputs
        self.targetName = targetName
        self.target = target
        self.predictions = predictions
    }

    /// CSV (RFC 4180 with plain line feeds): the inputs, the target, `prediction` and `residual`.
    ///
    /// Numbers read back to the same bits; fields stay empty where the formula is not defined.
    public var csv: String {
        let header = inputNames + [targetName, "prediction", "residual"]
        var text = header.map(Self.quoted).joined(separator: ",") + "\n"
        for row in target.indices {
            let residual = target[row] - predictions[row]
            let fields = inputs.map { $0[row] } + [target[row], predictions[row], residual]
            text += fields.map { $0.isFinite ? JSONWriter.literal($0) : "" }.joined(separator: ",") + "\n"
        }
        return text
    }

    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { "\",\n\r".contains($0) }) else { return field }
        var result = "\""
        for character in field { result += character == "\"" ? "\"\"" : String(character) }
        return result + "\""
    }
}
