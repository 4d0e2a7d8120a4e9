import Diagnostics
import Glibc
import NumericKernel

/// Adds shapes one at a time, each time refining the numbers inside all of them, until nothing is left.
///
/// Smooth functions imitate each other over a short range, so that the best first shape need not be a right one: several are
/// followed up, and what counts is which sum leaves nothing.
struct ShapePursuit: Sendable {
    /// Rows of different states for every number of an answer.
    static let fewestRows = 8

    /// How many sums are followed up, by their number of shapes; fewer for flows, whose derivatives tell less.
    private var widths: [Int] { rows.isMap ? [1, 8, 2, 1, 1, 1] : [1, 2, 1, 1] }
    /// How many proposals of a scan are refined, by the number of shapes before.
    private var trials: [Int] { rows.isMap ? [24, 10, 6, 6, 6, 6] : [12, 6, 4, 4] }

    /// Rows of one per sample.
    let rows: ShapeRows
    /// The rows that decide: integrals over the steps of a flow.
    let exact: ShapeRows
    /// The monomials that may stand alone, as columns with repetitions.
    let monomials: [[Int]]
    let threads: Int
    let control: RunControl

    private var deciding: ShapeRows { rows.isMap ? rows : exact }

    /// A sum on the way.
    private struct State: Sendable {
        var model: ShapeModel
        var residual: Double
        var score: Double
    }

    /// Relative size of what may be left of an equation that is explained.
    private var goal: Double { rows.isMap ? 1e-12 : 1e-6 }

    /// The model with as few terms as will do; nil when the shapes do not explain the equation.
    func run() -> ShapeModel? {
        let length = Complement.dot(rows.side, rows.side).squareRoot()
        let empty = ShapeModel(shapes: [], terms: monomials.map { ShapeModel.Term(factor: $0) })
        guard length > 0, rows.count > 4 * empty.terms.count + 20, let start = empty.fitted(rows) else { return nil }
        if start.residual <= goal * length { return sparse(empty, left: start.residual / length) }
        let sample = rows.thinned(to: ShapeScan.mostRows)
        let scan = ShapeScan(rows: rows, threads: threads, control: control)
        var beam = [State(model: empty, residual: start.residual / length, score: 0)]
        for level in widths.indices {
            var next: [State] = []
            for state in beam.prefix(widths[level]) where !control.isStopping {
                let proposals = scan.proposals(beside: state.model, limit: trials[level])
                let met = ParallelMap.map(proposals, threads: threads) { proposal -> State? in
                    guard !control.isStopping else { return nil }
                    let wider = state.model.adding(proposal.shape, factors: proposal.factors).settled(sample)
                    guard let refined = wider.refined(sample, iterations: 15) else { return nil }
                    return self.state(pruned(refined.model, sample), sample)
                }
                next += met.compactMap { $0 }
                if let done = next.min(by: { $0.score < $1.score }).flatMap(finished) { return done }
            }
            next.sort { $0.score < $1.score }
            guard let best = next.first, best.residual < 0.8 * beam[0].residual else { return nil }
            beam = next
        }
        return nil
    }

    private func state(_ model: ShapeModel, _ sample: ShapeRows) -> State? {
        guard let fit = model.fitted(sample) else { return nil }
        let residual = fit.residual / Complement.dot(sample.side, sample.side).squareRoot()
        let count = Double(sample.count)
        let size = model.terms.count + model.shapes.reduce(0) { $0 + $1.parameters.count }
        return State(
            model: model, residual: residual,
            score: count * log(max(residual, 1e-16)) + 0.5 * Double(size) * log(count))
    }

    /// The answer from a sum that leaves next to nothing of a sample; nil when it leaves more of all rows.
    private func finished(_ state: State) -> ShapeModel? {
        guard state.residual < (rows.isMap ? 1e-4 : 1e-2) else { return nil }
        guard let full = state.model.settled(rows).refined(deciding, iterations: 40), full.residual <= goal else {
            return nil
        }
        return sparse(full.model, left: full.residual)
    }

