import ExactAlgebra

/// The classes of all monomials up to a degree, which grows.
struct MonomialClasses {
    private let system: PolynomialSystem
    private let splitting: ClassSplitting
    private let variables: [Int]
    private var positions: [[Int]: Int] = [:]
    private(set) var classes: [MonomialClass] = []
    private(set) var degree = 0

    init(_ system: PolynomialSystem) {
        self.system = system
        splitting = ClassSplitting(system)
        variables = system.ansatzVariables
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

    /// The class of a monomial.
    func key(ofMonomial exponents: [UInt8]) -> [Int] { splitting.key(ofExponents: exponents.map { Int($0) }) ?? [] }

    /// The class to which a monomial of dH/dt belongs.
    func key(ofImage exponents: [Int]) -> [Int] { splitting.key(ofImage: exponents) ?? [] }

    /// The key of a product of quantities in classes.
    func key(ofProduct keys: [[Int]]) -> [Int] {
        var sum = [Int](repeating: 0, count: system.variableCount)
        for key in keys {
            for index in sum.indices { sum[index] += key[index] }
        }
        return splitting.key(ofExponents: sum) ?? []
    }

    /// Adds the monomials of the next degree; false, and the classes are of no use, when cancelled on the way.
    @discardableResult
    mutating func grow(isCancelled: () -> Bool = { false }) -> Bool {
        degree += 1
        var (count, isStopped) = (0, false)
        for index in classes.indices { classes[index].hasGrown = false }
        MonomialClasses.forEach(degree: degree, variables: variables.count) { compact in
            count += 1
            if count & 127 == 0, isCancelled() { isStopped = true }
            if isStopped { return }
            var monomial = [UInt8](repeating: 0, count: system.variableCount)
            for (position, exponent) in zip(variables, compact) { monomial[position] = exponent }
            let key = splitting.key(ofExponents: monomial.map { Int($0) }) ?? []
            let position = self.position(of: key)
            classes[position].monomials.append(monomial)
            classes[position].hasGrown = true
        }
        return !isStopped
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
