import Datasets
import Expressions

/// What the user should know about units and the answer.
struct UnitRemarks {
    let scoreboard: Scoreboard

    /// Sentences about a law that the units hid, and about factors of 1 that carry units.
    func warnings(for best: Scoreboard.Candidate?) -> [String] {
        guard let check = scoreboard.units else { return [] }
        var warnings: [String] = []
        if let refused = scoreboard.refused, best?.isExact != true {
            let forms = ReadableForm.alternatives(to: refused).map {
                $0.simplified(assumingPositive: scoreboard.positive)
            }
            let shown = forms.filter { $0.complexity < refused.complexity }.min { $0.complexity < $1.complexity }
            let simplest = shown ?? refused
            let reason = check.violation(of: simplest)?.message ?? "a sum or a function does not fit"
            warnings.append(
                "'\(simplest)' reproduces the data but contradicts the units: \(reason); "
                    + "a unit may be wrong, or a constant with the value 1 is missing from the table (see --no-units)")
        }
        return warnings
    }
}
