import CLAPACKE

/// One-time set-up of the numeric libraries.
///
/// OpenBLAS runs on the calling thread only: the searches run many small problems side by side, and a fixed number of
/// threads keeps the order of summation, and so every bit of the results, the same.
enum KernelSetup {
    /// Touch this before the first call into LAPACK or BLAS.
    static let once: Void = {
        openblas_set_num_threads(1)
    }()
}
