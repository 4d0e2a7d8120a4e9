import Expressions
import SparseDynamics

/// Code that solves what was found.
extension DynamicsReport {
    /// A Python program that solves the equations from the first state of the data and prints a table; for NumPy, SciPy and SymPy.
    public var program: String {
        let names = series.variables + series.inputs
        let count = series.trajectories.first?.count ?? 0
        let isMap = series.kind == .map
        var lines = [
            "# \(isMap ? "A map" : "Differential equations") found in \(paths), solved from the first state.",
            "import numpy as np",
        ]
        if !isMap { lines.append("from scipy.integrate import solve_ivp") }
        lines += ["from sympy import *", ""]
        lines += names.map { "\(python($0)) = Symbol('\(python($0))', real=True)" }
        lines += ["sides = ["]
        lines += result.equations.map { "    \(formulas.sympy($0.expression)),  # \($0.leftHandSide.printable)" }
        lines += [
            "]", "function = lambdify([\(names.map(python).joined(separator: ", "))], sides, 'numpy')",
            "start = \(Self.list(firstState))",
        ]
        lines += series.inputs.isEmpty ? [] : inputLines
        let arguments = series.inputs.isEmpty ? "*state" : "*state, *inputs(t)"
        if isMap {
            lines += [
                "state = np.array(start)", "print('\(header("n"))')", "for t in range(\(count)):",
                "    print(t, *state, sep=',')", "    state = np.array(function(\(arguments)), float)",
            ]
        } else {
            let times = series.trajectories.first?.times ?? []
            lines += [
                "times = np.linspace(\(times.first ?? 0), \(times.last ?? 1), \(count))",
                "solution = solve_ivp(lambda t, state: function(\(arguments)), (times[0], times[-1]), start, t_eval=times,",
                "                     rtol=1e-9, atol=1e-12)", "print('\(header(series.timeName))')",
                "for t, state in zip(solution.t, solution.y.T):", "    print(t, *state, sep=',')",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var paths: String { files.map { $0.path.printable }.joined(separator: ", ") }

    private func python(_ name: String) -> String { formulas.sympy(.variable(name)) }

    private func header(_ clock: String) -> String {
        ([clock] + series.variables).map { $0.printable.replacing("\\", with: "").replacing("'", with: "\\'") }
            .joined(separator: ",")
    }

    /// The first state of the data.
    private var firstState: [Double] {
        series.trajectories.first.map { part in part.states.map { $0.first ?? 0 } } ?? []
    }

    /// The inputs of the first run, between whose samples they are interpolated.
    private var inputLines: [String] {
        guard let part = series.trajectories.first else { return [] }
        let columns = part.inputs.map { "    \(Self.list($0))," }
        return ["clock = \(Self.list(part.times))", "columns = ["] + columns
            + ["]", "def inputs(t): return [np.interp(t, clock, column) for column in columns]"]
    }

    private static func list(_ values: [Double]) -> String {
        "[" + values.map { "\($0)" }.joined(separator: ", ") + "]"
    }
}
