import Diagnostics
import Expressions

/// Looks for formulas of right-hand sides that no library holds.
///
/// What it proposes is only a proposal: every formula is fitted and judged like the answer of a library before it is used.
public protocol RightHandSideSearch: Sendable {
    /// Formulas that may give some values, the most credible one first.
    ///
    /// - Parameters:
    ///   - question: the values and where they were taken.
    ///   - control: bounds the search.
    func formulas(for question: RightHandSideQuestion, control: RunControl) -> [Expression]
}
