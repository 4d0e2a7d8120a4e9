import Diagnostics
import Foundation
import NumericKernel
import Testing

/// A nonlinear reference problem with certified answers (NIST Statistical Reference Datasets).
struct ReferenceProblem: Sendable, CustomTestStringConvertible {
    let name: String
    let x: [Double]
    let y: [Double]
    let start: [Double]
    let certified: [Double]
    let deviations: [Double]
    let sumOfSquares: Double
    let model: @Sendable (Double, [Double]) -> Double
    let gradient: @Sendable (Double, [Double]) -> [Double]
    var testDescription: String { "\(name) from \(start)" }

    static let misraX = [
        77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0,
    ]
    static let misraY = [
        10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78,
    ]
    static let thurberX = [
        -3.067, -2.981, -2.921, -2.912, -2.840, -2.797, -2.702, -2.699, -2.633, -2.481, -2.363, -2.322, -1.501,
        -1.460, -1.274, -1.212, -1.100, -1.046, -0.915, -0.714, -0.566, -0.545, -0.400, -0.309, -0.109, -0.103,
        0.010, 0.119, 0.377, 0.790, 0.963, 1.006, 1.115, 1.572, 1.841, 2.047, 2.200,
    ]
    static let thurberY = [
        80.574, 84.248, 87.264, 87.195, 89.076, 89.608, 89.868, 90.101, 92.405, 95.854, 100.696, 101.060, 401.672,
        390.724, 567.534, 635.316, 733.054, 759.087, 894.206, 990.785, 1090.109, 1080.914, 1122.643, 1178.351,
        1260.531, 1273.514, 1288.339, 1327.543, 1353.863, 1414.509, 1425.208, 1421.384, 1442.962, 1464.350,
        1468.705, 1447.894, 1457.628,
    ]

    static func saturation(
        _ name: String, _ x: [Double], _ y: [Double], start: [Double], certified: [Double], deviations: [Double],
        sumOfSquares: Double
    ) -> ReferenceProblem {
        ReferenceProblem(
            name: name, x: x, y: y, start: start, certified: certified, deviations: deviations,
            sumOfSquares: sumOfSquares, model: { $1[0] * (1 - exp(-$1[1] * $0)) },
            gradient: { [1 - exp(-$1[1] * $0), $1[0] * $0 * exp(-$1[1] * $0)] })
    }

    static let all: [ReferenceProblem] =
        [[500, 0.0001], [250, 0.0005]].map {
            saturation(
                "Misra1a", misraX, misraY, start: $0, certified: [2.3894212918e2, 5.5015643181e-4],
                deviations: [2.7070075241, 7.2668688436e-6], sumOfSquares: 1.2455138894e-1)
        } + [
            saturation(
                "BoxBOD", [1, 2, 3, 5, 7, 10], [109, 149, 149, 191, 213, 224], start: [100, 0.75],
                certified: [2.1380940889e2, 5.4723748542e-1], deviations: [1.2354515176e1, 1.0455993237e-1],
                sumOfSquares: 1.1680088766e3),
            ReferenceProblem(
                name: "Thurber", x: thurberX, y: thurberY, start: [1000, 1000, 400, 40, 0.7, 0.3, 0.03],
                certified: [
                    1.2881396800e3, 1.4910792535e3, 5.8323836877e2, 7.5416644291e1, 9.6629502864e-1, 3.9797285797e-1,
                    4.9727297349e-2,
                ],
                deviations: [
                    4.6647963344, 3.9571156086e1, 2.8698696102e1, 5.5675370270, 3.1333340687e-2, 1.4984928198e-2,
                    6.5842344623e-3,
                ],
                sumOfSquares: 5.6427082397e3,
                model: { x, b in
                    (b[0] + x * (b[1] + x * (b[2] + x * b[3]))) / (1 + x * (b[4] + x * (b[5] + x * b[6])))
                },
                gradient: { x, b in
                    let over = 1 + x * (b[4] + x * (b[5] + x * b[6]))
                    let value = (b[0] + x * (b[1] + x * (b[2] + x * b[3]))) / over
                    let powers = [1, x, x * x, x * x * x]
                    return powers.map { $0 / over } + powers.dropFirst().map { -value * $0 / over }
                }),
        ]

    func fit(derivatives: Bool) throws -> NonlinearFit {
        let jacobian: LevenbergMarquardt.Jacobian = { b, columns in
            for (row, x) in x.enumerated() {
                for (column, value) in gradient(x, Array(b)).enumerated() {
                    columns[column * self.x.count + row] = value
                }
            }
            return true
        }
        return try LevenbergMarquardt().fit(
            residualCount: x.count, start: start,
            residuals: { b, residuals in
                for row in x.indices { residuals[row] = model(x[row], Array(b)) - y[row] }
                return true
            }, jacobian: derivatives ? jacobian : nil)
    }
}

