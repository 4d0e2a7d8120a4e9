import Expressions

/// Takes superfluous numbers out of the formulas in a form's holes and replaces others by exact ones, as long as the
/// description gets shorter.
struct TemplatePolish {
    let scoreboard: Scoreboard
    let ranges: [String: ParameterRange]

    /// The shortest description that is reached from a filled form.
    func polished(_ start: FilledTemplate) -> FilledTemplate {
        var best = start
        // Later functions lose their constants and factors first: what can move belongs to the first one.
        for _ in 0..<3 {
            let before = best.bits
            for hole in best.functions.indices.reversed() {
                var settled: Set<Double> = []
                while let value = best.functions[hole].realConstants.first(where: { !settled.contains($0) }) {
                    settled.insert(value)
                    for form in forms(near: value) {
                        var trial = best
                        trial.functions[hole] = best.functions[hole].replacingReal(value, with: form)
                            .simplified(assumingPositive: scoreboard.positive)
                        guard let fitted = trial.fitted(on: scoreboard, ranges: ranges), isBetter(fitted, than: best)
                        else { continue }
                        best = fitted
                        settled = []
                        break
                    }
                }
            }
            if best.bits >= before - 0.01 { break }
        }
        return best
    }

    private func isBetter(_ trial: FilledTemplate, than best: FilledTemplate) -> Bool {
        if best.isExact { return trial.isExact && size(trial) < size(best) }
        return trial.bits < best.bits - 0.01
    }

    /// Bits of the formula alone; those of the residuals are chance once they are rounding.
    private func size(_ filled: FilledTemplate) -> Double {
        let functions = filled.functions.reduce(0) {
            $0 + scoreboard.descriptionLength.structureBits($1, realConstantBits: 20)
        }
        return functions
    }

    private func forms(near value: Double) -> [Expression] {
        [.zero, .one]
            + ConstantSnapping.candidates(near: value, tolerance: 1e-2 * abs(value), maximumCost: 15).prefix(2)
    }
}
