/// A product of powers of symbols; exponents are multiples of one twelfth, negative ones included.
struct JetMonomial: Hashable, Sendable {
    /// A symbol with its exponent in twelfths, never 0.
    struct Factor: Hashable, Sendable {
        var variable: JetVariable
        var exponent: Int32
    }

    /// The exponent 1.
    static let unit: Int32 = 12
    /// Largest exponent in twelfths.
    static let exponentLimit: Int32 = 12 * 400
    /// 1.
    static let one = JetMonomial(factors: [])

    /// In increasing order of the symbols.
    private(set) var factors: [Factor]

    private init(factors: [Factor]) { self.factors = factors }

    /// A power of a symbol.
    init(_ variable: JetVariable, exponent: Int32 = JetMonomial.unit) {
        factors = exponent == 0 ? [] : [Factor(variable: variable, exponent: exponent)]
    }

    /// The exponent of a symbol in twelfths.
    func exponent(of variable: JetVariable) -> Int32 {
        factors.first { $0.variable == variable }?.exponent ?? 0
    }

    /// The product.
    func multiplied(by other: JetMonomial) -> JetMonomial {
        if factors.isEmpty { return other }
        if other.factors.isEmpty { return self }
        var result: [Factor] = []
        result.reserveCapacity(factors.count + other.factors.count)
        var (left, right) = (0, 0)
        while left < factors.count, right < other.factors.count {
            let (a, b) = (factors[left], other.factors[right])
            if a.variable == b.variable {
                if a.exponent + b.exponent != 0 {
                    result.append(Factor(variable: a.variable, exponent: a.exponent + b.exponent))
                }
                left += 1
                right += 1
            } else if a.variable < b.variable {
                result.append(a)
                left += 1
            } else {
                result.append(b)
                right += 1
            }
        }
        result += factors[left...]
        result += other.factors[right...]
        return JetMonomial(factors: result)
    }

    /// The monomial times a power of a symbol.
    func multiplied(by variable: JetVariable, exponent: Int32 = JetMonomial.unit) -> JetMonomial {
        multiplied(by: JetMonomial(variable, exponent: exponent))
    }

    /// The factors whose symbol passes a test, and the others.
    func split(_ belongs: (JetVariable) -> Bool) -> (part: JetMonomial, rest: JetMonomial) {
        (
            JetMonomial(factors: factors.filter { belongs($0.variable) }),
            JetMonomial(factors: factors.filter { !belongs($0.variable) })
        )
    }

    /// Sum of the exponents of the fields and their derivatives, in twelfths.
    var fieldDegree: Int32 { factors.reduce(0) { $1.variable.kind == .jet ? $0 + $1.exponent : $0 } }

    /// Largest order of a derivative.
    var order: Int { factors.map { $0.variable.kind == .jet ? $0.variable.totalOrder : 0 }.max() ?? 0 }

    /// Number of derivatives over all factors, each counted as often as its exponent says.
    var derivativeCount: Int {
        factors.reduce(0) { sum, factor in
            factor.variable.kind == .jet
                ? sum + factor.variable.totalOrder * max(Int(factor.exponent / JetMonomial.unit), 1) : sum
        }
    }

    func hash(into hasher: inout Hasher) { factors.withUnsafeBytes { hasher.combine(bytes: $0) } }
}

extension JetMonomial: Comparable {
    /// A fixed order without meaning, for reproducible lists.
    static func < (left: JetMonomial, right: JetMonomial) -> Bool {
        for (a, b) in zip(left.factors, right.factors) where a != b {
            return a.variable == b.variable ? a.exponent < b.exponent : a.variable < b.variable
        }
        return left.factors.count < right.factors.count
    }
}
