import CVectorMath
import Expressions

extension Tape {
    /// The value of the formula and its derivative by every parameter on every row, by reverse accumulation.
    ///
    /// - Parameters:
    ///   - columns: one column per variable, equally long.
    ///   - parameters: one number per parameter.
    ///   - rows: which rows, all by default. Without any column there is one row.
    /// - Returns: one value per row, and one column of derivatives per parameter.
    /// - Complexity: three to four times that of `evaluate`, whatever the number of parameters.
    public func evaluateWithJacobian(
        columns: [[Double]], parameters: [Double], rows: Range<Int>? = nil
    ) -> (values: [Double], jacobian: [[Double]]) {
        var workspace = Workspace()
        let rows = rows ?? 0..<(columns.first?.count ?? 1)
        var values = [Double](repeating: 0, count: rows.count)
        var flat = [Double](repeating: 0, count: rows.count * parameterCount)
        values.withUnsafeMutableBufferPointer { out in
            flat.withUnsafeMutableBufferPointer { jacobian in
                evaluateWithJacobian(
                    columns: columns, parameters: parameters, rows: rows, into: out, jacobian: jacobian,
                    workspace: &workspace)
            }
        }
        let columns = (0..<parameterCount).map { Array(flat[($0 * rows.count)..<(($0 + 1) * rows.count)]) }
        return (values, columns)
    }

    /// The same into buffers: `jacobian` is column-major, rows × parameters.
    ///
    /// Allocates nothing once the workspace is large enough.
    public func evaluateWithJacobian(
        columns: [[Double]], parameters: [Double], rows: Range<Int>,
        into out: UnsafeMutableBufferPointer<Double>, jacobian: UnsafeMutableBufferPointer<Double>,
        workspace: inout Workspace
    ) {
        precondition(columns.count == variableCount && parameters.count == parameterCount && out.count >= rows.count)
        precondition(rows.lowerBound >= 0 && columns.allSatisfy { rows.upperBound <= $0.count })
        precondition(jacobian.count >= rows.count * parameterCount)
        let size = Self.blockSize
        let places = Array(instructions.indices)
        // One block more as scratch for inner derivatives.
        workspace.reserve(values: instructions.count * size, adjoints: (instructions.count + 1) * size)
        workspace.values.withUnsafeMutableBufferPointer { values in
            workspace.adjoints.withUnsafeMutableBufferPointer { adjoints in
                guard let base = values.baseAddress, let gradient = adjoints.baseAddress else { return }
                fill(base, parameters, places, count: min(rows.count, size))
                jacobian.update(repeating: 0)
                var start = rows.lowerBound
                while start < rows.upperBound {
                    let count = min(size, rows.upperBound - start)
                    run(columns, start, count, base, places)
                    let offset = start - rows.lowerBound
                    for i in 0..<count { out[offset + i] = base[result * size + i] }
                    backward(count, base, gradient)
                    for (place, instruction) in instructions.enumerated() {
                        guard case .parameter(let index) = instruction.operation else { continue }
                        for i in 0..<count {
                            jacobian[index * rows.count + offset + i] = gradient[place * size + i]
                        }
                    }
                    start += count
                }
            }
        }
    }

    /// Derivatives of the result by every value that depends on a parameter.
    private func backward(_ count: Int, _ base: UnsafeMutablePointer<Double>, _ gradient: UnsafeMutablePointer<Double>)
    {
        let size = Self.blockSize
        for place in instructions.indices where isActive[place] {
            (gradient + place * size).update(repeating: place == result ? 1 : 0, count: count)
        }
        for place in instructions.indices.reversed() where isActive[place] {
            let instruction = instructions[place]
            let g = gradient + place * size
            let v = base + place * size
            let x = base + instruction.first * size
            let y = base + instruction.second * size
            let scratch = gradient + instructions.count * size
            if instruction.operation.operandCount > 0, isActive[instruction.first] {
                let target = gradient + instruction.first * size
                byFirst(instruction.operation, count, g, v, x, y, scratch, target)
            }
            if instruction.operation.operandCount > 1, isActive[instruction.second] {
                let target = gradient + instruction.second * size
                bySecond(instruction.operation, count, g, v, x, y, scratch, target)
            }
        }
    }

