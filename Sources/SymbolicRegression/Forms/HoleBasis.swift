import Diagnostics
import Evaluation
import Expressions

/// A flexible function in the place of a hole: products of Legendre polynomials in its arguments.
struct HoleBasis: Sendable {
    /// The hole.
    let hole: Form.Hole
    /// For every call the values of its arguments, row by row.
    let arguments: [[[Double]]]
    /// Degrees of each basis function in the arguments; the first one is constant.
    let degrees: [[Int]]

    private let centers: [Double]
    private let halfWidths: [Double]

    /// A basis with at most `limit` functions.
    ///
    /// - Throws: `DiscoverError.numeric` when an argument is not finite in some row.
    init(_ hole: Form.Hole, problem: RegressionProblem, limit: Int) throws {
        self.hole = hole
        let rows = 0..<problem.rowCount
        arguments = try hole.calls.map { call in
            try call.arguments.map { argument in
                let values = try Tape(argument, variables: problem.inputNames).evaluate(
                    columns: problem.inputs, rows: rows)
                guard let row = values.firstIndex(where: { !$0.isFinite }) else { return values }
                let place = argument.variables.map { name in
                    let index = problem.inputNames.firstIndex(of: name) ?? 0
                    return "\(name) = \(problem.inputs[index][row])"
                }
                throw DiscoverError.numeric(
                    Diagnostic(
                        "form.undefined",
                        "the argument '\(argument)' of '\(hole.name)' has no finite value where "
                            + place.joined(separator: ", ")))
            }
        }
        let count = hole.argumentCount
        var (centers, halfWidths): ([Double], [Double]) = ([], [])
        var distinct: [Int] = []
        for index in 0..<count {
            let all = arguments.flatMap { $0[index] }
            let (low, high) = (all.min() ?? 0, all.max() ?? 1)
            centers.append((low + high) / 2)
            halfWidths.append(high > low ? (high - low) / 2 : 1)
            distinct.append(Set(all).count)
        }
        (self.centers, self.halfWidths) = (centers, halfWidths)
        let wanted = count == 1 ? 12 : count == 2 ? 6 : 4
        var chosen: [[Int]] = []
        for total in 0...wanted {
            let next = Self.exponents(count, total: total).filter { exponents in
                zip(exponents, distinct).allSatisfy { $0 < $1 }
            }
            if total > 1, chosen.count + next.count > limit { break }
            chosen += next
        }
        degrees = chosen
    }

    /// Number of basis functions.
    var size: Int { degrees.count }

    /// Values of all basis functions for a call.
    func columns(call: Int) -> [[Double]] {
        let rows = arguments[call].first?.count ?? 0
        let highest = degrees.flatMap { $0 }.max() ?? 0
        let powers = arguments[call].enumerated().map { index, values in
            Self.legendre(values.map { ($0 - centers[index]) / halfWidths[index] }, upTo: highest)
        }
        return degrees.map { exponents in
            var column = [Double](repeating: 1, count: rows)
            for (index, degree) in exponents.enumerated() where degree > 0 {
                for row in 0..<rows { column[row] *= powers[index][degree][row] }
            }
            return column
        }
    }

    private static func legendre(_ x: [Double], upTo degree: Int) -> [[Double]] {
        var result = [[Double](repeating: 1, count: x.count)]
        if degree > 0 { result.append(x) }
        for n in stride(from: 2, through: degree, by: 1) {
            let k = Double(n)
            result.append(x.indices.map { ((2 * k - 1) * x[$0] * result[n - 1][$0] - (k - 1) * result[n - 2][$0]) / k })
        }
        return result
    }

    private static func exponents(_ count: Int, total: Int) -> [[Int]] {
        if count == 1 { return [[total]] }
        return (0...total).reversed().flatMap { first in
            exponents(count - 1, total: total - first).map { [first] + $0 }
        }
    }
}
