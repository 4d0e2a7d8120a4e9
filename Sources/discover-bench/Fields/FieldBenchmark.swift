/// A partial differential equation with the domain and the initial state on which methods are compared.
struct FieldBenchmark {
    /// What the command line calls it.
    var name: String
    /// The equations, one per field that has one, in the terms of the program's own answers.
    var equations: [(variable: String, terms: [(term: String, coefficient: Double)])]
    /// Where domain and initial state come from.
    var source: String
    /// Solves it.
    var solve: () -> GeneratedField

    /// All of them.
    static var all: [FieldBenchmark] {
        FieldBenchmark.waves + FieldBenchmark.diffusions + FieldBenchmark.quantum + FieldBenchmark.planes
            + FieldBenchmark.varying
    }
}
