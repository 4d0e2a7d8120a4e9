import Diagnostics
import NumericKernel

/// The covariance of the rows of a weak form, for white noise of known size on the fields.
///
/// Row k holds the noise L_k · ε with L_k(n) = Σ over groups of (test function) × (weight at n); the covariance is L Lᵀ. The
/// weights vary slowly against the grid, so that sums run over cells of several grid points. Few test functions are not
/// zero in a cell, and only they are visited.
struct WeakCovariance: Sendable {
    private let rows: WeakRows
    private let spaceCells: [[GridCell]]
    private let timeCells: [GridCell]
    private let spaceMatrices: [[Matrix]]
    private let timeMatrices: [Matrix]
    /// The test functions in space that are not zero in a cell of space, cell after cell.
    private let active: [Int]
    /// Where the functions of each cell begin in `active`, and their end.
    private let starts: [Int]

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
        let lines = spaceMatrices.map { matrices in
            (0..<matrices[0].columns).map { cell in (0..<matrices[0].rows).filter { matrices[0][$0, cell] != 0 } }
        }
        let width = rows.space[0].count
        var active: [Int] = []
        var starts = [0]
        for second in lines.count == 2 ? lines[1] : [[0]] {
            for first in lines[0] {
                for y in second { active += first.map { y * width + $0 } }
                starts.append(active.count)
            }
        }
        self.active = active
        self.starts = starts
    }

    /// The covariance.
    ///
    /// - Parameters:
    ///   - groups: how the noise enters; the weights are on the full grid.
    ///   - variances: of the noise of each field.
    ///   - threads: number of threads.
    /// - Complexity: O(cells × fields × (groups + m) m), with m test functions in space that meet in a cell.
    func matrix(_ groups: [NoiseGroup], variances: [Double], threads: Int) -> Matrix {
        let sides = groups.map { spatial($0) }
        let averages = groups.map { group in group.weights.map { $0.map(averaged) } }
        let orders = Array(Set(groups.map(\.timeOrder))).sorted()
        let volumes = cellVolumes()
        // For every cell of time the matrices between test functions in space, per pair of orders in time.
        let slabs = ParallelMap.map(Array(timeCells.indices), threads: threads) { slab -> [[Double]] in
            products(
                slab, groups: groups, sides: sides, averages: averages, orders: orders, volumes: volumes,
                variances: variances)
        }
        return assembled(slabs, orders: orders)
    }

    /// What the noise of one cell of time adds: for every pair of orders in time a matrix between test functions in space.
    private func products(
        _ slab: Int, groups: [NoiseGroup], sides: [[Double]], averages: [[[Double]?]], orders: [Int],
        volumes: [Double], variances: [Double]
    ) -> [[Double]] {
        let spaceCount = rows.spaceCount
        let cellCount = volumes.count
        let count = orders.count
        var blocks = [Double](repeating: 0, count: count * count * spaceCount * spaceCount)
        let most = zip(starts, starts.dropFirst()).map { $1 - $0 }.max() ?? 0
        var sums = [Double](repeating: 0, count: count * most)
        for field in variances.indices {
            let scale = variances[field] * Double(timeCells[slab].range.count)
            let parts = groups.indices.compactMap { place -> (side: [Double], weights: [Double], order: Int)? in
                guard let weights = averages[place][field] else { return nil }
                return (sides[place], weights, orders.firstIndex(of: groups[place].timeOrder) ?? 0)
            }
            let present = orders.indices.filter { order in parts.contains { $0.order == order } }
            for cell in 0..<cellCount {
                let (first, last) = (starts[cell], starts[cell + 1])
                if first == last { continue }
                let root = (volumes[cell] * scale).squareRoot()
                for index in sums.indices { sums[index] = 0 }
                for part in parts {
                    let factor = root * (part.weights.isEmpty ? 1 : part.weights[slab * cellCount + cell])
                    let base = part.order * most - first
                    for place in first..<last { sums[base + place] += factor * part.side[place] }
                }
                active.withUnsafeBufferPointer { active in
                    blocks.withUnsafeMutableBufferPointer { blocks in
                        for a in present {
                            for b in present where b <= a {
                                let block = (a * count + b) * spaceCount * spaceCount
                                for column in first..<last {
                                    let weight = sums[b * most + column - first]
                                    let base = block + active[column] * spaceCount
                                    let own = a * most - first
                                    for row in first..<last { blocks[base + active[row]] += weight * sums[own + row] }
                                }
                            }
                        }
                    }
                }
            }
        }
        let size = spaceCount * spaceCount
        return (0..<count * count).map { pair in
            let (a, b) = (pair / count, pair % count)
            guard b > a else { return Array(blocks[pair * size..<(pair + 1) * size]) }
            var transposed = [Double](repeating: 0, count: size)
            let base = (b * count + a) * size
            for i in 0..<spaceCount {
                for j in 0..<spaceCount { transposed[j * spaceCount + i] = blocks[base + i * spaceCount + j] }
            }
            return transposed
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

    /// Test functions in space of a group, one value for every entry of `active`.
    private func spatial(_ group: NoiseGroup) -> [Double] {
        let width = rows.space[0].count
        let columns = spaceCells[0].count
        var result = [Double](repeating: 0, count: active.count)
        for part in group.parts {
            let first = spaceMatrices[0][part.derivative[0]]
            let second = spaceCells.count == 2 ? spaceMatrices[1][part.derivative[1]] : nil
            for cell in 0..<starts.count - 1 {
                for place in starts[cell]..<starts[cell + 1] {
                    let (x, y) = (active[place] % width, active[place] / width)
                    let factor = second.map { $0[y, cell / columns] } ?? 1
                    result[place] += part.weight * first[x, cell % columns] * factor
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
