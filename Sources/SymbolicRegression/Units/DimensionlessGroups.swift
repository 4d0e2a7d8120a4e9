import Datasets
import Expressions

/// Replaces the inputs by dimensionless groups and divides the target by a product of powers with its unit.
///
/// Buckingham's theorem (1914): a law among n quantities with r independent dimensions is a law among n - r groups. The
/// groups come from the exact null space of the exponents; each choice of r inputs as units of measure gives another, equally
/// exact, set of groups, and the simplest few are proposed.
struct DimensionlessGroups: Reduction {
    static let name = "dimensionless groups"
    /// Choices of units of measure that are looked at, and those that are proposed.
    private static let (maximumChoices, proposalsMade) = (400, 4)

    func proposals(_ context: ReductionContext) -> [ReductionProposal] {
        proposals(for: context.problem)
    }

    /// The proposals, simplest first; empty unless all dimensions are known.
    func proposals(for problem: ReducedProblem) -> [ReductionProposal] {
        guard let units = problem.units, let target = problem.targetDimension else { return [] }
        let dimensions = problem.columns.compactMap { units.dimension(of: $0.expression) }
        guard dimensions.count == problem.columns.count else { return [] }
        // Plain numbers are groups of their own.
        let measured = dimensions.indices.filter { !dimensions[$0].isDimensionless }
        guard !measured.isEmpty else { return [] }
        let rank = DimensionMatrix(columns: measured.map { dimensions[$0] }).rank
        guard dimensions.count - rank >= 1 else { return [] }
        var found: [(cost: Double, choice: Choice)] = []
        for scale in Self.subsets(of: measured, size: rank).prefix(Self.maximumChoices) {
            guard let choice = Choice(scale: scale, measured: measured, dimensions: dimensions, target: target) else {
                continue
            }
            found.append((choice.cost, choice))
        }
        let ordered = found.enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }
        var proposals: [ReductionProposal] = []
        for (_, candidate) in ordered where proposals.count < Self.proposalsMade {
            guard let smaller = Self.reduce(problem, candidate.choice) else { continue }
            proposals.append(
                ReductionProposal(problem: smaller, misfit: 0, price: 0.05 * Double(proposals.count + 1)))
        }
        return proposals
    }

    /// A choice of inputs as units of measure.
    struct Choice {
        /// The groups that replace inputs: the input and the exponents of all inputs in its group.
        var groups: [(input: Int, exponents: [Rational])]
        /// Exponents of all inputs in the product that has the dimension of the target.
        var factor: [Rational]

        /// Expresses the other inputs and the target in these; nil when they are not independent or do not suffice.
        init?(scale: [Int], measured: [Int], dimensions: [PhysicalDimension], target: PhysicalDimension) {
            let matrix = DimensionMatrix(columns: scale.map { dimensions[$0] })
            guard matrix.rank == scale.count, let top = matrix.exponents(for: target) else { return nil }
            func spread(_ exponents: [Rational]) -> [Rational] {
                var all = [Rational](repeating: .zero, count: dimensions.count)
                for (position, exponent) in zip(scale, exponents) { all[position] = exponent }
                return all
            }
            factor = spread(top)
            groups = []
            for input in measured where !scale.contains(input) {
                guard let exponents = matrix.exponents(for: dimensions[input]) else { return nil }
                let inverse = exponents.compactMap(\.negated)
                guard inverse.count == exponents.count else { return nil }
                var group = spread(inverse)
                group[input] = .one
                groups.append((input, group))
            }
        }

        /// How complicated the exponents read.
        var cost: Double {
            ([factor] + groups.map(\.exponents)).reduce(0) { sum, exponents in
                exponents.reduce(sum) { $0 + Double(abs($1.numerator)) + 3 * Double($1.denominator - 1) }
            }
        }
    }

    /// The problem over the groups; nil when a power of a column is not defined or changes nothing.
    private static func reduce(_ problem: ReducedProblem, _ choice: Choice) -> ReducedProblem? {
        let columns = problem.columns
        func isDefined(_ exponents: [Rational]) -> Bool {
            zip(exponents, columns).allSatisfy { exponent, column in
                if exponent == .zero || exponent == .one { return true }
                return exponent.isInteger
                    ? column.values.allSatisfy { $0 != 0 } : column.values.allSatisfy { $0 > 0 }
            }
        }
        guard isDefined(choice.factor), choice.groups.allSatisfy({ isDefined($0.exponents) }) else { return nil }
        var smaller = problem
        var notes: [String] = []
        if choice.factor.contains(where: { $0 != .zero }) {
            let factor = PowerProduct(columns: columns, exponents: choice.factor)
            guard smaller.divideTarget(by: factor.expression, values: factor.values) else { return nil }
            notes.append("factor \(factor.expression.reportText)")
        }
        var replaced: [Int: ReducedProblem.Column] = [:]
        for (input, exponents) in choice.groups {
            let group = PowerProduct(columns: columns, exponents: exponents)
            guard group.values.allSatisfy(\.isFinite) else { return nil }
            replaced[input] = .init(expression: group.expression, values: group.values)
        }
        let kept = problem.units.map { units in
            columns.indices.filter { units.dimension(of: columns[$0].expression)?.isDimensionless == true }
        }
        smaller.columns = columns.indices.compactMap { index in
            replaced[index] ?? (kept?.contains(index) == true ? columns[index] : nil)
        }
        guard smaller.columns.count < columns.count, !smaller.columns.isEmpty else { return nil }
        if !choice.groups.isEmpty {
            notes.append(
                "dimensionless groups "
                    + choice.groups.compactMap { replaced[$0.input]?.expression.reportText }.joined(separator: ", "))
        }
        smaller.notes.append(contentsOf: notes)
        return smaller
    }

    /// All subsets of a size, in lexicographic order.
    static func subsets(of elements: [Int], size: Int) -> [[Int]] {
        guard size > 0 else { return [[]] }
        guard size <= elements.count else { return [] }
        var result: [[Int]] = []
        func extend(_ start: Int, _ chosen: [Int]) {
            if result.count >= maximumChoices { return }
            if chosen.count == size {
                result.append(chosen)
                return
            }
            for index in start..<elements.count { extend(index + 1, chosen + [elements[index]]) }
        }
        extend(0, [])
        return result
    }
}
