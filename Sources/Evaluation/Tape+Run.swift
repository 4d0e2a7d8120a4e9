import CVectorMath
import Expressions

extension Tape {
    /// Writes numbers and parameters into their registers.
    func fill(_ base: UnsafeMutablePointer<Double>, _ parameters: [Double], _ registers: [Int], count: Int) {
        for (place, instruction) in instructions.enumerated() {
            let value: Double
            switch instruction.operation {
            case .constant(let bits): value = Double(bitPattern: bits)
            case .parameter(let index): value = parameters[index]
            default: continue
            }
            (base + registers[place] * Self.blockSize).update(repeating: value, count: count)
        }
    }

    /// Computes one block of `count` rows from row `start` on.
    func run(
        _ columns: [[Double]], _ start: Int, _ count: Int, _ base: UnsafeMutablePointer<Double>, _ registers: [Int]
    ) {
        for (place, instruction) in instructions.enumerated() {
            let out = base + registers[place] * Self.blockSize
            let x = base + registers[instruction.first] * Self.blockSize
            let y = base + registers[instruction.second] * Self.blockSize
            switch instruction.operation {
            case .constant, .parameter: break
            case .column(let index):
                columns[index].withUnsafeBufferPointer { column in
                    if let source = column.baseAddress { out.update(from: source + start, count: count) }
                }
            case .add: for i in 0..<count { out[i] = x[i] + y[i] }
            case .subtract: for i in 0..<count { out[i] = x[i] - y[i] }
            case .multiply: for i in 0..<count { out[i] = x[i] * y[i] }
            case .divide: for i in 0..<count { out[i] = x[i] / y[i] }
            case .negate: for i in 0..<count { out[i] = -x[i] }
            case .square: for i in 0..<count { out[i] = x[i] * x[i] }
            case .squareRoot: for i in 0..<count { out[i] = x[i].squareRoot() }
            case .reciprocal: for i in 0..<count { out[i] = 1 / x[i] }
            case .power: discover_vector_pow(x, y, out, count)
            case .minimum, .maximum, .modulo:
                for i in 0..<count { out[i] = instruction.operation.value(x[i], y[i]) }
            case .function(let function):
                VectorMath.apply(
                    function, UnsafeBufferPointer(start: x, count: count),
                    into: UnsafeMutableBufferPointer(start: out, count: count))
            }
        }
    }
}
