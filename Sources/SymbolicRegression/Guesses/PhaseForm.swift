import Expressions

/// Phases as people write them: constants that are added inside sine and cosine lie between -pi and pi.
enum PhaseForm {
    /// The formula with every such constant brought into that range; its values stay the same but for rounding.
    static func normalized(_ expression: Expression) -> Expression {
        let children = expression.children
        guard !children.isEmpty else { return expression }
        let inner = expression.replacingChildren(children.map(normalized))
        guard case .function(let function, let arguments) = inner, function == .sin || function == .cos,
            case .sum(let terms) = arguments[0]
        else { return inner }
        let wrapped = terms.map { term in
            guard case .real(let phase) = term, phase.isFinite else { return term }
            return .real(phase.remainder(dividingBy: 2 * Double.pi))
        }
        return .function(function, [.sum(wrapped)])
    }
}
