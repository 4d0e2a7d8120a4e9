import Glibc

/// A family of functions with numbers inside that the data have to tell: sin(w*x), 1/(c + x^2), abs(x - c).
struct Shape: Hashable, Sendable {
    /// The form of the function of the argument q with parameters p.
    enum Kind: Hashable, Sendable {
        /// cos(p₀ q) and sin(p₀ q).
        case wave
        /// The same of p₀ times a column plus p₁ times another one.
        case obliqueWave(Int, Int)
        /// The same of p₀ / (p₁ + q).
        case chirp
        /// exp(p₀ q).
        case exponential
        /// q to the power p₀.
        case power
        /// 1/(p₀ + q).
        case pole
        /// abs(q - p₀).
        case kink
        /// sign(q - p₀).
        case jump
        /// sqrt(abs(q - p₀)).
        case root
        /// sqrt(abs(q - p₀)) sign(q - p₁).
        case brokenRoot
        /// tanh(p₀ (q - p₁)).
        case saturation
    }

    var kind: Kind
    var argument: ShapeArgument
    var parameters: [Double]

    /// How many functions it stands for.
    var componentCount: Int {
        switch kind {
        case .wave, .obliqueWave, .chirp: 2
        default: 1
        }
    }

    /// Parameters that only matter by the side on which each sample lies, so that least squares cannot refine them.
    var coarseParameters: Set<Int> {
        switch kind {
        case .jump: [0]
        case .brokenRoot: [1]
        default: []
        }
    }

    /// The values of its functions.
    func components(_ columns: [[Double]]) -> [[Double]] { components(columns, of: argument.values(columns)) }

    /// The values of its functions at values of the argument.
    func components(_ columns: [[Double]], of q: [Double]) -> [[Double]] {
        let p = parameters
        switch kind {
        case .wave: return waves(q.map { p[0] * $0 })
        case .obliqueWave(let first, let second):
            return waves(zip(columns[first], columns[second]).map { p[0] * $0 + p[1] * $1 })
        case .chirp: return waves(q.map { p[0] / (p[1] + $0) })
        case .exponential: return [q.map { exp(p[0] * $0) }]
        case .power: return [q.map { pow($0, p[0]) }]
        case .pole: return [q.map { 1 / (p[0] + $0) }]
        case .kink: return [q.map { abs($0 - p[0]) }]
        case .jump: return [q.map { sign($0 - p[0]) }]
        case .root: return [q.map { abs($0 - p[0]).squareRoot() }]
        case .brokenRoot: return [q.map { abs($0 - p[0]).squareRoot() * sign($0 - p[1]) }]
        case .saturation: return [q.map { tanh(p[0] * ($0 - p[1])) }]
        }
    }

    private func waves(_ phases: [Double]) -> [[Double]] { [phases.map { cos($0) }, phases.map { sin($0) }] }

    private func sign(_ value: Double) -> Double { value > 0 ? 1 : (value < 0 ? -1 : 0) }
}
