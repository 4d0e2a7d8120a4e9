import ConservationLaws
import Diagnostics
import ExactAlgebra
import Expressions
import Testing

/// Runs a search on the text of partial differential equations.
func fieldLaws(
    of text: String, degree: Int? = nil, weight: Int? = nil, order: Int? = nil, explicit: Int = 0,
    evaluations: Int = .max
) throws -> ConservationResult {
    var options = ConservationOptions()
    options.maximumDegree = degree
    options.maximumWeight = weight
    options.maximumOrder = order
    options.explicitDegree = explicit
    return try conservationLaws(
        of: try fieldSystem(text), options: options, control: RunControl(maximumEvaluations: evaluations))
}

/// Reads partial differential equations.
func fieldSystem(_ text: String) throws -> FieldSystem {
    guard case .fields(let system) = try SystemParser.parseAny(text: text, source: "test") else {
        throw DiscoverError.input("test", "no partial differential equations")
    }
    return system
}

/// The densities as texts.
func densities(_ result: ConservationResult) -> [String] { result.laws.map { "\($0.expression)" } }

/// Differential calculus on trees alone, to check what the search says by other means.
struct TreeCalculus {
    let fields: [String]
    let letters: [Character] = ["x", "y", "z", "t"]

    /// Field and derivative letters of a name, sorted in the order in which names are written.
    func parts(_ name: String) -> (field: String, letters: [Character])? {
        if fields.contains(name) { return (name, []) }
        guard let underscore = name.lastIndex(of: "_") else { return nil }
        let field = String(name[..<underscore])
        return fields.contains(field) ? (field, Array(name[name.index(after: underscore)...])) : nil
    }

    /// The name of a derivative.
    func name(_ field: String, _ derivative: [Character]) -> String {
        let sorted = derivative.sorted { (letters.firstIndex(of: $0) ?? 0) < (letters.firstIndex(of: $1) ?? 0) }
        return sorted.isEmpty ? field : "\(field)_\(String(sorted))"
    }

    /// The total derivative by a direction; `rates` gives the time derivatives of fields of evolution equations.
    func derivative(_ tree: Expression, by direction: Character, rates: [String: Expression] = [:]) -> Expression {
        var terms = [tree.derivative(withRespectTo: String(direction))]
        for name in tree.variables {
            guard let (field, derivative) = parts(name) else { continue }
            var inner: Expression
            if direction == "t", let rate = rates[field] {
                inner = rate
                for letter in derivative { inner = self.derivative(inner, by: letter) }
            } else {
                inner = .variable(self.name(field, derivative + [direction]))
            }
            terms.append(tree.derivative(withRespectTo: name) * inner)
        }
        return .sum(terms)
    }
}

/// Checks D_t density + sum of D_i flux = sum of multipliers times equations for every law, at random points.
///
/// - Parameter rates: right-hand sides by field for evolution equations, empty for equations left = right.
func checkFluxes(_ result: ConservationResult, _ system: FieldSystem, rates: [String: Expression] = [:]) throws {
    let calculus = TreeCalculus(fields: system.fields)
    for law in result.laws {
        #expect(law.fluxes.count == system.independentVariables.count - 1)
        var terms = [calculus.derivative(law.expression, by: "t", rates: rates)]
        for flux in law.fluxes {
            terms.append(calculus.derivative(flux.expression, by: try #require(flux.variable.first)))
        }
        if rates.isEmpty {
            for (multiplier, equation) in zip(law.multipliers, system.equations) {
                terms.append(-(multiplier.expression * (equation.left - equation.right)))
            }
        }
        let total = Expression.sum(terms)
        var generator = SplitMixGenerator(seed: 5)
        for _ in 0..<3 {
            var point: [String: BigRational] = [:]
            for name in total.variables {
                point[name] = BigRational(Int.random(in: 1...40, using: &generator)) / 7
            }
            for parameter in system.parameters {
                if let number = parameter.value { point[parameter.name] = value(number, at: [:]) }
            }
            #expect(try #require(value(total, at: point)).isZero, "\(law.expression)")
        }
    }
}
