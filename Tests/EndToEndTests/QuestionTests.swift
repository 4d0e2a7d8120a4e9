import Datasets
import Diagnostics
import SymbolicRegression
import Testing

@testable import discover

@Suite struct QuestionTests {
    private func table(_ columns: [(String, [Double])]) -> Table {
        Table(columns: columns.map { TableColumn(name: $0.0, values: $0.1) })
    }

    private func code(_ body: () throws -> Void) -> String? {
        do { try body() } catch let error as DiscoverError { return error.diagnostics.first?.code } catch {}
        return nil
    }

    @Test func theLastColumnIsTheTarget() throws {
        let question = try FitQuestion(
            try Measurements(table([("a", [1, 2, 3]), ("b", [2, 2, 1]), ("c", [5, 4, 3])]), target: nil))
        #expect(question.problem.targetName == "c")
        #expect(question.problem.inputNames == ["a", "b"])
        #expect(question.warnings.isEmpty)
    }

    @Test func chosenColumnsKeepTheirOrder() throws {
        let measurements = try Measurements(
            table([("a", [1, 2, 3]), ("b", [2, 2, 1]), ("c", [5, 4, 3])]), target: "a", inputs: ["c", "b"])
        #expect(measurements.inputs.map(\.name) == ["c", "b"])
        #expect(measurements.target.name == "a")
        #expect(measurements.inputValues == [[5, 4, 3], [2, 2, 1]])
    }

    @Test func constantInputsAreLeftOut() throws {
        let question = try FitQuestion(
            try Measurements(table([("a", [1, 2, 3]), ("k", [7, 7, 7]), ("y", [5, 4, 3])]), target: nil))
        #expect(question.problem.inputNames == ["a"])
        #expect(question.warnings == ["input 'k' is the same in every row and was left out"])
    }

    @Test(arguments: [
        ([("a", [1.0, 2]), ("y", [1.0, 2])], "table.too-few-rows"),
        ([("y", [1.0, 2, 3])], "table.no-inputs"),
        ([("a", [1.0, 2, 3]), ("y", [4.0, 4, 4])], "table.constant-target"),
        ([("a", [1.0, 1, 1]), ("y", [4.0, 5, 6])], "table.constant-inputs"),
    ])
    func hopelessQuestionsAreRefused(columns: [(String, [Double])], expected: String) {
        #expect(code { _ = try FitQuestion(try Measurements(table(columns), target: nil)) } == expected)
    }

    @Test func unknownNamesComeWithASuggestion() throws {
        let table = table([("pressure", [1, 2, 3]), ("volume", [3, 2, 1])])
        let error = try #require(throws: DiscoverError.self) { try Measurements(table, target: "presure") }
        #expect(error.diagnostics.first?.hint?.hasPrefix("did you mean 'pressure'?") == true)
        #expect(code { _ = try Measurements(table, target: "volume", inputs: ["volume"]) } == "table.repeated-input")
        #expect(
            code { _ = try Measurements(table, target: nil, inputs: ["pressure", "pressure"]) }
                == "table.repeated-input")
    }

    @Test(arguments: [
        ("a,b", ["a", "b"]), (" a , my column ", ["a", "my column"]), ("a", ["a"]), ("a,,b", ["a", "", "b"]),
    ])
    func listsOfNames(text: String, names: [String]) {
        #expect(NameList.names(text) == names)
    }

    @Test(arguments: [
        ("`a,b`,c", ["a,b", "c"]), ("\"a,b\" , c", ["a,b", "c"]), ("\"say \"\"x\"\"\"", ["say \"x\""]),
        ("` a `", [" a "]), ("a`b,c", ["a`b", "c"]), ("\"a\"b,c", ["\"a\"b", "c"]), ("`open,c", ["`open", "c"]),
    ])
    func quotedNames(text: String, names: [String]) {
        #expect(NameList.names(text) == names)
    }

    @Test func aTextThatIsAColumnIsThatColumn() {
        #expect(NameList.names("a,b", columns: ["a", "b", "a,b"]) == ["a,b"])
        #expect(NameList.names("a,b", columns: ["a", "b"]) == ["a", "b"])
    }

    @Test func severalTargetsAreNoInputsOfEachOther() throws {
        let table = table([("a", [1, 2, 3]), ("y", [5, 4, 3]), ("b", [2, 2, 1]), ("z", [0, 4, 3])])
        let all = try Measurements.all(table, targets: "z, y", inputs: nil, reserved: [])
        #expect(all.map(\.target.name) == ["z", "y"])
        #expect(all.map { $0.inputs.map(\.name) } == [["a", "b"], ["a", "b"]])
        #expect(try Measurements.all(table, targets: nil, inputs: nil, reserved: ["z"]).map(\.target.name) == ["b"])
        #expect(
            code { _ = try Measurements.all(table, targets: "y,y", inputs: nil, reserved: []) }
                == "table.repeated-target")
        #expect(
            code { _ = try Measurements.all(table, targets: "y,z", inputs: "a,z", reserved: []) }
                == "table.repeated-input")
        #expect(
            code { _ = try Measurements.all(table, targets: "y,k", inputs: nil, reserved: []) }
                == "table.unknown-column")
    }

    @Test(arguments: [
        (["-h"], true), (["fit", "-h"], true), ([], true), (["fit", "--", "-h"], false), (["fit", "--help"], false),
    ])
    func shortHelp(arguments: [String], isShown: Bool) {
        #expect((ShortHelp.text(for: arguments) != nil) == isShown)
    }

    @Test func everyCommandHasAScreen() {
        let screens = Subcommands.names.compactMap { ShortHelp.text(for: [$0, "-h"]) }
        #expect(Set(screens).count == Subcommands.names.count)
        for (name, screen) in zip(Subcommands.names, screens) { #expect(screen.hasPrefix("discover \(name): ")) }
    }

    @Test func misspeltCommands() {
        #expect(code { try Subcommands.check(["fti"]) } == "usage.unknown-command")
        #expect(code { try Subcommands.check(["fit"]) } == nil)
        #expect(code { try Subcommands.check(["help", "fit"]) } == nil)
        #expect(code { try Subcommands.check(["--version"]) } == nil)
    }
}
