import CLAPACKE

/// One-time set-up of the numeric libraries.
///
/// OpenBLAS runs on the calling thread only: the searches run many small problems side by side, and a fixed number of
/// threads keeps the order of summation, and so every bit of the results, the same.
public enum KernelSetup {
    /// Touch this before the first call into LAPACK or BLAS.
    ///
    /// The threads that OpenBLAS has started on loading end here. They would not get work, and turn round for some
    /// milliseconds each before they sleep: a command touches this first of all.
    public static let once: Void = {
        openblas_set_num_threads(1)
        discover_blas_end_threads()
    }()
}
