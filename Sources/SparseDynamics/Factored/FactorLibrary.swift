/// The monomials of a library, to be multiplied with each other.
struct FactorLibrary {
    /// Powers of every function; nil for those that are no monomials.
    let exponents: [[Int]?]
    /// Root mean square of every function over the data.
    let norms: [Double]
    private let places: [[Int]: Int]

    init(exponents: [[Int]?], norms: [Double]) {
        self.exponents = exponents
        self.norms = norms
        var places: [[Int]: Int] = [:]
        for (place, own) in exponents.enumerated() {
            if let own { places[own] = place }
        }
        self.places = places
    }

    init(_ library: ScaledLibrary) {
        self.init(
            exponents: library.library.terms.prefix(library.count).map(\.exponents), norms: library.norms)
    }

    /// The degree of a function; nil when it is no monomial.
    func degree(_ function: Int) -> Int? { exponents[function].map { $0.reduce(0, +) } }

    /// The position of the product of a function and a monomial; nil when the library does not have it.
    func product(_ function: Int, _ monomial: [Int]) -> Int? {
        guard let own = exponents[function] else { return nil }
        return places[zip(own, monomial).map { $0 + $1 }]
    }
}
