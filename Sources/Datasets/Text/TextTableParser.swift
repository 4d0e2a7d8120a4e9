import Diagnostics

/// Collects the records of a text into the columns of a table.
final class TextTableParser: RecordConsumer {
    /// What a column turned out to hold.
    struct Tally {
        var numbers = 0
        var missing = 0
        var text = 0
        /// The first fields with text, and the first without a value.
        var textCells: [(row: Int, text: String)] = []
        var missingCells: [Int] = []
        /// Numbers that cannot be used, such as infinite ones.
        var problems = TableProblems()

        /// Whether every field of the column is a usable number.
        var isComplete: Bool { missing == 0 && text == 0 && problems.count == 0 }
    }

    let options: TableOptions
    private let location: SourceLocation
    private(set) var headings: [HeaderNames.Heading] = []
    private(set) var hasHeader = false
    /// Row-major: one number per field, NaN where there is none.
    private(set) var values: [Double] = []
    private(set) var lines: [Int] = []
    private(set) var tallies: [Tally] = []
    private(set) var problems = TableProblems()
    /// Set when the header itself is unusable, which ends everything.
    private(set) var headerFailure: DiscoverError?
    private(set) var raggedRows = 0
    /// Units of the columns by the row below the header; empty without such a row.
    private(set) var units: [String?] = []

    private var isFirstRecord = true
    private var firstRecord: [String] = []
    /// The fields of the row below the header until it is known whether they are units.
    private var unitsCandidate: [String]?
    private var fieldIndex = 0
    private var filledFields = 0
    private var rowStart = 0
    /// Position of the column that is read as text.
    private(set) var labelIndex: Int?
    /// Fields of that column, one per row.
    private(set) var labels: [String] = []
    private var label = ""
    private var pending: [(column: Int, kind: NumberField, text: String)] = []

    init(options: TableOptions, location: SourceLocation) {
        self.options = options
        self.location = location
    }

    /// Number of columns.
    var width: Int { headings.count }

    func take(field: UnsafePointer<CChar>, count: Int) {
        if isFirstRecord {
            firstRecord.append(String(cString: field))
            return
        }
        if unitsCandidate != nil {
            unitsCandidate?.append(String(cString: field))
            return
        }
        defer { fieldIndex += 1 }
        guard fieldIndex < width else { return }
        if count > 0 { filledFields += 1 }
        if fieldIndex == labelIndex {
            label = String(cString: field)
            values.append(0)
            return
        }
        if options.missingMarkers.isEmpty, let number = NumberField.number(in: field, count: count) {
            values.append(number)
            tallies[fieldIndex].numbers += 1
        } else {
            takeOther(String(cString: field))
        }
    }

    /// A field that is not plainly a number.
    private func takeOther(_ text: String) {
        let kind = NumberField.classify(text, markers: options.missingMarkers)
        if case .number(let number) = kind {
            values.append(number)
            tallies[fieldIndex].numbers += 1
        } else {
            values.append(.nan)
            pending.append((fieldIndex, kind, text))
        }
    }

    func endRecord(line: Int) {
        if isFirstRecord {
            endFirstRecord(line: line)
            return
        }
        if let fields = unitsCandidate {
            unitsCandidate = nil
            if takeUnits(fields, line: line) { return }
            takeRow(fields)
        }
        endRow(line: line)
    }

    /// Takes the row below the header as units if it is one.
    private func takeUnits(_ fields: [String], line: Int) -> Bool {
        let place = SourceLocation(file: location.file, row: line)
        switch options.unitsRow {
        case .absent: return false
        case .detect:
            guard UnitsRow.isLikely(fields, width: width, markers: options.missingMarkers) else { return false }
            units = UnitsRow.units(fields)
        case .present:
            guard fields.count == width else {
                noteRagged(line: line, found: fields.count)
                return true
            }
            UnitsRow.problems(fields, headings: headings, location: place).forEach { problems.add($0) }
            units = UnitsRow.units(fields)
        }
        return true
    }

    /// Takes the fields of a row that were held back.
    private func takeRow(_ fields: [String]) {
        for text in fields {
            if fieldIndex < width {
                if !text.isEmpty { filledFields += 1 }
                if fieldIndex == labelIndex {
                    label = text
                    values.append(0)
                } else {
                    takeOther(text)
                }
            }
            fieldIndex += 1
        }
    }

