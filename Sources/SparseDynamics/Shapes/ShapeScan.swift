import Diagnostics
import Glibc
import NumericKernel

/// Looks through the families of shapes for the one that explains most of what is left.
struct ShapeScan: Sendable {
    /// A family over a grid of its parameters, with the monomials that may multiply its functions.
    struct Family: Sendable {
        var shapes: [Shape]
        var factors: [[Int]]
    }

    /// A shape with what it would leave.
    struct Proposal: Sendable {
        var shape: Shape
        var factors: [[Int]]
        /// Logarithm of what is left, with a price for every function; lower is better.
        var score: Double
    }

    /// Rows of a scan.
    static let mostRows = 300
    /// Most columns that are combined.
    static let mostColumns = 6

    let rows: ShapeRows
    let threads: Int
    /// Asked before every shape; a scan that it stops proposes what it has seen.
    let control: RunControl

    /// The best proposals of every family and argument, best first.
    ///
    /// - Parameters:
    ///   - known: the model so far, whose span is not looked at again.
    ///   - limit: how many.
    func proposals(beside known: ShapeModel, limit: Int) -> [Proposal] {
        let sample = rows.thinned(to: Self.mostRows)
        var space = Complement()
        for column in known.matrix(sample) { space.add(column) }
        let rest = space.remainder(of: sample.side)
        let total = Complement.dot(rest, rest)
        guard total > 0, total.isFinite else { return [] }
        let count = Double(sample.count)
        let fixed = space
        let control = self.control
        let best = ParallelMap.map(families, threads: threads) { family -> Proposal? in
            var best: Proposal?
            let factors = family.factors.map { factor in
                (0..<sample.count).map { row in factor.reduce(1) { $0 * sample.columns[$1][row] } }
            }
            var q: (argument: ShapeArgument, values: [Double])?
            for shape in family.shapes where !control.isStopping {
                if q?.argument != shape.argument { q = (shape.argument, shape.argument.values(sample.columns)) }
                guard let q else { continue }
                let values = shape.components(sample.columns, of: q.values)
                guard values.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { continue }
                let columns = values.flatMap { value in
                    factors.map { factor in zip(value, factor).map { $0 * $1 } }
                }
                let gain = fixed.gain(of: columns, on: rest)
                let left = max(total - gain, total * 1e-20)
                let score =
                    0.5 * count * log(left / total)
                    + Double(columns.count + shape.parameters.count) * 0.5 * log(count)
                if score < best?.score ?? .infinity {
                    best = Proposal(shape: shape, factors: family.factors, score: score)
                }
            }
            return best
        }
        return Array(best.compactMap { $0 }.sorted { $0.score < $1.score }.prefix(limit))
    }

    // MARK: Families

    private var families: [Family] {
        let count = min(rows.columns.count, Self.mostColumns)
        let singles = (0..<count).map { [$0] }
        let pairs = (0..<count).flatMap { i in (i..<count).map { [i, $0] } }
        let linear = [[]] + singles
        let quadratic = linear + (count <= 4 ? pairs : [])
        var result: [Family] = []
        func add(_ argument: ShapeArgument, _ factors: [[Int]], _ shapes: (ClosedRange<Double>, [Double]) -> [Shape]) {
            let values = argument.values(rows.columns)
            guard values.allSatisfy(\.isFinite), let range = ShapeRows.range(values) else { return }
            result.append(Family(shapes: shapes(range, values), factors: factors))
        }
        let columns = (0..<count).map { ShapeArgument.column($0) }
        let products = pairs.map { ShapeArgument.product($0[0], $0[1]) }
        for argument in columns + products {
            add(argument, linear) { range, _ in waves(argument, range, upTo: 60) }
            add(argument, [[]]) { range, values in waves(argument, range, upTo: frequencies(values, range)) }
            add(argument, linear) { range, _ in
                Self.geometric(0.05, 60, 28).flatMap { rate in
                    [-1.0, 1].map {
                        Shape(kind: .exponential, argument: argument, parameters: [$0 * rate / range.width])
                    }
                }
            }
        }
        for index in 0..<count {
            add(.inverseCosine(index), [[]]) { _, _ in
                (4...48).map { Shape(kind: .wave, argument: .inverseCosine(index), parameters: [Double($0) / 4]) }
            }
        }
        for pair in pairs where pair[0] != pair[1] {
            let (first, second) = (pair[0], pair[1])
            guard let a = ShapeRows.range(rows.columns[first]), let b = ShapeRows.range(rows.columns[second]) else {
                continue
            }
            result.append(Family(shapes: obliqueWaves(first, second, a, b), factors: [[]]))
        }
        let circle = ShapeArgument.squares(Array(0..<min(count, 3)))
        if count > 1 {
            add(circle, linear) { _, values in
                let mean = DescriptiveStatistics.mean(values)
                return Self.geometric(0.1, 3, 5).flatMap { share in
                    (1...40).map {
                        Shape(
                            kind: .chirp, argument: circle, parameters: [Double($0) * 0.5 * mean, share * mean])
                    }
                }
            }
        }
        for argument in columns + products + (count > 1 ? [circle] : []) {
            add(argument, quadratic) { range, values in poles(argument, range, values, upTo: 2000) }
            // Saturation q/(p + q) that the data only begin to show.
            if let own = argument.monomial {
                add(argument, [own]) { range, values in poles(argument, range, values, upTo: 1e6) }
            }
        }
        for argument in columns {
            add(argument, quadratic) { range, _ in
                guard range.lowerBound > 0 else { return [] }
                return stride(from: -4.0, through: 4, by: 0.25).filter { $0 != $0.rounded() || $0 < 0 }.map {
                    Shape(kind: .power, argument: argument, parameters: [$0])
                }
            }
            add(argument, linear) { range, _ in
                Self.geometric(0.5, 60, 12).flatMap { rate in
                    (1..<16).map { place in
                        Shape(
                            kind: .saturation, argument: argument,
                            parameters: [rate / range.width, range.at(Double(place) / 16)])
                    }
                }
            }
        }
        let differences = pairs.filter { $0[0] != $0[1] && count <= 4 }.map { ShapeArgument.difference($0[0], $0[1]) }
        for argument in columns + differences {
            add(argument, [[]]) { _, values in kinks(argument, values, .kink) }
            add(argument, linear) { _, values in kinks(argument, values, .jump) }
            add(argument, [[]]) { _, values in kinks(argument, values, .root) }
            add(argument, [[]]) { _, values in
                let places = Self.places(values, 24)
                return places.flatMap { root in
                    places.map { Shape(kind: .brokenRoot, argument: argument, parameters: [root, $0]) }
                }
            }
        }
        return result
    }

