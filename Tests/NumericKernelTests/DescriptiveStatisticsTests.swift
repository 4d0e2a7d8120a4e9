import Foundation
import NumericKernel
import Testing

@Suite struct DescriptiveStatisticsTests {
    let sample = [2.0, 4, 4, 4, 5, 5, 7, 9]

    @Test func knownAnswers() {
        #expect(DescriptiveStatistics.mean(sample) == 5)
        #expect(abs(DescriptiveStatistics.variance(sample) - 32.0 / 7) < 1e-14)
        #expect(DescriptiveStatistics.median(sample) == 4.5)
        #expect(DescriptiveStatistics.median([3, 1, 2]) == 2)
        #expect(DescriptiveStatistics.quantile(0, of: sample) == 2)
        #expect(DescriptiveStatistics.quantile(1, of: sample) == 9)
        #expect(DescriptiveStatistics.quantile(0.5, of: sample) == 4.5)
        #expect(abs(DescriptiveStatistics.medianAbsoluteDeviation([1, 2, 3, 4, 100]) - 1.4826) < 1e-3)
    }

    /// Certified by NIST for the "NumAcc3" data: large values with a tiny scatter.
    @Test func manyDigitsDoNotCancel() {
        let values = [1_000_000.2] + (0..<1000).map { $0 % 2 == 0 ? 1_000_000.1 : 1_000_000.3 }
        #expect(abs(DescriptiveStatistics.mean(values) - 1_000_000.2) < 1e-9)
        #expect(abs(DescriptiveStatistics.standardDeviation(values) - 0.1) < 1e-9)
    }

    @Test func relationsBetweenSamples() {
        let line = sample.map { 3 - 2 * $0 }
        #expect(abs(DescriptiveStatistics.correlation(sample, line) + 1) < 1e-14)
        #expect(abs(DescriptiveStatistics.covariance(sample, line) + 2 * 32.0 / 7) < 1e-13)
        let rising = [1.0, 2, 3, 4, 5]
        #expect(abs(DescriptiveStatistics.rankCorrelation(rising, rising.map { exp($0) }) - 1) < 1e-14)
        #expect(DescriptiveStatistics.correlation(rising, [1, 1, 1, 1, 1]).isNaN)
        #expect(DescriptiveStatistics.correlation(rising, [1, 2]).isNaN)
    }

    @Test func smallSamplesHaveNoAnswer() {
        #expect(DescriptiveStatistics.mean([]).isNaN)
        #expect(DescriptiveStatistics.variance([1]).isNaN)
        #expect(DescriptiveStatistics.median([]).isNaN)
        #expect(DescriptiveStatistics.quantile(0.5, of: []).isNaN)
        #expect(DescriptiveStatistics.quantile(1.5, of: [1, 2]).isNaN)
        #expect(DescriptiveStatistics.medianAbsoluteDeviation([]).isNaN)
    }

    @Test func tailsMatchTables() {
        #expect(abs(TailProbability.normal(above: 1.959963984540054) - 0.025) < 1e-12)
        #expect(abs(TailProbability.normalQuantile(above: 0.025) - 1.959963984540054) < 1e-9)
        #expect(abs(TailProbability.student(above: 2.228138852, degreesOfFreedom: 10) - 0.025) < 1e-8)
        #expect(abs(TailProbability.chiSquared(above: 18.307038053, degreesOfFreedom: 10) - 0.05) < 1e-8)
        #expect(abs(TailProbability.fisher(above: 3.325834530, numerator: 5, denominator: 10) - 0.05) < 1e-7)
    }

    @Test func orderStatisticsAreThoseOfTheSortedSample() {
        let sample = (0..<101).map { Double(($0 * 37) % 50) }
        let sorted = sample.sorted()
        for place in [1, 2, 50, 100, 101] {
            #expect(DescriptiveStatistics.orderStatistic(place, of: sample) == sorted[place - 1])
        }
        #expect(DescriptiveStatistics.orderStatistic(2, of: [3, .infinity, 1]) == 3)
        #expect(DescriptiveStatistics.orderStatistic(0, of: sample).isNaN)
        #expect(DescriptiveStatistics.orderStatistic(1, of: []).isNaN)
    }
}
