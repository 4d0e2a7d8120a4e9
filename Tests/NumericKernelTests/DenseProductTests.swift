import NumericKernel
import Testing

@Suite struct DenseProductTests {
    @Test(arguments: [(1, 1, 1), (3, 2, 5), (7, 4, 4), (40, 3, 9)])
    func equalsTheDotProducts(_ rows: Int, _ left: Int, _ right: Int) {
        let stream = RandomStream(seed: 5)
        let a = (0..<(rows * left)).map { _ in stream.uniform() - 0.5 }
        let b = (0..<(rows * right)).map { _ in stream.uniform() - 0.5 }
        var out = [Double](repeating: 9, count: left * right)
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                out.withUnsafeMutableBufferPointer { DenseProduct.ofTransposed(a, b, rows: rows, into: $0) }
            }
        }
        for i in 0..<left {
            for j in 0..<right {
                var dot = 0.0
                for k in 0..<rows { dot += a[i * rows + k] * b[j * rows + k] }
                #expect(abs(out[j * left + i] - dot) < 1e-12)
            }
        }
    }

    @Test func nothingTimesNothingIsNothing() {
        var out = [1.0]
        let empty: [Double] = []
        empty.withUnsafeBufferPointer { empty in
            out.withUnsafeMutableBufferPointer { DenseProduct.ofTransposed(empty, empty, rows: 3, into: $0) }
        }
        #expect(out == [1])
    }
}
