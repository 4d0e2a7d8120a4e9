import Expressions

/// What the user allows in a formula, read on the formula as it is printed.
///
/// - A function is one by its printed name; `sqrt` is a function, so `x^(1/2)`, which is printed as `sqrt(x)`, needs it.
///   `tan(x)` needs `tan`, `sin(x)/cos(x)` needs `sin` and `cos`.
/// - `^` is needed for powers whose exponent is not a whole number. A whole power is a product written short: it needs `*` or
///   `^`, and `/` as well where it stands below a fraction bar.
/// - A minus sign in front of a number belongs to the number, and a fraction of whole numbers such as `1/2` is a number;
///   in front of anything else the minus needs `-`, and `x/2` needs `/`.
/// - Nesting counts functions, `sqrt` included, that stand inside each other: `sin(exp(x))` has two.
public struct FormulaRules: Sendable, Equatable {
    /// The operators of formulas.
    public enum Operator: String, Sendable, CaseIterable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case power = "^"
    }

    /// Name under which the square root is allowed.
    public static let squareRoot = "sqrt"
    /// The names of all functions that can be allowed.
    public static let functionNames = (Function.allCases.map(\.rawValue) + [squareRoot]).sorted()

    /// Names of the allowed functions, of `functionNames`; nil for all.
    public var functions: Set<String>?
    /// The allowed operators; nil for all.
    public var operators: Set<Operator>?
    /// Largest complexity, nil for any.
    public var maximumComplexity: Int?
    /// How many functions may stand inside each other, nil for any number.
    public var maximumNesting: Int?
    /// Whether every exponent must be a whole number; a square root is none.
    public var hasIntegerExponents = false

    /// Rules that allow everything.
    public init() {}

    /// Whether everything is allowed.
    public var allowsEverything: Bool { self == FormulaRules() }

    /// Whether a function may occur.
    public func allows(_ function: Function) -> Bool { allows(name: function.rawValue) }
    /// Whether square roots may occur.
    public var allowsSquareRoot: Bool { !hasIntegerExponents && allows(name: Self.squareRoot) }
    /// Whether an operator may occur.
    public func allows(_ symbol: Operator) -> Bool { operators?.contains(symbol) ?? true }

    private func allows(name: String) -> Bool { maximumNesting != 0 && (functions?.contains(name) ?? true) }

    /// The first rule that a formula breaks, as a clause such as `it uses tanh`; nil when it obeys all of them.
    ///
    /// - Complexity: O(nodes).
    public func violation(of expression: Expression) -> String? {
        if allowsEverything { return nil }
        if let maximumComplexity, expression.complexity > maximumComplexity {
            return "its complexity is \(expression.complexity), above \(maximumComplexity)"
        }
        return violation(in: expression.written, depth: 0)
    }

    /// Whether a formula obeys all rules.
    public func allow(_ expression: Expression) -> Bool { violation(of: expression) == nil }

    private func violation(in formula: WrittenFormula, depth: Int) -> String? {
        switch formula {
        case .integer, .decimal, .constant, .variable: return nil
        case .negative(let inner):
            return (inner.startsWithNumber ? nil : need(.subtract)) ?? violation(in: inner, depth: depth)
        case .sum(let terms):
            for (position, term) in terms.enumerated() {
                let isSign = position == 0 && (!term.isSubtracted || term.formula.startsWithNumber)
                if !isSign, let broken = need(term.isSubtracted ? .subtract : .add) { return broken }
            }
            return first(terms.map(\.formula), depth)
        case .product(let factors): return need(.multiply) ?? first(factors, depth)
        case .quotient(.integer, .integer): return nil
        case .quotient(let top, let bottom): return need(.divide) ?? first([top, bottom], depth)
        case .power(let base, .integer):
            let isAllowed = allows(.multiply) || allows(.power)
            return isAllowed ? violation(in: base, depth: depth) : "it uses a power"
        case .power(let base, let exponent):
            if hasIntegerExponents { return "it has an exponent that is not a whole number" }
            return need(.power) ?? first([base, exponent], depth)
        case .squareRoot(let inner):
            if hasIntegerExponents { return "it uses sqrt, an exponent that is not a whole number" }
            return functionViolation(Self.squareRoot, [inner], depth)
        case .function(let function, let arguments): return functionViolation(function.rawValue, arguments, depth)
        }
    }

    private func functionViolation(_ name: String, _ arguments: [WrittenFormula], _ depth: Int) -> String? {
        if let functions, !functions.contains(name) { return "it uses \(name)" }
        if let maximumNesting, depth + 1 > maximumNesting {
            return "it nests \(depth + 1) function\(depth == 0 ? "" : "s"), above \(maximumNesting)"
        }
        return first(arguments, depth + 1)
    }

    private func need(_ symbol: Operator) -> String? { allows(symbol) ? nil : "it uses \(symbol.rawValue)" }

    private func first(_ parts: [WrittenFormula], _ depth: Int) -> String? {
        for part in parts { if let broken = violation(in: part, depth: depth) { return broken } }
        return nil
    }
}