    /// The monomials alone, where they explain the equation.
    func withoutShapes() -> ShapeModel? {
        let empty = ShapeModel(shapes: [], terms: monomials.map { ShapeModel.Term(factor: $0) })
        let length = Complement.dot(rows.side, rows.side).squareRoot()
        guard length > 0, rows.count > 2 * empty.terms.count + 20, let fit = empty.fitted(rows),
            fit.residual <= goal * length
        else { return nil }
        return sparse(empty, left: fit.residual / length)
    }

    /// The model without terms of shapes that mean little beside what is still left; the monomials stay.
    ///
    /// A frequency times its own wave times the column is nearly the same as another frequency: too many factors leave the
    /// numbers inside without a hold.
    private func pruned(_ model: ShapeModel, _ sample: ShapeRows) -> ShapeModel {
        guard let search = try? SubsetSearch(columns: model.matrix(sample), side: sample.side) else { return model }
        let monomials = Set(model.terms.indices.filter { model.terms[$0].shape == nil })
        let full = search.fit(Array(0..<search.count), withGains: false)
        guard full.support.count > monomials.count else { return model }
        let freedom = Double(max(sample.count - search.count, 1))
        let scale = max(full.residual / freedom, max(search.total, 1e-300) * 1e-30)
        let price = 3 * log(Double(sample.count))
        var support = full.support
        while let weakest = support.filter({ !monomials.contains($0) }).map({ column in
            (column: column, loss: search.fit(support.filter { $0 != column }, withGains: false).residual)
        }).min(by: { $0.loss < $1.loss }) {
            let now = search.fit(support, withGains: false).residual
            guard weakest.loss - now < price * scale else { break }
            support.removeAll { $0 == weakest.column }
        }
        let kept = Set(support).union(monomials).sorted()
        let slim = model.keeping(kept)
        guard slim.shapes.count == model.shapes.count, let refined = slim.refined(sample, iterations: 20),
            let before = model.fitted(sample)
        else { return model }
        let length = Complement.dot(sample.side, sample.side).squareRoot()
        return refined.residual < 2 * before.residual / length + 1e-12 ? refined.model : model
    }

    /// The model without shapes and terms that the others can stand in for once their numbers are refined again.
    private func eliminated(_ model: ShapeModel, left: Double) -> ShapeModel {
        var current = model
        let allowed = max(goal, 10 * left)
        var isChanged = true
        while isChanged, !control.isStopping {
            isChanged = false
            let moving = current.terms.indices.filter { current.terms[$0].shape != nil }
            var removals = current.imitations
            removals +=
                current.shapes.count > 1
                ? current.shapes.indices.map { shape in moving.filter { current.terms[$0].shape == shape } } : []
            for shape in current.shapes.indices {
                let own = moving.filter { current.terms[$0].shape == shape }
                // All but one, then single ones.
                if own.count > 2 { removals += own.map { kept in own.filter { $0 != kept } } }
                if own.count > 1 { removals += own.map { [$0] } }
            }
            for removal in removals where !control.isStopping {
                let slim = current.keeping(current.terms.indices.filter { !removal.contains($0) })
                guard let refined = slim.refined(deciding, iterations: 30), refined.residual <= allowed else {
                    continue
                }
                current = refined.model
                isChanged = true
                break
            }
        }
        return current
    }

    /// The model without the terms that it does not need, its numbers refined once more.
    func sparse(_ whole: ShapeModel, left: Double) -> ShapeModel? {
        let model = eliminated(whole, left: left).simplified(rows)
        guard let search = try? SubsetSearch(columns: model.matrix(deciding), side: deciding.side) else {
            return nil
        }
        let total = max(search.total, 1e-300)
        let freedom = Double(max(deciding.count - search.count, 1))
        let scale = max(left * left * total / freedom, total / freedom * 1e-30) * WeakSearch.cleanFactor
        let price = WeakSearch.price(samples: deciding.count, candidates: search.count)
        let fits = search.best(
            scale: scale, prices: [Double](repeating: price, count: search.count), fixed: [], starts: [], forwardTo: 14)
        guard let fit = fits.first else { return nil }
        let slim = model.keeping(fit.support)
        // Many numbers explain few rows whatever they say.
        let numbers = slim.terms.count + slim.shapes.reduce(0) { $0 + $1.parameters.count }
        guard rows.count >= Self.fewestRows * numbers else { return nil }
        guard let refined = slim.settled(rows).refined(deciding), refined.residual < 100 * max(left, 1e-14) else {
            return nil
        }
        return refined.model
    }
}

