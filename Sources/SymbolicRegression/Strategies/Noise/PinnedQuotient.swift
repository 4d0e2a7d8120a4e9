/// The linear problem of a quotient P/Q in which one term of Q has the coefficient 1.
///
/// y m_pin = sum p_i m_i - sum q_j (y m_j): the columns are those of P, then the others of Q times the negative target.
struct PinnedQuotient {
    /// Columns of P.
    let top: [[Double]]
    /// Columns of Q.
    let bottom: [[Double]]
    /// The term of Q with coefficient 1.
    let pin: Int
    /// The measured target.
    let target: [Double]
    /// Factors of its residuals.
    let weights: [Double]

    /// An iterate.
    struct State {
        /// The target as it is believed to be without noise.
        var smooth: [Double]
        /// Q by row.
        var denominator: [Double]
        /// Coefficients by column of the linear problem; nil before the first solution.
        var coefficients: [(Int, Double)]?
    }

    /// |Q| below this share of its typical size does not raise the weight of a row any further.
    private static let smallest = 0.02

    /// Indices into P's terms followed by Q's of the columns of the linear problem.
    var terms: [Int] { top.indices.map { $0 } + bottom.indices.filter { $0 != pin }.map { top.count + $0 } }

    /// The first iterate: Q is its pinned term.
    func start(smoothed: [Double]) -> State {
        State(smooth: smoothed, denominator: bottom[pin], coefficients: nil)
    }

    /// The empty linear model at an iterate.
    func model(_ state: State, only members: [Int]? = nil) -> SweptGram {
        let size = Statistics.rootMeanSquare(state.denominator)
        let scaled = target.indices.map { i in
            weights[i] / max(abs(state.denominator[i]), Self.smallest * size)
        }
        let chosen = members.map { list in list.map { terms[$0] } } ?? terms
        let columns = chosen.map { term -> [Double] in
            guard term >= top.count else { return top[term] }
            let column = bottom[term - top.count]
            return target.indices.map { -column[$0] * state.smooth[$0] }
        }
        let side = target.indices.map { target[$0] * bottom[pin][$0] }
        return SweptGram(columns: columns, target: side, weights: scaled)
    }

    /// The next iterate with some or all columns; nil when Q would change its sign within the data.
    func refined(_ state: State, members: [Int]?) -> State? {
        var model = model(state, only: members)
        let most = max(2, target.count / 3)
        while model.members.count < most, let j = model.mostIndependent(above: 1e-8) { model.enter(j) }
        let numbers = zip(model.members, model.coefficients).map { (members?[$0] ?? $0, $1) }
        var (numerator, denominator) = ([Double](repeating: 0, count: target.count), bottom[pin])
        for (member, value) in numbers {
            let term = terms[member]
            if term < top.count {
                for i in target.indices { numerator[i] += value * top[term][i] }
            } else {
                for i in target.indices { denominator[i] += value * bottom[term - top.count][i] }
            }
        }
        guard denominator.allSatisfy({ $0 > 0 }) || denominator.allSatisfy({ $0 < 0 }) else { return nil }
        let smooth = zip(numerator, denominator).map { $0 / $1 }
        guard smooth.allSatisfy(\.isFinite) else { return nil }
        return State(smooth: smooth, denominator: denominator, coefficients: numbers)
    }
}
