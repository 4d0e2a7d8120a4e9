#ifndef DISCOVER_VECTOR_MATH_H
#define DISCOVER_VECTOR_MATH_H

#include <stddef.h>

/* Elementary functions over arrays.

   Each writes f(x[i]) to out[i] for i < count. Arrays may be unaligned; out may be x (or y). A result depends on the
   argument only, not on its place in the array or on its neighbours. Where the processor has AVX2 and FMA the values are
   those of glibc's vector library, within 4 units in the last place; elsewhere they are those of the C library.
   Special values (zeros, infinities, NaN, arguments outside the domain) are as in the C library; errno and the
   floating-point exception flags are not. The choice is made once, when the program is loaded. */

void discover_vector_exp(const double *x, double *out, size_t count);
/* Natural logarithm. */
void discover_vector_log(const double *x, double *out, size_t count);
void discover_vector_sin(const double *x, double *out, size_t count);
void discover_vector_cos(const double *x, double *out, size_t count);
void discover_vector_tan(const double *x, double *out, size_t count);
void discover_vector_asin(const double *x, double *out, size_t count);
void discover_vector_acos(const double *x, double *out, size_t count);
void discover_vector_atan(const double *x, double *out, size_t count);
void discover_vector_sinh(const double *x, double *out, size_t count);
void discover_vector_cosh(const double *x, double *out, size_t count);
void discover_vector_tanh(const double *x, double *out, size_t count);
/* x[i] to the power y[i]. */
void discover_vector_pow(const double *x, const double *y, double *out, size_t count);

/* "avx2" or "scalar": which implementation was chosen. */
const char *discover_vector_instruction_set(void);

#endif
