import Evaluation
import Expressions

/// Values and derivatives of genes over blocks of rows.
enum GeneArithmetic {
    typealias Block = UnsafeMutablePointer<Double>

    /// The values of an operation; `y` is not read by operations of one operand.
    static func apply(_ operation: Gene.Operation, _ n: Int, _ x: Block, _ y: Block, _ out: Block) {
        switch operation {
        case .constant, .variable: break
        case .add: for i in 0..<n { out[i] = x[i] + y[i] }
        case .subtract: for i in 0..<n { out[i] = x[i] - y[i] }
        case .multiply: for i in 0..<n { out[i] = x[i] * y[i] }
        case .divide: for i in 0..<n { out[i] = x[i] / y[i] }
        case .square: for i in 0..<n { out[i] = x[i] * x[i] }
        case .squareRoot: for i in 0..<n { out[i] = x[i].squareRoot() }
        case .reciprocal: for i in 0..<n { out[i] = 1 / x[i] }
        case .power: VectorMath.power(view(x, n), view(y, n), into: UnsafeMutableBufferPointer(start: out, count: n))
        case .function(let function):
            if function.arity == 1 {
                VectorMath.apply(function, view(x, n), into: UnsafeMutableBufferPointer(start: out, count: n))
            } else {
                for i in 0..<n { out[i] = RealFunctions.value(function, x[i], y[i]) }
            }
        }
    }

    /// Adds the derivatives by the operands, times `g`, to `first` and `second` where these are given.
    ///
    /// `v` are the values of the operation, `x` and `y` those of its operands.
    static func accumulate(
        _ operation: Gene.Operation, _ n: Int, _ g: Block, _ v: Block, _ x: Block, _ y: Block, _ first: Block?,
        _ second: Block?
    ) {
        if let first { byFirst(operation, n, g, v, x, y, first) }
        if let second { bySecond(operation, n, g, v, x, y, second) }
    }

    private static func byFirst(
        _ operation: Gene.Operation, _ n: Int, _ g: Block, _ v: Block, _ x: Block, _ y: Block, _ out: Block
    ) {
        switch operation {
        case .constant, .variable: break
        case .add, .subtract: for i in 0..<n { out[i] += g[i] }
        case .multiply: for i in 0..<n { out[i] += g[i] * y[i] }
        case .divide: for i in 0..<n { out[i] += g[i] / y[i] }
        case .square: for i in 0..<n { out[i] += 2 * g[i] * x[i] }
        case .squareRoot: for i in 0..<n { out[i] += 0.5 * g[i] / v[i] }
        case .reciprocal: for i in 0..<n { out[i] -= g[i] * v[i] * v[i] }
        case .power: for i in 0..<n { out[i] += g[i] * y[i] * v[i] / x[i] }
        case .function(let function):
            switch function {
            case .exp: for i in 0..<n { out[i] += g[i] * v[i] }
            case .log: for i in 0..<n { out[i] += g[i] / x[i] }
            case .sin: for i in 0..<n { out[i] += g[i] * Elementary.cos(x[i]) }
            case .cos: for i in 0..<n { out[i] -= g[i] * Elementary.sin(x[i]) }
            case .tan: for i in 0..<n { out[i] += g[i] * (1 + v[i] * v[i]) }
            case .asin: for i in 0..<n { out[i] += g[i] / (1 - x[i] * x[i]).squareRoot() }
            case .acos: for i in 0..<n { out[i] -= g[i] / (1 - x[i] * x[i]).squareRoot() }
            case .atan: for i in 0..<n { out[i] += g[i] / (1 + x[i] * x[i]) }
            case .sinh: for i in 0..<n { out[i] += g[i] * (1 + v[i] * v[i]).squareRoot() }
            case .cosh: for i in 0..<n { out[i] += g[i] * RealFunctions.value(.sinh, x[i]) }
            case .tanh: for i in 0..<n { out[i] += g[i] * (1 - v[i] * v[i]) }
            case .abs: for i in 0..<n { out[i] += x[i] < 0 ? -g[i] : g[i] }
            case .min: for i in 0..<n { out[i] += x[i] < y[i] ? g[i] : 0 }
            case .max: for i in 0..<n { out[i] += x[i] > y[i] ? g[i] : 0 }
            case .mod: for i in 0..<n { out[i] += g[i] }
            case .sign, .step, .floor: break
            }
        }
    }

    private static func bySecond(
        _ operation: Gene.Operation, _ n: Int, _ g: Block, _ v: Block, _ x: Block, _ y: Block, _ out: Block
    ) {
        switch operation {
        case .add: for i in 0..<n { out[i] += g[i] }
        case .subtract: for i in 0..<n { out[i] -= g[i] }
        case .multiply: for i in 0..<n { out[i] += g[i] * x[i] }
        case .divide: for i in 0..<n { out[i] -= g[i] * v[i] / y[i] }
        case .power: for i in 0..<n { out[i] += v[i] == 0 ? 0 : g[i] * v[i] * Elementary.log(x[i]) }
        case .function(.min): for i in 0..<n { out[i] += x[i] < y[i] ? 0 : g[i] }
        case .function(.max): for i in 0..<n { out[i] += x[i] > y[i] ? 0 : g[i] }
        case .function(.mod): for i in 0..<n { out[i] -= g[i] * (x[i] / y[i]).rounded(.down) }
        default: break
        }
    }

    private static func view(_ x: Block, _ n: Int) -> UnsafeBufferPointer<Double> {
        UnsafeBufferPointer(start: x, count: n)
    }
}
