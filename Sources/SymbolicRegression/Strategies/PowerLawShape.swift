import Diagnostics
import Expressions
import NumericKernel

/// A power law times a power of one shape, y = C x_1^a_1 ... x_d^a_d S(k z)^q with a monomial z of the inputs:
/// nu^3/(exp(k nu/T) - 1), n exp(-m g x/(k T)), sqrt(1 - v^2/c^2).
///
/// In logarithms everything but k is linear for a given z and S (variable projection, Golub & Pereyra 1973): what the power
/// law leaves over is projected on what it leaves over of ln S, for all monomials, shapes and a grid of k. Works on
/// rows over any number of decades, where no polynomial follows an exponential.
struct PowerLawShape: Strategy {
    static let name = "power law times a shape"
    let stage = StrategyStage.thorough

    private static let mostRows = 300
    private static let mostInputs = 6
    private static let mostInputsOfLogarithm = 3
    private static let mostPoints = 36
    private static let finalists = 6

    /// A choice of monomial, shape and number.
    private struct Sighting {
        var score: Double
        var exponents: [Int]
        var shape: LogarithmicShape
        var number: Double
    }

    func search(_ problem: ReducedProblem, _ context: StrategyContext) throws {
        let rows = min(context.trainingRows, Self.mostRows)
        let usable = problem.columns.filter { $0.values.allSatisfy { $0 > 0 } }
        guard (1...Self.mostInputs).contains(usable.count), rows >= 4 * (usable.count + 3) else { return }
        if let (side, weights) = target(problem, context, rows) {
            try search(problem, context, usable, side, weights, isLogarithm: false)
        }
        // The target may be the logarithm of such a law.
        if problem.dimension <= Self.mostInputsOfLogarithm {
            let weights = problem.sensitivity.prefix(rows).map(abs)
            let largest = weights.max() ?? 0
            guard largest > 0 else { return }
            try search(
                problem, context, usable, Array(problem.target.prefix(rows)), weights.map { $0 / largest },
                isLogarithm: true)
        }
    }

    private func search(
        _ problem: ReducedProblem, _ context: StrategyContext, _ usable: [ReducedProblem.Column], _ side: [Double],
        _ weights: [Double], isLogarithm: Bool
    ) throws {
        let rows = side.count
        guard !context.scoreboard.hasExact, !context.control.isStopping else { return }
        let logarithms = usable.map { $0.values.prefix(rows).map(Elementary.log) }
        guard let projection = Projection(logarithms, weights) else { return }
        let remainder = projection.remainder(of: side)
        let plain = remainder.reduce(0) { $0 + $1 * $1 }
        guard plain > 1e-20 * side.reduce(0, { $0 + $1 * $1 }) else { return }
        let monomials = Self.monomials(usable.count)
        context.control.charge(monomials.count)
        let control = context.control
        let found = ParallelMap.map(monomials, threads: context.options.threads) { exponents -> [Sighting] in
            control.isStopping
                ? [] : Self.sightings(exponents, logarithms, projection, remainder, plain, rows)
        }
        // The power law alone has to be beaten by more than the price of a shape.
        let bound = 0.5 * Double(rows) * Elementary.log2(plain)
        let best = found.flatMap { $0 }.enumerated()
            .filter { $0.element.score < bound }
            .sorted { ($0.element.score, $0.offset) < ($1.element.score, $1.offset) }
            .prefix(Self.finalists).map(\.element)
        for sighting in best where !context.scoreboard.hasExact && !context.control.isStopping {
            submit(sighting, usable, logarithms, side, weights, problem, context, isLogarithm: isLogarithm)
        }
    }

    /// ln|y| and what its errors are worth; nil for targets of both signs.
    private func target(
        _ problem: ReducedProblem, _ context: StrategyContext, _ rows: Int
    ) -> (side: [Double], weights: [Double])? {
        let values = problem.target.prefix(rows)
        if context.noise == nil {
            guard values.allSatisfy({ $0 > 0 }) || values.allSatisfy({ $0 < 0 }) else { return nil }
            return (values.map { Elementary.log(abs($0)) }, [Double](repeating: 1, count: rows))
        }
        guard let noisy = NoisyTarget(problem, context, limit: rows), noisy.rows == rows,
            let working = noisy.working(.logarithm)
        else { return nil }
        let largest = working.weights.max() ?? 0
        guard largest > 0 else { return nil }
        return (working.target, working.weights.map { $0 / largest })
    }

