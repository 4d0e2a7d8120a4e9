import ExactAlgebra

/// Writes a polynomial as a sum of products by taking together variables that have the same factor beside them.
///
/// `x*u + x*v + y*u + y*v + z` is `(x + y)*(u + v) + z`.
struct CommonFactors {
    /// A product of two polynomials.
    struct Product {
        var left: Polynomial
        var right: Polynomial
    }

    let system: PolynomialSystem

    /// The products, the largest first, and what is left over; nil when nothing is gained.
    func split(_ polynomial: Polynomial) -> (products: [Product], rest: Polynomial)? {
        guard polynomial.termCount >= 6, polynomial.termCount <= 300 else { return nil }
        var products: [Product] = []
        var rest = polynomial
        while rest.termCount >= 4, products.count < 12, let product = largestProduct(in: rest) {
            products.append(product)
            rest = rest - product.left * product.right
        }
        return products.isEmpty ? nil : (products, rest)
    }

    private func largestProduct(in polynomial: Polynomial) -> Product? {
        var groups: [(factor: Polynomial, sum: Polynomial, members: [Int])] = []
        for variable in 0..<system.variableCount where polynomial.degree(in: variable) == 1 {
            let (weight, factor) = normalised(polynomial.derivative(by: variable))
            guard factor.termCount > 1 else { continue }
            let term = weight * system.ring.variable(variable)
            if let known = groups.firstIndex(where: { $0.factor == factor }) {
                groups[known].sum = groups[known].sum + term
                groups[known].members.append(variable)
            } else {
                groups.append((factor, term, [variable]))
            }
        }
        var best: (gain: Int, product: Product)?
        for group in groups where group.members.count > 1 {
            guard group.members.allSatisfy({ group.factor.degree(in: $0) <= 0 }) else { continue }
            let gain = (group.members.count - 1) * (group.factor.termCount - 1)
            if best.map({ gain > $0.gain }) ?? true { best = (gain, Product(left: group.sum, right: group.factor)) }
        }
        return best?.product
    }

    /// A polynomial as a factor in the symbols times a primitive one whose first term has a positive coefficient.
    private func normalised(_ polynomial: Polynomial) -> (weight: Polynomial, factor: Polynomial) {
        var common = system.ring.constant(polynomial.content)
        if system.symbolCount > 0 {
            let parts = polynomial.coefficients(variableCount: system.variableCount).map(\.coefficient)
            if var shared = parts.first {
                for part in parts.dropFirst() where shared.constantValue == nil {
                    shared = shared.greatestCommonDivisor(with: part)
                }
                if shared.constantValue == nil { common = shared }
            }
        }
        var factor = polynomial.divided(exactlyBy: common) ?? polynomial
        if factor == polynomial, !common.isOne { common = system.ring.one }
        let content = factor.content
        factor = factor.scaled(by: .one / content)
        common = common.scaled(by: content)
        if let first = factor.terms.first, first.coefficient.sign < 0 { return (-common, -factor) }
        return (common, factor)
    }
}
