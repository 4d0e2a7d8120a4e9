import NumericKernel

/// Normal equations of a weighted linear fit on which columns enter and leave a model one at a time.
///
/// The Gram matrix of the columns and the target, all scaled to length one, under Goodnight's symmetric sweep operator
/// (American Statistician 33, 1979): after columns have entered, the diagonal says what each further column is worth and
/// the last element is the residual. Everything about a model follows from the matrix, whatever the number of rows.
struct SweptGram: Sendable {
    /// Number of columns that may enter.
    let count: Int
    /// Columns in the model, ascending.
    private(set) var members: [Int] = []
    /// (count + 1)² elements by rows; the target is last.
    private var elements: [Double]
    /// Weighted lengths of the columns.
    private let lengths: [Double]
    /// Weighted length of the target.
    let targetLength: Double

    /// A column enters when this share of its square is not explained by the members already; below it rounding rules.
    static let independence = 1e-9

    /// The empty model.
    ///
    /// - Parameters:
    ///   - columns: at least as long as `target`; further rows are not used.
    ///   - target: what to fit.
    ///   - weights: factors of the residuals, as long as the target at least.
    /// - Complexity: O(rows × columns²).
    init(columns: [[Double]], target: [Double], weights: [Double]) {
        count = columns.count
        let rows = target.count
        var matrix = Matrix(rows: rows, columns: count + 1)
        var lengths = [Double](repeating: 0, count: count + 1)
        for j in 0...count {
            let column = j < count ? columns[j] : target
            var squares = 0.0
            for i in 0..<rows {
                let value = column[i] * weights[i]
                matrix.elements[j * rows + i] = value
                squares += value * value
            }
            lengths[j] = squares.squareRoot()
            guard lengths[j] > 0, lengths[j].isFinite else {
                for i in 0..<rows { matrix.elements[j * rows + i] = 0 }
                lengths[j] = 0
                continue
            }
            for i in 0..<rows { matrix.elements[j * rows + i] /= lengths[j] }
        }
        elements = matrix.gram.elements
        targetLength = lengths[count]
        self.lengths = Array(lengths.prefix(count))
    }

    /// Share of the target's square that the members leave unexplained.
    var residual: Double { max(elements[count * (count + 1) + count], 1e-16) }

    /// Residual after column j has entered as well; nil for members and dependent columns.
    func residual(entering j: Int) -> Double? {
        let side = count + 1
        let pivot = elements[j * side + j]
        guard pivot > Self.independence else { return nil }
        let link = elements[j * side + count]
        return max(elements[count * side + count] - link * link / pivot, 1e-16)
    }

    /// Residual after columns j and k have entered as well; nil for members and dependent columns.
    func residual(entering j: Int, _ k: Int) -> Double? {
        let side = count + 1
        let (a, b, c) = (elements[j * side + j], elements[k * side + k], elements[j * side + k])
        guard a > Self.independence, b > Self.independence else { return nil }
        let rest = b - c * c / a
        guard rest > Self.independence else { return nil }
        let (first, second) = (elements[j * side + count], elements[k * side + count])
        let link = second - c * first / a
        return max(elements[count * side + count] - first * first / a - link * link / rest, 1e-16)
    }

    /// Residual after member j has left.
    func residual(leaving j: Int) -> Double {
        let side = count + 1
        let link = elements[j * side + count]
        return max(elements[count * side + count] - link * link / elements[j * side + j], 1e-16)
    }

    /// Takes column j into the model.
    mutating func enter(_ j: Int) {
        sweep(j, sign: 1)
        members.insert(j, at: members.firstIndex { $0 > j } ?? members.count)
    }

    /// Takes member j out of the model.
    mutating func leave(_ j: Int) {
        sweep(j, sign: -1)
        members.removeAll { $0 == j }
    }

    /// The independent column with the largest unexplained share, nil when there is none above `threshold`.
    func mostIndependent(above threshold: Double) -> Int? {
        let side = count + 1
        var best: Int?
        var largest = threshold
        for j in 0..<count where elements[j * side + j] > largest {
            largest = elements[j * side + j]
            best = j
        }
        return best
    }

    /// Coefficients of the members, in their order.
    var coefficients: [Double] {
        members.map { elements[$0 * (count + 1) + count] * targetLength / lengths[$0] }
    }

    private mutating func sweep(_ k: Int, sign: Double) {
        let side = count + 1
        elements.withUnsafeMutableBufferPointer { a in
            let pivot = a[k * side + k]
            for i in 0..<side where i != k {
                let factor = a[i * side + k] / pivot
                guard factor != 0 else { continue }
                for j in 0..<side { a[i * side + j] -= factor * a[k * side + j] }
                a[i * side + k] = sign * factor
            }
            for j in 0..<side where j != k { a[k * side + j] = a[j * side + k] }
            a[k * side + k] = -1 / pivot
        }
    }
}
