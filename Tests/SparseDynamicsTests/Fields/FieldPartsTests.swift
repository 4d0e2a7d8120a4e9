import Expressions
import Foundation
import NumericKernel
import Testing

@testable import SparseDynamics

/// The parts that searches on fields are made of.
struct FieldPartsTests {
    private let text = FieldTermText(fields: ["u", "v"], coordinates: ["x", "y", "t"])

    private func term(_ powers: [Int], _ derivative: [Int], coordinates: [Int] = []) -> FieldTerm {
        FieldTerm(function: FieldFunction(powers: powers, coordinatePowers: coordinates), derivative: derivative)
    }

    private func written(_ term: FieldTerm) -> String {
        let formula = text.formula(term)
        return "\(Int(formula.factor)) * \(ExpressionPrinter().text(formula.expression)) | \(text.conservative(term))"
    }

    @Test func termsAreWrittenOut() {
        #expect(written(term([1, 0], [2, 0])) == "1 * u_xx | u_xx")
        #expect(written(term([2, 0], [1, 0])) == "2 * u*u_x | (u^2)_x")
        #expect(written(term([3, 0], [0, 1])) == "3 * u^2*u_y | (u^3)_y")
        #expect(written(term([1, 1], [1, 0])) == "1 * u*v_x + v*u_x | (u*v)_x")
        #expect(written(term([0, 1], [0, 0], coordinates: [2, 0, 0])) == "1 * x^2*v | x^2*v")
        #expect(written(term([0, 0], [0, 0])) == "1 * 1 | 1")
    }

    @Test func secondDerivativeOfASquare() {
        let formula = text.formula(term([2, 0], [2, 0]))
        let values = ["u": 1.3, "u_x": -0.7, "u_xx": 2.1]
        #expect(abs(formula.factor * formula.expression.numericValue(values) - 2 * (0.49 + 1.3 * 2.1)) < 1e-12)
    }

    /// Derivatives of the bumps against differences.
    @Test(arguments: [1, 2, 3, 4])
    func bumpDerivatives(order: Int) {
        let family = BumpFamily(gridCount: 400, halfWidth: 120.3, spacing: 0.5, maximumOrder: 4)
        let (low, high) = (family.matrices[order - 1], family.matrices[order])
        let largest = high.elements.map(abs).max() ?? 0
        for row in 0..<family.count {
            for point in 1..<399 {
                let slope = (low[row, point + 1] - low[row, point - 1]) / 2
                #expect(abs(slope - high[row, point]) < 6e-3 * largest)
            }
        }
    }

    /// Integration by parts leaves nothing at the ends: derivatives of bumps sum to zero against low powers.
    @Test func bumpsVanishAtTheirEnds() {
        let family = BumpFamily(gridCount: 101, halfWidth: 20, spacing: 0.3, maximumOrder: 3)
        for row in 0..<family.count {
            var (first, moment, mass) = (0.0, 0.0, 0.0)
            for point in 0..<101 {
                first += family.matrices[1][row, point]
                moment += Double(point) * family.matrices[1][row, point]
                mass += family.matrices[0][row, point]
            }
            #expect(abs(first) < 1e-10)
            #expect(abs(moment + mass) < 1e-7 * mass)
        }
    }

    @Test(arguments: [[7], [12, 5], [6, 5, 9]])
    func cosineTransformIsOrthonormal(shape: [Int]) {
        let count = shape.reduce(1, *)
        let transform = CosineTransform(shape: shape)
        let stream = RandomStream(seed: 5)
        let values = (0..<count).map { _ in stream.gaussian() }
        let coefficients = transform.forward(values)
        let back = transform.inverse(coefficients)
        #expect(zip(values, back).allSatisfy { abs($0 - $1) < 1e-12 })
        let (before, after) = (values.map { $0 * $0 }.reduce(0, +), coefficients.map { $0 * $0 }.reduce(0, +))
        #expect(abs(before - after) < 1e-10 * before)
    }

    @Test(arguments: [0.001, 0.01, 0.3])
    func noiseIsMeasured(noise: Double) {
        let clean = FieldFixtures.burgers().fields[0].values
        let size = (clean.reduce(0) { $0 + $1 * $1 } / Double(clean.count)).squareRoot()
        let estimate = FieldNoise.standardDeviation(FieldFixtures.noisy(clean, noise), shape: [128, 96])
        #expect(abs(estimate / (noise * size) - 1) < 0.05)
        #expect(FieldNoise.standardDeviation(clean, shape: [128, 96]) < 1e-5 * size)
    }

    @Test func smoothingRemovesMostOfTheNoise() {
        let clean = FieldFixtures.burgers().fields[0].values
        let noisy = FieldFixtures.noisy(clean, 0.2)
        let sigma = FieldNoise.standardDeviation(noisy, shape: [128, 96])
        let smooth = SpectralSmoother(shape: [128, 96]).smoothed(noisy, sigma: sigma).values
        func distance(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map { ($0 - $1) * ($0 - $1) }.reduce(0, +) }
        #expect(distance(smooth, clean) < 0.1 * distance(noisy, clean))
    }

