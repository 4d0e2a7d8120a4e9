import Diagnostics
import Expressions
import Glibc
import NumericKernel

/// Fits the numbers inside functions together with coefficients and states of a joint fit.
///
/// To first order a change of a number adds the derivative of its functions by it, a further function whose coefficient is the
/// change: Gauss-Newton on the quadratic model with the states eliminated, then the states follow.
struct NumberedRefinement {
    /// Most steps.
    static let mostSteps = 8
    /// Largest change of the logarithm of a number in a step.
    static let largestStep = 0.7
    /// Share of the standard error that a number may be rounded by.
    static let rounding = 0.1
    /// Standard errors within which the number of a wave or an exponential is taken for 1.
    static let plainness = 2.5

    /// A fit with its numbers.
    struct Fit {
        var problem: JointProblem
        var solution: JointSolution
        var shapes: [NumberedShape]
        /// Relative standard errors of the numbers; nil for those of functions that do not occur.
        var errors: [Double?]
        /// Covariance of the scaled coefficients, with what the numbers add to it.
        var covariance: Matrix?
    }

    let library: NumberedLibrary
    let nodes: Int
    let tolerance: Double
    let control: RunControl

    /// Refines the numbers from a solution.
    func refined(_ problem: JointProblem, _ solution: JointSolution, _ shapes: [NumberedShape]) throws -> Fit {
        var fit = try fit(problem, solution, shapes)
        for _ in 0..<Self.mostSteps where !control.isStopping {
            guard let model = try model(fit), let step = JointProblem.step(model.quadratic) else { break }
            let changes = Array(step[fit.solution.terms.count...])
            let errors = JointProblem.inverse(model.quadratic.matrix).map { covariance in
                model.active.indices.map { place in
                    let index = fit.solution.terms.count + place
                    return max(covariance[index, index], 0).squareRoot()
                }
            }
            guard let moved = try moved(fit, step, model.active) else { break }
            let gain = fit.solution.chiSquared - moved.solution.chiSquared
            fit = moved
            let isSmall = zip(changes, errors ?? changes.map { _ in 0 }).allSatisfy { abs($0) < 0.03 * $1 }
            if isSmall || gain < 0.02 { break }
        }
        return try measured(fit)
    }

    /// A solution whose functions are measured on the states of its own problem, as those of the steps will be.
    private func fit(_ problem: JointProblem, _ solution: JointSolution, _ shapes: [NumberedShape]) throws -> Fit {
        var fit = Fit(problem: problem, solution: solution, shapes: shapes, errors: [], covariance: nil)
        guard let own = try library.scaled(shapes, series: problem.series), own.norms != problem.library.norms else {
            return fit
        }
        // States between the samples change the size of functions.
        fit.solution.coefficients = rescaled(fit, to: own)
        fit.problem = JointProblem(problem.series, own, nodes: nodes, tolerance: tolerance)
        return fit
    }

    /// The coefficients of a fit for functions of another size.
    private func rescaled(_ fit: Fit, to other: ScaledLibrary) -> [Double] {
        zip(fit.solution.terms, fit.solution.coefficients).map { term, value in
            value * other.norms[term.function] / fit.problem.library.norms[term.function]
        }
    }