    /// Exponents of the monomials that are tried, small ones first.
    private static func monomials(_ inputs: Int) -> [[Int]] {
        let range = inputs <= 3 ? [0, 1, -1, 2, -2] : [0, 1, -1]
        var list: [[Int]] = [[]]
        for _ in 0..<inputs { list = list.flatMap { head in range.map { head + [$0] } } }
        return list.filter { $0.contains { $0 != 0 } }.sorted { left, right in
            let (a, b) = (left.reduce(0) { $0 + abs($1) }, right.reduce(0) { $0 + abs($1) })
            return a < b
        }
    }

    /// The best number for every shape of one monomial.
    private static func sightings(
        _ exponents: [Int], _ logarithms: [[Double]], _ projection: Projection, _ remainder: [Double], _ plain: Double,
        _ rows: Int
    ) -> [Sighting] {
        let z = monomial(exponents, logarithms, rows)
        let ordered = z.sorted()
        let (low, high) = (ordered[rows / 50], ordered[rows - 1 - rows / 50])
        let price = exponents.reduce(0.0) { $0 + ($1 == 0 ? 0 : 2 + 2 * Double(abs($1))) }
        var result: [Sighting] = []
        for shape in LogarithmicShape.allCases {
            func share(_ logarithmOfNumber: Double) -> Double {
                let values = z.map { shape.logarithm(Elementary.exp($0 + logarithmOfNumber)) }
                guard values.allSatisfy(\.isFinite) else { return plain }
                let rest = projection.remainder(of: values)
                var (dot, square) = (0.0, 0.0)
                for i in rest.indices {
                    dot += rest[i] * remainder[i]
                    square += rest[i] * rest[i]
                }
                return square > 1e-18 ? max(plain - dot * dot / square, 1e-26 * plain) : plain
            }
            // From where the largest arguments are just felt to where the smallest are far out.
            let grid: [Double]
            if shape == .exponential {
                grid = [-(low + high) / 2]
            } else {
                let span = (high - low + 5).rounded(.up)
                let step = max(0.7, span / Double(mostPoints))
                grid = Array(stride(from: -high - 2.5, through: -low + 2.5, by: step))
            }
            let shares = grid.map(share)
            guard let point = shares.indices.min(by: { shares[$0] < shares[$1] }), shares[point] < plain else {
                continue
            }
            var (number, least) = (grid[point], shares[point])
            if grid.count > 1 {
                let step = grid[1] - grid[0]
                let refined = GoldenSection.minimum(of: share, from: number - step, to: number + step)
                let value = share(refined)
                if value < least { (number, least) = (refined, value) }
            }
            let bits = 0.5 * Double(rows) * Elementary.log2(least) + price + (shape == .exponential ? 8 : 18)
            result.append(Sighting(score: bits, exponents: exponents, shape: shape, number: number))
        }
        return result
    }

    /// Logarithms of a monomial.
    private static func monomial(_ exponents: [Int], _ logarithms: [[Double]], _ rows: Int) -> [Double] {
        var z = [Double](repeating: 0, count: rows)
        for (exponent, column) in zip(exponents, logarithms) where exponent != 0 {
            for i in 0..<rows { z[i] += Double(exponent) * column[i] }
        }
        return z
    }

