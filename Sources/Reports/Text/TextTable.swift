/// A small table of texts in aligned columns.
struct TextTable {
    /// How the cells of a column are aligned.
    enum Alignment {
        /// Flush left; the last column is not padded.
        case left
        /// Flush right, for numbers.
        case right
    }

    /// Titles and alignments of the columns.
    var columns: [(title: String, alignment: Alignment)]
    /// The cells, as many per row as there are columns.
    var rows: [[String]] = []

    /// The lines of the table without line ends, titles first, columns two spaces apart.
    func lines() -> [String] {
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
