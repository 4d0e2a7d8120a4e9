import Glibc

/// Numbers for people: few digits, exponents only where they help.
public enum DecimalText {
    /// `value` with at most `digits` significant digits, as C's `%g` writes it; `nan` and `inf` as such.
    public static func short(_ value: Double, digits: Int = 4) -> String {
        formatted("%.*g", Int32(digits), value)
    }

    /// A coefficient of determination: all the nines and two digits after them, so that 0.99999987 is not shown as 1.
    public static func determination(_ value: Double) -> String {
        guard value > 0.9, value < 1 else { return value == 1 ? "1" : short(value, digits: 4) }
        let nines = Int(-log10(1 - value))
        return nines > 13 ? "1 - \(short(1 - value, digits: 2))" : formatted("%.*f", Int32(nines + 2), value)
    }

    /// A measured value with its standard error, both cut where the error has two digits: `1.234 ± 0.012`.
    public static func measured(_ value: Double, standardError: Double?) -> String {
        guard let error = standardError, error.isFinite else { return short(value, digits: 6) }
        guard error > 0, value != 0 else { return "\(short(value, digits: 6)) ± \(short(error, digits: 2))" }
        let digits = Int(log10(Swift.abs(value)).rounded(.down) - log10(error).rounded(.down)) + 2
        return "\(short(value, digits: min(max(digits, 2), 17))) ± \(short(error, digits: 2))"
    }

    private static func formatted(_ format: String, _ precision: Int32, _ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 400)
        let length = withVaList([precision, value]) { vsnprintf(&buffer, buffer.count, format, $0) }
        return String(decoding: buffer.prefix(Int(max(length, 0))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
