import Expressions

/// Compares what a law leaves over with the standard deviations that the user has stated.
struct SigmaTest {
    let scoreboard: Scoreboard

    /// Deviations from 1, in standard errors of chi-squared, that chance does not explain.
    private static let significance = 5.0
    /// Ratios closer to 1 than this are of no practical interest.
    private static let tolerated = 1.25

    /// A sentence when residuals and stated deviations clearly disagree; nil without stated ones.
    func warning(for law: Scoreboard.Candidate) -> String? {
        guard !law.isExact, let chiSquared = scoreboard.reducedChiSquared(law)?.first, chiSquared > 0 else {
            return nil
        }
        let spare = Double(max(scoreboard.trainingRows - law.expression.measuredNumbers.count, 1))
        guard abs(chiSquared - 1) > Self.significance * (2 / spare).squareRoot() else { return nil }
        let ratio = chiSquared.squareRoot()
        if ratio > Self.tolerated {
            return "the residuals are \(rounded(ratio)) times as large as sigma says: "
                + "the law misses something, or sigma is too small"
        }
        if ratio < 1 / Self.tolerated {
            return "the residuals are only \(rounded(ratio)) times as large as sigma says: sigma is too large"
        }
        return nil
    }

    private func rounded(_ ratio: Double) -> Double {
        DecimalRounding.shortest(ratio, tolerance: 0.02 * ratio)
    }
}
