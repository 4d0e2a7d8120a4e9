import Diagnostics
import Expressions
import Glibc
import NumericKernel
import Testing

@testable import SparseDynamics

/// Equations with numbers inside their functions.
@Suite struct ShapeTests {
    /// An orbit of a map and what should be found.
    struct Orbit: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let variables: [String]
        let start: [Double]
        let formulas: [String]
        let next: @Sendable ([Double]) -> [Double]

        func series(_ count: Int = 1200) -> TimeSeries {
            var states = [start]
            while states.count < count { states.append(next(states[states.count - 1])) }
            return TimeSeries(
                kind: .map, timeName: "n", variables: variables,
                trajectories: [
                    Trajectory(
                        times: states.indices.map { Double($0) },
                        states: variables.indices.map { index in states.map { $0[index] } })
                ])
        }
    }

    static let orbits = [
        Orbit(
            testDescription: "waves of two variables", variables: ["x", "y"], start: [0.3, -0.2],
            formulas: ["cos(1.7*x) - sin(2.3*y)", "1.2*sin(1.7*x) + 0.8*cos(2.3*y)"]
        ) { s in [cos(1.7 * s[0]) - sin(2.3 * s[1]), 1.2 * sin(1.7 * s[0]) + 0.8 * cos(2.3 * s[1])] },
        Orbit(
            testDescription: "drift with a wave", variables: ["angle"], start: [0.1],
            formulas: ["angle + 0.41 + 2.9*sin(2*pi*angle)/pi"]
        ) { s in [s[0] + 0.41 + 2.9 * sin(2 * Double.pi * s[0]) / Double.pi] },
        Orbit(testDescription: "a kink", variables: ["x"], start: [0.37], formulas: ["0.9 - 1.7*abs(x - 0.4)"]) { s in
            [0.9 - 1.7 * abs(s[0] - 0.4)]
        },
        Orbit(
            testDescription: "around a circle", variables: ["x"], start: [0.21], formulas: ["mod(3*x + 0.2, 1.3)"]
        ) { s in
            let g = 3 * s[0] + 0.2
            return [g - 1.3 * (g / 1.3).rounded(.down)]
        },
        Orbit(
            testDescription: "a saturation and the next value of another variable", variables: ["x", "y"],
            start: [1.3, 0.4], formulas: ["y + 3*x/(1 + x^2)", "-0.9*x + 0.3*(y + 3*x/(1 + x^2))^2"]
        ) { s in
            let x = s[1] + 3 * s[0] / (1 + s[0] * s[0])
            return [x, -0.9 * s[0] + 0.3 * x * x]
        },
    ]

    @Test(arguments: orbits) func numbersInsideFunctionsAreFound(orbit: Orbit) throws {
        let series = orbit.series()
        let result = try governingEquations(of: series, options: DynamicsOptions(), control: RunControl())
        #expect(result.status == .found)
        #expect(result.isVerified)
        let columns = Set(orbit.variables)
        for (equation, formula) in zip(result.equations, orbit.formulas) {
            let truth = try Expression.parse(formula, variables: columns).simplified()
            #expect(equation.expression.simplified() == truth, "\(equation.expression)")
        }
    }

    @Test func flowsWithUnknownFrequenciesAreFound() throws {
        let system = SampleSystem(
            name: "driven by its place", variables: ["x", "v"], start: [0.3, 1.1], step: 0.02, count: 1200, terms: []
        ) { s in [s[1], -0.2 * s[1] - 1.5 * sin(2.6 * s[0]) + 0.1] }
        let result = try governingEquations(
            of: system.series(starts: [[0.3, 1.1], [-0.8, 4]]), options: DynamicsOptions(), control: RunControl())
        #expect(result.status == .found)
        let found = result.equations[1].byTerm
        #expect(Set(found.keys) == ["1", "v", "sin(2.6*x)"])
    }

    /// The denominator is told from states and rates alone, whichever polynomial stands above it.
    @Test(arguments: [2.0, 0.5, 11]) func denominatorsAreTakenApart(rate: Double) throws {
        let random = RandomStream(seed: 3)
        let states = (0..<400).map { _ in [random.uniform(in: 0.2...3), random.uniform(in: 0.2...3)] }
        // Next values of a map that starts anew at every row.
        let series = TimeSeries(
            kind: .map, timeName: "n", variables: ["x", "y"],
            trajectories: states.map { s in
                let next = 1 + s[1] - 2 * s[0] / ((1 + rate * s[0]) * (3 + s[1]))
                return Trajectory(times: [0, 1], states: [[s[0], next], [s[1], s[1]]])
            })
        let scaled = ScaledSeries(series)
        let rows = try ShapeRows(series: scaled, names: ["x", "y"], equation: 0, known: KnownParts())
        let shapes = try #require(
            RationalSearch(rows: rows.pointwise(equation: 0, series: scaled, known: KnownParts())).shapes().first)
        #expect(shapes.map(\.argument) == [.column(0), .column(1)])
        for (shape, pole) in zip(shapes, [1 / rate, 3]) {
            #expect(abs((shape.parameters.first ?? 0) - pole) < 1e-6 * pole)
        }
    }

    @Test func polynomialsHaveNoDenominator() throws {
        let series = try SampleSystem.lorenz.series()
        let scaled = ScaledSeries(series)
        let rows = try ShapeRows(series: scaled, names: ["x", "y", "z"], equation: 2, known: KnownParts())
        #expect(
            RationalSearch(rows: rows.pointwise(equation: 2, series: scaled, known: KnownParts())).shapes().isEmpty)
    }

    @Test func fewDifferentStatesAreNoProof() throws {
        let orbit = Orbit(
            testDescription: "", variables: ["x", "y"], start: [0.51, 0.1], formulas: []
        ) { s in [1 - s[1] + abs(s[0]), s[0]] }
        let result = try governingEquations(of: orbit.series(), options: DynamicsOptions(), control: RunControl())
        #expect(result.doubts.contains { $0.contains("6 different states") })
    }

    @Test(arguments: [1, 2, 3]) func theComplementIsOrthogonal(seed: Int) {
        let random = RandomStream(seed: UInt64(seed))
        func column() -> [Double] { (0..<40).map { _ in random.gaussian(standardDeviation: 1) } }
        var space = Complement()
        let columns = (0..<5).map { _ in column() }
        for column in columns { space.add(column) }
        let rest = space.remainder(of: column())
        for column in columns { #expect(abs(Complement.dot(rest, column)) < 1e-11) }
        #expect(space.direction(of: columns[0]) == nil)
        #expect(abs(space.gain(of: [rest], on: rest) - Complement.dot(rest, rest)) < 1e-9)
    }

    /// A column that is nearly in the span leaves what is orthogonal to it to rounding errors, however little that is.
    @Test(arguments: [1, 1e-2, 1e-4, 1e-7]) func littleIsLeftOrthogonally(share: Double) {
        let random = RandomStream(seed: 11)
        func column() -> [Double] { (0..<60).map { _ in random.gaussian(standardDeviation: 1) } }
        var space = Complement()
        let known = (0..<6).map { _ in column() }
        for column in known { space.add(column) }
        let fresh = column()
        let mixed = fresh.indices.map { row in known.reduce(share * fresh[row]) { $0 + $1[row] } }
        let rest = space.remainder(of: mixed)
        let size = Complement.dot(rest, rest).squareRoot()
        #expect(size > 0)
        for column in known { #expect(abs(Complement.dot(rest, column)) < 1e-9 * size) }
    }

    @Test func aScanEndsWhenItsRunDoes() throws {
        let series = ScaledSeries(try SampleSystem.lorenz.series())
        let rows = try ShapeRows(series: series, names: ["x", "y", "z"], equation: 1, known: KnownParts())
        let control = RunControl()
        let model = ShapeModel(shapes: [], terms: [ShapeModel.Term(factor: [0])])
        #expect(!ShapeScan(rows: rows, threads: 1, control: control).proposals(beside: model, limit: 3).isEmpty)
        control.interrupt()
        #expect(ShapeScan(rows: rows, threads: 1, control: control).proposals(beside: model, limit: 3).isEmpty)
    }

    @Test(arguments: [0.0, 0.02, 0.1]) func theGammaTestTellsWhatIsNotDetermined(noise: Double) throws {
        let random = RandomStream(seed: 5)
        var x = [0.37]
        while x.count < 1500 { x.append(3.8 * x[x.count - 1] * (1 - x[x.count - 1])) }
        // Noise in what follows only: the part that no function of the state can tell.
        let states = x.dropLast()
        let next = x.dropFirst().map { $0 + random.gaussian(standardDeviation: noise) }
        let series = TimeSeries(
            kind: .map, timeName: "n", variables: ["x"],
            trajectories: zip(states, next).map { Trajectory(times: [0, 1], states: [[$0, $1]]) })
        let scaled = ScaledSeries(series)
        let variance = try #require(GammaTest.variance(scaled, variable: 0))
        let truth = noise / scaled.scales[0]
        #expect(abs(variance - truth * truth) < 0.25 * truth * truth + 1e-6)
    }

    /// Two frequencies and their derivatives that imitate the one between them.
    @Test func imitationsGiveWayToOneShape() throws {
        var states = [[0.3], [0.2]]
        for row in 0..<600 {
            let (x, y) = (states[0][row], states[1][row])
            states[0].append(cos(1.4 * x) - sin(1.4 * y))
            states[1].append(sin(1.6 * x) + 0.7 * cos(1.6 * y))
        }
        let series = ScaledSeries(
            TimeSeries(
                kind: .map, timeName: "n", variables: ["x", "y"],
                trajectories: [Trajectory(times: states[0].indices.map { Double($0) }, states: states)]))
        let rows = try ShapeRows(series: series, names: ["x", "y"], equation: 1, known: KnownParts())
        func wave(_ column: Int, _ number: Double) -> Shape {
            Shape(kind: .wave, argument: .column(column), parameters: [number])
        }
        let model = ShapeModel(
            shapes: [wave(0, 1.6), wave(1, 1.60003), wave(1, 1.6)],
            terms: [(0, 1, []), (1, 0, []), (1, 1, [1]), (2, 1, [1])].map {
                ShapeModel.Term(shape: $0.0, component: $0.1, factor: $0.2)
            })
        #expect(model.imitations == [[2, 3]])
        let before = try #require(model.fitted(rows))
        let pursuit = ShapePursuit(rows: rows, exact: rows, monomials: [], threads: 1, control: RunControl())
        let slim = try #require(pursuit.sparse(model, left: 1e-13))
        #expect(before.residual < 1e-8)
        #expect(slim.shapes.count == 2)
        #expect(slim.shapes.allSatisfy { abs($0.parameters[0] - 1.6) < 1e-9 })
    }
}
