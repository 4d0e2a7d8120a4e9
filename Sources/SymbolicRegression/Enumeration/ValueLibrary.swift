import Expressions

/// All expressions over some columns up to a size, without those that have equal values, with their values on a few rows.
///
/// Built bottom up by complexity: every expression is one vector operation on the cached values of its parts.
struct ValueLibrary: Sendable {
    /// The operations.
    enum Operation: UInt8, Sendable, CaseIterable {
        case leaf, add, subtract, multiply, divide, square, squareRoot, reciprocal, exp, log, sin, cos, tanh

        /// Whether formulas with it may obey the rules.
        func isAllowed(by rules: FormulaRules) -> Bool {
            switch self {
            case .leaf: true
            case .add: rules.allows(.add) || rules.allows(.subtract)
            case .subtract: rules.allows(.subtract) || rules.allows(.add)
            case .multiply: rules.allows(.multiply)
            case .divide, .reciprocal: rules.allows(.divide)
            case .square: rules.allows(.multiply) || rules.allows(.power)
            case .squareRoot: rules.allowsSquareRoot || rules.allows(.power)
            case .exp: rules.allows(.exp)
            case .log: rules.allows(.log)
            case .sin: rules.allows(.sin)
            case .cos: rules.allows(.cos)
            case .tanh: rules.allows(.tanh)
            }
        }
    }

    /// One expression: an operation on earlier ones.
    struct Entry: Sendable {
        var operation: Operation
        var left: Int32
        var right: Int32
        var complexity: UInt8
        /// Functions inside, to keep them from nesting in themselves: 1 exp or log, 2 trigonometric, 4 tanh; 8 constant.
        var flags: UInt8
    }

    /// Rows of values per expression.
    let rows: Int
    /// Values, expression by expression.
    private(set) var values: [Double] = []
    /// The expressions.
    private(set) var entries: [Entry] = []
    /// Formulas of the leaves.
    private let leaves: [Expression]
    /// Largest complexity of which every expression is in the library.
    private(set) var completeComplexity = 0
    private var index: HashIndex
    private let limit: Int
    /// Whether an operation is used, by its raw value.
    private let allowed: [Bool]
    /// First expression of each complexity.
    private var levels: [Int] = [0, 0]

    /// Number of expressions.
    var count: Int { entries.count }

    /// Builds the library.
    ///
    /// - Parameters:
    ///   - columns: leaves with their formulas and values on the same rows, at least five.
    ///   - constants: leaves without data.
    ///   - maximumComplexity: number of leaves and operations of the largest expressions.
    ///   - limit: largest number of expressions.
    ///   - rules: operations that these forbid are left out.
    ///   - shouldStop: asked now and then.
    init(
        columns: [(expression: Expression, values: [Double])], constants: [(expression: Expression, value: Double)],
        maximumComplexity: Int, limit: Int, rules: FormulaRules = FormulaRules(), shouldStop: () -> Bool
    ) {
        allowed = Operation.allCases.map { $0.isAllowed(by: rules) }
        rows = columns.first?.values.count ?? 0
        precondition(rows >= 5)
        self.limit = limit
        let mayDouble = rules.allows(.power) && !rules.hasIntegerExponents
        let columns = columns + (mayDouble ? columns.compactMap(Self.doubling) : [])
        leaves = columns.map(\.expression) + constants.map(\.expression)
        index = HashIndex(capacity: limit + 16)
        values.reserveCapacity(min(limit, 100_000) * rows)
        var scratch = [Double](repeating: 0, count: rows)
        for (number, column) in columns.enumerated() {
            scratch = column.values
            _ = add(scratch, Entry(operation: .leaf, left: Int32(number), right: 0, complexity: 1, flags: 0))
        }
        for (number, constant) in constants.enumerated() {
            scratch = [Double](repeating: constant.value, count: rows)
            let position = Int32(columns.count + number)
            _ = add(scratch, Entry(operation: .leaf, left: position, right: 0, complexity: 1, flags: 8))
        }
        levels.append(entries.count)
        completeComplexity = 1
        for complexity in 2...max(2, maximumComplexity) {
            let complete = grow(to: complexity, &scratch, shouldStop)
            levels.append(entries.count)
            guard complete else { break }
            completeComplexity = complexity
        }
    }

    /// Two to the power of a column that counts; nil for other columns.
    ///
    /// What is counted is often doubled at every step: generations, bits, half-lives. Columns that do not count have `exp` alone: for
    /// them the base is a number to be fitted.
    private static func doubling(
        _ column: (expression: Expression, values: [Double])
    ) -> (expression: Expression, values: [Double])? {
        guard column.values.allSatisfy({ $0 == $0.rounded() }), Set(column.values).count > 2 else { return nil }
        return (.power(.integer(2), column.expression), column.values.map { Elementary.pow(2, $0) })
    }

