import Diagnostics
import Evaluation
import Expressions
import NumericKernel

/// Looks through families of functions with a number inside for those that explain a noisy equation with fewer terms.
///
/// Works on the rows of the weak form: for every number of a grid the best subset of the low monomials and the functions of that
/// number.
struct NumberedScan {
    /// Degree of the monomials beside the functions.
    static let degree = 2
    /// Rounds that halve the distance between numbers around the best one.
    static let rounds = 6
    /// By how much the weak evidence must be better than without; the joint fit tells what a few units leave open.
    static let gain = -4.0
    /// By how much the evidence may be worse than without, if other equations gain by functions of the same family.
    static let slack = 60.0

    let series: ScaledSeries
    /// Names of the variables and inputs.
    let names: [String]
    /// The rows, of the library that explains the data best so far.
    let form: WeakForm
    let threads: Int

    /// A shape that helps an equation.
    struct Proposal: Sendable {
        var equation: Int
        var shape: NumberedShape
        /// The evidence with it, lower is better.
        var score: Double
        /// By how much it is better than without.
        var gain: Double
    }

    /// The rows of one equation.
    private struct Rows {
        var rows: Matrix
        /// What makes rows independent, by stretch.
        var factors: [BandedCholesky]
        var low: [Int]
        var price: Double
        /// Evidence of the best sum without numbers.
        var known: Double
    }

    /// All samples as they were measured: rows and their covariance are made for noisy ones.
    private var columns: [[Double]] {
        let states = (0..<series.dimension).map { variable in
            series.stretches.flatMap { $0.states[variable].map { $0 * series.scales[variable] } }
        }
        let inputs = (series.dimension..<names.count).map { place in
            series.stretches.flatMap { $0.inputs[place - series.dimension] }
        }
        return states + inputs
    }

    /// The best shapes of every equation that gains by one, best first.
    ///
    /// - Parameters:
    ///   - choices: of the library of the rows, by equation.
    ///   - limit: most for an equation.
    func proposals(_ choices: [EquationChoice], limit: Int) -> [Proposal] {
        let columns = self.columns
        let shapes = names.indices.flatMap { NumberedShape.grid(column: $0, values: columns[$0]) }
        let work = ParallelMap.map(shapes, threads: threads) { sums($0, columns) }
        let equations = choices.indices.filter { !form.library.closed.contains($0) }
        return equations.flatMap { equation -> [Proposal] in
            guard let rows = rows(equation, choices[equation]) else { return [] }
            let scores = ParallelMap.map(Array(shapes.indices), threads: threads) { index in
                work[index].flatMap { score(rows, $0) } ?? .infinity
            }
            var best: [(shape: NumberedShape, score: Double)] = []
            for index in shapes.indices.sorted(by: { (scores[$0], $0) < (scores[$1], $1) }) {
                guard best.count < limit, scores[index].isFinite else { break }
                if best.contains(where: { $0.shape.isLike(shapes[index]) }) { continue }
                best.append(closer(shapes[index], scores[index], rows, columns))
            }
            return best.sorted { $0.score < $1.score }.compactMap { shape, score in
                let gain = rows.known - score
                return gain > -Self.slack
                    ? Proposal(equation: equation, shape: shape, score: score, gain: gain) : nil
            }
        }
    }

    /// The evidence of an equation with several shapes together.
    func score(_ shapes: [NumberedShape], equation: Int, choice: EquationChoice) -> Double? {
        let columns = self.columns
        guard let rows = rows(equation, choice) else { return nil }
        var all: [[[Double]]]?
        for shape in shapes {
            guard let own = sums(shape, columns) else { return nil }
            all = all.map { zip($0, own).map { $0 + $1 } } ?? own
        }
        return all.flatMap { score(rows, $0) }
    }

    /// Numbers between those of the grid.
    private func closer(
        _ shape: NumberedShape, _ score: Double, _ rows: Rows, _ columns: [[Double]]
    ) -> (shape: NumberedShape, score: Double) {
        var best = (shape: shape, score: score)
        var factor = NumberedShape.ratio
        for _ in 0..<Self.rounds {
            factor = factor.squareRoot()
            for number in [best.shape.number * factor, best.shape.number / factor] {
                var other = best.shape
                other.number = number
                guard let own = sums(other, columns), let value = self.score(rows, own),
                    value < best.score
                else { continue }
                best = (other, value)
            }
        }
        return best
    }

    private func rows(_ equation: Int, _ choice: EquationChoice) -> Rows? {
        guard let rows = form.rows(of: equation, coefficients: choice.coefficients),
            let factors = form.factors(of: equation, coefficients: choice.coefficients)
        else { return nil }
        let library = form.library
        let price = WeakSearch.price(samples: rows.rows, candidates: library.count)
        let whole = GramSearch(rows: rows)
        let prices = [Double](repeating: price, count: library.count)
        let known = whole.best(scale: 1, prices: prices, fixed: [], starts: [choice.support], forwardTo: 12).first
            .map { whole.score($0, scale: 1, prices: prices) }
        let low = (0..<library.count).filter { index in
            library.library.terms[index].exponents.map { $0.reduce(0, +) <= Self.degree } ?? false
        }
        return Rows(
            rows: rows, factors: factors, low: low, price: price, known: known ?? .infinity)
    }

    /// The functions of a shape over the test functions, by stretch; nil where they are not defined.
    private func sums(_ shape: NumberedShape, _ columns: [[Double]]) -> [[[Double]]]? {
        guard let tapes = try? shape.tapes(names) else { return nil }
        let count = columns.first?.count ?? 0
        guard !hasPole(shape, columns[shape.column]) else { return nil }
        func values(_ columns: [[Double]]) -> [[Double]] {
            tapes.map { $0.evaluate(columns: columns, parameters: [shape.number], rows: 0..<count) }
        }
        let plain = values(columns)
        var result = plain
        // The mean of a function over noise, less the function, is what noise adds to it: half a second difference.
        for variable in 0..<series.dimension where series.sigmas[variable] > 1e-5 {
            let size = series.sigmas[variable] * series.scales[variable]
            for sign in [1.0, -1] {
                var moved = columns
                for row in moved[variable].indices { moved[variable][row] += sign * size }
                for (index, column) in values(moved).enumerated() {
                    for row in column.indices { result[index][row] -= 0.5 * (column[row] - plain[index][row]) }
                }
            }
        }
        guard result.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
        return form.sums(of: result)
    }

    /// Whether a denominator changes its sign over the data.
    private func hasPole(_ shape: NumberedShape, _ values: [Double]) -> Bool {
        guard case .pole(let power, _) = shape.family else { return false }
        let bottoms = values.map { value in (0..<power).reduce(1) { product, _ in product * value } + shape.number }
        return (bottoms.min() ?? 0) <= 0 && (bottoms.max() ?? 0) >= 0
    }

    private func score(_ rows: Rows, _ sums: [[[Double]]]) -> Double? {
        let own = form.whitened(sums, by: rows.factors)
        let columns = rows.low.map { rows.rows.column($0) } + own + [rows.rows.column(rows.rows.columns - 1)]
        let search = GramSearch(rows: Matrix(columns: columns))
        let prices = [Double](repeating: rows.price, count: search.count)
        guard let best = search.best(scale: 1, prices: prices, fixed: [], starts: [], forwardTo: 8).first else {
            return nil
        }
        return search.score(best, scale: 1, prices: prices) + rows.price
    }
}
