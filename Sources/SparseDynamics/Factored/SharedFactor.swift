import NumericKernel

/// Right-hand sides that are short sums times one factor: x_i' = L_i(x) (1 + Σ q_m m(x)), with the same q in every equation that has
/// the factor.
///
/// The coefficients of the products are products of few numbers, which a joint fit of free coefficients cannot know.
struct SharedFactor {
    /// The terms of the short sums, ascending.
    var skeleton: [ActiveTerm]
    /// Powers of the monomials of the factor; the constant 1 is not among them.
    var monomials: [[Int]]
    /// Equations that have the factor.
    var equations: Set<Int>
    /// Scaled coefficients of the skeleton, then those of the monomials.
    var numbers: [Double]

    /// What a change of the numbers does to the coefficients of all terms.
    struct Expansion {
        var coefficients: [Double]
        /// Terms × numbers.
        var slopes: Matrix
    }

    /// Products of the skeleton and the monomials, with the skeleton itself.
    ///
    /// - Returns: nil when the library has not all of them.
    func products(_ library: FactorLibrary) -> Set<ActiveTerm>? {
        var result = Set(skeleton)
        for term in skeleton where equations.contains(term.equation) {
            for monomial in monomials {
                guard let function = library.product(term.function, monomial) else { return nil }
                result.insert(ActiveTerm(equation: term.equation, function: function))
            }
        }
        return result
    }

    /// The coefficients of some terms, among which all products are.
    func expanded(_ terms: [ActiveTerm], _ library: FactorLibrary) -> Expansion {
        var places: [ActiveTerm: Int] = [:]
        for (place, term) in terms.enumerated() { places[term] = place }
        var coefficients = [Double](repeating: 0, count: terms.count)
        var slopes = Matrix(rows: terms.count, columns: numbers.count)
        for (index, term) in skeleton.enumerated() {
            if let place = places[term] {
                coefficients[place] += numbers[index]
                slopes[place, index] += 1
            }
            guard equations.contains(term.equation) else { continue }
            for (position, monomial) in monomials.enumerated() {
                guard let function = library.product(term.function, monomial),
                    let place = places[ActiveTerm(equation: term.equation, function: function)]
                else { continue }
                let ratio = library.norms[function] / library.norms[term.function]
                let share = numbers[skeleton.count + position]
                coefficients[place] += ratio * numbers[index] * share
                slopes[place, index] += ratio * share
                slopes[place, skeleton.count + position] += ratio * numbers[index]
            }
        }
        return Expansion(coefficients: coefficients, slopes: slopes)
    }

    /// Whether a number is one of the skeleton.
    func isOfSkeleton(_ index: Int) -> Bool { index < skeleton.count }

    /// The factor without one of its numbers.
    func dropping(_ index: Int) -> SharedFactor {
        var result = self
        result.numbers.remove(at: index)
        if isOfSkeleton(index) {
            result.skeleton.remove(at: index)
        } else {
            result.monomials.remove(at: index - skeleton.count)
        }
        return result
    }
}
