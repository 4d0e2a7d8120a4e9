import Diagnostics
import Expressions

/// Replaces constants that all groups share by exact numbers where that shortens the description.
struct GroupPolish {
    let options: FitOptions
    let control: RunControl

    typealias Candidate = (form: GroupedForm, fit: GroupedFit, bits: Double)

    /// The candidate with as many shared constants made exact as pays.
    func polished(_ start: Candidate) -> Candidate {
        var best = start
        var settled: Set<String> = []
        while let index = best.form.names.indices.first(where: {
            !best.fit.free.contains($0) && !settled.contains(best.form.names[$0])
        }) {
            let name = best.form.names[index]
            settled.insert(name)
            let value = best.fit.values[0][index]
            let error = best.fit.errors[0][index] ?? 0
            let tolerance = max(3 * error, 1e-7 * abs(value))
            for exact in [Expression.zero]
                + ConstantSnapping.candidates(near: value, tolerance: tolerance, maximumCost: 15)
            {
                if exact == .zero, abs(value) > tolerance { continue }
                guard let trial = replacing(index, by: exact, in: best) else { continue }
                if trial.bits < best.bits {
                    best = trial
                    break
                }
            }
        }
        return best
    }

    private func replacing(_ index: Int, by exact: Expression, in candidate: Candidate) -> Candidate? {
        let form = candidate.form
        let name = form.names[index]
        let template = form.template.substituting { $0 == name ? exact : nil }.simplified()
        let kept = form.names.indices.filter { $0 != index && template.contains(variable: form.names[$0]) }
        guard !kept.isEmpty,
            let next = GroupedForm(
                form.data, template: template, names: kept.map { form.names[$0] }, ranges: kept.map { form.ranges[$0] },
                start: kept.map { candidate.fit.values[0][$0] }, options: options, control: control)
        else { return nil }
        let free = candidate.fit.free.compactMap { kept.firstIndex(of: $0) }
        guard
            let fit = GroupedFit(
                next.models, start: candidate.fit.values.map { values in kept.map { values[$0] } }, free: free,
                ranges: next.ranges)
        else { return nil }
        return (next, fit, next.bits(fit))
    }
}
