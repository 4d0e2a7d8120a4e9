import Expressions
import Glibc
import NumericKernel

/// Finds a formula for a coefficient that varies in time, from its Legendre coefficients and their covariance.
///
/// Tried are polynomials to degree 3, a + b sin(ω t + φ), the same without a phase, and a + b exp(k t), by generalised least squares
/// on the Legendre coefficients, linear in all but ω and k, which are scanned and refined. The price of a parameter decides.
struct CourseFit {
    /// Time of the first and the last instant.
    let start: Double
    let end: Double
    private static let samples = 400
    /// What a parameter costs in units of χ².
    private static let price = 4.0

    /// A formula for the course.
    struct Outcome {
        /// The formula in the name of the time, divided by `level`, with no more digits than are known.
        var expression: Expression
        /// The linear parameter that is known best, for the coefficient in front, with its standard error.
        var level: (value: Double, standardError: Double)
        /// χ² per degree of freedom of the formula against the coefficients.
        var reduced: Double
    }

    /// Formulas that are linear in all but one number.
    private struct Family {
        /// Values of the number to begin with; none for families without one.
        var grid: [Double]
        /// Functions of time for a number.
        var basis: (Double) -> [(Double) -> Double]
        /// The formula for a number and linear parameters.
        var formula: (Double, [Double]) -> Expression
    }

    /// A family fitted with one value of its number.
    private struct Fit {
        var score: Double
        var reduced: Double
        var values: [Double]
    }

    /// The best formula; nil when none fits within the errors.
    ///
    /// - Parameters:
    ///   - coefficients: by the degree of the Legendre polynomial of time scaled to -1 ... 1.
    ///   - covariance: of the coefficients.
    ///   - time: name of the time.
    func formula(_ coefficients: [Double], covariance: Matrix, time: String) -> Outcome? {
        // Errors of clean data are below what the polynomials can resolve.
        var widened = covariance
        let size = coefficients.map(abs).max() ?? 1
        for index in 0..<widened.rows { widened[index, index] += 1e-8 * size * size }
        guard let factor = WhiteningFactor(widened) else { return nil }
        func fitted(_ family: Family, _ number: Double) -> Fit? {
            let basis = family.basis(number).map { modes(coefficients.count, $0) }
            let whitened = factor.whitened(Matrix(columns: basis + [coefficients]))
            guard let search = try? SubsetSearch(whitened) else { return nil }
            let fit = search.fit(Array(0..<basis.count), withGains: false)
            let parameters = Double(fit.support.count + (family.grid.isEmpty ? 0 : 1))
            return Fit(
                score: fit.residual + Self.price * parameters,
                reduced: fit.residual / max(Double(coefficients.count) - parameters, 1),
                values: search.coefficients(of: fit))
        }
        var best: (family: Family, number: Double, fit: Fit)?
        for family in families(.variable(time)) {
            let number = minimum(over: family.grid) { fitted(family, $0)?.score ?? .infinity }
            guard let fit = fitted(family, number), fit.score < best?.fit.score ?? .infinity else { continue }
            best = (family, number, fit)
        }
        guard let best, best.fit.reduced < 4 else { return nil }
        let errors = standardErrors(best.family, best.number, best.fit.values, factor, coefficients.count)
        let known = best.fit.values.indices.max {
            abs(best.fit.values[$0]) / errors[$0] < abs(best.fit.values[$1]) / errors[$1]
        }
        guard let known, best.fit.values[known] != 0 else { return nil }
        let level = best.fit.values[known]
        let ratios = best.fit.values.indices.map { index in
            index == known
                ? 1 : NumberedRefinement.rounded(best.fit.values[index] / level, error: errors[index] / abs(level))
        }
        let number = NumberedRefinement.rounded(best.number, error: errors[best.fit.values.count...].first ?? 0)
        return Outcome(
            expression: best.family.formula(number, ratios), level: (level, errors[known]), reduced: best.fit.reduced)
    }

