/// How an input enters a surrogate.
enum InputScale: Sendable, Hashable {
    /// As it is.
    case plain
    /// By its logarithm; all values are positive.
    case logarithm
    /// By sines and cosines of its multiples, an angle in radians.
    case angle

    /// Values as they enter the basis, which makes the sines and cosines itself.
    func callAsFunction(_ values: ArraySlice<Double>) -> ArraySlice<Double> {
        self == .logarithm ? values.map(Elementary.log)[...] : values
    }

    /// The ways of taking the inputs that a race between surrogates compares: those without a scale of their own as they are,
    /// and by their logarithms where all values are positive.
    static func choices(_ own: [InputScale?], columns: [[Double]]) -> [[InputScale]] {
        let plain = own.map { $0 ?? .plain }
        let logarithmic = zip(own, columns).map { scale, values in
            scale ?? (values.allSatisfy { $0 > 0 } ? .logarithm : .plain)
        }
        return plain == logarithmic ? [plain] : [plain, logarithmic]
    }
}
