import Expressions
import Glibc
import NumericKernel

/// Finds a formula for a coefficient that varies in time, from its Legendre coefficients and their covariance.
///
/// Tried are polynomials to degree 3, a + b sin(ω t + φ) and a + b exp(k t), by generalised least squares on the Legendre
/// coefficients, linear in all but ω and k, which are scanned and refined. The price of a parameter decides.
struct CourseFit {
    /// Time of the first and the last instant.
    let start: Double
    let end: Double
    private static let samples = 400

    /// A formula for the course over its mean.
    struct Outcome {
        /// The formula in the name of the time, without the unit of the coefficient.
        var expression: Expression
        /// χ² per degree of freedom of the formula against the coefficients.
        var reduced: Double
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
        let t = Expression.variable(time)
        var best: (score: Double, reduced: Double, expression: Expression)?
        func offer(_ basis: [[Double]], extra: Int, _ build: ([Double]) -> Expression) -> Double {
            let whitened = factor.whitened(Matrix(columns: basis + [coefficients]))
            guard let search = try? SubsetSearch(whitened) else { return .infinity }
            let fit = search.fit(Array(0..<basis.count), withGains: false)
            let parameters = Double(fit.support.count + extra)
            let score = fit.residual + 4 * parameters
            let degrees = max(Double(coefficients.count) - parameters, 1)
            if score < (best?.score ?? .infinity) {
                best = (score, fit.residual / degrees, build(search.coefficients(of: fit)))
            }
            return fit.residual
        }
        let middle = (start + end) / 2
        let half = (end - start) / 2
        for degree in 1...3 {
            let basis = (0...degree).map { power in modes(coefficients.count) { pow(half * $0 + middle, Double(power)) }
            }
            _ = offer(basis, extra: 0) { values in
                Expression.sum(
                    values.enumerated().map { power, value in
                        power == 0
                            ? .real(value)
                            : .product([.real(value), power == 1 ? t : .power(t, .rational(Rational(power)))])
                    })
            }
        }
        func wave(_ frequency: Double) -> Double {
            let basis = [
                modes(coefficients.count) { _ in 1 },
                modes(coefficients.count) { sin(frequency * (half * $0 + middle)) },
                modes(coefficients.count) { cos(frequency * (half * $0 + middle)) },
            ]
            return offer(basis, extra: 1) { values in
                let amplitude = (values[1] * values[1] + values[2] * values[2]).squareRoot()
                let phase = atan2(values[2], values[1])
                let argument = Expression.sum([.product([.real(frequency), t]), .real(phase)])
                return Expression.sum([.real(values[0]), .product([.real(amplitude), .function(.sin, [argument])])])
            }
        }
        func growth(_ rate: Double) -> Double {
            let basis = [
                modes(coefficients.count) { _ in 1 }, modes(coefficients.count) { exp(rate * half * ($0 - 1)) },
            ]
            return offer(basis, extra: 1) { values in
                // exp(rate (t - end)) with the constant factor taken into the amplitude.
                let argument = Expression.product([.real(rate), t])
                return Expression.sum([
                    .real(values[0]),
                    .product([.real(values[1] * exp(-rate * end)), .function(.exp, [argument])]),
                ])
            }
        }
        minimise(wave, over: (1...48).map { Double($0) * Double.pi / (8 * half) })
        minimise(growth, over: (-20...20).filter { $0 != 0 }.map { Double($0) / (4 * half) })
        guard let best, best.reduced < 4 else { return nil }
        return Outcome(expression: best.expression, reduced: best.reduced)
    }

    /// Scans a parameter and refines its best value by golden section.
    private func minimise(_ value: (Double) -> Double, over grid: [Double]) {
        let values = grid.map(value)
        guard let best = values.indices.min(by: { values[$0] < values[$1] }) else { return }
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
