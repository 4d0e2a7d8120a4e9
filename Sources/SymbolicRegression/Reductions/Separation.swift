/// The function of one input that curves along it have in common.
struct Separation {
    /// Whether the curves are multiples of each other; otherwise they differ by constants.
    let isProduct: Bool
    /// The function along the curves, up to a factor or a constant.
    let function: [Double]
    /// Root mean square of what the separation leaves over, relative to how much the curves vary.
    let misfit: Double

    /// How well a function is met.
    struct Match {
        /// Root mean square of the difference, relative to how much the function varies.
        var misfit: Double
        /// The factor with which the expression comes closest.
        var scale: Double
    }

    private static let iterations = 8
    /// Share of the squares below which variation is rounding.
    private static let rounding = 1e-24

    /// Curves read as multiples of one function: the leading singular vector of their matrix, by power iteration.
    ///
    /// - Returns: nil for curves without variation.
    static func product(_ curves: [[Double]]) -> Separation? {
        guard let start = curves.max(by: { squares($0) < squares($1) }), squares(start) > 0 else { return nil }
        var function = start
        var scales: [Double] = []
        for _ in 0..<iterations {
            let size = squares(function)
            guard size > 0, size.isFinite else { return nil }
            scales = curves.map { dot($0, function) / size }
            let weight = squares(scales)
            guard weight > 0 else { return nil }
            function = start.indices.map { k in zip(curves, scales).reduce(0) { $0 + $1.0[k] * $1.1 } / weight }
        }
        let left = zip(curves, scales).reduce(0) { sum, pair in
            sum + squares(zip(pair.0, function).map { $0 - pair.1 * $1 })
        }
        return Separation(isProduct: true, function: function, left: left, curves: curves)
    }

    /// Curves read as one function plus constants: their mean.
    ///
    /// - Returns: nil for curves without variation.
    static func sum(_ curves: [[Double]]) -> Separation? {
        guard let first = curves.first else { return nil }
        let plain = curves.map(centred)
        let function = first.indices.map { k in plain.reduce(0) { $0 + $1[k] } / Double(plain.count) }
        let left = plain.reduce(0) { sum, curve in sum + squares(zip(curve, function).map { $0 - $1 }) }
        return Separation(isProduct: false, function: function, left: left, curves: curves)
    }

    private init?(isProduct: Bool, function: [Double], left: Double, curves: [[Double]]) {
        let variation = curves.reduce(0) { $0 + Self.squares(Self.centred($1)) }
        let total = curves.reduce(0) { $0 + Self.squares($1) }
        guard variation > Self.rounding * total, left.isFinite else { return nil }
        self.isProduct = isProduct
        self.function = function
        misfit = (left / variation).squareRoot()
    }

    /// Compares the values of an expression at the points of the curves; nil for a constant.
    func match(_ values: [Double]) -> Match? {
        let (target, trial) =
            isProduct ? (function, values) : (Self.centred(function), Self.centred(values))
        let (size, variation) = (Self.squares(trial), Self.squares(Self.centred(function)))
        guard size > 0, size.isFinite, variation > 0 else { return nil }
        let scale = Self.dot(target, trial) / size
        let left = zip(target, trial).reduce(0) { $0 + ($1.0 - scale * $1.1) * ($1.0 - scale * $1.1) }
        return scale == 0 ? nil : Match(misfit: (left / variation).squareRoot(), scale: scale)
    }

    private static func dot(_ left: [Double], _ right: [Double]) -> Double {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func squares(_ values: [Double]) -> Double { dot(values, values) }

    private static func centred(_ values: [Double]) -> [Double] {
        let mean = Statistics.mean(values)
        return values.map { $0 - mean }
    }
}
