import ArgumentParser
import Diagnostics
import Expressions
import SparseDynamics

/// The options that say which functions may stand on the right-hand sides.
struct CandidateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Degree of the polynomials, 0 to 8. (default: as the evidence says, up to 5)", valueName: "degree"))
    var degree: Int?

    @Option(
        help: ArgumentHelp(
            "Functions to try: auto, polynomial, trigonometric, exponential, or none but --terms.", valueName: "family")
    )
    var library: String = "auto"

    @Option(
        help: ArgumentHelp("Further functions, separated by commas: 'x*sin(y), exp(-x)'.", valueName: "formulas"))
    var terms: String?

    @Option(
        help: ArgumentHelp(
            "Known parts of equations; the rest is searched: 'x: 10*(y - x); z: x*y'.", valueName: "equations"))
    var known: String?

    @Option(
        help: ArgumentHelp(
            "What must hold: 'x: y > 0; x: y = -y: x; symmetry x -> -x, y -> -y; conserve x^2 + y^2'.",
            valueName: "rules"))
    var constraint: String?

    @Flag(help: "Look for quantities that are conserved along the runs first, and make the equations obey those found.")
    var respectLaws = false

    @Option(help: ArgumentHelp("Variables that were not measured, 0 or 1.", valueName: "count"))
    var hidden: Int = 0

    @Option(
        help: ArgumentHelp(
            "A classical optimiser in place of the search: stlsq, sr3, stepwise, lasso or rvm.", valueName: "name"))
    var optimizer: String?

    @Option(
        help: ArgumentHelp(
            "Share of the data to keep back and score the equations on: the last runs, or the end of one.",
            valueName: "share"))
    var holdOut: Double = 0

    func validate() throws {
        if !(0..<0.9).contains(holdOut) { throw ValidationError("--hold-out must be at least 0 and below 0.9.") }
        if !(0...1).contains(hidden) { throw ValidationError("--hidden must be 0 or 1.") }
        if let optimizer, !DynamicsOptions.optimizerNames.contains(optimizer) {
            throw ValidationError(
                "--optimizer must be one of \(DynamicsOptions.optimizerNames.joined(separator: ", ")).")
        }
        if let degree, !(0...8).contains(degree) { throw ValidationError("--degree must be between 0 and 8.") }
        if DynamicsOptions.LibraryFamily(rawValue: library) == nil {
            let names = DynamicsOptions.LibraryFamily.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--library must be one of \(names).")
        }
        if library == "none", terms == nil { throw ValidationError("--library none needs --terms.") }
    }

    /// The options of series that were given; fields have no use for them.
    var seriesOnly: [String] {
        var names: [String] = []
        if library != "auto" { names.append("--library") }
        if terms != nil { names.append("--terms") }
        if known != nil { names.append("--known") }
        if constraint != nil { names.append("--constraint") }
        if respectLaws { names.append("--respect-laws") }
        if hidden != 0 { names.append("--hidden") }
        if optimizer != nil { names.append("--optimizer") }
        if holdOut != 0 { names.append("--hold-out") }
        return names
    }

    /// The resolved options.
    ///
    /// - Throws: `DiscoverError.input` for formulas that cannot be read or name unknown columns.
    func options(for series: TimeSeries) throws -> DynamicsOptions {
        var options = DynamicsOptions()
        options.degree = degree
        options.family = DynamicsOptions.LibraryFamily(rawValue: library) ?? .automatic
        if let terms {
            options.functions = try FormulaList.split(terms).map {
                try Expression.parse($0, variables: Set(series.variables + series.inputs), source: "--terms")
            }
        }
        options.hidden = hidden
        options.optimizer = optimizer
        options.heldOut = holdOut
        if let constraint {
            options.constraints = try EquationConstraints(
                constraint, variables: series.variables, inputs: series.inputs)
        }
        if let known { options.known.parts = try parts(known, series) }
        return options
    }

    /// The given parts of equations in `name: formula; name: formula`.
    private func parts(_ text: String, _ series: TimeSeries) throws -> [KnownParts.Part] {
        try FormulaList.split(text, at: ";").filter { !$0.isEmpty }.map { entry in
            guard let colon = entry.firstIndex(of: ":"),
                let equation = series.variables.firstIndex(of: FormulaList.split(String(entry[..<colon]))[0])
            else {
                throw DiscoverError.input(
                    "known.no-variable", "'\(entry)' does not begin with a variable and a colon",
                    hint: "variables are \(series.variables.joined(separator: ", "))")
            }
            let formula = try Expression.parse(
                String(entry[entry.index(after: colon)...]), variables: Set(series.variables + series.inputs),
                source: "--known")
            return KnownParts.Part(equation: equation, expression: formula)
        }
    }
}
