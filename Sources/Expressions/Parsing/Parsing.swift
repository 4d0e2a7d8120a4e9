import Diagnostics

/// The state of reading one formula: recursive descent with a bound on depth and on the number of nodes.
struct Parsing {
    private let tokens: [Token]
    private let parser: ExpressionParser
    private var position = 0
    private var depth = 0
    private var nodes = 0
    private let collectsCalls: Bool
    /// Calls of unknown functions so far.
    private(set) var calls: [FormulaTemplate.Call] = []

    init(tokens: [Token], parser: ExpressionParser, collectsCalls: Bool = false) {
        self.tokens = tokens
        self.parser = parser
        self.collectsCalls = collectsCalls
    }

    private var current: Token { tokens[position] }

    private mutating func accept(_ kind: Token.Kind) -> Bool {
        guard current.kind == kind else { return false }
        position += 1
        return true
    }

    private func fail(_ code: String, _ message: String, at token: Token, hint: String? = nil) -> DiscoverError {
        parser.error(code, message, token.column, hint)
    }

    private mutating func descend() throws(DiscoverError) {
        depth += 1
        if depth > parser.options.maximumDepth {
            throw fail(
                "formula.too-deep", "nested more than \(parser.options.maximumDepth) levels deep", at: current,
                hint: "flatten the formula: long sums and products need no parentheses")
        }
    }

    private mutating func count(_ added: Int = 1) throws(DiscoverError) {
        nodes += added
        if nodes > parser.options.maximumNodes {
            throw fail(
                "formula.too-large", "more than \(parser.options.maximumNodes) numbers, names and operators",
                at: current, hint: "split the formula")
        }
    }

    /// The whole text.
    mutating func formula() throws(DiscoverError) -> Expression {
        if current.kind == .end {
            throw fail("formula.empty", "an empty formula, expected something like 2*x + 1", at: current)
        }
        let tree = try sum()
        guard current.kind != .end else { return tree }
        if current.kind == .close {
            throw fail(
                "formula.parenthesis", "')' without a '(' before it", at: current, hint: "remove it, or open one")
        }
        throw missingOperator()
    }

    private func missingOperator() -> DiscoverError {
        if current.kind == .comma {
            return fail(
                "formula.comma", "unexpected ',', expected an operator or the end of the formula", at: current,
                hint: "decimals are written with a point: 0.5")
        }
        return fail(
            "formula.operator", "unexpected \(current.words), expected an operator such as * before it", at: current,
            hint: "multiplication is written out: 2*x, x*(y + 1)")
    }

    private mutating func sum() throws(DiscoverError) -> Expression {
        try descend()
        defer { depth -= 1 }
        var terms = [try product()]
        while true {
            if accept(.plus) {
                terms.append(try product())
            } else if accept(.minus) {
                terms.append(Self.negated(try product()))
                try count()
            } else {
                break
            }
            try count()
        }
        return terms.count == 1 ? terms[0] : .sum(terms)
    }

    private mutating func product() throws(DiscoverError) -> Expression {
        var factors = [try signed()]
        while true {
            if accept(.times) {
                factors.append(try signed())
            } else if accept(.divide) {
                let divisor = try signed()
                // A quotient of two integers is one exact number.
                if factors.count == 1, case .rational(let top) = factors[0], case .rational(let bottom) = divisor,
                    let inverse = bottom.inverse, let quotient = top.multiplied(by: inverse)
                {
                    factors[0] = .rational(quotient)
                } else {
                    factors.append(.power(divisor, .integer(-1)))
                    try count(2)
                }
            } else {
                break
            }
            try count()
        }
        return factors.count == 1 ? factors[0] : .product(factors)
    }

    /// Signs, then a power.
    private mutating func signed() throws(DiscoverError) -> Expression {
        var negative = false
        while true {
            if accept(.minus) {
                negative.toggle()
            } else if !accept(.plus) {
                break
            }
        }
        let operand = try power()
        return negative ? Self.negated(operand) : operand
    }

    private static func negated(_ operand: Expression) -> Expression {
        switch operand {
        case .rational(let value): value.negated.map(Expression.rational) ?? -operand
        case .real(let value): .real(-value)
        case .product(let factors): negatedProduct(factors)
        default: -operand
        }
    }

    private static func negatedProduct(_ factors: [Expression]) -> Expression {
        guard let first = factors.first else { return .integer(-1) }
        switch first {
        case .rational(let value):
            guard let negated = value.negated else { break }
            return .product([.rational(negated)] + factors.dropFirst())
        case .real(let value): return .product([.real(-value)] + factors.dropFirst())
        default: break
        }
        return .product([.integer(-1)] + factors)
    }

    private mutating func power() throws(DiscoverError) -> Expression {
        let base = try atom()
        guard accept(.power) else { return base }
        try descend()
        defer { depth -= 1 }
        try count()
        return .power(base, try signed())
    }

