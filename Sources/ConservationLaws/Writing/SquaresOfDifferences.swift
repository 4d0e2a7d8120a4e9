import ExactAlgebra

/// Takes squares of sums and differences of two names out of the quadratic terms of a polynomial.
///
/// `x^2 - 2*x*y + 2*y^2 - 2*y*z + z^2 + w` is `(x - y)^2 + (y - z)^2 + w`.
struct SquaresOfDifferences {
    /// A square of two names, times a factor.
    struct Square {
        var factor: Polynomial
        var first: Int
        var second: Int
        /// Whether the names are subtracted.
        var isDifference: Bool
    }

    /// Names that quadratic terms are made of: the first ones of the ring; the others belong to coefficients.
    let variableCount: Int

    /// The squares and what is left; nil when there are none.
    ///
    /// All products of two different names whose squares occur as well take part, or none does; the result has fewer terms.
    func split(_ polynomial: Polynomial) -> (squares: [Square], rest: Polynomial)? {
        guard polynomial.termCount <= 400 else { return nil }
        let ring = polynomial.ring
        var diagonal: [Int: Polynomial] = [:]
        var products: [(first: Int, second: Int, coefficient: Polynomial)] = []
        for part in polynomial.coefficients(variableCount: variableCount) where part.exponents.reduce(0, +) == 2 {
            let names = part.exponents.indices.filter { part.exponents[$0] > 0 }
            if names.count == 1 {
                diagonal[names[0]] = part.coefficient
            } else {
                products.append((names[0], names[1], part.coefficient))
            }
        }
        products = products.filter { diagonal[$0.first] != nil && diagonal[$0.second] != nil }
        guard !products.isEmpty else { return nil }
        let half = BigRational(1) / 2
        var squares: [Square] = []
        var (left, rest) = (diagonal, polynomial)
        for product in products {
            guard let own = diagonal[product.first] else { return nil }
            // The factor has the sign of the squares that the square of a sum or difference takes part in.
            let isDifference = sign(of: product.coefficient) != sign(of: own)
            let factor = product.coefficient.scaled(by: isDifference ? -half : half)
            squares.append(
                Square(factor: factor, first: product.first, second: product.second, isDifference: isDifference))
            let (x, y) = (ring.variable(product.first), ring.variable(product.second))
            let base = isDifference ? x - y : x + y
            rest = rest - factor * base * base
            for name in [product.first, product.second] { left[name] = (left[name] ?? ring.zero) - factor }
        }
        // Squares that are left over must not turn their sign.
        for (name, coefficient) in left where !coefficient.isZero {
            guard let start = diagonal[name], coefficient.termCount <= start.termCount,
                sign(of: coefficient) == sign(of: start)
            else { return nil }
        }
        return squares.count + rest.termCount < polynomial.termCount ? (squares, rest) : nil
    }

    private func sign(of coefficient: Polynomial) -> Int {
        coefficient.constantValue?.sign ?? coefficient.factored()?.constant.sign ?? 1
    }
}
