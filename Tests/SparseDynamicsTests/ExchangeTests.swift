import Diagnostics
import Expressions
import Glibc
import Testing

@testable import SparseDynamics

/// Equations that data on one level set of a conserved quantity cannot tell apart.
@Suite struct ExchangeTests {
    /// Two populations that exchange members and a third that follows them: x + y stays what it is.
    private static let exchange = SampleSystem(
        name: "exchange", variables: ["x", "y", "z"], start: [1, 3, 0.2], step: 0.02, count: 600, terms: []
    ) { s in
        let flow = s[0] * s[2] - 0.5 * s[1]
        return [-flow, flow, 1.3 * s[0] - s[2]]
    }

    private func doubts(_ starts: [[Double]]) throws -> [String] {
        let series = try Self.exchange.series(starts: starts)
        let result = try governingEquations(of: series, options: DynamicsOptions(), control: RunControl())
        #expect(result.status == .found)
        return result.doubts.filter { $0.contains("not identifiable") }
    }

    @Test func oneLevelDoesNotDecide() throws {
        #expect(!(try doubts([[1, 3, 0.2]])).isEmpty)
    }

    /// On two levels the sum is no constant any more.
    @Test func twoLevelsDecide() throws {
        #expect((try doubts([[1, 3, 0.2], [2, 0.4, 1.5]])).isEmpty)
    }

    /// Dissipative motion keeps nothing, and identities between functions are no other equations.
    @Test(arguments: [SampleSystem.lorenz, SampleSystem.pendulum]) func otherSystemsAreNotDoubted(
        system: SampleSystem
    ) throws {
        let result = try governingEquations(of: system.series(), options: DynamicsOptions(), control: RunControl())
        #expect(result.status == .found)
        #expect(!result.doubts.contains { $0.contains("not identifiable") })
    }
}
