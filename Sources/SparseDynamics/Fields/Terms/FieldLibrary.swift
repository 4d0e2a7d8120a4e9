/// The candidate terms of an equation.
struct FieldLibrary: Sendable {
    /// Which terms are candidates.
    enum Extent: String, Sendable {
        /// Derivatives of powers and products of the fields.
        case polynomial
        /// Also sines and cosines of the fields, and fields times powers of coordinates.
        case extended
    }

    var terms: [FieldTerm]
    /// Order of the time derivative on the left.
    var timeOrder: Int
    /// In words, for the report.
    var summary: String

    /// Builds a library.
    ///
    /// - Parameters:
    ///   - data: names and number of fields and axes.
    ///   - options: largest degree and order; nil chooses by the number of fields and axes.
    ///   - timeOrder: order of the time derivative on the left.
    ///   - target: position of the field whose equation is wanted.
    init(data: FieldData, options: FieldOptions, extent: Extent, timeOrder: Int, target: Int) {
        let fields = data.fields.count
        let axes = data.space.count
        let degree = options.degree ?? (fields == 1 ? (axes == 1 ? 5 : 3) : fields == 2 ? 3 : 2)
        let order = options.derivativeOrder ?? (axes == 1 ? 4 : 2)
        let linearOrder = options.derivativeOrder ?? 4
        var terms: [FieldTerm] = []
        let zero = [Int](repeating: 0, count: axes)
        for powers in Self.exponents(count: fields, degree: degree) {
            let function = FieldFunction(powers: powers)
            if function.isConstant {
                terms.append(FieldTerm(function: function, derivative: zero))
                continue
            }
            for derivative in Self.exponents(count: axes, degree: function.degree == 1 ? linearOrder : order) {
                terms.append(FieldTerm(function: function, derivative: derivative))
            }
        }
        if timeOrder == 2 {
            for field in 0..<fields {
                var powers = [Int](repeating: 0, count: fields)
                powers[field] = 1
                terms.append(FieldTerm(function: FieldFunction(powers: powers), derivative: zero, timeDerivative: 1))
            }
        }
        if extent == .extended {
            for field in 0..<fields {
                let none = [Int](repeating: 0, count: fields)
                terms.append(
                    FieldTerm(function: FieldFunction(powers: none, wave: .sine(field: field)), derivative: zero))
                terms.append(
                    FieldTerm(function: FieldFunction(powers: none, wave: .cosine(field: field)), derivative: zero))
                var powers = none
                powers[field] = 1
                for coordinates in Self.exponents(count: axes, degree: 2) where coordinates.contains(where: { $0 > 0 })
                {
                    for derivative in Self.exponents(count: axes, degree: 2) {
                        let function = FieldFunction(powers: powers, coordinatePowers: coordinates + [0])
                        terms.append(FieldTerm(function: function, derivative: derivative))
                    }
                }
            }
        }
        self.terms = terms
        self.timeOrder = timeOrder
        summary =
            "\(terms.count) terms: derivatives to order \(max(order, linearOrder)) of products of the fields to degree "
            + "\(degree)" + (extent == .extended ? ", sines and cosines, powers of the coordinates" : "")
    }

    /// All lists of `count` whole numbers from 0 whose sum is at most `degree`, by ascending sum.
    static func exponents(count: Int, degree: Int) -> [[Int]] {
        func lists(_ count: Int, _ sum: Int) -> [[Int]] {
            if count == 1 { return [[sum]] }
            return (0...sum).reversed().flatMap { first in lists(count - 1, sum - first).map { [first] + $0 } }
        }
        return (0...max(degree, 0)).flatMap { lists(count, $0) }
    }
}
