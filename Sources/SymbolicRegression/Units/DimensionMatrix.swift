import Datasets
import ExactAlgebra
import Expressions

/// The exponents of the base quantities in some columns, and the products of powers of columns that they allow.
struct DimensionMatrix: Sendable {
    /// Dimensions of the columns.
    let columns: [PhysicalDimension]

    /// Exponents of all independent products of powers of the columns that are plain numbers, from the exact null space.
    var groups: [[Rational]] { Self.nullSpace(columns) }

    /// Exponents of a product of powers of the columns with a dimension; nil when there is none.
    func exponents(for target: PhysicalDimension) -> [Rational]? {
        // The vector whose last, free column is the target: target^1 * product of columns^e is a plain number.
        guard let relation = Self.nullSpace(columns + [target]).first(where: { $0.last == .one }) else { return nil }
        let exponents = relation.dropLast().compactMap(\.negated)
        return exponents.count == columns.count ? exponents : nil
    }

    /// Whether a column takes part in some product of powers that is a plain number, or in one with the dimension of the
    /// target: otherwise it cannot enter a law without a constant that carries units.
    func isUsable(_ column: Int, target: PhysicalDimension?) -> Bool {
        Self.nullSpace(columns + (target.map { [$0] } ?? [])).contains { $0[column] != .zero }
    }

    /// Number of independent dimensions among the columns.
    var rank: Int { columns.count - groups.count }

    /// The null space with one free column per vector, which has exponent 1 there and 0 in the free columns of the others.
    static func nullSpace(_ columns: [PhysicalDimension]) -> [[Rational]] {
        var matrix = RationalMatrix(columnCount: columns.count)
        for base in PhysicalDimension.Base.allCases {
            var row: [RationalMatrix.Entry] = []
            for (index, dimension) in columns.enumerated() {
                let exponent = dimension.exponent(of: base)
                guard exponent != .zero, let value = BigRational(exponent.numerator, exponent.denominator) else {
                    continue
                }
                row.append((index, value))
            }
            matrix.append(row: row)
        }
        return matrix.nullSpace().compactMap { vector in
            let exponents = vector.compactMap { value in
                value.numerator.machineInteger.flatMap { top in
                    value.denominator.machineInteger.flatMap { Rational(top, $0) }
                }
            }
            return exponents.count == columns.count ? exponents : nil
        }
    }
}
