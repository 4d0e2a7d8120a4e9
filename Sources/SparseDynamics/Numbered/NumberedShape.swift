import Evaluation
import Expressions
import Glibc

/// A family of functions of the state with a number inside that noisy data have to tell: m/(K + x^n), exp(k x), sin(w x); the kinds of
/// `Shape` that noise leaves to be told, times monomials.
struct NumberedShape: Hashable, Sendable {
    /// The form of the functions of a column x with the number K.
    enum Family: Hashable, Sendable {
        /// 1/(K + x^power), or x^power/(K + x^power), times monomials of the other columns.
        case pole(power: Int, isRaised: Bool)
        /// exp(K x), alone and times other columns.
        case exponential
        /// sin(K x) and cos(K x).
        case wave
    }

    var family: Family
    /// Position of the column x.
    var column: Int
    /// The number K, in the units of the data; not 0.
    var number: Double
    /// Whether the number is 1, as it mostly is in waves and exponentials, and nothing that has to be fitted.
    var isPlain = false

    /// The name that stands for the number in templates.
    private static let placeholder = "number'"

    /// The functions, with an expression in the place of the number.
    private func template(_ number: Expression, _ columns: [Expression]) -> [Expression] {
        let x = columns[column]
        let inner = [isPlain ? .one : number]
        let others = columns.indices.filter { $0 != column }
        let single = others.map { [$0] }
        let double = others.count <= 3 ? others.flatMap { i in others.filter { $0 >= i }.map { [i, $0] } } : []
        func products(_ factors: [[Int]], _ function: Expression, _ power: Int = 0) -> [Expression] {
            factors.map { factor in
                let lead = power == 0 ? [] : [power == 1 ? x : x.raised(to: power)]
                let all = lead + factor.map { columns[$0] } + [function]
                return all.count == 1 ? all[0] : .product(all)
            }
        }
        switch family {
        case .pole(let power, let isRaised):
            let bottom = Shape.Kind.pole.formulas(of: power == 1 ? x : x.raised(to: power), [number])[0]
            let factors = [[]] + single + double
            return products(factors, bottom, isRaised ? power : 0)
                + (power == 2 ? products([[]] + single, bottom, 1) : [])
        case .exponential: return products([[]] + single, Shape.Kind.exponential.formulas(of: x, inner)[0])
        case .wave: return Shape.Kind.wave.formulas(of: x, inner)
        }
    }

    /// The functions.
    func functions(_ columns: [Expression]) -> [Expression] { template(.real(number), columns) }

    /// The derivatives of the functions by the logarithm of the number.
    func tangents(_ columns: [Expression]) -> [Expression] {
        template(.variable(Self.placeholder), columns).map { function in
            let slope = function.derivative(withRespectTo: Self.placeholder)
            return .product([
                .real(number), slope.substituting { $0 == Self.placeholder ? .real(number) : nil },
            ])
        }
    }

    /// The functions compiled with the number as their parameter.
    func tapes(_ names: [String]) throws -> [Tape] {
        try template(.variable(Self.placeholder), names.map { .variable($0) }).map {
            try Tape($0, variables: names, parameters: [Self.placeholder])
        }
    }

    /// The kinds of families that are tried together.
    enum Kind: Hashable, Sendable { case pole, squarePole, steepPole, exponential, wave }

    /// The kind of the family.
    var kind: Kind {
        switch family {
        case .pole(let power, _): power == 1 ? .pole : (power == 2 ? .squarePole : .steepPole)
        case .exponential: .exponential
        case .wave: .wave
        }
    }

    /// Whether another one is the same but for the value of its number and the way it is written.
    func isLike(_ other: NumberedShape) -> Bool {
        guard column == other.column else { return false }
        switch (family, other.family) {
        case (.pole(let one, _), .pole(let another, _)): return one == another
        default: return family == other.family
        }
    }

    /// The same with a number that is 1, where that may be said of it.
    var plain: NumberedShape? {
        if case .pole = family { return nil }
        return NumberedShape(family: family, column: column, number: 1, isPlain: true)
    }

    /// The same with the other way of writing its numerators; nil when there is none.
    var rewritten: NumberedShape? {
        guard case .pole(let power, let isRaised) = family else { return nil }
        return NumberedShape(family: .pole(power: power, isRaised: !isRaised), column: column, number: number)
    }

    /// The same with other powers, half saturated where this one is, with both ways of writing the numerators.
    var otherPowers: [NumberedShape] {
        guard case .pole(let power, let isRaised) = family, number > 0 else { return [] }
        return [1, 2, 4].filter { $0 != power }.flatMap { other in
            [isRaised, !isRaised].map { isRaised in
                NumberedShape(
                    family: .pole(power: other, isRaised: isRaised), column: column,
                    number: pow(number, Double(other) / Double(power)))
            }
        }
    }

    /// All families of a column over a grid of their numbers.
    ///
    /// - Parameters:
    ///   - column: its position.
    ///   - values: of the column.
    static func grid(column: Int, values: [Double]) -> [NumberedShape] {
        guard let lowest = values.min(), let highest = values.max(), highest > lowest, highest.isFinite else {
            return []
        }
        var result: [NumberedShape] = []
        for power in [1, 2, 4] {
            let powers = values.map { pow($0, Double(power)) }
            guard let low = powers.min(), let high = powers.max(), high > low else { continue }
            for share in distances {
                // To the left of all data and to their right.
                for number in [share * (high - low) - low, -high - share * (high - low)] where number != 0 {
                    if power > 1, number < 0 { continue }
                    for isRaised in [false, true] {
                        result.append(
                            NumberedShape(
                                family: .pole(power: power, isRaised: isRaised), column: column, number: number))
                    }
                }
            }
        }
        let width = highest - lowest
        for rate in rates {
            for sign in [1.0, -1] {
                result.append(NumberedShape(family: .exponential, column: column, number: sign * rate / width))
            }
            result.append(NumberedShape(family: .wave, column: column, number: 2 * rate / width))
        }
        return result
    }

    /// Ratio of neighbouring numbers of the grid.
    static let ratio = 1.6
    /// Distances of poles from the data, in units of their width.
    private static let distances = (0..<14).map { 0.01 * pow(ratio, Double($0)) }
    /// Exponents over the width of the data.
    private static let rates = (0..<9).map { 0.4 * pow(ratio, Double($0)) }
}
