/// The inputs during the steps between samples: the polynomial through the nearest samples, or the mean of both ends where an input
/// jumps.
struct StepInputs: Sendable {
    /// Nodes of the polynomials.
    static let nodes = 12
    /// Nodes of the polynomials that they are compared with.
    static let fewerNodes = 10
    /// Difference of the two, relative to the spread of the nodes, from which on an input counts as held in a step.
    static let smoothness = 1e-5

    /// An input in a step.
    private struct Course: Sendable {
        /// Places of the nodes in units of the step, their values and barycentric weights; empty for an input that is held.
        var places: [Double]
        var values: [Double]
        var weights: [Double]
        var mean: Double
    }

    /// By input, then by step.
    private var courses: [[Course]]
    /// Part of a step that a whole step stands for here.
    private var start = 0.0
    private var width = 1.0

    /// The inputs of the steps of some stretches, one after the other.
    init(_ stretches: [ScaledSeries.Stretch]) {
        let count = stretches.first?.inputs.count ?? 0
        courses = (0..<count).map { input in
            stretches.flatMap { stretch in
                (0..<max(stretch.times.count - 1, 0)).map {
                    Self.course(stretch.times, stretch.inputs[input], step: $0)
                }
            }
        }
    }

    /// The values at a fraction of every step.
    func values(at fraction: Double) -> [[Double]] {
        let place = start + width * fraction
        return courses.map { steps in steps.map { Self.value($0, at: place) } }
    }

    /// Some of the steps.
    func steps(_ chosen: [Int]) -> StepInputs {
        var result = self
        result.courses = courses.map { steps in chosen.map { steps[$0] } }
        return result
    }

    /// One of equal parts of every step.
    func part(_ index: Int, of count: Int) -> StepInputs {
        var result = self
        result.start = start + width * Double(index) / Double(count)
        result.width = width / Double(count)
        return result
    }

    private static func course(_ times: [Double], _ values: [Double], step: Int) -> Course {
        let held = Course(places: [], values: [], weights: [], mean: 0.5 * (values[step] + values[step + 1]))
        let whole = polynomial(times, values, step: step, nodes: nodes)
        let fewer = polynomial(times, values, step: step, nodes: fewerNodes)
        let spread = (whole.values.max() ?? 0) - (whole.values.min() ?? 0)
        let isSmooth = [0.25, 0.5, 0.75].allSatisfy { place in
            abs(value(whole, at: place) - value(fewer, at: place)) <= smoothness * spread
        }
        return isSmooth ? whole : held
    }

    private static func polynomial(_ times: [Double], _ values: [Double], step: Int, nodes: Int) -> Course {
        let count = min(nodes, times.count)
        let first = min(max(step - count / 2 + 1, 0), times.count - count)
        let length = times[step + 1] - times[step]
        let places = (first..<(first + count)).map { (times[$0] - times[step]) / length }
        let weights = places.indices.map { j in
            1 / places.indices.reduce(1.0) { $1 == j ? $0 : $0 * (places[j] - places[$1]) }
        }
        return Course(places: places, values: Array(values[first..<(first + count)]), weights: weights, mean: 0)
    }

    /// The barycentric formula.
    private static func value(_ course: Course, at place: Double) -> Double {
        guard !course.places.isEmpty else { return course.mean }
        var (above, below) = (0.0, 0.0)
        for index in course.places.indices {
            let distance = place - course.places[index]
            if abs(distance) < 1e-12 { return course.values[index] }
            let share = course.weights[index] / distance
            above += share * course.values[index]
            below += share
        }
        return above / below
    }
}
