import Expressions

/// Bits to state a formula, its constants and what it leaves unexplained; the basis of the pick.
///
/// Rissanen 1978. The data are stated as residuals at unknown Gaussian noise, relative to the rounding floor; the noise is
/// either the same for all rows or proportional to the target, whichever is shorter. Nodes of the formula cost bits by
/// how common they are in laws, a number costs the digits that it is printed with or that the data determine.
struct DescriptionLength: Sendable {
    /// Number of inputs of the problem.
    let inputs: Int
    /// Number of rows that the residuals are taken over.
    let rows: Int
    /// Mean square of the target.
    let targetMeanSquare: Double
    /// Sum of log2(|y| / rms(y)) over the rows; nil when the target changes sign or vanishes.
    let logarithmicSpread: Double?
    /// Standard deviation of the noise where the user has stated it; residuals need not get smaller than that.
    let knownDeviation: Double?
    /// Residuals below this fraction of the target's root mean square are rounding.
    static let roundingFloor = 1e-11

    /// A measure for a target; `rows` of its values from the front are used.
    ///
    /// - Parameters:
    ///   - inputs: number of inputs.
    ///   - target: values.
    ///   - factors: of the residuals by row, as long as the target, mean square 1; nil for equal weights. With them the noise
    ///     model is the user's, and no other one is tried.
    ///   - knownDeviation: standard deviation of the weighted residuals if it is known beforehand.
    init(
        inputs: Int, target: ArraySlice<Double>, factors: ArraySlice<Double>? = nil, knownDeviation: Double? = nil
    ) {
        self.inputs = inputs
        self.knownDeviation = knownDeviation
        rows = target.count
        let size = Statistics.rootMeanSquare(factors.map { zip(target, $0).map { $0 * $1 } } ?? Array(target))
        targetMeanSquare = size * size
        if factors != nil {
            logarithmicSpread = nil
        } else if target.allSatisfy({ $0 > 0 }) || target.allSatisfy({ $0 < 0 }) {
            logarithmicSpread = target.reduce(0) { $0 + Elementary.log2(abs($1) / size) }
        } else {
            logarithmicSpread = nil
        }
    }

    /// Bits for residuals with the given mean square.
    ///
    /// Gaussian noise of unknown deviation, but not below the known one: what is smaller than that gains no more than a
    /// Gaussian of that deviation gives.
    func residualBits(meanSquare: Double) -> Double {
        let floor = Self.roundingFloor * Self.roundingFloor * targetMeanSquare
        guard floor > 0 else { return 0 }
        if let knownDeviation, meanSquare < knownDeviation * knownDeviation {
            let variance = knownDeviation * knownDeviation
            let gain = (1 - meanSquare / variance) * 0.5 * Double(rows) / Elementary.log(2)
            return 0.5 * Double(rows) * Elementary.log2(1 + variance / floor) - gain
        }
        return 0.5 * Double(rows) * Elementary.log2(1 + meanSquare / floor)
    }

    /// Bits for residuals of ln|y| with the given mean square; nil for targets that change sign.
    func residualBits(logarithmicMeanSquare: Double) -> Double? {
        guard let logarithmicSpread else { return nil }
        let floor = Self.roundingFloor * Self.roundingFloor
        return 0.5 * Double(rows) * Elementary.log2(1 + logarithmicMeanSquare / floor) + logarithmicSpread + 1
    }

    /// Bits for the formula; numbers are charged their printed digits, at most `realConstantBits` each.
    ///
    /// A number that stands at several places is stated once.
    func structureBits(_ expression: Expression, realConstantBits: Double) -> Double {
        let bits = nodeBits(expression, realConstantBits)
        let tied = expression.measuredNumbers.map(abs).filter(Self.isTied)
        guard tied.count > 1 else { return bits }
        var repeated = 0.0
        for (k, value) in tied.enumerated() where tied.prefix(k).contains(value) {
            repeated += max(min(realConstantBits, Self.digitBits(value)) - Self.referenceBits, 0)
        }
        return bits - repeated
    }

    /// Bits for saying that a number is the same as another one.
    private static let referenceBits = 6.0

    /// Whether a number has so many digits that another one of the same size is the same number.
    static func isTied(_ value: Double) -> Bool { digitBits(value) > 14 }

