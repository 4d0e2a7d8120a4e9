import Diagnostics
import NumericKernel

/// The covariance of the rows of a weak form, for white noise of known size on the fields.
///
/// Row k holds the noise L_k · ε with L_k(n) = Σ over groups of (test function) × (weight at n); the covariance is L Lᵀ. The
/// weights vary slowly against the grid, so that sums run over cells of several grid points.
struct WeakCovariance: Sendable {
    private let rows: WeakRows
    private let spaceCells: [[GridCell]]
    private let timeCells: [GridCell]
    private let spaceMatrices: [[Matrix]]
    private let timeMatrices: [Matrix]

    init(rows: WeakRows) {
        self.rows = rows
        // Eight cells per half-width resolve the product of two fourth derivatives, six that of lower ones.
        let resolution = rows.space.count == 1 ? 8.0 : 6.0
        func cells(_ family: BumpFamily) -> [GridCell] {
            GridCell.cells(count: family.gridCount, length: max(Int(family.halfWidth / resolution), 1))
        }
        spaceCells = rows.space.map(cells)
        timeCells = cells(rows.time)
        spaceMatrices = zip(rows.space, spaceCells).map { $0.sampled($1) }
        timeMatrices = rows.time.sampled(timeCells)
    }

    /// The covariance.
    ///
    /// - Parameters:
    ///   - groups: how the noise enters; the weights are on the full grid.
    ///   - variances: of the noise of each field.
    ///   - threads: number of threads.
    /// - Complexity: O(cells of time × fields × rows in space² × cells of space).
    func matrix(_ groups: [NoiseGroup], variances: [Double], threads: Int) -> Matrix {
        let sides = groups.map { spatial($0) }
        let averages = groups.map { group in group.weights.map { $0.map(averaged) } }
        let spaceCount = rows.spaceCount
        let cellCount = spaceCells.reduce(1) { $0 * $1.count }
        let orders = Array(Set(groups.map(\.timeOrder))).sorted()
        let volumes = cellVolumes()
        // For every cell of time the matrices between test functions in space, per pair of orders in time.
        let slabs = ParallelMap.map(Array(timeCells.indices), threads: threads) { slab -> [[Double]] in
            var blocks = [[Double]](
                repeating: [Double](repeating: 0, count: spaceCount * spaceCount), count: orders.count * orders.count)
            for field in variances.indices {
                let scale = variances[field] * Double(timeCells[slab].range.count)
                let roots = volumes.map { ($0 * scale).squareRoot() }
                let sums = orders.map { order -> [Double]? in
                    var sum: [Double]?
                    for place in groups.indices where groups[place].timeOrder == order {
                        guard let weights = averages[place][field] else { continue }
                        var current = sum ?? [Double](repeating: 0, count: spaceCount * cellCount)
                        Self.accumulate(
                            sides[place], weights: weights, from: slab * cellCount, roots: roots,
                            height: spaceCount, into: &current)
                        sum = current
                    }
                    return sum
                }
                for (a, left) in sums.enumerated() {
                    for (b, right) in sums.enumerated() where b <= a {
                        guard let left, let right else { continue }
                        BlockProduct.multiply(
                            left, right, transposingSecond: true, m: spaceCount, n: spaceCount, k: cellCount,
                            into: &blocks[a * orders.count + b], adding: 1)
                    }
                }
            }
            for a in orders.indices {
                for b in orders.indices where b > a {
                    for i in 0..<spaceCount {
                        for j in 0..<spaceCount {
                            blocks[a * orders.count + b][j * spaceCount + i] =
                                blocks[b * orders.count + a][i * spaceCount + j]
                        }
                    }
                }
            }
            return blocks
        }
        return assembled(slabs, orders: orders)
    }