    /// Reads the exponents as small fractions where they are near some, and submits the law.
    private func submit(
        _ sighting: Sighting, _ columns: [ReducedProblem.Column], _ logarithms: [[Double]], _ side: [Double],
        _ weights: [Double], _ problem: ReducedProblem, _ context: StrategyContext, isLogarithm: Bool
    ) {
        let rows = side.count
        let z = Self.monomial(sighting.exponents, logarithms, rows)
        let shape = z.map { sighting.shape.logarithm(Elementary.exp($0 + sighting.number)) }
        let design = [[Double](repeating: 1, count: rows)] + logarithms + [shape]
        let weighted = design.map { column in zip(column, weights).map { $0 * $1 } }
        guard
            let fit = try? LeastSquares.fullRank(Matrix(columns: weighted), [zip(side, weights).map { $0 * $1 }]),
            let solution = fit.solutions.first, let power = solution.last, power != 0
        else { return }
        let exponents = Array(solution.dropFirst().dropLast())
        let argument = Expression.product(
            zip(columns, sighting.exponents).filter { $0.1 != 0 }.map { $0.expression.raised(to: $1) })
        let sign: Double = !isLogarithm && (problem.target.first ?? 1) < 0 ? -1 : 1
        func law(_ exponents: [Expression], _ power: Expression, _ scale: Double) -> Expression {
            if isLogarithm {
                let number = Expression.real(
                    (sighting.shape == .exponential ? solution[solution.count - 1] : 1)
                        * Elementary.exp(sighting.number))
                let powers = zip(columns, exponents).map { $1 * Expression.apply(.log, $0.expression) }
                let image = sighting.shape.logarithm(of: number * argument)
                return .sum([.real(scale)] + powers + [sighting.shape == .exponential ? image : power * image])
            }
            let factors = zip(columns, exponents).map { Expression.power($0.expression, $1) }
            let inner = Expression.real(Elementary.exp(sighting.number)) * argument
            let image =
                sighting.shape == .exponential
                ? Expression.apply(
                    .exp, .real(solution[solution.count - 1] * Elementary.exp(sighting.number)) * argument)
                : Expression.power(sighting.shape.expression(of: inner), power)
            return .product([.real(sign * Elementary.exp(scale))] + factors + [image])
        }
        let submission = RefinedSubmission(problem: problem, context: context)
        for tolerance in [0.03, 0.12, 0.3] {
            let fractions = exponents.map {
                ExponentSnapping.fraction(near: $0, tolerance: tolerance, maximumDenominator: 2)
            }
            let whole = ExponentSnapping.fraction(near: power, tolerance: tolerance, maximumDenominator: 2)
            let isExponential = sighting.shape == .exponential
            guard fractions.allSatisfy({ $0 != nil }), isExponential || (whole.map { $0 != .zero } ?? false) else {
                continue
            }
            // The scale that belongs to the exponents as they were read.
            let values = fractions.compactMap { $0?.doubleValue }
            let q = isExponential ? power : whole?.doubleValue ?? power
            var (sum, weight) = (0.0, 0.0)
            for i in 0..<rows {
                var rest = side[i] - q * shape[i]
                for (j, value) in values.enumerated() { rest -= value * logarithms[j][i] }
                sum += rest * weights[i] * weights[i]
                weight += weights[i] * weights[i]
            }
            let expression = law(
                fractions.compactMap { $0.map(Expression.rational) }, whole.map(Expression.rational) ?? .one,
                sum / weight)
            submission.submit(expression, by: Self.name)
            return
        }
    }

    /// Takes the part that a power law explains out of a column.
    private struct Projection: Sendable {
        private let orthonormal: [[Double]]
        private let weights: [Double]

        /// Orthonormalises 1 and the logarithms, weighted (modified Gram-Schmidt, twice); nil when they are dependent.
        init?(_ logarithms: [[Double]], _ weights: [Double]) {
            self.weights = weights
            var basis: [[Double]] = []
            for column in [[Double](repeating: 1, count: weights.count)] + logarithms {
                var q = zip(column, weights).map { $0 * $1 }
                let before = Self.length(q)
                for _ in 0..<2 { Self.orthogonalize(&q, basis) }
                let length = Self.length(q)
                guard length > 1e-9 * before else { return nil }
                basis.append(q.map { $0 / length })
            }
            orthonormal = basis
        }

        func remainder(of column: [Double]) -> [Double] {
            var rest = zip(column, weights).map { $0 * $1 }
            for _ in 0..<2 { Self.orthogonalize(&rest, orthonormal) }
            return rest
        }

        private static func orthogonalize(_ column: inout [Double], _ basis: [[Double]]) {
            for q in basis {
                var dot = 0.0
                for i in column.indices { dot += q[i] * column[i] }
                for i in column.indices { column[i] -= dot * q[i] }
            }
        }

        private static func length(_ column: [Double]) -> Double {
            column.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
    }
}
