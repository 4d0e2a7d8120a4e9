/// Tells when walking the tree of a noisy table has become guesswork.
///
/// Structure tests need rows: on few noisy ones, or where noise is most of the target, many reductions fit by chance, and each of
/// them asks for a search of its own. Whether these lead anywhere shows in the shortest description.
struct Patience: Sendable {
    /// From as many training rows on structure tests decide.
    private static let enoughRows = 1000
    /// Problems in a row that are searched on few rows without a shorter description.
    private static let mostFruitless = 3
    /// Bits that a shorter description gains.
    private static let gain = 3.0
    /// Relative error of a smooth function of all inputs above which noise is most of the target.
    private static let mostlyNoise = 0.7
    /// Inputs up to which laws are seen through any noise: whole libraries are compared with the rows.
    private static let fewInputs = 3
    /// Nodes that are walked where noise is most of the target.
    static let nodesInNoise = 2
    /// The same where such rows are read as exact: a law too wild for any smooth function.
    static let exactNodesInNoise = 1

    private let isShortOfRows: Bool
    private var shortest = Double.infinity
    private var fruitless = 0

    /// Patience for a table with so many training rows.
    init(trainingRows: Int) { isShortOfRows = trainingRows < Self.enoughRows }

    /// Whether the last problems of a noisy table have told nothing.
    var isExhausted: Bool { isShortOfRows && fruitless >= Self.mostFruitless }

    /// Counts a problem that has been searched, with the shortest description after it.
    mutating func note(bits: Double) {
        fruitless = bits < shortest - Self.gain ? 0 : fruitless + 1
        shortest = min(shortest, bits)
    }

    /// Whether noise is most of the target of a problem in many inputs, by a smoothing fit to it.
    static func isMostlyNoise(dimension: Int, surrogate: PolynomialSurrogate) -> Bool {
        dimension > fewInputs && surrogate.relativeError > mostlyNoise
    }
}
