import Testing

@testable import Expressions

/// Symbolic derivatives and what is computed from trees.
struct DerivativeTests {
    @Test(arguments: [
        ("x^3 + 2*x", "3*x^2 + 2"),
        ("sin(x)*cos(x)", "cos(x)^2 - sin(x)^2"),
        ("exp(-x^2)", "-2*x*exp(-x^2)"),
        ("1/x", "-1/x^2"),
        ("x^y", "x^(y - 1)*y"),
        ("2^x", "2^x*log(2)"),
        ("sqrt(x)", "1/(2*sqrt(x))"),
        ("log(a*x)", "1/x"),
        ("y + pi", "0"),
        ("a*x - x*y", "a - y"),
        ("abs(x)", "sign(x)"),
        ("max(x, y)", "(sign(x - y) + 1)/2"),
    ])
    func knownDerivatives(text: String, derivative: String) throws {
        let tree = try Expression.parse(text)
        #expect(tree.derivative(withRespectTo: "x").description == derivative)
    }

    @Test(arguments: 0..<300)
    func agreesWithDifferences(seed: Int) {
        var random = RandomExpression(seed: seed)
        random.functions = Function.allCases.filter { ![.floor, .sign, .step, .mod].contains($0) }
        let tree = random.tree(depth: 3)
        let derivative = tree.derivative(withRespectTo: "x")
        for _ in 0..<4 {
            var point = random.point(0.3...2)
            guard let x = point["x"] else { continue }
            // Richardson's combination of two central differences, and their disagreement as its error bound.
            func difference(_ h: Double) -> Double {
                point["x"] = x + h
                let above = tree.numericValue(point)
                point["x"] = x - h
                let below = tree.numericValue(point)
                point["x"] = x
                return (above - below) / (2 * h)
            }
            let (coarse, fine) = (difference(2e-4), difference(1e-4))
            let expected = (4 * fine - coarse) / 3
            let size = abs(tree.numericValue(point)) + abs(expected) + 1
            guard expected.isFinite, size < 1e6, abs(fine - coarse) < 1e-4 * size else { continue }
            let value = derivative.numericValue(point)
            #expect(
                abs(value - expected) < 1e-3 * abs(fine - coarse) + 1e-6 * size,
                "seed \(seed): d/dx \(tree) = \(derivative) at \(point): \(value), expected \(expected)")
        }
    }

    @Test func takesNumbersOutAndPutsThemBack() throws {
        let tree = try Expression.parse("2.5*x + 3*sin(0.5*x + c1) - 1.0")
        let parts = tree.parameterized(reserved: ["_c1"])
        #expect(parts.values == [2.5, 0.5, -1.0])
        #expect(parts.parameters == ["__c1", "__c2", "__c3"])
        #expect(parts.expression(parts.values) == tree)
        #expect(parts.template.measuredNumbers.isEmpty)
        #expect(tree.measuredNumbers == parts.values)
    }

    @Test func equalNumbersMayShareAParameter() throws {
        let tree = try Expression.parse("2.51*x + exp(-2.51*y) - 1.0*z + cos(1.0*x)")
        let parts = tree.parameterized(sharing: { abs($0) > 2 })
        #expect(parts.values == [2.51, -1.0, 1.0])
        let doubled = parts.expression([4, -1, 1])
        let expected = try Expression.parse("4.0*x + exp(-4.0*y) - 1.0*z + cos(1.0*x)")
        for (x, y, z) in [(0.3, 0.2, 1.0), (2, -1, 0.4)] {
            let point = ["x": x, "y": y, "z": z]
            #expect(abs(doubled.numericValue(point) - expected.numericValue(point)) < 1e-12)
        }
    }

    @Test func valuesOfTrees() throws {
        #expect(try Expression.parse("mod(-7, 3) + sign(-2) + floor(-0.5)").numericValue() == 0)
        #expect(try Expression.parse("cbrt(-8)").numericValue() == -2)
        #expect(try Expression.parse("Heaviside(x, 1)") == Expression.parse("step(x)"))
        for (x, at0, value) in [(-2.0, 0.25, 0.0), (0, 0.25, 0.25), (3, 0.25, 1), (0, 1, 1)] {
            let values = ["x": x, "h": at0]
            #expect(try Expression.parse("Heaviside(x, h)").numericValue(values) == value)
        }
        #expect(try Expression.parse("step(0) + step(-1/2) + step(3)").simplified() == .integer(2))
        #expect(try Expression.parse("x*step(x)").derivative(withRespectTo: "x").description == "step(x)")
        #expect(try Expression.parse("log10(1000) + log2(8)").numericValue().rounded() == 6)
        #expect(try Expression.parse("log(-1)").numericValue().isNaN)
        #expect(try Expression.parse("x").numericValue().isNaN)
        #expect(abs(try Expression.parse("asinh(2) - acosh(3) + atanh(0.5)").numericValue() - 0.2301942) < 1e-6)
    }
}
