/// Names of variables in LaTeX's math mode.
enum LaTeXName {
    /// `x`, `x_{1}`, `\theta_{0}`, `\mathrm{speed}`, primes kept, every special character escaped.
    static func text(_ name: String) -> String {
        var stem = Substring(name)
        var primes = ""
        while stem.last == "'", stem.count > 1 {
            stem = stem.dropLast()
            primes += "'"
        }
        guard Lexer.isPlainName(String(stem)) else { return upright(stem) + primes }
        if let underscore = stem.firstIndex(of: "_"), underscore != stem.startIndex {
            let subscripted = stem[stem.index(after: underscore)...]
            if !subscripted.isEmpty {
                return symbol(stem[..<underscore]) + primes + "_{\(subscriptText(subscripted))}"
            }
            return upright(stem) + primes
        }
        // x1 is x with the subscript 1, if what stands before the digits is a single symbol.
        let digits = stem.reversed().prefix(while: Lexer.isDigit).count
        let letters = stem.dropLast(digits)
        if digits > 0, letters.count == 1 || greek[String(letters)] != nil {
            return symbol(letters) + primes + "_{\(stem.suffix(digits))}"
        }
        return symbol(stem) + primes
    }

    private static func symbol(_ text: Substring) -> String {
        if let command = greek[String(text)] { return command }
        return text.count == 1 && text.first?.isLetter == true ? String(text) : upright(text)
    }

    private static func subscriptText(_ text: Substring) -> String {
        text.allSatisfy(Lexer.isDigit) ? String(text) : symbol(text)
    }

    private static func upright(_ text: Substring) -> String {
        var inside = ""
        for character in text {
            switch character {
            case "#", "$", "%", "&", "_", "{", "}": inside += "\\\(character)"
            case "\\": inside += "\\backslash "
            case "^": inside += "\\wedge "
            case "~": inside += "\\sim "
            case "'": inside += "{\\prime}"
            case "`": inside += "{`}"
            case let blank where blank.isWhitespace || blank.isNewline: inside += "\\ "
            default: inside.append(character)
            }
        }
        return "\\mathrm{\(inside)}"
    }

    private static let greek: [String: String] = {
        let pairs =
            "alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ "
            + "pi π rho ρ sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ "
            + "Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω"
        let words = pairs.split(separator: " ").map(String.init)
        var commands: [String: String] = [:]
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            commands[words[index]] = "\\\(words[index])"
            commands[words[index + 1]] = "\\\(words[index])"
        }
        return commands
    }()
}
