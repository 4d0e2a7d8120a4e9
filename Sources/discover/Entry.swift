import ArgumentParser

@main struct Discover: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "discover", version: "0.1.0")
}
