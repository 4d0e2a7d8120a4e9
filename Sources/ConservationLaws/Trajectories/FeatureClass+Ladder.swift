/// The classes that are tried for some states.
extension FeatureClass {
    /// Largest number of features of a class.
    private static let limit = 130

    /// The classes to try for some states, small ones first.
    static func ladder(names: [String], isPositive: Bool, maximumDegree: Int) -> [FeatureClass] {
        let count = names.count
        let variables = (0..<count).map { Factor.variable($0) }
        var result: [FeatureClass] = []
        for degree in 1...max(1, maximumDegree) {
            let features = monomials(variables, degree)
            guard degree == 1 || features.count <= limit else { break }
            result.append(FeatureClass(name: "polynomials of degree at most \(degree)", features: features))
        }
        if isPositive {
            result.append(
                FeatureClass(
                    name: "variables and their logarithms",
                    features: monomials(variables, 1) + (0..<count).map { [(.logarithm($0), 1)] }))
        }
        let squares = even(variables, maximumDegree + 2)
        if count > 1, squares.count <= limit {
            result.append(
                FeatureClass(
                    name: "even polynomials of degree at most \((maximumDegree + 2) / 2 * 2)", features: squares))
        }
        result += particles(names)
        if count <= 4 {
            for size in 1...max(1, count / 2) {
                for angles in subsets(count, size) {
                    let features = trigonometric(count, angles)
                    guard features.count <= limit else { continue }
                    let list = angles.map { names[$0] }.joined(separator: ", ")
                    result.append(
                        FeatureClass(name: "products with sines and cosines of \(list)", features: features))
                }
            }
        }
        if (4...6).contains(count) {
            for positions in subsets(count, count / 2) {
                var features = monomials(variables, 3)
                let radius = Factor.inverseRadius(positions)
                features.append([(radius, 1)])
                features += variables.map { [($0, 1), (radius, 1)] }
                guard features.count <= limit else { continue }
                let list = positions.map { names[$0] }.joined(separator: ", ")
                result.append(
                    FeatureClass(
                        name: "polynomials of degree at most 3 and one over the distance in \(list)",
                        features: features))
            }
        }
        return result.enumerated().sorted { left, right in
            (left.element.features.count, left.offset) < (right.element.features.count, right.offset)
        }.map(\.element)
    }

    /// Products of the other variables with conserved sums of variables.
    ///
    /// Where two components of a momentum are conserved, the angular momentum of the centre of mass is such a combination. A variable
    /// that leads a sum is left out: the sum says it by the others, and the product of two sums is conserved anyway.
    ///
    /// - Returns: nil for fewer than two sums.
    static func products(with sums: [Factor], variableCount: Int) -> FeatureClass? {
        let leading = sums.compactMap { if case .sum(let list, _) = $0 { list.first } else { nil } }
        let others = (0..<variableCount).filter { !leading.contains($0) }
        let features = sums.flatMap { sum in others.map { [(factor: sum, exponent: 1), (.variable($0), 1)] } }
        guard sums.count > 1, !features.isEmpty, features.count <= limit else { return nil }
        return FeatureClass(name: "products of variables with conserved sums", features: features)
    }

    private static func monomials(_ factors: [Factor], _ degree: Int) -> [[(factor: Factor, exponent: Int)]] {
        var result: [[(factor: Factor, exponent: Int)]] = []
        func visit(_ index: Int, _ left: Int, _ product: [(factor: Factor, exponent: Int)]) {
            guard index < factors.count else {
                if !product.isEmpty { result.append(product) }
                return
            }
            for exponent in stride(from: left, through: 0, by: -1) {
                visit(index + 1, left - exponent, exponent == 0 ? product : product + [(factors[index], exponent)])
            }
        }
        visit(0, degree, [])
        return result.sorted { left, right in
            left.reduce(0) { $0 + $1.exponent } < right.reduce(0) { $0 + $1.exponent }
        }
    }

    /// Products of squares up to a degree.
    private static func even(_ factors: [Factor], _ degree: Int) -> [[(factor: Factor, exponent: Int)]] {
        monomials(factors, degree / 2).map { $0.map { ($0.factor, 2 * $0.exponent) } }
    }

    /// For variables such as `x1, y1, x2, y2, u1, v1, u2, v2`, names that end in the number of their point: products of two variables of
    /// one point, as in an angular momentum; squares of the variables and one over the distances between points, where any two or
    /// three letters may be the coordinates.
    private static func particles(_ names: [String]) -> [FeatureClass] {
        var letters: [String] = []
        var points: [String] = []
        var positions: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            let number = String(name.reversed().prefix { $0.isNumber }.reversed())
            let letter = String(name.dropLast(number.count))
            guard !number.isEmpty, !letter.isEmpty else { return [] }
            if !letters.contains(letter) { letters.append(letter) }
            if !points.contains(number) { points.append(number) }
            positions[letter + " " + number] = index
        }
        guard points.count >= 2, letters.count >= 4, letters.count * points.count == names.count else { return [] }
        let variables = names.indices.map { Factor.variable($0) }
        let pairs = points.flatMap { point in
            monomials(letters.compactMap { positions[$0 + " " + point] }.map { .variable($0) }, 2)
        }.filter { $0.reduce(0) { $0 + $1.exponent } == 2 }
        let own = FeatureClass(name: "products of two variables of one point", features: pairs)
        let withDistances = subsets(letters.count, letters.count / 2).compactMap { chosen -> FeatureClass? in
            let coordinates = points.map { point in
                chosen.compactMap { positions[letters[$0] + " " + point] }
            }
            guard coordinates.allSatisfy({ $0.count == chosen.count }) else { return nil }
            let distances = subsets(points.count, 2).map {
                Factor.inverseDistance(coordinates[$0[0]], coordinates[$0[1]])
            }
            let features = even(variables, 2) + distances.map { [($0, 1)] }
            guard features.count <= limit else { return nil }
            let list = chosen.map { letters[$0] }.joined(separator: ", ")
            return FeatureClass(name: "squares and one over distances in \(list)", features: features)
        }
        return (pairs.count <= limit ? [own] : []) + withDistances
    }

    private static func subsets(_ count: Int, _ size: Int) -> [[Int]] {
        var result: [[Int]] = []
        func visit(_ first: Int, _ chosen: [Int]) {
            if chosen.count == size {
                result.append(chosen)
                return
            }
            for next in first..<max(first, count) { visit(next + 1, chosen + [next]) }
        }
        visit(0, [])
        return result
    }

    /// Products of up to two of the other variables with products of sines and cosines, one per angle.
    private static func trigonometric(_ count: Int, _ angles: [Int]) -> [[(factor: Factor, exponent: Int)]] {
        let others = (0..<count).filter { !angles.contains($0) }.map { Factor.variable($0) }
        let polynomials = [[]] + monomials(others, 2)
        var waves: [[(factor: Factor, exponent: Int)]] = [[]]
        for angle in angles {
            waves = waves.flatMap { wave in
                [wave, wave + [(.cosine(angle), 1)], wave + [(.sine(angle), 1)]]
            }
        }
        return polynomials.flatMap { polynomial in waves.map { polynomial + $0 } }.filter { !$0.isEmpty }
            .enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }.map(\.element)
    }
}
