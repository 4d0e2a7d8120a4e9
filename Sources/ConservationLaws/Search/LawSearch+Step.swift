import Diagnostics
import ExactAlgebra

/// One degree of the climb: conditions, null spaces and which of their vectors become laws.
extension LawSearch {
    /// Solves the degree that the classes have reached; false when the run was stopped.
    mutating func step() throws -> Bool {
        let grown = classes.classes.indices.filter {
            classes.classes[$0].hasGrown && !classes.classes[$0].monomials.isEmpty
        }
        guard let solved = try solve(grown) else { return false }
        try ensurePoints((solved.map(\.dimension).max() ?? 0) + 8)
        extendValues()
        var spans = productSpans(classes: Set(grown.map { classes.classes[$0].key }))
        var candidates: [LawCandidate] = []
        for (index, space) in zip(grown, solved) {
            let ansatz = classes.classes[index]
            var whole = spans[ansatz.key] ?? ModularSpan(field: image.field)
            let known = whole.dimension
            let constants = isConstantClass(ansatz) ? 1 : 0
            // Products of known laws lie in the space; when they span it there is no need to look at its vectors.
            if known == space.dimension + constants {
                knownDimensions[index] = space.dimension
                continue
            }
            for vector in space.vectors { whole.insert(evaluate(vector, ansatz)) }
            knownDimensions[index] = whole.dimension - constants
            if whole.dimension > known {
                guard
                    let found = self.candidates(
                        index, space, known: spans[ansatz.key] ?? ModularSpan(field: image.field),
                        dimension: whole.dimension)
                else { return false }
                candidates += found
            }
        }
        for candidate in candidates.sorted(by: { $0.isSimpler(than: $1) }) {
            if control.isStopping { return false }
            let constants = isConstantClass(candidate.ansatz) ? 1 : 0
            let reached = (spans[candidate.ansatz.key]?.dimension ?? 0) - constants
            if reached < knownDimensions[candidate.classIndex] ?? 0 { adopt(candidate, &spans) }
        }
        for index in grown {
            let ansatz = classes.classes[index]
            let reached = (spans[ansatz.key]?.dimension ?? 0) - (isConstantClass(ansatz) ? 1 : 0)
            if reached < knownDimensions[index] ?? 0 { outcome.isSpanned = false }
        }
        outcome.dimensions.append(knownDimensions.values.reduce(0, +))
        return true
    }

    private func isConstantClass(_ ansatz: MonomialClass) -> Bool { ansatz.key == classes.key(ofProduct: []) }

    private mutating func solve(_ indices: [Int]) throws -> [ModularNullSpace]? {
        let (control, seed) = (control, options.seed)
        let work = indices.map { classes.classes[$0] }
        let results: [ModularNullSpace?]
        if isSampled {
            try ensurePoints(SampledConditions.pointCount(work.map(\.monomials.count).max() ?? 0))
            let conditions = SampledConditions(field: image.field, points: points, rates: rates)
            let isFree = isFreeOfRelations
            results = ParallelMap.map(work, threads: options.threads) { ansatz in
                control.isStopping
                    ? nil : conditions.nullSpace(of: ansatz.monomials, isFreeOfRelations: isFree)
            }
        } else {
            let image = image
            results = ParallelMap.map(work, threads: options.threads) { ansatz in
                image.conditions(of: ansatz).nullSpace(seed: seed, isCancelled: { control.isStopping })
            }
        }
        let solved = results.compactMap { $0 }
        return solved.count == work.count ? solved : nil
    }

    /// Whether no constraint is low enough in degree to make monomials dependent.
    private var isFreeOfRelations: Bool {
        let lowest = system.constraints.map { $0.stateDegree(system.variableCount) }.min()
        return lowest.map { classes.degree < $0 } ?? true
    }

