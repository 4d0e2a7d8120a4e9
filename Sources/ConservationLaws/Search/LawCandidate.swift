import ExactAlgebra

/// A sparse null vector of one class, with what decides how readable it is.
struct LawCandidate: Sendable {
    /// Stands for coefficients that are any functions of the symbols.
    static let anySymbolDegree = 3

    /// Position of its class.
    var classIndex: Int
    /// The columns of the vector; its monomials may have exponents of the symbols too.
    var ansatz: MonomialClass
    /// Entries for the monomials.
    var vector: [PrimeField.Element]
    /// Columns of the monomials that occur.
    var support: [Int]
    /// Degree of the quantity in the state variables.
    var degree: Int
    /// Degree of the coefficients in the symbols.
    var symbolDegree: Int
    /// Whether coefficients of both signs occur, false when that is not known.
    var hasBothSigns: Bool
    /// Sum of the sizes of the coefficients as coprime integers, `.max` when not known.
    var coefficientSum: Int
    /// How many monomials have two state variables or more.
    var mixedCount: Int
    /// Sum of the exponents of the symbols in all terms.
    var symbolWeight: Int
    /// Whether it is conserved only because of the constraints.
    var needsConstraints = false
    /// Whether logarithms occur that stand beside the monomials.
    var hasLogarithms = false
    /// Whether every monomial has two variables or more, as in a momentum x*v - y*u.
    var isMixed: Bool { mixedCount == support.count }

    init(
        vector: [PrimeField.Element], classIndex: Int, ansatz: MonomialClass, symbolDegree: Int, variableCount: Int,
        field: PrimeField
    ) {
        self.vector = vector
        self.classIndex = classIndex
        self.ansatz = ansatz
        self.symbolDegree = symbolDegree
        let support = vector.indices.filter { vector[$0] != 0 }
        self.support = support
        let monomials = support.map { ansatz.monomials[$0].prefix(variableCount) }
        degree = monomials.map { $0.reduce(0) { $0 + Int($1) } }.max() ?? 0
        mixedCount = monomials.count { $0.count { $0 > 0 } > 1 }
        symbolWeight = support.reduce(0) { sum, column in
            ansatz.monomials[column].dropFirst(variableCount).reduce(sum) { $0 + Int($1) }
        }
        var numbers: [BigRational] = []
        for column in support {
            guard let number = field.rationalReconstruction(vector[column]), number.bitWidth <= 20 else { break }
            numbers.append(number)
        }
        hasBothSigns = false
        coefficientSum = .max
        if numbers.count == support.count {
            hasBothSigns = Set(numbers.map(\.sign)).count == 2
            let content = numbers.reduce(BigRational.zero) { BigRational.greatestCommonDivisor($0, $1) }
            let integers = numbers.compactMap { ($0 / content).magnitude.machineInteger }
            if integers.count == numbers.count { coefficientSum = integers.reduce(0, +) }
        }
    }

    /// Whether people would rather read this one.
    func isSimpler(than other: LawCandidate) -> Bool {
        func key(_ candidate: LawCandidate) -> [Int] {
            // Among linear laws the balances with coefficients of one sign come first: totals of what is conserved.
            let isMixedTotal = candidate.degree == 1 && candidate.hasBothSigns
            // Sums of squares like energies have one sign, momenta both.
            let isUnusual = candidate.hasBothSigns != candidate.isMixed
            return [
                candidate.symbolDegree, candidate.degree, candidate.needsConstraints ? 1 : 0, isMixedTotal ? 1 : 0,
                candidate.support.count,
                candidate.symbolWeight, candidate.mixedCount, candidate.coefficientSum, isUnusual ? 1 : 0,
                candidate.classIndex,
            ]
        }
        let (mine, theirs) = (key(self), key(other))
        return mine == theirs
            ? support.lexicographicallyPrecedes(other.support) : mine.lexicographicallyPrecedes(theirs)
    }
}
