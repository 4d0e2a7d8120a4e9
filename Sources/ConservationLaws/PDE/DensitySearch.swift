import Diagnostics
import ExactAlgebra

/// Finds the conserved densities of evolution equations u_t = F in the span of some monomials.
///
/// A density rho is conserved when the Euler operator annihilates D_t rho, which is sum of E(rho) F plus the derivative
/// by explicit time, up to a divergence. Both conditions, and whether rho is itself a divergence, are linear in the
/// coefficients; they are solved modulo a prime for each set of monomials of equal weights, lifted and proved exactly.
struct DensitySearch {
    typealias Modular = DifferentialPolynomial<PrimeField>

    let equations: FieldEquations
    let scaling: ScalingSymmetries
    let control: RunControl
    private let sides: [ExactPolynomial]
    private let exact: JetAlgebra<RationalNumbers>
    private let modular: JetAlgebra<PrimeField>
    private let modularSides: [Modular]
    private let lifter: ExactNullVector
    private let seed: UInt64
    private var field: PrimeField { modular.field }

    /// The laws found so far, in the order of the search.
    private(set) var laws: [FieldLaw] = []
    /// Whether every class begun was solved and lifted.
    private(set) var isComplete = true
    /// Largest class solved, after densities that are divergences were left out.
    private(set) var basisSize = 0

    init(
        equations: FieldEquations, sides: [ExactPolynomial], scaling: ScalingSymmetries, seed: UInt64,
        control: RunControl
    ) throws {
        self.equations = equations
        self.sides = sides
        self.scaling = scaling
        self.control = control
        self.seed = seed
        exact = equations.space.exactAlgebra
        let image = try ModularImage(equations.space, seed: seed, polynomials: sides)
        modular = image.algebra
        modularSides = image.polynomials
        lifter = ExactNullVector(space: equations.space, field: image.algebra.field, symbols: image.symbols)
    }

    /// The monomials of a basis by class, classes of low weight first.
    private func classes(of basis: DensityBasis) -> [[JetMonomial]] {
        var classes: [[BigRational]: [JetMonomial]] = [:]
        for monomial in basis.monomials { classes[scaling.grade(of: monomial), default: []].append(monomial) }
        let keys = classes.keys.sorted { left, right in
            let (a, b) = (scaling.weight(of: classes[left]?[0] ?? .one), scaling.weight(of: classes[right]?[0] ?? .one))
            return a == b ? left.lexicographicallyPrecedes(right) : a < b
        }
        return keys.map { (classes[$0] ?? []).sorted(by: precedes) }
    }

    /// Adds polynomials in the symbols at whose zeros one of the small classes of a basis may have more laws.
    func collectConditions(_ basis: DensityBasis, _ found: inout [Polynomial]) {
        let directions = equations.space.spaceDirections
        for monomials in classes(of: basis) where !control.isStopping {
            let plain = monomials.map { ExactPolynomial($0, .one, in: RationalNumbers()) }
            let images = plain.map { exact.euler($0, directions: directions) }
            let variations = monomials.map { monomial in
                modular.euler(modular.normalised(Modular(monomial, field.one, in: field)), directions: directions)
            }
            guard let trivial = matrix(variations).nullSpace(isCancelled: { control.isStopping }) else { return }
            let isTrivial = Set(trivial.freeColumns)
            let kept = monomials.indices.filter { !isTrivial.contains($0) }
            guard !kept.isEmpty, kept.count <= FieldConditions.classLimit else { continue }
            let columns = kept.map { index in
                exact.euler(rate(images[index], plain[index], sides, exact), directions: directions)
            }
            guard let rows = lifter.rows(columns) else { continue }
            for pivot in SymbolicPivots(ring: lifter.ring).pivots(rows: rows, columnCount: kept.count) {
                SymbolicPivots.collect(pivot, &found)
            }
        }
    }

    /// Adds the laws in the span of a basis.
    mutating func search(_ basis: DensityBasis) {
        for monomials in classes(of: basis) {
            guard !control.isStopping else {
                isComplete = false
                return
            }
            control.charge(monomials.count)
            search(monomials, equations.space.spaceDirections, isExtension: basis.isExtension)
        }
    }

    /// Readable monomials first: low orders, few derivatives, derivatives of early fields.
    private func precedes(_ left: JetMonomial, _ right: JetMonomial) -> Bool {
        func key(_ monomial: JetMonomial) -> [Int] {
            let late = monomial.factors.reduce(0) { sum, factor in
                factor.variable.kind == .jet ? sum + factor.variable.index * factor.variable.totalOrder : sum
            }
            let topPower =
                monomial.factors.filter { $0.variable.kind == .jet }
                .max { $0.variable.totalOrder < $1.variable.totalOrder }?.exponent ?? 0
            let explicit = monomial.factors.count { $0.variable.kind == .independent }
            return [monomial.order, explicit, monomial.derivativeCount, -Int(topPower), late]
        }
        let (a, b) = (key(left), key(right))
        return a == b ? left < right : a.lexicographicallyPrecedes(b)
    }

