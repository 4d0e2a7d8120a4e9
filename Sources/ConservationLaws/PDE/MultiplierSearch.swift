import Diagnostics
import ExactAlgebra

/// Finds conservation laws of equations G = 0 that are not solved for time derivatives, by multipliers.
///
/// Q is a multiplier when Q G is a divergence for all functions, so when the full Euler operator annihilates it; the
/// conditions are linear in the coefficients of Q. Q holds no derivative that the equations give in terms of others,
/// so that none of the laws is trivial. Anco & Bluman (2002).
struct MultiplierSearch {
    typealias Modular = DifferentialPolynomial<PrimeField>

    let space: JetSpace
    let polynomials: [ExactPolynomial]
    let scaling: ScalingSymmetries
    let control: RunControl
    let seed: UInt64
    private let exact: JetAlgebra<RationalNumbers>
    private let image: ModularImage
    private let lifter: ExactNullVector

    private(set) var laws: [FieldLaw] = []
    private(set) var isComplete = true
    private(set) var basisSize = 0

    init(
        space: JetSpace, polynomials: [ExactPolynomial], scaling: ScalingSymmetries, seed: UInt64, control: RunControl
    ) throws {
        self.space = space
        self.polynomials = polynomials
        self.scaling = scaling
        self.seed = seed
        self.control = control
        exact = space.exactAlgebra
        image = try ModularImage(space, seed: seed, polynomials: polynomials)
        lifter = ExactNullVector(space: space, field: image.algebra.field, symbols: image.symbols)
    }

    /// The derivatives that the equations are solved for: linear, with a number in front, of the highest order.
    private var leading: [JetVariable] {
        polynomials.compactMap { polynomial in
            polynomial.variables.filter { variable in
                variable.kind == .jet
                    && polynomial.terms.keys.filter { $0.exponent(of: variable) != 0 } == [JetMonomial(variable)]
            }
            .max { ($0.order(0) > 0 ? 1 : 0, $0.totalOrder, $0) < ($1.order(0) > 0 ? 1 : 0, $1.totalOrder, $1) }
        }
    }

    /// Monomials up to a degree and order that no equation rewrites, those with at most one time derivative per factor.
    func monomials(degree: Int, order: Int) -> [JetMonomial] {
        let leading = leading
        let spatial = DensityBasis.jets(space, order: order)
        let temporal = spatial.filter { $0.totalOrder < order }.map { $0.differentiated(by: 0) }
        let jets = (spatial + temporal).filter { jet in !leading.contains { jet.isDerivative(of: $0) } }
        var result: [JetMonomial] = []
        func visit(_ first: Int, _ monomial: JetMonomial, _ left: Int) {
            result.append(monomial)
            guard left > 0 else { return }
            for index in first..<jets.count {
                let next = monomial.multiplied(by: jets[index])
                if next.derivativeCount <= order { visit(index, next, left - 1) }
            }
        }
        visit(0, .one, degree)
        return result
    }

