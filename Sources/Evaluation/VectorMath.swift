import CVectorMath
import Expressions

/// Elementary functions over arrays of values, several at a time where the processor can.
///
/// A result depends on the argument alone, not on its place in the array. Values are within 4 units in the last place
/// of the C library's, special values equal to its. Output may be the input. 1 to 3 ns per value on AVX2 machines.
public enum VectorMath {
    /// `out[i] = function(x[i])` for a function of one argument; `out` at least as long as `x`.
    public static func apply(
        _ function: Function, _ x: UnsafeBufferPointer<Double>, into out: UnsafeMutableBufferPointer<Double>
    ) {
        precondition(function.arity == 1 && out.count >= x.count)
        guard let source = x.baseAddress, let target = out.baseAddress else { return }
        let count = x.count
        switch function {
        case .exp: discover_vector_exp(source, target, count)
        case .log: discover_vector_log(source, target, count)
        case .sin: discover_vector_sin(source, target, count)
        case .cos: discover_vector_cos(source, target, count)
        case .tan: discover_vector_tan(source, target, count)
        case .asin: discover_vector_asin(source, target, count)
        case .acos: discover_vector_acos(source, target, count)
        case .atan: discover_vector_atan(source, target, count)
        case .sinh: discover_vector_sinh(source, target, count)
        case .cosh: discover_vector_cosh(source, target, count)
        case .tanh: discover_vector_tanh(source, target, count)
        case .abs: for i in 0..<count { target[i] = source[i].magnitude }
        case .floor: for i in 0..<count { target[i] = source[i].rounded(.down) }
        case .step: for i in 0..<count { target[i] = RealFunctions.value(.step, source[i]) }
        case .sign: for i in 0..<count { target[i] = RealFunctions.value(.sign, source[i]) }
        case .min, .max, .mod: break
        }
    }

    /// The function of every value.
    public static func apply(_ function: Function, _ x: [Double]) -> [Double] {
        [Double](unsafeUninitializedCapacity: x.count) { out, count in
            x.withUnsafeBufferPointer { apply(function, $0, into: out) }
            count = x.count
        }
    }

    /// `out[i] = base[i]^exponent[i]`; all equally long.
    public static func power(
        _ base: UnsafeBufferPointer<Double>, _ exponent: UnsafeBufferPointer<Double>,
        into out: UnsafeMutableBufferPointer<Double>
    ) {
        precondition(base.count == exponent.count && out.count >= base.count)
        guard let x = base.baseAddress, let y = exponent.baseAddress, let target = out.baseAddress else { return }
        discover_vector_pow(x, y, target, base.count)
    }

    /// Every value to the same power.
    public static func power(_ base: [Double], _ exponent: Double) -> [Double] {
        let exponents = [Double](repeating: exponent, count: base.count)
        return [Double](unsafeUninitializedCapacity: base.count) { out, count in
            base.withUnsafeBufferPointer { x in exponents.withUnsafeBufferPointer { power(x, $0, into: out) } }
            count = base.count
        }
    }

    /// Exponential of every value.
    public static func exp(_ x: UnsafeBufferPointer<Double>, into out: UnsafeMutableBufferPointer<Double>) {
        apply(.exp, x, into: out)
    }
    /// Natural logarithm of every value.
    public static func log(_ x: UnsafeBufferPointer<Double>, into out: UnsafeMutableBufferPointer<Double>) {
        apply(.log, x, into: out)
    }
    /// Sine of every value.
    public static func sin(_ x: UnsafeBufferPointer<Double>, into out: UnsafeMutableBufferPointer<Double>) {
        apply(.sin, x, into: out)
    }
    /// Cosine of every value.
    public static func cos(_ x: UnsafeBufferPointer<Double>, into out: UnsafeMutableBufferPointer<Double>) {
        apply(.cos, x, into: out)
    }

    /// Which implementation was chosen when the program was loaded: `avx2` or `scalar`.
    public static var instructionSet: String { String(cString: discover_vector_instruction_set()) }
}
