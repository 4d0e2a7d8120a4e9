import Expressions
import Glibc

/// A function of the fields at a point: a product of powers of fields and of coordinates, or the sine or cosine of a field.
struct FieldFunction: Hashable, Sendable {
    /// What is taken of a field as a whole.
    enum Wave: Hashable, Sendable {
        case sine(field: Int)
        case cosine(field: Int)
    }

    /// Power of each field.
    var powers: [Int]
    /// Power of each coordinate, in the order of the axes, time last; empty stands for none.
    var coordinatePowers: [Int] = []
    /// Degree of the Legendre polynomial of time, scaled to -1 ... 1, that multiplies it.
    var timeMode = 0
    /// A sine or cosine that multiplies it.
    var wave: Wave?

    /// Whether it holds no field at all.
    var isConstant: Bool { powers.allSatisfy { $0 == 0 } && wave == nil }
    /// Whether it is one field alone.
    var isLinear: Bool {
        powers.reduce(0, +) == 1 && wave == nil && timeMode == 0 && coordinatePowers.allSatisfy { $0 == 0 }
    }
    /// Sum of the powers of the fields.
    var degree: Int { powers.reduce(0, +) }

    /// The values on a grid.
    ///
    /// - Parameters:
    ///   - fields: values of each field, in units of its scale.
    ///   - scales: the scale of each field; sines and cosines see field times scale.
    ///   - factor: values of the coordinate factors; nil for 1.
    ///   - derivative: the field by which to differentiate; nil for the function itself.
    /// - Returns: nil for a derivative that is zero everywhere.
    func values(
        _ fields: [[Double]], scales: [Double], factor: [Double]?, derivative: Int? = nil
    ) -> [Double]? {
        let count = fields[0].count
        var result = factor ?? [Double](repeating: 1, count: count)
        var scale = 1.0
        var powers = powers
        if let derivative {
            switch wave {
            case .sine(let field)? where field == derivative:
                let size = scales[field]
                result.multiply(by: fields[field]) { size * cos(size * $0) }
            case .cosine(let field)? where field == derivative:
                let size = scales[field]
                result.multiply(by: fields[field]) { -size * sin(size * $0) }
            default:
                guard wave == nil, powers[derivative] > 0 else { return nil }
                scale = Double(powers[derivative])
                powers[derivative] -= 1
            }
        } else {
            switch wave {
            case .sine(let field)?:
                let size = scales[field]
                result.multiply(by: fields[field]) { sin(size * $0) }
            case .cosine(let field)?:
                let size = scales[field]
                result.multiply(by: fields[field]) { cos(size * $0) }
            case nil: break
            }
        }
        for (field, power) in powers.enumerated() where power > 0 {
            switch power {
            case 1: result.multiply(by: fields[field]) { $0 }
            case 2: result.multiply(by: fields[field]) { $0 * $0 }
            case 3: result.multiply(by: fields[field]) { $0 * $0 * $0 }
            default: result.multiply(by: fields[field]) { pow($0, Double(power)) }
            }
        }
        if scale != 1 {
            for index in result.indices { result[index] *= scale }
        }
        return result
    }
}

extension [Double] {
    /// Multiplies element by element with a function of another array of the same length.
    fileprivate mutating func multiply(by other: [Double], _ function: (Double) -> Double) {
        let count = count
        withUnsafeMutableBufferPointer { target in
            other.withUnsafeBufferPointer { source in
                for index in 0..<count { target[index] *= function(source[index]) }
            }
        }
    }
}