    /// By how much numbers that are free would lower χ² of a solution, to first order.
    func expectedGain(_ problem: JointProblem, _ solution: JointSolution, _ shapes: [NumberedShape]) throws -> Double {
        let fit = try fit(problem, solution, shapes)
        guard let model = try model(fit), let step = JointProblem.step(model.quadratic) else { return .infinity }
        return -zip(model.quadratic.gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The fit with numbers of no more digits than they are known to, and 1 in place of those that may be 1.
    func rounded(_ fit: Fit) throws -> Fit {
        var shapes = fit.shapes
        for (place, error) in fit.errors.enumerated() {
            guard let error, error > 0, error.isFinite else { continue }
            let number = shapes[place].number
            if number > 0, abs(log(number)) < Self.plainness * error, let plain = shapes[place].plain {
                shapes[place] = plain
                continue
            }
            shapes[place].number = Self.rounded(number, error: error * abs(number))
        }
        guard let solved = try solved(fit, shapes) else { return fit }
        return try measured(solved)
    }

    /// The fit without the terms that do not pay their price once the numbers may follow.
    func slimmed(_ fit: Fit, price: Double) throws -> Fit {
        var fit = fit
        while !control.isStopping, let covariance = fit.covariance {
            let terms = fit.solution.terms
            let losses = terms.indices.map { place in
                fit.solution.coefficients[place] * fit.solution.coefficients[place]
                    / max(covariance[place, place], .leastNormalMagnitude)
            }
            guard terms.count > 1, let weakest = losses.indices.min(by: { losses[$0] < losses[$1] }),
                losses[weakest] < price
            else { break }
            var fewer = fit.solution
            fewer.terms.remove(at: weakest)
            fewer.coefficients.remove(at: weakest)
            guard
                let solution = fit.problem.solved(
                    states: fewer.states, terms: fewer.terms, coefficients: fewer.coefficients, iterations: 8,
                    control: control)
            else { break }
            let next = try refined(fit.problem, solution, fit.shapes)
            guard next.solution.chiSquared < fit.solution.chiSquared + price else { break }
            fit = next
        }
        return fit
    }

    /// The fit with standard errors.
    private func measured(_ fit: Fit) throws -> Fit {
        var fit = fit
        fit.errors = fit.shapes.map { _ in nil }
        fit.covariance = nil
        guard let model = try model(fit), let covariance = JointProblem.inverse(model.quadratic.matrix) else {
            return fit
        }
        let count = fit.solution.terms.count
        for (place, shape) in model.active.enumerated() {
            fit.errors[shape] = max(covariance[count + place, count + place], 0).squareRoot()
        }
        fit.covariance = covariance
        return fit
    }

    /// The quadratic model in the coefficients and in the logarithms of the numbers that occur.
    private func model(_ fit: Fit) throws -> (quadratic: ReducedQuadratic, active: [Int])? {
        let terms = fit.solution.terms
        let owners = terms.map { library.shape(of: $0.function, fit.shapes) }
        let active = Array(Set(owners.compactMap { $0 })).filter { !fit.shapes[$0].isPlain }.sorted()
        guard let wide = try library.scaled(fit.shapes, withTangents: true, series: fit.problem.series) else {
            return nil
        }
        let problem = JointProblem(fit.problem.series, wide, nodes: nodes, tolerance: tolerance)
        let numbered = terms.indices.filter { place in owners[place].map { active.contains($0) } ?? false }
        let tangents = numbered.map { place in
            ActiveTerm(
                equation: terms[place].equation,
                function: library.tangent(of: terms[place].function, fit.shapes))
        }
        let coefficients = fit.solution.coefficients
        guard
            let whole = problem.reduced(
                fit.solution.states, terms + tangents, coefficients + tangents.map { _ in 0 })
        else { return nil }
        var projection = Matrix(rows: terms.count + tangents.count, columns: terms.count + active.count)
        for place in terms.indices { projection[place, place] = 1 }
        for (row, place) in numbered.enumerated() {
            guard let owner = owners[place], let column = active.firstIndex(of: owner) else { continue }
            let ratio = wide.norms[tangents[row].function] / wide.norms[terms[place].function]
            projection[terms.count + row, terms.count + column] = coefficients[place] * ratio
        }
        let matrix = projection.transposed.times(whole.matrix.times(projection))
        let gradient = projection.transposed.times(whole.gradient)
        return (ReducedQuadratic(matrix: matrix, gradient: gradient, stretches: []), active)
    }

    /// A step, shortened until it is one downwards; nil when none is.
    private func moved(_ fit: Fit, _ step: [Double], _ active: [Int]) throws -> Fit? {
        let count = fit.solution.terms.count
        let largest = step[count...].reduce(0) { max($0, abs($1)) }
        var share = min(1, Self.largestStep / max(largest, 1e-12))
        for _ in 0..<4 where !control.isStopping {
            var shapes = fit.shapes
            for (place, shape) in active.enumerated() { shapes[shape].number *= exp(share * step[count + place]) }
            var start = fit
            for place in 0..<count { start.solution.coefficients[place] += share * step[place] }
            if let next = try solved(start, shapes), next.solution.chiSquared < fit.solution.chiSquared { return next }
            share *= 0.3
        }
        return nil
    }

    /// The joint fit with other numbers.
    private func solved(_ fit: Fit, _ shapes: [NumberedShape]) throws -> Fit? {
        guard let next = try library.scaled(shapes, series: fit.problem.series) else { return nil }
        let problem = JointProblem(fit.problem.series, next, nodes: nodes, tolerance: tolerance)
        guard
            let solution = problem.solved(
                states: fit.solution.states, terms: fit.solution.terms, coefficients: rescaled(fit, to: next),
                iterations: 8, control: control)
        else { return nil }
        return Fit(problem: problem, solution: solution, shapes: shapes, errors: fit.errors, covariance: nil)
    }

    /// A number with no more digits than its standard error leaves it, rounded by at most a tenth of it; itself where it would vanish.
    static func rounded(_ number: Double, error: Double) -> Double {
        guard error > 0, error.isFinite else { return number }
        let unit = pow(10, log10(2 * rounding * error).rounded(.down))
        let value = (number / unit).rounded() * unit
        return value == 0 ? number : Double(decimal(value, unit)) ?? value
    }

    /// The text of a number with no digits below a unit.
    private static func decimal(_ value: Double, _ unit: Double) -> String {
        let digits = max(Int(-log10(unit).rounded()), 0)
        guard digits <= 15 else { return String(value) }
        let factor = pow(10, Double(digits))
        return String((value * factor).rounded() / factor)
    }
}
