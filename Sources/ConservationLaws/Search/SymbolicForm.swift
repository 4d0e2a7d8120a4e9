import Diagnostics
import ExactAlgebra
import Expressions

/// Looks whether the laws of a system with numeric parameters are better written with the parameters' names.
struct SymbolicForm {
    let symbolic: PolynomialSystem
    let numeric: PolynomialSystem
    let search: LawSearch
    let options: ConservationOptions
    let control: RunControl

    /// The laws with names, when they are as many and not much longer, and sentences about the values.
    func compare() throws -> (laws: LawSet?, statements: [String]) {
        let outcome = search.outcome
        guard let degree = outcome.laws.map({ $0.quantity.stateDegree(numeric.variableCount) }).max() else {
            return (nil, [])
        }
        let general = try SystemSearch(system: symbolic, options: options, control: control).run(degreeLimit: degree)
            .outcome
        guard general.stopped != .control else { return (nil, []) }
        if general.completeDegree == degree || general.stopped == .allLaws,
            general.laws.count < outcome.laws.count, general.isSpanned
        {
            let text =
                "For general values of the parameters there are only \(general.laws.count) of these "
                + "\(outcome.laws.count) laws up to degree \(degree): the values given are special."
            return (nil, [text])
        }
        guard general.laws.count == outcome.laws.count, general.isSpanned, hold(general.laws) else { return (nil, []) }
        let (named, numbered) = (
            LawSet(system: symbolic, laws: general.laws, timeLaws: general.timeLaws),
            LawSet(system: numeric, laws: outcome.laws, timeLaws: outcome.timeLaws)
        )
        let dependent = general.laws.count { !$0.isFreeOfSymbols }
        var statements: [String] = []
        if dependent > 0, dependent < general.laws.count {
            statements.append(
                "\(general.laws.count - dependent) of the laws "
                    + (general.laws.count - dependent == 1 ? "does" : "do") + " not depend on the parameters, "
                    + "\(dependent) \(dependent == 1 ? "does" : "do").")
        }
        let allowance = numbered.coefficientBits > 16 ? 20 : 3
        return (named.complexity <= allowance * numbered.complexity ? named : nil, statements)
    }

    /// Whether laws with names stay independent laws at the values of the parameters.
    private func hold(_ laws: [FoundLaw]) -> Bool {
        guard let images = symbolic.imagesOfNames(in: numeric) else { return false }
        let specialised = laws.compactMap { $0.quantity.substituting(images, into: numeric.ring) }
        return specialised.count == laws.count && search.rank(of: specialised) == laws.count
    }
}
