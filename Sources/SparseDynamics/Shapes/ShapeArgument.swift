import Expressions
import Glibc

/// What a shape is a function of: a short combination of columns without parameters of its own.
enum ShapeArgument: Hashable, Sendable {
    /// A column.
    case column(Int)
    /// The product of two columns, or a square.
    case product(Int, Int)
    /// The sum of the squares of some columns.
    case squares([Int])
    /// The inverse cosine of a column between -1 and 1.
    case inverseCosine(Int)
    /// The difference of two columns.
    case difference(Int, Int)

    /// Its values.
    func values(_ columns: [[Double]]) -> [Double] {
        switch self {
        case .column(let index): columns[index]
        case .product(let first, let second): zip(columns[first], columns[second]).map { $0 * $1 }
        case .squares(let indices):
            (columns.first ?? []).indices.map { row in
                indices.reduce(0) { $0 + columns[$1][row] * columns[$1][row] }
            }
        case .inverseCosine(let index): columns[index].map { acos($0) }
        case .difference(let first, let second): zip(columns[first], columns[second]).map { $0 - $1 }
        }
    }

    /// The columns whose product it is; nil when it is something else.
    var monomial: [Int]? {
        switch self {
        case .column(let index): [index]
        case .product(let first, let second): [first, second]
        default: nil
        }
    }

    /// The formula.
    func expression(_ columns: [Expression]) -> Expression {
        switch self {
        case .column(let index): columns[index]
        case .product(let first, let second):
            first == second ? columns[first].raised(to: 2) : .product([columns[first], columns[second]])
        case .squares(let indices): .sum(indices.map { columns[$0].raised(to: 2) })
        case .inverseCosine(let index): .apply(.acos, columns[index])
        case .difference(let first, let second): columns[first] - columns[second]
        }
    }
}
