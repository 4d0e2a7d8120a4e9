import Datasets
import Expressions

extension UnitCheck {
    /// The units of the measured numbers of a formula for the target, in the order of `parameterized()`, written in the units
    /// of the columns; nil for a number whose unit the formula leaves open or that depends on a column without a unit.
    ///
    /// Each number's unit follows from the formula as a product of powers of columns, so that a speed comes in km/h when the
    /// columns are in km and h.
    public func constantUnits(of expression: Expression, target name: String) -> [PhysicalUnit?] {
        let count = expression.measuredNumbers.count
        guard count > 0 else { return [] }
        guard units.allowsConstantsWithUnits else { return [PhysicalUnit?](repeating: .one, count: count) }
        var walk = DimensionWalk(known: [:], numbersCarryUnits: true, first: expression.variables + [name])
        guard let whole = try? walk.dimension(of: expression),
            (try? walk.requireTarget(whole, walk.column(name), of: expression)) != nil
        else { return [PhysicalUnit?](repeating: nil, count: count) }
        return walk.constants.map { constant in
            guard let powers = walk.columnPowers(in: constant) else { return nil }
            var factors: [(unit: PhysicalUnit, exponent: Rational)] = []
            for (column, exponent) in powers {
                guard let unit = column == name ? units.target : units.inputs[column] else { return nil }
                factors.append((unit, exponent))
            }
            return PhysicalUnit.product(factors)?.readable
        }
    }
}
