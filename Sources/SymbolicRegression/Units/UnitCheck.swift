import Datasets
import Expressions

/// Checks formulas against the units of the columns.
///
/// Terms of sums must agree; arguments of functions and exponents must be plain numbers. Exact numbers, pi and e are plain
/// numbers. A measured number may carry any unit (unless that is forbidden), and so may a column whose unit is not known:
/// these are unknowns of linear equations over the exponents, which are solved exactly.
public struct UnitCheck: Sendable {
    /// The units that are given.
    public let units: ProblemUnits
    /// Dimensions of the inputs whose unit is known.
    private let known: [String: PhysicalDimension]

    /// Whether no product of powers of the inputs has the dimension of the target, so that a law needs a constant with a
    /// unit, which may be 1 in the units of the table (Kepler's law in years and astronomical units).
    public let targetNeedsConstant: Bool

    /// A check against some units.
    public init(_ units: ProblemUnits) {
        self.units = units
        known = units.inputs.mapValues(\.dimension)
        let dimensions = units.inputs.sorted { $0.key < $1.key }.map(\.value.dimension)
        targetNeedsConstant =
            units.target.map { DimensionMatrix(columns: dimensions).exponents(for: $0.dimension) == nil } ?? false
    }

    /// What a formula's parts turned out to be.
    public struct Analysis: Sendable {
        /// Dimension of the whole; nil when the formula leaves it open.
        public var dimension: PhysicalDimension?
        /// Dimensions of the measured numbers in the order of `parameterized()`; nil where the formula leaves it open.
        public var constants: [PhysicalDimension?]
    }

    /// Whether a formula for the target agrees with the units. A lone number always does: it is the mean.
    public func allows(_ expression: Expression) -> Bool {
        if case .real = expression { return true }
        return (try? analyse(expression, isTarget: true)) != nil
    }

    /// Why a formula for the target contradicts the units, nil when it does not.
    public func violation(of expression: Expression) -> UnitViolation? {
        if case .real = expression { return nil }
        do {
            _ = try analyse(expression, isTarget: true)
            return nil
        } catch { return error }
    }

    /// The dimensions in a formula.
    ///
    /// - Parameter isTarget: whether the whole must have the dimension of the target.
    /// - Throws: `UnitViolation` that names the offending part.
    public func analyse(_ expression: Expression, isTarget: Bool) throws(UnitViolation) -> Analysis {
        var walk = DimensionWalk(known: known, numbersCarryUnits: units.allowsConstantsWithUnits)
        let whole = try walk.dimension(of: expression)
        if isTarget { try requireTarget(whole, of: expression, in: &walk) }
        return Analysis(
            dimension: walk.value(of: whole), constants: walk.constants.map { walk.value(of: $0) })
    }

    private func requireTarget(
        _ whole: LinearDimension, of expression: Expression, in walk: inout DimensionWalk
    ) throws(UnitViolation) {
        guard let target = units.target else { return }
        if targetNeedsConstant, units.allowsConstantsWithUnits, expression.measuredNumbers.isEmpty,
            expression.measuringCoefficients() == expression
        {
            // No number is there to carry the unit that must come from somewhere: it belongs to a factor 1.
            return try walk.requireTarget(whole, walk.makeUnknown(), of: expression)
        }
        try walk.requireTarget(whole, LinearDimension(target.dimension), of: expression)
    }

    /// The dimension of a combination of columns; nil when it contradicts the units or is open.
    func dimension(of expression: Expression) -> PhysicalDimension? {
        (try? analyse(expression, isTarget: false))?.dimension
    }

    /// Whether a combination of columns is possible at all.
    func isPossible(_ expression: Expression) -> Bool {
        (try? analyse(expression, isTarget: false)) != nil
    }

    /// The dimension that `hole`, which stands for a variable that is no column, must have in a formula for the target.
    ///
    /// - Returns: nil when the formula contradicts the units; otherwise the dimension, nil inside when it is open.
    func dimension(ofHole hole: String, in expression: Expression) -> PhysicalDimension?? {
        var walk = DimensionWalk(known: known, numbersCarryUnits: units.allowsConstantsWithUnits)
        do {
            let whole = try walk.dimension(of: expression)
            try requireTarget(whole, of: expression, in: &walk)
            return .some(walk.value(of: walk.column(hole)))
        } catch { return nil }
    }

    /// The formula itself if it agrees with the units, or else the formula with those whole-number coefficients turned into
    /// measured numbers that must carry units (a speed of 2 m/s is `2.0*t`); nil when that does not help.
    func conforming(_ expression: Expression, isTarget: Bool = true) -> Expression? {
        if isTarget ? allows(expression) : isPossible(expression) { return expression }
        guard units.allowsConstantsWithUnits else { return nil }
        let measured = expression.measuringCoefficients()
        guard measured != expression, let analysis = try? analyse(measured, isTarget: isTarget) else { return nil }
        // Coefficients that turn out to be plain numbers stay exact.
        let carries = analysis.constants.map { $0?.isDimensionless != true }
        var position = 0
        return expression.measuringCoefficients { isNew in
            defer { position += 1 }
            return !isNew || (position < carries.count && carries[position])
        }
    }
}

extension Expression {
    /// The formula with exact coefficients other than 1 and -1 as measured numbers where `chooses` says so.
    ///
    /// - Parameter chooses: asked for every number of the result of choosing all, in order of appearance, whether it was made
    ///   here (true) or was measured before.
    func measuringCoefficients(where chooses: (Bool) -> Bool = { _ in true }) -> Expression {
        func measured(_ node: Expression) -> Expression? {
            guard case .rational(let number) = node, number != .one, number != .minusOne, number != .zero else {
                return nil
            }
            return chooses(true) ? .real(number.doubleValue) : node
        }
        switch self {
        case .real:
            _ = chooses(false)
            return self
        case .product(let parts):
            return .product(parts.map { measured($0) ?? $0.measuringCoefficients(where: chooses) })
        case .sum(let parts):
            return .sum(parts.map { measured($0) ?? $0.measuringCoefficients(where: chooses) })
        default:
            let old = children
            return old.isEmpty ? self : replacingChildren(old.map { $0.measuringCoefficients(where: chooses) })
        }
    }
}
