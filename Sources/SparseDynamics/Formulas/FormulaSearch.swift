import Diagnostics
import Expressions
import NumericKernel

/// Right-hand sides of clean data that no library and no shape explains, from a search for formulas.
///
/// The formulas come from outside (`RightHandSideSearch`), found on values of the derivative. Their numbers are fitted again
/// to integrals over the steps, where far smaller errors show, and the equation must pass what all others must pass.
struct FormulaSearch {
    /// What the search is called in the answer.
    static let name = "formulas of symbolic regression"
    /// Most rows of a question: few good ones tell more about the form than many others.
    static let mostRows = 100
    /// Fewest rows of a question.
    static let fewestRows = 60
    /// Most formulas that are tried for an equation.
    static let mostFormulas = 6
    /// The share of what was left that a formula may leave.
    static let gain = 0.1
    /// What a formula may leave before its numbers are refined on steps.
    static let bound = 1e-3
    /// Rows of different states for every number of an answer.
    static let rowsPerNumber = 8

    let series: ScaledSeries
    let names: [String]
    let options: DynamicsOptions
    let control: RunControl

    /// The equations, those explained that could be.
    ///
    /// - Parameters:
    ///   - equations: the best so far.
    ///   - open: positions of those that are not explained.
    /// - Returns: nil when there are no formulas for any of them.
    func improved(_ equations: [FoundEquation], open: [Int]) throws -> [FoundEquation]? {
        guard let search = options.rightHandSides else { return nil }
        var result = equations
        var isChanged = false
        for (done, index) in open.enumerated() where !control.isStopping {
            let rows = try ShapeRows(series: series, names: names, equation: index, known: options.known)
            guard let question = question(index, rows) else { continue }
            let part = RunControl(next: control, of: open.count - done)
            var isChosen = false
            var left = equations[index].relativeError
            for formula in search.formulas(for: question, control: part).prefix(Self.mostFormulas) {
                // Where samples are far apart the quadrature is what is left, and the refinement that follows will tell.
                let bound = max(Self.gain * left, Self.bound)
                guard !control.isStopping, let found = try equation(index, formula, rows, leaving: bound),
                    !isChosen || found.relativeError < Self.gain * left
                else { continue }
                isChosen = true
                result[index] = found
                left = found.relativeError
                isChanged = true
            }
        }
        return isChanged ? result : nil
    }

    /// The values of a right-hand side where they are known well; nil when there are too few.
    func question(_ index: Int, _ rows: ShapeRows) -> RightHandSideQuestion? {
        let pointwise = rows.pointwise(equation: index, series: series, known: options.known)
        var kept = pointwise.side.indices.map { $0 }
        if let weights = rows.derivativeWeights(equation: index, series: series) {
            // Forms are recognised by their digits, so that errors of a few digits more would hide them.
            let best = kept.sorted { (weights[$0], $1) > (weights[$1], $0) }
            kept = best.prefix(max(Self.fewestRows, kept.count / 10)).sorted()
        }
        guard kept.count >= Self.fewestRows else { return nil }
        let step = (kept.count + Self.mostRows - 1) / Self.mostRows
        kept = stride(from: 0, to: kept.count, by: step).map { kept[$0] }
        let columns = pointwise.columns.prefix(names.count).map { column in kept.map { column[$0] } }
        let values = kept.map { pointwise.side[$0] }
        guard values.allSatisfy(\.isFinite), columns.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
        return RightHandSideQuestion(names: names, columns: Array(columns), values: values)
    }

    /// The equation of a formula; nil when it does not explain the steps and leaves more than a bound.
    func equation(
        _ index: Int, _ formula: Expression, _ rows: ShapeRows, leaving bound: Double = 0
    ) throws -> FoundEquation? {
        guard let terms = FormulaTerms(formula, names: names),
            Self.rowsPerNumber * (terms.templates.count + terms.parameters.count) <= rows.side.count,
            let refinement = FormulaRefinement(terms, rows: rows, names: names)
        else { return nil }
        for functions in refinement.versions() {
            if let found = try ShapeSearch.equation(
                index, functions, series: series, names: names, known: options.known, called: Self.name,
                leaving: bound)
            {
                return found
            }
        }
        return nil
    }
}
