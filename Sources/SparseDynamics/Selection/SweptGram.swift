/// A Gram matrix [columns | side]ᵀ[columns | side] with some columns swept out: fits of neighbouring subsets at once.
///
/// Sweeping (Goodnight 1979) brings a column in or out in the square of the number of columns; what any column in or out, and
/// any exchange of two, does to the sum of squares can then be read off.
struct SweptGram {
    /// Number of columns, the side not counted.
    let count: Int
    /// Whether a column is in.
    private(set) var isIn: [Bool]
    private var a: [Double]
    /// Residual share of a unit column below which it depends on those that are in.
    static let dependence = 1e-9

    /// Starts with no column in; `gram` is of order count + 1 with a unit diagonal but for the side.
    init(gram: [Double], count: Int) {
        self.count = count
        a = gram
        isIn = [Bool](repeating: false, count: count)
    }

    private var order: Int { count + 1 }

    /// Sum of squared residuals.
    var residual: Double { a[count * order + count] }

    /// The columns that are in, ascending.
    var support: [Int] { (0..<count).filter { isIn[$0] } }

    /// Coefficient of a column that is in.
    func coefficient(_ column: Int) -> Double { a[column * order + count] }

    /// Growth of the residual when a column that is in goes.
    func loss(_ column: Int) -> Double {
        let value = a[column * order + count]
        return value * value / a[column * order + column]
    }

    /// Fall of the residual when a column comes in; 0 for one that depends on those that are in.
    func gain(_ column: Int) -> Double {
        let left = a[column * order + column]
        guard left > Self.dependence else { return 0 }
        let value = a[column * order + count]
        return value * value / left
    }

    /// Fall of the residual when one column goes and another comes.
    func gain(exchanging old: Int, for new: Int) -> Double {
        let pivot = a[old * order + old]
        let link = a[old * order + new]
        let left = a[new * order + new] + link * link / pivot
        guard left > Self.dependence else { return -.infinity }
        let value = a[new * order + count] + link * a[old * order + count] / pivot
        return value * value / left - loss(old)
    }

    /// Brings a column in, or takes it out.
    mutating func sweep(_ column: Int) {
        let n = order
        isIn[column].toggle()
        a.withUnsafeMutableBufferPointer { a in
            let pivot = 1 / a[column * n + column]
            for j in 0..<n { a[column * n + j] *= pivot }
            a[column * n + column] = pivot
            for i in 0..<n where i != column {
                let factor = a[i * n + column]
                if factor == 0 { continue }
                a[i * n + column] = 0
                for j in 0..<n { a[i * n + j] -= factor * a[column * n + j] }
                a[i * n + column] = -factor * pivot
            }
        }
    }
}
