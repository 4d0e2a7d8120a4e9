import Evaluation
import Expressions

/// Expressions of the kinds that laws are made of, with their values on sampled rows.
///
/// Exhaustive enumeration spends its room on arithmetic; this takes monomials, sums of two, and functions of either with a
/// factor inside from a list of common numbers, so that sin(n x / 2)^2 comes among the first thousands.
struct FormLibrary: Sendable {
    /// One expression.
    struct Entry: Sendable {
        /// Over the names of the sample.
        var expression: Expression
        /// Nodes.
        var complexity: Int
    }

    /// Rows of values per expression.
    let rows: Int
    /// Values, expression by expression, each with a root mean square of 1.
    private(set) var values: [Double] = []
    /// What the values were divided by.
    private(set) var scales: [Double] = []
    /// The expressions, most natural first; no two are multiples of each other.
    private(set) var entries: [Entry] = []

    /// Number of expressions.
    var count: Int { entries.count }

    /// A library over the inputs of a sample with at most `limit` expressions, all of them allowed.
    init(_ sample: ScanSample, limit: Int, rules: FormulaRules = FormulaRules()) {
        rows = sample.smoothed.count
        let generator = FormGenerator(names: sample.names, columns: sample.columns)
        let forms = generator.forms().enumerated().sorted {
            ($0.element.price, $0.offset) < ($1.element.price, $1.offset)
        }.map(\.element.expression)
        var index = HashIndex(capacity: forms.count)
        for form in forms {
            guard count < limit else { break }
            guard rules.allow(form) else { continue }
            guard let tape = try? Tape(form, variables: sample.names) else { continue }
            let raw = tape.evaluate(columns: sample.columns)
            guard let scale = Self.scale(raw) else { continue }
            let key = ValueKey.scaleInvariant(raw[0], raw[1], raw[2], raw[3])
            guard key != 0, index.insert(key, count) else { continue }
            values.append(contentsOf: raw.map { $0 / scale })
            scales.append(scale)
            entries.append(Entry(expression: form, complexity: form.complexity))
        }
    }

    /// The root mean square of values that are finite, vary and have no outlier that alone decides every fit.
    private static func scale(_ raw: [Double]) -> Double? {
        var largest = 0.0
        for value in raw {
            guard value.isFinite else { return nil }
            largest = max(largest, abs(value))
        }
        guard largest > 1e-120, largest < 1e120 else { return nil }
        let size = Statistics.rootMeanSquare(raw.map { $0 / largest }) * largest
        guard Statistics.standardDeviation(raw.map { $0 / size }) > 1e-6 else { return nil }
        return size
    }
}
