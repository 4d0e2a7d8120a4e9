import Glibc

/// A shell command of the user, run with a text as its input and bounds on everything that it may do.
///
/// It runs in a process group of its own, which is ended with it, so that nothing stays behind.
struct ChildProcess {
    /// How a run ended.
    enum Ending: Equatable {
        /// With an exit status.
        case exited(Int32)
        /// By a signal of its own making.
        case signalled(Int32)
        /// It took too long and was ended.
        case timedOut
        /// It wrote too much and was ended.
        case tooMuchOutput
        /// The search was asked to stop.
        case stopped
        /// It could not be started, with the error number.
        case notStarted(Int32)
    }

    /// The command, for `/bin/sh -c`.
    let command: String
    /// Longest time.
    let limit: Duration
    /// Most bytes of output.
    let maximumOutput: Int
    /// Whether its standard error is thrown away.
    let isSilent: Bool

    /// Runs the command to its end.
    ///
    /// - Parameters:
    ///   - input: what it reads; it need not read it.
    ///   - shouldStop: asked some twenty times a second.
    /// - Returns: what it wrote before it ended, and how that was.
    func run(input: [UInt8], shouldStop: () -> Bool) -> (output: [UInt8], ending: Ending) {
        var toChild: [Int32] = [-1, -1]
        var fromChild: [Int32] = [-1, -1]
        guard pipe(&toChild) == 0 else { return ([], .notStarted(errno)) }
        guard pipe(&fromChild) == 0 else {
            let number = errno
            toChild.forEach { _ = close($0) }
            return ([], .notStarted(number))
        }
        // The command gets its own two ends by duplication and must not hold the others open.
        for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var process = pid_t()
        let status = spawn(&process, reading: toChild[0], writing: fromChild[1])
        close(toChild[0])
        close(fromChild[1])
        var exchange = PipeExchange(
            input: input, to: toChild[1], from: fromChild[0], maximumOutput: maximumOutput)
        defer { exchange.closeAll() }
        guard status == 0 else { return ([], .notStarted(status)) }
        let ending = wait(for: process, &exchange, shouldStop)
        return (exchange.output, ending)
    }

    private func wait(for process: pid_t, _ exchange: inout PipeExchange, _ shouldStop: () -> Bool) -> Ending {
        let deadline = ContinuousClock.now.advanced(by: limit)
        var status: Int32 = 0
        while true {
            let isOpen = exchange.step(milliseconds: 50)
            // Once the command has ended, what is in the pipe is all there is: its own children do not count.
            if waitpid(process, &status, WNOHANG) == process {
                while exchange.step(milliseconds: 0, reads: true) {}
                kill(-process, SIGKILL)
                if exchange.isOverfull { return .tooMuchOutput }
                return status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .signalled(status & 0x7F)
            }
            var reason: Ending?
            if exchange.isOverfull { reason = .tooMuchOutput }
            if ContinuousClock.now >= deadline { reason = .timedOut }
            if shouldStop() { reason = .stopped }
            if let reason {
                kill(-process, SIGKILL)
                waitpid(process, &status, 0)
                return reason
            }
            // Both ends closed and still running: look again in a moment.
            if !isOpen { usleep(20_000) }
        }
    }

    private func spawn(_ process: inout pid_t, reading input: Int32, writing output: Int32) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        if isSilent { posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This program ignores some signals; the command must not inherit that.
        var usual = sigset_t()
        sigemptyset(&usual)
        for number in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&usual, number) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sh"), strdup("-c"), strdup(command), nil]
        defer { arguments.forEach { free($0) } }
        return posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ)
    }
}
