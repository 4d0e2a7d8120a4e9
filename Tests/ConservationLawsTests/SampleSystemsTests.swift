import ConservationLaws
import Diagnostics
import Foundation
import Testing

@Suite struct SampleSystemsTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("datasets/systems")

    @Test(arguments: [
        ("lotka-volterra", ["d*x + b*y - c*log(x) - a*log(y)"]), ("lotka-volterra-3", ["x + y + z", "x*y*z"]),
        ("kepler", ["x*y' - x'*y", "x'^2 + y'^2 - 2*k*u", "k*x*u - x*y'^2 + x'*y*y'"]),
        ("rigid-body", ["I1*w1^2 + I2*w2^2 + I3*w3^2", "I1^2*w1^2 + I2^2*w2^2 + I3^2*w3^2"]),
        ("central-force", ["r^2*phi'"]), ("enzyme", ["`E` + ES", "S + ES + P"]),
        ("henon-heiles", ["3*q1^2 + 3*q2^2 + 3*p1^2 + 3*p2^2 + 6*q1^2*q2 - 2*q2^3"]),
        ("sir", ["S + I + R", "beta*R + gamma*log(S)"]), ("lorenz", []),
        (
            "atmospheric-chemistry",
            [
                "HCHO + CO", "NO + NO2 + HNO3",
                "2*k5*O3 - 2*k5*NO + 2*k5*HCHO + 3*k5*HO2 + 2*k5*H2O2 + k5*OH + 2*k5*O + k5*HNO3 - 2*(2*k4 - k5)*H2",
            ]
        ),
    ])
    func sampleHasItsLaws(name: String, known: [String]) throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent(name + ".txt"), encoding: .utf8)
        let result = try laws(of: text, degree: 3)
        #expect(result.laws.map { "\($0.expression)" } == known)
        #expect(result.isComplete)
        if name != "kepler" { try checkAtRandomPoints(result, text, seed: 4) }
    }

    @Test(arguments: [
        ("korteweg-de-vries", 6), ("fifth-order", 1),
    ])
    func samplesOfFields(name: String, count: Int) throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent(name + ".txt"), encoding: .utf8)
        #expect(try fieldLaws(of: text).count == count)
    }

    @Test func sampleOfAMap() throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent("lyness-map.txt"), encoding: .utf8)
        let system = try SystemParser.parse(text: text, source: "test")
        let result = try invariants(
            ofMap: system, options: ConservationOptions(), control: RunControl(maximumEvaluations: .max))
        #expect(result.count == 1)
        let law = try #require(result.laws.first)
        #expect(try MapVerification(system).verdict(on: law) == .proved)
    }

    @Test func everySampleIsTested() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(files.filter { $0.hasSuffix(".txt") }.count == 13)
    }
}
