/// A stretch of neighbouring grid points along one axis.
struct GridCell: Sendable {
    let range: Range<Int>

    /// Middle of the stretch in grid steps.
    var middle: Double { Double(range.lowerBound + range.upperBound - 1) / 2 }

    /// Cuts an axis into stretches of about `length` points.
    static func cells(count: Int, length: Int) -> [GridCell] {
        let number = max((count + length - 1) / max(length, 1), 1)
        return (0..<number).map { GridCell(range: $0 * count / number..<($0 + 1) * count / number) }
    }
}
