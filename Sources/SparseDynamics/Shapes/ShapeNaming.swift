import Expressions
import Glibc

/// Writes a model of shapes as formulas, with short exact numbers where the measured ones allow it.
struct ShapeNaming {
    let model: ShapeModel
    /// Standard errors of the parameters, by shape.
    let errors: [[Double]]
    /// Least-squares coefficients of the terms.
    let coefficients: [Double]
    /// Relative size of what the model leaves.
    let residual: Double
    let rows: ShapeRows
    /// Whether measured numbers may be replaced by short ones.
    var isShortening = true

    /// A number as it will be written.
    private struct Named {
        var value: Double
        var expression: Expression
        var isShort: Bool
        /// How long it is when written.
        var length: Int
    }

    /// The functions of the right-hand side without coefficients.
    var functions: [Expression] {
        var result: [Expression] = []
        for term in model.terms where term.shape == nil { result.append(product(term.factor, nil)) }
        for index in model.shapes.indices {
            let own = model.terms.indices.filter { model.terms[$0].shape == index }
            var factors: [[Int]] = []
            for term in own where !factors.contains(model.terms[term].factor) {
                factors.append(model.terms[term].factor)
            }
            for factor in factors {
                let parts = own.filter { model.terms[$0].factor == factor }
                result.append(product(factor, function(index, parts)))
            }
        }
        return result
    }

    private func product(_ factor: [Int], _ function: Expression?) -> Expression {
        var factors = factor.map { rows.formulas[$0] }
        if let function { factors.append(function) }
        return factors.count == 1 ? factors[0] : Expression.product(factors).simplified()
    }

    private func function(_ index: Int, _ parts: [Int]) -> Expression {
        let shape = model.shapes[index]
        let q = shape.argument.expression(rows.formulas)
        let p = shape.parameters.indices.map { named(index, $0) }
        let numbers = p.map(\.expression)
        if let phase = shape.kind.phase(of: q, numbers, rows.formulas) { return wave(phase, parts) }
        switch shape.kind {
        case .pole: return .power(denominator(index, q, p[0]), .integer(-1))
        case .root: return root(q, p[0], parts)
        case .brokenRoot: return .product([root(q, p[0], parts), .apply(.sign, shifted(q, p[1]))])
        default: return shape.kind.formulas(of: q, numbers)[0]
        }
    }

    private func shifted(_ q: Expression, _ offset: Named) -> Expression {
        offset.value == 0 ? q : .sum([q, .product([.integer(-1), offset.expression])])
    }

    /// q + p, or 1 + q/p where 1/p is the shorter number.
    private func denominator(_ index: Int, _ q: Expression, _ offset: Named) -> Expression {
        if offset.value == 0 { return q }
        let inverse = number(1 / offset.value, error: (errors[index].first ?? 0) / (offset.value * offset.value))
        if inverse.isShort, inverse.value != 1, !offset.isShort || inverse.length < offset.length {
            return .sum([.one, .product([inverse.expression, q])])
        }
        return .sum([q, offset.expression])
    }

    /// sqrt(abs(q - p)), with the coefficient inside where that makes the numbers short.
    private func root(_ q: Expression, _ offset: Named, _ parts: [Int]) -> Expression {
        let plain = Expression.apply(.abs, shifted(q, offset)).squareRoot
        guard let term = parts.first, parts.count == 1 else { return plain }
        let coefficient = coefficients[term]
        let tolerance = max(residual * 100, 1e-11)
        guard !number(coefficient, error: abs(coefficient) * tolerance / 20).isShort else { return plain }
        let square = number(coefficient * coefficient, error: coefficient * coefficient * tolerance / 10)
        guard square.isShort, offset.isShort || offset.value == 0 else { return plain }
        let inner = number(square.value * offset.value, error: abs(square.value * offset.value) * 1e-13)
        return Expression.apply(
            .abs, shifted(.product([square.expression, q]), inner)
        ).squareRoot
    }

