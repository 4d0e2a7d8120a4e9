import Evaluation
import Expressions

/// Walks out of the data along one input at a time, from measured rows, and notes what a law meets on the way.
///
/// Poles are places where the base of a negative power, or the cosine that belongs to a tangent, changes sign; they are found
/// by bisection. Undefined and overflowing values show themselves.
struct ExtrapolationCheck {
    let problem: RegressionProblem
    /// Rows that walks start from.
    private static let maximumRows = 40
    /// Steps of a walk out of the range.
    private static let steps = 64
    /// Steps across the range.
    private static let innerSteps = 256

    /// The behaviour of a law; nil when it uses no input.
    func result(for expression: Expression) -> Extrapolation? {
        let used = expression.variables
        guard !used.isEmpty, let tape = try? Tape(expression, variables: problem.inputNames) else { return nil }
        let dangers = Self.dangers(in: expression).compactMap { try? Tape($0, variables: problem.inputNames) }
        var findings: [Extrapolation.Finding] = []
        var inside: [Extrapolation.Finding] = []
        var largest: Double?
        let step = max(1, (problem.rowCount + Self.maximumRows - 1) / Self.maximumRows)
        let rows = Array(stride(from: 0, to: problem.rowCount, by: step).prefix(Self.maximumRows))
        for (k, name) in problem.inputNames.enumerated() where used.contains(name) {
            guard let low = problem.inputs[k].min(), let high = problem.inputs[k].max(), low < high else { continue }
            let reach = (Extrapolation.factor - 1) / 2 * (high - low)
            for isAbove in [false, true] {
                let edge = isAbove ? high : low
                let end = isAbove ? high + reach : low - reach
                guard end.isFinite else { continue }
                let walks = rows.map { walk($0, k, edge, end, Self.steps, tape, dangers) }
                for value in walks.compactMap(\.largest) { largest = max(largest ?? 0, value) }
                let met = walks.compactMap(\.event)
                let nearest = met.min { abs($0.value - edge) < abs($1.value - edge) }
                if let nearest {
                    findings.append(
                        Extrapolation.Finding(
                            kind: nearest.kind, input: name, value: Self.short(nearest.value, high - low),
                            isAbove: isAbove, isEverywhere: met.count == walks.count))
                }
            }
            let crossings = rows.compactMap { walk($0, k, low, high, Self.innerSteps, tape, dangers).event }
            if let first = crossings.min(by: { $0.value < $1.value }) {
                inside.append(
                    Extrapolation.Finding(
                        kind: first.kind, input: name, value: Self.short(first.value, high - low), isAbove: false,
                        isEverywhere: crossings.count == rows.count))
            }
        }
        let size = problem.target.reduce(0) { max($0, abs($1)) }
        return Extrapolation(
            findings: findings, growth: largest.flatMap { size > 0 ? $0 / size : nil }, inside: inside)
    }

    /// Three digits of the range are enough for a place.
    private static func short(_ value: Double, _ range: Double) -> Double {
        abs(value) <= range / 2000 ? 0 : DecimalRounding.shortest(value, tolerance: range / 2000)
    }

    /// Sub-formulas whose zeros are poles of the formula.
    private static func dangers(in expression: Expression) -> [Expression] {
        var found: [Expression] = []
        func visit(_ node: Expression) {
            switch node {
            case .power(let base, .rational(let exponent)) where exponent.isNegative: found.append(base)
            case .power(let base, .real(let exponent)) where exponent < 0: found.append(base)
            case .function(.tan, let arguments): found.append(.apply(.cos, arguments[0]))
            default: break
            }
            node.children.forEach(visit)
        }
        visit(expression)
        return found.filter { !$0.variables.isEmpty }
    }

    private struct Walk {
        var event: (kind: Extrapolation.Kind, value: Double)?
        var largest: Double?
    }

    /// The first event on the way of input `k` from `start` to `end`, the other inputs as in `row`.
    private func walk(
        _ row: Int, _ k: Int, _ start: Double, _ end: Double, _ steps: Int, _ tape: Tape, _ dangers: [Tape]
    ) -> Walk {
        let places = (0...steps).map { start + (end - start) * Double($0) / Double(steps) }
        func values(_ tape: Tape, _ places: [Double]) -> [Double] {
            let columns = problem.inputs.indices.map { column in
                column == k ? places : [Double](repeating: problem.inputs[column][row], count: places.count)
            }
            return tape.evaluate(columns: columns, rows: 0..<places.count)
        }
        let results = values(tape, places)
        var event: (kind: Extrapolation.Kind, position: Int, value: Double)?
        if let position = results.firstIndex(where: { !$0.isFinite }) {
            // The logarithm of 0 is infinite, but what matters is that it ends there.
            let isEnd =
                results[position].isNaN || values(tape, [places[position] + (end - start) * 1e-6])[0].isNaN
            let kind: Extrapolation.Kind = isEnd ? .undefined : .overflow
            let before = places[max(position - 1, 0)]
            let edge =
                position == 0 ? before : Self.bisected(before, places[position]) { values(tape, [$0])[0].isFinite }
            event = (kind, position, edge)
        }
        for danger in dangers {
            let signs = values(danger, places)
            guard
                let position = signs.indices.dropFirst().first(where: { signs[$0 - 1] * signs[$0] <= 0 }),
                position <= event?.position ?? .max
            else { continue }
            let sign = signs[position - 1]
            let place =
                sign == 0
                ? places[position - 1]
                : Self.bisected(places[position - 1], places[position]) { values(danger, [$0])[0] * sign > 0 }
            event = (.pole, position, place)
        }
        let reached = results.prefix(event?.position ?? results.count).filter(\.isFinite)
        return Walk(event: event.map { ($0.kind, $0.value) }, largest: reached.map { abs($0) }.max())
    }

    /// The place between `good` and `bad` where a condition stops to hold.
    private static func bisected(_ good: Double, _ bad: Double, _ holds: (Double) -> Bool) -> Double {
        var (good, bad) = (good, bad)
        for _ in 0..<50 {
            let middle = good + (bad - good) / 2
            if holds(middle) { good = middle } else { bad = middle }
        }
        return bad
    }
}
