import ExactAlgebra
import Expressions

/// Reads expressions as quotients of polynomials in named variables.
struct PolynomialReader {
    let ring: PolynomialRing
    private let indices: [String: Int]
    /// Values of functions and roots, found beforehand.
    var resolved: [Expression: RationalFunction] = [:]
    /// Inverses of roots, which are polynomials where the roots are quotients.
    var inverses: [Expression: RationalFunction] = [:]

    /// Reads into a ring; the constants pi and e are found under their names when the ring has them.
    init(ring: PolynomialRing) {
        self.ring = ring
        indices = Dictionary(uniqueKeysWithValues: ring.names.enumerated().map { ($0.element, $0.offset) })
    }

    /// The expression in lowest terms.
    func read(_ expression: Expression) throws(ConversionProblem) -> RationalFunction {
        try value(expression).cancelled()
    }

    private func value(_ expression: Expression) throws(ConversionProblem) -> RationalFunction {
        switch expression {
        case .rational(let number):
            return RationalFunction(ring.constant(BigRational(number)))
        case .real(let number):
            guard let exact = BigRational(parsing: number.description) else { throw .irrational(number.description) }
            return RationalFunction(ring.constant(exact))
        case .constant(let constant):
            guard let index = indices[PolynomialReader.name(of: constant)] else {
                throw .unknownName(constant.rawValue)
            }
            return RationalFunction(ring.variable(index))
        case .variable(let name):
            guard let index = indices[name] else { throw .unknownName(name) }
            return RationalFunction(ring.variable(index))
        case .sum(let terms):
            var sum = RationalFunction(ring.zero)
            for term in terms { sum = try sum.adding(value(term)) }
            return sum
        case .product(let factors):
            var product = RationalFunction(ring.one)
            for factor in factors { product = try product.multiplied(by: value(factor)) }
            return product
        case .power(let base, let exponent):
            return try power(base, exponent)
        case .function(let function, let arguments):
            return try apply(function, arguments)
        }
    }

    private func power(_ base: Expression, _ exponent: Expression) throws(ConversionProblem) -> RationalFunction {
        if !resolved.isEmpty, let known = resolved[.power(base, exponent)] { return known }
        guard let number = try value(exponent).cancelled().constant else {
            throw .exponent(exponent.shortText)
        }
        if let integer = number.machineInteger, integer < 0, let inverse = inverses[base] {
            return try inverse.raised(to: -integer)
        }
        if let integer = number.machineInteger { return try value(base).raised(to: integer) }
        let argument = try value(base).cancelled()
        if let constant = argument.constant {
            if let root = constant.exactPower(number) { return RationalFunction(ring.constant(root)) }
            throw .irrational("\(constant)^(\(number))")
        }
        if number.denominator == 2 { throw .function("sqrt") }
        throw .exponent(number.description)
    }

    private func apply(_ function: Function, _ arguments: [Expression]) throws(ConversionProblem) -> RationalFunction {
        if !resolved.isEmpty, let known = resolved[.function(function, arguments)] { return known }
        let values = try arguments.map { (argument) throws(ConversionProblem) in
            try value(argument).cancelled().constant
        }
        // Functions of numbers are only readable where the result is rational.
        if values.count == 1, let number = values[0] {
            switch function {
            case .exp where number.isZero, .cos where number.isZero, .cosh where number.isZero:
                return RationalFunction(ring.one)
            case .sin where number.isZero, .tan where number.isZero, .log where number == 1:
                return RationalFunction(ring.zero)
            case .abs: return RationalFunction(ring.constant(number.magnitude))
            default: throw .irrational("\(function.rawValue)(\(number))")
            }
        }
        throw .function(function.rawValue)
    }

    /// The ring's name of a constant; no variable can have it, for names hold no spaces.
    static func name(of constant: NamedConstant) -> String { constantPrefix + constant.rawValue }

    /// Begins the names of constants.
    static let constantPrefix = "constant "
}

extension RationalFunction {
    /// The value when neither part has a variable.
    var constant: BigRational? {
        guard let top = numerator.constantValue, let bottom = denominator.constantValue, !bottom.isZero else {
            return nil
        }
        return top / bottom
    }
}

extension Expression {
    /// A rough text for messages, at most 40 characters.
    var shortText: String {
        switch self {
        case .rational(let value): value.description
        case .variable(let name): name
        default:
            variables.isEmpty
                ? "a number that is not rational" : "an expression in " + variables.joined(separator: ", ")
        }
    }
}
