import Expressions
import Glibc

/// The values of a formula on the rows of a table.
struct FormulaValues {
    /// The columns by name, all as long as there are rows.
    var columns: [String: [Double]]
    /// Number of rows.
    var rowCount: Int

    /// One value per row, not finite where the formula is not defined; nil for a name that is not a column.
    ///
    /// - Complexity: O(nodes × rows).
    func values(of expression: Expression) -> [Double]? {
        switch expression {
        case .rational(let value): return constant(value.doubleValue)
        case .real(let value): return constant(value)
        case .constant(let named): return constant(named.value)
        case .variable(let name): return columns[name]
        case .sum(let terms): return fold(terms, from: 0, +)
        case .product(let factors): return fold(factors, from: 1, *)
        case .power(let base, let exponent):
            guard let bases = values(of: base), let exponents = values(of: exponent) else { return nil }
            return zip(bases, exponents).map { pow($0, $1) }
        case .function(let function, let arguments):
            guard let first = arguments.first.flatMap(values) else { return nil }
            guard let last = arguments.last.flatMap(values) else { return nil }
            return zip(first, last).map { Self.apply(function, $0, $1) }
        }
    }

    private func constant(_ value: Double) -> [Double] { [Double](repeating: value, count: rowCount) }

    private func fold(_ parts: [Expression], from start: Double, _ combine: (Double, Double) -> Double) -> [Double]? {
        var result = constant(start)
        for part in parts {
            guard let next = values(of: part) else { return nil }
            for row in result.indices { result[row] = combine(result[row], next[row]) }
        }
        return result
    }

    private static func apply(_ function: Function, _ x: Double, _ y: Double) -> Double {
        switch function {
        case .exp: exp(x)
        case .log: log(x)
        case .sin: sin(x)
        case .cos: cos(x)
        case .tan: tan(x)
        case .asin: asin(x)
        case .acos: acos(x)
        case .atan: atan(x)
        case .sinh: sinh(x)
        case .cosh: cosh(x)
        case .tanh: tanh(x)
        case .abs: Swift.abs(x)
        case .sign: x > 0 ? 1 : x < 0 ? -1 : x
        case .floor: x.rounded(.down)
        case .min: x < y ? x : y
        case .max: x > y ? x : y
        case .mod: x - y * (x / y).rounded(.down)
        }
    }
}
