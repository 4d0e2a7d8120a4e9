import Datasets
import Expressions

/// One pass over a formula that finds the dimension of every part.
struct DimensionWalk {
    private let known: [String: PhysicalDimension]
    private let numbersCarryUnits: Bool
    private var solver = DimensionSolver()
    private var columns: [(name: String, dimension: LinearDimension)] = []
    /// Dimensions of the measured numbers, in order of appearance.
    private(set) var constants: [LinearDimension] = []

    /// A pass with these dimensions of columns; other columns are unknowns, those in `first` before all others.
    init(known: [String: PhysicalDimension], numbersCarryUnits: Bool, first: [String] = []) {
        self.known = known
        self.numbersCarryUnits = numbersCarryUnits
        columns = first.map { ($0, solver.makeUnknown()) }
    }

    /// The powers of unknown columns that a dimension consists of; nil when there is more to it.
    func columnPowers(in dimension: LinearDimension) -> [(column: String, exponent: Rational)]? {
        guard let resolved = solver.resolved(dimension), resolved.known.isDimensionless else { return nil }
        var powers: [(column: String, exponent: Rational)] = []
        for (name, column) in columns {
            guard let index = column.unknowns.first?.index else { return nil }
            if let term = resolved.unknowns.first(where: { $0.index == index }) { powers.append((name, term.factor)) }
        }
        return powers.count == resolved.unknowns.count ? powers : nil
    }

    /// The dimension when everything about it is known.
    func value(of dimension: LinearDimension) -> PhysicalDimension? {
        guard let resolved = solver.resolved(dimension), resolved.unknowns.isEmpty else { return nil }
        return resolved.known
    }

    /// The dimension of a column, an unknown when its unit is not given.
    mutating func column(_ name: String) -> LinearDimension {
        if let dimension = known[name] { return LinearDimension(dimension) }
        if let earlier = columns.first(where: { $0.name == name }) { return earlier.dimension }
        let fresh = solver.makeUnknown()
        columns.append((name, fresh))
        return fresh
    }

    /// A dimension that may be anything.
    mutating func makeUnknown() -> LinearDimension { solver.makeUnknown() }

    /// The dimension of a formula.
    mutating func dimension(of expression: Expression) throws(UnitViolation) -> LinearDimension {
        switch expression {
        case .rational, .constant: return LinearDimension(.dimensionless)
        case .real:
            let dimension = numbersCarryUnits ? solver.makeUnknown() : LinearDimension(.dimensionless)
            constants.append(dimension)
            return dimension
        case .variable(let name): return column(name)
        case .sum(let terms): return try common(terms, of: expression)
        case .product(let factors):
            var result = LinearDimension(.dimensionless)
            for factor in factors {
                guard let next = result.times(try dimension(of: factor)) else { throw outOfRange(expression) }
                result = next
            }
            return result
        case .power(let base, let exponent): return try power(base, exponent, of: expression)
        case .function(let function, let arguments): return try apply(function, arguments, of: expression)
        }
    }

    /// Demands that the whole has the dimension of the target.
    mutating func requireTarget(
        _ whole: LinearDimension, _ target: LinearDimension, of expression: Expression
    ) throws(UnitViolation) {
        try requireClosed(whole)
        guard let difference = target.times(whole, power: .minusOne) else {
            throw outOfRange(expression)
        }
        guard solver.requireDimensionless(difference) else {
            throw UnitViolation(
                part: expression, message: "the formula is \(text(whole)), the target is \(text(target))")
        }
    }

    private mutating func common(
        _ terms: [Expression], of expression: Expression
    ) throws(UnitViolation) -> LinearDimension {
        var first: (term: Expression, dimension: LinearDimension)?
        var openLogarithm: Expression?
        var hasNumber = false
        for term in terms {
            var next = try dimension(of: term)
            if term.isMeasured { hasNumber = true }
            openLogarithm = openLogarithm ?? next.openLogarithm
            next.openLogarithm = nil
            guard let earlier = first else {
                first = (term, next)
                continue
            }
            guard let difference = earlier.dimension.times(next, power: .minusOne) else { throw outOfRange(expression) }
            guard solver.requireDimensionless(difference) else {
                throw UnitViolation(
                    part: expression,
                    message: "in '\(expression)', '\(earlier.term)' is \(text(earlier.dimension)) but '\(term)' is "
                        + text(next))
            }
        }
        var result = first?.dimension ?? LinearDimension(.dimensionless)
        if !(hasNumber && numbersCarryUnits) { result.openLogarithm = openLogarithm }
        return result
    }

