import Evaluation
import Expressions
import Glibc
import NumericKernel

/// Fits the numbers inside a formula to clean rows; its coefficients are eliminated.
struct FormulaRefinement {
    /// Blocks of rows that the halves are made of by turns.
    static let blocks = 10
    /// By how much a number inside a function may differ between two halves of the data, relative to itself.
    static let numberChange = 1e-3
    /// Iterations of a fit.
    static let iterations = 60

    let rows: ShapeRows
    let terms: FormulaTerms
    private let tapes: [Tape]

    /// Compiles the functions of a formula.
    ///
    /// - Returns: nil when it has names that are no columns.
    init?(_ terms: FormulaTerms, rows: ShapeRows, names: [String]) {
        var tapes: [Tape] = []
        for template in terms.templates {
            guard let tape = try? Tape(template, variables: names, parameters: terms.parameters) else { return nil }
            tapes.append(tape)
        }
        self.tapes = tapes
        self.terms = terms
        self.rows = rows
    }

    /// The functions with fitted numbers, with short ones where these are near, and as they were fitted.
    ///
    /// - Returns: none when the numbers cannot be fitted, or differ between two halves of the data.
    func versions() -> [[Expression]] {
        let names = terms.parameters
        guard !names.isEmpty else { return [terms.functions([])] }
        guard let whole = fitted(from: terms.values, kept: nil) else { return [] }
        let isZero = names.indices.map { abs(whole.values[$0]) <= max(20 * whole.errors[$0], 1e-9) }
        let halves = (0..<2).map { fitted(from: whole.values, kept: $0)?.values }
        for place in names.indices where !isZero[place] {
            let changes = halves.map { abs(($0?[place] ?? .infinity) - whole.values[place]) }
            guard changes.allSatisfy({ $0 <= Self.numberChange * abs(whole.values[place]) }) else { return [] }
        }
        let short = names.indices.map { place -> Expression in
            if isZero[place] { return .zero }
            let value = whole.values[place]
            let error = max(20 * whole.errors[place], abs(value) * 1e-11)
            return ShortNumber.nearest(value, tolerance: error)?.expression ?? .real(value)
        }
        return [terms.functions(short), terms.functions(whole.values.map { .real($0) })]
    }

    /// The numbers that leave least, with their standard errors; of every second block of rows only, where `kept` says which.
    private func fitted(from start: [Double], kept half: Int?) -> (values: [Double], errors: [Double])? {
        let columns = rows.columns
        let count = columns.first?.count ?? 0
        let size = (rows.side.count + Self.blocks - 1) / Self.blocks
        let own = rows.side.indices.filter { half == nil || $0 / max(size, 1) % 2 == half }
        let side = own.map { rows.side[$0] }
        let length = Complement.dot(side, side).squareRoot()
        guard length > 0, own.count > 4 * (tapes.count + start.count) else { return nil }
        func residuals(_ numbers: [Double]) -> [Double]? {
            var space = Complement()
            for tape in tapes {
                let values = rows.rows(of: tape.evaluate(columns: columns, parameters: numbers, rows: 0..<count))
                let column = own.map { values[$0] }
                guard column.allSatisfy(\.isFinite) else { return nil }
                space.add(column)
            }
            return space.remainder(of: side)
        }
        guard
            let fit = try? LevenbergMarquardt(maximumIterations: Self.iterations).fit(
                residualCount: own.count, start: start,
                residuals: { values, output in
                    guard let rest = residuals(Array(values)) else { return false }
                    for row in rest.indices { output[row] = rest[row] / length }
                    return true
                })
        else { return nil }
        return (fit.parameters, fit.standardErrors)
    }
}
