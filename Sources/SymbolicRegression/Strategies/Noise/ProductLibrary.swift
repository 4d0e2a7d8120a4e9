import Expressions

/// Products of one function of each of a few inputs: the terms that most sums in laws consist of.
struct ProductLibrary {
    /// The terms with their values, simplest first.
    let terms: [(expression: Expression, values: [Double])]

    /// Functions of one input that may be a factor, with the largest number of other factors beside them.
    private struct Factor {
        var expression: Expression
        var values: [Double]
    }

    /// All terms of at most `order` factors over the first rows of the columns; fewer functions when there would be more
    /// than `limit` terms.
    ///
    /// - Parameter phases: further columns that enter through their sine and cosine only.
    init(
        _ columns: [ReducedProblem.Column], phases: [ReducedProblem.Column], rows: Int, order: Int, limit: Int
    ) {
        let wide = (columns + phases).enumerated().map { k, column in
            k < columns.count ? Self.factors(column, rows) : Self.waves(column, rows)
        }
        var result: [(expression: Expression, values: [Double])] = [(.one, [Double](repeating: 1, count: rows))]
        func extend(_ k: Int, _ left: Int, _ used: [Factor], _ choices: [[Factor]]) {
            if k == wide.count {
                guard !used.isEmpty else { return }
                var values = used[0].values
                for factor in used.dropFirst() {
                    for i in values.indices { values[i] *= factor.values[i] }
                }
                let expression = used.count == 1 ? used[0].expression : .product(used.map(\.expression))
                result.append((expression, values))
                return
            }
            extend(k + 1, left, used, choices)
            guard left > 0 else { return }
            for factor in choices[k] { extend(k + 1, left - 1, used + [factor], choices) }
        }
        func size(_ choices: [[Factor]]) -> Int {
            // Sums of products of the numbers of factors, by order.
            var totals = [1] + [Int](repeating: 0, count: order)
            for list in choices {
                for k in (1...order).reversed() { totals[k] += totals[k - 1] * list.count }
            }
            return totals.reduce(0, +)
        }
        var choices = wide
        while size(choices) > limit, let longest = choices.map(\.count).max(), longest > 3 {
            choices = choices.map { $0.count == longest ? Array($0.dropLast()) : $0 }
        }
        guard size(choices) <= limit else {
            terms = []
            return
        }
        extend(0, order, [], choices)
        terms = result.filter { term in term.values.allSatisfy { $0.isFinite && abs($0) < 1e12 } }
    }

    /// Sine and cosine of a phase, unless it makes many turns.
    private static func waves(_ column: ReducedProblem.Column, _ rows: Int) -> [Factor] {
        let values = Array(column.values.prefix(rows))
        guard column.values.allSatisfy({ abs($0) < 60 }) else { return [] }
        return [
            Factor(expression: .apply(.sin, column.expression), values: values.map(Elementary.sin)),
            Factor(expression: .apply(.cos, column.expression), values: values.map(Elementary.cos)),
        ]
    }

    /// The functions of an input, most common first.
    private static func factors(_ column: ReducedProblem.Column, _ rows: Int) -> [Factor] {
        let x = column.expression
        let values = Array(column.values.prefix(rows))
        let isPositive = column.values.allSatisfy { $0 > 0 }
        let low = column.values.map(abs).min() ?? 0
        let high = column.values.map(abs).max() ?? 0
        var list: [Factor] = []
        func add(_ expression: Expression, _ f: (Double) -> Double) {
            list.append(Factor(expression: expression, values: values.map(f)))
        }
        func function(_ name: Function, _ argument: Expression) -> Expression { .apply(name, argument) }
        add(x) { $0 }
        add(x.raised(to: 2)) { $0 * $0 }
        if low > 1e-4 * high { add(x.raised(to: -1)) { 1 / $0 } }
        // Angles beyond a few turns and exponents that overflow belong to other strategies.
        let isAngle = high < 40
        if isAngle {
            add(function(.sin, x), Elementary.sin)
            add(function(.cos, x), Elementary.cos)
        }
        if high < 30 {
            add(function(.exp, x), Elementary.exp)
            add(function(.exp, -x)) { Elementary.exp(-$0) }
        }
        if isPositive {
            add(x.squareRoot) { $0.squareRoot() }
            add(function(.log, x), Elementary.log)
        }
        add(x.raised(to: 3)) { $0 * $0 * $0 }
        if low > 1e-3 * high { add(x.raised(to: -2)) { 1 / ($0 * $0) } }
        if low > 1e-2 * high { add(x.raised(to: -3)) { 1 / ($0 * $0 * $0) } }
        if isAngle { add(function(.sin, x).raised(to: 2)) { Elementary.sin($0) * Elementary.sin($0) } }
        if isAngle, high > 0.1 {
            let tangent = values.map(Elementary.tan)
            if tangent.allSatisfy({ abs($0) < 1e4 }) { add(function(.tan, x), Elementary.tan) }
            if tangent.allSatisfy({ abs($0) > 1e-4 }) {
                add(function(.tan, x).raised(to: -1)) { 1 / Elementary.tan($0) }
            }
            add(function(.sin, .integer(2) * x)) { Elementary.sin(2 * $0) }
            add(function(.cos, .integer(2) * x)) { Elementary.cos(2 * $0) }
        }
        if column.values.allSatisfy({ 1 + $0 > 1e-3 }) {
            add((.one + x).raised(to: -1)) { 1 / (1 + $0) }
            add(x * (.one + x).raised(to: -1)) { $0 / (1 + $0) }
        }
        add((.one + x.raised(to: 2)).raised(to: -1)) { 1 / (1 + $0 * $0) }
        add(function(.exp, -x.raised(to: 2))) { Elementary.exp(-$0 * $0) }
        if high < 6 {
            add(function(.sin, x.raised(to: 2))) { Elementary.sin($0 * $0) }
            add(function(.cos, x.raised(to: 2))) { Elementary.cos($0 * $0) }
        }
        add(x.raised(to: 4)) { $0 * $0 * $0 * $0 }
        return list
    }
}
