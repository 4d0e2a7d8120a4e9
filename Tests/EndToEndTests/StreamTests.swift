import Foundation
import Testing

/// Standard streams, files and signals.
@Suite(.serialized) struct StreamTests {
    /// A table that no small formula explains, so that a search lasts until it is stopped.
    private static func writeNoise(to folder: URL, rows: Int = 400) throws {
        var state: UInt64 = 7
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }
        var text = "a,b,c,d,e,f,y\n"
        for _ in 0..<rows {
            let x = (0..<6).map { _ in next() + 1 }
            let y = sin(3 * x[0] * x[1]) * exp(x[2] / (x[3] + 0.3)) + x[4] * cos(7 * x[5] + x[0]) + 0.3 * next()
            text += (x + [y]).map { String($0) }.joined(separator: ",") + "\n"
        }
        try text.write(to: folder.appendingPathComponent("noise.csv"), atomically: true, encoding: .utf8)
    }

    private static func writeLine(to folder: URL) throws {
        let rows = (1...20).map { "\($0),\(2 * $0 + 1)" }.joined(separator: "\n")
        try ("x,y\n" + rows + "\n").write(
            to: folder.appendingPathComponent("line.csv"), atomically: true, encoding: .utf8)
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func signalsPrintTheBestSoFar(number: Int32, code: Int32) throws {
        try DiscoverProcess.withFolder { folder in
            try Self.writeNoise(to: folder)
            let outcome = try DiscoverProcess.run(
                "discover fit noise.csv --json --max-evaluations 1000000000000", in: folder, signals: [(1, number)])
            #expect(outcome.exitCode == code)
            let json = try JSONSerialization.jsonObject(with: Data(outcome.standardOutput.utf8)) as? [String: Any]
            #expect(json?["stopped"] as? String == "interrupted")
            #expect(json?["schema"] as? String == "discover.fit/1")
        }
    }

    @Test func timeoutsAreReported() throws {
        try DiscoverProcess.withFolder { folder in
            try Self.writeNoise(to: folder)
            let outcome = try DiscoverProcess.run(
                "discover fit noise.csv --json --max-evaluations 1000000000000 --timeout 0.5", in: folder)
            let json = try JSONSerialization.jsonObject(with: Data(outcome.standardOutput.utf8)) as? [String: Any]
            #expect(json?["stopped"] as? String == "timeout")
            #expect(outcome.exitCode == (json?["status"] as? String == "found" ? 0 : 4))
        }
    }

    /// Not even an input that never ends makes a run exceed its limit by more than a grace.
    @Test(arguments: ["", "--json"]) func timeLimitsHoldWhileReading(form: String) throws {
        try DiscoverProcess.withFolder { folder in
            let outcome = try DiscoverProcess.run(
                "sleep 6 | discover dynamics - --dt 1 --timeout 0.2 \(form); exit ${PIPESTATUS[1]}", in: folder)
            #expect(outcome.exitCode == 4)
            #expect(outcome.standardOutput.isEmpty)
            #expect(outcome.standardError.contains("the time limit of 0.2 s"))
        }
    }

    /// A search in series is never without a limit, and says which one it has.
    @Test(arguments: [("", 60.0), ("--timeout 7.5", 7.5)]) func seriesHaveALimit(option: String, seconds: Double) throws
    {
        try DiscoverProcess.withFolder { folder in
            let rows = (0..<60).map { "\(Double($0) / 10),\(exp(-Double($0) / 10))" }.joined(separator: "\n")
            try ("t,x\n" + rows + "\n").write(
                to: folder.appendingPathComponent("decay.csv"), atomically: true, encoding: .utf8)
            let outcome = try DiscoverProcess.run("discover dynamics decay.csv --json \(option)", in: folder)
            let json = try JSONSerialization.jsonObject(with: Data(outcome.standardOutput.utf8)) as? [String: Any]
            let options = json?["options"] as? [String: Any]
            #expect(options?["timeoutSeconds"] as? Double == seconds)
            #expect(json?["stopped"] as? String == "accepted")
        }
    }

    @Test func theAnswerDoesNotDependOnThreads() throws {
        try DiscoverProcess.withFolder { folder in
            try Self.writeNoise(to: folder, rows: 60)
            let outputs = try [1, 2, 3].map { threads in
                try DiscoverProcess.run(
                    "discover fit noise.csv --json --reproducible --max-evaluations 200000 --threads \(threads)",
                    in: folder)
            }
            #expect(outputs[0].standardOutput.count > 500)
            #expect(outputs[1].standardOutput == outputs[0].standardOutput)
            #expect(outputs[2].standardOutput == outputs[0].standardOutput)
            #expect(Set(outputs.map(\.exitCode)).count == 1)
        }
    }

    @Test func jsonIsJSONForOtherProgramsToo() throws {
        try DiscoverProcess.withFolder { folder in
            try Self.writeLine(to: folder)
            for command in ["fit line.csv", "eval 2*x+1 line.csv", "eval 2.0*x line.csv --refit"] {
                let outcome = try DiscoverProcess.run(
                    "discover \(command) --json | python3 -m json.tool > /dev/null; echo ${PIPESTATUS[@]}", in: folder)
                #expect(outcome.standardOutput == "0 0\n", "\(command): \(outcome.standardError)")
            }
        }
    }

    @Test func aFullDiskIsAnError() throws {
        try DiscoverProcess.withFolder { folder in
            try Self.writeLine(to: folder)
            for command in ["discover eval x line.csv > /dev/full", "discover eval x line.csv --output /dev/full"] {
                let outcome = try DiscoverProcess.run(command, in: folder)
                #expect(outcome.exitCode == 3)
                #expect(outcome.standardError.contains("cannot write"))
            }
        }
    }

    @Test func aReaderThatLeavesIsNoError() throws {
        try DiscoverProcess.withFolder { folder in
            let rows = (1...40000).map { "\($0),\($0)" }.joined(separator: "\n")
            try ("x,y\n" + rows + "\n").write(
                to: folder.appendingPathComponent("long.csv"), atomically: true, encoding: .utf8)
            let outcome = try DiscoverProcess.run(
                "discover eval x long.csv --values | head -1; echo ${PIPESTATUS[0]}", in: folder)
            #expect(outcome.standardOutput == "x,y,prediction,residual\n0\n")
            #expect(outcome.standardError == "")
        }
    }

    @Test func outputFilesAppearWholeOrNotAtAll() throws {
        try DiscoverProcess.withFolder { folder in
            try Self.writeLine(to: folder)
            let outcome = try DiscoverProcess.run(
                "discover eval 2*x+1 line.csv --json --output out.json && discover eval nosuch line.csv --output out.json",
                in: folder)
            #expect(outcome.exitCode == 3)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(files == ["line.csv", "out.json"])
            _ = try JSONSerialization.jsonObject(
                with: try Data(contentsOf: folder.appendingPathComponent("out.json")))
            #expect(outcome.standardOutput == "")
        }
    }

    @Test func anUnwritableFileIsAnError() throws {
        try DiscoverProcess.withFolder { folder in
            try Self.writeLine(to: folder)
            let outcome = try DiscoverProcess.run("discover eval x line.csv --output no/such/folder.txt", in: folder)
            #expect(outcome.exitCode == 3)
            #expect(outcome.standardError.hasPrefix("no/such/folder.txt: error: cannot write"))
        }
    }

    @Test func coloursAreForTerminalsOnly() throws {
        try DiscoverProcess.withFolder { folder in
            try Self.writeLine(to: folder)
            // `script` gives the program a terminal.
            let command = "script -qec 'discover eval x line.csv' /dev/null"
            let coloured = try DiscoverProcess.run("NO_COLOR= TERM=xterm \(command)", in: folder)
            #expect(coloured.standardOutput.contains("\u{1B}[1my = x\u{1B}[0m"))
            for setting in ["NO_COLOR=1", "TERM=dumb"] {
                let plain = try DiscoverProcess.run("NO_COLOR= TERM=xterm \(setting) \(command)", in: folder)
                #expect(plain.standardOutput.contains("y = x"))
                #expect(!plain.standardOutput.contains("\u{1B}"))
            }
        }
    }

    @Test func aPersonAtTheTerminalGetsHelp() throws {
        try DiscoverProcess.withFolder { folder in
            for command in ["fit", "fit -", "conserve", "eval x -", "check b.json -"] {
                let outcome = try DiscoverProcess.run(
                    "script -qec 'discover \(command)' /dev/null < /dev/null", in: folder)
                #expect(outcome.standardOutput.contains("discover \(command.split(separator: " ")[0]):"), "\(command)")
                #expect(outcome.exitCode == 0)
            }
        }
    }
}
