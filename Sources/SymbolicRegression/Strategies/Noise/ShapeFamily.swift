import Expressions

/// Functions of one input with one number inside that no linear fit can find.
enum ShapeFamily: CaseIterable, Sendable {
    case pole, bell, growth, wave, gaussian, logarithm, root

    /// The functions at `a`, each with its values; nil where they are not defined on the input.
    func functions(
        _ x: Expression, _ values: [Double], _ a: Double
    ) -> [(expression: Expression, values: [Double])]? {
        let list: [(expression: Expression, values: [Double])]
        switch self {
        case .pole: list = [((x + .real(a)).raised(to: -1), values.map { 1 / ($0 + a) })]
        case .bell: list = [((x.raised(to: 2) + .real(a)).raised(to: -1), values.map { 1 / ($0 * $0 + a) })]
        case .growth: list = [(.apply(.exp, .real(a) * x), values.map { Elementary.exp(a * $0) })]
        case .gaussian:
            list = [(.apply(.exp, .real(-a) * x.raised(to: 2)), values.map { Elementary.exp(-a * $0 * $0) })]
        case .logarithm: list = [(.apply(.log, x + .real(a)), values.map { Elementary.log($0 + a) })]
        case .root: list = [((x + .real(a)).squareRoot, values.map { ($0 + a).squareRoot() })]
        case .wave:
            list = [
                (.apply(.sin, .real(a) * x), values.map { Elementary.sin(a * $0) }),
                (.apply(.cos, .real(a) * x), values.map { Elementary.cos(a * $0) }),
            ]
        }
        return list.allSatisfy { $0.values.allSatisfy { $0.isFinite && abs($0) < 1e9 } } ? list : nil
    }

    /// Numbers to start from, ascending; close enough that the best of them leads to the minimum.
    func grid(_ values: [Double]) -> [Double] {
        let low = values.min() ?? 0
        let high = values.max() ?? 0
        let size = Statistics.median(values.map(abs))
        let range = high - low
        guard range > 0, size > 0 else { return [] }
        let octaves = stride(from: -4.0, through: 4.0, by: 0.75).map { Elementary.pow(2, $0) }
        switch self {
        case .pole, .logarithm, .root:
            // The pole lies outside the data: below them, and above them for the reciprocal.
            let below = octaves.map { $0 * range - low }
            return self == .pole ? octaves.reversed().map { -high - $0 * range } + below : below
        case .bell:
            return stride(from: -8.0, through: 4.0, by: 0.75).map { Elementary.pow(2, $0) }.map { $0 * size * size }
        case .growth:
            let rates = octaves.prefix(9).map { 2 * $0 / range }
            return rates.reversed().map { -$0 } + rates
        case .gaussian: return octaves.prefix(9).map { 2 * $0 / (size * size) }
        case .wave: return stride(from: 0.25, through: 8.0, by: 0.25).map { $0 * Double.pi / range }
        }
    }
}
