import ArgumentParser
import Datasets
import FieldSolvers
import Glibc
import NumericKernel

/// `discover-bench pde`: fields that obey a known partial differential equation, as a table.
struct PDECommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pde", abstract: "Print a field that obeys a known partial differential equation, as CSV.")

    @Argument(help: "Name of the equation; none lists them.")
    var name: String?

    @Option(help: "Standard deviation of white noise, relative to the root mean square of each field.")
    var noise = 0.0

    @Option(help: "Seed of the noise.")
    var seed: UInt64 = 1

    @Flag(help: "Print the equation, one line per term: variable, term, coefficient.")
    var truth = false

    func validate() throws {
        if !(noise >= 0 && noise.isFinite) { throw ValidationError("--noise must be a number of at least 0.") }
    }

    func run() throws {
        guard let name else {
            for benchmark in FieldBenchmark.all { print("\(benchmark.name): \(benchmark.source)") }
            return
        }
        guard let benchmark = FieldBenchmark.all.first(where: { $0.name == name }) else {
            throw ValidationError(
                "There is no equation '\(name)'; there are \(FieldBenchmark.all.map(\.name).joined(separator: ", ")).")
        }
        if truth {
            for equation in benchmark.equations {
                for term in equation.terms { print("\(equation.variable),\(term.term),\(term.coefficient)") }
            }
            return
        }
        print(TableWriter.text(table(benchmark.solve())), terminator: "")
    }

    /// The field with noise, one row per grid point.
    private func table(_ field: GeneratedField) -> Table {
        let points = field.space.reduce(1) { $0 * $1.coordinates.count }
        var columns: [TableColumn] = []
        var stride = 1
        for axis in field.space {
            let count = axis.coordinates.count
            let values = (0..<points * field.times.count).map { axis.coordinates[$0 / stride % count] }
            columns.append(TableColumn(name: axis.name, values: values))
            stride *= count
        }
        columns.append(
            TableColumn(name: "t", values: (0..<points * field.times.count).map { field.times[$0 / points] }))
        for (place, item) in field.fields.enumerated() {
            let square = item.values.reduce(0) { $0 + $1 * $1 } / Double(item.values.count)
            let size = noise * square.squareRoot()
            let stream = RandomStream(seed: seed, item: place)
            let values = size > 0 ? item.values.map { $0 + stream.gaussian(standardDeviation: size) } : item.values
            columns.append(TableColumn(name: item.name, values: values))
        }
        return Table(columns: columns)
    }
}