extension ShapeModel {
    /// The model with one more shape, all its functions times all the factors.
    func adding(_ shape: Shape, factors: [[Int]]) -> ShapeModel {
        var result = self
        result.shapes.append(shape)
        for component in 0..<shape.componentCount {
            for factor in factors {
                result.terms.append(Term(shape: shapes.count, component: component, factor: factor))
            }
        }
        return result
    }

    /// Terms that may stand in for one shape with another number: products with columns, and further shapes of the same kind and
    /// argument.
    ///
    /// Near the right number they imitate its derivatives, so that none of them can be left out alone: what is left then is flat
    /// in the number, and no refinement converges.
    var imitations: [[Int]] {
        shapes.indices.compactMap { kept in
            let alike = shapes.indices.filter {
                shapes[$0].kind == shapes[kept].kind && shapes[$0].argument == shapes[kept].argument
            }
            let group = terms.indices.filter { place in terms[place].shape.map { alike.contains($0) } ?? false }
            let plain = group.filter { terms[$0].shape == kept && terms[$0].factor.isEmpty }
            guard !plain.isEmpty, plain.count < group.count else { return nil }
            return group.filter { !plain.contains($0) }
        }
    }

    /// The model with some of its terms, and the shapes that they need.
    func keeping(_ support: [Int]) -> ShapeModel {
        let kept = support.map { terms[$0] }
        let used = Set(kept.compactMap(\.shape)).sorted()
        return ShapeModel(
            shapes: used.map { shapes[$0] },
            terms: kept.map { term in
                var term = term
                term.shape = term.shape.flatMap { used.firstIndex(of: $0) }
                return term
            })
    }

    /// The model with oblique waves that run along a column written as what they are.
    func simplified(_ rows: ShapeRows) -> ShapeModel {
        var result = self
        for (index, shape) in shapes.enumerated() {
            guard case .obliqueWave(let first, let second) = shape.kind else { continue }
            let sizes = [first, second].map { column in rows.columns[column].reduce(0) { max($0, abs($1)) } }
            let turns = zip(shape.parameters, sizes).map { abs($0 * $1) }
            guard let small = turns.firstIndex(where: { $0 < 1e-7 }) else { continue }
            result.shapes[index] = Shape(
                kind: .wave, argument: .column(small == 0 ? second : first), parameters: [shape.parameters[1 - small]])
        }
        return result
    }

    /// The model with the coarse parameters between the two samples where they serve best.
    func settled(_ rows: ShapeRows) -> ShapeModel {
        var result = self
        for (index, shape) in shapes.enumerated() {
            for place in shape.coarseParameters.sorted() {
                let sorted = Array(Set(shape.argument.values(rows.columns))).sorted()
                guard sorted.count > 2 else { continue }
                func middle(_ gap: Int) -> Double { 0.5 * (sorted[gap] + sorted[gap + 1]) }
                var range = 0...(sorted.count - 2)
                while true {
                    let step = max((range.count + 23) / 24, 1)
                    var best = (gap: range.lowerBound, residual: Double.infinity)
                    for gap in stride(from: range.lowerBound, through: range.upperBound, by: step) {
                        result.shapes[index].parameters[place] = middle(gap)
                        let left = result.fitted(rows)?.residual ?? .infinity
                        if left < best.residual { best = (gap, left) }
                    }
                    result.shapes[index].parameters[place] = middle(best.gap)
                    if step == 1 { break }
                    range =
                        max(best.gap - step, range.lowerBound)...min(best.gap + step, range.upperBound)
                }
            }
        }
        return result
    }

    /// The samples between which a coarse parameter lies.
    func gap(ofShape index: Int, place: Int, _ rows: ShapeRows) -> ClosedRange<Double>? {
        let value = shapes[index].parameters[place]
        let values = shapes[index].argument.values(rows.columns)
        guard let low = values.filter({ $0 < value }).max(), let high = values.filter({ $0 > value }).min() else {
            return nil
        }
        return low...high
    }
}
