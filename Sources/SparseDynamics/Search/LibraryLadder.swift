import Expressions

/// The libraries in the order in which they are tried: from small to large.
struct LibraryLadder {
    /// Most functions of a library.
    static let mostFunctions = 130
    /// Highest degree that is tried without being asked for.
    static let highestDegree = 5

    let variables: [String]
    let inputs: [String]
    let options: DynamicsOptions
    /// Number of samples, which bounds the size of a library.
    let samples: Int

    /// The data, for constraints that forbid functions; nil when there are none.
    var series: TimeSeries?
    /// Functions that a rule on signs has ruled out.
    var ruledOut: [(equation: Int, function: Expression)] = []

    /// A rung: what it is called and what it holds, not yet compiled.
    struct Rung {
        var name: String
        var degree: Int?
        var functions: [Expression]
        /// Whether it holds all functions of the one before it.
        var extendsPrevious: Bool
    }

    /// All rungs.
    var rungs: [Rung] {
        let user = options.functions
        let suffix = user.isEmpty ? "" : " and \(user.count) functions of the user"
        if options.family == .none {
            return [
                Rung(name: "functions of the user", degree: options.degree, functions: user, extendsPrevious: false)
            ]
        }
        var rungs: [Rung] = []
        if options.family == .automatic || options.family == .polynomial {
            for degree in degrees {
                rungs.append(
                    Rung(
                        name: "polynomials to degree \(degree)\(suffix)", degree: degree, functions: user,
                        extendsPrevious: !rungs.isEmpty))
            }
        }
        let low = options.degree ?? 2
        if options.family == .automatic || options.family == .trigonometric {
            let plain = waves(products: false)
            rungs.append(
                Rung(
                    name: "polynomials to degree \(low) with sines and cosines\(suffix)", degree: low,
                    functions: user + plain, extendsPrevious: false))
        }
        if options.family == .automatic || options.family == .exponential {
            rungs.append(
                Rung(
                    name: "polynomials to degree \(low) with exponentials\(suffix)", degree: low,
                    functions: user + exponentials, extendsPrevious: false))
        }
        if options.family == .automatic {
            rungs.append(
                Rung(
                    name: "polynomials to degree \(low) with saturating and broken functions\(suffix)", degree: low,
                    functions: user + saturations, extendsPrevious: false))
            rungs.append(
                Rung(
                    name: "polynomials to degree \(low) with sines and cosines and their products\(suffix)",
                    degree: low,
                    functions: user + waves(products: true), extendsPrevious: false))
        }
        let columns = variables.count + inputs.count
        let kept = rungs.filter { rung in
            size(rung, columns) <= min(Self.mostFunctions, max(samples / 4, 4)) || rung.degree == options.degree
        }
        return kept.isEmpty ? Array(rungs.prefix(1)) : kept
    }

    private func size(_ rung: Rung, _ columns: Int) -> Int {
        (rung.degree.map { CandidateLibrary.monomialCount(degree: $0, count: columns) } ?? 0) + rung.functions.count
    }

    private var degrees: [Int] { options.degree.map { [$0] } ?? Array(2...Self.highestDegree) }

    private var columns: [Expression] { (variables + inputs).map { .variable($0) } }

    private func waves(products: Bool) -> [Expression] {
        let simple = columns.flatMap { [Expression.apply(.sin, $0), .apply(.cos, $0)] }
        guard products else { return simple }
        var result = simple
        for (i, x) in columns.enumerated() {
            for wave in simple { result.append(.product([x, wave])) }
            for y in columns[(i + 1)...] {
                for a in [Function.sin, .cos] {
                    for b in [Function.sin, .cos] { result.append(.product([.apply(a, x), .apply(b, y)])) }
                }
            }
        }
        return result
    }

    private var exponentials: [Expression] {
        columns.flatMap { [Expression.apply(.exp, $0), .apply(.exp, -$0)] }
    }

    private var saturations: [Expression] {
        columns.flatMap { x in [Expression.apply(.tanh, x), .apply(.abs, x), .product([x, .apply(.abs, x)])] }
    }

    /// Compiles a rung.
    func library(_ rung: Rung, isForRows: Bool = true) throws -> CandidateLibrary {
        var library = try CandidateLibrary(
            name: rung.name, degree: rung.degree, functions: rung.functions, variables: variables, inputs: inputs,
            known: options.known, isForRows: isForRows)
        if let series {
            library.barred = BarredTerms.sets(library, options.constraints, ruledOut: ruledOut, series: series)
        }
        return library
    }
}
