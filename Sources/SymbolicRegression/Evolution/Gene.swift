import Expressions

/// One node of a genome.
struct Gene: Hashable, Sendable {
    /// What a gene does with the values of the genes before it.
    enum Operation: Hashable, Sendable {
        /// A number that the fit adjusts.
        case constant
        /// An input.
        case variable
        case add, subtract, multiply, divide
        /// First operand to the power of the second.
        case power
        case square, squareRoot, reciprocal
        /// A function of one or two arguments.
        case function(Function)

        /// How many operands it takes.
        var arity: Int {
            switch self {
            case .constant, .variable: 0
            case .square, .squareRoot, .reciprocal: 1
            case .add, .subtract, .multiply, .divide, .power: 2
            case .function(let function): function.arity
            }
        }

        /// Whether formulas with it may obey the rules.
        func isAllowed(by rules: FormulaRules) -> Bool {
            switch self {
            case .constant, .variable: true
            case .add: rules.allows(.add)
            case .subtract: rules.allows(.subtract)
            case .multiply: rules.allows(.multiply)
            case .divide, .reciprocal: rules.allows(.divide)
            case .square: rules.allows(.multiply) || rules.allows(.power)
            case .squareRoot: rules.allowsSquareRoot
            case .power: rules.allows(.power) && !rules.hasIntegerExponents
            case .function(let function): rules.allows(function)
            }
        }

        /// Whether it counts for the nesting of functions.
        var isFunction: Bool {
            switch self {
            case .squareRoot, .function: true
            default: false
            }
        }
    }

    var operation: Operation
    /// Which input, for variables.
    var index = 0
    /// The number, for constants.
    var value = 0.0

    static func constant(_ value: Double) -> Gene { Gene(operation: .constant, value: value) }
    static func variable(_ index: Int) -> Gene { Gene(operation: .variable, index: index) }
    static func apply(_ operation: Operation) -> Gene { Gene(operation: operation) }
}
