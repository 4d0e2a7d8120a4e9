import Expressions

/// Libraries of low monomials and functions with numbers inside, whose places do not change with the numbers.
struct NumberedLibrary {
    /// What the search is called in the answer.
    static let name = "polynomials with functions with numbers inside"

    let ladder: LibraryLadder

    private var columns: [Expression] { (ladder.variables + ladder.inputs).map { .variable($0) } }

    /// Functions before the first one with a number.
    private var lead: Int {
        CandidateLibrary.monomialCount(degree: NumberedScan.degree, count: columns.count)
            + ladder.options.functions.count
    }

    /// The rung of some shapes.
    func rung(_ shapes: [NumberedShape], withTangents: Bool = false) -> LibraryLadder.Rung {
        let functions = shapes.flatMap { $0.functions(columns) }
        let tangents = withTangents ? shapes.flatMap { $0.tangents(columns) } : []
        return LibraryLadder.Rung(
            name: Self.name, degree: NumberedScan.degree, functions: ladder.options.functions + functions + tangents,
            extendsPrevious: false)
    }

    /// The library on some data; nil when a function is not defined there, or occurs twice.
    ///
    /// - Parameter isForRows: whether weak rows of it are wanted, and not only joint fits.
    func scaled(
        _ shapes: [NumberedShape], withTangents: Bool = false, isForRows: Bool = false, series: ScaledSeries
    ) throws -> ScaledLibrary? {
        let library = try ladder.library(rung(shapes, withTangents: withTangents), isForRows: isForRows)
        let count = shapes.reduce(0) { $0 + $1.functions(columns).count }
        guard library.count == lead + count * (withTangents ? 2 : 1) else { return nil }
        return ScaledLibrary(library, series: series)
    }

    /// The shape that a function of the library belongs to; nil for the others.
    func shape(of function: Int, _ shapes: [NumberedShape]) -> Int? {
        var place = lead
        for (index, shape) in shapes.enumerated() where function >= place {
            place += shape.functions(columns).count
            if function < place { return index }
        }
        return nil
    }

    /// The place of the derivative of a function by the logarithm of its number.
    func tangent(of function: Int, _ shapes: [NumberedShape]) -> Int {
        function + shapes.reduce(0) { $0 + $1.functions(columns).count }
    }
}
