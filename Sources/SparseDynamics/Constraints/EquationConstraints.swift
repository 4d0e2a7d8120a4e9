import Diagnostics
import Expressions

/// What the equations must obey, whatever the data say.
public struct EquationConstraints: Sendable {
    /// The sign that the coefficient of a function must have where it occurs.
    public struct Sign: Sendable {
        /// Position of the variable.
        public var equation: Int
        /// The function.
        public var function: Expression
        /// Above zero, else below.
        public var isPositive: Bool

        /// Makes a rule.
        public init(equation: Int, function: Expression, isPositive: Bool) {
            self.equation = equation
            self.function = function
            self.isPositive = isPositive
        }
    }

    /// Two coefficients of which one is a known multiple of the other.
    public struct Shared: Sendable {
        /// Position of the variable whose equation holds the first function.
        public var equation: Int
        /// The first function.
        public var function: Expression
        /// Position of the variable whose equation holds the second function.
        public var otherEquation: Int
        /// The second function.
        public var otherFunction: Expression
        /// The first coefficient over the second one.
        public var factor: Double

        /// Makes a rule.
        public init(
            equation: Int, function: Expression, otherEquation: Int, otherFunction: Expression, factor: Double
        ) {
            self.equation = equation
            self.function = function
            self.otherEquation = otherEquation
            self.otherFunction = otherFunction
            self.factor = factor
        }
    }

    /// Rules for coefficients.
    public var signs: [Sign] = []
    /// Changes of sign that take solutions to solutions: for every variable and input 1 or -1.
    public var symmetries: [[Int]] = []
    /// Coefficients that are multiples of each other.
    public var shared: [Shared] = []
    /// Functions of the variables that must not change along a solution.
    public var laws: [Expression] = []

    /// The constraints as they were written.
    public var texts: [String] = []

    /// Makes constraints; none by default.
    public init() {}

    /// Whether there are none.
    public var isEmpty: Bool { signs.isEmpty && symmetries.isEmpty && shared.isEmpty && laws.isEmpty }

    /// Reads constraints, separated by semicolons: `x: y > 0`, `x: y = -y: x`, `symmetry x -> -x, y -> -y`,
    /// `conserve x^2 + y^2`.
    ///
    /// - Parameters:
    ///   - text: the constraints.
    ///   - variables: whose equations are searched.
    ///   - inputs: names of the inputs.
    /// - Throws: `DiscoverError.input` for text of another kind and for unknown names.
    public init(_ text: String, variables: [String], inputs: [String]) throws {
        let columns = variables + inputs
        for part in text.split(separator: ";") {
            let entry = Self.trimmed(part)
            if entry.isEmpty { continue }
            texts.append(entry)
            if let rest = Self.after("conserve", entry) {
                laws.append(try Expression.parse(rest, variables: Set(variables), source: "--constraint"))
            } else if let rest = Self.after("symmetry", entry) {
                symmetries.append(try Self.symmetry(rest, columns))
            } else if entry.contains("=") {
                shared.append(try Self.shared(entry, variables, columns))
            } else {
                signs.append(try Self.sign(entry, variables, columns))
            }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    private static func after(_ word: String, _ entry: String) -> String? {
        entry.hasPrefix(word + " ") ? String(entry.dropFirst(word.count + 1)) : nil
    }

    private static func unreadable(_ entry: String) -> DiscoverError {
        .input(
            "constraint.unreadable", "'\(entry)' is no constraint",
            hint:
                "write 'x: y > 0', 'x: y = -2*y: x', 'symmetry x -> -x, y -> -y' or 'conserve x^2 + y^2', separated by semicolons"
        )
    }

    private static func symmetry(_ text: String, _ columns: [String]) throws -> [Int] {
        var result = [Int](repeating: 1, count: columns.count)
        for part in text.split(separator: ",") {
            let sides = part.split(separator: ">", maxSplits: 1).map { trimmed($0) }
            guard sides.count == 2, sides[0].hasSuffix("-") else { throw unreadable("symmetry \(text)") }
            let name = trimmed(sides[0].dropLast())
            guard let index = columns.firstIndex(of: name) else {
                throw DiscoverError.input(
                    "constraint.unknown-name", "there is no column '\(name)'",
                    hint: "columns are \(columns.joined(separator: ", "))")
            }
            guard sides[1] == "-" + name || sides[1] == name else { throw unreadable("symmetry \(text)") }
            result[index] = sides[1] == name ? 1 : -1
        }
        return result
    }

    private static func sign(_ entry: String, _ variables: [String], _ columns: [String]) throws -> Sign {
        guard let colon = entry.firstIndex(of: ":"),
            let relation = entry.lastIndex(where: { $0 == "<" || $0 == ">" }), colon < relation,
            trimmed(entry[entry.index(after: relation)...]) == "0"
        else { throw unreadable(entry) }
        let (equation, function) = try place(String(entry[..<relation]), variables, columns, in: entry)
        return Sign(equation: equation, function: function, isPositive: entry[relation] == ">")
    }

    /// Reads `x: y = -2*y: x`: the coefficient of y in the equation of x is -2 times that of x in the equation of y.
    private static func shared(_ entry: String, _ variables: [String], _ columns: [String]) throws -> Shared {
        let sides = entry.split(separator: "=", omittingEmptySubsequences: false).map { trimmed($0) }
        guard sides.count == 2 else { throw unreadable(entry) }
        var right = Substring(sides[1])
        var factor = 1.0
        if right.first == "-" {
            factor = -1
            right = right.dropFirst()
        }
        if let star = right.firstIndex(of: "*"), let colon = right.firstIndex(of: ":"), star < colon {
            guard let value = Double(trimmed(right[..<star])), value != 0, value.isFinite else {
                throw unreadable(entry)
            }
            factor *= value
            right = right[right.index(after: star)...]
        }
        let first = try place(sides[0], variables, columns, in: entry)
        let second = try place(trimmed(right), variables, columns, in: entry)
        guard first != second else { throw unreadable(entry) }
        return Shared(
            equation: first.equation, function: first.function, otherEquation: second.equation,
            otherFunction: second.function, factor: factor)
    }

    /// Reads `x: y`, a function in the equation of a variable.
    private static func place(
        _ text: String, _ variables: [String], _ columns: [String], in entry: String
    ) throws -> (equation: Int, function: Expression) {
        guard let colon = text.firstIndex(of: ":") else { throw unreadable(entry) }
        let name = trimmed(text[..<colon])
        guard let equation = variables.firstIndex(of: name) else {
            throw DiscoverError.input(
                "constraint.unknown-name", "there is no equation of '\(name)'",
                hint: "variables are \(variables.joined(separator: ", "))")
        }
        let function = try Expression.parse(
            trimmed(text[text.index(after: colon)...]), variables: Set(columns), source: "--constraint")
        return (equation, function.simplified())
    }
}
