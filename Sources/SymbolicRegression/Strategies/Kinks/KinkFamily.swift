import Expressions

/// Functions of a quantity that no smooth function can stand for, each with a place in it: a kink or a jump there, or steps
/// and teeth of that length.
enum KinkFamily: CaseIterable, Sendable {
    case kink, jump, stairs

    /// Where a function bends or jumps.
    struct Place: Hashable, Sendable {
        /// The value of the quantity there; for stairs, the length of a step.
        var number: Double
        /// Where a step of the stairs begins.
        var offset = 0.0
    }

    /// The functions of the family.
    private var functions: [Function] {
        switch self {
        case .kink: [.max, .min, .abs]
        case .jump: [.step, .sign]
        case .stairs: [.floor, .mod]
        }
    }

    /// The functions of the family that the rules name; these functions are used only where they are asked for.
    func functions(named rules: FormulaRules) -> [Function] {
        functions.filter { rules.functions?.contains($0.rawValue) == true && rules.allows($0) }
    }

    /// Formula and values of a function of the family on every row of the quantity.
    static func column(_ function: Function, _ quantity: KinkQuantity, _ place: Place) -> (Expression, [Double]) {
        let (left, right) = quantity.compared
        let number = exact(place.number)
        let shifted = place.number == 0 ? right.expression : right.expression + number
        switch function {
        case .max, .min:
            return (
                .function(function, [left.expression, shifted]),
                zip(left.values, right.values).map { RealFunctions.value(function, $0, $1 + place.number) }
            )
        case .abs, .step, .sign:
            return (
                .apply(function, left.expression - shifted),
                quantity.values.map { RealFunctions.value(function, $0 - place.number) }
            )
        case .mod:
            let (top, bottom) = quantity.divided
            return (
                .function(
                    .mod, [top.expression - exact(place.offset) * bottom.expression, number * bottom.expression]),
                zip(top.values, bottom.values).map {
                    RealFunctions.value(.mod, $0 - place.offset * $1, place.number * $1)
                }
            )
        default:
            return (
                .apply(function, (quantity.expression - exact(place.offset)) / number),
                quantity.values.map { RealFunctions.value(function, ($0 - place.offset) / place.number) }
            )
        }
    }

    /// Places to look at first, ascending: for kinks and jumps between values of the quantity, for stairs from the finest that
    /// the rows resolve to the coarsest that has two steps.
    func grid(_ quantity: KinkQuantity) -> [Double] {
        let distinct = Set(quantity.values).sorted()
        guard distinct.count > 2, let low = distinct.first, let high = distinct.last else {
            return distinct.count == 2 && self == .jump ? [distinct[1]] : []
        }
        guard self == .stairs else {
            let count = min(distinct.count - 1, Self.mostPlaces)
            return (1...count).map { distinct[$0 * (distinct.count - 1) / count] }.dropLast(count > 1 ? 1 : 0)
        }
        let range = high - low
        if quantity.isWhole { return (2...max(2, min(Int(range), Self.mostPeriods))).map(Double.init) }
        // A step must hold a few rows.
        let most = min(Double(quantity.values.count) / 8, Self.mostSteps)
        let periods = stride(from: most, through: 1, by: -Self.stepOfFrequency).map { range / $0 }
        // Quotients of whole numbers step at whole numbers, which may hide between two periods.
        return (periods + (range > 1 ? [1] : [])).sorted()
    }

    private static let mostPlaces = 40
    private static let mostPeriods = 64
    private static let mostSteps = 50.0
    /// Teeth over the range of the quantity by which periods of the grid differ: a quarter of one at the ends.
    private static let stepOfFrequency = 0.2

    /// A number as an exact fraction where it has few decimals: jumps have no derivative by their place, so that no fit may
    /// move it.
    private static func exact(_ value: Double) -> Expression {
        for denominator in 2...12 {
            let numerator = (value * Double(denominator)).rounded()
            if abs(numerator) < 1000, numerator / Double(denominator) == value,
                let fraction = Rational(Int(numerator), denominator)
            {
                return .rational(fraction)
            }
        }
        return DecimalRounding.fraction(value).map(Expression.rational) ?? .real(value)
    }
}
