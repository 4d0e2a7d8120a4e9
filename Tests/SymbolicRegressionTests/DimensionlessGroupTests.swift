import Datasets
import Diagnostics
import Expressions
import Testing

@testable import SymbolicRegression

/// Exact null spaces of dimensions, and the problems over dimensionless groups.
@Suite struct DimensionlessGroupTests {
    private func dimensions(_ units: [String]) throws -> [PhysicalDimension] {
        try units.map { try PhysicalUnit(parsing: $0).dimension }
    }

    @Test func reynoldsNumber() throws {
        // Density, speed, length, viscosity.
        let matrix = DimensionMatrix(columns: try dimensions(["kg/m^3", "m/s", "m", "Pa s"]))
        let group = try #require(matrix.groups.first)
        #expect(matrix.groups.count == 1)
        #expect(matrix.rank == 3)
        let scale = try #require(group[0].inverse)
        #expect(group.map { $0.multiplied(by: scale)?.description } == ["1", "1", "1", "-1"])
    }

    @Test func pendulumPeriod() throws {
        // Length, gravity, mass, angle: the period is sqrt(l/g) and the mass cannot take part.
        let matrix = DimensionMatrix(columns: try dimensions(["m", "m/s^2", "kg", "rad"]))
        let time = try #require(try dimensions(["s"]).first)
        #expect(matrix.exponents(for: time)?.map(\.description) == ["1/2", "-1/2", "0", "0"])
        #expect((0..<4).map { matrix.isUsable($0, target: time) } == [true, true, false, true])
        #expect(matrix.groups.map { $0.map(\.description) } == [["0", "0", "0", "1"]])
        #expect(matrix.exponents(for: try #require(try dimensions(["A"]).first)) == nil)
    }

    @Test(arguments: 0..<60) func groupsArePlainNumbersAndComplete(_ seed: Int) throws {
        var stream = SplitMix64(seed: UInt64(seed))
        let count = Int.random(in: 2...8, using: &stream)
        let columns: [PhysicalDimension] = try (0..<count).map { _ in
            let exponents = (0..<3).map { _ in Rational(Int.random(in: -3...3, using: &stream)) }
            return try #require(PhysicalDimension(exponents: exponents))
        }
        let groups = DimensionMatrix.nullSpace(columns)
        #expect(groups.count >= count - 3)
        for group in groups {
            var product: PhysicalDimension? = .dimensionless
            for (column, exponent) in zip(columns, group) {
                product = column.raised(to: exponent).flatMap { product?.times($0) }
            }
            #expect(product == .dimensionless)
        }
    }

    /// A problem with columns of random positive values.
    private func problem(
        _ inputs: [(name: String, unit: String)], target: String, constants: Bool = true,
        law: ([Double]) -> Double
    ) throws -> RegressionProblem {
        var stream = SplitMix64(seed: 5)
        let columns = inputs.map { _ in (0..<200).map { _ in Double.random(in: 1...3, using: &stream) } }
        let values = (0..<200).map { row in law(columns.map { $0[row] }) }
        let pairs = try inputs.map { ($0.name, try PhysicalUnit(parsing: $0.unit)) }
        return RegressionProblem(
            inputNames: inputs.map(\.name), inputs: columns, targetName: "y", target: values,
            units: ProblemUnits(
                inputs: Dictionary(uniqueKeysWithValues: pairs), target: try PhysicalUnit(parsing: target),
                allowsConstantsWithUnits: constants))
    }

    @Test func proposalsAreExactAndSmaller() throws {
        let table = try problem(
            [("m", "kg"), ("v", "m/s"), ("u", "m/s"), ("f", "1")], target: "J"
        ) { $0[0] * ($0[1] * $0[1] + $0[2] * $0[2]) * $0[3] }
        let proposals = DimensionlessGroups().proposals(for: ReducedProblem(table))
        #expect(proposals.count == 2)
        for proposal in proposals {
            let smaller = proposal.problem
            #expect(smaller.dimension == 2)
            #expect(smaller.columns.contains { $0.expression == .variable("f") })
            #expect(smaller.isConsistent)
            #expect(smaller.targetDimension == .dimensionless)
            // y = factor * target, on every row.
            let lifted = smaller.lift(.variable("new"))
            for row in [0, 77, 199] {
                var values = Dictionary(uniqueKeysWithValues: zip(table.inputNames, table.inputs.map { $0[row] }))
                values["new"] = smaller.target[row]
                #expect(abs(lifted.numericValue(values) / table.target[row] - 1) < 1e-12)
            }
        }
    }

