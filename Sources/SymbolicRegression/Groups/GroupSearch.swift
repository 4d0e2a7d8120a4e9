import Diagnostics
import Expressions

/// One law for all groups with constants by group: finds the formula if it is not given, and what the groups share.
///
/// Formulas come from ordinary searches on the largest groups and on all rows; every one is then judged on all rows with
/// its constants fitted by group.
struct GroupSearch {
    let data: GroupedProblem
    let request: GroupRequest
    let options: FitOptions
    let control: RunControl

    /// A formula with names for its constants.
    private struct Skeleton: Hashable {
        var template: Expression
        var names: [String]
        var start: [Double]
    }

    private static let searchedGroups = 3
    private static let formulasPerSearch = 8
    private static let finalists = 6

    /// The law and the table of its constants.
    ///
    /// - Throws: `DiscoverError.numeric` when a given form is finite nowhere.
    func result() throws -> FitResult {
        if let form = request.form { return try result(of: form) }
        let laws = try candidates()
        var forms: [(form: GroupedForm, bits: Double)] = []
        var seen: Set<Expression> = []
        for law in laws {
            for skeleton in skeletons(of: law) where seen.insert(skeleton.template).inserted {
                let ranges = skeleton.names.map { _ in ParameterRange() }
                guard skeleton.names.count <= 8,
                    let form = GroupedForm(
                        data, template: skeleton.template, names: skeleton.names, ranges: ranges,
                        start: skeleton.start, options: options, control: control),
                    let fit = form.fit(free: Array(skeleton.names.indices))
                else { continue }
                // What sharing could save at most is not known yet; few constants are a good sign.
                forms.append((form, form.bits(fit)))
            }
        }
        forms = forms.enumerated().sorted { ($0.element.bits, $0.offset) < ($1.element.bits, $1.offset) }
            .map(\.element)
        var best: (form: GroupedForm, fit: GroupedFit, bits: Double)?
        for (form, _) in forms.prefix(Self.finalists) {
            guard let (fit, bits) = form.best(shared: [], free: [], control: control) else { continue }
            if best.map({ bits < $0.bits }) ?? true { best = (form, fit, bits) }
        }
        guard let best else { throw Self.noLaw() }
        let simpler = GroupPolish(options: options, control: control).polished(best)
        return result(
            simpler.form.numbered(), simpler.fit, bits: simpler.bits,
            decision: "what is shared was decided by description length, over \(forms.count) formulas")
    }

    private func result(of form: FormRequest) throws -> FitResult {
        let names = form.form.parameters
        let ranges = names.map { form.ranges[$0] ?? ParameterRange() }
        let problem = data.problem
        let plain = FormFit(
            form: form.form, problem: problem, ranges: form.ranges, options: options, control: control)
        guard
            let grouped = GroupedForm(
                data, template: form.form.template, names: names, ranges: ranges, start: nil, options: options,
                control: control)
        else {
            let model = try plain.model()
            throw FormFailure(form: form.form, problem: problem).error(
                model: model, starts: plain.startingPoints(model))
        }
        func positions(_ list: [String]) -> Set<Int> { Set(list.compactMap { names.firstIndex(of: $0) }) }
        let all = Set(names.indices)
        var (shared, free) = (positions(request.shared), positions(request.free))
        var decision = "what is shared was decided by description length"
        if !shared.isEmpty || !free.isEmpty {
            if shared.isEmpty { shared = all.subtracting(free) }
            if free.isEmpty { free = all.subtracting(shared) }
            if shared.union(free) == all { decision = "shared and free constants as asked for" }
        }
        guard let (fit, bits) = grouped.best(shared: shared, free: free, control: control) else { throw Self.noLaw() }
        var result = result(grouped, fit, bits: bits, decision: decision)
        result.warnings = form.form.warnings + result.warnings
        return result
    }

    private static func noLaw() -> DiscoverError {
        .numeric(Diagnostic("group.no-fit", "the constants could not be fitted in all groups"))
    }

    /// Formulas from searches on the largest groups and on all rows.
    private func candidates() throws -> [Expression] {
        var problems = data.bySize.prefix(Self.searchedGroups).filter { data.groups[$0].rows.count >= 8 }
            .map { data.problem(rows: data.groups[$0].rows) }
        problems.append(data.problem)
        var laws: [Expression] = []
        for (done, problem) in problems.enumerated() where problem.target.contains(where: { $0 != problem.target[0] }) {
            let part = RunControl(next: control, of: problems.count - done)
            let varying = problem.inputs.indices.filter { k in
                problem.inputs[k].contains { $0 != problem.inputs[k][0] }
            }
            guard !varying.isEmpty else { continue }
            var reduced = problem
            if varying.count < problem.inputs.count { reduced.units = nil }
            reduced.inputNames = varying.map { problem.inputNames[$0] }
            reduced.inputs = varying.map { problem.inputs[$0] }
            let found = try SymbolicRegression.fit(reduced, options: options, control: part)
            let ranked = found.front.sorted { $0.descriptionLength < $1.descriptionLength }
            laws += ([found.best].compactMap { $0 } + ranked.prefix(Self.formulasPerSearch)).map(\.expression)
        }
        return laws
    }

    /// A formula with its fitted numbers as constants, and with its exact coefficients as constants too: what is 2 in one
    /// group may be 3 in another.
    private func skeletons(of law: Expression) -> [Skeleton] {
        let reserved = Set(data.problem.inputNames + [data.problem.targetName])
        func skeleton(_ expression: Expression) -> Skeleton {
            let plain = expression.parameterized(reserved: reserved)
            return Skeleton(template: plain.template, names: plain.parameters, start: plain.values)
        }
        let loosened = Self.loosened(law)
        var wide = loosened
        let hasFactor: Bool
        switch loosened {
        case .product(let factors): hasFactor = factors.contains { if case .real = $0 { true } else { false } }
        case .sum, .real: hasFactor = true
        default: hasFactor = false
        }
        if !hasFactor { wide = .product([.real(1), loosened]).flattened }
        var shifted = wide
        if case .sum(let terms) = wide {
            if !terms.contains(where: { $0.variables.isEmpty }) { shifted = .sum(terms + [.real(0)]) }
        } else {
            shifted = .sum([wide, .real(0)])
        }
        return [law, loosened, wide, shifted].map(skeleton)
    }

    /// Exact coefficients and summands made decimals; exponents stay.
    private static func loosened(_ node: Expression) -> Expression {
        switch node {
        case .rational(let value): return value == .minusOne ? node : .real(value.doubleValue)
        case .constant(let constant): return .real(constant.value)
        case .power(let base, let exponent):
            // A number to a power is a coefficient as a whole.
            if node.variables.isEmpty { return .real(node.numericValue()) }
            return .power(loosened(base), exponent.variables.isEmpty ? exponent : loosened(exponent))
        case .product(let factors):
            let numbers = factors.filter { $0.variables.isEmpty }
            let rest = factors.filter { !$0.variables.isEmpty }.map(loosened)
            let value = numbers.reduce(1) { $0 * $1.numericValue() }
            return numbers.isEmpty ? .product(rest) : .product([.real(value)] + rest)
        default:
            let old = node.children
            return old.isEmpty ? node : node.replacingChildren(old.map(loosened))
        }
    }

    private func result(_ form: GroupedForm, _ fit: GroupedFit, bits: Double, decision: String) -> FitResult {
        GroupResult(data: data, options: options, control: control).result(form, fit, bits: bits, decision: decision)
    }
}
