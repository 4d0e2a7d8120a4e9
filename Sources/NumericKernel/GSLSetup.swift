import CGSL
import Diagnostics

/// Process-wide preparation of the GNU Scientific Library.
enum GSLSetup {
    /// Touch before the first call into GSL: its default error handler would end the process.
    static let once: Void = {
        _ = gsl_set_error_handler_off()
    }()

    /// GSL's own words for a status code.
    static func explanation(of status: Int32) -> String {
        gsl_strerror(status).map { String(cString: $0) } ?? "status \(status)"
    }

    /// A numerical error that names the routine and GSL's reason.
    static func failure(_ code: String, routine: String, status: Int32) -> DiscoverError {
        .numeric(Diagnostic(code, "\(routine) failed: \(explanation(of: status))"))
    }
}
