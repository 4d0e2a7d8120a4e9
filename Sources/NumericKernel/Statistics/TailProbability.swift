import CGSL

/// Probabilities that a statistic is at least as large as observed when chance alone is at work.
public enum TailProbability {
    /// Probability that a normal number with mean 0 and standard deviation 1 exceeds `value`.
    public static func normal(above value: Double) -> Double { gsl_cdf_ugaussian_Q(value) }

    /// The value that a standard normal number exceeds with the given probability, between 0 and 1.
    public static func normalQuantile(above probability: Double) -> Double { gsl_cdf_ugaussian_Qinv(probability) }

    /// Probability that Student's t with some degrees of freedom exceeds `value`.
    public static func student(above value: Double, degreesOfFreedom: Double) -> Double {
        gsl_cdf_tdist_Q(value, degreesOfFreedom)
    }

    /// Probability that χ² with some degrees of freedom exceeds `value`.
    public static func chiSquared(above value: Double, degreesOfFreedom: Double) -> Double {
        gsl_cdf_chisq_Q(value, degreesOfFreedom)
    }

    /// Probability that Fisher's F exceeds `value`, with the degrees of freedom of its numerator and denominator.
    public static func fisher(above value: Double, numerator: Double, denominator: Double) -> Double {
        gsl_cdf_fdist_Q(value, numerator, denominator)
    }
}
