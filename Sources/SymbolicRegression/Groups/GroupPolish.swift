import Diagnostics
import Expressions

/// Takes out constants that do nothing, and makes those that all groups share exact where that shortens the description.
struct GroupPolish {
    let options: FitOptions
    let control: RunControl

    typealias Candidate = (form: GroupedForm, fit: GroupedFit, bits: Double)

    /// The candidate with as few and as exact constants as pays.
    func polished(_ start: Candidate) -> Candidate {
        var best = start
        var settled: Set<String> = []
        while let index = best.form.names.indices.first(where: { !settled.contains(best.form.names[$0]) }) {
            settled.insert(best.form.names[index])
            for exact in exactForms(of: index, in: best) {
                guard let trial = replacing(index, by: exact, in: best), trial.bits < best.bits else { continue }
                best = trial
                break
            }
        }
        return best
    }

    /// What a constant may be replaced by: nothing at all, or a simple number if all groups share it.
    private func exactForms(of index: Int, in candidate: Candidate) -> [Expression] {
        guard !candidate.fit.free.contains(index) else { return [.zero] }
        let value = candidate.fit.values[0][index]
        let tolerance = max(3 * (candidate.fit.errors[0][index] ?? 0), 1e-7 * abs(value))
        return [.zero] + ConstantSnapping.candidates(near: value, tolerance: tolerance, maximumCost: 15)
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
                ranges: next.ranges, variance: next.statedVariance)
        else { return nil }
        return (next, fit, next.bits(fit))
    }
}
