extension Function {
    /// Whether f(-x) = -f(x).
    var isOdd: Bool {
        switch self {
        case .sin, .tan, .asin, .atan, .sinh, .tanh, .sign: true
        default: false
        }
    }

    /// Whether f(-x) = f(x).
    var isEven: Bool { self == .cos || self == .cosh || self == .abs }
}
