import Evaluation
import Expressions
import NumericKernel

/// Fits genomes to a table: coefficients and offset by least squares, numbers within terms by Levenberg-Marquardt.
///
/// The linear numbers are eliminated in every step (variable projection, Golub & Pereyra 1973; Kaufman's step). Works in
/// memory of its own; use one per thread.
final class GenomeFitter {
    private let table: EvolutionTable
    private let rows: Int
    private let limits: GenomeLimits
    private let columns: [UnsafeMutablePointer<Double>]
    /// Target, centred.
    private let target: UnsafeMutablePointer<Double>
    private let targetMean: Double
    /// Square roots of the weights, scaled to mean square 1; nil for equal weights.
    private let rootWeights: [Double]?
    private let projection: UnsafeMutablePointer<Double>
    /// One block per gene.
    private let values: UnsafeMutablePointer<Double>
    private let adjoints: UnsafeMutablePointer<Double>
    /// Terms, then derivatives by constants, all rows each, centred after use.
    private let design: UnsafeMutablePointer<Double>
    private let residual: UnsafeMutablePointer<Double>
    private let allocations: [UnsafeMutablePointer<Double>]
    /// Pieces of work done: one is a gene on a row.
    private(set) var work = 0

    private static let blockSize = 256
    private static let fewestRowsForSpread = 30
    /// Share of a term's variance that one row may hold.
    private static let largestShare = 0.4

