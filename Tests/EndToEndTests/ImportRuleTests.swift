import Foundation
import Testing

/// The rule that keeps foreign libraries in one room each.
@Suite struct ImportRuleTests {
    private static let owners = [
        "CGSL": "NumericKernel", "CLAPACKE": "NumericKernel", "CHDF5": "Datasets", "CCSV": "Datasets",
        "CZLIB": "Datasets", "CFLINT": "ExactAlgebra", "CVectorMath": "Evaluation", "ArgumentParser": "discover",
    ]

    /// The Swift files of Sources as (room, path, imported modules).
    private static let files: [(room: String, path: String, imports: [String])] = {
        let root = DiscoverProcess.package.appendingPathComponent("Sources")
        let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
            let imports = text.split(separator: "\n").compactMap { line -> String? in
                let words = line.split(separator: " ")
                guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
                    words[..<position].allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "internal" })
                else { return nil }
                return words[position + 1].split(separator: ".").first.map(String.init)
            }
            return (path.split(separator: "/").first.map(String.init) ?? "", path, imports)
        }
    }()

    @Test func thereAreFiles() {
        #expect(Self.files.count > 50)
        #expect(Self.files.contains { $0.imports.contains("CGSL") })
    }

    @Test func eachLibraryHasOneRoom() {
        for file in Self.files {
            for module in file.imports {
                guard let owner = Self.owners[module] else { continue }
                // The program that makes benchmark data has a command line too.
                let isTool = owner == "discover" && file.room == "discover-bench"
                #expect(file.room == owner || isTool, "\(file.path) imports \(module)")
            }
        }
    }

    @Test func nobodyImportsFoundation() {
        for file in Self.files { #expect(!file.imports.contains("Foundation"), "\(file.path)") }
    }

    @Test func noTrapsInSources() throws {
        let root = DiscoverProcess.package.appendingPathComponent("Sources")
        for file in Self.files {
            let text = try String(contentsOf: root.appendingPathComponent(file.path), encoding: .utf8)
            for word in ["fatalError(", "try!", "TODO", "FIXME"] {
                #expect(!text.contains(word), "\(file.path) contains \(word)")
            }
        }
    }
}
