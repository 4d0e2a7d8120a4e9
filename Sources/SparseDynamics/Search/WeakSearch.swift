import Glibc
import NumericKernel

/// Chooses the terms of every equation on the weak form.
struct WeakSearch: Sendable {
    let series: ScaledSeries
    /// Functions that may not be left out, by equation.
    var fixed: [Set<Int>] = []

    /// What a term costs in units of evidence: it must pay for itself among as many samples and candidates.
    static func price(samples: Int, candidates: Int) -> Double {
        log(Double(max(samples, 2))) + log(Double(max(candidates, 2)))
    }

    /// Chooses on clean data, where residuals are rounding and quadrature errors.
    ///
    /// - Parameters:
    ///   - form: the rows.
    ///   - equation: position of the variable.
    ///   - floor: mean square of the residuals that cannot be undercut, at most that of the fit by all functions.
    /// - Returns: the choice and the mean square of the residuals of the fit by all functions.
    func clean(_ form: WeakForm, equation: Int, floor: Double?) -> (choice: EquationChoice, floor: Double)? {
        if form.library.closed.contains(equation) { return (Self.nothing(form), 0) }
        let zeros = [Double](repeating: 0, count: form.library.count)
        let allowed = allowed(form, equation)
        guard let rows = form.rows(of: equation, coefficients: zeros).map({ Self.choosing(allowed, of: $0) }),
            rows.rows > form.library.count + 2, let search = try? SubsetSearch(rows)
        else { return nil }
        let full = search.fit(Array(0..<search.count), withGains: false)
        let freedom = Double(rows.rows - search.count)
        let total = max(search.total, 1e-300)
        let own = max(full.residual / freedom, total / Double(rows.rows) * 1e-30)
        let level = min(floor ?? own, own)
        // Errors of this kind are systematic: a term must lower them by orders of magnitude, as true ones do.
        let scale = level * Self.cleanFactor
        let price = Self.price(samples: rows.rows, candidates: search.count)
        let choice = choose(search, rows: rows.rows, scale: scale, price: price, equation: equation)
        return choice.map { (Self.spread($0, allowed, form.library.count), own) }
    }

    /// By how much residuals of clean data must exceed the lowest ones to count.
    static let cleanFactor = 1e4

    /// Chooses on noisy data.
    ///
    /// - Parameters:
    ///   - form: the rows.
    ///   - equation: position of the variable.
    ///   - start: coefficients for the first covariance of the rows.
    func noisy(_ form: WeakForm, equation: Int, start: [Double]? = nil) -> EquationChoice? {
        if form.library.closed.contains(equation) { return Self.nothing(form) }
        var coefficients = start ?? [Double](repeating: 0, count: form.library.count)
        var last: EquationChoice?
        let allowed = allowed(form, equation)
        for _ in 0..<4 {
            guard
                let rows = form.rows(of: equation, coefficients: coefficients).map({ Self.choosing(allowed, of: $0) }),
                rows.rows > form.library.count + 2, let search = chooser(rows)
            else { return last }
            let full = search.fit(Array(0..<search.count), withGains: false)
            let scale = max(1, full.residual / Double(rows.rows - search.count))
            let price = Self.price(samples: rows.rows, candidates: search.count)
            guard
                let compact = choose(search, rows: rows.rows, scale: scale, price: price, equation: equation)
            else { return last }
            let choice = Self.spread(compact, allowed, form.library.count)
            coefficients = choice.coefficients
            let isSame = choice.support == last?.support
            last = choice
            if isSame { break }
        }
        return last
    }

    /// The functions that may stand in an equation; nil for all of them.
    private func allowed(_ form: WeakForm, _ equation: Int) -> [Int]? {
        guard !form.library.library.barred.isEmpty else { return nil }
        return (0..<form.library.count).filter { form.library.isAllowed($0, in: equation) }
    }

    /// Some columns of the rows, and the side.
    private static func choosing(_ allowed: [Int]?, of rows: Matrix) -> Matrix {
        guard let allowed else { return rows }
        return Matrix(columns: (allowed + [rows.columns - 1]).map { rows.column($0) })
    }

    /// A choice among some columns as one among all.
    private static func spread(_ choice: EquationChoice, _ allowed: [Int]?, _ count: Int) -> EquationChoice {
        guard let allowed else { return choice }
        var result = choice
        result.support = choice.support.map { allowed[$0] }
        result.others = choice.others.map { $0.map { allowed[$0] } }
        result.coefficients = [Double](repeating: 0, count: count)
        for (place, value) in choice.coefficients.enumerated() { result.coefficients[allowed[place]] = value }
        return result
    }

    /// The choice in an equation that is given.
    private static func nothing(_ form: WeakForm) -> EquationChoice {
        EquationChoice(
            support: [], coefficients: [Double](repeating: 0, count: form.library.count), residual: 0, score: 0,
            relativeError: 0, others: [])
    }

    /// Squared rounding errors are harmless when the noise is far above them.
    private func chooser(_ rows: Matrix) -> (any SubsetChooser)? {
        if series.sigmas.allSatisfy({ $0 > 1e-5 }) { return GramSearch(rows: rows) }
        return try? SubsetSearch(rows)
    }

    private func choose(
        _ search: some SubsetChooser, rows: Int, scale: Double, price: Double, equation: Int
    ) -> EquationChoice? {
        let prices = [Double](repeating: price, count: search.count)
        let fits = search.best(
            scale: scale, prices: prices, fixed: fixed.isEmpty ? [] : fixed[equation], starts: [], forwardTo: 12)
        guard let best = fits.first else { return nil }
        return EquationChoice(
            support: best.support, coefficients: search.coefficients(of: best), residual: best.residual / scale,
            score: search.score(best, scale: scale, prices: prices),
            relativeError: (best.residual / max(search.total, 1e-300)).squareRoot(),
            others: fits.dropFirst().prefix(5).map(\.support))
    }
}
