import CHDF5
import Glibc

/// Tries in a child process what would end this one.
///
/// The HDF5 library reads files that were damaged in the wrong places through wild pointers, or for ever. A copy of the
/// process meets that fate first; since it holds the same bytes at the same addresses, what it survives is safe here.
enum HDF5Rehearsal {
    /// More memory than this no readable table needs.
    private static let maximumMemory: rlim_t = 1 << 35

    /// Whether the work ends by itself, in reasonable time.
    ///
    /// - Parameters:
    ///   - byteCount: size of the input, which decides what time is reasonable.
    ///   - work: must not depend on other threads.
    /// - Returns: false when the child was killed by a signal; true also when no child could be made.
    static func survives(byteCount: Int, _ work: () -> Void) -> Bool {
        let child = discover_fork()
        if child == 0 {
            becomeExpendable(seconds: 4 + byteCount / 5_000_000)
            work()
            _exit(0)
        }
        guard child > 0 else { return true }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            if errno != EINTR { return true }
        }
        // The low seven bits hold the signal that ended the child, if one did.
        return status & 0x7f == 0
    }

    /// Lets the child die quietly: no crash report, no core file, no waiting for ever.
    private static func becomeExpendable(seconds: Int) {
        for number in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGALRM, SIGXCPU, SIGTERM] {
            signal(number, SIG_DFL)
        }
        // Threads of a pool hold signals back, and the child is a copy of one.
        var nothing = sigset_t()
        sigemptyset(&nothing)
        pthread_sigmask(SIG_SETMASK, &nothing, nil)
        // An interrupt goes to parent and child alike; it must not look like a damaged file.
        signal(SIGINT, SIG_IGN)
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        var processor = rlimit(rlim_cur: rlim_t(seconds), rlim_max: rlim_t(seconds))
        setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &processor)
        var memory = rlimit(rlim_cur: maximumMemory, rlim_max: maximumMemory)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &memory)
        alarm(UInt32(min(seconds * 20, 1 << 20)))
        let sink = open("/dev/null", O_WRONLY)
        if sink >= 0 { dup2(sink, STDERR_FILENO) }
    }
}
