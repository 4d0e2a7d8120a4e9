import Expressions

extension Shape.Kind {
    /// The functions of this kind as formulas: the catalogue that clean and noisy data share.
    ///
    /// - Parameters:
    ///   - q: the argument.
    ///   - p: the numbers inside.
    ///   - columns: for kinds that are functions of more than the argument.
    func formulas(of q: Expression, _ p: [Expression], _ columns: [Expression] = []) -> [Expression] {
        if let phase = phase(of: q, p, columns) { return [.apply(.cos, phase), .apply(.sin, phase)] }
        return switch self {
        case .wave, .obliqueWave, .chirp: []
        case .exponential: [.apply(.exp, Self.scaled(q, p[0]))]
        case .power: [.power(q, p[0])]
        case .pole: [p[0] == .zero ? q.raised(to: -1) : Expression.sum([p[0], q]).raised(to: -1)]
        case .kink: [.apply(.abs, Self.shifted(q, p[0]))]
        case .jump: [.apply(.sign, Self.shifted(q, p[0]))]
        case .root: [Expression.apply(.abs, Self.shifted(q, p[0])).squareRoot]
        case .brokenRoot:
            [
                .product([
                    Expression.apply(.abs, Self.shifted(q, p[0])).squareRoot, .apply(.sign, Self.shifted(q, p[1])),
                ])
            ]
        case .saturation: [.apply(.tanh, Self.scaled(Self.shifted(q, p[1]), p[0]))]
        }
    }

    /// What waves are the cosine and sine of; nil for other kinds.
    func phase(of q: Expression, _ p: [Expression], _ columns: [Expression]) -> Expression? {
        switch self {
        case .wave: Self.scaled(q, p[0])
        case .obliqueWave(let first, let second):
            .sum([Self.scaled(columns[first], p[0]), Self.scaled(columns[second], p[1])])
        case .chirp: p[0] / .sum([q, p[1]])
        default: nil
        }
    }

    private static func scaled(_ q: Expression, _ factor: Expression) -> Expression {
        factor == .one ? q : .product([factor, q])
    }

    private static func shifted(_ q: Expression, _ offset: Expression) -> Expression {
        offset == .zero ? q : .sum([q, .product([.integer(-1), offset])])
    }
}
