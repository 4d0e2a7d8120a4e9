import Expressions

/// Chooses exact forms for the numbers of a fitted formula jointly.
///
/// Near the best fit the sum of squares is a paraboloid: what it costs to fix some numbers, and where the others move
/// then, follows from the covariance without a look at the rows. A beam search fixes one number after the other.
struct ConstantSnapSearch {
    /// A number and what may stand for it.
    struct Choice: Sendable {
        /// Which number, by position.
        var index: Int
        /// The exact form; a decimal with few digits stays a `.real`.
        var form: Expression
        /// The value of the form.
        var value: Double
    }

    /// Choices for some of the numbers.
    struct Assignment: Sendable {
        /// By position.
        var choices: [Choice] = []
        /// The numbers that are left, moved to their best values.
        var values: [Double]
        /// Bits relative to the fit with all numbers free.
        var bits = 0.0
        fileprivate var saved = 0.0
        fileprivate var loss = 0.0
        fileprivate var covariance: [Double]
    }

    /// Inverse of the normal matrix at the fit, by rows.
    let covariance: [Double]
    /// The fitted numbers.
    let values: [Double]
    /// Variance of the residuals.
    let variance: Double
    /// Bits that an increase of the sum of squares costs.
    let lossBits: (Double) -> Double
    /// Bits that a form saves against a fitted number, by position.
    let savedBits: (Int, Expression) -> Double
    /// Whether a number is an exponent, by position.
    let isExponent: (Int) -> Bool

    private static let width = 8
    private static let deviations = 3.5
    private static let maximumCost = 16.0
    /// Relative standard error below which decimals with few digits are candidates.
    private static let telling = 0.01

    /// The best assignments, shortest first.
    func best(_ count: Int) -> [Assignment] {
        let start = Assignment(values: values, covariance: covariance)
        var beam = [start]
        var found: [Assignment] = []
        for _ in values.indices {
            var next: [Assignment] = []
            var taken: Set<[Int: Double]> = []
            var trials: [(bits: Double, parent: Int, choice: Choice)] = []
            for (parent, state) in beam.enumerated() {
                for k in values.indices where !state.choices.contains(where: { $0.index == k }) {
                    for choice in choices(k, state) {
                        trials.append((bits(state, choice), parent, choice))
                    }
                }
            }
            for trial in trials.enumerated().sorted(by: { ($0.element.bits, $0.offset) < ($1.element.bits, $1.offset) })
            {
                let state = fixing(trial.element.choice, in: beam[trial.element.parent])
                let key = Dictionary(uniqueKeysWithValues: state.choices.map { ($0.index, $0.value) })
                guard taken.insert(key).inserted else { continue }
                next.append(state)
                if next.count == Self.width { break }
            }
            guard !next.isEmpty else { break }
            found += next
            beam = next
        }
        let order = found.enumerated().sorted { ($0.element.bits, $0.offset) < ($1.element.bits, $1.offset) }
        return order.prefix(count).map(\.element).filter { $0.bits < 0 }
    }

    private func choices(_ k: Int, _ state: Assignment) -> [Choice] {
        let side = values.count
        let value = state.values[k]
        let error = (variance * max(state.covariance[k * side + k], 0)).squareRoot()
        guard value.isFinite, error.isFinite, error > 0 else { return [] }
        let reach = Self.deviations * error
        var candidates = ConstantSnapping.candidates(near: value, tolerance: reach, maximumCost: Self.maximumCost)
        // Exponents are fractions: no law has a multiple of pi there.
        if isExponent(k) { candidates.removeAll { if case .rational = $0 { false } else { true } } }
        var forms = Array(candidates.prefix(4))
        if abs(value) < reach { forms.insert(.zero, at: 0) }
        // An exponent near a simple fraction deserves a try whatever its standard error, which is only as good as the noise
        // model: the description length decides.
        if isExponent(k), let near = ExponentSnapping.fraction(near: value, tolerance: 0.02) {
            forms.append(.rational(near))
        }
        var result = forms.map { Choice(index: k, form: $0, value: $0.numericValue([:])) }
        // A short decimal says something only where the rows determine more digits than it has.
        if error < Self.telling * abs(value) {
            let short = DecimalRounding.shortest(value, tolerance: error)
            if short != 0, !result.contains(where: { abs($0.value - short) < 1e-12 * abs(short) }) {
                result.append(Choice(index: k, form: .real(short), value: short))
            }
        }
        return result.filter { $0.value.isFinite }
    }

    private func bits(_ state: Assignment, _ choice: Choice) -> Double {
        let side = values.count
        let k = choice.index
        let step = choice.value - state.values[k]
        let loss = state.loss + step * step / max(state.covariance[k * side + k], 1e-300)
        return lossBits(loss) - state.saved - savedBits(k, choice.form)
    }

    private func fixing(_ choice: Choice, in state: Assignment) -> Assignment {
        let side = values.count
        let k = choice.index
        var result = state
        let pivot = max(state.covariance[k * side + k], 1e-300)
        let step = choice.value - state.values[k]
        let column = (0..<side).map { state.covariance[$0 * side + k] }
        for i in 0..<side {
            result.values[i] += column[i] * step / pivot
            for j in 0..<side { result.covariance[i * side + j] -= column[i] * column[j] / pivot }
        }
        for earlier in state.choices { result.values[earlier.index] = earlier.value }
        result.values[k] = choice.value
        result.choices.append(choice)
        result.loss += step * step / pivot
        result.saved += savedBits(k, choice.form)
        result.bits = lossBits(result.loss) - result.saved
        return result
    }
}
