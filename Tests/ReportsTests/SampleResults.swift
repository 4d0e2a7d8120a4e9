import ConservationLaws
import Diagnostics
import Expressions
import SymbolicRegression

@testable import Reports

/// Results made by hand for the tests of the reports.
enum SampleResults {
    /// `0.5*m*v^2` with a fitted factor.
    static let best = FittedLaw(
        expression: .product([.real(0.5021), .variable("m"), .variable("v").raised(to: 2)]), complexity: 7,
        descriptionLength: 210.25, rSquared: .init(train: 0.99987, heldOut: 0.99981),
        rootMeanSquareError: .init(train: 0.0123, heldOut: 0.0151),
        constants: [FittedConstant(name: "c1", value: 0.5021, standardError: 0.0012, snapped: nil)], isExact: false,
        isVerified: true, strategy: "powerLaw")

    /// A worse law without constants.
    static let simple = FittedLaw(
        expression: .variable("v"), complexity: 1, descriptionLength: 412, rSquared: .init(train: 0.61, heldOut: 0.58),
        rootMeanSquareError: .init(train: 0.7, heldOut: 0.72), constants: [], isExact: false, isVerified: true,
        strategy: "enumeration")

    static let input = InputFacts(
        path: "data.csv", sha256: "00ff", rows: 21, used: 20, dropped: 1, columns: ["m", "v"], target: "W")

    static func fit(best: FittedLaw? = best, run: RunFacts? = nil) -> FitReport {
        let result = FitResult(
            status: best == nil ? .none : .found, stopped: best == nil ? .exhausted : .accepted, best: best,
            front: best.map { [simple, $0] } ?? [simple], noise: 0.012, leadInBits: best == nil ? nil : 31.4,
            searched: ["every expression up to complexity 5 was tried"], reductions: ["u = m*v^2"],
            effectiveDimension: 1, warnings: ["1 row was left out"], rows: (15, 5), evaluations: 12345)
        return FitReport(result: result, input: input, options: FitOptions(), timeoutSeconds: nil, run: run)
    }

    static let oscillator = DynamicalSystem(
        variables: ["x", "y"], rightHandSides: [.variable("y"), -.variable("x")],
        parameters: [.init(name: "k", value: .rational(Rational(3))), .init(name: "w", value: nil)], constraints: [])

    static func conservation(found: Bool, run: RunFacts? = nil) -> ConservationReport {
        let (x, y) = (Expression.variable("x"), Expression.variable("y"))
        let law = ConservedLaw(
            expression: x.raised(to: 2) + y.raised(to: 2), degree: 2, terms: 2, conditions: [],
            certificate: .init(
                kind: .exact, identity: "dH/dt = (2*x)*(y) + (2*y)*(-x) = 0",
                gradient: [("x", .integer(2) * x), ("y", .integer(2) * y)]))
        let result = ConservationResult(
            status: found ? .found : .none, stopped: .exhausted, laws: found ? [law] : [],
            searched: .init(
                description: "polynomials of degree at most 4 in x, y", basisSize: 14, completeDegree: 4,
                dimensions: found ? [0, 1, 1, 2] : [0, 0, 0, 0]),
            isComplete: true, statements: found ? [] : ["no polynomial law up to degree 4 exists"], warnings: [],
            evaluations: 14)
        return ConservationReport(
            result: result, system: oscillator, path: "system.txt", sha256: "ab", options: ConservationOptions(),
            timeoutSeconds: 2.5, run: run)
    }
}
