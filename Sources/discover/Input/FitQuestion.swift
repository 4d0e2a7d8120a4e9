import Datasets
import Diagnostics
import Reports
import SymbolicRegression

/// A table turned into a question that a search can answer.
///
/// Everything that makes a search pointless is found here, before it starts.
struct FitQuestion {
    /// Fewer rows than this cannot tell any law from any other.
    static let minimumRows = 3

    /// The columns that it was made from.
    let measurements: Measurements
    /// The question.
    let problem: RegressionProblem
    /// What was left out on the way, one sentence each.
    let warnings: [String]

    /// Checks the columns and drops inputs that do not vary.
    ///
    /// - Throws: `DiscoverError.input` for too few rows, a constant target, no input, or no input that varies.
    init(_ measurements: Measurements, weights: WeightedTable? = nil, unitlessConstants: Bool = false) throws {
        self.measurements = measurements
        let (target, place) = (measurements.target, measurements.table.place)
        let rows = target.values.count
        guard rows >= Self.minimumRows else {
            throw DiscoverError.input(
                "table.too-few-rows",
                "\(rows) usable row\(rows == 1 ? "" : "s"), at least \(Self.minimumRows) are needed",
                at: place)
        }
        guard !measurements.inputs.isEmpty else {
            throw DiscoverError.input(
                "table.no-inputs", "'\(target.name)' is the only column, so there is nothing to explain it with",
                at: place,
                hint: "a table needs at least one more column of numbers")
        }
        guard Self.varies(target.values) else {
            throw DiscoverError.input(
                "table.constant-target",
                "the target '\(target.name)' is \(DecimalText.short(target.values[0], digits: 15)) in every row, so there is "
                    + "nothing to explain",
                at: place, hint: "choose another column with --target")
        }
        let varying = measurements.inputs.filter { Self.varies($0.values) }
        guard !varying.isEmpty else {
            throw DiscoverError.input(
                "table.constant-inputs", "no input column varies, so nothing can explain '\(target.name)'", at: place)
        }
        let constant = measurements.inputs.filter { !Self.varies($0.values) }
        let units = ColumnUnits(
            inputs: varying, target: target, allowsConstantsWithUnits: !unitlessConstants)
        warnings =
            measurements.warnings + units.warnings + (weights?.warnings ?? [])
            + constant.map { "input '\($0.name)' is the same in every row and was left out" }
        problem = RegressionProblem(
            inputNames: varying.map(\.name), inputs: varying.map(\.values), targetName: target.name,
            target: target.values, sigma: weights?.sigma, isSigmaAbsolute: weights?.isAbsolute ?? false,
            units: units.units)
    }

    /// What the result says about its data.
    var facts: InputFacts {
        var facts = measurements.facts(inputs: problem.inputNames)
        facts.units = problem.units.map { units in
            problem.inputNames.map { units.inputs[$0]?.description } + [units.target?.description]
        }
        return facts
    }

    private static func varies(_ values: [Double]) -> Bool { values.contains { $0 != values[0] } }
}
