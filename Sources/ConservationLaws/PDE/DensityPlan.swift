import ExactAlgebra

/// Decides which densities to try, cheap ones first.
struct DensityPlan {
    /// Largest number of monomials of one weight.
    static let classLimit = 260
    /// Largest number of monomials of a basis that is not split by weights.
    static let boundedLimit = 1_200

    let equations: FieldEquations
    let scaling: ScalingSymmetries
    let options: ConservationOptions

    /// The bases for evolution equations with the given right-hand sides.
    func bases(_ sides: [ExactPolynomial]) -> [DensityBasis] {
        var result: [DensityBasis] = []
        let space = equations.space
        if equations.isLinear {
            result.append(bounded(degree: options.maximumDegree ?? 2))
        } else if let weights = scaling.weights, options.maximumOrder == nil {
            let smallest = weights.fields.min() ?? .one
            let limit =
                options.maximumWeight.map { BigRational($0) }
                ?? smallest * BigRational(options.maximumDegree ?? 6)
            result.append(
                DensityBasis.weighted(
                    space, scaling, weights, limit: limit,
                    classLimit: options.maximumWeight == nil ? DensityPlan.classLimit : 4_000
                ).basis)
        } else {
            result.append(bounded(degree: options.maximumDegree ?? 4))
        }
        if !equations.isLinear, space.directions.count == 2, space.atoms.isEmpty {
            for field in space.fields.indices where staysZero(field, sides) {
                let basis = DensityBasis.laurent(space, field: field, lowest: -4)
                if basis.monomials.count <= 4_000 { result.append(basis) }
            }
        }
        return result.map { $0.multiplied(bySpaceAndTimeUpTo: options.explicitDegree, in: space) }
    }

    private func bounded(degree: Int) -> DensityBasis {
        var (degree, order) = (degree, options.maximumOrder ?? 2)
        let isFixed = options.maximumDegree != nil || options.maximumOrder != nil
        var basis = DensityBasis.bounded(equations.space, degree: degree, order: order)
        while !isFixed, basis.monomials.count > DensityPlan.boundedLimit, degree > 2 || order > 1 {
            if degree > 2 { degree -= 1 } else { order -= 1 }
            basis = DensityBasis.bounded(equations.space, degree: degree, order: order)
        }
        return basis
    }

    /// Whether a field that is 0 everywhere stays so: then negative powers of it may be conserved.
    private func staysZero(_ field: Int, _ sides: [ExactPolynomial]) -> Bool {
        sides[field].terms.keys.allSatisfy { monomial in
            monomial.factors.contains {
                $0.variable.kind == .jet && $0.variable.index == field && $0.exponent > 0
            }
        }
    }
}