    /// The formula of an expression.
    func expression(_ k: Int) -> Expression {
        let entry = entries[k]
        func left() -> Expression { expression(Int(entry.left)) }
        func right() -> Expression { expression(Int(entry.right)) }
        return switch entry.operation {
        case .leaf: leaves[Int(entry.left)]
        case .add: left() + right()
        case .subtract: left() - right()
        case .multiply: left() * right()
        case .divide: left() / right()
        case .square: left().raised(to: 2)
        case .squareRoot: left().squareRoot
        case .reciprocal: left().raised(to: -1)
        case .exp: .apply(.exp, left())
        case .log: .apply(.log, left())
        case .sin: .apply(.sin, left())
        case .cos: .apply(.cos, left())
        case .tanh: .apply(.tanh, left())
        }
    }

    private mutating func add(_ candidate: [Double], _ entry: Entry) -> Bool {
        var largest = 0.0
        for value in candidate {
            guard value.isFinite else { return false }
            largest = Swift.max(largest, abs(value))
        }
        guard largest > 1e-120, largest < 1e120, entries.count < limit else { return false }
        // A value that is zero but for rounding must hash like zero.
        let tiny = largest * 1e-13
        @inline(__always) func clean(_ i: Int) -> Double { abs(candidate[i]) < tiny ? 0 : candidate[i] }
        let key = ValueKey.exact(clean(0), clean(1), clean(2), clean(3))
        guard index.insert(key, entries.count) else { return false }
        values.append(contentsOf: candidate)
        entries.append(entry)
        return true
    }

    /// Adds all expressions of one complexity; false when the limit or a stop came first.
    private mutating func grow(to complexity: Int, _ scratch: inout [Double], _ shouldStop: () -> Bool) -> Bool {
        for k in levels[complexity - 1]..<levels[complexity] {
            for operation in [Operation.square, .squareRoot, .reciprocal, .exp, .log, .sin, .cos, .tanh]
            where allowed[Int(operation.rawValue)] {
                unary(operation, k, complexity, &scratch)
            }
            if entries.count >= limit { return false }
        }
        for a in 1..<Swift.max(1, complexity - 1) {
            let b = complexity - 1 - a
            for l in levels[a]..<levels[a + 1] {
                if entries.count >= limit || (l & 255 == 0 && shouldStop()) { return false }
                let symmetric = a == b ? l : levels[b]
                for r in levels[b]..<levels[b + 1] {
                    // Arithmetic of two constants is worth keeping only while it is short.
                    if entries[l].flags & entries[r].flags & 8 != 0, complexity > 3 { continue }
                    if a <= b, r >= symmetric {
                        binary(.add, l, r, complexity, &scratch)
                        binary(.multiply, l, r, complexity, &scratch)
                    }
                    binary(.subtract, l, r, complexity, &scratch)
                    binary(.divide, l, r, complexity, &scratch)
                }
            }
        }
        return entries.count < limit
    }

    private mutating func unary(_ operation: Operation, _ k: Int, _ complexity: Int, _ scratch: inout [Double]) {
        let flags = entries[k].flags
        // Functions of constants and functions nested in themselves are not what laws are made of.
        if flags & 8 != 0, operation != .squareRoot || complexity > 3 { return }
        var new = flags
        switch operation {
        case .exp, .log:
            if flags & 1 != 0 { return }
            new |= 1
        case .sin, .cos:
            if flags & 2 != 0 { return }
            new |= 2
        case .tanh:
            if flags & 7 != 0 { return }
            new |= 4
        default: break
        }
        let base = k * rows
        for i in 0..<rows {
            let x = values[base + i]
            switch operation {
            case .square: scratch[i] = x * x
            case .squareRoot: scratch[i] = x.squareRoot()
            case .reciprocal: scratch[i] = 1 / x
            case .exp: scratch[i] = x > 60 ? .nan : Elementary.exp(x)
            case .log: scratch[i] = x > 0 ? Elementary.log(x) : .nan
            case .sin: scratch[i] = abs(x) > 300 ? .nan : Elementary.sin(x)
            case .cos: scratch[i] = abs(x) > 300 ? .nan : Elementary.cos(x)
            default: scratch[i] = Elementary.tanh(x)
            }
            if scratch[i].isNaN { return }
        }
        _ = add(
            scratch, Entry(operation: operation, left: Int32(k), right: 0, complexity: UInt8(complexity), flags: new))
    }

    @inline(__always)
    private mutating func binary(
        _ operation: Operation, _ l: Int, _ r: Int, _ complexity: Int, _ scratch: inout [Double]
    ) {
        guard entries.count < limit, allowed[Int(operation.rawValue)] else { return }
        let (a, b) = (l * rows, r * rows)
        switch operation {
        case .add: for i in 0..<rows { scratch[i] = values[a + i] + values[b + i] }
        case .subtract: for i in 0..<rows { scratch[i] = values[a + i] - values[b + i] }
        case .multiply: for i in 0..<rows { scratch[i] = values[a + i] * values[b + i] }
        default: for i in 0..<rows { scratch[i] = values[a + i] / values[b + i] }
        }
        let flags = (entries[l].flags | entries[r].flags) & 7 | (entries[l].flags & entries[r].flags & 8)
        _ = add(
            scratch,
            Entry(operation: operation, left: Int32(l), right: Int32(r), complexity: UInt8(complexity), flags: flags))
    }
}
