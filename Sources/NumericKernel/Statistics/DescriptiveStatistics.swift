import CGSL

/// Numbers that describe a sample. Every function returns NaN when the sample is too small to tell.
public enum DescriptiveStatistics {
    /// Arithmetic mean, with a running correction that does not overflow.
    public static func mean(_ sample: [Double]) -> Double {
        sample.isEmpty ? .nan : gsl_stats_mean(sample, 1, sample.count)
    }

    /// Variance with the divisor n − 1.
    public static func variance(_ sample: [Double]) -> Double {
        sample.count < 2 ? .nan : gsl_stats_variance(sample, 1, sample.count)
    }

    /// Standard deviation with the divisor n − 1.
    public static func standardDeviation(_ sample: [Double]) -> Double { variance(sample).squareRoot() }

    /// The middle value, or the mean of the two middle values.
    ///
    /// - Complexity: O(n) expected, by selection.
    public static func median(_ sample: [Double]) -> Double {
        guard !sample.isEmpty else { return .nan }
        var working = sample
        return gsl_stats_median(&working, 1, working.count)
    }

    /// The value that stands at some place, counted from 1, when the sample is put in ascending order; NaN for a place outside it.
    ///
    /// - Complexity: O(n) expected, by selection (`gsl_stats_select`).
    public static func orderStatistic(_ place: Int, of sample: [Double]) -> Double {
        guard place >= 1, place <= sample.count else { return .nan }
        var working = sample
        return gsl_stats_select(&working, 1, working.count, place - 1)
    }

    /// The value below which a fraction of the sample lies, interpolated linearly between neighbours.
    ///
    /// - Parameter fraction: between 0 (the smallest value) and 1 (the largest).
    public static func quantile(_ fraction: Double, of sample: [Double]) -> Double {
        guard !sample.isEmpty, fraction >= 0, fraction <= 1 else { return .nan }
        return gsl_stats_quantile_from_sorted_data(sample.sorted(), 1, sample.count, fraction)
    }

    /// Median distance from the median, times 1.4826 so that it estimates the standard deviation of normal data.
    public static func medianAbsoluteDeviation(_ sample: [Double]) -> Double {
        guard !sample.isEmpty else { return .nan }
        var working = [Double](repeating: 0, count: sample.count)
        return gsl_stats_mad(sample, 1, sample.count, &working)
    }

    /// Covariance of two samples of equal length with the divisor n − 1.
    public static func covariance(_ first: [Double], _ second: [Double]) -> Double {
        guard first.count == second.count, first.count > 1 else { return .nan }
        return gsl_stats_covariance(first, 1, second, 1, first.count)
    }

    /// Pearson's correlation coefficient of two samples of equal length; NaN when one of them is constant.
    public static func correlation(_ first: [Double], _ second: [Double]) -> Double {
        guard first.count == second.count, first.count > 1 else { return .nan }
        return gsl_stats_correlation(first, 1, second, 1, first.count)
    }

    /// Correlation of the ranks (Spearman's ρ): 1 for any rising relation; NaN when one sample is constant.
    ///
    /// - Complexity: O(n log n).
    public static func rankCorrelation(_ first: [Double], _ second: [Double]) -> Double {
        guard first.count == second.count, first.count > 1 else { return .nan }
        var working = [Double](repeating: 0, count: 2 * first.count)
        return gsl_stats_spearman(first, 1, second, 1, first.count, &working)
    }
}
