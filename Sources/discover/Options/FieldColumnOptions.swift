import ArgumentParser
import SparseDynamics

/// The options that concern fields on a grid, whose equations have derivatives in space.
struct FieldColumnOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Columns of space; with time they form a grid. (default: x, or x and y, where they do)",
            valueName: "names"))
    var space: String?

    @Option(help: ArgumentHelp("Largest order of derivatives in space, 0 to 4.", valueName: "order"))
    var derivatives: Int?

    @Option(help: ArgumentHelp("Order of the time derivative, 1 or 2. (default: 1, then 2)", valueName: "order"))
    var timeOrder: Int?

    @Option(
        help: ArgumentHelp(
            "Known parts of the equations of fields; the rest is searched: 'u: -u*u_x; v: 0.1*v_xx'.",
            valueName: "terms"))
    var knownTerms: String?

    @Flag(help: "Let the coefficients of fields' equations vary in time. (default: when constant ones do not fit)")
    var varying = false

    func validate() throws {
        if let derivatives, !(0...4).contains(derivatives) {
            throw ValidationError("--derivatives must be between 0 and 4.")
        }
        if let timeOrder, !(1...2).contains(timeOrder) { throw ValidationError("--time-order must be 1 or 2.") }
    }
}