    /// A fitter for genomes within `limits`.
    init(_ table: EvolutionTable, limits: GenomeLimits) {
        self.table = table
        self.limits = limits
        let rows = table.rows
        self.rows = rows
        var all: [UnsafeMutablePointer<Double>] = []
        func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
            let memory = UnsafeMutablePointer<Double>.allocate(capacity: max(count, 1))
            memory.initialize(repeating: 0, count: max(count, 1))
            all.append(memory)
            return memory
        }
        columns = table.inputs.map { input in
            let column = allocate(rows)
            for i in 0..<rows { column[i] = input[i] }
            return column
        }
        target = allocate(rows)
        projection = allocate(rows)
        values = allocate(limits.genes * Self.blockSize)
        adjoints = allocate(limits.genes * Self.blockSize)
        design = allocate((limits.terms + limits.constants) * rows)
        residual = allocate(rows)
        allocations = all
        var stream = SplitMix64(seed: 0x9E37)
        for i in 0..<rows { projection[i] = Double.random(in: -1...1, using: &stream) }
        rootWeights = table.factors.map { factors in
            let size = max(Statistics.rootMeanSquare(factors), 1e-300)
            return factors.map { $0 / size }
        }
        for i in 0..<rows { target[i] = table.target[i] }
        targetMean = Self.center(target, rows, rootWeights)
    }

    deinit { for memory in allocations { memory.deallocate() } }

    /// Fits a genome.
    ///
    /// - Parameter iterations: steps for the numbers within the terms.
    /// - Returns: nil when the formula has no finite value on some row, its terms are linearly dependent, or it is larger
    ///   than the limits.
    func fit(_ genome: Genome, iterations: Int) -> GenomeFit? {
        guard limits.allow(genome) else { return nil }
        var genome = genome
        let starts = Genome.starts(of: genome.genes)
        let constants = genome.constantCount
        let terms = genome.termCount
        let isActive = Self.dependsOnConstant(genome.genes)
        let derivatives = constants > 0 && iterations > 0
        guard var state = solve(genome, starts, derivatives ? isActive : nil) else { return nil }
        guard derivatives else { return finish(genome, state) }
        var damping = 1e-2
        for iteration in 0..<iterations {
            let isLast = iteration == iterations - 1
            // Joint normal equations of coefficients and constants; the gradient by the coefficients vanishes.
            let size = terms + constants
            var normal = [Double](repeating: 0, count: size * size)
            var gradient = [Double](repeating: 0, count: size)
            for a in 0..<size {
                for b in 0...a {
                    let dot =
                        LaneSum.dot(design + a * rows, design + b * rows, rows) * state.factor(a) * state.factor(b)
                    normal[a * size + b] = dot
                    normal[b * size + a] = dot
                }
                gradient[a] = a < terms ? 0 : LaneSum.dot(design + a * rows, residual, rows) * state.factor(a)
            }
            work += rows * size * size / 8
            guard normal.allSatisfy(\.isFinite), gradient.allSatisfy(\.isFinite) else { break }
            let before = genome
            let old = genome.constants
            var accepted: State?
            for _ in 0..<3 {
                var damped = normal
                for a in 0..<size {
                    let own = damped[a * size + a]
                    damped[a * size + a] = own * (1 + (a < terms ? 1e-10 : damping)) + (own == 0 ? 1 : 0)
                }
                if let cholesky = CholeskyFactorization(damped, size: size) {
                    let step = cholesky.solve(gradient)
                    genome.setConstants(old.indices.map { old[$0] + step[terms + $0] })
                    if let next = solve(genome, starts, isLast ? nil : isActive), next.meanSquare < state.meanSquare {
                        accepted = next
                        break
                    }
                }
                damping = max(damping, 1e-3) * 30
            }
            guard let accepted else {
                // The work columns belong to a rejected trial.
                genome = before
                return solve(genome, starts, nil).flatMap { finish(genome, $0) }
            }
            let gain = state.meanSquare - accepted.meanSquare
            state = accepted
            damping = max(damping * 0.1, 1e-9)
            if gain <= 1e-7 * state.meanSquare { break }
        }
        return finish(genome, state)
    }

    private func finish(_ genome: Genome, _ state: State) -> GenomeFit? {
        guard state.meanSquare.isFinite, state.coefficients.allSatisfy(\.isFinite), state.offset.isFinite else {
            return nil
        }
        return GenomeFit(
            genome: genome, coefficients: state.coefficients, offset: state.offset, meanSquare: state.meanSquare,
            fingerprint: LaneSum.dot(residual, projection, rows))
    }

    /// Linear numbers at given constants.
    private struct State {
        var coefficients: [Double]
        var offset: Double
        var meanSquare: Double
        /// The coefficient of the term that each constant belongs to.
        var outer: [Double]
        /// What a column of the design has to be multiplied with to be a derivative of the formula.
        func factor(_ column: Int) -> Double {
            column < coefficients.count ? 1 : outer[column - coefficients.count]
        }
    }

    /// Values of the terms, coefficients and offset, residuals; derivatives by constants too where `isActive` is given.
    private func solve(_ genome: Genome, _ starts: [Int], _ isActive: [Bool]?) -> State? {
        let terms = genome.termCount
        evaluate(genome, starts, isActive)
        var means = [Double](repeating: 0, count: terms)
        for k in 0..<terms {
            means[k] = Self.center(design + k * rows, rows, rootWeights)
            guard means[k].isFinite else { return nil }
        }
        var normal = [Double](repeating: 0, count: terms * terms)
        var right = [Double](repeating: 0, count: terms)
        for a in 0..<terms {
            for b in 0...a {
                let dot = LaneSum.dot(design + a * rows, design + b * rows, rows)
                normal[a * terms + b] = dot
                normal[b * terms + a] = dot
            }
            right[a] = LaneSum.dot(design + a * rows, target, rows)
        }
        work += rows * terms * terms / 8
        let scale = (0..<terms).map { normal[$0 * terms + $0].squareRoot() }
        // A term that hardly varies beside its mean is an offset and rounding.
        for k in 0..<terms {
            let size = abs(means[k]) * Double(rows).squareRoot()
            guard scale[k].isFinite, scale[k] > 1e-7 * size, scale[k] > 0, isSpread(design + k * rows, scale[k]) else {
                return nil
            }
        }
        for a in 0..<terms { for b in 0..<terms { normal[a * terms + b] /= scale[a] * scale[b] } }
        for a in 0..<terms { normal[a * terms + a] += 1e-13 }
        guard let cholesky = CholeskyFactorization(normal, size: terms), cholesky.smallestPivot > 1e-5 else {
            return nil
        }
        let scaled = cholesky.solve((0..<terms).map { right[$0] / scale[$0] })
        let coefficients = (0..<terms).map { scaled[$0] / scale[$0] }
        residual.update(from: target, count: rows)
        for k in 0..<terms {
            let column = design + k * rows
            let coefficient = coefficients[k]
            for i in 0..<rows { residual[i] -= coefficient * column[i] }
        }
        let meanSquare = LaneSum.dot(residual, residual, rows) / Double(rows)
        guard meanSquare.isFinite else { return nil }
        var outer: [Double] = []
        if isActive != nil {
            for c in 0..<genome.constantCount { _ = Self.center(design + (terms + c) * rows, rows, rootWeights) }
            var term = 0
            for (i, gene) in genome.genes.enumerated() {
                if i > genome.roots[term] { term += 1 }
                if gene.operation == .constant { outer.append(coefficients[term]) }
            }
        }
        let offset = targetMean - zip(coefficients, means).reduce(0) { $0 + $1.0 * $1.1 }
        return State(coefficients: coefficients, offset: offset, meanSquare: meanSquare, outer: outer)
    }

    /// Whether a (centred) term is more than a way to memorise a row: none holds half of its variance.
    private func isSpread(_ column: UnsafePointer<Double>, _ size: Double) -> Bool {
        guard rows >= Self.fewestRowsForSpread else { return true }
        let limit = Self.largestShare * size * size
        for i in 0..<rows where column[i] * column[i] > limit { return false }
        return true
    }

    /// Fills the design block by block.
    private func evaluate(_ genome: Genome, _ starts: [Int], _ isActive: [Bool]?) {
        let genes = genome.genes
        let size = Self.blockSize
        work += rows * genes.count * (isActive == nil ? 1 : 3)
        for (i, gene) in genes.enumerated() where gene.operation == .constant {
            (values + i * size).update(repeating: gene.value, count: min(rows, size))
        }
        var start = 0
        while start < rows {
            let count = min(size, rows - start)
            for (i, gene) in genes.enumerated() {
                let out = values + i * size
                switch gene.operation.arity {
                case 0:
                    if gene.operation == .variable { out.update(from: columns[gene.index] + start, count: count) }
                case 1:
                    GeneArithmetic.apply(gene.operation, count, values + (i - 1) * size, values, out)
                default:
                    GeneArithmetic.apply(
                        gene.operation, count, values + (starts[i - 1] - 1) * size, values + (i - 1) * size, out)
                }
            }
            for (k, root) in genome.roots.enumerated() {
                (design + k * rows + start).update(from: values + root * size, count: count)
            }
            if let isActive { differentiate(genome, starts, isActive, start, count) }
            start += count
        }
    }

    /// Derivatives of each term by its constants for one block, by reverse accumulation.
    private func differentiate(_ genome: Genome, _ starts: [Int], _ isActive: [Bool], _ start: Int, _ count: Int) {
        let size = Self.blockSize
        let genes = genome.genes
        for i in genes.indices where isActive[i] { (adjoints + i * size).update(repeating: 0, count: count) }
        for root in genome.roots where isActive[root] { (adjoints + root * size).update(repeating: 1, count: count) }
        for i in genes.indices.reversed() where isActive[i] {
            let arity = genes[i].operation.arity
            guard arity > 0 else { continue }
            let first = arity == 1 ? i - 1 : starts[i - 1] - 1
            GeneArithmetic.accumulate(
                genes[i].operation, count, adjoints + i * size, values + i * size, values + first * size,
                values + (i - 1) * size, isActive[first] ? adjoints + first * size : nil,
                arity == 2 && isActive[i - 1] ? adjoints + (i - 1) * size : nil)
        }
        var column = genome.termCount
        for i in genes.indices where genes[i].operation == .constant {
            (design + column * rows + start).update(from: adjoints + i * size, count: count)
            column += 1
        }
    }

    private static func dependsOnConstant(_ genes: [Gene]) -> [Bool] {
        let starts = Genome.starts(of: genes)
        var active = [Bool](repeating: false, count: genes.count)
        for (i, gene) in genes.enumerated() {
            switch gene.operation.arity {
            case 0: active[i] = gene.operation == .constant
            case 1: active[i] = active[i - 1]
            default: active[i] = active[i - 1] || active[starts[i - 1] - 1]
            }
        }
        return active
    }

    /// Subtracts the (weighted) mean and multiplies with the roots of the weights; returns the mean.
    private static func center(_ x: UnsafeMutablePointer<Double>, _ count: Int, _ rootWeights: [Double]?) -> Double {
        guard let rootWeights else {
            let mean = LaneSum.sum(x, count) / Double(count)
            for i in 0..<count { x[i] -= mean }
            return mean
        }
        var mean = 0.0
        for i in 0..<count { mean += rootWeights[i] * rootWeights[i] * x[i] }
        mean /= Double(count)
        for i in 0..<count { x[i] = (x[i] - mean) * rootWeights[i] }
        return mean
    }
}