    /// The covariance of the rows against the scatter of rows of simulated noise.
    @Test func covarianceAgainstSimulation() throws {
        let problem = FieldProblem(FieldFixtures.burgers(noise: 0.05), options: FieldOptions())
        let group = NoiseGroup(timeOrder: 1, parts: [([0], -1)], weights: [[]])
        let slope = NoiseGroup(timeOrder: 0, parts: [([1], 0.4)], weights: [problem.smooth[0]])
        let covariance = problem.covariance.matrix([group, slope], variances: [0.09], threads: 1)
        let rows = problem.rows
        let stream = RandomStream(seed: 8)
        var sums = [Double](repeating: 0, count: rows.count)
        let trials = 400
        for _ in 0..<trials {
            let noise = (0..<problem.data.points).map { _ in stream.gaussian(standardDeviation: 0.3) }
            let first = rows.overSpace(rows.overTime(noise, order: 1), derivative: [0])
            let weighted = zip(noise, problem.smooth[0]).map { $0 * $1 }
            let second = rows.overSpace(rows.overTime(weighted, order: 0), derivative: [1])
            for index in sums.indices {
                let value = -first[index] + 0.4 * second[index]
                sums[index] += value * value / Double(trials)
            }
        }
        let ratios = sums.indices.map { sums[$0] / covariance[$0, $0] }
        #expect(abs(ratios.reduce(0, +) / Double(ratios.count) - 1) < 0.05)
    }

    /// The covariance in the plane, of which only overlapping test functions are summed, against the definition.
    @Test func covarianceInThePlane() throws {
        func family(_ count: Int, _ orders: Int) -> BumpFamily {
            BumpFamily(gridCount: count, halfWidth: 5.5, spacing: 0.6, maximumOrder: orders)
        }
        let rows = WeakRows(space: [family(18, 4), family(21, 4)], time: family(16, 2))
        let points = 18 * 21 * 16
        let stream = RandomStream(seed: 11)
        let weight = (0..<points).map { _ in stream.gaussian() }
        let variances = [0.3, 0.7]
        let groups = [
            NoiseGroup(timeOrder: 1, parts: [([0, 0], -1)], weights: [[], nil]),
            NoiseGroup(timeOrder: 0, parts: [([2, 0], 0.4), ([0, 2], 1.7), ([1, 1], -0.6)], weights: [weight, []]),
            NoiseGroup(timeOrder: 0, parts: [([0, 0], 2)], weights: [nil, weight]),
        ]
        // Half-widths below a dozen points have cells of one point, so that the sums are exact.
        let fast = WeakCovariance(rows: rows).matrix(groups, variances: variances, threads: 2)
        var responses = [[Double]](repeating: [], count: rows.count)
        for row in 0..<rows.count {
            var unit = [Double](repeating: 0, count: rows.count)
            unit[row] = 1
            for field in 0..<2 {
                var sum = [Double](repeating: 0, count: points)
                for group in groups {
                    guard let weights = group.weights[field] else { continue }
                    let spread = rows.spreadOverTime(rows.spread(unit, group.parts), order: group.timeOrder)
                    for index in sum.indices { sum[index] += spread[index] * (weights.isEmpty ? 1 : weights[index]) }
                }
                responses[row] += sum.map { $0 * variances[field].squareRoot() }
            }
        }
        for i in stride(from: 0, to: rows.count, by: 7) {
            for j in 0...i {
                let exact = zip(responses[i], responses[j]).reduce(0) { $0 + $1.0 * $1.1 }
                let size = (fast[i, i] * fast[j, j]).squareRoot()
                #expect(abs(fast[i, j] - exact) < 1e-10 * size)
            }
        }
    }

    @Test func spreadingIsTheTransposeOfIntegrating() {
        let rows = WeakRows(
            space: [
                BumpFamily(gridCount: 22, halfWidth: 6, spacing: 0.5, maximumOrder: 2),
                BumpFamily(gridCount: 25, halfWidth: 7, spacing: 0.6, maximumOrder: 2),
            ], time: BumpFamily(gridCount: 20, halfWidth: 6, spacing: 0.4, maximumOrder: 1))
        let stream = RandomStream(seed: 2)
        let values = (0..<22 * 25 * 20).map { _ in stream.gaussian() }
        let multipliers = (0..<rows.count).map { _ in stream.gaussian() }
        let forward = rows.overSpace(rows.overTime(values, order: 1), derivative: [2, 1])
        let back = rows.spreadOverTime(rows.spread(multipliers, [([2, 1], 1)]), order: 1)
        let (a, b) = (
            zip(forward, multipliers).map { $0 * $1 }.reduce(0, +), zip(back, values).map { $0 * $1 }.reduce(0, +)
        )
        #expect(abs(a - b) < 1e-10 * (abs(a) + 1))
    }

    @Test func exponentsByAscendingSum() {
        #expect(FieldLibrary.exponents(count: 2, degree: 2) == [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [0, 2]])
        #expect(FieldLibrary.exponents(count: 1, degree: 3) == [[0], [1], [2], [3]])
    }

    @Test func knownTermsAreRead() throws {
        let read = try KnownFieldTerm.terms("u: -u*u_x + 0.5*u_xxy - 2*u^3", fields: ["u", "v"], space: ["x", "y"])
        #expect(Set(read.map(\.coefficient)) == [-0.5, 0.5, -2])
        #expect(read.contains { $0.powers == ["u": 2] && $0.derivative == [1, 0] })
        #expect(read.contains { $0.powers == ["u": 1] && $0.derivative == [2, 1] })
        for bad in ["u -u_x", "w: u", "u: sin(u)", "u: u_x^2", "u: u*u_xx", "u: u*v_x", "u: u_q"] {
            #expect(throws: (any Error).self) { try KnownFieldTerm.terms(bad, fields: ["u", "v"], space: ["x", "y"]) }
        }
    }
}
