import Datasets

extension ProblemUnits {
    /// What follows from the units alone, one sentence each: scales with a shifted zero, unlike sizes of one kind, a target
    /// that cannot be formed, inputs that cannot take part.
    public func remarks(inputNames: [String], targetName: String) -> [String] {
        offsets(inputNames, targetName) + sizes(inputNames, targetName) + gaps(inputNames, targetName)
    }

    private func all(_ inputNames: [String], _ targetName: String) -> [(name: String, unit: PhysicalUnit)] {
        inputNames.compactMap { name in inputs[name].map { (name, $0) } } + (target.map { [(targetName, $0)] } ?? [])
    }

    private func offsets(_ inputNames: [String], _ targetName: String) -> [String] {
        all(inputNames, targetName).filter(\.unit.hasOffset).map {
            "'\($0.name)' is in \($0.unit), whose zero is not absolute zero: laws with products, ratios or powers of it "
                + "need K"
        }
    }

    private func sizes(_ inputNames: [String], _ targetName: String) -> [String] {
        var warnings: [String] = []
        var first: [(name: String, unit: PhysicalUnit)] = []
        for (name, unit) in all(inputNames, targetName) where !unit.dimension.isDimensionless {
            guard let earlier = first.first(where: { $0.unit.dimension == unit.dimension }) else {
                first.append((name, unit))
                continue
            }
            if abs(earlier.unit.scale / unit.scale - 1) > 1e-9, warnings.isEmpty {
                warnings.append(
                    "'\(earlier.name)' is in \(earlier.unit) and '\(name)' in \(unit): formulas will hold factors between "
                        + "them that one common unit would avoid")
            }
        }
        return warnings
    }

    private func gaps(_ inputNames: [String], _ targetName: String) -> [String] {
        let known = inputNames.compactMap { inputs[$0] }
        guard known.count == inputNames.count, let target else { return [] }
        let matrix = DimensionMatrix(columns: known.map(\.dimension))
        guard matrix.exponents(for: target.dimension) != nil else {
            let start = "no product of powers of the inputs has the unit of '\(targetName)' (\(target))"
            return [
                allowsConstantsWithUnits
                    ? "\(start): a law needs a constant with a unit"
                    : "\(start), so no formula without a constant with a unit can be right"
            ]
        }
        return zip(inputNames, known).enumerated().compactMap { position, input in
            let (name, unit) = input
            guard !matrix.isUsable(position, target: target.dimension) else { return nil }
            return "the unit of '\(name)' (\(unit)) cancels against no other column: "
                + (allowsConstantsWithUnits
                    ? "only a constant with a unit can bring it into a law" : "no formula can use it")
        }
    }
}
