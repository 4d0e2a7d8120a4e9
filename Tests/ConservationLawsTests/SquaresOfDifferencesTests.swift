import ExactAlgebra
import Testing

@testable import ConservationLaws

@Suite struct SquaresOfDifferencesTests {
    private static let ring = PolynomialRing(["x", "y", "z", "k"])
    private static var names: [Polynomial] { (0..<4).map { ring.variable($0) } }

    private static func sum(_ squares: [SquaresOfDifferences.Square], _ rest: Polynomial) -> Polynomial {
        squares.reduce(rest) { sum, square in
            let (x, y) = (ring.variable(square.first), ring.variable(square.second))
            let base = square.isDifference ? x - y : x + y
            return sum + square.factor * base * base
        }
    }

    @Test func differencesAreTakenOut() throws {
        let (x, y, z) = (Self.names[0], Self.names[1], Self.names[2])
        let polynomial = (x - y) * (x - y) + (y - z) * (y - z) + z * z * z
        let found = try #require(SquaresOfDifferences(variableCount: 3).split(polynomial))
        #expect(found.squares.count == 2 && found.squares.allSatisfy(\.isDifference))
        #expect(found.rest == z * z * z)
    }

    @Test func symbolsStandInFront() throws {
        let (x, y, k) = (Self.names[0], Self.names[1], Self.names[3])
        let found = try #require(SquaresOfDifferences(variableCount: 3).split(k * (x + y) * (x + y)))
        #expect(found.squares.count == 1 && !found.squares[0].isDifference)
        #expect(found.squares[0].factor == k && found.rest.isZero)
    }

    @Test func longerFormsAreNotTaken() {
        let (x, y) = (Self.names[0], Self.names[1])
        let split = SquaresOfDifferences(variableCount: 3)
        #expect(split.split(x * x + x * y + y * y) == nil)
        #expect(split.split(x * x - x * y - y * y) == nil)
        #expect(split.split(x * y) == nil)
        #expect(split.split(x * x + y * y) == nil)
    }

    /// Whatever is split adds up to what it was.
    @Test(arguments: 0..<40)
    func partsAddUp(seed: Int) {
        var generator = SplitMixGenerator(seed: UInt64(seed))
        var polynomial = Self.ring.zero
        for _ in 0..<4 {
            let (a, b) = (Int.random(in: 0..<3, using: &generator), Int.random(in: 0..<3, using: &generator))
            let sign = BigRational(Bool.random(using: &generator) ? 1 : -1)
            let base = Self.names[a] + Self.names[b].scaled(by: sign)
            polynomial = polynomial + base * base + Self.names[b].scaled(by: BigRational(seed % 3))
        }
        if let found = SquaresOfDifferences(variableCount: 3).split(polynomial) {
            #expect(Self.sum(found.squares, found.rest) == polynomial)
            #expect(found.squares.count + found.rest.termCount < polynomial.termCount)
        }
    }
}