    private typealias Block = UnsafeMutablePointer<Double>

    /// Adds the share of the first operand to its derivative.
    private func byFirst(
        _ operation: Operation, _ n: Int, _ g: Block, _ v: Block, _ x: Block, _ y: Block, _ t: Block, _ out: Block
    ) {
        switch operation {
        case .column, .constant, .parameter: break
        case .add, .subtract, .modulo: for i in 0..<n { out[i] += g[i] }
        case .multiply: for i in 0..<n { out[i] += g[i] * y[i] }
        case .divide: for i in 0..<n { out[i] += g[i] / y[i] }
        case .power:
            for i in 0..<n { t[i] = y[i] - 1 }
            discover_vector_pow(x, t, t, n)
            for i in 0..<n { out[i] += g[i] * y[i] * t[i] }
        case .minimum: for i in 0..<n { out[i] += x[i] < y[i] ? g[i] : 0 }
        case .maximum: for i in 0..<n { out[i] += x[i] > y[i] ? g[i] : 0 }
        case .negate: for i in 0..<n { out[i] -= g[i] }
        case .square: for i in 0..<n { out[i] += 2 * g[i] * x[i] }
        case .squareRoot: for i in 0..<n { out[i] += 0.5 * g[i] / v[i] }
        case .reciprocal: for i in 0..<n { out[i] -= g[i] * v[i] * v[i] }
        case .function(let function): byArgument(function, n, g, v, x, t, out)
        }
    }

    /// Adds the share of the second operand to its derivative.
    private func bySecond(
        _ operation: Operation, _ n: Int, _ g: Block, _ v: Block, _ x: Block, _ y: Block, _ t: Block, _ out: Block
    ) {
        switch operation {
        case .add: for i in 0..<n { out[i] += g[i] }
        case .subtract: for i in 0..<n { out[i] -= g[i] }
        case .multiply: for i in 0..<n { out[i] += g[i] * x[i] }
        case .divide: for i in 0..<n { out[i] -= g[i] * v[i] / y[i] }
        case .power:
            discover_vector_log(x, t, n)
            // 0 to a positive power stays 0 when the power changes a little.
            for i in 0..<n { out[i] += v[i] == 0 ? 0 : g[i] * v[i] * t[i] }
        case .minimum: for i in 0..<n { out[i] += x[i] < y[i] ? 0 : g[i] }
        case .maximum: for i in 0..<n { out[i] += x[i] > y[i] ? 0 : g[i] }
        case .modulo: for i in 0..<n { out[i] -= g[i] * (x[i] / y[i]).rounded(.down) }
        default: break
        }
    }

    private func byArgument(
        _ function: Function, _ n: Int, _ g: Block, _ v: Block, _ x: Block, _ t: Block, _ out: Block
    ) {
        switch function {
        case .exp: for i in 0..<n { out[i] += g[i] * v[i] }
        case .log: for i in 0..<n { out[i] += g[i] / x[i] }
        case .sin:
            discover_vector_cos(x, t, n)
            for i in 0..<n { out[i] += g[i] * t[i] }
        case .cos:
            discover_vector_sin(x, t, n)
            for i in 0..<n { out[i] -= g[i] * t[i] }
        case .tan: for i in 0..<n { out[i] += g[i] * (1 + v[i] * v[i]) }
        case .asin: for i in 0..<n { out[i] += g[i] / (1 - x[i] * x[i]).squareRoot() }
        case .acos: for i in 0..<n { out[i] -= g[i] / (1 - x[i] * x[i]).squareRoot() }
        case .atan: for i in 0..<n { out[i] += g[i] / (1 + x[i] * x[i]) }
        case .sinh:
            discover_vector_cosh(x, t, n)
            for i in 0..<n { out[i] += g[i] * t[i] }
        case .cosh:
            discover_vector_sinh(x, t, n)
            for i in 0..<n { out[i] += g[i] * t[i] }
        case .tanh: for i in 0..<n { out[i] += g[i] * (1 - v[i] * v[i]) }
        case .abs: for i in 0..<n { out[i] += x[i] < 0 ? -g[i] : x[i] > 0 ? g[i] : 0 }
        case .sign, .step, .floor, .min, .max, .mod: break
        }
    }
}