    /// Adds the laws whose multipliers are in the span of some monomials.
    mutating func search(_ monomials: [JetMonomial]) {
        let field = image.algebra.field
        let directions = 0..<space.directions.count
        var classes: [[BigRational]: [(equation: Int, monomial: JetMonomial)]] = [:]
        for (equation, polynomial) in polynomials.enumerated() {
            guard let first = polynomial.sortedTerms.first?.monomial else { continue }
            for monomial in monomials {
                classes[scaling.grade(of: monomial.multiplied(by: first)), default: []].append((equation, monomial))
            }
        }
        for key in classes.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard !control.isStopping, let columns = classes[key] else {
                isComplete = false
                return
            }
            control.charge(columns.count)
            basisSize = max(basisSize, columns.count)
            var numbers: [JetVariable: [JetMonomial: Int]] = [:]
            var rows: [[SparseModularMatrix.Entry]] = []
            for (column, entry) in columns.enumerated() {
                let product = image.algebra.product(
                    Modular(entry.monomial, field.one, in: field), image.polynomials[entry.equation])
                for (jet, part) in image.algebra.euler(product, directions: directions) {
                    for (monomial, value) in part.terms {
                        let row = numbers[jet]?[monomial] ?? rows.count
                        if row == rows.count {
                            numbers[jet, default: [:]][monomial] = row
                            rows.append([])
                        }
                        rows[row].append(.init(column: column, value: value))
                    }
                }
            }
            var matrix = SparseModularMatrix(field: field, columnCount: columns.count)
            for row in rows { matrix.append(row: row) }
            guard let null = matrix.nullSpace(isCancelled: { control.isStopping }) else {
                isComplete = false
                return
            }
            for vector in VectorChoice.shortest(null, columns: Array(columns.indices), seed: seed) {
                let support = vector.indices.filter { vector[$0] != 0 }
                adopt(support.map { vector[$0] }, support.map { columns[$0] })
            }
        }
    }

    private mutating func adopt(
        _ values: [PrimeField.Element], _ columns: [(equation: Int, monomial: JetMonomial)]
    ) {
        let directions = 0..<space.directions.count
        func multipliers(_ coefficients: [ExactPolynomial]) -> [ExactPolynomial] {
            var result = polynomials.map { _ in ExactPolynomial() }
            for (coefficient, column) in zip(coefficients, columns) {
                let part = exact.product(
                    coefficient, ExactPolynomial(column.monomial, .one, in: RationalNumbers()))
                result[column.equation] = exact.sum(result[column.equation], part)
            }
            return result
        }
        func product(_ multipliers: [ExactPolynomial]) -> ExactPolynomial {
            zip(multipliers, polynomials).reduce(ExactPolynomial()) { exact.sum($0, exact.product($1.0, $1.1)) }
        }
        let coefficients = lifter.lift(
            values,
            holds: { exact.euler(product(multipliers($0)), directions: directions).isEmpty },
            columns: {
                columns.map { column in
                    let part = exact.product(
                        ExactPolynomial(column.monomial, .one, in: RationalNumbers()), polynomials[column.equation])
                    return exact.euler(part, directions: directions)
                }
            })
        guard let coefficients else {
            isComplete = false
            return
        }
        var found = multipliers(coefficients)
        let order = Array(directions.dropFirst()) + [0]
        let builder = FluxBuilder(algebra: exact)
        let total = product(found)
        guard var parts = builder.byHomotopy(total, order) else {
            isComplete = false
            return
        }
        if parts[0]?.isZero ?? true, let other = builder.byHomotopy(total, Array(directions)) { parts = other }
        var density = parts[0] ?? ExactPolynomial()
        // A divergence in space alone says nothing about time.
        guard !density.isZero else { return }
        var fluxes = space.spaceDirections.map { parts[$0] ?? ExactPolynomial() }
        if let simpler = DensitySimplifier(space: space, exact: exact, image: image, scaling: scaling)
            .simplified(density, fluxes)
        {
            (density, fluxes) = simpler
        }
        let content = density.terms.values.reduce(BigRational.zero) { BigRational.greatestCommonDivisor($0, $1) }
        let sign = JetWriter(space: space).signed(density).sign
        let scale = (content.isZero ? BigRational.one : .one / content) * BigRational(sign)
        func scaled(_ value: ExactPolynomial) -> ExactPolynomial { value.scaled(by: scale, in: RationalNumbers()) }
        found = found.map(scaled)
        let law = FieldLaw(density: scaled(density), fluxes: fluxes.map(scaled), multipliers: found)
        // The identity, once more, for what is printed.
        var sum = exact.totalDerivative(of: law.density, 0)
        for (direction, flux) in zip(space.spaceDirections, law.fluxes ?? []) {
            sum = exact.sum(sum, exact.totalDerivative(of: flux, direction))
        }
        guard sum == product(found) else {
            isComplete = false
            return
        }
        laws.append(law)
    }
}
