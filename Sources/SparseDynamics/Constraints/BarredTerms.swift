import Evaluation
import Expressions

/// Which functions of a library may not stand in which equation.
enum BarredTerms {
    /// States at which a symmetry is tried.
    private static let mostStates = 40

    /// The functions that a symmetry forbids or that a sign rule has ruled out, for every equation.
    ///
    /// A function may stand in the equation of x when the change of signs does to it what it does to x. Functions that are
    /// neither even nor odd are out, although sums of them might do.
    static func sets(
        _ library: CandidateLibrary, _ constraints: EquationConstraints,
        ruledOut: [(equation: Int, function: Expression)],
        series: TimeSeries
    ) -> [Set<Int>] {
        let dimension = library.variables.count
        var result = [Set<Int>](repeating: [], count: dimension)
        for pair in ruledOut {
            for index in 0..<library.count where library.terms[index].function.simplified() == pair.function {
                result[pair.equation].insert(index)
            }
        }
        guard !constraints.symmetries.isEmpty else { return result }
        let columns = states(series)
        let rows = 0..<(columns.first?.count ?? 0)
        for signs in constraints.symmetries {
            let mirrored = zip(columns, signs).map { column, sign in column.map { Double(sign) * $0 } }
            for index in 0..<library.count {
                let here = library.terms[index].value.evaluate(columns: columns, rows: rows)
                let there = library.terms[index].value.evaluate(columns: mirrored, rows: rows)
                for equation in 0..<dimension {
                    let sign = Double(signs[equation])
                    let fits = zip(here, there).allSatisfy { abs($1 - sign * $0) <= 1e-9 * (abs($0) + abs($1)) }
                    if !fits { result[equation].insert(index) }
                }
            }
        }
        return result
    }

    /// Some states of the data, evenly spread, by column.
    static func states(_ series: TimeSeries, limit: Int = mostStates) -> [[Double]] {
        let count = series.sampleCount
        let every = max(count / limit, 1)
        var result = [[Double]](repeating: [], count: series.variables.count + series.inputs.count)
        var place = 0
        for part in series.trajectories {
            for row in 0..<part.count {
                if place % every == 0 {
                    for (index, column) in (part.states + part.inputs).enumerated() {
                        result[index].append(column[row])
                    }
                }
                place += 1
            }
        }
        return result
    }
}
