import Diagnostics
import ExactAlgebra
import Expressions

/// A system x' = f(x) whose right-hand sides are polynomials in the state and in atoms, exactly, and with constraints.
///
/// Functions, roots and inverses of the state are further variables with rates of change of their own; the relations between
/// them are constraints that hold identically. Right-hand sides are multiplied by their common denominator in the parameters, which changes the speed along the
/// orbits but not the conserved quantities.
struct PolynomialSystem: Sendable {
    /// Largest exponent of a variable or parameter.
    static let degreeLimit = 200

    /// State variables and what serves beside them (multipliers, atoms, inverses, logarithms), then parameters and named
    /// constants, which count as symbols.
    let ring: PolynomialRing
    /// How many of the ring's names change with the motion.
    let variableCount: Int
    /// How many of them are state variables.
    let baseCount: Int
    /// Rates of change times `denominator`.
    let rightHandSides: [Polynomial]
    /// The common denominator, without state variables.
    let denominator: Polynomial
    /// Polynomials that vanish on the motion: first the relations of atoms, then the user's constraints.
    let constraints: [Polynomial]
    /// How many of the constraints are relations that hold identically.
    let relationCount: Int
    /// Values of the symbols, nil where they have none; one per name behind the variables.
    let values: [BigRational?]
    /// Which variables may appear in the monomials of a law.
    let isInAnsatz: [Bool]
    /// Variables that are logarithms of polynomials; they may appear linearly, with constant coefficients.
    let logarithms: [Int]
    /// What the variables behind the state stand for.
    let atoms: [Atom]
    /// What every name of the ring stands for.
    let nameExpressions: [Expression]
    /// Variables that are logarithms and stand beside the time only.
    var timeLogarithms: [Int] = []
    /// The variable that is the time, where it may appear in laws.
    var timeVariable: Int?
    /// Degree up to which all polynomials p with dp/dt = K p are known, irreducible over the rational numbers.
    var darbouxDegree = 0
    /// Whether constraints that cannot be solved one after another were left out.
    var hasIgnoredConstraints = false
    /// Whether constraints were replaced by combinations of them.
    var hasChangedConstraints = false
    /// What is 0 on the set that was chosen where the constraints hold on several sets.
    var chosenSets: [Expression] = []
    /// Where the constraints were written, for messages.
    var constraintLocation: SourceLocation?

    /// Number of symbols behind the variables.
    var symbolCount: Int { ring.variableCount - variableCount }
    /// Names of the state variables.
    var variableNames: ArraySlice<String> { ring.names.prefix(baseCount) }
    /// Largest degree of a right-hand side in the state variables.
    var degree: Int { rightHandSides.map { $0.stateDegree(variableCount) }.max() ?? 0 }
    /// Constraints that the user gave.
    var userConstraintCount: Int { constraints.count - relationCount }
    /// Numbers of the variables that monomials are made of.
    var ansatzVariables: [Int] { (0..<variableCount).filter { isInAnsatz[$0] } }

    init(
        ring: PolynomialRing, variableCount: Int, baseCount: Int, rightHandSides: [Polynomial],
        denominator: Polynomial, constraints: [Polynomial], relationCount: Int, values: [BigRational?],
        isInAnsatz: [Bool], logarithms: [Int], atoms: [Atom], nameExpressions: [Expression]
    ) {
        self.ring = ring
        self.variableCount = variableCount
        self.baseCount = baseCount
        self.rightHandSides = rightHandSides
        self.denominator = denominator
        self.constraints = constraints
        self.relationCount = relationCount
        self.values = values
        self.isInAnsatz = isInAnsatz
        self.logarithms = logarithms
        self.atoms = atoms
        self.nameExpressions = nameExpressions
    }