    /// The conserved quantities of an ansatz whose monomials have symbols in them; nil when the run was stopped.
    private func symbolicNullSpace(_ ansatz: MonomialClass) -> ModularNullSpace? {
        if isSampled {
            let count = SampledConditions.pointCount(ansatz.monomials.count)
            return images.conditions(fieldIndex: fieldIndex, pointCount: count)?
                .nullSpace(of: ansatz.monomials, isFreeOfRelations: isFreeOfRelations)
        }
        return symbolImage?.conditions(of: ansatz).nullSpace(
            seed: options.seed, isCancelled: { control.isStopping })
    }

    /// The quantities that are conserved off the constraints as well, nil without constraints.
    private func freeSpace(_ ansatz: MonomialClass) -> ModularNullSpace? {
        let monomials = ansatz.monomials.map { monomial in
            monomial + [UInt8](repeating: 0, count: system.ring.variableCount - monomial.count)
        }
        return freeImages?.conditions(
            fieldIndex: fieldIndex, pointCount: SampledConditions.pointCount(monomials.count))?
            .nullSpace(of: monomials, isFreeOfRelations: isFreeOfRelations)
    }

    /// Sparse laws of one class that together with the known ones span all of them; nil when the run was stopped.
    ///
    /// With symbols, quantities free of them are tried first, then those whose coefficients are linear and quadratic in the
    /// symbols, for such coefficients are what people write; then any.
    private func candidates(
        _ index: Int, _ space: ModularNullSpace, known: ModularSpan, dimension: Int
    ) -> [LawCandidate]? {
        let ansatz = classes.classes[index]
        let field = image.field
        func readable(_ space: ModularNullSpace, _ ansatz: MonomialClass, _ symbolDegree: Int) -> [LawCandidate] {
            func candidates(_ space: ModularNullSpace, needsConstraints: Bool) -> [LawCandidate] {
                SparseRepresentatives(space: space, ansatz: ansatz).vectors(seed: options.seed).map {
                    var candidate = LawCandidate(
                        vector: $0, classIndex: index, ansatz: ansatz, symbolDegree: symbolDegree,
                        variableCount: system.variableCount, field: field)
                    candidate.needsConstraints = needsConstraints
                    return candidate
                }
            }
            guard let free = freeSpace(ansatz) else { return candidates(space, needsConstraints: false) }
            return candidates(free, needsConstraints: false) + candidates(space, needsConstraints: true)
        }
        guard symbolImage != nil else { return readable(space, ansatz, 0) }
        var result: [LawCandidate] = []
        var reached = known
        for symbolDegree in 0...2 {
            let extended = ansatz.multiplied(byMonomialsIn: system.symbolCount, degree: symbolDegree)
            guard extended.monomials.count <= LawSearch.symbolBasisSize else { break }
            guard let special = symbolicNullSpace(extended) else { return nil }
            for vector in special.vectors { reached.insert(evaluate(vector, extended)) }
            result += readable(special, extended, symbolDegree)
            if reached.dimension >= dimension { return result }
        }
        return result + readable(space, ansatz, LawCandidate.anySymbolDegree)
    }

    /// Keeps a candidate that is no combination of laws and products known, when it lifts to an exact law.
    private mutating func adopt(_ candidate: LawCandidate, _ spans: inout [[Int]: ModularSpan]) {
        let key = candidate.ansatz.key
        let values = evaluate(candidate.vector, candidate.ansatz)
        var span = spans[key] ?? ModularSpan(field: image.field)
        guard span.insert(values) else { return }
        let polynomial = image(of: candidate)
        var extended = jacobian
        let isIndependent = extended.insert(polynomial.gradient(at: points[0], in: image.field))
        guard let law = lifter.lift(candidate, termLimit: isIndependent ? 2_000 : 60) else { return }
        spans[key] = span
        generators.append(Generator(key: key, degree: candidate.degree, polynomial: polynomial, values: values))
        if isIndependent {
            jacobian = extended
            outcome.laws.append(law)
        } else {
            outcome.dependentGenerators.append(law)
        }
    }
}
