import Expressions

extension Genome {
    /// The formula with its fitted numbers.
    ///
    /// - Parameters:
    ///   - inputs: what stands for each input.
    ///   - coefficients: one per term.
    ///   - offset: the number added.
    func expression(inputs: [Expression], coefficients: [Double], offset: Double) -> Expression {
        var stack: [Expression] = []
        func two() -> (Expression, Expression) {
            let second = stack.removeLast()
            return (stack.removeLast(), second)
        }
        for gene in genes {
            let node: Expression
            switch gene.operation {
            case .constant: node = .real(gene.value)
            case .variable: node = inputs[gene.index]
            case .add:
                let (x, y) = two()
                node = x + y
            case .subtract:
                let (x, y) = two()
                node = x - y
            case .multiply:
                let (x, y) = two()
                node = x * y
            case .divide:
                let (x, y) = two()
                node = x / y
            case .power:
                let (x, y) = two()
                node = .power(x, y)
            case .square: node = stack.removeLast().raised(to: 2)
            case .squareRoot: node = stack.removeLast().squareRoot
            case .reciprocal: node = stack.removeLast().raised(to: -1)
            case .function(let function):
                if function.arity == 1 {
                    node = .apply(function, stack.removeLast())
                } else {
                    let (x, y) = two()
                    node = .function(function, [x, y])
                }
            }
            stack.append(node)
        }
        let terms = zip(coefficients, stack).map { Expression.real($0) * $1 }
        return .sum(offset == 0 ? terms : terms + [.real(offset)])
    }

    /// Reads a formula; nil when it has names that are not inputs.
    ///
    /// - Parameters:
    ///   - expression: any formula.
    ///   - inputs: names of the inputs.
    ///   - scales: the inputs are divided by these numbers in the genome.
    init?(_ expression: Expression, inputs: [String], scales: [Double]) {
        var sequence: [Gene] = []
        guard Self.read(expression, inputs, scales, into: &sequence) else { return nil }
        self.init(normalizing: sequence)
    }

    private static func read(
        _ expression: Expression, _ inputs: [String], _ scales: [Double], into out: inout [Gene]
    ) -> Bool {
        switch expression {
        case .rational(let value): out.append(.constant(value.doubleValue))
        case .real(let value): out.append(.constant(value))
        case .constant(let value): out.append(.constant(value.value))
        case .variable(let name):
            guard let index = inputs.firstIndex(of: name) else { return false }
            out.append(.variable(index))
            if scales[index] != 1 { out += [.constant(scales[index]), .apply(.multiply)] }
        case .sum(let parts), .product(let parts):
            let isSum = if case .sum = expression { true } else { false }
            if parts.isEmpty { out.append(.constant(isSum ? 0 : 1)) }
            for (k, part) in parts.enumerated() {
                // x / y is one node, x * y^-1 two.
                if k > 0, !isSum, case .power(let base, .rational(.minusOne)) = part {
                    guard read(base, inputs, scales, into: &out) else { return false }
                    out.append(.apply(.divide))
                    continue
                }
                guard read(part, inputs, scales, into: &out) else { return false }
                if k > 0 { out.append(.apply(isSum ? .add : .multiply)) }
            }
        case .power(let base, let exponent):
            guard read(base, inputs, scales, into: &out) else { return false }
            switch exponent {
            case .rational(.minusOne): out.append(.apply(.reciprocal))
            case .integer(2): out.append(.apply(.square))
            case .integer(-2): out += [.apply(.square), .apply(.reciprocal)]
            case .integer(4): out += [.apply(.square), .apply(.square)]
            case .rational(let value) where value == Rational(1, 2): out.append(.apply(.squareRoot))
            default:
                guard read(exponent, inputs, scales, into: &out) else { return false }
                out.append(.apply(.power))
            }
        case .function(let function, let arguments):
            for argument in arguments {
                guard read(argument, inputs, scales, into: &out) else { return false }
            }
            out.append(.apply(.function(function)))
        }
        return true
    }
}