    /// How many frequencies are worth a look: many where a variable drifts over a range much longer than its steps.
    private func frequencies(_ values: [Double], _ range: ClosedRange<Double>) -> Int {
        guard rows.isMap else { return 160 }
        let steps = zip(values.dropFirst(), values).map { abs($0 - $1) }
        let typical = DescriptiveStatistics.median(steps)
        return typical < 0.02 * range.width ? 4 * rows.count : 160
    }

    /// Frequencies with a quarter of a period over the range between them.
    private func waves(_ argument: ShapeArgument, _ range: ClosedRange<Double>, upTo most: Int) -> [Shape] {
        (1...max(most, 1)).map {
            Shape(kind: .wave, argument: argument, parameters: [Double($0) * Double.pi / (2 * range.width)])
        }
    }

    private func obliqueWaves(
        _ first: Int, _ second: Int, _ a: ClosedRange<Double>, _ b: ClosedRange<Double>
    ) -> [Shape] {
        (1...32).flatMap { i in
            (-32...32).filter { $0 != 0 }.map { j in
                Shape(
                    kind: .obliqueWave(first, second), argument: .column(first),
                    parameters: [Double(i) * Double.pi / (1.6 * a.width), Double(j) * Double.pi / (1.6 * b.width)])
            }
        }
    }

    private func poles(
        _ argument: ShapeArgument, _ range: ClosedRange<Double>, _ values: [Double], upTo most: Double
    ) -> [Shape] {
        let mean = DescriptiveStatistics.mean(values.map { abs($0) })
        let shares = Self.geometric(0.01, most, most > 1e4 ? 80 : 48)
        let above = shares.map { -range.lowerBound + $0 * mean }
        let below = range.lowerBound >= 0 ? shares.map { $0 * mean } : []
        return (above + below).map { Shape(kind: .pole, argument: argument, parameters: [$0]) }
    }

    private func kinks(_ argument: ShapeArgument, _ values: [Double], _ kind: Shape.Kind) -> [Shape] {
        Self.places(values, 64).map { Shape(kind: kind, argument: argument, parameters: [$0]) }
    }

    /// Quantiles of the values, in between the samples.
    private static func places(_ values: [Double], _ count: Int) -> [Double] {
        let sorted = values.sorted()
        return (1..<count).map { place in
            let index = min(place * sorted.count / count, sorted.count - 2)
            return 0.5 * (sorted[index] + sorted[index + 1])
        }
    }

    private static func geometric(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
        (0..<count).map { low * pow(high / low, Double($0) / Double(count - 1)) }
    }
}

extension ClosedRange<Double> {
    /// From end to end.
    fileprivate var width: Double { upperBound - lowerBound }
    /// The place at a fraction of the width.
    fileprivate func at(_ fraction: Double) -> Double { lowerBound + fraction * width }
}
