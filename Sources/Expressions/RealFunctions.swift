#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The functions of the formula language for one double, by the C library.
public enum RealFunctions {
    /// The value; `y` is the second argument where the function takes two. NaN outside the domain, as in C.
    public static func value(_ function: Function, _ x: Double, _ y: Double = 0) -> Double {
        switch function {
        case .exp: exp(x)
        case .log: log(x)
        case .sin: sin(x)
        case .cos: cos(x)
        case .tan: tan(x)
        case .asin: asin(x)
        case .acos: acos(x)
        case .atan: atan(x)
        case .sinh: sinh(x)
        case .cosh: cosh(x)
        case .tanh: tanh(x)
        case .abs: x.magnitude
        case .sign: x.isNaN ? x : x > 0 ? 1 : x < 0 ? -1 : 0
        case .step: x.isNaN ? x : x >= 0 ? 1 : 0
        case .floor: x.rounded(.down)
        case .min: x.isNaN || y.isNaN ? .nan : x < y ? x : y
        case .max: x.isNaN || y.isNaN ? .nan : x > y ? x : y
        case .mod: x - y * (x / y).rounded(.down)
        }
    }

    /// `base` to the power `exponent`, as C's `pow`.
    public static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
