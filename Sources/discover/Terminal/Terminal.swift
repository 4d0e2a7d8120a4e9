import FoundationEssentials
import Glibc
import Reports

/// What is known about the terminal, if there is one.
enum Terminal {
    /// Whether a stream is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// How text on standard output may look: cut and coloured on a terminal, plain elsewhere.
    ///
    /// A non-empty `NO_COLOR` and `TERM=dumb` switch colours off.
    static var outputStyle: TextStyle {
        guard isTerminal(STDOUT_FILENO) else { return .plain }
        return TextStyle(width: width(of: STDOUT_FILENO), isColoured: allowsColour)
    }

    /// Whether control sequences are welcome.
    static var allowsColour: Bool {
        let environment = ProcessInfo.processInfo.environment
        return (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Columns of the terminal behind a stream, 80 if it does not say.
    static func width(of descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
