import FieldSolvers

/// Runs a periodic field from its initial state and keeps its values at equally spaced instants.
struct PeriodicEvolution {
    let grid: PeriodicGrid
    /// Linear part for every field.
    let linear: [ComplexArray]
    /// Time between the instants that are kept, their number, and steps of the solver from one to the next.
    let interval: Double
    let frames: Int
    let substeps: Int

    /// States in Fourier space, one per instant.
    ///
    /// - Parameters:
    ///   - initial: values of every field; complex ones are allowed.
    ///   - nonlinearity: as the solver wants it.
    func states(
        _ initial: [ComplexArray], _ nonlinearity: ExponentialRungeKutta.Nonlinearity
    ) -> [ExponentialRungeKutta.State] {
        let solver = ExponentialRungeKutta(linear: linear, step: interval / Double(substeps))
        var state = initial.map { grid.forward($0) }
        var result = [state]
        for frame in 1..<frames {
            for step in 0..<substeps {
                let time = interval * (Double(frame - 1) + Double(step) / Double(substeps))
                state = solver.advanced(state, time: time, nonlinearity)
            }
            result.append(state)
        }
        return result
    }

    /// The fields in space: real parts.
    func field(_ states: [ExponentialRungeKutta.State], _ names: [String]) -> GeneratedField {
        let fields = names.enumerated().map { place, name in
            (name: name, values: states.flatMap { grid.inverse($0[place]).real })
        }
        return generated(fields)
    }

    /// Wraps values on this grid.
    func generated(_ fields: [(name: String, values: [Double])]) -> GeneratedField {
        let names = ["x", "y"]
        return GeneratedField(
            space: grid.counts.indices.map { (names[$0], grid.coordinates($0)) },
            times: (0..<frames).map { interval * Double($0) }, fields: fields)
    }

    /// Values of a real field without the frequencies that products would alias.
    func values(_ coefficients: ComplexArray) -> [Double] {
        grid.inverse(coefficients.scaled(grid.dealiasing)).real
    }

    /// Dealiased Fourier coefficients of real values.
    func coefficients(_ values: [Double]) -> ComplexArray {
        grid.forward(ComplexArray(real: values)).scaled(grid.dealiasing)
    }
}