    /// cos or sin of a phase, with an offset where both are present.
    private func wave(_ phase: Expression, _ parts: [Int]) -> Expression {
        if parts.count == 1 { return .apply(model.terms[parts[0]].component == 0 ? .cos : .sin, phase) }
        let a = parts.filter { model.terms[$0].component == 0 }.reduce(0) { $0 + coefficients[$1] }
        let b = parts.filter { model.terms[$0].component == 1 }.reduce(0) { $0 + coefficients[$1] }
        // a cos(p) + b sin(p) = r cos(p - d) = r sin(p + e), or with -r half a turn further.
        let (d, e) = (atan2(b, a), atan2(a, b))
        var choices: [(function: Function, offset: Named)] = []
        for (function, angle) in [(Function.cos, -d), (.sin, e)] {
            for turn in [0.0, Double.pi, -Double.pi] where abs(angle + turn) <= Double.pi {
                choices.append((function, number(angle + turn, error: max(residual, 1e-13) * 10)))
            }
        }
        let sorted = choices.sorted { one, other in
            if one.offset.isShort != other.offset.isShort { return one.offset.isShort }
            if one.offset.isShort, one.offset.length != other.offset.length {
                return one.offset.length < other.offset.length
            }
            return abs(one.offset.value) < abs(other.offset.value)
        }
        return .apply(sorted[0].function, .sum([phase, sorted[0].offset.expression]))
    }

    /// A parameter of a shape.
    private func named(_ index: Int, _ place: Int) -> Named {
        let shape = model.shapes[index]
        let value = shape.parameters[place]
        if shape.coarseParameters.contains(place) {
            return simplest(in: model.gap(ofShape: index, place: place, rows) ?? value...value)
        }
        if case .pole = shape.kind {
        } else if isOffset(shape.kind, place) {
            let values = shape.argument.values(rows.columns)
            let size = values.reduce(0) { max($0, abs($1)) }
            if abs(value) < max(20 * errors[index][place], 1e-10 * size) {
                return Named(value: 0, expression: .zero, isShort: true, length: 1)
            }
        }
        return number(value, error: errors[index][place])
    }

    private func isOffset(_ kind: Shape.Kind, _ place: Int) -> Bool {
        switch kind {
        case .kink, .root: true
        case .saturation, .brokenRoot: place == 1 || kind == .brokenRoot
        default: false
        }
    }

    /// A measured number: a short one within its error, else with as many digits as are known.
    private func number(_ value: Double, error: Double) -> Named {
        let error = error.isFinite ? error : abs(value) * 1e-6
        let tolerance = max(20 * error, abs(value) * 1e-12)
        if isShortening, let match = ShortNumber.nearest(value, tolerance: tolerance) {
            return Named(
                value: match.value, expression: match.expression, isShort: true,
                length: ExpressionPrinter().text(match.expression).count)
        }
        var rounded = value
        if isShortening, value != 0 {
            let digits = min(max(Int((-log10(max(error / abs(value), 1e-16))).rounded(.up)) + 1, 3), 15)
            let power = digits - 1 - Int(log10(abs(value)).rounded(.down))
            let unit = pow(10, Double(abs(power)))
            rounded = power >= 0 ? (value * unit).rounded() / unit : (value / unit).rounded() * unit
        }
        return Named(value: rounded, expression: .real(rounded), isShort: false, length: 20)
    }

    /// The number with the fewest digits between two others.
    private func simplest(in range: ClosedRange<Double>) -> Named {
        let middle = 0.5 * (range.lowerBound + range.upperBound)
        if range.contains(0) { return Named(value: 0, expression: .zero, isShort: true, length: 1) }
        let size = max(abs(range.lowerBound), abs(range.upperBound))
        let top = Int(log10(size).rounded(.down)) + 1
        for power in stride(from: top, through: top - 15, by: -1) {
            let unit = pow(10, Double(abs(power)))
            let count = (power >= 0 ? middle / unit : middle * unit).rounded()
            let value = power >= 0 ? count * unit : count / unit
            if value > range.lowerBound, value < range.upperBound {
                let isWhole = value == value.rounded() && abs(value) < 1e9
                return Named(
                    value: value, expression: isWhole ? .integer(Int(value)) : .real(value), isShort: true,
                    length: top - power + 1)
            }
        }
        return Named(value: middle, expression: .real(middle), isShort: false, length: 20)
    }
}
