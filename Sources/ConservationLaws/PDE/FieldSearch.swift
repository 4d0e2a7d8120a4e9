import Diagnostics
import ExactAlgebra
import Expressions

/// One search for the conservation laws of partial differential equations in all classes that are planned.
struct FieldSearch {
    let equations: FieldEquations
    let scaling: ScalingSymmetries
    let options: ConservationOptions
    let control: RunControl
    /// The laws, those without explicit time and space first.
    private(set) var laws: [FieldLaw] = []
    /// Whether every class was solved completely.
    private(set) var isComplete = true
    /// The largest class.
    private(set) var basisSize = 0
    /// What the classes are.
    private(set) var classes: [String] = []

    /// Prepares a search.
    ///
    /// - Throws: `DiscoverError.input` for equations outside the class that can be treated.
    init(_ system: FieldSystem, _ options: ConservationOptions, _ control: RunControl) throws {
        equations = try FieldEquations(system)
        scaling = ScalingSymmetries(equations)
        self.options = options
        self.control = control
        // An image modulo a prime must exist, or no search can begin.
        _ = try ModularImage(equations.space, seed: options.seed, polynomials: equations.polynomials)
    }

    private func densitySearch(_ sides: [ExactPolynomial]) -> DensitySearch? {
        try? DensitySearch(
            equations: equations, sides: sides, scaling: scaling, seed: options.seed, control: control)
    }

    /// Runs it.
    mutating func run() {
        switch equations.form {
        case .evolution(let sides):
            guard var search = densitySearch(sides) else { break }
            for basis in DensityPlan(equations: equations, scaling: scaling, options: options).bases(sides) {
                search.search(basis)
                if control.isStopping { break }
                classes.append(basis.description)
            }
            (laws, isComplete, basisSize) = (search.laws, search.isComplete, search.basisSize)
        case .implicit(let polynomials):
            guard
                var search = try? MultiplierSearch(
                    space: equations.space, polynomials: polynomials, scaling: scaling, seed: options.seed,
                    control: control)
            else { break }
            let (degree, order) = (options.maximumDegree ?? 2, options.maximumOrder ?? 2)
            var basis = DensityBasis(
                monomials: search.monomials(degree: degree, order: order),
                description: "laws with multipliers of degree at most \(degree) and with at most \(order) derivatives")
            basis = basis.multiplied(bySpaceAndTimeUpTo: options.explicitDegree, in: equations.space)
            search.search(basis.monomials)
            classes.append(basis.description)
            (laws, isComplete, basisSize) = (search.laws, search.isComplete, search.basisSize)
        }
        if control.isStopping { isComplete = false }
        func isExplicit(_ law: FieldLaw) -> Bool { law.density.variables.contains { $0.kind == .independent } }
        laws = laws.filter { !isExplicit($0) } + laws.filter(isExplicit)
    }

    /// Polynomials in the symbols at whose zeros evolution equations may have more laws.
    func conditions(limit: Int) -> [Polynomial] {
        guard case .evolution(let sides) = equations.form, let search = densitySearch(sides) else { return [] }
        var found: [Polynomial] = []
        for basis in DensityPlan(equations: equations, scaling: scaling, options: options).bases(sides) {
            guard !control.isStopping, found.count < limit, !basis.isExtension else { break }
            search.collectConditions(basis, &found)
        }
        return Array(found.prefix(limit))
    }

    /// The laws with the names of parameters that have values, when they are as many and not much longer; and what is special
    /// about the values otherwise.
    func withNames(of system: FieldSystem) -> (search: FieldSearch?, notes: [String]) {
        var symbolic = system
        symbolic.parameters = system.parameters.map { .init(name: $0.name, value: nil) }
        guard var general = try? FieldSearch(symbolic, options, control) else { return (nil, []) }
        general.run()
        guard general.isComplete, isComplete else { return (nil, []) }
        if general.laws.count < laws.count {
            return (
                nil,
                [
                    "For general values of the parameters there are only \(general.laws.count) of these \(laws.count) laws: "
                        + "the values given are special."
                ]
            )
        }
        func length(_ search: FieldSearch) -> Int {
            let writer = JetWriter(space: search.equations.space)
            return search.laws.reduce(0) { $0 + writer.expression($1.density).complexity }
        }
        let isReadable = general.laws.count == laws.count && length(general) <= 3 * length(self)
        return (isReadable && general.hold(at: system) ? general : nil, [])
    }

    /// Whether no density vanishes or becomes a divergence at the values of the parameters.
    private func hold(at system: FieldSystem) -> Bool {
        guard let values = try? FieldEquations.values(of: system), let special = try? FieldEquations(system) else {
            return false
        }
        let writer = JetWriter(space: equations.space)
        let algebra = special.space.exactAlgebra
        return laws.allSatisfy { law in
            var reader = JetReader(space: special.space, values: values)
            guard let density = try? reader.read(writer.expression(law.density)),
                reader.space.atoms.count == special.space.atoms.count
            else { return false }
            return !algebra.euler(density, directions: special.space.spaceDirections).isEmpty
        }
    }
}
