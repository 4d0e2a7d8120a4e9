import Datasets
import Diagnostics
import Expressions
import Foundation
import Testing

/// The folder `datasets` of the project.
let datasetsFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "datasets")

@Suite struct LawCatalogueTests {
    private func catalogue() throws -> LawCatalogue {
        try LawCatalogue.read(
            laws: datasetsFolder.appending(path: "catalogue/feynman.csv").path,
            variables: datasetsFolder.appending(path: "catalogue/feynman-variables.csv").path)
    }

    @Test func hasAllLaws() throws {
        let catalogue = try catalogue()
        #expect(catalogue.laws.count == 120)
        #expect(Set(catalogue.laws.map(\.identifier)).count == 120)
        let gravity = try #require(catalogue.law("I.9.18"))
        #expect(gravity.variables.count == 9)
        #expect(gravity.unit == "m kg s^-2")
        #expect(gravity.variables.first { $0.name == "G" }?.unit == "m^3 kg^-1 s^-2")
        #expect(gravity.variables.first { $0.name == "x1" }?.range == 3...4)
        #expect(catalogue.law("none") == nil)
    }

    @Test func everyFormulaUsesExactlyItsVariables() throws {
        for law in try catalogue().laws {
            let declared = Set(law.variables.map(\.name))
            let expression = try ExpressionParser(variables: declared).parse(law.formula)
            #expect(Set(expression.variables) == declared, "\(law.identifier)")
            #expect(!declared.contains(law.output), "\(law.identifier)")
        }
    }

    @Test func unitsAreProductsOfBaseUnits() throws {
        let base: Set<Substring> = ["m", "kg", "s", "A", "K"]
        for law in try catalogue().laws {
            for unit in law.variables.map(\.unit) + [law.unit] where unit != "1" {
                for factor in unit.split(separator: " ") {
                    let parts = factor.split(separator: "^")
                    #expect(base.contains(parts[0]), "\(law.identifier)")
                    #expect(parts.count == 1 || Int(parts[1]) != nil, "\(law.identifier)")
                }
            }
        }
    }

    private static let laws = "law,output,unit,formula,textbook\nA,y,1,x,none\n"

    @Test(arguments: [
        ("law,variable,low,high,unit\nA,x,1,2,m\nA,x,1,2,m\n", "catalogue.bad-variable"),
        ("law,variable,low,high,unit\nA,x,2,1,m\n", "catalogue.bad-variable"),
        ("law,variable,low,high,unit\nA,x,one,2,m\n", "catalogue.bad-variable"),
        ("law,variable,low,high,unit\nB,x,1,2,m\n", "catalogue.unknown-law"),
        ("law,variable,low,high,unit\n", "catalogue.no-variables"),
        ("law,variable,low,high\nA,x,1,2\n", "catalogue.missing-column"),
        ("law,variable,low,high,unit\nA,x,1,2\n", "table.ragged-row"),
        ("law,variable,low,high,unit\n\"A,x,1,2,m\n", "table.unterminated-quote"),
        ("", "catalogue.no-header"),
    ])
    func damagedTablesAreRefused(variables: String, code: String) {
        let error = #expect(throws: DiscoverError.self) {
            try LawCatalogue.read(
                laws: Array(Self.laws.utf8), lawsPath: "laws", variables: Array(variables.utf8), variablesPath: "vars")
        }
        #expect(error?.diagnostics.map(\.code) == [code])
    }

    @Test func duplicateLawIsRefused() {
        let error = #expect(throws: DiscoverError.self) {
            try LawCatalogue.read(
                laws: Array((Self.laws + "A,z,1,x,none\n").utf8), lawsPath: "laws",
                variables: Array("law,variable,low,high,unit\nA,x,1,2,m\n".utf8), variablesPath: "vars")
        }
        #expect(error?.diagnostics.map(\.description) == ["laws:3: error: law 'A' occurs twice"])
    }
}

@Suite struct ShippedTablesTests {
    static let tables: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: datasetsFolder.path)) ?? []
        return names.filter { $0.hasSuffix(".csv") }.sorted()
    }()

    @Test func thereAreSome() { #expect(Self.tables.count >= 12) }

    @Test(arguments: tables)
    func isReadableAndNamesItsSource(name: String) throws {
        let path = datasetsFolder.appending(path: name).path
        let table = try TableReader.read(path: path)
        #expect(table.hasHeader)
        #expect(table.warnings.isEmpty)
        #expect(table.rowCount >= 6)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\n# source: "))
        let guide = try String(contentsOf: datasetsFolder.appending(path: "README.md"), encoding: .utf8)
        #expect(guide.contains("`\(name)`"))
    }

    /// Typing errors would show as outliers from the law that the data are known for.
    @Test(arguments: [
        ("kepler-planets.csv", 1.5, 0.002), ("kepler-1619.csv", 1.5, 0.015), ("jupiter-moons.csv", 1.5, 0.01),
        ("boyle-1662.csv", -1, 0.02),
    ])
    func powerLawHolds(name: String, exponent: Double, tolerance: Double) throws {
        let table = try TableReader.read(path: datasetsFolder.appending(path: name).path)
        let constants = zip(table.columns[0].values, table.columns[1].values).map { $1 / pow($0, exponent) }
        let smallest = try #require(constants.min())
        let largest = try #require(constants.max())
        #expect(largest / smallest < 1 + tolerance)
    }

    @Test func balmerFormulaHolds() throws {
        let table = try TableReader.read(path: datasetsFolder.appending(path: "balmer.csv").path)
        for (n, wavelength) in zip(table.columns[0].values, table.columns[1].values) {
            #expect(abs(wavelength / (364.5995 * n * n / (n * n - 4)) - 1) < 1e-5)
        }
    }

    @Test func ptolemyWroteAParabola() throws {
        let table = try TableReader.read(path: datasetsFolder.appending(path: "ptolemy-refraction.csv").path)
        for (incidence, refraction) in zip(table.columns[0].values, table.columns[1].values) {
            #expect(abs(refraction - incidence * (0.825 - 0.0025 * incidence)) < 1e-9)
        }
    }

    @Test(arguments: [("hubble-1929.csv", 24), ("leavitt-1912.csv", 25), ("cherry-trees.csv", 31)])
    func rowsAreComplete(name: String, rows: Int) throws {
        #expect(try TableReader.read(path: datasetsFolder.appending(path: name).path).rowCount == rows)
    }
}
