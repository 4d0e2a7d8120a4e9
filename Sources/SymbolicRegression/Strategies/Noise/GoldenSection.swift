/// Minimum of a function of one number by golden-section search.
enum GoldenSection {
    private static let golden = 0.6180339887498949

    /// The place of the smallest value between two numbers, for a function with one minimum there.
    ///
    /// - Complexity: `steps` + 2 evaluations; each step shortens the interval by 0.618.
    static func minimum(of function: (Double) -> Double, from low: Double, to high: Double, steps: Int = 26) -> Double {
        var (low, high) = (min(low, high), max(low, high))
        var (left, right) = (high - golden * (high - low), low + golden * (high - low))
        var (atLeft, atRight) = (function(left), function(right))
        for _ in 0..<steps {
            if atLeft < atRight {
                high = right
                (right, atRight) = (left, atLeft)
                left = high - golden * (high - low)
                atLeft = function(left)
            } else {
                low = left
                (left, atLeft) = (right, atRight)
                right = low + golden * (high - low)
                atRight = function(right)
            }
        }
        return (low + high) / 2
    }
}
