import ExactAlgebra

/// The monomials that a density is made of.
struct DensityBasis: Sendable {
    /// Monomials of fields and derivatives, without duplicates.
    var monomials: [JetMonomial]
    /// Which densities they span, such as `densities of weight at most 12 (u: 2, D_x: 1)`.
    var description: String
    /// Whether laws that have none of the negative exponents were found in an earlier basis already.
    var isExtension = false

    /// The jets of the fields up to an order in space, low orders first.
    static func jets(_ space: JetSpace, order: Int) -> [JetVariable] {
        var result: [JetVariable] = []
        func visit(_ field: Int, _ direction: Int, _ left: Int, _ orders: [Int]) {
            guard direction < space.directions.count else {
                if left == 0 { result.append(.jet(field, orders)) }
                return
            }
            let isLast = direction == space.directions.count - 1
            for order in stride(from: left, through: isLast ? left : 0, by: -1) {
                visit(field, direction + 1, left - order, orders + [order])
            }
        }
        for total in 0...max(order, 0) where space.directions.count > 1 || total == 0 {
            for field in space.fields.indices { visit(field, 1, total, [0]) }
        }
        return result
    }

    /// Monomials with positive exponents up to a weight.
    ///
    /// - Parameter classLimit: the weights end in front of one with more monomials than this.
    static func weighted(
        _ space: JetSpace, _ scaling: ScalingSymmetries, _ weights: ScalingSymmetries.Weights, limit: BigRational,
        classLimit: Int
    ) -> (basis: DensityBasis, reached: BigRational) {
        let spatial = weights.directions.dropFirst().min() ?? .one
        let orderLimit = min((limit / spatial).integerPart, JetVariable.orderLimit / 3)
        let candidates = jets(space, order: orderLimit).map { (jet: $0, weight: scaling.weight(of: JetMonomial($0))) }
            .filter { $0.weight <= limit }
        var reached = limit
        var monomials: [JetMonomial] = []
        var byWeight: [BigRational: [JetMonomial]] = [:]
        var total = 0
        func visit(_ first: Int, _ monomial: JetMonomial, _ weight: BigRational) {
            guard total < 60 * classLimit else { return }
            if monomial != .one {
                byWeight[weight, default: []].append(monomial)
                total += 1
            }
            for index in first..<candidates.count {
                let next = weight + candidates[index].weight
                if next <= limit { visit(index, monomial.multiplied(by: candidates[index].jet), next) }
            }
        }
        visit(0, .one, .zero)
        let order = byWeight.keys.sorted()
        if total >= 60 * classLimit { reached = .zero }
        for weight in order {
            guard let group = byWeight[weight], total < 60 * classLimit else { break }
            if group.count > classLimit {
                reached = order.last { $0 < weight } ?? .zero
                break
            }
            monomials += group
        }
        let names = space.fields.indices.map { "\(space.name(of: .jet($0))): \(weights.fields[$0])" }
        let derivatives = space.spaceDirections.map { "D_\(space.directions[$0]): \(weights.directions[$0])" }
        return (
            DensityBasis(
                monomials: monomials,
                description: "polynomial densities of weight at most \(reached) ("
                    + (names + derivatives).joined(separator: ", ") + ")"), reached
        )
    }

    /// Monomials up to a degree in the fields and an order of the derivatives; functions of fields count as degree 1.
    static func bounded(_ space: JetSpace, degree: Int, order: Int) -> DensityBasis {
        let functions = space.atoms.indices.filter { space.atoms[$0].meaning != .base }.map { JetVariable.atom($0) }
        let symbols = jets(space, order: order) + functions
        var monomials: [JetMonomial] = []
        func visit(_ first: Int, _ monomial: JetMonomial, _ left: Int) {
            if monomial != .one { monomials.append(monomial) }
            guard left > 0 else { return }
            for index in first..<symbols.count {
                let next = monomial.multiplied(by: symbols[index])
                // Enough derivatives for an energy of the order asked for.
                if next.derivativeCount <= 2 * max(order, 1) { visit(index, next, left - 1) }
            }
        }
        visit(0, .one, degree)
        let functionNote = functions.isEmpty ? "" : " (functions of fields count as one factor)"
        return DensityBasis(
            monomials: monomials,
            description: "polynomial densities of degree at most \(degree) and order at most \(order)\(functionNote)")
    }

    /// Monomials with negative powers of one field: up to four derivatives, orders up to two.
    static func laurent(_ space: JetSpace, field: Int, lowest: Int) -> DensityBasis {
        let base = JetVariable.jet(field)
        let others = jets(space, order: 2).filter { $0 != base }
        var monomials: [JetMonomial] = []
        func visit(_ first: Int, _ monomial: JetMonomial, _ left: Int) {
            for exponent in lowest...2 {
                let full = monomial.multiplied(by: base, exponent: Int32(exponent) * JetMonomial.unit)
                if full != .one { monomials.append(full) }
            }
            guard left > 0 else { return }
            for index in first..<others.count {
                let next = monomial.multiplied(by: others[index])
                let plain = next.factors.filter { $0.variable.totalOrder == 0 }.reduce(0) { $0 + $1.exponent }
                guard next.derivativeCount <= 4, plain <= 2 * JetMonomial.unit else { continue }
                visit(index, next, left - 1)
            }
        }
        visit(0, .one, 4)
        let name = space.name(of: base)
        return DensityBasis(
            monomials: monomials,
            description: "densities with powers of \(name) down to \(name)^(\(lowest)), at most four derivatives, "
                + "of order at most 2", isExtension: true)
    }

    /// The basis times powers of the independent variables up to a degree.
    func multiplied(bySpaceAndTimeUpTo degree: Int, in space: JetSpace) -> DensityBasis {
        guard degree > 0 else { return self }
        var powers: [JetMonomial] = []
        func visit(_ direction: Int, _ monomial: JetMonomial, _ left: Int) {
            powers.append(monomial)
            guard left > 0 else { return }
            for next in direction..<space.directions.count {
                visit(next, monomial.multiplied(by: .independent(next)), left - 1)
            }
        }
        visit(0, .one, degree)
        var result = self
        result.monomials = powers.flatMap { power in monomials.map { $0.multiplied(by: power) } }
        result.description +=
            ", with coefficients of degree at most \(degree) in " + space.directions.joined(separator: ", ")
        return result
    }
}

extension BigRational {
    /// The largest integer not above the value; small values only.
    var integerPart: Int {
        guard let top = numerator.machineInteger, let bottom = denominator.machineInteger else { return 0 }
        return Int((Double(top) / Double(bottom)).rounded(.down))
    }
}