    /// Reads a system of equations.
    ///
    /// - Throws: `DiscoverError.input` with every equation that cannot be treated.
    init(_ system: DynamicalSystem) throws {
        let symbols = PolynomialSystem.symbolNames(of: system)
        var problems: [Diagnostic] = []
        let all = system.rightHandSides + system.constraints
        let atoms: AtomReader
        do {
            atoms = try AtomReader(
                variables: system.variables, multipliers: system.multipliers, symbols: symbols, expressions: all)
        } catch {
            throw DiscoverError.input([error.diagnostic(in: "the system")])
        }
        func read(_ expression: Expression, _ what: String) -> RationalFunction {
            do {
                return try atoms.polynomialRead(expression)
            } catch {
                problems.append(error.diagnostic(in: what))
                return RationalFunction(atoms.ring.zero)
            }
        }
        let sides = zip(system.variables, system.rightHandSides).map { read($1, "the equation of \($0)") }
        let constraints = system.constraints.enumerated().map { read($1, "constraint \($0 + 1)") }
        var values: [BigRational?] = []
        for parameter in system.parameters {
            let value = parameter.value.map { read($0, "the value of the parameter \(parameter.name)") }
            values.append(value?.constant)
        }
        guard problems.isEmpty else { throw DiscoverError.input(Array(problems.prefix(20))) }
        let numerators = constraints.map(\.numerator).filter { !$0.isZero }
        let solvable: [Polynomial]?
        var sets: [Expression] = []
        switch TriangularConstraints.outcome(
            of: numerators, beside: atoms.drafts.compactMap(\.relation), variableCount: atoms.firstSymbol,
            symbolValues: values)
        {
        case .solvable(let found, let factors):
            solvable = found
            sets = factors.map { atoms.expression($0) }
        case .contradictory:
            throw DiscoverError.input(
                "system.contradictory-constraints", "the constraints contradict each other",
                at: system.constraintLocations.first,
                hint: "no state satisfies all of them: correct them or leave one out")
        case .unknown:
            solvable = nil
        }
        if solvable == nil, !system.multipliers.isEmpty {
            throw DiscoverError.input(
                "system.constraints", "these constraints cannot be solved one after another",
                at: system.constraintLocations.first,
                hint: "solve them for the multipliers \(system.multipliers.joined(separator: ", ")) and put those in")
        }
        do {
            self = try SystemAssembly(
                atoms: atoms, symbolNames: symbols, sides: sides, constraints: solvable ?? [],
                logarithmCandidates: []
            ).system(values: values)
            hasIgnoredConstraints = solvable == nil
            hasChangedConstraints = solvable.map { zip($0, numerators).contains { $0 != $1 } } ?? false
            chosenSets = sets
        } catch {
            throw DiscoverError.input([error.diagnostic(in: "the system")])
        }
        constraintLocation = system.constraintLocations.first
    }

    /// Names of the parameters, then of the constants such as pi that occur.
    static func symbolNames(of system: DynamicalSystem) -> [String] {
        var constants: [NamedConstant] = []
        func collect(_ expression: Expression) {
            if case .constant(let constant) = expression, !constants.contains(constant) { constants.append(constant) }
            expression.children.forEach(collect)
        }
        (system.rightHandSides + system.constraints + system.parameters.compactMap(\.value)).forEach(collect)
        return system.parameters.map(\.name) + constants.map(PolynomialReader.name(of:))
    }

    /// The same system with the known values in place of their symbols.
    ///
    /// - Throws: `DiscoverError.input` when a denominator vanishes at these values.
    func specialised() throws -> PolynomialSystem {
        let free = values.indices.filter { values[$0] == nil }
        let kept = Array(0..<variableCount) + free.map { variableCount + $0 }
        let target = PolynomialRing(kept.map { ring.names[$0] })
        let images = imagesOfNames(in: target)
        func specialise(_ polynomial: Polynomial) throws -> Polynomial {
            guard let image = polynomial.substituting(images, into: target) else {
                throw DiscoverError.input("system.too-large", "the system is too large to expand")
            }
            return image
        }
        let bottom = try specialise(denominator)
        if bottom.isZero {
            throw DiscoverError.input(
                "system.division-by-zero", "a right-hand side divides by 0 at the given values of the parameters",
                hint: "the common denominator is \(denominator)")
        }
        let numbers = Dictionary(
            uniqueKeysWithValues: values.indices.compactMap { index in
                values[index].map { (ring.names[variableCount + index], LawWriter.number($0)) }
            })
        func written(_ expression: Expression) -> Expression {
            let changed = expression.substituting { numbers[$0] }
            return changed == expression ? expression : changed.simplified()
        }
        var result = PolynomialSystem(
            ring: target, variableCount: variableCount, baseCount: baseCount,
            rightHandSides: try rightHandSides.map(specialise), denominator: bottom,
            constraints: try constraints.map(specialise), relationCount: relationCount,
            values: free.map { _ in nil }, isInAnsatz: isInAnsatz, logarithms: logarithms,
            atoms: try atoms.map { atom in
                Atom(
                    variable: atom.variable, expression: written(atom.expression),
                    differential: try atom.differential.map {
                        .init(
                            variable: $0.variable, numerator: try specialise($0.numerator),
                            denominator: try specialise($0.denominator))
                    })
            }, nameExpressions: kept.map { written(nameExpressions[$0]) })
        result.constraintLocation = constraintLocation
        return result.withoutEmptyConstraints
    }

