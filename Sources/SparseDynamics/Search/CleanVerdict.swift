import Glibc
import NumericKernel

/// Judges equations of clean data that leave next to nothing: whether they are laws, or long sums that only imitate one.
///
/// A sum of many powers leaves as little as one wants where the motion is slow and smooth. What it cannot do is to carry every
/// sample to the next one, and to keep its coefficients from one part of the data to another.
struct CleanVerdict {
    /// What one step from every sample may leave, as the root mean square relative to that of the changes in a step.
    ///
    /// Right equations leave the accuracy of the data and of one step, 1e-6 or less; imitations fail where the motion is fast,
    /// by percents.
    static let stepError = 1e-4
    /// By how much a coefficient may differ between two halves of the data, relative to itself.
    ///
    /// The residuals of explained equations are at most 1e-6 of the changes. Coefficients that this leaves open to a thousandth
    /// are not determined, and those that change by more stand for something else.
    static let coefficientChange = 1e-3
    /// Blocks of rows that the halves are made of by turns, so that both see all of a motion that dies out.
    static let blocks = 10
    /// Parts that a step is divided into where it fails as a whole: kinks and bursts need shorter ones.
    static let parts = 64

    let series: ScaledSeries
    let threads: Int

    /// What speaks against each equation; nil where nothing does.
    ///
    /// - Parameter equations: all of one library.
    func objections(to equations: [FoundEquation]) -> [String?] {
        let errors = stepErrors(equations)
        return equations.indices.map { index in
            let equation = equations[index]
            guard !equation.support.isEmpty else { return nil }
            if let error = errors?[index], !(error < Self.stepError) {
                return "one step from every sample misses the next one by \(Self.percent(error)) of the change"
            }
            if let change = coefficientChange(equation, index), !(change < Self.coefficientChange) {
                return "its coefficients differ by up to \(Self.percent(change)) between two halves of the data"
            }
            return nil
        }
    }

    /// The largest relative difference of a coefficient between the halves; nil when they cannot be fitted.
    func coefficientChange(_ equation: FoundEquation, _ index: Int) -> Double? {
        let form = WeakForm(series, equation.library, radius: 0, nodes: CleanSearch.nodes)
        let zeros = [Double](repeating: 0, count: equation.library.count)
        guard let rows = form.rows(of: index, coefficients: zeros) else { return nil }
        let columns = (equation.support + [rows.columns - 1]).map { rows.column($0) }
        let size = (rows.rows + Self.blocks - 1) / Self.blocks
        var halves: [[Double]] = []
        for half in 0..<2 {
            let own = (0..<rows.rows).filter { $0 / size % 2 == half }
            guard own.count > 2 * equation.support.count,
                let search = try? SubsetSearch(
                    columns: columns.dropLast().map { column in own.map { column[$0] } },
                    side: own.map { columns[columns.count - 1][$0] })
            else { return nil }
            let fit = search.fit(Array(equation.support.indices), withGains: false)
            halves.append(search.coefficients(of: fit))
        }
        return equation.support.indices.reduce(0) { largest, place in
            let difference = abs(halves[0][place] - halves[1][place])
            let value = max(abs(equation.coefficients[place]), .leastNormalMagnitude)
            return difference.isFinite ? max(largest, difference / value) : .infinity
        }
    }

    /// What one step leaves of the changes, for every equation; nil when the equations do not share a library.
    func stepErrors(_ equations: [FoundEquation]) -> [Double]? {
        guard let library = equations.first?.library,
            equations.allSatisfy({
                $0.library.library.name == library.library.name && $0.library.count == library.count
            })
        else { return nil }
        let map = FlowMap(library: library, supports: equations.map(\.support))
        let values = equations.flatMap(\.coefficients)
        var sums = [Double](repeating: 0, count: series.dimension)
        var changes = sums
        for stretch in series.stretches {
            let from = stretch.states.map { Array($0.dropLast()) }
            let inputs = StepInputs([stretch])
            let steps = zip(stretch.times.dropFirst(), stretch.times).map { $0 - $1 }
            let next = map.advanced(from, inputs: inputs, steps: steps, values: values)
            var errors = next.enumerated().map { variable, column in
                zip(stretch.states[variable].dropFirst(), column).map { $0 - $1 }
            }
            let moves = stretch.states.map { column in zip(column.dropFirst(), column).map { $0 - $1 } }
            let sizes = moves.map { column in
                (column.reduce(0) { $0 + $1 * $1 } / Double(max(column.count, 1))).squareRoot()
            }
            let failing = steps.indices.filter { row in
                sizes.indices.contains { !(abs(errors[$0][row]) < 0.1 * Self.stepError * sizes[$0]) }
            }
            if !failing.isEmpty {
                var states = from.map { column in failing.map { column[$0] } }
                let own = inputs.steps(failing)
                for part in 0..<Self.parts {
                    states = map.advanced(
                        states, inputs: own.part(part, of: Self.parts),
                        steps: failing.map { steps[$0] / Double(Self.parts) }, values: values)
                }
                for variable in errors.indices {
                    for (place, row) in failing.enumerated() {
                        errors[variable][row] = stretch.states[variable][row + 1] - states[variable][place]
                    }
                }
            }
            for variable in sums.indices {
                for row in steps.indices {
                    let error = errors[variable][row]
                    changes[variable] += moves[variable][row] * moves[variable][row]
                    sums[variable] += error.isFinite ? error * error : .infinity
                }
            }
        }
        return zip(sums, changes).map { $1 > 0 ? ($0 / $1).squareRoot() : 0 }
    }

    private static func percent(_ share: Double) -> String {
        guard share.isFinite, share < 100 else { return "more than all" }
        let value = share * 100
        let unit = pow(10, 1 - log10(max(value, 1e-9)).rounded(.down))
        let rounded = (value * unit).rounded() / unit
        return (rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)) + " %"
    }
}
