import ExactAlgebra

/// Polynomial equations x' = f(x) parted into leading terms and small ones, f = f0 + factor · f1.
///
/// A term counts as small when it is less than a share of the largest term of its equation for states of a given size, or of all
/// equations; all terms of degree 2 and more are small together when each is at most half of the largest linear one. A number close to a simple fraction counts as that fraction and a small rest.
struct SmallTerms {
    /// Share of the largest term below which a term is small.
    static let threshold = 0.15
    /// Share of the largest linear term up to which all terms of higher degree are small.
    static let nonlinearThreshold = 0.5
    /// Largest distance of a number from a simple fraction, relative to it.
    static let detuning = 0.1

    /// f0 by variable.
    let leading: [Polynomial]
    /// f1 by variable, with whole coefficients that have no common factor.
    let small: [Polynomial]
    /// The number in front of f1.
    let factor: BigRational
    /// The largest size of a term: one over the time in which things happen.
    let rate: Double

    /// Parts a system without symbols and constraints; nil when no term is small.
    init?(_ system: PolynomialSystem, scale: Double) {
        guard let bottom = system.denominator.constantValue else { return nil }
        let sides = system.rightHandSides.prefix(system.baseCount).map { $0.scaled(by: .one / bottom) }
        func size(_ term: Polynomial.Term) -> Double {
            let degree = term.exponents.reduce(0, +)
            let power = (0..<max(degree, 1)).dropFirst().reduce(1.0) { product, _ in product * scale }
            return abs(term.coefficient.approximation) * (degree == 0 ? 1 / scale : power)
        }
        let largest = sides.map { $0.terms.map(size).max() ?? 0 }
        func degree(_ term: Polynomial.Term) -> Int { term.exponents.reduce(0, +) }
        let all = sides.flatMap(\.terms)
        let linear = all.filter { degree($0) == 1 }.map(size).max() ?? 0
        let isNearlyLinear = all.filter { degree($0) > 1 }.allSatisfy { size($0) <= Self.nonlinearThreshold * linear }
        let rate = largest.max() ?? 0
        guard rate > 0 else { return nil }
        self.rate = rate
        var (leading, rest): ([Polynomial], [Polynomial]) = ([], [])
        for (side, most) in zip(sides, largest) {
            var parts: (large: [Polynomial.Term], small: [Polynomial.Term]) = ([], [])
            for term in side.terms {
                let isSmall = most < Self.threshold * rate || size(term) < Self.threshold * most
                if isSmall || (isNearlyLinear && degree(term) > 1) {
                    parts.small.append(term)
                } else if let simple = Self.simple(near: term.coefficient) {
                    parts.large.append(.init(coefficient: simple, exponents: term.exponents))
                    parts.small.append(.init(coefficient: term.coefficient - simple, exponents: term.exponents))
                } else {
                    parts.large.append(term)
                }
            }
            leading.append(system.ring.polynomial(parts.large))
            rest.append(system.ring.polynomial(parts.small))
        }
        let content = rest.reduce(BigRational.zero) {
            $1.isZero ? $0 : BigRational.greatestCommonDivisor($0, $1.content)
        }
        guard !content.isZero, leading.contains(where: { !$0.isZero }) else { return nil }
        factor = content
        self.leading = leading
        small = rest.map { $0.scaled(by: .one / content) }
    }

    /// A whole or half number close to a number and different from it.
    private static func simple(near number: BigRational) -> BigRational? {
        let value = number.approximation
        for bottom in [1.0, 2.0] {
            let top = (value * bottom).rounded()
            guard top != 0, abs(top) <= 24, let fraction = BigRational(Int(top), Int(bottom)) else { continue }
            if fraction == number { return nil }
            if abs(value - top / bottom) <= detuning * abs(top / bottom) { return fraction }
        }
        return nil
    }
}

extension BigRational {
    /// The nearest double, near enough for sizes.
    var approximation: Double {
        if let top = numerator.machineInteger, let bottom = denominator.machineInteger {
            return Double(top) / Double(bottom)
        }
        return (Double(numerator.description) ?? 0) / (Double(denominator.description) ?? 1)
    }
}
