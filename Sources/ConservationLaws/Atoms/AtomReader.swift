import ExactAlgebra
import Expressions

/// Reads expressions with functions and roots as quotients of polynomials in the variables and in atoms.
///
/// Every function of the state becomes a further name, an atom, with its differential and, when it is algebraic or a sine or
/// cosine, the polynomial relation that it satisfies. Arguments of sines, cosines and exponentials are first written as
/// integer combinations of a few of them, so that `sin(a)`, `sin(b)` and `cos(a - b)` need no further atoms. Powers with
/// fractions become powers of 1/b^(1/n), whose derivative is a polynomial.
struct AtomReader {
    /// Names of the state, then multipliers, slots of atoms, symbols.
    let ring: PolynomialRing
    let variableCount: Int
    let multiplierCount: Int
    private let slotStart: Int
    private let slotCount: Int
    private(set) var drafts: [AtomDraft] = []
    private(set) var reader: PolynomialReader

    /// Names that change with the motion: variables, multipliers and the atoms so far.
    var movingNames: [Int] {
        Array(0..<(variableCount + multiplierCount)) + drafts.filter { !$0.isConstant }.map(\.slot)
    }
    var firstSymbol: Int { slotStart + slotCount }

    /// Prepares to read some expressions, whose atoms are found here.
    ///
    /// - Throws: for functions that have no place in this algebra, such as `abs`.
    init(
        variables: [String], multipliers: [String], symbols: [String], expressions: [Expression]
    ) throws(ConversionProblem) {
        variableCount = variables.count
        multiplierCount = multipliers.count
        slotStart = variables.count + multipliers.count
        var nodes: [[Expression]] = []
        var seen: Set<Expression> = []
        for expression in expressions { _ = Self.collect(expression, &nodes, &seen) }
        slotCount = 2 * seen.count
        let slots = (0..<slotCount).map { "atom \($0)" }
        ring = PolynomialRing(variables + multipliers + slots + symbols)
        reader = PolynomialReader(ring: ring)
        for level in nodes { try resolve(level) }
    }

    /// Gathers functions and roots by how deep they are nested; returns the depth of the expression.
    private static func collect(
        _ expression: Expression, _ nodes: inout [[Expression]], _ seen: inout Set<Expression>
    ) -> Int {
        var depth = 0
        for child in expression.children { depth = max(depth, collect(child, &nodes, &seen)) }
        guard isSpecial(expression) else { return depth }
        if seen.insert(expression).inserted {
            while nodes.count <= depth { nodes.append([]) }
            nodes[depth].append(expression)
        }
        return depth + 1
    }

    private static func isSpecial(_ expression: Expression) -> Bool {
        switch expression {
        case .function(_, let arguments): return arguments.contains { !$0.variables.isEmpty }
        case .power(let base, let exponent):
            guard !base.variables.isEmpty || !exponent.variables.isEmpty else { return false }
            if case .rational(let number) = exponent { return !number.isInteger }
            let value = try? PolynomialReader(ring: PolynomialRing([])).read(exponent).constant
            return !(value?.isInteger ?? false)
        default: return false
        }
    }

    /// The expression in lowest terms.
    func read(_ expression: Expression) throws(ConversionProblem) -> RationalFunction { try reader.read(expression) }

    /// Takes the next slot.
    mutating func add(
        _ expression: Expression, relation: (Polynomial) -> Polynomial? = { _ in nil },
        differential: (RationalFunction) throws(ConversionProblem) -> [(variable: Int, slope: RationalFunction)]
    ) throws(ConversionProblem) -> AtomDraft {
        let slot = slotStart + drafts.count
        let variable = ring.variable(slot)
        let draft = AtomDraft(
            slot: slot, expression: expression, relation: relation(variable),
            differential: try differential(RationalFunction(variable)))
        drafts.append(draft)
        return draft
    }

    mutating func update(_ slot: Int, _ change: (inout AtomDraft) -> Void) { change(&drafts[slot - slotStart]) }

    /// The differential of a quotient of polynomials, times a factor.
    func differential(
        of function: RationalFunction, times factor: RationalFunction
    ) throws(ConversionProblem) -> [(variable: Int, slope: RationalFunction)] {
        var parts: [(variable: Int, slope: RationalFunction)] = []
        for name in movingNames where function.contains([name]) {
            let slope = try function.derivative(by: name).multiplied(by: factor).cancelled()
            if !slope.numerator.isZero { parts.append((name, slope)) }
        }
        return parts
    }

    /// Finds the values of the nodes of one level of nesting.
    private mutating func resolve(_ nodes: [Expression]) throws(ConversionProblem) {
        var angles: [(node: Expression, argument: Expression)] = []
        var exponentials: [(node: Expression, argument: Expression)] = []
        var roots: [(node: Expression, base: RationalFunction, exponent: BigRational)] = []
        for node in nodes {
            switch node {
            case .function(let function, let arguments):
                switch function {
                case .sin, .cos, .tan: angles.append((node, arguments[0]))
                case .exp, .sinh, .cosh, .tanh: exponentials.append((node, arguments[0]))
                case .log: try addLogarithm(node, arguments[0])
                case .atan: try addArctangent(node, arguments[0])
                default: throw .function(function.rawValue)
                }
            case .power(let base, let exponent):
                if base == .constant(.e) {
                    exponentials.append((node, exponent))
                    continue
                }
                let power = try read(exponent)
                if let number = power.constant {
                    roots.append((node, try read(base), number))
                } else {
                    try addPower(node, base, power)
                }
            default: break
            }
        }
        try resolveAngles(angles)
        try resolveExponentials(exponentials)
        try resolveRoots(roots)
    }

    mutating func set(_ node: Expression, to value: RationalFunction) { reader.resolved[node] = value }

    mutating func set(_ node: Expression, inverse: RationalFunction) { reader.inverses[node] = inverse }
}
