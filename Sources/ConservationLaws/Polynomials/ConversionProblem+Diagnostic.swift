import Diagnostics

extension ConversionProblem {
    /// The message to the user about a problem in `place`, such as `the equation of x`.
    func diagnostic(in place: String, at location: SourceLocation? = nil) -> Diagnostic {
        let known = "known are + - * / ^, sqrt and roots, sin, cos, tan, exp, sinh, cosh, tanh, log, atan"
        switch self {
        case .divisionByZero:
            return Diagnostic("system.division-by-zero", "division by zero in \(place)", at: location)
        case .function(let name):
            return Diagnostic(
                "system.function", "\(place) uses \(name), which has no place in this algebra", at: location,
                hint: known)
        case .exponent(let text):
            return Diagnostic(
                "system.exponent", "\(place) has the exponent \(text)", at: location,
                hint: "exponents are numbers or free of the variables")
        case .irrational(let text):
            return Diagnostic(
                "system.irrational-number", "\(place) holds \(text), which is not a rational number", at: location,
                hint: "leave it a symbol, such as param s, or write pi and e in a formula: let w = 2*pi")
        case .unknownName(let name):
            return Diagnostic(
                "system.unknown-name", "unknown name '\(name)' in \(place)", at: location, hint: "param \(name)")
        case .tooLarge:
            return Diagnostic(
                "system.too-large", "\(place) is too large when multiplied out", at: location,
                hint: "expected degrees up to 200 and at most \(RationalFunction.termLimit) terms")
        }
    }
}