    /// The system without constraints of the user that have become 0 = 0.
    private var withoutEmptyConstraints: PolynomialSystem {
        guard constraints.contains(where: \.isZero) else { return self }
        let relations = constraints.prefix(relationCount).filter { !$0.isZero }
        var result = PolynomialSystem(
            ring: ring, variableCount: variableCount, baseCount: baseCount, rightHandSides: rightHandSides,
            denominator: denominator, constraints: relations + constraints[relationCount...].filter { !$0.isZero },
            relationCount: relations.count, values: values, isInAnsatz: isInAnsatz, logarithms: logarithms,
            atoms: atoms, nameExpressions: nameExpressions)
        result.constraintLocation = constraintLocation
        return result
    }

    /// The system without the constraints of the user, with any values for multipliers; nil without such constraints.
    ///
    /// What it conserves is conserved by the motion on the constraints as well, and needs them not.
    var unconstrained: PolynomialSystem? {
        guard userConstraintCount > 0 else { return nil }
        let known = Set(atoms.map(\.variable))
        let multipliers = (baseCount..<variableCount).filter { !known.contains($0) }
        let kept = constraints.prefix(relationCount).filter { relation in
            !multipliers.contains { relation.degree(in: $0) > 0 }
        }
        return PolynomialSystem(
            ring: ring, variableCount: variableCount, baseCount: baseCount, rightHandSides: rightHandSides,
            denominator: denominator, constraints: kept, relationCount: kept.count, values: values,
            isInAnsatz: isInAnsatz, logarithms: logarithms, atoms: atoms, nameExpressions: nameExpressions)
    }

    /// What each name becomes in a system with numbers in place of some symbols; nil when a variable is missing there.
    func imagesOfNames(in other: PolynomialSystem) -> [Polynomial]? {
        var images: [Polynomial] = []
        for (index, name) in ring.names.enumerated() {
            if index >= variableCount, let value = values[index - variableCount] {
                images.append(other.ring.constant(value))
            } else if let position = other.ring.names.firstIndex(of: name) {
                images.append(other.ring.variable(position))
            } else {
                return nil
            }
        }
        return images
    }

    /// What each name of the ring becomes in the ring of the specialised system.
    func imagesOfNames(in target: PolynomialRing) -> [Polynomial] {
        var next = variableCount
        return ring.names.indices.map { index in
            if index < variableCount { return target.variable(index) }
            if let value = values[index - variableCount] { return target.constant(value) }
            defer { next += 1 }
            return target.variable(next)
        }
    }

    /// The monomials of degree 1 to `degree` in the variables of the state, low degrees first.
    func monomials(upTo degree: Int) -> [Polynomial] {
        var result: [Polynomial] = []
        for total in 1...degree {
            MonomialClasses.forEach(degree: total, variables: baseCount) { exponents in
                let padding = [Int](repeating: 0, count: ring.variableCount - exponents.count)
                result.append(
                    ring.polynomial([.init(coefficient: .one, exponents: exponents.map { Int($0) } + padding)]))
            }
        }
        return result
    }

    /// dH/dt times the common denominator.
    func lieDerivative(of quantity: Polynomial) -> Polynomial {
        rightHandSides.enumerated().reduce(ring.zero) { sum, side in
            let partial = quantity.derivative(by: side.offset)
            return partial.isZero ? sum : sum + partial * side.element
        }
    }
}

extension AtomReader {
    /// The expression in lowest terms, within the limits of degree.
    func polynomialRead(_ expression: Expression) throws(ConversionProblem) -> RationalFunction {
        let function = try read(expression)
        let isTooLarge = ring.names.indices.contains {
            max(function.numerator.degree(in: $0), function.denominator.degree(in: $0)) > PolynomialSystem.degreeLimit
        }
        if isTooLarge { throw .tooLarge }
        return function
    }
}

extension Polynomial {
    /// Degree in the first `count` variables, -1 for 0.
    func stateDegree(_ count: Int) -> Int {
        terms.map { $0.exponents.prefix(count).reduce(0, +) }.max() ?? -1
    }
}
