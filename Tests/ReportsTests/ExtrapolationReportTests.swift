import SymbolicRegression
import Testing

@testable import Reports

@Suite struct ExtrapolationReportTests {
    @Test func sentences() {
        let pole = Extrapolation.Finding(kind: .pole, input: "x", value: 0.5, isAbove: false, isEverywhere: true)
        let end = Extrapolation.Finding(kind: .undefined, input: "z", value: 7.25, isAbove: true, isEverywhere: false)
        #expect(
            Extrapolation(findings: [], growth: 2).sentence
                == "defined and without poles within twice the range of each input")
        #expect(
            Extrapolation(findings: [pole, end], growth: 41).sentence
                == "a pole at x = 0.5 below the data; not defined from z = 7.25 for some values of the other inputs above the "
                + "data; values up to 41 times the largest one measured (within twice the range of each input)")
        #expect(
            Extrapolation(findings: [], growth: nil, inside: [pole]).sentence
                == "a pole at x = 0.5 between the data (within twice the range of each input)")
    }

    @Test func documentHasAllOfIt() {
        let pole = Extrapolation.Finding(kind: .pole, input: "x", value: 0.5, isAbove: false, isEverywhere: true)
        let json = Extrapolation(findings: [pole], growth: nil).json
        #expect(
            json.compactText
                == #"{"factor":2,"findings":[{"kind":"pole","input":"x","value":0.5,"side":"below","everywhere":true}],"growth":null,"inside":[]}"#
        )
    }
}
