import Diagnostics
import NumericKernel

/// Fits the equation of one field: the fields without noise and the coefficients together.
///
/// The measured fields y are the true ones x plus white noise. A structure demands r(x, c) = 0, with r the rows of the weak
/// form. Around an estimate of x the residual r(x) + L (y - x) is linear in y, with covariance C = σ² L Lᵀ: generalised least
/// squares for the coefficients, an absolute χ², and the correction σ² Lᵀ C⁻¹ r of x follow from its Cholesky factor. Terms are
/// evaluated at the estimate of x, which is nearly free of noise, so that noise does not bias the coefficients.
struct FieldFit: Sendable {
    let problem: FieldProblem
    let library: FieldLibrary
    let target: Int
    /// Known terms with their coefficients in scaled units.
    let known: [(term: FieldTerm, coefficient: Double)]
    /// By how much the variances are multiplied, when the rows say that the noise is larger than neighbours differ.
    var inflation = 1.0
    /// Variances of the rows beside those of the noise, for sums that the grid does not resolve; empty for none.
    var unresolved: [Double] = []

    /// What is evaluated at an estimate of the fields: one column per term, and the parts of known terms.
    struct Columns: Sendable {
        var terms: [[Double]]
        var known: [Double]
    }

    /// Whitened columns with the side last, and the factor that whitened them.
    struct Quadratic {
        var whitened: Matrix
        var factor: WhiteningFactor
    }

    /// Number of rows.
    var rowCount: Int { problem.rows.count }
    /// Noise variances of the scaled fields.
    private var variances: [Double] { problem.sigma.map { $0 * $0 * inflation } }

    // MARK: Rows

    /// Rows of a term for given values of its function on the grid.
    private func row(_ term: FieldTerm, _ overTime: [Double]) -> [Double] {
        var row = problem.rows.overSpace(overTime, derivative: term.derivative)
        if term.sign < 0 {
            for index in row.indices { row[index] = -row[index] }
        }
        return row
    }

    /// Rows of some terms at given fields, or of their linear response to a change of the fields.
    private func rows(of terms: [FieldTerm], at fields: [[Double]], change: [[Double]]? = nil) -> [[Double]] {
        struct Key: Hashable {
            var function: FieldFunction
            var order: Int
        }
        var keys: [Key] = []
        var places: [Key: Int] = [:]
        for term in terms {
            let key = Key(function: term.function, order: term.timeDerivative)
            if places[key] == nil {
                places[key] = keys.count
                keys.append(key)
            }
        }
        let distinct = keys
        let members = distinct.map { key in
            terms.indices.filter { terms[$0].function == key.function && terms[$0].timeDerivative == key.order }
        }
        let results = ParallelMap.map(Array(distinct.indices), threads: problem.threads) { place -> [[Double]] in
            let key = distinct[place]
            let factor = problem.factor(of: key.function)
            let values: [Double]
            if let change {
                values = response(key.function, at: fields, to: change, factor: factor)
            } else {
                values = key.function.values(fields, scales: problem.scales, factor: factor) ?? []
            }
            let overTime = problem.rows.overTime(values, order: key.order)
            return members[place].map { row(terms[$0], overTime) }
        }
        var rows = [[Double]](repeating: [], count: terms.count)
        for (place, list) in results.enumerated() {
            for (index, row) in zip(members[place], list) { rows[index] = row }
        }
        return rows
    }

    /// The linear response of a function to a change of the fields.
    private func response(
        _ function: FieldFunction, at fields: [[Double]], to change: [[Double]], factor: [Double]?
    ) -> [Double] {
        var sum = [Double](repeating: 0, count: problem.data.points)
        for field in fields.indices {
            guard
                let slope = function.values(fields, scales: problem.scales, factor: factor, derivative: field)
            else { continue }
            for index in sum.indices { sum[index] += slope[index] * change[field][index] }
        }
        return sum
    }

    /// Rows of the time derivative of the target.
    private func side(_ values: [Double]) -> [Double] {
        let zero = [Int](repeating: 0, count: problem.data.space.count)
        let overTime = problem.rows.overTime(values, order: library.timeOrder)
        var row = problem.rows.overSpace(overTime, derivative: zero)
        if library.timeOrder % 2 == 1 {
            for index in row.indices { row[index] = -row[index] }
        }
        return row
    }

