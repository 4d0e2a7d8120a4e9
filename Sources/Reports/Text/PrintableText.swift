extension String {
    /// The text with control and direction-changing characters written as `\u{...}`.
    ///
    /// Column names and file names come from strangers; printed as they are, they could move the cursor of a terminal or
    /// disguise a text.
    public var printable: String {
        guard unicodeScalars.contains(where: Self.isHarmful) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            if Self.isHarmful(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
