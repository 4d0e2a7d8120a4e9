import ExactAlgebra
import Expressions

/// Reads expressions in fields and their derivatives as differential polynomials.
///
/// Functions of the fields become atoms of the space as they are met: `sin` and `cos` together, `exp`, `log` of a
/// monomial, `sinh` and `cosh` together, and sums with negative or fractional exponents.
struct JetReader {
    /// Largest number of terms of an expression multiplied out.
    static let termLimit = 5_000

    /// The space, with the atoms met so far.
    private(set) var space: JetSpace
    /// Values of parameters that have one.
    let values: [String: BigRational]
    private var algebra: JetAlgebra<RationalNumbers>

    init(space: JetSpace, values: [String: BigRational]) {
        self.space = space
        self.values = values
        algebra = space.exactAlgebra
    }

    /// The polynomial.
    mutating func read(_ expression: Expression) throws(ConversionProblem) -> ExactPolynomial {
        switch expression {
        case .rational(let number): return constant(BigRational(number))
        case .real(let number):
            guard let exact = BigRational(parsing: number.description) else { throw .irrational(number.description) }
            return constant(exact)
        case .constant(let value): return try variable(PolynomialReader.name(of: value), shown: value.rawValue)
        case .variable(let name):
            if let value = values[name] { return constant(value) }
            return try variable(name, shown: name)
        case .sum(let terms):
            var sum = ExactPolynomial()
            for term in terms { sum = algebra.sum(sum, try read(term)) }
            return sum
        case .product(let factors):
            var product = constant(.one)
            for factor in factors {
                product = algebra.product(product, try read(factor))
                if product.terms.count > JetReader.termLimit { throw .tooLarge }
            }
            return product
        case .power(let base, let exponent): return try power(base, exponent)
        case .function(let function, let arguments):
            guard arguments.count == 1 else { throw .function(function.rawValue) }
            return try apply(function, arguments[0])
        }
    }

    private func constant(_ value: BigRational) -> ExactPolynomial {
        ExactPolynomial(.one, value, in: RationalNumbers())
    }

    private func variable(_ name: String, shown: String) throws(ConversionProblem) -> ExactPolynomial {
        guard let variable = space.variable(named: name) else { throw .unknownName(shown) }
        return ExactPolynomial(JetMonomial(variable), .one, in: RationalNumbers())
    }

    private mutating func power(
        _ base: Expression, _ exponent: Expression
    ) throws(ConversionProblem) -> ExactPolynomial {
        guard let number = try read(exponent).constantValue(in: RationalNumbers()) else {
            throw .exponent(exponent.shortText)
        }
        let value = try read(base)
        if let natural = number.machineInteger, natural >= 0 {
            guard natural <= 200, natural <= 4 || value.terms.count <= 1 || natural * value.terms.count <= 200 else {
                throw .tooLarge
            }
            return algebra.power(value, natural)
        }
        guard let twelfths = (number * BigRational(Int(JetMonomial.unit))).machineInteger, abs(twelfths) <= 1_200 else {
            throw .exponent(number.description)
        }
        guard let first = value.sortedTerms.first else { throw .divisionByZero }
        if value.terms.count > 1 {
            let atom = baseAtom(value, base)
            return ExactPolynomial(JetMonomial(atom, exponent: Int32(twelfths)), .one, in: RationalNumbers())
        }
        guard
            let coefficient = number.isInteger
                ? first.coefficient.raised(to: number.machineInteger ?? 1) : first.coefficient.exactPower(number)
        else { throw .irrational("(\(first.coefficient))^(\(number))") }
        var monomial = JetMonomial.one
        for factor in first.monomial.factors {
            let product = Int(factor.exponent) * twelfths
            guard product % Int(JetMonomial.unit) == 0, abs(product) < 100_000 else {
                throw .exponent(number.description)
            }
            monomial = monomial.multiplied(by: factor.variable, exponent: Int32(product / Int(JetMonomial.unit)))
        }
        return ExactPolynomial(monomial, coefficient, in: RationalNumbers())
    }

    private mutating func apply(
        _ function: Function, _ argument: Expression
    ) throws(ConversionProblem) -> ExactPolynomial {
        let value = try read(argument)
        if let number = value.constantValue(in: RationalNumbers()) {
            switch function {
            case .exp where number.isZero, .cos where number.isZero, .cosh where number.isZero: return constant(.one)
            case .sin where number.isZero, .sinh where number.isZero, .log where number == 1: return ExactPolynomial()
            default: throw .irrational("\(function.rawValue)(\(number))")
            }
        }
        func atom(_ index: Int) -> ExactPolynomial {
            ExactPolynomial(JetMonomial(.atom(index)), .one, in: RationalNumbers())
        }
        if let known = space.atoms.firstIndex(where: { $0.meaning == .function(function) && $0.argument == value }) {
            return atom(known)
        }
        let next = space.atoms.count
        func add(_ function: Function, _ derivative: ExactPolynomial, squared: ExactPolynomial? = nil) {
            let rule = squared.map {
                (
                    leading: JetMonomial(.atom(space.atoms.count), exponent: 2 * JetMonomial.unit), replacement: $0
                )
            }
            space.atoms.append(
                JetAtom(
                    meaning: .function(function), argument: value, outerDerivative: derivative, rule: rule,
                    expression: argument))
        }
        func square(_ index: Int, factor: Int) -> ExactPolynomial {
            var result = constant(.one)
            result.add(
                JetMonomial(.atom(index), exponent: 2 * JetMonomial.unit), BigRational(factor), in: RationalNumbers())
            return result
        }
        switch function {
        case .sin, .cos:
            add(.sin, atom(next + 1), squared: square(next + 1, factor: -1))
            add(.cos, atom(next).scaled(by: -1, in: RationalNumbers()))
        case .sinh, .cosh:
            add(.cosh, atom(next + 1), squared: square(next + 1, factor: 1))
            add(.sinh, atom(next))
        case .exp: add(.exp, atom(next))
        case .log where value.terms.count == 1:
            add(.log, try power(argument, .integer(-1)))
        default: throw .function(function.rawValue)
        }
        algebra = space.exactAlgebra
        guard let index = space.atoms.firstIndex(where: { $0.meaning == .function(function) && $0.argument == value })
        else { throw .function(function.rawValue) }
        return atom(index)
    }

    /// The symbol for a sum; its highest term is written with it wherever it occurs.
    private mutating func baseAtom(_ value: ExactPolynomial, _ expression: Expression) -> JetVariable {
        if let known = space.atoms.firstIndex(where: { $0.meaning == .base && $0.argument == value }) {
            return .atom(known)
        }
        let variable = JetVariable.atom(space.atoms.count)
        let terms = value.sortedTerms.filter { $0.monomial != .one }
        var rule: (leading: JetMonomial, replacement: ExactPolynomial)?
        if let lead = terms.last(where: { term in term.monomial.factors.allSatisfy { $0.exponent > 0 } }) {
            var replacement = ExactPolynomial(JetMonomial(variable), .one, in: RationalNumbers())
            replacement.add(value, times: -1, in: RationalNumbers())
            replacement.add(lead.monomial, lead.coefficient, in: RationalNumbers())
            rule = (lead.monomial, replacement.scaled(by: .one / lead.coefficient, in: RationalNumbers()))
        }
        space.atoms.append(
            JetAtom(
                meaning: .base, argument: value, outerDerivative: constant(.one), rule: rule, expression: expression))
        algebra = space.exactAlgebra
        return variable
    }
}
