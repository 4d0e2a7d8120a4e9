import Diagnostics
import Glibc
import NumericKernel

/// Searches an equation whose coefficients may vary in time.
///
/// Every term comes with a group of columns: the term times Legendre polynomials of time. Groups enter, leave, become
/// constant or varying by the same evidence as single terms elsewhere (group sparsity as in Rudy, Alla, Brunton and Kutz,
/// SIAM J. Appl. Dyn. Syst. 18, 2019, without a threshold).
struct VaryingSearch {
    /// Number of Legendre polynomials per term.
    static let modes = 13
    private static let maximumRounds = 7
    /// Most terms of an equation with varying coefficients.
    private static let mostTerms = 6

    let base: FieldFit
    let control: RunControl

    /// A found equation.
    struct Outcome {
        var fit: FieldFit
        var fields: [[Double]]
        var terms: [Term]
        /// χ² per degree of freedom.
        var reduced: Double
    }

    /// A term with its coefficients by the degree of the Legendre polynomial, one for a constant coefficient.
    struct Term {
        var term: FieldTerm
        var coefficients: [Double]
        /// Covariance of the coefficients.
        var covariance: Matrix
    }

    private enum Role {
        case constant
        case varying
    }

    /// Runs the search; nil when there are too few rows for it or no group helps.
    func run() throws -> Outcome? {
        let terms = base.library.terms
        var library = base.library
        library.terms = terms.flatMap { term in
            (0..<Self.modes).map { mode in
                var copy = term
                copy.function.timeMode = mode
                return copy
            }
        }
        guard base.rowCount > 2 * terms.count + 4 * Self.modes else { return nil }
        let fit = FieldFit(
            problem: base.problem, library: library, target: base.target, known: base.known, inflation: base.inflation)
        var model = FieldModel.empty
        var fields = base.problem.smooth
        var roles: [Int: Role] = [:]
        for round in 0..<Self.maximumRounds {
            if control.isStopping { return nil }
            guard let quadratic = fit.quadratic(model, at: fields, columns: fit.columns(at: fields)) else { return nil }
            let search = try SubsetSearch(quadratic.whitened)
            // The first round finds constants only: they tell how large the noise of the rows is.
            let next = selected(search, terms.count, from: round < 2 ? [:] : roles, mayVary: round > 0)
            let support = columns(next)
            let best = search.fit(support, withGains: false)
            let all = search.coefficients(of: best)
            model = FieldModel(support: best.support, coefficients: best.support.map { all[$0] })
            let isStable = round > 2 && Self.same(next, roles)
            roles = next
            if isStable || round + 1 == Self.maximumRounds {
                guard !roles.isEmpty else { return nil }
                let degrees = max(Double(base.rowCount - support.count), 1)
                return Outcome(
                    fit: fit, fields: fields,
                    terms: parts(model, quadratic.whitened, widening: max(best.residual / degrees, 1)),
                    reduced: best.residual / degrees)
            }
            fields = fit.corrected(model, at: fields)
        }
        return nil
    }

    private static func same(_ left: [Int: Role], _ right: [Int: Role]) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    /// Columns of the terms in their roles, ascending.
    private func columns(_ roles: [Int: Role]) -> [Int] {
        roles.keys.sorted().flatMap { term in
            roles[term] == .varying ? Array(term * Self.modes..<(term + 1) * Self.modes) : [term * Self.modes]
        }
    }

    /// The best set of groups that single changes lead to.
    private func selected(
        _ search: SubsetSearch, _ terms: Int, from start: [Int: Role], mayVary: Bool
    ) -> [Int: Role] {
        let choices: [Role?] = mayVary ? [nil, .constant, .varying] : [nil, .constant]
        let perTerm = log(Double(base.rowCount)) + 2 * log(Double(max(terms, 2)))
        let perMode = log(Double(base.rowCount)) / 2 + 1
        func score(_ roles: [Int: Role], _ scale: Double) -> Double {
            var price = 0.0
            for role in roles.values { price += perTerm + (role == .varying ? perMode * Double(Self.modes - 1) : 0) }
            return search.fit(columns(roles), withGains: false).residual / scale + price
        }
        // Constants alone misfit: what all of them leave over counts as noise in the first round.
        let constants = search.fit((0..<terms).map { $0 * Self.modes }, withGains: false)
        let left = constants.residual / max(Double(base.rowCount - terms), 1)
        var scale = mayVary ? 1.0 : max(left, 1)
        var best = start
        for _ in 0..<2 {
            var value = score(best, scale)
            for _ in 0..<30 {
                var improved: (roles: [Int: Role], score: Double)?
                for term in 0..<terms {
                    for role in choices where best[term] != role {
                        var trial = best
                        trial[term] = role
                        if trial.count > Self.mostTerms || columns(trial).count > base.rowCount / 3 { continue }
                        let current = score(trial, scale)
                        if current < (improved?.score ?? value) - 1e-9 { improved = (trial, current) }
                    }
                }
                guard let improved else { break }
                (best, value) = improved
            }
            // What no set of a few groups explains is taken for noise, so that misfit is not explained by many.
            let support = columns(best)
            let residual = search.fit(support, withGains: false).residual
            let next = max(residual / max(Double(base.rowCount - support.count), 1), 1)
            if next < 1.3 * scale { break }
            scale = next
            best = [:]
        }
        return best
    }

    /// The coefficients of every term with their covariances.
    private func parts(_ model: FieldModel, _ whitened: Matrix, widening: Double) -> [Term] {
        let chosen = Matrix(columns: model.support.map { whitened.column($0) })
        let gram = chosen.gram
        let size = model.support.count
        let norms = (0..<size).map { max(gram[$0, $0], 1e-300).squareRoot() }
        var scaled = gram.elements
        for i in 0..<size {
            for j in 0..<size { scaled[i * size + j] /= norms[i] * norms[j] }
        }
        let factor = CholeskyFactorization(scaled, size: size)
        let inverse = (0..<size).map { column -> [Double] in
            var unit = [Double](repeating: 0, count: size)
            unit[column] = 1
            return factor?.solve(unit) ?? unit
        }
        var result: [Term] = []
        var place = 0
        while place < size {
            let group = model.support[place] / Self.modes
            var end = place
            while end < size, model.support[end] / Self.modes == group { end += 1 }
            let count = end - place
            var covariance = Matrix(rows: count, columns: count)
            for i in 0..<count {
                for j in 0..<count {
                    covariance[i, j] = widening * inverse[place + i][place + j] / (norms[place + i] * norms[place + j])
                }
            }
            var term = base.library.terms[group]
            term.function.timeMode = 0
            result.append(
                Term(term: term, coefficients: Array(model.coefficients[place..<end]), covariance: covariance))
            place = end
        }
        return result
    }
}
