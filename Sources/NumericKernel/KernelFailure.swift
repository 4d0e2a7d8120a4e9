import Diagnostics

/// Turns the status values of LAPACK into errors.
enum KernelFailure {
    /// Throws for any non-zero status.
    static func check(_ info: Int32, _ routine: String) throws {
        guard info != 0 else { return }
        let reason = info < 0 ? "argument \(-info) is not usable (a NaN or an infinity)" : "no convergence (\(info))"
        throw DiscoverError.numeric(Diagnostic("numeric.lapack", "LAPACK \(routine) failed: \(reason)"))
    }
}
