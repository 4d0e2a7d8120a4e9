import Expressions
import Testing

/// The constants must agree with each other where physics says so.
@Suite struct PhysicalConstantTests {
    private let value = Dictionary(PhysicalConstant.all.map { ($0.name, $0.value) }) { first, _ in first }

    private func v(_ name: String) -> Double { value[name] ?? .nan }

    private func agree(_ left: Double, _ right: Double, _ tolerance: Double) -> Bool {
        abs(left / right - 1) < tolerance
    }

    @Test func namesAreUniqueAndValuesPositive() {
        #expect(value.count == PhysicalConstant.all.count)
        #expect(PhysicalConstant.all.allSatisfy { $0.value > 0 && $0.uncertainty >= 0 && !$0.meaning.isEmpty })
        #expect(PhysicalConstant.all.allSatisfy { $0.uncertainty < 1e-4 * $0.value })
    }

    @Test func exactOnesFollowFromTheDefinitions() {
        let pi = Double.pi
        #expect(agree(v("hbar"), v("h") / (2 * pi), 1e-14))
        #expect(agree(v("R"), v("N_A") * v("k_B"), 1e-14))
        #expect(agree(v("F"), v("N_A") * v("q_e"), 1e-14))
        let stefan = 2 * pi * pi * pi * pi * pi * v("k_B") * v("k_B") * v("k_B") * v("k_B")
        #expect(agree(v("sigma_SB"), stefan / (15 * v("h") * v("h") * v("h") * v("c") * v("c")), 1e-12))
        // Wien: h c / (k_B b) solves x = 5 (1 - exp(-x)).
        #expect(agree(v("b_Wien"), v("h") * v("c") / (v("k_B") * 4.965_114_231_744_276), 1e-12))
    }

    @Test func measuredOnesAgreeWithEachOther() {
        let pi = Double.pi
        let q2 = v("q_e") * v("q_e")
        #expect(agree(v("epsilon_0") * v("mu_0") * v("c") * v("c"), 1, 1e-9))
        #expect(agree(v("alpha"), q2 / (4 * pi * v("epsilon_0") * v("hbar") * v("c")), 1e-9))
        #expect(agree(v("R_inf"), v("alpha") * v("alpha") * v("m_e") * v("c") / (2 * v("h")), 1e-9))
        #expect(agree(v("a_0"), v("hbar") / (v("m_e") * v("c") * v("alpha")), 1e-9))
        #expect(agree(v("mu_B"), v("q_e") * v("hbar") / (2 * v("m_e")), 1e-9))
        #expect(agree(v("m_p") / v("m_e"), 1_836.152_673_426, 1e-9))
        #expect(agree(v("m_n") / v("m_e"), 1_838.683_662, 1e-9))
        #expect(agree(v("m_u") * v("N_A"), 1e-3, 1e-8))
    }
}
