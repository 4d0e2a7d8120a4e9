import Glibc

/// Takes equations of clean data to the precision of the data, and recognises short exact coefficients.
struct CleanRefinement {
    let series: ScaledSeries
    let threads: Int

    /// By how much residuals may grow when measured coefficients are replaced by short numbers.
    static let allowance = 1.5

    /// The sharpened equations; nil when nothing could be gained.
    func refined(_ equations: [FoundEquation]) -> [FoundEquation]? {
        guard equations.contains(where: { !$0.support.isEmpty }) else { return nil }
        // One library with the functions of all equations.
        var terms: [CandidateTerm] = []
        var supports: [[Int]] = []
        var start: [Double] = []
        for equation in equations {
            var support: [Int] = []
            for function in equation.support {
                let term = equation.library.library.terms[function]
                if let known = terms.firstIndex(where: { $0.function == term.function }) {
                    support.append(known)
                } else {
                    support.append(terms.count)
                    terms.append(term)
                }
            }
            supports.append(support)
        }
        var names: [String] = []
        for equation in equations where !names.contains(equation.library.library.name) {
            names.append(equation.library.library.name)
        }
        let merged = CandidateLibrary(
            name: names.joined(separator: "; "), terms: terms, of: equations[0].library.library)
        guard let library = ScaledLibrary(merged, series: series) else { return nil }
        for (equation, support) in zip(equations, supports) {
            for (place, function) in support.enumerated() {
                let own = equation.library.norms[equation.support[place]]
                start.append(equation.coefficients[place] / own * library.norms[function])
            }
        }
        let refinement = StepRefinement(series: series, library: library, supports: supports, threads: threads)
        guard let outcome = refinement.refined(from: start) else { return nil }
        let exact = shortNumbers(outcome, refinement)
        var place = 0
        return equations.indices.map { index in
            var equation = equations[index]
            let range = place..<(place + supports[index].count)
            place = range.upperBound
            equation.library = library
            equation.support = supports[index]
            equation.coefficients = Array(outcome.values[range])
            equation.standardErrors = outcome.standardErrors[range].map { $0 }
            equation.exact = Array(exact[range])
            // Relative to what changes in a step, as before.
            equation.relativeError = outcome.residuals[index] / series.step
            return equation
        }
    }

    /// Short numbers for the coefficients of a map, whose least-squares fit is exact as it is.
    ///
    /// - Parameter first: position of the variable of the first equation.
    static func named(_ equations: [FoundEquation], series: ScaledSeries, first: Int = 0) -> [FoundEquation] {
        equations.enumerated().map { place, found in
            let index = first + place
            guard found.relativeError < CleanSearch.explained(series.kind) else { return found }
            var equation = found
            equation.exact = found.support.indices.map { place in
                let factor = series.scales[index] / found.library.norms[found.support[place]]
                let value = found.coefficients[place] * factor
                let error = max((found.standardErrors[place] ?? 0) * factor * 20, abs(value) * 1e-11)
                return ShortNumber.nearest(value, tolerance: error)
            }
            return equation
        }
    }

    /// Short numbers for the coefficients, as far as the data allow them all together.
    private func shortNumbers(_ outcome: StepRefinement.Outcome, _ refinement: StepRefinement) -> [ShortNumber.Match?] {
        var factors: [Double] = []
        for (equation, support) in refinement.supports.enumerated() {
            for function in support {
                factors.append(series.scales[equation] / series.timeScale / refinement.library.norms[function])
            }
        }
        var matches = outcome.values.indices.map { index -> ShortNumber.Match? in
            let value = outcome.values[index] * factors[index]
            // Errors of data made by a program are not random: standard errors of them are too small.
            let error = max(outcome.standardErrors[index] * factors[index] * 20, abs(value) * 1e-11)
            return ShortNumber.nearest(value, tolerance: error)
        }
        guard matches.contains(where: { $0 != nil }) else { return matches }
        let replaced = matches.indices.map { index in
            matches[index].map { $0.value / factors[index] } ?? outcome.values[index]
        }
        let residuals = refinement.residuals(replaced)
        let isAllowed = zip(residuals, outcome.residuals).allSatisfy { $0 <= Self.allowance * $1 }
        if !isAllowed { matches = matches.map { _ in nil } }
        return matches
    }
}
