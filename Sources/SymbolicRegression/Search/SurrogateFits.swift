import Diagnostics

/// The surrogates that a search fits to its problems, by purpose: how many rows and terms each gets.
struct SurrogateFits {
    /// Rows that may be looked at, from the front.
    let trainingRows: Int
    /// Threads for independent fits.
    let threads: Int
    /// Budget and cancellation.
    let control: RunControl

    /// Rows of smoothing fits: all that matter for the noise, few enough for a second of work.
    private static let smoothingRows = 8000
    /// Rows and terms of the fits that compare proposals.
    private static let smoothingBudget = 250
    private static let screeningRows = 2500
    private static let screeningBudget = 90

    /// A polynomial that reads the rows as exact; nil when none can be fitted.
    static func large(_ problem: ReducedProblem, _ rows: Int) -> PolynomialSurrogate? {
        try? PolynomialSurrogate.fit(
            columns: problem.values, target: problem.target, rows: min(rows, 4000), budget: 500,
            scales: problem.scales)
    }

    /// The same from fewer rows with fewer terms: sorts proposals where large fits take seconds.
    static func small(_ problem: ReducedProblem, _ rows: Int) -> PolynomialSurrogate? {
        try? PolynomialSurrogate.fit(
            columns: problem.values, target: problem.target, rows: min(rows, 1500), budget: 130,
            scales: problem.scales)
    }

    /// A smoothing fit to a few rows with a few terms; it finds the best coordinates.
    static func screen(_ problem: ReducedProblem, _ rows: Int) -> PolynomialSurrogate? {
        try? SmoothingFit(problem: problem, rows: min(rows, screeningRows), budget: screeningBudget).best()
    }

    /// A fit that reads the rows as exact, charged to the budget.
    func exact(_ problem: ReducedProblem) -> PolynomialSurrogate? {
        control.charge(1)
        return Self.large(problem, trainingRows)
    }

    /// A smoothing fit to most rows in the coordinates of another fit, nil for those of a screening fit.
    func smoothed(_ problem: ReducedProblem, like screened: PolynomialSurrogate?) throws -> PolynomialSurrogate? {
        control.charge(1)
        guard let coordinates = (screened ?? Self.screen(problem, trainingRows))?.coordinates else { return nil }
        return try SmoothingFit(
            problem: problem, rows: min(trainingRows, Self.smoothingRows), budget: Self.smoothingBudget,
            coordinates: coordinates
        ).best()
    }

    /// Fits surrogates to proposals on all threads; `fit` gets a proposal and the number of training rows.
    func all(
        _ proposals: [ReductionProposal], _ fit: @Sendable @escaping (ReducedProblem, Int) -> PolynomialSurrogate?
    ) -> [PolynomialSurrogate?] {
        control.charge(proposals.count)
        let (rows, control) = (trainingRows, control)
        return ParallelMap.map(proposals.map(\.problem), threads: threads) { problem in
            control.isStopping ? nil : fit(problem, rows)
        }
    }
}