    private func nodeBits(_ expression: Expression, _ realConstantBits: Double) -> Double {
        func bits(_ node: Expression) -> Double { nodeBits(node, realConstantBits) }
        switch expression {
        case .rational(let value):
            return Self.fractionBits(value)
        case .real(let value): return 1 + min(realConstantBits, Self.digitBits(value))
        case .constant: return 4
        case .variable: return 1 + Elementary.log2(Double(max(inputs, 1)))
        case .sum(let parts):
            let joining = 2 * Double(max(parts.count - 1, 0)) + (Self.addsPureNumber(parts) ? 7 : 0)
            return parts.reduce(joining) { $0 + bits($1) }
        case .product(let factors):
            if let fractions = Self.withFractions(factors) {
                return min(productBits(factors, bits), productBits(fractions, bits))
            }
            return productBits(factors, bits)
        case .power(.constant, .rational(let exponent)) where exponent.denominator <= 2:
            return 4 + Self.constantPowerBits + Elementary.log2(Double(abs(exponent.numerator)))
        case .power(let base, let exponent):
            return 1 + Self.surprise(of: exponent) + bits(base) + bits(exponent)
        case .function(let function, let arguments):
            let isWave = [.sin, .cos, .tan].contains(function)
            return arguments.reduce(Self.functionBits(function)) { sum, argument in
                sum + bits(argument) + (Self.holdsFunction(argument) ? 3 : 0)
                    + (isWave && Self.isPlainRatio(argument) ? Self.bitsOfRatioAsPhase : 0)
            }
        }
    }

    private func productBits(_ factors: [Expression], _ bits: (Expression) -> Double) -> Double {
        // (a*b)^2 is written a^2*b^2, and 1/(a*b) with two powers: the exponent is stated once.
        var exponents: Set<Expression> = []
        let joining = 2 * Double(max(factors.count - 1, 0)) - (Self.isMultipleOfPi(factors) ? 2 : 0)
        return factors.reduce(joining) { sum, factor in
            if case .rational(.minusOne) = factor { return sum - 2 + Self.signBits }
            guard case .power(let base, let exponent) = factor, !exponents.insert(exponent).inserted else {
                return sum + bits(factor)
            }
            return sum + Self.sharedExponentBits + bits(base)
        }
    }

    /// Factors without a number in front that only clears the fractions of a sum: those of 3*x/(3 - y) are x and 1/(1 - y/3).
    ///
    /// - Returns: nil where there is no such number.
    private static func withFractions(_ factors: [Expression]) -> [Expression]? {
        guard case .rational(let number) = factors.first, abs(number.numerator) != 1 || number.denominator != 1 else {
            return nil
        }
        for (k, factor) in factors.enumerated().dropFirst() {
            let (base, isBelow): (Expression, Bool)
            switch factor {
            case .sum: (base, isBelow) = (factor, false)
            case .power(let inner, .rational(.minusOne)): (base, isBelow) = (inner, true)
            default: continue
            }
            guard case .sum(let terms) = base, let divisor = isBelow ? number : number.inverse,
                terms.contains(where: { $0.leadingNumber.map { abs($0.doubleValue) } == abs(divisor.doubleValue) })
            else { continue }
            let parts = terms.compactMap { $0.divided(by: divisor) }
            guard parts.count == terms.count else { continue }
            var result = Array(factors.dropFirst())
            result[k - 1] = isBelow ? .power(.sum(parts), .integer(-1)) : .sum(parts)
            return result
        }
        return nil
    }

    /// Bits for one more input as a factor or a summand.
    var inputBits: Double { 3 + Elementary.log2(Double(max(inputs, 1))) }

    /// Bits for a power of pi or e, more for high ones.
    private static let constantPowerBits = 2.5

    /// Whether factors hold pi and an exact number: 2*pi and 4*pi are numbers of their own.
    private static func isMultipleOfPi(_ factors: [Expression]) -> Bool {
        factors.contains(.constant(.pi))
            && factors.contains { if case .rational(let value) = $0 { value != .minusOne } else { false } }
    }

    /// Bits for a minus sign.
    private static let signBits = 1.0

    /// Bits for a factor that has the exponent of another one.
    private static let sharedExponentBits = 1.0

    /// Bits for exponents that are rare in laws: other roots than square roots, and powers that are no simple fraction.
    private static func surprise(of exponent: Expression) -> Double {
        switch exponent {
        case .real: 7
        case .rational(let value): value.denominator > 2 ? 5 : 0
        default: 0
        }
    }

    /// Code length of a function's name: exponentials, logarithms, sines and cosines are common in laws, all others
    /// much rarer.
    private static func functionBits(_ function: Function) -> Double {
        switch function {
        case .exp, .log, .sin, .cos, .abs: 4
        default: 6
        }
    }

    /// Whether a function's argument is a function itself, up to factors: rare in laws, common in chance fits.
    private static func holdsFunction(_ argument: Expression) -> Bool {
        switch argument {
        case .function: true
        case .product(let factors): factors.contains(where: holdsFunction)
        default: false
        }
    }

