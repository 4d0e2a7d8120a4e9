import ExactAlgebra
import Testing

@testable import ConservationLaws

@Suite struct SearchPiecesTests {
    static func system(_ text: String) throws -> PolynomialSystem {
        try PolynomialSystem(SystemParser.parse(text: text, source: "test"))
    }

    @Test(arguments: 0..<20)
    func rootsAreRoots(seed: Int) throws {
        let field = PrimeField(index: seed % 3)
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let known = (0..<Int.random(in: 1...4, using: &generator)).map { _ in field.random(using: &generator) }
        // The product of x - root.
        var coefficients = [field.one]
        for root in known {
            var next = [PrimeField.Element](repeating: 0, count: coefficients.count + 1)
            for (index, coefficient) in coefficients.enumerated() {
                next[index + 1] = field.add(next[index + 1], coefficient)
                next[index] = field.subtract(next[index], field.multiply(root, coefficient))
            }
            coefficients = next
        }
        let root = try #require(ModularRoots(field: field).root(of: coefficients, using: &generator))
        #expect(known.contains(root))
    }

    @Test func polynomialsWithoutRootsHaveNone() {
        // -1 is no square modulo a prime that leaves 3 on division by 4.
        var generator = SplitMixGenerator(seed: 1)
        let field = PrimeField(prime: 1_000_003)
        #expect(ModularRoots(field: field).root(of: [field.one, 0, field.one], using: &generator) == nil)
        #expect(ModularRoots(field: field).root(of: [field.one], using: &generator) == nil)
        #expect(ModularRoots(field: field).root(of: [], using: &generator) == nil)
    }

    @Test(arguments: 0..<5)
    func sampledPointsSatisfyTheConstraints(seed: Int) throws {
        let system = try Self.system(
            "x' = 0\ny' = 0\nz' = 0\nu' = 0\nconstraint x^2 + y^2 + z^2 = 1\nconstraint x*u + y = z^3")
        let field = PrimeField(index: 0)
        let image = try #require(ModularSystem(system, field: field, symbolPoint: []))
        let start = PointSampler(image, seed: UInt64(seed))
        var sampler = try #require(start)
        var seen: Set<[PrimeField.Element]> = []
        for _ in 0..<5 {
            let next = sampler.next()
            let point = try #require(next)
            #expect(image.constraints.allSatisfy { $0.value(at: point, in: field) == 0 })
            seen.insert(point)
        }
        #expect(seen.count == 5)
    }

    @Test func gradingsSplitTheMonomials() throws {
        // Degrees of a homogeneous system, and the parity of x in another one.
        let homogeneous = ClassSplitting(try Self.system("x' = y*z\ny' = x*z\nz' = x*y"))
        #expect(homogeneous.key(ofExponents: [1, 0, 0]) != homogeneous.key(ofExponents: [2, 0, 0]))
        #expect(homogeneous.key(ofExponents: [2, 0, 0]) == homogeneous.key(ofExponents: [0, 2, 0]))
        // The third name is the logarithm of x.
        let parity = ClassSplitting(try Self.system("x' = x*y\ny' = x^2 + y + 1"))
        #expect(parity.key(ofExponents: [1, 3, 0]) == parity.key(ofExponents: [3, 0, 0]))
        #expect(parity.key(ofExponents: [1, 3, 0]) != parity.key(ofExponents: [2, 3, 0]))
    }

    @Test(arguments: [
        "x' = y*z\ny' = x*z\nz' = -2*x*y", "x' = x*y\ny' = x^2 + y + 1", "x' = y + 1\ny' = x^3\nz' = x*z",
    ])
    func motionDoesNotMixClasses(text: String) throws {
        let system = try Self.system(text)
        let splitting = ClassSplitting(system)
        for degree in 1...4 {
            MonomialClasses.forEach(degree: degree, variables: system.baseCount) { monomial in
                let others = [Int](repeating: 0, count: system.variableCount - system.baseCount)
                let exponents = monomial.map { Int($0) } + others
                let rate = system.lieDerivative(
                    of: system.ring.polynomial([.init(coefficient: .one, exponents: exponents)]))
                for term in rate.terms {
                    #expect(splitting.key(ofImage: term.exponents) == splitting.key(ofExponents: exponents))
                }
            }
        }
    }

    @Test func everyMonomialAppearsOnce() throws {
        var classes = MonomialClasses(try Self.system("x' = y\ny' = x*z\nz' = 1"))
        for _ in 0..<5 { classes.grow() }
        let all = classes.classes.flatMap(\.monomials)
        #expect(all.count == MonomialClasses.basisSize(variables: 3, degree: 5))
        #expect(Set(all).count == all.count)
        #expect(MonomialClasses.basisSize(variables: 200, degree: 200) == .max)
    }

    @Test func denominatorsInParametersAreCleared() throws {
        let system = try Self.system("param a, b\nx' = y/a\ny' = -x/(a*b) + 1/2")
        #expect(system.denominator.totalDegree == 2)
        for (side, text) in zip(system.rightHandSides, ["y*b", "a*b - x"]) {
            #expect(!side.isZero, "\(text)")
            #expect(side.stateDegree(2) == 1)
        }
        let special = try Self.system("param a = 2, b = 3\nx' = y/a\ny' = -x/(a*b)").specialised()
        #expect(special.symbolCount == 0)
        #expect(special.rightHandSides[0].scaled(by: -1).derivative(by: 1) != special.ring.zero)
    }

    @Test func largeNumbersAreWrittenExactly() throws {
        let number = try #require(BigRational(parsing: "-123456789012345678901234567890123456789/7"))
        let written = LawWriter.number(number)
        #expect(value(written, at: [:]) == number)
    }

    @Test func constraintsAreSolvedInAnOrder() {
        let order = SolutionOrder(variablesOfConstraints: [[0, 1], [0, 1, 2], [2, 3]])
        #expect(order?.steps.map(\.constraint) == [0, 1, 2])
        #expect(order?.steps.map(\.variable) == [1, 2, 3])
        #expect(SolutionOrder(variablesOfConstraints: [[0, 1], [0, 1]]) == nil)
        #expect(SolutionOrder(variablesOfConstraints: [])?.steps.isEmpty == true)
    }

    @Test(arguments: 0..<20)
    func argumentsAreWholeCombinationsOfTheBasis(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let vectors = (0..<5).map { _ in
            (0..<3).map { _ in
                BigRational(Int.random(in: -2...2, using: &generator))
                    / BigRational(Int.random(in: 1...2, using: &generator))
            }
        }
        guard let chosen = ArgumentBasis(vectors) else { return }
        for (vector, coordinates) in zip(vectors, chosen.coordinates) {
            var sum = [BigRational](repeating: .zero, count: 3)
            for (item, count) in zip(chosen.basis, coordinates) {
                let factor = BigRational(count) / BigRational(item.divisor)
                sum = zip(sum, vectors[item.vector]).map { $0 + factor * $1 }
            }
            #expect(sum == vector)
        }
        #expect(chosen.basis.count <= 3)
    }
}
