import Expressions

/// Finds the physical constants in a fitted number: a simple multiple of one of them, or of a product or quotient of two.
///
/// Among so many products some come close to any number by chance. A match counts only if so few forms that are as simple
/// lie in its neighbourhood that less than one number in fifty would meet one within its error.
struct ConstantRecognition {
    /// A form with the logarithm of its value.
    private struct Form {
        var formula: String
        var value: Double
        /// Relative uncertainty of the value.
        var uncertainty: Double
        var cost: Double
        var logarithm: Double
    }

    /// Agreement in combined standard errors.
    static let standardErrors = 3.0
    /// Relative agreement for numbers of exact laws.
    static let exactTolerance = 1e-7
    /// Largest probability of a chance match.
    private static let chance = 0.02
    private static let multiples: [(text: String, value: Double, cost: Double)] = [
        ("", 1, 0), ("2", 2, 2), ("3", 3, 2.6), ("4", 4, 3), ("1/2", 0.5, 2), ("1/3", 1 / 3.0, 2.6), ("1/4", 0.25, 3),
        ("3/2", 1.5, 3.6), ("2/3", 2 / 3.0, 3.6), ("4/3", 4 / 3.0, 4), ("3/4", 0.75, 4), ("8", 8, 4), ("1/8", 0.125, 4),
        ("pi", Double.pi, 3), ("2*pi", 2 * Double.pi, 4), ("4*pi", 4 * Double.pi, 4.6), ("1/pi", 1 / Double.pi, 3.4),
        ("1/(2*pi)", 0.5 / Double.pi, 4.4), ("1/(4*pi)", 0.25 / Double.pi, 4.8),
    ]
    private static let powers: [(exponent: Double, cost: Double)] = [(1, 0), (-1, 1), (2, 2), (-2, 3)]

    /// All forms, by logarithm.
    private let forms: [Form]

    /// A recognition of the given constants.
    init(constants: [PhysicalConstant]) {
        var forms: [Form] = []
        func add(_ factors: [(constant: PhysicalConstant, exponent: Double)], _ cost: Double) {
            let value = factors.reduce(1) { $0 * Elementary.pow($1.constant.value, $1.exponent) }
            let uncertainty = factors.reduce(0) {
                $0 + abs($1.exponent) * $1.constant.uncertainty / abs($1.constant.value)
            }
            for multiple in Self.multiples {
                let number = multiple.value * value
                guard number.isFinite, number > 0 else { continue }
                forms.append(
                    Form(
                        formula: Self.text(multiple.text, factors.map { ($0.constant.name, $0.exponent) }),
                        value: number,
                        uncertainty: uncertainty, cost: cost + multiple.cost, logarithm: Elementary.log10(number)))
            }
        }
        let constants = constants.filter { $0.value > 0 }
        for (index, first) in constants.enumerated() {
            for power in Self.powers {
                add([(first, power.exponent)], power.cost)
                for second in constants.dropFirst(index + 1) {
                    for other in Self.powers {
                        add([(first, power.exponent), (second, other.exponent)], 5 + power.cost + other.cost)
                    }
                }
            }
        }
        self.forms = forms.enumerated().sorted {
            ($0.element.logarithm, $0.element.cost, $0.offset) < ($1.element.logarithm, $1.element.cost, $1.offset)
        }.map(\.element)
    }

    /// What a number is.
    ///
    /// - Parameters:
    ///   - value: the number.
    ///   - standardError: its error, nil for a number of an exact law.
    /// - Returns: the simplest form within the errors, nil when there is none or when it may be chance.
    func recognize(_ value: Double, standardError: Double?) -> RecognizedConstant? {
        let size = abs(value)
        guard size > 0, size.isFinite else { return nil }
        let relative = standardError.map { $0 / size } ?? Self.exactTolerance / Self.standardErrors
        // An error of a tenth and more agrees with too much.
        guard relative > 0 || standardError == nil, relative < 0.1 else { return nil }
        let center = Elementary.log10(size)
        let near = forms[lowerBound(center - 0.5)..<lowerBound(center + 0.5)]
        let matches = near.filter { form in
            let error = (relative * relative + form.uncertainty * form.uncertainty).squareRoot()
            return abs(form.value / size - 1) <= Self.standardErrors * max(error, 1e-15)
        }
        guard let best = matches.min(by: { ($0.cost, $0.formula) < ($1.cost, $1.formula) }) else { return nil }
        let error = (relative * relative + best.uncertainty * best.uncertainty).squareRoot()
        // Forms that are as simple, times the part of the decade that each of them covers; equal values count once.
        var rivals = 0
        var last = -Double.infinity
        for form in near where form.cost <= best.cost && form.logarithm - last > 1e-12 {
            rivals += 1
            last = form.logarithm
        }
        let expected = Double(rivals) * 2 * Self.standardErrors * error / Elementary.log(10)
        guard expected < Self.chance else { return nil }
        return RecognizedConstant(
            formula: value < 0 ? "-" + best.formula : best.formula, value: value < 0 ? -best.value : best.value,
            standardErrorsAway: standardError == nil ? nil : abs(best.value / size - 1) / error)
    }

    private func lowerBound(_ logarithm: Double) -> Int {
        var (low, high) = (0, forms.count)
        while low < high {
            let middle = (low + high) / 2
            if forms[middle].logarithm < logarithm { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The form as a formula.
    private static func text(_ multiple: String, _ factors: [(name: String, exponent: Double)]) -> String {
        func power(_ name: String, _ exponent: Double) -> String { abs(exponent) == 2 ? "\(name)^2" : name }
        var top = factors.filter { $0.exponent > 0 }.map { power($0.name, $0.exponent) }
        var bottom = factors.filter { $0.exponent < 0 }.map { power($0.name, $0.exponent) }
        if let slash = multiple.firstIndex(of: "/") {
            let numerator = String(multiple[..<slash])
            let denominator = multiple[multiple.index(after: slash)...].filter { $0 != "(" && $0 != ")" }
            if numerator != "1" { top.insert(numerator, at: 0) }
            bottom.insert(String(denominator), at: 0)
        } else if !multiple.isEmpty {
            top.insert(multiple, at: 0)
        }
        let numerator = top.isEmpty ? "1" : top.joined(separator: "*")
        if bottom.isEmpty { return numerator }
        let denominator = bottom.joined(separator: "*")
        return denominator.contains("*") ? "\(numerator)/(\(denominator))" : "\(numerator)/\(denominator)"
    }
}

extension FittedLaw {
    /// Notes which physical constants the fitted numbers are made of.
    mutating func recognize(with recognition: ConstantRecognition) {
        for k in constants.indices where isExact || constants[k].standardError != nil {
            constants[k].recognized = recognition.recognize(
                constants[k].value, standardError: isExact ? nil : constants[k].standardError)
        }
    }
}