    /// Adds the columns of a matrix, each times its weight and the root of its volume.
    private static func accumulate(
        _ side: [Double], weights: [Double], from start: Int, roots: [Double], height: Int, into sum: inout [Double]
    ) {
        side.withUnsafeBufferPointer { side in
            sum.withUnsafeMutableBufferPointer { sum in
                for cell in roots.indices {
                    let factor = roots[cell] * (weights.isEmpty ? 1 : weights[start + cell])
                    for row in cell * height..<(cell + 1) * height { sum[row] += factor * side[row] }
                }
            }
        }
    }

    /// Sums over time: block (i, j) of the result is Σ over cells of T_o(i) T_o'(j) E_oo'.
    private func assembled(_ slabs: [[[Double]]], orders: [Int]) -> Matrix {
        let spaceCount = rows.spaceCount
        let size = rows.count
        var result = Matrix(rows: size, columns: size)
        result.elements.withUnsafeMutableBufferPointer { target in
            for slab in timeCells.indices {
                let active = (0..<rows.time.count).filter { row in orders.contains { timeMatrices[$0][row, slab] != 0 }
                }
                for i in active {
                    // Only the lower triangle is needed: the row's block may not stand above the column's.
                    for j in active where j <= i {
                        for (a, first) in orders.enumerated() {
                            for (b, second) in orders.enumerated() {
                                let weight = timeMatrices[first][i, slab] * timeMatrices[second][j, slab]
                                if weight == 0 { continue }
                                slabs[slab][a * orders.count + b].withUnsafeBufferPointer { block in
                                    for column in 0..<spaceCount {
                                        let base = (j * spaceCount + column) * size + i * spaceCount
                                        let start = column * spaceCount
                                        for row in 0..<spaceCount { target[base + row] += weight * block[start + row] }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return result
    }

    /// Test functions in space of a group: rows in space × cells of space.
    private func spatial(_ group: NoiseGroup) -> [Double] {
        let spaceCount = rows.spaceCount
        let cellCount = spaceCells.reduce(1) { $0 * $1.count }
        var result = [Double](repeating: 0, count: spaceCount * cellCount)
        for part in group.parts {
            let first = spaceMatrices[0][part.derivative[0]]
            if spaceCells.count == 1 {
                for index in result.indices { result[index] += part.weight * first.elements[index] }
                continue
            }
            let second = spaceMatrices[1][part.derivative[1]]
            for cellY in 0..<second.columns {
                for y in 0..<second.rows where second[y, cellY] != 0 {
                    let factor = part.weight * second[y, cellY]
                    for cellX in 0..<first.columns {
                        let base = (cellY * first.columns + cellX) * spaceCount + y * first.rows
                        for x in 0..<first.rows { result[base + x] += factor * first[x, cellX] }
                    }
                }
            }
        }
        return result
    }

    private func cellVolumes() -> [Double] {
        guard spaceCells.count == 2 else { return spaceCells[0].map { Double($0.range.count) } }
        return spaceCells[1].flatMap { y in spaceCells[0].map { Double($0.range.count * y.range.count) } }
    }

    /// Means over the cells; an empty array stays one.
    private func averaged(_ values: [Double]) -> [Double] {
        guard !values.isEmpty else { return [] }
        let width = rows.space[0].gridCount
        let height = spaceCells.count == 2 ? rows.space[1].gridCount : 1
        let columns = spaceCells[0]
        let lines = spaceCells.count == 2 ? spaceCells[1] : [GridCell(range: 0..<1)]
        var result: [Double] = []
        result.reserveCapacity(timeCells.count * lines.count * columns.count)
        values.withUnsafeBufferPointer { values in
            for instant in timeCells {
                for line in lines {
                    for column in columns {
                        var sum = 0.0
                        for t in instant.range {
                            for y in line.range {
                                let base = (t * height + y) * width
                                for x in column.range { sum += values[base + x] }
                            }
                        }
                        result.append(sum / Double(instant.range.count * line.range.count * column.range.count))
                    }
                }
            }
        }
        return result
    }
}