    private func endFirstRecord(line: Int) {
        isFirstRecord = false
        let kinds = firstRecord.map { NumberField.classify($0, markers: options.missingMarkers) }
        let allNumbers = kinds.allSatisfy { $0 != .text } && kinds.contains { $0 != .missing }
        hasHeader = options.header == .present || (options.header == .detect && !allNumbers)
        if hasHeader {
            do {
                headings = try HeaderNames.headings(
                    firstRecord, location: SourceLocation(file: location.file, row: line))
            } catch {
                headerFailure = error
                headings = HeaderNames.standard(count: firstRecord.count)
            }
        } else {
            headings = HeaderNames.standard(count: firstRecord.count)
        }
        tallies = [Tally](repeating: Tally(), count: width)
        labelIndex = options.labelColumn.flatMap { name in headings.firstIndex { $0.name == name } }
        if hasHeader {
            if options.unitsRow != .absent { unitsCandidate = [] }
            return
        }
        if options.unitsRow == .present {
            problems.add(
                Diagnostic(
                    "table.units-row-without-header", "a row of units needs a header above it",
                    at: SourceLocation(file: location.file, row: line), hint: "name the columns in the first row"))
        }
        takeRow(firstRecord)
        endRow(line: line)
    }

    private func endRow(line: Int) {
        defer {
            fieldIndex = 0
            filledFields = 0
            rowStart = values.count
            if !pending.isEmpty { pending.removeAll(keepingCapacity: true) }
        }
        // Spreadsheets end with rows of bare delimiters; they are blank lines in disguise.
        if filledFields == 0, width > 1, fieldIndex >= width {
            values.removeLast(values.count - rowStart)
            return
        }
        guard fieldIndex == width else {
            noteRagged(line: line, found: fieldIndex)
            // Keep the shape: the row is lost anyway, for the problem ends the reading.
            values.removeLast(values.count - rowStart)
            return
        }
        for field in pending { note(field, line: line) }
        lines.append(line)
        if labelIndex != nil { labels.append(label) }
    }

    private func noteRagged(line: Int, found: Int) {
        let expected = width
        let origin = hasHeader ? "the header has" : "the first row has"
        let hint =
            found == 2 * expected
            ? "if the commas are decimal commas, write decimal points"
            : "check for a missing or an extra delimiter, and quote fields that contain it"
        raggedRows += 1
        problems.add(
            Diagnostic(
                "table.ragged-row",
                "this row has \(found) field\(found == 1 ? "" : "s"), \(origin) \(expected)",
                at: SourceLocation(file: location.file, row: line), hint: hint))
    }

    private func note(_ field: (column: Int, kind: NumberField, text: String), line: Int) {
        let place = SourceLocation(file: location.file, row: line, column: field.column + 1)
        let name = TableProblems.shown(headings[field.column].name)
        let shown = TableProblems.shown(field.text)
        switch field.kind {
        case .number: break
        case .missing:
            tallies[field.column].missing += 1
            if tallies[field.column].missingCells.count < TableProblems.maximum {
                tallies[field.column].missingCells.append(line)
            }
        case .text:
            tallies[field.column].text += 1
            if tallies[field.column].textCells.count < TableProblems.maximum {
                tallies[field.column].textCells.append((line, field.text))
            }
        case .infinite:
            tallies[field.column].numbers += 1
            tallies[field.column].problems.add(
                Diagnostic(
                    "table.infinite", "column '\(name)' expects finite numbers; this field holds '\(shown)'", at: place,
                    hint: "remove the row, or empty the field and use --missing drop"))
        case .overflow:
            tallies[field.column].numbers += 1
            tallies[field.column].problems.add(
                Diagnostic(
                    "table.overflow", "'\(shown)' in column '\(name)' is too large for a double-precision number",
                    at: place, hint: "numbers reach up to 1.8e308; choose another unit"))
        case .decimalComma:
            tallies[field.column].numbers += 1
            tallies[field.column].problems.add(
                Diagnostic(
                    "table.decimal-comma", "'\(shown)' in column '\(name)' has a decimal comma", at: place,
                    hint: "write numbers with a decimal point and no thousands separators"))
        case .foreignMinus:
            tallies[field.column].numbers += 1
            tallies[field.column].problems.add(
                Diagnostic(
                    "table.foreign-minus", "'\(shown)' in column '\(name)' has a typographic minus sign", at: place,
                    hint: "write the minus as an ASCII hyphen"))
        }
    }
}