    /// Standard errors of the linear parameters, with what the number in the functions adds to them, and then its own.
    private func standardErrors(
        _ family: Family, _ number: Double, _ values: [Double], _ factor: WhiteningFactor, _ count: Int
    ) -> [Double] {
        var columns = family.basis(number).map { modes(count, $0) }
        if !family.grid.isEmpty {
            let step = 1e-4 * max(abs(number), 1e-3)
            func course(_ number: Double) -> [Double] {
                let basis = family.basis(number)
                return modes(count) { s in zip(values, basis).reduce(0) { $0 + $1.0 * $1.1(s) } }
            }
            columns.append(
                zip(course(number + step), course(number - step)).map { ($0 - $1) / (2 * step) })
        }
        let covariance = JointProblem.inverse(factor.whitened(Matrix(columns: columns)).gram)
        return columns.indices.map { index in
            max(covariance.map { $0[index, index].squareRoot() } ?? .infinity, .leastNormalMagnitude)
        }
    }

    /// The families of formulas; functions take time scaled to -1 ... 1.
    private func families(_ t: Expression) -> [Family] {
        let (middle, half, end) = ((start + end) / 2, (end - start) / 2, end)
        var families = (1...3).map { degree in
            Family(
                grid: [],
                basis: { _ in (0...degree).map { power in { pow(half * $0 + middle, Double(power)) } } },
                formula: { _, values in
                    Expression.sum(
                        values.enumerated().map { power, value in
                            power == 0
                                ? .real(value)
                                : .product([.real(value), power == 1 ? t : .power(t, .rational(Rational(power)))])
                        })
                })
        }
        let frequencies = (1...48).map { Double($0) * Double.pi / (8 * half) }
        func wave(_ frequency: Double, _ phase: Double) -> (Double) -> Double {
            { sin(frequency * (half * $0 + middle) + phase) }
        }
        let quarter = Double.pi / 2
        families.append(
            Family(
                grid: frequencies, basis: { [{ _ in 1 }, wave($0, 0), wave($0, quarter)] },
                formula: { frequency, values in
                    let amplitude = (values[1] * values[1] + values[2] * values[2]).squareRoot()
                    let phase = atan2(values[2], values[1])
                    let argument = Expression.sum([.product([.real(frequency), t]), .real(phase)])
                    return .sum([.real(values[0]), .product([.real(amplitude), .function(.sin, [argument])])])
                }))
        for (function, phase) in [(Function.sin, 0.0), (.cos, quarter)] {
            families.append(
                Family(
                    grid: frequencies, basis: { [{ _ in 1 }, wave($0, phase)] },
                    formula: { frequency, values in
                        let argument = Expression.product([.real(frequency), t])
                        return .sum([.real(values[0]), .product([.real(values[1]), .function(function, [argument])])])
                    }))
        }
        families.append(
            Family(
                grid: (-20...20).filter { $0 != 0 }.map { Double($0) / (4 * half) },
                basis: { rate in [{ _ in 1 }, { exp(rate * half * ($0 - 1)) }] },
                formula: { rate, values in
                    // exp(rate (t - end)) with the constant factor taken into the amplitude.
                    let argument = Expression.product([.real(rate), t])
                    let amplitude = Expression.real(values[1] * exp(-rate * end))
                    return .sum([.real(values[0]), .product([amplitude, .function(.exp, [argument])])])
                }))
        return families
    }

    /// Scans a number and refines its best value by golden section; 0 when there is nothing to scan.
    private func minimum(over grid: [Double], _ value: (Double) -> Double) -> Double {
        let values = grid.map(value)
        guard let best = values.indices.min(by: { values[$0] < values[$1] }) else { return 0 }
        var low = grid[max(best - 1, 0)]
        var high = grid[min(best + 1, grid.count - 1)]
        let ratio = (5.0.squareRoot() - 1) / 2
        var (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
        var (first, second) = (value(a), value(b))
        for _ in 0..<60 {
            if first < second {
                (high, b, second) = (b, a, first)
                a = high - ratio * (high - low)
                first = value(a)
            } else {
                (low, a, first) = (a, b, second)
                b = low + ratio * (high - low)
                second = value(b)
            }
        }
        return (low + high) / 2
    }

    /// Legendre coefficients of a function on -1 ... 1, by the midpoint rule on Chebyshev angles.
    private func modes(_ count: Int, _ function: (Double) -> Double) -> [Double] {
        var result = [Double](repeating: 0, count: count)
        for sample in 0..<Self.samples {
            let angle = Double.pi * (Double(sample) + 0.5) / Double(Self.samples)
            let s = cos(angle)
            let weight = function(s) * sin(angle) * Double.pi / Double(Self.samples)
            for mode in 0..<count {
                result[mode] += weight * FieldProblem.legendre(mode, at: s) * (Double(mode) + 0.5)
            }
        }
        return result
    }
}