    @Test func noProposalWithoutReachableTargetOrKnownUnits() throws {
        let unreachable = try problem([("a", "m"), ("b", "m")], target: "s") { $0[0] * $0[1] }
        #expect(DimensionlessGroups().proposals(for: ReducedProblem(unreachable)).isEmpty)
        var open = try problem([("a", "m"), ("b", "m")], target: "m") { $0[0] + $0[1] }
        #expect(!DimensionlessGroups().proposals(for: ReducedProblem(open)).isEmpty)
        open.units?.inputs.removeValue(forKey: "b")
        #expect(DimensionlessGroups().proposals(for: ReducedProblem(open)).isEmpty)
        open.units = nil
        #expect(DimensionlessGroups().proposals(for: ReducedProblem(open)).isEmpty)
    }

    @Test func combinationsOfUnlikeColumnsAreRefused() throws {
        let table = try problem([("a", "m"), ("b", "s")], target: "m") { $0[0] * $0[1] }
        let reduced = ReducedProblem(table)
        #expect(!reduced.isPossible(.variable("a") + .variable("b")))
        #expect(reduced.isPossible(.variable("a") * .variable("b")))
        #expect(!reduced.isPossible(.apply(.exp, .variable("a"))))
        var wrong = reduced
        let isDone = wrong.subtractFromTarget(.variable("b"), values: table.inputs[1])
        #expect(isDone)
        #expect(!wrong.isConsistent)
    }

    @Test func foundLawsRespectUnits() throws {
        // Without units 0.5*g*t^2 + v*t and impostors compete; the front holds consistent formulas only.
        let table = try problem([("g", "m/s^2"), ("t", "s"), ("v", "m/s"), ("p", "Pa")], target: "m") {
            0.5 * $0[0] * $0[1] * $0[1] + $0[2] * $0[1]
        }
        let result = try fit(
            table, options: FitOptions(), control: RunControl(maximumEvaluations: 20_000, timeout: nil))
        let best = try #require(result.best)
        #expect(best.isExact)
        #expect(!best.expression.variables.contains("p"))
        let check = UnitCheck(try #require(table.units))
        for law in result.front { #expect(check.allows(law.expression)) }
    }

    @Test func aWrongUnitIsTold() throws {
        let table = try problem([("a", "m"), ("b", "m/s")], target: "m", constants: false) { $0[0] + $0[1] }
        let result = try fit(
            table, options: FitOptions(), control: RunControl(maximumEvaluations: 2_000, timeout: nil))
        #expect(result.warnings.contains { $0.contains("contradicts the units") && $0.contains("'a + b'") })
    }

    @Test func remarksNameColumnsThatCannotTakePart() throws {
        let units = ProblemUnits(
            inputs: [
                "l": try PhysicalUnit(parsing: "m"), "g": try PhysicalUnit(parsing: "m/s^2"),
                "m": try PhysicalUnit(parsing: "kg"), "T": try PhysicalUnit(parsing: "degC"),
                "s": try PhysicalUnit(parsing: "km"),
            ], target: try PhysicalUnit(parsing: "s"))
        let remarks = units.remarks(inputNames: ["l", "g", "m", "T", "s"], targetName: "P")
        #expect(remarks.count == 4)
        #expect(remarks.contains { $0.contains("'m' (kg) cancels against no other column") })
        #expect(remarks.contains { $0.contains("degC") && $0.contains("absolute zero") })
        #expect(remarks.contains { $0.contains("'l' is in m and 's' in km") })
        let none = ProblemUnits(inputs: ["l": try PhysicalUnit(parsing: "m")], target: try PhysicalUnit(parsing: "s"))
        #expect(
            none.remarks(inputNames: ["l"], targetName: "P").first?.contains("needs a constant with a unit") == true)
    }
}
