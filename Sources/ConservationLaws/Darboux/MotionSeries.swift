import ExactAlgebra

/// Taylor coefficients of monomials along the motion through a point, over a prime field.
///
/// All products of variables that the right-hand sides or the monomials hold are built from one product and one variable each, and
/// every coefficient is computed once.
struct MotionSeries {
    private let field: PrimeField
    private let count: Int
    /// Every product as two series; the first `count` series are the variables themselves.
    private var products: [(left: Int, right: Int)] = []
    /// For every variable its rate: coefficients and series, -1 for the constant 1.
    private var rates: [[(coefficient: PrimeField.Element, series: Int)]] = []
    private var columns: [Int] = []
    /// 1/1, 1/2, ... up to the largest order.
    private let inverses: [PrimeField.Element]

    /// - Parameters:
    ///   - sides: rates of change of the variables, polynomials in them.
    ///   - monomials: exponents of the variables, not all 0.
    ///   - largestOrder: of a coefficient that will be asked for.
    init(
        sides: [ModularPolynomial], monomials: [[UInt8]], variableCount: Int, largestOrder: Int, field: PrimeField
    ) {
        self.field = field
        count = variableCount
        inverses = (1...max(largestOrder, 1)).map { field.inverse(field.element($0)) }
        var known: [[UInt8]: Int] = [:]
        for variable in 0..<variableCount {
            known[(0..<variableCount).map { $0 == variable ? 1 : 0 }] = variable
        }
        var products: [(left: Int, right: Int)] = []
        func series(of exponents: [UInt8]) -> Int {
            if let number = known[exponents] { return number }
            guard let variable = exponents.lastIndex(where: { $0 > 0 }) else { return -1 }
            var lower = exponents
            lower[variable] -= 1
            let left = series(of: lower)
            products.append((left, variable))
            known[exponents] = variableCount + products.count - 1
            return variableCount + products.count - 1
        }
        columns = monomials.map { series(of: $0) }
        rates = sides.map { side in
            side.terms.map { ($0.coefficient, series(of: Array($0.exponents.prefix(variableCount)))) }
        }
        self.products = products
    }

    /// The coefficients 1 to `order` of all monomials, one row per coefficient, row after row.
    func rows(at start: [PrimeField.Element], order: Int) -> [PrimeField.Element] {
        let length = order + 1
        var values = [PrimeField.Element](repeating: 0, count: (count + products.count) * length)
        for variable in 0..<count { values[variable * length] = start[variable] }
        values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for k in 0..<length {
                for (number, product) in products.enumerated() {
                    base[(count + number) * length + k] = field.convolution(
                        base + product.left * length, base + product.right * length + k, count: k + 1)
                }
                guard k < order else { break }
                for (variable, rate) in rates.enumerated() {
                    var sum: PrimeField.Element = 0
                    for term in rate {
                        let value = term.series >= 0 ? base[term.series * length + k] : k == 0 ? field.one : 0
                        sum = field.add(sum, field.multiply(term.coefficient, value))
                    }
                    base[variable * length + k + 1] = field.multiply(sum, inverses[k])
                }
            }
        }
        var result: [PrimeField.Element] = []
        result.reserveCapacity(order * columns.count)
        for k in 1...max(order, 1) {
            for column in columns { result.append(values[column * length + k]) }
        }
        return result
    }
}
