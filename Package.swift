// swift-tools-version: 6.2
import PackageDescription

// Strictness shared by every Swift target: see docs/CONTRIBUTING.md.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-Xcc", "-fno-math-errno"]),
]

// Compile flags of our own C: no errno from the mathematical functions, no silent fused operations.
let vector: [String] = ["-O3", "-fno-math-errno", "-ffp-contract=off"]

#if arch(x86_64)
    let avx2 = ["-mavx2", "-mfma"]
    let vectorLibraries: [LinkerSetting] = [.linkedLibrary("mvec"), .linkedLibrary("m")]
#else
    let avx2: [String] = []
    let vectorLibraries: [LinkerSetting] = [.linkedLibrary("m")]
#endif

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: strict)
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "discover",
    products: [.executable(name: "discover", targets: ["discover"])],
    dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")],
    targets: [
        // System libraries. No pkg-config for GSL and LAPACKE on purpose: it would pull in the slow reference BLAS.
        .systemLibrary(name: "CGSL", providers: [.apt(["libgsl-dev"])]),
        .systemLibrary(name: "CLAPACKE", providers: [.apt(["liblapacke-dev", "libopenblas-dev"])]),
        .systemLibrary(name: "CFLINT", providers: [.apt(["libflint-dev", "libflint-arb-dev", "libgmp-dev"])]),
        .systemLibrary(name: "CCSV", providers: [.apt(["libcsv-dev"])]),
        .systemLibrary(name: "CZLIB", providers: [.apt(["zlib1g-dev"])]),

        // C of our own: HDF5 opened on first use, and elementwise loops, one target per instruction set.
        .target(
            name: "CHDF5", cSettings: [.unsafeFlags(["-fvisibility=hidden"])],
            linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(name: "CVectorMathAVX2", cSettings: [.unsafeFlags(vector + avx2)]),
        .target(
            name: "CVectorMath", dependencies: ["CVectorMathAVX2"], cSettings: [.unsafeFlags(vector)],
            linkerSettings: vectorLibraries),

        // The rooms, bottom up; dependencies point down only.
        room("Diagnostics", []),
        // Linked into the program: loading the shared ones took a third of the start of every command.
        .target(
            name: "NumericKernel", dependencies: ["Diagnostics", "CGSL", "CLAPACKE"], swiftSettings: strict,
            linkerSettings: [
                .linkedLibrary(":libgsl.a"), .linkedLibrary(":liblapacke.a"), .linkedLibrary(":libopenblas.a"),
                .linkedLibrary(":libgfortran.so.5"), .linkedLibrary("m"),
            ]),
        room("ExactAlgebra", ["Diagnostics", "CFLINT"]),
        room("Expressions", ["Diagnostics"]),
        room("Evaluation", ["Diagnostics", "Expressions", "CVectorMath"]),
        room("Datasets", ["Diagnostics", "Expressions", "CCSV", "CHDF5", "CZLIB"]),
        room("ConservationLaws", ["Diagnostics", "NumericKernel", "ExactAlgebra", "Expressions"]),
        room(
            "SymbolicRegression",
            ["Diagnostics", "NumericKernel", "ExactAlgebra", "Expressions", "Evaluation", "Datasets"]),
        room("SparseDynamics", ["Diagnostics", "NumericKernel", "Expressions", "Evaluation", "Datasets"]),
        room("FieldSolvers", []),
        room(
            "Reports",
            ["Diagnostics", "Expressions", "Datasets", "ConservationLaws", "SymbolicRegression", "SparseDynamics"]),
        .executableTarget(
            name: "discover",
            dependencies: [
                "Diagnostics", "NumericKernel", "Expressions", "Evaluation", "Datasets", "ConservationLaws",
                "SymbolicRegression", "SparseDynamics", "Reports", argumentParser,
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "discover-bench", dependencies: ["FieldSolvers", "Datasets", "NumericKernel", argumentParser],
            swiftSettings: strict),

        tests("Diagnostics", ["Diagnostics"]),
        tests("FieldSolvers", ["FieldSolvers"]),
        tests("NumericKernel", ["NumericKernel", "Diagnostics"]),
        tests("ExactAlgebra", ["ExactAlgebra", "Diagnostics"]),
        tests("Expressions", ["Expressions", "Diagnostics"]),
        tests("Evaluation", ["Evaluation", "Expressions", "Diagnostics"]),
        tests("Datasets", ["Datasets", "Expressions", "CHDF5", "CZLIB", "Diagnostics"]),
        tests(
            "ConservationLaws", ["ConservationLaws", "NumericKernel", "ExactAlgebra", "Expressions", "Diagnostics"]),
        tests(
            "SymbolicRegression",
            ["SymbolicRegression", "NumericKernel", "Expressions", "Evaluation", "Datasets", "Diagnostics"]),
        tests(
            "SparseDynamics",
            ["SparseDynamics", "NumericKernel", "Expressions", "Evaluation", "Datasets", "Diagnostics"]),
        tests("Reports", ["Reports", "ConservationLaws", "SymbolicRegression", "Expressions", "Diagnostics"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "discover", "Datasets", "Diagnostics", "Expressions", "Reports", "SparseDynamics", "SymbolicRegression",
            ],
            exclude: ["Cases"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
