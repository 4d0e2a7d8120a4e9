import Evaluation
import Expressions

/// Looks a curve in one input up among all short expressions in it, and products of two of these.
struct CurveLookup {
    /// An expression, or the product of two, that comes close to a curve.
    struct Sighting {
        fileprivate let left: Int
        fileprivate let right: Int?
        /// Number of nodes.
        let complexity: Int
        /// How well it fits, and with which factor.
        let match: Separation.Match
        fileprivate let score: Double
    }

    /// A function of a column.
    struct Function {
        /// In original columns.
        var expression: Expression
        /// On all rows.
        var values: [Double]
    }

    private let library: ValueLibrary

    /// Largest complexity of the expressions.
    private static let complexity = 6
    /// Largest complexity of the two parts of a product.
    private static let partComplexity = 4
    /// Most expressions that are compared with each other.
    private static let mostMatches = 500
    /// Complexity that is worth a halving of the misfit.
    private static let nodesPerBit = 1.0
    /// Stands for the input in the expressions.
    private static let hole = "\u{0}"

    /// All expressions in an input with the given values along the curve, at most `limit` of them.
    init(grid: [Double], limit: Int, constants: [(Expression, Double)], rules: FormulaRules) {
        library = ValueLibrary(
            columns: [(.variable(Self.hole), grid)], constants: constants, maximumComplexity: Self.complexity,
            limit: limit, rules: rules, shouldStop: { false })
    }

    /// The expressions whose misfit is below `limit`, simplest and closest first; misfits below `floor` count as equal.
    func sightings(of shape: Separation, floor: Double, limit: Double) -> [Sighting] {
        var found: [Sighting] = []
        func look(at values: [Double], left: Int, right: Int?, complexity: Int) {
            guard let match = shape.match(values), match.misfit < limit else { return }
            let bits = Elementary.log2(max(match.misfit, floor) / floor)
            found.append(
                Sighting(
                    left: left, right: right, complexity: complexity, match: match,
                    score: Double(complexity) + Self.nodesPerBit * bits))
        }
        for k in 0..<library.count {
            look(at: values(k), left: k, right: nil, complexity: Int(library.entries[k].complexity))
        }
        if shape.isProduct {
            let parts = library.entries.indices.prefix { library.entries[$0].complexity <= Self.partComplexity }
                .filter { library.entries[$0].flags & 8 == 0 }
            for left in parts {
                let a = values(left)
                for right in parts where right >= left {
                    let complexity = Int(library.entries[left].complexity + library.entries[right].complexity) + 1
                    guard complexity > Self.complexity else { continue }
                    look(at: zip(a, values(right)).map(*), left: left, right: right, complexity: complexity)
                }
            }
        }
        found.sort { ($0.score, $0.left, $0.right ?? 0) < ($1.score, $1.left, $1.right ?? 0) }
        found.removeLast(max(0, found.count - Self.mostMatches))
        // Multiples of an expression, and expressions that differ by a constant from it, come equally close.
        var seen: [Double] = []
        return found.filter { item in
            let isNew = !seen.contains { abs($0 - item.match.misfit) <= 1e-6 * $0 }
            seen.append(item.match.misfit)
            return isNew
        }
    }

    private func values(_ k: Int) -> [Double] {
        Array(library.values[(k * library.rows)..<((k + 1) * library.rows)])
    }

    /// What was found as a function of a column; nil where it cannot be evaluated.
    func function(_ sighting: Sighting, of column: ReducedProblem.Column) -> Function? {
        let left = library.expression(sighting.left)
        let template = (sighting.right.map { left * library.expression($0) } ?? left).simplified()
        guard let tape = try? Tape(template, variables: [Self.hole]) else { return nil }
        return Function(
            expression: template.substituting { $0 == Self.hole ? column.expression : nil },
            values: tape.evaluate(columns: [column.values]))
    }
}
