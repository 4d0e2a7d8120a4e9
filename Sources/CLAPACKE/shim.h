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
#endif
