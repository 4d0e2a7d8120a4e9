/// Writes formulas for LaTeX's math mode.
public struct LaTeXPrinter: Sendable {
    /// Digits of decimals, nil for as many as the number needs to read back the same.
    public var significantDigits: Int?

    /// Makes a printer.
    public init(significantDigits: Int? = nil) { self.significantDigits = significantDigits }

    /// The formula as math-mode text without dollar signs.
    public func text(_ expression: Expression) -> String { text(expression.written) }

    /// The formula as math-mode text without dollar signs.
    public func text(_ formula: WrittenFormula) -> String {
        switch formula {
        case .integer(let value): return "\(value)"
        case .decimal(let value): return number(value)
        case .constant(.pi): return "\\pi"
        case .constant(.e): return "e"
        case .variable(let name): return LaTeXName.text(name)
        case .negative(let inner): return "-" + (inner.isSum ? parenthesised(inner) : text(inner))
        case .sum(let terms):
            var result = ""
            for (index, term) in terms.enumerated() {
                let body =
                    term.formula.isSum || term.formula.isNegative ? parenthesised(term.formula) : text(term.formula)
                if index == 0 {
                    result = term.isSubtracted ? "-\(body)" : body
                } else {
                    result += (term.isSubtracted ? " - " : " + ") + body
                }
            }
            return result
        case .product(let factors): return product(factors)
        case .quotient(let top, let bottom): return "\\frac{\(text(top))}{\(text(bottom))}"
        case .power(let base, let exponent): return power(base, exponent)
        case .squareRoot(let inner): return "\\sqrt{\(text(inner))}"
        case .function(let function, let arguments): return call(function, arguments, exponent: nil)
        }
    }

    private func product(_ factors: [WrittenFormula]) -> String {
        var result = ""
        for (index, factor) in factors.enumerated() {
            let body = factor.isSum || factor.isNegative ? parenthesised(factor) : text(factor)
            if index > 0 {
                // Digits that touch would read as one number.
                result += body.first?.isNumber == true ? " \\cdot " : " "
            }
            result += body
        }
        return result
    }

    private func power(_ base: WrittenFormula, _ exponent: WrittenFormula) -> String {
        let upper = text(exponent)
        switch base {
        case .variable(let name):
            // A prime and a superscript on one symbol need braces.
            return name.contains("'") ? "{\(text(base))}^{\(upper)}" : "\(text(base))^{\(upper)}"
        case .integer, .constant: return "\(text(base))^{\(upper)}"
        case .decimal(let value) where !number(value).contains("times"): return "\(text(base))^{\(upper)}"
        case .function(let function, let arguments) where function.commandTakesExponent:
            if case .integer = exponent { return call(function, arguments, exponent: upper) }
            return "\(parenthesised(base))^{\(upper)}"
        default: return "\(parenthesised(base))^{\(upper)}"
        }
    }

    private func parenthesised(_ formula: WrittenFormula) -> String { "\\left(\(text(formula))\\right)" }

    private func call(_ function: Function, _ arguments: [WrittenFormula], exponent: String?) -> String {
        let inside = arguments.map { text($0) }.joined(separator: ", ")
        let raised = exponent.map { "^{\($0)}" } ?? ""
        switch function {
        case .exp: return "e^{\(inside)}"
        case .abs: return "\\left|\(inside)\\right|"
        case .floor: return "\\left\\lfloor \(inside)\\right\\rfloor"
        case .asin, .acos, .atan: return "\\arc\(function.rawValue.dropFirst())\(raised)\\left(\(inside)\\right)"
        case .sign: return "\\operatorname{sign}\\left(\(inside)\\right)"
        case .step: return "\\operatorname{step}\\left(\(inside)\\right)"
        case .mod: return "\\operatorname{mod}\\left(\(inside)\\right)"
        default: return "\\\(function.rawValue)\(raised)\\left(\(inside)\\right)"
        }
    }

    private func number(_ value: Double) -> String {
        let full = significantDigits.map { Self.rounded(value, digits: $0) } ?? "\(value)"
        guard let mark = full.firstIndex(of: "e"), let exponent = Int(full[full.index(after: mark)...]) else {
            return full
        }
        let mantissa = full[..<mark]
        return (mantissa == "1" || mantissa == "1.0" ? "" : "\(mantissa) \\times ") + "10^{\(exponent)}"
    }

    /// The shortest text of the double closest to `value` that has at most `digits` significant decimal digits.
    static func rounded(_ value: Double, digits: Int) -> String {
        guard value.isFinite, value != 0 else { return "\(value)" }
        // Rounding the decimal digits themselves keeps clear of powers of ten that are not exact in binary.
        let text = "\(value.magnitude)"
        let parts = text.split(separator: "e")
        var exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        let mantissa = parts[0]
        let whole = mantissa.prefix { $0 != "." }
        exponent += whole.count
        var all = mantissa.filter { $0 != "." }.compactMap { $0.wholeNumberValue }
        while all.count > 1, all[0] == 0 {
            all.removeFirst()
            exponent -= 1
        }
        guard all.count > max(digits, 1) else { return "\(value)" }
        let roundsUp = all[max(digits, 1)] >= 5
        all.removeSubrange(max(digits, 1)...)
        if roundsUp {
            var index = all.count - 1
            while index >= 0, all[index] == 9 {
                all[index] = 0
                index -= 1
            }
            if index >= 0 {
                all[index] += 1
            } else {
                all.insert(1, at: 0)
                exponent += 1
            }
        }
        let sign = value < 0 ? "-" : ""
        let joined = "\(sign)0.\(all.map(String.init).joined())e\(exponent)"
        return Double(joined).map { "\($0)" } ?? "\(value)"
    }
}

extension WrittenFormula {
    fileprivate var isSum: Bool {
        if case .sum = self { true } else { false }
    }
    fileprivate var isNegative: Bool {
        if case .negative = self { true } else { false }
    }
}

extension Function {
    /// Whether a power is written between the name and the argument: `\sin^{2}`.
    fileprivate var commandTakesExponent: Bool {
        switch self {
        case .log, .sin, .cos, .tan, .sinh, .cosh, .tanh: true
        default: false
        }
    }
}