    /// Columns of the terms at an estimate of the fields.
    ///
    /// - Parameter support: the terms that are needed; the others stay empty.
    func columns(at fields: [[Double]], support: [Int]? = nil) -> Columns {
        let wanted = support ?? Array(library.terms.indices)
        let rows = rows(of: wanted.map { library.terms[$0] } + known.map(\.term), at: fields)
        var terms = [[Double]](repeating: [], count: library.terms.count)
        for (index, row) in zip(wanted, rows) { terms[index] = row }
        var sum = [Double](repeating: 0, count: rowCount)
        for (part, row) in zip(known, rows[wanted.count...]) {
            for index in sum.indices { sum[index] += part.coefficient * row[index] }
        }
        return Columns(terms: terms, known: sum)
    }

    // MARK: Noise

    /// How the noise enters the residual of a model.
    private func groups(_ model: FieldModel, at fields: [[Double]]) -> [NoiseGroup] {
        let axes = problem.data.space.count
        let zero = [Int](repeating: 0, count: axes)
        var own = [[Double]?](repeating: nil, count: fields.count)
        own[target] = []
        let sign = library.timeOrder % 2 == 1 ? -1.0 : 1
        var groups = [NoiseGroup(timeOrder: library.timeOrder, parts: [(zero, sign)], weights: own)]
        let active =
            zip(model.support, model.coefficients).map { (library.terms[$0], $1) }
            + known.map { ($0.term, $0.coefficient) }
        // Terms that differ in their course in time only carry noise alike.
        var keys: [FieldFunction] = []
        for (term, _) in active {
            var key = term.function
            key.timeMode = 0
            if !keys.contains(key) { keys.append(key) }
        }
        for function in keys where !function.isConstant {
            let members = active.filter { part in
                var key = part.0.function
                key.timeMode = 0
                return key == function
            }
            let isVarying = members.contains { $0.0.function.timeMode > 0 }
            let factor = problem.factor(of: function)
            let weights: [[Double]?] = fields.indices.map { field in
                if function.isLinear, !isVarying { return function.powers[field] == 1 ? [] : nil }
                return function.values(fields, scales: problem.scales, factor: factor, derivative: field)
            }
            for order in 0..<library.timeOrder {
                let current = members.filter { $0.0.timeDerivative == order }
                guard isVarying else {
                    let parts = current.map { (derivative: $0.0.derivative, weight: -$0.1 * $0.0.sign) }
                    if !parts.isEmpty { groups.append(NoiseGroup(timeOrder: order, parts: parts, weights: weights)) }
                    continue
                }
                var derivatives: [[Int]] = []
                for (term, _) in current where !derivatives.contains(term.derivative) {
                    derivatives.append(term.derivative)
                }
                for derivative in derivatives {
                    let course = course(
                        of: current.filter { $0.0.derivative == derivative }.map { ($0.0.function.timeMode, $0.1) })
                    let sign = derivative.reduce(0, +) % 2 == 0 ? -1.0 : 1
                    groups.append(
                        NoiseGroup(
                            timeOrder: order, parts: [(derivative, sign)],
                            weights: weights.map { $0.map { self.times($0, course) } }))
                }
            }
        }
        return groups
    }

    /// A coefficient that varies in time, at every instant.
    private func course(of modes: [(degree: Int, coefficient: Double)]) -> [Double] {
        let count = problem.data.time.count
        return (0..<count).map { instant in
            let s = count > 1 ? 2 * Double(instant) / Double(count - 1) - 1 : 0
            return modes.reduce(0) { $0 + $1.coefficient * FieldProblem.legendre($1.degree, at: s) }
        }
    }

    /// Values on the grid times a factor per instant.
    private func times(_ values: [Double], _ course: [Double]) -> [Double] {
        let plane = problem.data.spacePoints
        return values.indices.map { values[$0] * course[$0 / plane] }
    }

    /// The factor of the covariance of a model's residual; nil when it is not definite.
    func whitening(_ model: FieldModel, at fields: [[Double]]) -> WhiteningFactor? {
        var matrix = problem.covariance.matrix(
            groups(model, at: fields), variances: variances, threads: problem.threads)
        for (index, variance) in unresolved.enumerated() { matrix[index, index] += variance }
        for index in 0..<matrix.rows { matrix[index, index] *= 1 + 1e-9 }
        if let factor = WhiteningFactor(matrix) { return factor }
        for index in 0..<matrix.rows { matrix[index, index] *= 1 + 1e-6 }
        return WhiteningFactor(matrix)
    }

    // MARK: Fits

    /// The least-squares problem of some columns around an estimate of the fields.
    func quadratic(
        _ model: FieldModel, at fields: [[Double]], columns: Columns, support: [Int]? = nil
    ) -> Quadratic? {
        guard let factor = whitening(model, at: fields) else { return nil }
        let wanted = support ?? Array(library.terms.indices)
        let side = linearizedSide(model, at: fields, columns: columns)
        return Quadratic(
            whitened: factor.whitened(Matrix(columns: wanted.map { columns.terms[$0] } + [side])), factor: factor)
    }

