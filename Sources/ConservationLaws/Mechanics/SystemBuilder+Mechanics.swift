import Diagnostics
import Expressions

/// Systems given by one function: a Hamiltonian `H = ...` or a Lagrangian `L = ...`.
extension SystemBuilder {
    /// Largest number of coordinates of a Lagrangian whose accelerations depend on each other.
    private static let coupledLimit = 4

    /// Derives the equations of motion.
    mutating func buildMechanics(
        _ statements: [SystemStatement], generator name: PlacedText, _ value: PlacedText
    ) throws -> DynamicalSystem {
        for statement in statements {
            switch statement {
            case .equation(_, _, let left, _):
                report(
                    "system.statement", "an equation of motion beside \(name.text) = ..., expected only one of them",
                    left, hint: "for an abbreviation write let \(name.text) = ...")
            case .generator(let other, _) where other.row != name.row:
                report("system.duplicate-name", "a second \(name.text) or L or H", other)
            case .constraint(let left, _):
                report(
                    "system.constraint", "constraints are not supported with \(name.text) = ...", left,
                    hint: "choose coordinates without constraints, or write the equations")
            default: introduce(statement)
            }
        }
        try stopIfNeeded()
        let texts = [value] + statements.compactMap { if case .definition(_, let text) = $0 { text } else { nil } }
        var names: [(name: String, place: PlacedText, position: Int)] = []
        for text in texts {
            for occurrence in NameScanner.occurrences(in: text.text)
            where !occurrence.isCalled && introduced[occurrence.name] == nil
                && !["pi", "π", "e", "E"].contains(occurrence.name)
                && !names.contains(where: { $0.name == occurrence.name })
            {
                names.append((occurrence.name, text, occurrence.position))
            }
        }
        let isLagrangian = name.text == "L"
        return isLagrangian
            ? try lagrangian(statements, value, names) : try hamiltonian(statements, value, names)
    }

    private mutating func finish(_ sides: [Expression], _ value: PlacedText) throws -> DynamicalSystem {
        try stopIfNeeded()
        let system = DynamicalSystem(
            variables: variables, rightHandSides: sides, parameters: parameters, constraints: [])
        problems = SystemChecks(system: system, source: source)
            .problems(equations: variables.map { ($0, value) }, constraints: [])
        if let first = problems.first { problems = [first] }
        try stopIfNeeded()
        return system
    }

    // MARK: Hamilton

    private mutating func hamiltonian(
        _ statements: [SystemStatement], _ value: PlacedText,
        _ names: [(name: String, place: PlacedText, position: Int)]
    ) throws -> DynamicalSystem {
        var pairs: [(coordinate: String, momentum: String)] = []
        for case .pairs(let pieces) in statements {
            for index in stride(from: 0, to: pieces.count - 1, by: 2) {
                pairs.append((pieces[index].text, pieces[index + 1].text))
            }
            for piece in pieces {
                if let earlier = introduced[piece.text] {
                    report(
                        "system.duplicate-name",
                        "the name \(piece.text) is given twice, first in line \(earlier.row)", piece)
                }
                introduced[piece.text] = piece
            }
        }
        let paired = Set(pairs.flatMap { [$0.coordinate, $0.momentum] })
        let free = names.map(\.name).filter { !paired.contains($0) }
        var taken: Set<String> = []
        for momentum in free where !taken.contains(momentum) {
            guard
                let coordinate = Self.coordinates(of: momentum).first(where: {
                    free.contains($0) && !taken.contains($0)
                })
            else { continue }
            pairs.append((coordinate, momentum))
            taken.formUnion([coordinate, momentum])
        }
        for name in names where !paired.contains(name.name) && !taken.contains(name.name) {
            // A momentum alone belongs to a coordinate that H does not hold.
            if let coordinate = Self.coordinates(of: name.name).first, introduced[coordinate] == nil,
                name.name.count > 1 || name.name == "p"
            {
                pairs.append((coordinate, name.name))
                continue
            }
            problems.append(
                Diagnostic(
                    "system.unknown-name", "\(name.name) has no conjugate variable",
                    at: name.place.location(in: source, at: name.position),
                    hint: "write pair \(name.name), p_\(name.name) for a coordinate and its momentum, or param "
                        + name.name))
        }
        try stopIfNeeded()
        let order = names.map(\.name)
        func rank(_ pair: (coordinate: String, momentum: String)) -> Int {
            order.firstIndex(of: pair.coordinate) ?? order.firstIndex(of: pair.momentum) ?? order.count
        }
        let sorted =
            paired.isEmpty
            ? pairs.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
            : pairs
        variables = sorted.map(\.coordinate) + sorted.map(\.momentum)
        for statement in statements { define(statement) }
        let energy = read(value, extra: [])
        try stopIfNeeded()
        let sides =
            sorted.map { energy.derivative(withRespectTo: $0.momentum).simplified() }
            + sorted.map { (-energy.derivative(withRespectTo: $0.coordinate)).simplified() }
        return try finish(sides, value)
    }

    /// Names that the coordinate of a momentum may have: `p` -> q, `p1` -> q1, `px` or `p_x` -> x.
    private static func coordinates(of momentum: String) -> [String] {
        guard momentum.first == "p" else { return [] }
        let rest = String(momentum.dropFirst())
        if rest.isEmpty { return ["q", "x"] }
        let plain = rest.hasPrefix("_") ? String(rest.dropFirst()) : rest
        let isNumber = plain.first?.isNumber ?? false
        let spelled = ["q" + rest, "q" + plain] + (isNumber ? ["x" + rest, "x" + plain] : [])
        return (isNumber ? spelled : [plain] + spelled).filter { NameScanner.isName($0) }
    }

