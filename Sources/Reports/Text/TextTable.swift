/// A small table of texts in aligned columns.
public struct TextTable: Sendable {
    /// How the cells of a column are aligned.
    public enum Alignment: Sendable {
        /// Flush left; the last column is not padded.
        case left
        /// Flush right, for numbers.
        case right
    }

    /// Titles and alignments of the columns.
    public var columns: [(title: String, alignment: Alignment)]
    /// The cells, as many per row as there are columns.
    public var rows: [[String]] = []

    /// A table without rows.
    public init(columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

    /// The lines of the table without line ends, titles first, columns two spaces apart.
    public func lines() -> [String] {
        let header = columns.map(\.title)
        let widths = columns.indices.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([header] + rows).map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                if column > 0 { line += "  " }
                switch columns[column].alignment {
                case .left: line += cell + padding
                case .right: line += padding + cell
                }
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
