import Diagnostics
import ExactAlgebra

/// Quantities H0 + e H1 + ... + e^K HK whose rate of change along f0 + e f1 has order e^(K+1): formal integrals.
///
/// L_f0 H0 = 0 and L_f0 Hj + L_f1 H(j-1) = 0 are linear in all coefficients together; they are solved modulo a prime, lifted and
/// checked exactly. (Gustavson 1966 found the third integral of the Henon-Heiles system so.)
struct FormalSeries {
    /// Largest number of coefficients.
    static let columnLimit = 1_400

    let system: PolynomialSystem
    let split: SmallTerms
    let control: RunControl
    private let field = PrimeField(index: 0)

    init(system: PolynomialSystem, split: SmallTerms, control: RunControl) {
        self.system = system
        self.split = split
        self.control = control
    }

    private struct Column {
        var order: Int
        var monomial: Polynomial
    }

    private func columns(order: Int, degree: Int) -> [Column]? {
        let growth = max((split.leading + split.small).map { $0.totalDegree }.max() ?? 1, 1) - 1
        var result: [Column] = []
        for level in 0...order {
            for total in 1...(degree + level * growth) {
                guard
                    MonomialClasses.basisSize(variables: system.baseCount, degree: total) + result.count
                        <= Self.columnLimit + 60
                else { return nil }
                MonomialClasses.forEach(degree: total, variables: system.baseCount) { exponents in
                    let padding = [Int](repeating: 0, count: system.ring.variableCount - exponents.count)
                    result.append(
                        Column(
                            order: level,
                            monomial: system.ring.polynomial([
                                .init(coefficient: .one, exponents: exponents.map { Int($0) } + padding)
                            ])))
                }
                if result.count > Self.columnLimit { return nil }
            }
        }
        return result
    }

    private func derivative(_ quantity: Polynomial, along sides: [Polynomial]) -> Polynomial {
        sides.enumerated().reduce(system.ring.zero) { sum, side in
            let partial = quantity.derivative(by: side.offset)
            return partial.isZero ? sum : sum + partial * side.element
        }
    }

    /// The series of an order that start with polynomials up to a degree, short ones first; nil when there are too many
    /// coefficients or the run was stopped.
    func series(order: Int, degree: Int) -> [[Polynomial]]? {
        guard let columns = columns(order: order, degree: degree), !control.isStopping else { return nil }
        control.charge(columns.count)
        struct Row: Hashable {
            var order: Int
            var exponents: [Int]
        }
        var numbers: [Row: Int] = [:]
        var rows: [[SparseModularMatrix.Entry]] = []
        func add(_ polynomial: Polynomial, _ order: Int, _ column: Int) -> Bool {
            for term in polynomial.terms {
                guard let value = term.coefficient.element(in: field) else { return false }
                let key = Row(order: order, exponents: term.exponents)
                let number = numbers[key] ?? rows.count
                if number == rows.count {
                    numbers[key] = number
                    rows.append([])
                }
                rows[number].append(.init(column: column, value: value))
            }
            return true
        }
        for (index, column) in columns.enumerated() {
            guard add(derivative(column.monomial, along: split.leading), column.order, index) else { return nil }
            guard column.order < order else { continue }
            guard add(derivative(column.monomial, along: split.small), column.order + 1, index) else { return nil }
        }
        var matrix = SparseModularMatrix(field: field, columnCount: columns.count)
        for row in rows { matrix.append(row: row) }
        guard let space = matrix.nullSpace(isCancelled: { control.isStopping }) else { return nil }
        return lift(space, columns, order: order)
    }

    private func lift(_ space: ModularNullSpace, _ columns: [Column], order: Int) -> [[Polynomial]] {
        let first = columns.indices.filter { columns[$0].order == 0 }
        let later = columns.indices.filter { columns[$0].order > 0 }
        var generator = SplitMixGenerator(seed: 11)
        var orders = [first, first.reversed()]
        if space.dimension > 1 { for _ in 0..<10 { orders.append(first.shuffled(using: &generator)) } }
        var candidates: [(size: Int, vector: [PrimeField.Element])] = []
        for pivots in orders {
            // Later orders serve as pivots too, so that no multiple of a shorter series is left in them.
            let vectors = space.reduced(columnOrder: pivots + later)
            for vector in vectors where first.contains(where: { vector[$0] != 0 }) {
                candidates.append((vector.count { $0 != 0 }, vector))
            }
        }
        let sorted = candidates.enumerated().sorted { ($0.element.size, $0.offset) < ($1.element.size, $1.offset) }
        var span = ModularSpan(field: field)
        var result: [[Polynomial]] = []
        for candidate in sorted {
            let vector = candidate.element.vector
            guard span.insert(first.map { vector[$0] }) else { continue }
            let support = vector.indices.filter { vector[$0] != 0 }
            let values = support.compactMap { field.rationalReconstruction(vector[$0]) }
            guard values.count == support.count else { continue }
            var parts = [Polynomial](repeating: system.ring.zero, count: order + 1)
            for (column, value) in zip(support, values) {
                parts[columns[column].order] = parts[columns[column].order] + columns[column].monomial.scaled(by: value)
            }
            let content = parts[0].content
            guard !content.isZero else { continue }
            parts = parts.map { $0.scaled(by: .one / content) }
            if isSeries(parts) { result.append(parts) }
        }
        return result
    }

    private func isSeries(_ parts: [Polynomial]) -> Bool {
        parts.indices.allSatisfy { order in
            let rate = derivative(parts[order], along: split.leading)
            return (order == 0 ? rate : rate + derivative(parts[order - 1], along: split.small)).isZero
        }
    }

    /// The sum of a series with the small factor put in.
    func sum(_ parts: [Polynomial]) -> Polynomial {
        var (result, power) = (system.ring.zero, BigRational.one)
        for part in parts {
            result = result + part.scaled(by: power)
            power = power * split.factor
        }
        return result
    }
}
