#ifndef DISCOVER_CLAPACKE_SHIM_H
#define DISCOVER_CLAPACKE_SHIM_H
/* Swift cannot import C99 complex numbers: give LAPACKE a plain struct with the same layout. */
typedef struct { float real, imag; } CLapackComplexFloat;
typedef struct { double real, imag; } CLapackComplexDouble;
#define LAPACK_COMPLEX_CUSTOM 1
#define lapack_complex_float CLapackComplexFloat
#define lapack_complex_double CLapackComplexDouble
/* The cblas_* functions come from the header of GSL (same interface) and are linked to OpenBLAS. */
#include <lapacke.h>
void openblas_set_num_threads(int);
/* Ends the threads that OpenBLAS starts when it is loaded; not in its build without threads. */
int blas_thread_shutdown_(void) __attribute__((weak));
static inline void discover_blas_end_threads(void) {
    if (blas_thread_shutdown_) blas_thread_shutdown_();
}
#endif
