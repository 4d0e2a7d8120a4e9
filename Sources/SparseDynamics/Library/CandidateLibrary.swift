import Expressions

/// The functions from which the right-hand sides are put together.
public struct CandidateLibrary: Sendable {
    /// What is in it, for people, such as `polynomials to degree 3`.
    public let name: String
    /// Names of the state variables.
    public let variables: [String]
    /// Names of the inputs.
    public let inputs: [String]
    /// The functions, compiled: first those to choose from, then the given parts of right-hand sides.
    let terms: [CandidateTerm]
    /// What is known of the equations.
    let known: KnownParts
    /// For every equation the functions that may not stand in it; empty when all may.
    var barred: [Set<Int>] = []

    /// The functions to choose from, without coefficients, as formulas.
    public var functions: [Expression] { terms.prefix(count).map(\.function) }

    /// Number of functions to choose from.
    public var count: Int { terms.count - known.parts.count }

    /// Makes a library of monomials and other functions; functions that occur twice are taken once.
    ///
    /// - Parameters:
    ///   - name: for people.
    ///   - degree: of the monomials in all variables and inputs, the constant included; nil for none.
    ///   - functions: others.
    ///   - variables: names of the state variables.
    ///   - inputs: names of the inputs.
    ///   - isForRows: whether sums over noisy samples will be taken of the functions; they need more of them compiled.
    /// - Throws: `DiscoverError.input` for functions of other names.
    init(
        name: String, degree: Int?, functions: [Expression] = [], variables: [String], inputs: [String],
        known: KnownParts = KnownParts(), isForRows: Bool = true
    ) throws {
        self.name = name
        self.known = known
        self.variables = variables
        self.inputs = inputs
        let columns = variables + inputs
        var terms: [CandidateTerm] = []
        var seen: Set<Expression> = []
        if let degree {
            for exponents in Self.exponents(degree: degree, count: columns.count) {
                let term = try CandidateTerm(
                    exponents: exponents, columns: columns, states: variables.count, isForRows: isForRows)
                seen.insert(term.function.simplified())
                terms.append(term)
            }
        }
        for function in functions where seen.insert(function.simplified()).inserted {
            terms.append(
                try CandidateTerm(function, columns: columns, states: variables.count, isForRows: isForRows))
        }
        for part in known.parts {
            terms.append(try CandidateTerm(part.expression, columns: columns, states: variables.count))
        }
        self.terms = terms
    }

    /// A library of terms that are compiled already, with what another one knows.
    init(name: String, terms: [CandidateTerm], of other: CandidateLibrary) {
        self.name = name
        self.terms = terms + other.terms[other.count...]
        known = other.known
        variables = other.variables
        inputs = other.inputs
    }

    /// How many monomials of a degree at most `degree` there are in `count` variables.
    static func monomialCount(degree: Int, count: Int) -> Int {
        var result = 1
        for k in 0..<degree { result = result * (count + k + 1) / (k + 1) }
        return result
    }

    /// The exponents of all monomials up to a degree: the constant first, then by degree.
    static func exponents(degree: Int, count: Int) -> [[Int]] {
        func exactly(_ degree: Int, _ count: Int) -> [[Int]] {
            if count == 0 { return degree == 0 ? [[]] : [] }
            return (0...degree).reversed().flatMap { power in
                exactly(degree - power, count - 1).map { [power] + $0 }
            }
        }
        return (0...degree).flatMap { exactly($0, count) }
    }
}
