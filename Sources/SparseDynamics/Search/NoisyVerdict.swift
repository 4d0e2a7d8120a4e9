/// Judges equations of noisy data: whether they are laws, or sums that only follow the samples.
///
/// Equations count as found only when nothing but white noise is left, and when the data tell which terms there are: a long sum
/// of which many versions are as good, or whose coefficients could be anything, stands for something else.
struct NoisyVerdict {
    /// Relative standard error of a coefficient from which on its term might as well be missing.
    static let largestError = 0.5
    /// The same in a long equation, whose terms can stand in for each other.
    static let largestErrorOfMany = 0.2
    /// Terms of an equation that is long.
    static let longEquation = 5
    /// Other sets of terms as good as a long one that leave it open.
    static let mostRivals = 2
    /// Units of χ² within which a single other set leaves a long one open: it is nearly as likely.
    static let even = 2.0
    /// Units of χ² within which another set leaves even a short one open: the odds are less than five to three.
    static let undecided = 1.0
    /// Most terms of an equation that one closed curve can tell apart.
    static let mostOnCurve = 3

    /// Names of the variables.
    let variables: [String]
    /// Whether the data run along one closed curve.
    var isOnCurve = false
    /// Whether functions have numbers inside that were fitted.
    var hasNumbers = false

    /// What speaks against equations; none where nothing does.
    ///
    /// - Parameters:
    ///   - found: the equations.
    ///   - excess: of the residuals of every variable.
    ///   - rivals: by how much other sets of terms have the worse evidence.
    func objections(to found: [FoundEquation], excess: [Double], rivals: [Double]) -> [String] {
        var sentences: [String] = []
        for (name, size) in zip(variables, excess) where size >= ResidualTest.most {
            sentences.append(
                "the equations are not called found: what they leave of \(name) is no white noise; sums of neighbouring residuals "
                    + "are too large by \(Int(min(size, 1e6).rounded())) standard deviations")
        }
        for (index, equation) in found.enumerated() {
            let errors = equation.support.indices.compactMap { place in
                equation.standardErrors[place].map {
                    $0 / max(abs(equation.coefficients[place]), .leastNormalMagnitude)
                }
            }
            let limit = equation.support.count >= Self.longEquation ? Self.largestErrorOfMany : Self.largestError
            guard let worst = errors.max(), !(worst <= limit) else { continue }
            sentences.append(
                "the equation of \(variables[index]) is not called found: not identifiable from these data alone, a coefficient is "
                    + "known to \(worst < 100 ? "\(Int((100 * worst).rounded())) % only" : "nothing")")
        }
        let longest = found.map(\.support.count).max() ?? 0
        if isOnCurve, longest > Self.mostOnCurve {
            sentences.append(
                "the equations are not called found: the data run along one closed curve, on which \(longest) terms cannot be told "
                    + "from others")
        }
        // A long sum of quotients imitates any function, as a long polynomial does.
        if hasNumbers, longest > Self.longEquation {
            sentences.append(
                "the equations are not called found: a sum of \(longest) functions with fitted numbers inside may stand for another "
                    + "function")
        }
        let near = rivals.filter { $0 < Doubts.close }.count
        let isOpen = near > Self.mostRivals || rivals.contains { $0 < Self.even }
        if isOpen, longest > Self.longEquation {
            sentences.append(
                "the equations are not called found: not identifiable from these data alone, \(near == 1 ? "1 other set" : "\(near) other sets") "
                    + "of terms as long as theirs \(near == 1 ? "explains" : "explain") the data as well")
        }
        if longest <= Self.longEquation, rivals.contains(where: { $0 < Self.undecided }) {
            sentences.append(
                "the equations are not called found: not identifiable from these data alone, another set of terms explains the data "
                    + "as well")
        }
        return sentences
    }
}