    private mutating func search(_ monomials: [JetMonomial], _ directions: Range<Int>, isExtension: Bool) {
        let variations = monomials.map { monomial in
            modular.euler(modular.normalised(Modular(monomial, field.one, in: field)), directions: directions)
        }
        // A monomial that is a divergence plus earlier ones adds nothing.
        guard let trivial = matrix(variations).nullSpace(isCancelled: { control.isStopping }) else {
            isComplete = false
            return
        }
        let isTrivial = Set(trivial.freeColumns)
        let kept = monomials.indices.filter { !isTrivial.contains($0) }
        guard !kept.isEmpty else { return }
        var conditions: [[JetVariable: Modular]] = []
        for index in kept {
            if control.isStopping {
                isComplete = false
                return
            }
            let rate = rate(
                variations[index], Modular(monomials[index], field.one, in: field), modularSides, modular)
            conditions.append(modular.euler(rate, directions: directions))
        }
        basisSize = max(basisSize, kept.count)
        guard let space = matrix(conditions).nullSpace(isCancelled: { control.isStopping }) else {
            isComplete = false
            return
        }
        let columns =
            isExtension
            ? kept.indices.filter { column in monomials[kept[column]].factors.contains { $0.exponent < 0 } }
            : Array(kept.indices)
        for vector in VectorChoice.shortest(space, columns: columns, seed: seed) {
            let support = vector.indices.filter { vector[$0] != 0 }
            adopt(support.map { vector[$0] }, support.map { monomials[kept[$0]] }, directions)
        }
    }

    /// D_t of a density up to a divergence, from its variational derivatives.
    private func rate<Field>(
        _ variation: [JetVariable: DifferentialPolynomial<Field>], _ density: DifferentialPolynomial<Field>,
        _ sides: [DifferentialPolynomial<Field>], _ algebra: JetAlgebra<Field>
    ) -> DifferentialPolynomial<Field> {
        var result = algebra.derivative(of: density, by: .independent(0))
        for (jet, part) in variation { result = algebra.sum(result, algebra.product(part, sides[jet.index])) }
        return result
    }

    /// A matrix with one column per list of polynomials, which must vanish together.
    private func matrix(_ columns: [[JetVariable: Modular]]) -> SparseModularMatrix {
        struct Row: Hashable {
            var jet: JetVariable
            var monomial: JetMonomial
        }
        var numbers: [Row: Int] = [:]
        var rows: [[SparseModularMatrix.Entry]] = []
        for (column, parts) in columns.enumerated() {
            for (jet, part) in parts {
                for (monomial, value) in part.terms {
                    let row = Row(jet: jet, monomial: monomial)
                    let number = numbers[row] ?? rows.count
                    if number == rows.count {
                        numbers[row] = number
                        rows.append([])
                    }
                    rows[number].append(.init(column: column, value: value))
                }
            }
        }
        var result = SparseModularMatrix(field: field, columnCount: columns.count)
        for row in rows { result.append(row: row) }
        return result
    }

    private mutating func adopt(
        _ values: [PrimeField.Element], _ monomials: [JetMonomial], _ directions: Range<Int>
    ) {
        func density(_ coefficients: [ExactPolynomial]) -> ExactPolynomial {
            zip(coefficients, monomials).reduce(ExactPolynomial()) { sum, part in
                exact.sum(
                    sum, exact.product(part.0, ExactPolynomial(part.1, .one, in: RationalNumbers())))
            }
        }
        func condition(_ density: ExactPolynomial) -> [JetVariable: ExactPolynomial] {
            let variation = exact.euler(density, directions: directions)
            return exact.euler(rate(variation, density, sides, exact), directions: directions)
        }
        let coefficients = lifter.lift(
            values, holds: { condition(density($0)).isEmpty },
            columns: { monomials.map { condition(ExactPolynomial($0, .one, in: RationalNumbers())) } })
        guard let coefficients else {
            isComplete = false
            return
        }
        let found = JetWriter(space: equations.space).signed(density(coefficients)).polynomial
        let variation = exact.euler(found, directions: directions)
        let multipliers = equations.space.fields.indices.map { variation[.jet($0)] ?? ExactPolynomial() }
        let flux = FluxBuilder(algebra: exact).fluxes(
            ofDivergence: exact.evolution(of: found, sides: sides, directions: directions)
                .scaled(by: -1, in: RationalNumbers()), directions: directions)
        laws.append(FieldLaw(density: found, fluxes: flux, multipliers: multipliers))
    }
}
