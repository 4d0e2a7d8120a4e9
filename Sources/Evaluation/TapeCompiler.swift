import Diagnostics
import Expressions

/// Turns a tree into instructions: equal subtrees once, numbers folded, quotients by one division.
struct TapeCompiler {
    private(set) var instructions: [Instruction] = []
    private var places: [Instruction: Int] = [:]
    private let columns: [String: Int]
    private let parameters: [String: Int]
    /// Integer powers up to this size are multiplied out.
    private static let largestProductPower = 64

    init(variables: [String], parameters: [String]) {
        columns = Dictionary(zip(variables, variables.indices)) { first, _ in first }
        self.parameters = Dictionary(zip(parameters, parameters.indices)) { first, _ in first }
    }

    /// Adds the instructions for a tree and returns the place of its value.
    mutating func compile(_ expression: Expression) throws(DiscoverError) -> Int {
        switch expression {
        case .rational(let value): return constant(value.doubleValue)
        case .real(let value): return constant(value)
        case .constant(let value): return constant(value.value)
        case .variable(let name): return try variable(name)
        case .sum(let terms): return try sum(terms)
        case .product(let factors): return try product(factors)
        case .power(let base, let exponent): return try power(base, exponent)
        case .function(let function, let arguments):
            guard arguments.count == function.arity else {
                throw .internalFailure(
                    Diagnostic(
                        "tape.arity", "\(function.rawValue) with \(arguments.count) arguments in a compiled formula"))
            }
            let first = try compile(arguments[0])
            if arguments.count == 1 { return emit(.function(function), first) }
            let second = try compile(arguments[1])
            return emit(function == .min ? .minimum : function == .max ? .maximum : .modulo, first, second)
        }
    }

    private mutating func variable(_ name: String) throws(DiscoverError) -> Int {
        if let index = parameters[name] { return emit(.parameter(index)) }
        if let index = columns[name] { return emit(.column(index)) }
        let known = (Array(columns.keys) + Array(parameters.keys)).sorted()
        throw .input(
            "formula.unknown-name", "unknown name '\(name)' in a formula",
            hint: NameSuggestion.closest(to: name, among: known).map { "did you mean '\($0)'?" })
    }

    private mutating func sum(_ terms: [Expression]) throws(DiscoverError) -> Int {
        var total: Int?
        var number = 0.0
        for term in terms {
            var isSubtracted = false
            var positive = term
            if case .product(let factors) = term, factors.first == .integer(-1) {
                isSubtracted = true
                positive = factors.count == 2 ? factors[1] : .product(Array(factors.dropFirst()))
            }
            let place = try compile(positive)
            if let value = constantValue(place) {
                number += isSubtracted ? -value : value
            } else if let before = total {
                total = emit(isSubtracted ? .subtract : .add, before, place)
            } else {
                total = isSubtracted ? emit(.negate, place) : place
            }
        }
        guard let total else { return constant(number) }
        return number == 0 ? total : emit(.add, total, constant(number))
    }

    private mutating func product(_ factors: [Expression]) throws(DiscoverError) -> Int {
        var number = 1.0
        var top: Int?
        var bottom: Int?
        for factor in factors {
            var inverse: Expression?
            if case .power(let base, .rational(let exponent)) = factor, exponent.isNegative,
                let positive = exponent.negated
            {
                inverse = positive == .one ? base : .power(base, .rational(positive))
            }
            let place = try compile(inverse ?? factor)
            if let value = constantValue(place) {
                number = inverse == nil ? number * value : number / value
            } else if inverse == nil {
                top = times(top, place)
            } else {
                bottom = times(bottom, place)
            }
        }
        if number == -1, let top {
            return emit(.negate, bottom.map { emit(.divide, top, $0) } ?? top)
        }
        if number != 1 || top == nil { top = times(top, constant(number)) }
        guard let numerator = top else { return constant(number) }
        guard let bottom else { return numerator }
        return constantValue(numerator) == 1 ? emit(.reciprocal, bottom) : emit(.divide, numerator, bottom)
    }

    private mutating func times(_ product: Int?, _ factor: Int) -> Int {
        product.map { emit(.multiply, $0, factor) } ?? factor
    }

    private mutating func power(_ base: Expression, _ exponent: Expression) throws(DiscoverError) -> Int {
        let place = try compile(base)
        if case .constant(.e) = base { return emit(.function(.exp), try compile(exponent)) }
        if case .rational(let value) = exponent {
            if value.isNegative, let positive = value.negated, let result = power(of: place, positive) {
                return emit(.reciprocal, result)
            }
            if let result = power(of: place, value) { return result }
        }
        return emit(.power, place, try compile(exponent))
    }

    /// Powers by multiplication and square roots; nil for other exponents.
    private mutating func power(of place: Int, _ exponent: Rational) -> Int? {
        guard !exponent.isNegative, exponent.numerator <= Self.largestProductPower, exponent.denominator <= 2 else {
            return nil
        }
        if exponent.denominator == 2 {
            let root = emit(.squareRoot, place)
            return exponent.numerator == 1 ? root : integerPower(of: root, exponent.numerator)
        }
        return integerPower(of: place, exponent.numerator)
    }

    private mutating func integerPower(of place: Int, _ exponent: Int) -> Int {
        if exponent == 0 { return constant(1) }
        if exponent == 1 { return place }
        let half = integerPower(of: place, exponent / 2)
        let squared = emit(.square, half)
        return exponent % 2 == 0 ? squared : emit(.multiply, squared, place)
    }

    private mutating func constant(_ value: Double) -> Int { emit(.constant(value.bitPattern)) }

    private func constantValue(_ place: Int) -> Double? {
        guard case .constant(let bits) = instructions[place].operation else { return nil }
        return Double(bitPattern: bits)
    }

    private mutating func emit(_ operation: Operation, _ first: Int = 0, _ second: Int = 0) -> Int {
        if operation.operandCount > 0, let x = constantValue(first) {
            let y = operation.operandCount == 2 ? constantValue(second) : 0
            if let y { return constant(operation.value(x, y)) }
        }
        var instruction = Instruction(operation: operation, first: first, second: second)
        // Sums and products with their operands exchanged are the same value.
        if operation == .add || operation == .multiply, first > second {
            (instruction.first, instruction.second) = (second, first)
        }
        if let place = places[instruction] { return place }
        places[instruction] = instructions.count
        instructions.append(instruction)
        return instructions.count - 1
    }
}

extension Operation {
    /// The result for single numbers.
    func value(_ x: Double, _ y: Double) -> Double {
        switch self {
        case .column, .parameter: .nan
        case .constant(let bits): Double(bitPattern: bits)
        case .add: x + y
        case .subtract: x - y
        case .multiply: x * y
        case .divide: x / y
        case .power: RealFunctions.power(x, y)
        case .minimum: RealFunctions.value(.min, x, y)
        case .maximum: RealFunctions.value(.max, x, y)
        case .modulo: RealFunctions.value(.mod, x, y)
        case .negate: -x
        case .square: x * x
        case .squareRoot: x.squareRoot()
        case .reciprocal: 1 / x
        case .function(let function): RealFunctions.value(function, x)
        }
    }
}