    /// Bits for the phase x/y: a ratio of like quantities is counted in turns, as 2*pi*x/y, and cos(v/c) is what a root in v/c
    /// looks like under noise.
    private static let bitsOfRatioAsPhase = 9.0

    /// Whether an argument is one input divided by another, up to an exact number.
    private static func isPlainRatio(_ argument: Expression) -> Bool {
        guard case .product(let factors) = argument else { return false }
        let exponents = factors.compactMap { factor -> Int? in
            switch factor {
            case .rational: 0
            case .variable: 1
            case .power(.variable, .rational(.minusOne)): -1
            default: nil
            }
        }
        return exponents.count == factors.count && exponents.filter { $0 != 0 }.sorted() == [-1, 1]
    }

    /// Whether a number is added to an input, or an exact one to something with a fitted coefficient: both usually have a
    /// unit, and then the number would have one too.
    private static func addsPureNumber(_ parts: [Expression]) -> Bool {
        let hasInput = parts.contains { if case .variable = $0 { true } else { false } }
        return parts.contains { part in
            switch part {
            case .rational:
                hasInput
                    || parts.contains { other in
                        guard case .product(let factors) = other else { return false }
                        return factors.contains { if case .real = $0 { true } else { false } }
                    }
            case .real: hasInput
            default: false
            }
        }
    }

    /// Bits that a fitted constant is determined to by `rows` residuals of the given relative size.
    func constantBits(relativeResidual: Double) -> Double {
        let digits = Elementary.log2(Double(max(rows, 1)).squareRoot() / max(relativeResidual, 1e-16))
        return min(max(digits, 4), 50)
    }

    /// Bits for everything.
    ///
    /// - Parameters:
    ///   - meanSquare: of the residuals.
    ///   - logarithmicMeanSquare: of the residuals of ln|y|, nil where that is undefined.
    func total(_ expression: Expression, meanSquare: Double, logarithmicMeanSquare: Double? = nil) -> Double {
        var residual = residualBits(meanSquare: meanSquare)
        let known = knownDeviation.map { $0 * $0 } ?? 0
        var relative = (max(meanSquare, known) / max(targetMeanSquare, 1e-300)).squareRoot()
        if let logarithmicMeanSquare, let other = residualBits(logarithmicMeanSquare: logarithmicMeanSquare),
            other < residual
        {
            residual = other
            relative = logarithmicMeanSquare.squareRoot()
        }
        return residual + structureBits(expression, realConstantBits: constantBits(relativeResidual: relative))
    }

    /// Code length of an integer: about 2 log2|n| + 2, so that a one-digit integer costs what a one-digit decimal does; powers
    /// of two are the commoner ones.
    static func integerBits(_ value: Int) -> Double {
        let size = abs(value)
        if size > 2, size & (size - 1) == 0 { return 3 + Elementary.log2(Double(size)) }
        return 2 + 2 * Elementary.log2(Double(size) + 1)
    }

    /// Code length of a fraction: that of an integer as large as numerator and denominator together, as there are about as
    /// many fractions as pairs with that sum; or of the decimal where that is shorter, 3/40 being 0.075.
    static func fractionBits(_ value: Rational) -> Double {
        guard !value.isInteger else { return integerBits(value.numerator) }
        let bits = 3 + 2 * Elementary.log2(Double(abs(value.numerator)) + Double(value.denominator))
        guard 1000 % value.denominator == 0 else { return bits }
        return min(bits, 1 + digitBits(value.doubleValue))
    }

    /// Bits of the decimal digits that a number is printed with.
    static func digitBits(_ value: Double) -> Double {
        3.33 * Double(DecimalRounding.significantDigits(value)) + 2
    }
}

extension Expression {
    /// The exact number in front of a canonical term; nil for a measured one.
    fileprivate var leadingNumber: Rational? {
        switch self {
        case .rational(let value): return value
        case .real: return nil
        case .product(let factors):
            if case .rational(let value) = factors.first { return value }
            if case .real = factors.first { return nil }
            return .one
        default: return .one
        }
    }

    /// The term with an exact number in front divided by another one; nil where that does not fit in machine integers or the
    /// number is measured.
    fileprivate func divided(by number: Rational) -> Expression? {
        guard let own = leadingNumber, let inverse = number.inverse, let quotient = own.multiplied(by: inverse) else {
            return nil
        }
        var rest: [Expression] = []
        switch self {
        case .rational: return .rational(quotient)
        case .product(let factors):
            rest = if case .rational = factors.first { Array(factors.dropFirst()) } else { factors }
        default: rest = [self]
        }
        if quotient != .one { rest.insert(.rational(quotient), at: 0) }
        return rest.count == 1 ? rest[0] : .product(rest)
    }
}