    // MARK: Lagrange

    private mutating func lagrangian(
        _ statements: [SystemStatement], _ value: PlacedText,
        _ names: [(name: String, place: PlacedText, position: Int)]
    ) throws -> DynamicalSystem {
        for case .pairs(let pieces) in statements {
            if let piece = pieces.first {
                report("system.statement", "pairs of coordinates and momenta belong to H = ..., not to L = ...", piece)
            }
        }
        let moving = Set(names.map(\.name).filter { $0.hasSuffix("'") }.map { String($0.dropLast()) })
        var coordinates: [String] = []
        for name in names {
            let plain = name.name.hasSuffix("'") ? String(name.name.dropLast()) : name.name
            if plain.hasSuffix("'") {
                problems.append(
                    Diagnostic(
                        "system.order", "\(name.name) in a Lagrangian, expected coordinates and velocities only",
                        at: name.place.location(in: source, at: name.position)))
            } else if !moving.contains(plain) {
                problems.append(
                    Diagnostic(
                        "system.underdetermined", "L holds \(plain) but not its velocity \(plain)'",
                        at: name.place.location(in: source, at: name.position),
                        hint: "for a number or symbol write param \(plain)"))
            } else if !coordinates.contains(plain) {
                coordinates.append(plain)
            }
        }
        if coordinates.isEmpty, problems.isEmpty {
            report("system.no-equations", "L holds no velocity such as x'", value)
        }
        try stopIfNeeded()
        variables = coordinates.flatMap { [$0, $0 + "'"] }
        for statement in statements { define(statement) }
        let function = read(value, extra: [])
        try stopIfNeeded()
        let momenta = coordinates.map { function.derivative(withRespectTo: $0 + "'").simplified() }
        let masses = momenta.map { momentum in
            coordinates.map { momentum.derivative(withRespectTo: $0 + "'").simplified() }
        }
        let forces = zip(coordinates, momenta).map { coordinate, momentum in
            let moving = coordinates.map { momentum.derivative(withRespectTo: $0) * .variable($0 + "'") }
            return (function.derivative(withRespectTo: coordinate) - .sum(moving)).simplified()
        }
        var accelerations = [Expression](repeating: .zero, count: coordinates.count)
        for block in Self.blocks(masses) {
            guard block.count <= Self.coupledLimit else {
                throw DiscoverError.input(
                    "system.too-large",
                    "\(block.count) coordinates with coupled accelerations, expected at most \(Self.coupledLimit)",
                    at: value.location(in: source), hint: "write the equations x'' = ... solved for the accelerations")
            }
            let matrix = block.map { row in block.map { masses[row][$0] } }
            let determinant = Self.determinant(matrix).simplified()
            guard !Self.vanishes(determinant) else {
                let list = block.map { coordinates[$0] + "''" }.joined(separator: ", ")
                throw DiscoverError.input(
                    "system.underdetermined", "L does not determine \(list)", at: value.location(in: source),
                    hint: "the matrix of second derivatives by the velocities is singular")
            }
            for (column, coordinate) in block.enumerated() {
                var replaced = matrix
                for row in block.indices { replaced[row][column] = forces[block[row]] }
                let numerator = block.count == 1 ? forces[coordinate] : Self.determinant(replaced)
                accelerations[coordinate] = (numerator / determinant).simplified()
            }
        }
        let sides = coordinates.indices.flatMap { [.variable(coordinates[$0] + "'"), accelerations[$0]] }
        return try finish(sides, value)
    }

    /// Coordinates whose accelerations depend on each other.
    private static func blocks(_ masses: [[Expression]]) -> [[Int]] {
        var owner = Array(masses.indices)
        for row in masses.indices {
            for column in masses.indices where masses[row][column] != .zero || masses[column][row] != .zero {
                let (a, b) = (min(owner[row], owner[column]), max(owner[row], owner[column]))
                owner = owner.map { $0 == b ? a : $0 }
            }
        }
        return masses.indices.filter { owner[$0] == $0 }.map { first in
            masses.indices.filter { owner[$0] == first }
        }
    }

    private static func determinant(_ matrix: [[Expression]]) -> Expression {
        if matrix.count == 1 { return matrix[0][0] }
        var terms: [Expression] = []
        for column in matrix.indices where matrix[0][column] != .zero {
            let minor = matrix.dropFirst().map { row in
                row.enumerated().filter { $0.offset != column }.map(\.element)
            }
            let term = matrix[0][column] * determinant(minor)
            terms.append(column % 2 == 0 ? term : -term)
        }
        return .sum(terms)
    }

    /// Whether an expression is 0 at points chosen once and for all.
    private static func vanishes(_ expression: Expression) -> Bool {
        if expression == .zero { return true }
        return (1...3).allSatisfy { round in
            var values: [String: Double] = [:]
            for (index, name) in expression.variables.enumerated() {
                values[name] = 0.3 + 0.61 * Double(index + 1) / Double(round) + 0.17 * Double(round * round)
            }
            return abs(expression.numericValue(values)) < 1e-9
        }
    }
}
