import Diagnostics
import NumericKernel

/// The rows of a weak form: all products of test functions along the axes, integrated against functions on the grid.
///
/// The grid's steps are the units of length and time. Rows run over the first axis of space fastest, time slowest.
struct WeakRows: Sendable {
    let space: [BumpFamily]
    let time: BumpFamily

    /// Number of rows.
    var count: Int { spaceCount * time.count }
    /// Number of products of test functions in space.
    var spaceCount: Int { space.reduce(1) { $0 * $1.count } }
    /// Grid points of one instant.
    var spacePoints: Int { space.reduce(1) { $0 * $1.gridCount } }

    /// Integrates over time: grid points of space × test functions of time.
    func overTime(_ values: [Double], order: Int) -> [Double] {
        let (points, instants) = (spacePoints, time.gridCount)
        precondition(values.count == points * instants)
        var result = [Double](repeating: 0, count: points * time.count)
        BlockProduct.multiply(
            values, time.matrices[order].elements, transposingSecond: true, m: points, n: time.count, k: instants,
            into: &result)
        return result
    }

    /// Integrates what `overTime` gave over space, with derivatives of the test functions: one value per row.
    func overSpace(_ values: [Double], derivative: [Int]) -> [Double] {
        let first = space[0]
        let rest = values.count / first.gridCount
        var partial = [Double](repeating: 0, count: first.count * rest)
        BlockProduct.multiply(
            first.matrices[derivative[0]].elements, values, m: first.count, n: rest, k: first.gridCount, into: &partial)
        guard space.count == 2 else { return partial }
        let second = space[1]
        var result = [Double](repeating: 0, count: count)
        partial.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                for slab in 0..<time.count {
                    BlockProduct.multiply(
                        source + slab * first.count * second.gridCount, second.matrices[derivative[1]].elements,
                        transposingSecond: true, m: first.count, n: second.count, k: second.gridCount,
                        into: target + slab * spaceCount)
                }
            }
        }
        return result
    }

    /// Sum over terms of weight times the transpose of `overSpace`: rows back to grid points of space × functions of time.
    func spread(_ rows: [Double], _ parts: [(derivative: [Int], weight: Double)]) -> [Double] {
        let first = space[0]
        var result = [Double](repeating: 0, count: spacePoints * time.count)
        for part in parts {
            var values = rows
            for index in values.indices { values[index] *= part.weight }
            if space.count == 2 {
                let second = space[1]
                var wide = [Double](repeating: 0, count: first.count * second.gridCount * time.count)
                values.withUnsafeBufferPointer { source in
                    wide.withUnsafeMutableBufferPointer { target in
                        guard let source = source.baseAddress, let target = target.baseAddress else { return }
                        for slab in 0..<time.count {
                            BlockProduct.multiply(
                                source + slab * spaceCount, second.matrices[part.derivative[1]].elements,
                                m: first.count, n: second.gridCount, k: second.count,
                                into: target + slab * first.count * second.gridCount)
                        }
                    }
                }
                values = wide
            }
            BlockProduct.multiply(
                first.matrices[part.derivative[0]].elements, values, transposingFirst: true, m: first.gridCount,
                n: values.count / first.count, k: first.count, into: &result, adding: 1)
        }
        return result
    }

    /// The transpose of `overTime`: back to all grid points.
    func spreadOverTime(_ values: [Double], order: Int) -> [Double] {
        var result = [Double](repeating: 0, count: spacePoints * time.gridCount)
        BlockProduct.multiply(
            values, time.matrices[order].elements, m: spacePoints, n: time.gridCount, k: time.count, into: &result)
        return result
    }
}