    private mutating func power(
        _ base: Expression, _ exponent: Expression, of expression: Expression
    ) throws(UnitViolation) -> LinearDimension {
        let bottom = try dimension(of: base)
        try requireClosed(bottom)
        if case .rational(let number) = exponent {
            guard let result = bottom.raised(to: number) else { throw outOfRange(expression) }
            return result
        }
        let top = try dimension(of: exponent)
        try requirePlain(top, exponent, "the exponent of '\(expression)'", of: expression)
        if exponent.variables.isEmpty {
            if bottom.isDimensionless { return bottom }
            guard let number = Self.exactExponent(exponent), let result = bottom.raised(to: number) else {
                throw outOfRange(expression)
            }
            return result
        }
        try requirePlain(bottom, base, "the base of '\(expression)'", of: expression)
        return LinearDimension(.dimensionless)
    }

    private mutating func apply(
        _ function: Function, _ arguments: [Expression], of expression: Expression
    ) throws(UnitViolation) -> LinearDimension {
        switch function {
        case .abs, .min, .max, .mod:
            let result = try common(arguments, of: expression)
            try requireClosed(result)
            return result
        case .sign, .step:
            for argument in arguments { try requireClosed(try dimension(of: argument)) }
        case .log:
            var result = LinearDimension(.dimensionless)
            for argument in arguments {
                let inner = try dimension(of: argument)
                try requireClosed(inner)
                if !solver.requireDimensionless(inner) { result.openLogarithm = argument }
            }
            return result
        case .exp:
            for argument in arguments {
                try requirePlain(try dimension(of: argument), argument, "the argument of exp", of: expression)
                // exp(a + ...) is a factor exp(a) that may carry a unit.
                if numbersCarryUnits, case .sum(let terms) = argument, terms.contains(where: \.isMeasured) {
                    return solver.makeUnknown()
                }
            }
        default:
            for argument in arguments {
                try requirePlain(
                    try dimension(of: argument), argument, "the argument of \(function.rawValue)", of: expression)
            }
        }
        return LinearDimension(.dimensionless)
    }

    private mutating func requirePlain(
        _ dimension: LinearDimension, _ part: Expression, _ role: String, of expression: Expression
    ) throws(UnitViolation) {
        try requireClosed(dimension)
        guard solver.requireDimensionless(dimension) else {
            throw UnitViolation(
                part: expression, message: "\(role), '\(part)', is \(text(dimension)) but must be a plain number")
        }
    }

    /// The value of an exponent without variables as a fraction, to four decimals; nil when it is not finite or too large.
    private static func exactExponent(_ exponent: Expression) -> Rational? {
        let value = exponent.numericValue()
        guard value.isFinite, abs(value) < 1000 else { return nil }
        return Rational(Int((value * 10_000).rounded()), 10_000)
    }

    /// Refuses a logarithm of a quantity with a unit outside a sum with a measured number.
    private mutating func requireClosed(_ dimension: LinearDimension) throws(UnitViolation) {
        guard let argument = dimension.openLogarithm else { return }
        let unit = try self.dimension(of: argument)
        throw UnitViolation(
            part: .function(.log, [argument]),
            message: "the argument of log, '\(argument)', is \(text(unit)) but must be a plain number")
    }

    private func outOfRange(_ expression: Expression) -> UnitViolation {
        UnitViolation(part: expression, message: "the exponents of the units of '\(expression)' are out of range")
    }

    private func text(_ dimension: LinearDimension) -> String {
        value(of: dimension).map(Self.text) ?? "in another unit"
    }

    private static func text(_ dimension: PhysicalDimension) -> String {
        dimension.isDimensionless ? "a plain number" : "in \(dimension)"
    }
}

extension Expression {
    /// Whether this is a measured number.
    fileprivate var isMeasured: Bool {
        if case .real = self { return true }
        return false
    }
}
