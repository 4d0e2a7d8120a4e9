/// A periodic grid in one or two dimensions with its Fourier transform.
public struct PeriodicGrid: Sendable {
    /// Points per axis, powers of two.
    public let counts: [Int]
    /// Lengths of the periods.
    public let lengths: [Double]
    /// Coordinates of the first points.
    public let starts: [Double]
    private let transforms: [FourierTransform]

    /// Makes a grid of one or two axes.
    public init(counts: [Int], lengths: [Double], starts: [Double]) {
        precondition((1...2).contains(counts.count) && lengths.count == counts.count && starts.count == counts.count)
        self.counts = counts
        self.lengths = lengths
        self.starts = starts
        transforms = counts.map { FourierTransform(count: $0) }
    }

    /// Number of points.
    public var points: Int { counts.reduce(1, *) }

    /// Coordinates along an axis.
    public func coordinates(_ axis: Int) -> [Double] {
        (0..<counts[axis]).map { starts[axis] + lengths[axis] * Double($0) / Double(counts[axis]) }
    }

    /// Values of a function of the point; the first axis runs fastest.
    public func values(_ function: ([Double]) -> Double) -> [Double] {
        let lines = counts.indices.map { coordinates($0) }
        if counts.count == 1 { return lines[0].map { function([$0]) } }
        return lines[1].flatMap { y in lines[0].map { function([$0, y]) } }
    }

    /// Wave number along an axis of every Fourier coefficient; that of the highest frequency is 0 for odd derivatives.
    public func waveNumbers(_ axis: Int) -> [Double] {
        let unit = 2 * Double.pi / lengths[axis]
        let count = counts[axis]
        let line = (0..<count).map { index in
            index == count / 2 ? 0 : unit * Double(index < count / 2 ? index : index - count)
        }
        if counts.count == 1 { return line }
        return (0..<points).map { axis == 0 ? line[$0 % counts[0]] : line[$0 / counts[0]] }
    }

    /// Squared wave number along an axis of every Fourier coefficient, that of the highest frequency included.
    ///
    /// Even derivatives of the highest frequency exist; taken for 0, a growing linear part would let it grow without bound.
    public func squaredWaveNumbers(_ axis: Int) -> [Double] {
        let unit = 2 * Double.pi / lengths[axis]
        let count = counts[axis]
        let line = (0..<count).map { index -> Double in
            let wave = unit * Double(min(index, count - index))
            return wave * wave
        }
        if counts.count == 1 { return line }
        return (0..<points).map { axis == 0 ? line[$0 % counts[0]] : line[$0 / counts[0]] }
    }

    /// 1 for the coefficients that products of two fields leave exact (the two-thirds rule of Orszag, 1971), else 0.
    public var dealiasing: [Double] {
        (0..<points).map { index in
            let places = counts.count == 1 ? [index] : [index % counts[0], index / counts[0]]
            let isKept = zip(places, counts).allSatisfy { place, count in
                3 * (place <= count / 2 ? place : count - place) < count
            }
            return isKept ? 1 : 0
        }
    }

    /// Fourier coefficients of values.
    public func forward(_ values: ComplexArray) -> ComplexArray { apply(values, inverse: false) }
    /// Values of Fourier coefficients.
    public func inverse(_ coefficients: ComplexArray) -> ComplexArray { apply(coefficients, inverse: true) }

    private func apply(_ values: ComplexArray, inverse: Bool) -> ComplexArray {
        precondition(values.count == points)
        var result = values
        var scratch = ComplexArray(zeros: counts.max() ?? 1)
        if counts.count == 1 {
            transforms[0].apply(&result, start: 0, stride: 1, inverse: inverse, scratch: &scratch)
            return result
        }
        for y in 0..<counts[1] {
            transforms[0].apply(&result, start: y * counts[0], stride: 1, inverse: inverse, scratch: &scratch)
        }
        for x in 0..<counts[0] {
            transforms[1].apply(&result, start: x, stride: counts[0], inverse: inverse, scratch: &scratch)
        }
        return result
    }
}
