import Diagnostics
import Expressions

/// A formula compiled for evaluation over columns of values.
///
/// A flat list of instructions over blocks of 256 rows: equal subtrees are computed once, integer powers by
/// multiplication, quotients by one division. Numbers outside the domain give NaN, never an error. A tape is a value and
/// may be used from many threads at once, each with its own `Workspace`. The result of a row depends on its values only.
public struct Tape: Sendable {
    /// Rows computed at a time.
    public static let blockSize = 256

    /// Number of columns expected.
    public let variableCount: Int
    /// Number of parameters expected.
    public let parameterCount: Int
    let instructions: [Instruction]
    /// Place of the value of the formula.
    let result: Int
    /// Where each instruction puts its values when only the result is wanted; places are used again.
    let registers: [Int]
    let registerCount: Int
    /// Whether the value depends on a parameter.
    let isActive: [Bool]

    /// Compiles a formula.
    ///
    /// - Parameters:
    ///   - expression: the formula.
    ///   - variables: names of the columns, in the order in which they will be given.
    ///   - parameters: names of numbers given at evaluation; they win over columns of the same name.
    /// - Throws: `DiscoverError.input` for a name that is neither.
    /// - Complexity: O(nodes).
    public init(_ expression: Expression, variables: [String], parameters: [String] = []) throws(DiscoverError) {
        var compiler = TapeCompiler(variables: variables, parameters: parameters)
        let last = try compiler.compile(expression)
        (instructions, result) = Self.withoutUnused(compiler.instructions, result: last)
        variableCount = variables.count
        parameterCount = parameters.count
        (registers, registerCount) = Self.allocate(instructions, result: result)
        var active = [Bool](repeating: false, count: instructions.count)
        for (place, instruction) in instructions.enumerated() {
            if case .parameter = instruction.operation { active[place] = true }
            let operands = instruction.operation.operandCount
            if operands > 0, active[instruction.first] { active[place] = true }
            if operands > 1, active[instruction.second] { active[place] = true }
        }
        isActive = active
    }

    /// Number of instructions, numbers and columns included.
    public var instructionCount: Int { instructions.count }

    /// Only the instructions that the result needs; folding numbers leaves others behind.
    private static func withoutUnused(_ all: [Instruction], result: Int) -> ([Instruction], Int) {
        var isNeeded = [Bool](repeating: false, count: all.count)
        isNeeded[result] = true
        for place in all.indices.reversed() where isNeeded[place] {
            let operands = all[place].operation.operandCount
            if operands > 0 { isNeeded[all[place].first] = true }
            if operands > 1 { isNeeded[all[place].second] = true }
        }
        var kept: [Instruction] = []
        var newPlaces = [Int](repeating: 0, count: all.count)
        for place in all.indices where isNeeded[place] {
            newPlaces[place] = kept.count
            var instruction = all[place]
            instruction.first = newPlaces[instruction.first]
            instruction.second = newPlaces[instruction.second]
            kept.append(instruction)
        }
        return (kept, newPlaces[result])
    }

    /// Gives every instruction a register; one that is not read any more is used again.
    private static func allocate(_ instructions: [Instruction], result: Int) -> ([Int], Int) {
        var lastUse = Array(instructions.indices)
        for (place, instruction) in instructions.enumerated() {
            let operands = instruction.operation.operandCount
            if operands > 0 { lastUse[instruction.first] = place }
            if operands > 1 { lastUse[instruction.second] = place }
        }
        lastUse[result] = instructions.count
        var registers = [Int](repeating: 0, count: instructions.count)
        var free: [Int] = []
        var count = 0
        for (place, instruction) in instructions.enumerated() {
            // Numbers and parameters are filled in once for all blocks, so their registers are theirs alone.
            let isFixed: Bool
            switch instruction.operation {
            case .constant, .parameter: isFixed = true
            default: isFixed = false
            }
            if !isFixed, let register = free.popLast() {
                registers[place] = register
            } else {
                registers[place] = count
                count += 1
            }
            let operands = instruction.operation.operandCount
            func release(_ operand: Int) {
                switch instructions[operand].operation {
                case .constant, .parameter: break
                default: if lastUse[operand] == place { free.append(registers[operand]) }
                }
            }
            if operands > 0 { release(instruction.first) }
            if operands > 1, instruction.second != instruction.first { release(instruction.second) }
            if lastUse[place] == place, !isFixed { free.append(registers[place]) }
        }
        return (registers, count)
    }

    /// The value of the formula on every row.
    ///
    /// - Parameters:
    ///   - columns: one column per variable, equally long.
    ///   - parameters: one number per parameter.
    ///   - rows: which rows, all by default. Without any column there is one row.
    /// - Returns: one value per row; NaN where the formula is not defined.
    /// - Complexity: O(rows × instructions), about 0.3 ns per row and arithmetic instruction, 1 to 4 ns per function.
    public func evaluate(columns: [[Double]], parameters: [Double] = [], rows: Range<Int>? = nil) -> [Double] {
        var workspace = Workspace()
        let rows = rows ?? 0..<(columns.first?.count ?? 1)
        return [Double](unsafeUninitializedCapacity: rows.count) { out, count in
            evaluate(columns: columns, parameters: parameters, rows: rows, into: out, workspace: &workspace)
            count = rows.count
        }
    }

    /// The value of the formula on the rows, written to `out`, which is at least as long as `rows`.
    ///
    /// Allocates nothing once the workspace is large enough.
    public func evaluate(
        columns: [[Double]], parameters: [Double] = [], rows: Range<Int>,
        into out: UnsafeMutableBufferPointer<Double>, workspace: inout Workspace
    ) {
        precondition(columns.count == variableCount && parameters.count == parameterCount && out.count >= rows.count)
        precondition(rows.lowerBound >= 0 && columns.allSatisfy { rows.upperBound <= $0.count })
        workspace.reserve(values: registerCount * Self.blockSize, adjoints: 0)
        workspace.values.withUnsafeMutableBufferPointer { values in
            guard let base = values.baseAddress, let target = out.baseAddress else { return }
            fill(base, parameters, registers, count: min(rows.count, Self.blockSize))
            var start = rows.lowerBound
            while start < rows.upperBound {
                let count = min(Self.blockSize, rows.upperBound - start)
                run(columns, start, count, base, registers)
                let value = base + registers[result] * Self.blockSize
                (target + (start - rows.lowerBound)).update(from: value, count: count)
                start += count
            }
        }
    }
}
