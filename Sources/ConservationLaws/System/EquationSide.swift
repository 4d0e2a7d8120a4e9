/// The left-hand side of an equation.
enum EquationSide: Equatable {
    /// A derivative of a variable by time and its order.
    case derivative(variable: String, order: Int)
    /// A partial derivative such as `u_t` of the named field.
    case partial(String)
    /// Anything else.
    case other

    /// Reads `x'`, `x''`, `x'(t)`, `dx/dt`, `d2x/dt2`, `d^2x/dt^2`, `u_t`.
    static func read(_ text: String) -> EquationSide {
        var compact = text.filter { !$0.isWhitespace }
        if compact.hasSuffix("(t)") { compact.removeLast(3) }
        if compact.contains("∂") {
            return .partial(String(compact.drop { $0 == "∂" }.prefix { $0.isLetter || $0.isNumber }))
        }
        if let slash = compact.firstIndex(of: "/") {
            return leibniz(String(compact[..<slash]), String(compact[compact.index(after: slash)...])) ?? .other
        }
        let name = compact.prefix { $0 != "'" && $0 != "\u{2019}" && $0 != "\u{2032}" }
        let primes = compact.dropFirst(name.count)
        guard NameScanner.isName(String(name)),
            primes.allSatisfy({ $0 == "'" || $0 == "\u{2019}" || $0 == "\u{2032}" })
        else { return .other }
        if !primes.isEmpty { return .derivative(variable: String(name), order: primes.count) }
        if let underscore = name.lastIndex(of: "_"), underscore != name.startIndex {
            let index = name[name.index(after: underscore)...]
            if !index.isEmpty, index.allSatisfy({ $0 == "t" }) { return .partial(String(name[..<underscore])) }
        }
        return .other
    }

    private static func leibniz(_ top: String, _ bottom: String) -> EquationSide? {
        guard top.hasPrefix("d"), bottom.hasPrefix("dt") else { return nil }
        let orderText = bottom.dropFirst(2).filter { $0 != "^" }
        let superscripts: [Character: Int] = ["²": 2, "³": 3]
        let order = orderText.isEmpty ? 1 : (Int(orderText) ?? superscripts[orderText.first ?? " "] ?? 0)
        guard order >= 1 else { return nil }
        var name = top.dropFirst()
        if order > 1 {
            if name.first == "^" { name.removeFirst() }
            guard let digit = name.first, digit.wholeNumberValue == order else { return nil }
            name.removeFirst()
        }
        guard NameScanner.isName(String(name)), !name.contains("'") else { return nil }
        return .derivative(variable: String(name), order: order)
    }
}