    /// Rows of the time derivative without known terms, corrected for what the noise does to the model's terms.
    private func linearizedSide(_ model: FieldModel, at fields: [[Double]], columns: Columns) -> [Double] {
        var side = side(problem.measured[target])
        for index in side.indices { side[index] -= columns.known[index] }
        guard problem.isNoisy else { return side }
        let change = zip(problem.measured, fields).map { y, x in zip(y, x).map { $0 - $1 } }
        let active =
            zip(model.support, model.coefficients).map { (library.terms[$0], $1) }
            + known.map { ($0.term, $0.coefficient) }
        let responses = rows(of: active.map(\.0), at: fields, change: change)
        for ((_, coefficient), row) in zip(active, responses) {
            for index in side.indices { side[index] -= coefficient * row[index] }
        }
        return side
    }

    /// The smooth fields moved as little as possible so that they obey a model.
    func corrected(_ model: FieldModel, at fields: [[Double]]) -> [[Double]] {
        guard problem.isNoisy, let factor = whitening(model, at: fields) else { return fields }
        let smooth = problem.smooth
        let columns = columns(at: smooth, support: model.support)
        var residual = side(smooth[target])
        for index in residual.indices { residual[index] -= columns.known[index] }
        for (term, coefficient) in zip(model.support, model.coefficients) {
            for index in residual.indices { residual[index] -= coefficient * columns.terms[term][index] }
        }
        let multipliers = factor.colored(factor.whitened(Matrix(columns: [residual]))).elements
        var result = smooth
        for group in groups(model, at: fields) {
            let spread = problem.rows.spreadOverTime(
                problem.rows.spread(multipliers, group.parts), order: group.timeOrder)
            for field in fields.indices {
                guard let weight = group.weights[field] else { continue }
                let variance = variances[field]
                for index in spread.indices {
                    result[field][index] -= variance * (weight.isEmpty ? 1 : weight[index]) * spread[index]
                }
            }
        }
        return result
    }

    /// The differences between the rows of two halves of the grid, for several ways to halve it.
    ///
    /// The halves are the colours of a checkerboard and, for each axis, every other point along it. White noise makes the
    /// halves differ by a known amount; whatever a sum over half of the grid cannot resolve adds to it.
    func halvesDifferences(_ model: FieldModel, at fields: [[Double]]) -> [[Double]] {
        let change = zip(problem.measured, fields).map { y, x in zip(y, x).map { $0 - $1 } }
        let active =
            zip(model.support, model.coefficients).map { (library.terms[$0], $1) }
            + known.map { ($0.term, $0.coefficient) }
        let values = active.map { term, _ -> [Double] in
            let factor = problem.factor(of: term.function)
            var values =
                term.function.values(fields, scales: problem.scales, factor: factor)
                ?? [Double](repeating: 0, count: problem.data.points)
            if problem.isNoisy {
                let noise = response(term.function, at: fields, to: change, factor: factor)
                for index in values.indices { values[index] += noise[index] }
            }
            return values
        }
        let axes = problem.data.shape.count
        var patterns = [[Bool](repeating: true, count: axes)]
        for axis in 0..<axes { patterns.append((0..<axes).map { $0 == axis }) }
        return ParallelMap.map(patterns, threads: problem.threads) { pattern -> [Double] in
            var difference = side(alternating(problem.measured[target], pattern))
            for (part, values) in zip(active, values) {
                let overTime = problem.rows.overTime(
                    alternating(values, pattern), order: part.0.timeDerivative)
                let row = row(part.0, overTime)
                for index in difference.indices { difference[index] -= part.1 * row[index] }
            }
            return difference
        }
    }

    /// Values whose sign alternates along some axes.
    private func alternating(_ values: [Double], _ pattern: [Bool]) -> [Double] {
        var result = values
        let shape = problem.data.shape
        let length = shape[0]
        for line in 0..<values.count / length {
            var rest = line
            var parity = 0
            for (axis, count) in shape.enumerated().dropFirst() {
                if pattern[axis] { parity += rest % count }
                rest /= count
            }
            let step = pattern[0] ? 2 : 1
            if !pattern[0], parity & 1 == 0 { continue }
            for index in stride(
                from: line * length + (pattern[0] ? 1 - parity & 1 : 0), to: (line + 1) * length, by: step)
            {
                result[index] = -result[index]
            }
        }
        return result
    }
}
