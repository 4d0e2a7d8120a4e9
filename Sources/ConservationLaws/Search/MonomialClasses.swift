import ExactAlgebra

/// The classes of all monomials up to a degree, which grows.
struct MonomialClasses {
    private let system: PolynomialSystem
    private let splitting: ClassSplitting
    private let leading: [[Int]]
    private let constraintDegrees: [Int]
    private var positions: [[Int]: Int] = [:]
    private(set) var classes: [MonomialClass] = []
    private(set) var degree = 0
    private var multiplierDegrees: [Int]

    init(_ system: PolynomialSystem) {
        self.system = system
        splitting = ClassSplitting(system)
        leading = system.constraints.map { Array(($0.terms.first?.exponents ?? []).prefix(system.variableCount)) }
        constraintDegrees = system.constraints.map { $0.stateDegree(system.variableCount) }
        multiplierDegrees = system.constraints.map { _ in -1 }
    }

    /// Number of monomials of degree 1 to `degree` in `variables` variables; `.max` when that is no machine integer.
    static func basisSize(variables: Int, degree: Int) -> Int {
        var size = 1
        for index in 1...max(degree, 1) {
            let (product, overflow) = size.multipliedReportingOverflow(by: variables + index)
            if overflow { return .max }
            size = product / index
        }
        return size - 1
    }

    /// Largest degree of the multipliers of the constraints.
    var multiplierDegree: Int { multiplierDegrees.max() ?? -1 }

    /// The key of a product of quantities in classes.
    func key(ofProduct keys: [[Int]]) -> [Int] {
        var sum = [Int](repeating: 0, count: system.variableCount)
        for key in keys {
            for index in sum.indices { sum[index] += key[index] }
        }
        return splitting.key(ofExponents: sum) ?? []
    }

    /// Adds the monomials of the next degree.
    mutating func grow() {
        degree += 1
        for index in classes.indices { classes[index].hasGrown = false }
        MonomialClasses.forEach(degree: degree, variables: system.variableCount) { monomial in
            let key = splitting.key(ofExponents: monomial.map { Int($0) }) ?? []
            let position = self.position(of: key)
            classes[position].monomials.append(monomial)
            classes[position].hasGrown = true
        }
        for constraint in leading.indices {
            let limit = max(0, degree + max(system.degree, 1) - 1 - constraintDegrees[constraint])
            while multiplierDegrees[constraint] < limit {
                multiplierDegrees[constraint] += 1
                let next = multiplierDegrees[constraint]
                MonomialClasses.forEach(degree: next, variables: system.variableCount) { monomial in
                    let image = zip(monomial, leading[constraint]).map { Int($0) + $1 }
                    let key = splitting.key(ofImage: image) ?? []
                    let position = self.position(of: key)
                    classes[position].multipliers.append((constraint, monomial))
                    classes[position].hasGrown = true
                }
            }
        }
    }

    private mutating func position(of key: [Int]) -> Int {
        if let position = positions[key] { return position }
        positions[key] = classes.count
        classes.append(MonomialClass(key: key))
        return classes.count - 1
    }

    /// Every monomial of one degree, powers of the first variables first.
    static func forEach(degree: Int, variables: Int, _ body: ([UInt8]) -> Void) {
        var exponents = [UInt8](repeating: 0, count: variables)
        func place(_ variable: Int, _ left: Int) {
            if variable == variables - 1 {
                exponents[variable] = UInt8(left)
                body(exponents)
                return
            }
            for exponent in stride(from: left, through: 0, by: -1) {
                exponents[variable] = UInt8(exponent)
                place(variable + 1, left - exponent)
            }
        }
        if variables > 0 { place(0, degree) }
    }
}