    private mutating func atom() throws(DiscoverError) -> Expression {
        let token = current
        try count()
        switch token.kind {
        case .number(let text):
            position += 1
            return try NumberReader(options: parser.options).read(text) { code, message, hint in
                fail(code, message, at: token, hint: hint)
            }
        case .quotedName(let name):
            position += 1
            if let known = parser.variables, !known.contains(name), !parser.options.allowsOtherNames {
                throw unknown(name, at: token)
            }
            return .variable(name)
        case .name(let name):
            position += 1
            return try current.kind == .open ? call(name, at: token) : named(name, at: token)
        case .open:
            position += 1
            let inside = try sum()
            guard accept(.close) else { throw unclosed(token) }
            return inside
        case .end:
            throw fail(
                "formula.incomplete", "the formula ends where a number, a name or '(' was expected", at: token)
        default:
            throw fail(
                "formula.operand", "unexpected \(token.words), expected a number, a name or '('", at: token)
        }
    }

    private func unclosed(_ open: Token) -> DiscoverError {
        switch current.kind {
        case .end:
            fail("formula.parenthesis", "'(' without its ')'", at: open, hint: "add the missing ')'")
        default: missingOperator()
        }
    }

    private func named(_ name: String, at token: Token) throws(DiscoverError) -> Expression {
        if let known = parser.variables, known.contains(name) { return .variable(name) }
        switch name {
        case "pi", "π": return .constant(.pi)
        case "e", "E": return .constant(.e)
        default: break
        }
        if FunctionNames.direct[name] != nil || FunctionNames.composed[name] != nil {
            throw fail(
                "formula.function", "the function '\(name)' without an argument, expected '(' after it", at: current,
                hint: "write \(name)(x), or `\(name)` between backticks for a column of that name")
        }
        if parser.variables != nil, !parser.options.allowsOtherNames { throw unknown(name, at: token) }
        return .variable(name)
    }

    private func unknown(_ name: String, at token: Token) -> DiscoverError {
        let known = (parser.variables ?? []).sorted()
        var hint = "known names: \(known.prefix(12).joined(separator: ", "))"
        if known.count > 12 { hint += ", ..." }
        if known.isEmpty { hint = "no names are known here: expected numbers only" }
        if let suggestion = NameSuggestion.closest(to: name, among: known) { hint = "did you mean '\(suggestion)'?" }
        return fail("formula.unknown-name", "unknown name '\(name.prefix(80))'", at: token, hint: hint)
    }

    private mutating func call(_ name: String, at token: Token) throws(DiscoverError) -> Expression {
        let direct = FunctionNames.direct[name]
        let composed = FunctionNames.composed[name]
        let isUnknown = direct == nil && composed == nil
        if isUnknown, !(collectsCalls && mayBeUnknownFunction(name)) { throw notFunction(name, at: token) }
        let open = current
        position += 1
        var arguments: [Expression] = []
        let before = nodes
        if current.kind != .close {
            repeat { arguments.append(try sum()) } while accept(.comma)
        }
        guard accept(.close) else { throw unclosed(open) }
        if isUnknown {
            guard !arguments.isEmpty else {
                throw fail("formula.arguments", "the unknown function '\(name)' has no argument", at: token)
            }
            let call = FormulaTemplate.Call(
                name: name, arguments: arguments, placeholder: "\(name)(\(calls.count + 1))", column: token.column)
            calls.append(call)
            return .variable(call.placeholder)
        }
        // SymPy and many others write the base of a logarithm as a second argument.
        if direct == .log, arguments.count == 2 {
            return .product([
                .function(.log, [arguments[0]]), .power(.function(.log, [arguments[1]]), .integer(-1)),
            ])
        }
        let arities = direct.map { [$0.arity] } ?? composed?.arities ?? []
        guard arities.contains(arguments.count) else {
            let expected = arities.map(String.init).joined(separator: " or ")
            throw fail(
                "formula.arguments",
                "\(name) takes \(expected) argument\(arities == [1] ? "" : "s"), not \(arguments.count)", at: token)
        }
        if let direct { return .function(direct, arguments) }
        guard let composed else { throw notFunction(name, at: token) }
        try count((composed.uses - 1) * (nodes - before) + 8)
        return composed.build(arguments)
    }

    /// Whether a name with parentheses behind it can stand for a function to be found: a known name cannot, nor can what
    /// looks like a misspelt function.
    private func mayBeUnknownFunction(_ name: String) -> Bool {
        if parser.variables?.contains(name) ?? false || ["pi", "π", "e", "E"].contains(name) { return false }
        return name.count < 3 || NameSuggestion.closest(to: name, among: FunctionNames.all) == nil
    }

    private func notFunction(_ name: String, at token: Token) -> DiscoverError {
        let isValue = parser.variables?.contains(name) ?? (name.count == 1)
        if isValue || ["pi", "e", "E"].contains(name) {
            return fail(
                "formula.operator", "'\(name)' is not a function, expected an operator between it and '('", at: token,
                hint: "multiplication is written out: \(name)*(...)")
        }
        let suggestion = NameSuggestion.closest(to: name, among: FunctionNames.all)
        return fail(
            "formula.unknown-function", "unknown function '\(name.prefix(80))'", at: token,
            hint: suggestion.map { "did you mean '\($0)'?" }
                ?? "known functions: exp, log, sqrt, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, abs, ...")
    }
}
