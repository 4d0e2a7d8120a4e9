import ConservationLaws
import Diagnostics
import ExactAlgebra
import Testing

@Suite struct LawPropertyTests {
    /// A polynomial in x, y, z as text, with small random coefficients.
    static func polynomial(_ generator: inout SplitMixGenerator, degree: Int) -> String {
        var terms: [String] = []
        for _ in 0..<3 {
            let powers = ["x", "y", "z"].map { "\($0)^\(Int.random(in: 0...degree, using: &generator))" }
            terms.append("(\(Int.random(in: -4...4, using: &generator)))*" + powers.joined(separator: "*"))
        }
        return terms.joined(separator: " + ")
    }

    @Test(arguments: 0..<12)
    func linearChangeOfVariablesKeepsTheCount(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        let systems = [
            ["x*(y-z)", "y*(z-x)", "z*(x-y)"], ["2*y*z", "-3*x*z", "x*y"], ["10*(y-x)", "x*(28-z)-y", "x*y-8/3*z"],
            ["y", "-x", "0"],
        ]
        let sides = systems[seed % systems.count]
        let before = try laws(of: "x' = \(sides[0])\ny' = \(sides[1])\nz' = \(sides[2])", degree: 4)
        // X = M x with M a product of shears, so that both M and its inverse have integer entries.
        var matrix = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        var inverse = matrix
        for _ in 0..<4 {
            let (row, other) = [(0, 1), (1, 2), (2, 0), (1, 0)][Int.random(in: 0..<4, using: &generator)]
            let factor = Int.random(in: -2...2, using: &generator)
            for column in 0..<3 {
                matrix[row][column] += factor * matrix[other][column]
                inverse[column][other] -= factor * inverse[column][row]
            }
        }
        func combination(_ row: [Int], _ names: [String]) -> String {
            "(" + zip(row, names).map { "(\($0))*(\($1))" }.joined(separator: " + ") + ")"
        }
        let lets = zip(["x", "y", "z"], inverse).map { "let \($0) = \(combination($1, ["a", "b", "c"]))" }
        let equations = zip(["a", "b", "c"], matrix).map { "\($0)' = \(combination($1, sides))" }
        let text = (lets + equations).joined(separator: "\n")
        let after = try laws(of: text, degree: 4)
        #expect(after.count == before.count)
        #expect(after.searched.dimensions == before.searched.dimensions)
        try checkAtRandomPoints(after, text, seed: UInt64(seed))
    }

    @Test(arguments: 0..<12)
    func plantedLawsAreFound(seed: Int) throws {
        // grad H1 x grad H2 conserves H1 = x^2 + 2 y^2 + c z and H2, whatever they are.
        var generator = SplitMixGenerator(seed: UInt64(100 + seed))
        let (c, d) = (Int.random(in: 1...5, using: &generator), Int.random(in: 1...5, using: &generator))
        // H2 = d*x*y + z^2: gradients (2x, 4y, c) and (d*y, d*x, 2z).
        let text = """
            x' = 8*y*z - \(c)*\(d)*x
            y' = \(c)*\(d)*y - 4*x*z
            z' = 2*\(d)*x^2 - 4*\(d)*y^2
            """
        let result = try laws(of: text)
        #expect(result.count == 2)
        #expect(result.searched.dimensions == [0, 2])
        try checkAtRandomPoints(result, text, seed: UInt64(seed))
    }

    @Test(arguments: 0..<10)
    func whateverIsFoundInRandomSystemsIsConserved(seed: Int) throws {
        var generator = SplitMixGenerator(seed: UInt64(500 + seed))
        let equations = ["x", "y", "z"].map { "\($0)' = \(Self.polynomial(&generator, degree: 1))" }
        let text = (equations + ["w' = -(\(Self.polynomial(&generator, degree: 1))) + w*0"]).joined(separator: "\n")
        let result = try laws(of: text, degree: 3)
        try checkAtRandomPoints(result, text, seed: UInt64(seed))
        #expect(result.isComplete)
    }

    @Test(arguments: [1, 2, 4])
    func resultDoesNotDependOnThreads(threads: Int) throws {
        let text = "param a, b\nx'' = -a*x\ny'' = -b*y\nz' = x*y'"
        let reference = try laws(of: text, degree: 4, threads: 1)
        let other = try laws(of: text, degree: 4, threads: threads)
        #expect(reference.laws.map { "\($0.expression)" } == other.laws.map { "\($0.expression)" })
        #expect(reference.searched.dimensions == other.searched.dimensions)
        #expect(reference.statements == other.statements)
    }

    @Test(arguments: [1, 2, 77] as [UInt64])
    func countDoesNotDependOnTheSeed(seed: UInt64) throws {
        let text = "q1' = p1\nq2' = p2\np1' = -4*q1\np2' = -9*q2"
        #expect(try laws(of: text, degree: 5, seed: seed).count == 3)
    }
}