@Suite struct LevenbergMarquardtTests {
    private func expectClose(_ value: Double, _ expected: Double, relative: Double, _ what: String) {
        #expect(abs(value - expected) <= relative * abs(expected), "\(what): \(value), certified \(expected)")
    }

    @Test(arguments: ReferenceProblem.all, [true, false])
    func reachesCertifiedValues(problem: ReferenceProblem, derivatives: Bool) throws {
        let fit = try problem.fit(derivatives: derivatives)
        #expect(fit.isConverged)
        expectClose(fit.chiSquared, problem.sumOfSquares, relative: 1e-8, "sum of squares")
        for index in problem.start.indices {
            let accuracy = derivatives ? 1e-7 : 1e-5
            expectClose(fit.parameters[index], problem.certified[index], relative: accuracy, "parameter \(index)")
            expectClose(fit.standardErrors[index], problem.deviations[index], relative: 1e-4, "deviation \(index)")
        }
    }

    @Test func exactDataGiveExactParameters() throws {
        let x = (1...20).map { Double($0) / 4 }
        let fit = try LevenbergMarquardt().fit(
            residualCount: x.count, start: [1, 1],
            residuals: { b, residuals in
                for row in x.indices { residuals[row] = b[0] * pow(x[row], b[1]) - 2.5 * pow(x[row], 1.5) }
                return true
            })
        #expect(abs(fit.parameters[0] - 2.5) < 1e-9)
        #expect(abs(fit.parameters[1] - 1.5) < 1e-9)
        #expect(fit.chiSquared < 1e-18)
    }

    @Test func refusesStepsOutsideTheDomain() throws {
        // log(b) has no value for b ≤ 0, where full steps from this start would land.
        let fit = try LevenbergMarquardt().fit(
            residualCount: 3, start: [40],
            residuals: { b, residuals in
                for row in 0..<3 { residuals[row] = log(b[0]) * Double(row + 1) + Double(row + 1) }
                return b[0] > 0
            })
        #expect(abs(fit.parameters[0] - exp(-1)) < 1e-6)
    }

    @Test func infiniteResidualsAreRefusedToo() throws {
        let fit = try LevenbergMarquardt().fit(
            residualCount: 2, start: [3],
            residuals: { b, residuals in
                residuals[0] = b[0].squareRoot() - 0.1
                residuals[1] = 2 * (b[0].squareRoot() - 0.1)
                return true
            })
        #expect(abs(fit.parameters[0] - 0.01) < 1e-6)
    }

    @Test func undeterminedParameterHasInfiniteError() throws {
        let fit = try LevenbergMarquardt().fit(
            residualCount: 4, start: [1, 5],
            residuals: { b, residuals in
                for row in 0..<4 { residuals[row] = b[0] - Double(row % 2) }
                return true
            },
            jacobian: { _, columns in
                for row in 0..<4 {
                    columns[row] = 1
                    columns[4 + row] = 0
                }
                return true
            })
        #expect(abs(fit.parameters[0] - 0.5) < 1e-9)
        #expect(fit.parameters[1] == 5)
        #expect(fit.standardErrors[1] == .infinity)
        // Residuals ±1/2, four of them, two parameters: s² = 1/2, error = sqrt(s²/4).
        #expect(abs(fit.standardErrors[0] - (1.0 / 8).squareRoot()) < 1e-9)
    }

    @Test func rejectsHopelessProblems() {
        let constant: LevenbergMarquardt.Residuals = { _, residuals in
            residuals.update(repeating: 1)
            return true
        }
        #expect(throws: DiscoverError.self) {
            try LevenbergMarquardt().fit(residualCount: 1, start: [1, 2], residuals: constant)
        }
        #expect(throws: DiscoverError.self) {
            try LevenbergMarquardt().fit(residualCount: 4, start: [], residuals: constant)
        }
        #expect(throws: DiscoverError.self) {
            try LevenbergMarquardt().fit(residualCount: 4, start: [1], residuals: { _, _ in false })
        }
        #expect(throws: DiscoverError.self) {
            try LevenbergMarquardt().fit(
                residualCount: 2, start: [1],
                residuals: { _, residuals in
                    residuals[0] = .nan
                    residuals[1] = 0
                    return true
                })
        }
    }

    @Test func stopsWhenAsked() throws {
        let fit = try LevenbergMarquardt().fit(
            residualCount: 2, start: [3],
            residuals: { b, residuals in
                residuals[0] = b[0]
                residuals[1] = b[0] - 1
                return true
            }, isStopping: { true })
        #expect(fit.ending == .stopped)
        #expect(fit.parameters == [3])
    }

    @Test func undefinedDerivativesEndTheFit() throws {
        let fit = try LevenbergMarquardt().fit(
            residualCount: 2, start: [3],
            residuals: { b, residuals in
                residuals[0] = b[0]
                residuals[1] = b[0] - 1
                return true
            },
            jacobian: { b, columns in
                columns.update(repeating: 1)
                return b[0] == 3
            })
        #expect(!fit.isConverged)
    }
}
