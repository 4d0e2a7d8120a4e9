/// Says in words what a search for densities proved.
struct FieldStatements {
    let equations: FieldEquations
    let classes: [String]
    let count: Int
    let isComplete: Bool
    let options: ConservationOptions

    /// Sentences for the reader.
    var sentences: [String] {
        var result: [String] = []
        if isComplete, !classes.isEmpty {
            let list = classes.joined(separator: ", or ")
            result.append(
                count == 0
                    ? "Nothing among \(list) is conserved; this is proved by exact linear algebra."
                    : "Among \(list), everything that is conserved is a combination of "
                        + (count == 1 ? "this law" : "these \(count) laws") + " and of divergences.")
        }
        if equations.isLinear {
            result.append(
                "The equations are linear: their infinitely many symmetries give further quadratic laws of higher order."
            )
        }
        if options.explicitDegree == 0 {
            let names = equations.space.directions
            let list = names.count == 2 ? names.joined(separator: " or ") : names.joined(separator: ", ")
            result.append("Laws that hold \(list) explicitly were not looked for; --explicit 1 does.")
        }
        let symbols = equations.space.symbols.filter { !$0.hasPrefix(PolynomialReader.constantPrefix) }
        if !symbols.isEmpty {
            let list = symbols.joined(separator: ", ")
            result.append(
                count == 0
                    ? "This is for general values of \(list), special values may have more."
                    : "The laws hold for all values of \(list); the count is for general values.")
        }
        return result
    }
}
