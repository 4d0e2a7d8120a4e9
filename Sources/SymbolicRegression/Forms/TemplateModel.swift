import Diagnostics
import Evaluation
import Expressions
import NumericKernel

/// A form whose holes are flexible functions: the parameters and all their coefficients are fitted together.
struct TemplateModel: Sendable {
    let form: Form
    let problem: RegressionProblem
    let bases: [HoleBasis]
    let model: SeparableModel
    /// Position of each hole's first coefficient among the model's parameters.
    let offsets: [Int]

    /// Sets up the model.
    ///
    /// - Throws: `DiscoverError.input` for too few rows; `DiscoverError.numeric` for arguments that are not finite.
    init(_ form: Form, problem: RegressionProblem, ranges: [String: ParameterRange]) throws {
        self.form = form
        self.problem = problem
        let least = form.parameters.count + 4 * form.holes.count
        guard problem.rowCount >= max(least, 8) else {
            throw DiscoverError.input(
                "form.too-few-rows",
                "\(problem.rowCount) rows cannot determine \(form.holes.count) unknown function"
                    + "\(form.holes.count == 1 ? "" : "s"), at least \(max(least, 8)) are needed",
                at: SourceLocation(file: "form"))
        }
        let limit = max(3, min(40, problem.rowCount / (2 * form.holes.count)))
        bases = try form.holes.map { try HoleBasis($0, problem: problem, limit: limit) }
        var names = form.parameters
        var replacements: [String: Expression] = [:]
        var variables = problem.inputNames
        var columns = problem.inputs
        var offsets: [Int] = []
        for basis in bases {
            offsets.append(names.count)
            // A space cannot be part of a name that was read, so these are new.
            let coefficients = basis.degrees.indices.map { "\(basis.hole.name) \($0)" }
            names += coefficients
            for (k, call) in basis.hole.calls.enumerated() {
                let values = basis.columns(call: k)
                let columnNames = values.indices.map { "\(call.placeholder) \($0)" }
                variables += columnNames
                columns += values
                replacements[call.placeholder] = .sum(
                    zip(coefficients, columnNames).map { .variable($0) * .variable($1) })
            }
        }
        self.offsets = offsets
        let linear = Self.linear(form, ranges: ranges, bases: bases, offsets: offsets)
        model = try SeparableModel(
            form.template.substituting { replacements[$0] }, variables: variables, columns: columns,
            target: problem.target, weights: problem.residualFactors, names: names, linear: linear)
    }

    /// Positions of the parameters and coefficients that enter linearly together, the functions first.
    private static func linear(
        _ form: Form, ranges: [String: ParameterRange], bases: [HoleBasis], offsets: [Int]
    ) -> [Int] {
        let calls = form.holes.flatMap { hole in hole.calls.map(\.placeholder) }
        let names = form.parameters + calls
        let bounded = Set(form.parameters.indices.filter { ranges[form.parameters[$0]]?.isBounded ?? false })
        let found = Set(
            LinearParameters.positions(
                in: form.template, names, excluding: bounded,
                preferring: Set(form.parameters.count..<names.count)
            ).map { names[$0] })
        var linear = form.parameters.indices.filter { found.contains(form.parameters[$0]) }
        for (k, hole) in form.holes.enumerated() where hole.calls.allSatisfy({ found.contains($0.placeholder) }) {
            linear += offsets[k]..<(offsets[k] + bases[k].size)
        }
        return linear
    }

    /// Starts: quasi-random parameters; functions that do not enter linearly begin nearly constant.
    func starts(_ ranges: [String: ParameterRange], count: Int) -> (points: [[Double]], ranges: [ParameterRange]) {
        let scales = ParameterScales(
            form.template, parameters: form.parameters + form.holes.flatMap { $0.calls.map(\.placeholder) },
            columns: Dictionary(zip(problem.inputNames, problem.inputs)) { first, _ in first },
            targetSize: Statistics.rootMeanSquare(problem.target))
        var guesses: [ParameterScales.Guess] = []
        var limits: [ParameterRange] = []
        for index in model.nonlinear {
            guard index >= form.parameters.count else {
                guesses.append(scales.guesses[model.names[index]] ?? .init(size: 1, places: nil))
                limits.append(ranges[model.names[index]] ?? ParameterRange())
                continue
            }
            let k = offsets.lastIndex { $0 <= index } ?? 0
            let degree = bases[k].degrees[index - offsets[k]].reduce(0, +)
            let size = form.holes[k].calls.compactMap { scales.guesses[$0.placeholder]?.size }.first ?? 1
            guesses.append(.init(size: size, places: nil))
            switch degree {
            case 0: limits.append(ParameterRange(lower: 0.3 * size, upper: 2 * size))
            case 1, 2: limits.append(ParameterRange(lower: -0.5 * size, upper: 0.5 * size))
            default: limits.append(ParameterRange(start: 0))
            }
        }
        let points = StartingPoints.points(guesses, limits, count: model.nonlinear.isEmpty ? 0 : count)
        // The limits of coefficients were for the start only.
        let open = zip(model.nonlinear, limits).map { $0 < form.parameters.count ? $1 : ParameterRange() }
        return (points, open)
    }

    /// The values of a hole's function at its first call.
    func curve(_ hole: Int, _ parameters: [Double]) -> [Double] {
        var values = [Double](repeating: 0, count: problem.rowCount)
        for (k, column) in bases[hole].columns(call: 0).enumerated() {
            let coefficient = parameters[offsets[hole] + k]
            for row in values.indices { values[row] += coefficient * column[row] }
        }
        return values
    }

    /// What the functions leave open, in words: constants and factors that can move from one to another.
    func ambiguities(_ parameters: [Double]) -> [String] {
        guard let jacobian = model.jacobian(parameters), problem.rowCount >= model.names.count else { return [] }
        let lengths = jacobian.map { max(Statistics.rootMeanSquare($0), 1e-300) }
        let scaled = zip(jacobian, lengths).map { column, length in column.map { $0 / length } }
        guard let decomposition = try? SingularValueDecomposition(Matrix(columns: scaled)),
            let largest = decomposition.values.first
        else { return [] }
        var touched: Set<Int> = []
        var isConstantOnly = true
        for (k, value) in decomposition.values.enumerated() where value < 1e-9 * largest {
            for (index, share) in decomposition.rightVectors[k].enumerated() where abs(share) > 1e-4 {
                touched.insert(index)
                if index >= form.parameters.count, !offsets.contains(index) { isConstantOnly = false }
            }
        }
        guard !touched.isEmpty else { return [] }
        let names =
            form.parameters.indices.filter(touched.contains).map { form.parameters[$0] }
            + bases.indices.filter { k in (offsets[k]..<(offsets[k] + bases[k].size)).contains(where: touched.contains)
            }
            .map { form.holes[$0].name }
        guard names.count > 1 else { return [] }
        let what = isConstantOnly ? "a constant" : "constants or factors"
        return [
            "\(names.joined(separator: ", ")) are determined only together: \(what) can move from one to another; the "
                + "shortest formulas were chosen"
        ]
    }
}
