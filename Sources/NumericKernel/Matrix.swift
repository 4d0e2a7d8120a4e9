import CGSL
import CLAPACKE

/// A dense matrix of doubles, stored by columns as LAPACK wants it.
public struct Matrix: Sendable, Equatable {
    /// Number of rows.
    public let rows: Int
    /// Number of columns.
    public let columns: Int
    /// Elements; (i, j) is at `j * rows + i`.
    public var elements: [Double]

    /// A matrix of zeros.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        elements = [Double](repeating: 0, count: rows * columns)
    }

    /// A matrix from its elements in column-major order; there must be `rows * columns` of them.
    public init(rows: Int, columns: Int, elements: [Double]) {
        precondition(elements.count == rows * columns)
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// A matrix from its columns, all equally long.
    public init(columns list: [[Double]]) {
        rows = list.first?.count ?? 0
        columns = list.count
        elements = []
        elements.reserveCapacity(rows * columns)
        for column in list {
            precondition(column.count == rows)
            elements.append(contentsOf: column)
        }
    }

    /// Element in row i and column j, both from 0.
    public subscript(_ i: Int, _ j: Int) -> Double {
        get { elements[j * rows + i] }
        set { elements[j * rows + i] = newValue }
    }

    /// A copy of column j.
    public func column(_ j: Int) -> [Double] { Array(elements[(j * rows)..<((j + 1) * rows)]) }

    /// A copy of row i.
    public func row(_ i: Int) -> [Double] { (0..<columns).map { self[i, $0] } }

    /// The transposed matrix.
    public var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for j in 0..<columns {
            for i in 0..<rows { result[j, i] = self[i, j] }
        }
        return result
    }

    /// The product with a vector of length `columns` (BLAS `dgemv`).
    public func times(_ vector: [Double]) -> [Double] {
        precondition(vector.count == columns)
        KernelSetup.once
        var result = [Double](repeating: 0, count: rows)
        guard rows > 0, columns > 0 else { return result }
        cblas_dgemv(
            CblasColMajor, CblasNoTrans, Int32(rows), Int32(columns), 1, elements, Int32(rows), vector, 1, 0, &result, 1
        )
        return result
    }

    /// The matrix product (BLAS `dgemm`).
    public func times(_ other: Matrix) -> Matrix {
        precondition(columns == other.rows)
        KernelSetup.once
        var result = Matrix(rows: rows, columns: other.columns)
        guard rows > 0, columns > 0, other.columns > 0 else { return result }
        cblas_dgemm(
            CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(other.columns), Int32(columns), 1, elements,
            Int32(rows), other.elements, Int32(other.rows), 0, &result.elements, Int32(rows))
        return result
    }

    /// The Gram matrix A^T A (BLAS `dsyrk`), exactly symmetric.
    public var gram: Matrix {
        KernelSetup.once
        var result = Matrix(rows: columns, columns: columns)
        guard rows > 0, columns > 0 else { return result }
        cblas_dsyrk(
            CblasColMajor, CblasUpper, CblasTrans, Int32(columns), Int32(rows), 1, elements, Int32(rows), 0,
            &result.elements, Int32(columns))
        for j in 0..<columns {
            for i in 0..<j { result[j, i] = result[i, j] }
        }
        return result
    }
}
