import Expressions

/// What a tape does with blocks of values.
enum Operation: Hashable, Sendable {
    /// Values of a column.
    case column(Int)
    /// A number; the bit pattern, so that equal means the same number.
    case constant(UInt64)
    /// A parameter.
    case parameter(Int)
    case add, subtract, multiply, divide
    case power
    case minimum, maximum, modulo
    case negate, square, squareRoot, reciprocal
    /// A function of one argument.
    case function(Function)

    /// How many operands it takes.
    var operandCount: Int {
        switch self {
        case .column, .constant, .parameter: 0
        case .add, .subtract, .multiply, .divide, .power, .minimum, .maximum, .modulo: 2
        case .negate, .square, .squareRoot, .reciprocal, .function: 1
        }
    }
}

/// One step of a tape. Its result is known by its place in the tape.
struct Instruction: Hashable, Sendable {
    var operation: Operation
    /// Place of the first operand, unused when there is none.
    var first = 0
    /// Place of the second operand, unused when there is none.
    var second = 0
}
