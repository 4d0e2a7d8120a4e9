import ExactAlgebra

/// The scalings of fields and independent variables that leave equations as they are.
///
/// A scaling gives a weight to every field and to every derivative such that all terms of an equation weigh the same.
/// Conservation laws can be looked for weight by weight.
struct ScalingSymmetries: Sendable {
    /// Weights by column: fields, then directions, then sums with fractional exponents. One row per independent scaling.
    private let gradings: [[BigRational]]
    private let fieldCount: Int
    private let directionCount: Int
    private let atomColumns: [Int?]
    /// Weights of fields and derivatives, all positive and that of the first space direction 1, if there are such.
    private(set) var weights: Weights?

    /// One choice of weights.
    struct Weights: Sendable {
        /// By field.
        var fields: [BigRational]
        /// Of the derivatives by direction, time first.
        var directions: [BigRational]
    }

    /// Finds the scalings of some equations.
    init(_ equations: FieldEquations) {
        let space = equations.space
        fieldCount = space.fields.count
        directionCount = space.directions.count
        var columns = fieldCount + directionCount
        var atomColumns: [Int?] = []
        for atom in space.atoms {
            atomColumns.append(atom.meaning == .base ? columns : nil)
            if atom.meaning == .base { columns += 1 }
        }
        self.atomColumns = atomColumns
        var rows: [[BigRational]] = []
        let layout = Layout(
            fieldCount: fieldCount, directionCount: directionCount, atomColumns: atomColumns, columnCount: columns)
        for atom in space.atoms {
            for monomial in atom.argument.terms.keys.sorted() {
                var row = layout.row(monomial)
                if case .base = atom.meaning, let column = atomColumns[rowIndex(of: atom, in: space)] {
                    row[column] = row[column] - .one
                }
                rows.append(row)
            }
        }
        for (number, polynomial) in equations.polynomials.enumerated() {
            let monomials = polynomial.terms.keys.sorted()
            guard let first = monomials.first else { continue }
            var target = layout.row(first)
            if case .evolution = equations.form { target = layout.row(JetMonomial(.jet(number, [1]))) }
            for monomial in monomials { rows.append(zip(layout.row(monomial), target).map { $0 - $1 }) }
        }
        gradings = ScalingSymmetries.solve(rows, columns)
        weights = positiveWeights(rows, columns)
    }

    /// The weights of a monomial under all scalings: equal for monomials that can be terms of one law.
    func grade(of monomial: JetMonomial) -> [BigRational] {
        let layout = Layout(
            fieldCount: fieldCount, directionCount: directionCount, atomColumns: atomColumns,
            columnCount: gradings.first?.count ?? 0)
        guard !gradings.isEmpty else { return [] }
        let row = layout.row(monomial)
        return gradings.map { grading in
            zip(grading, row).reduce(.zero) { $1.1.isZero ? $0 : $0 + $1.0 * $1.1 }
        }
    }

    /// The weight of a monomial, 0 without weights.
    func weight(of monomial: JetMonomial) -> BigRational {
        guard let weights else { return .zero }
        let layout = Layout(
            fieldCount: fieldCount, directionCount: directionCount, atomColumns: atomColumns.map { _ in nil },
            columnCount: fieldCount + directionCount)
        return zip(weights.fields + weights.directions, layout.row(monomial)).reduce(.zero) {
            $1.1.isZero ? $0 : $0 + $1.0 * $1.1
        }
    }

    /// Where the weights of a monomial's symbols stand.
    private struct Layout {
        let fieldCount: Int
        let directionCount: Int
        let atomColumns: [Int?]
        let columnCount: Int

        /// How often each weight counts in the weight of a monomial.
        func row(_ monomial: JetMonomial) -> [BigRational] {
            var row = [BigRational](repeating: .zero, count: columnCount)
            func add(_ column: Int, _ value: BigRational) {
                if column < columnCount { row[column] = row[column] + value }
            }
            for factor in monomial.factors {
                guard let exponent = BigRational(Int(factor.exponent), Int(JetMonomial.unit)) else { continue }
                switch factor.variable.kind {
                case .symbol: break
                case .independent: add(fieldCount + factor.variable.index, -exponent)
                case .atom:
                    if let column = atomColumns[factor.variable.index] { add(column, exponent) }
                case .jet:
                    add(factor.variable.index, exponent)
                    for direction in 0..<directionCount where factor.variable.order(direction) > 0 {
                        add(fieldCount + direction, exponent * BigRational(factor.variable.order(direction)))
                    }
                }
            }
            return row
        }
    }

    private static func solve(_ rows: [[BigRational]], _ columns: Int) -> [[BigRational]] {
        var matrix = RationalMatrix(columnCount: columns)
        for row in rows { matrix.append(row: row.enumerated().map { ($0.offset, $0.element) }) }
        return matrix.nullSpace()
    }

    /// Weights with the first space direction at 1; whatever the equations leave open is 1, in the order of the fields.
    private func positiveWeights(_ rows: [[BigRational]], _ columns: Int) -> Weights? {
        guard directionCount > 1 else { return nil }
        // One more column stands for the number 1.
        var conditions = rows.map { $0 + [.zero] }
        func fixing(_ column: Int) -> [BigRational] {
            var row = [BigRational](repeating: .zero, count: columns + 1)
            row[column] = .one
            row[columns] = BigRational(-1)
            return row
        }
        let order = [fieldCount + 1] + Array(0..<fieldCount) + Array(fieldCount + 2..<max(fieldCount + 2, columns))
        for column in order + [fieldCount] {
            let extended = conditions + [fixing(column)]
            let space = ScalingSymmetries.solve(extended, columns + 1)
            guard space.contains(where: { !$0[columns].isZero }) else {
                if column == fieldCount + 1 { return nil }
                continue
            }
            conditions = extended
        }
        let solutions = ScalingSymmetries.solve(conditions, columns + 1).filter { !$0[columns].isZero }
        guard solutions.count == 1, let solution = solutions.first else { return nil }
        let values = solution.dropLast().map { $0 / solution[columns] }
        let result = Weights(
            fields: Array(values[..<fieldCount]),
            directions: Array(values[fieldCount..<(fieldCount + directionCount)]))
        let isPositive = (result.fields + result.directions.dropFirst()).allSatisfy { $0.sign > 0 }
        return isPositive ? result : nil
    }
}

/// The number of an atom in its space.
private func rowIndex(of atom: JetAtom, in space: JetSpace) -> Int {
    space.atoms.firstIndex { $0.meaning == atom.meaning && $0.argument == atom.argument } ?? 0
}
