#ifndef DISCOVER_VECTOR_MATH_AVX2_H
#define DISCOVER_VECTOR_MATH_AVX2_H

#include <stddef.h>

/* Elementwise functions, four lanes at a time by glibc's vector library. Call them only after
   discover_avx2_is_compiled() returned 1 on a processor that has AVX2 and FMA; CVectorMath does that. Arrays may be
   unaligned; out may be x. The last lanes are padded, so that a value does not depend on its place in the array. */

typedef void (*discover_unary)(const double *x, double *out, size_t count);
typedef void (*discover_binary)(const double *x, const double *y, double *out, size_t count);

/* 1 when this file was compiled with AVX2, FMA and glibc's vector library, else 0: then the others do nothing. */
int discover_avx2_is_compiled(void);

void discover_avx2_exp(const double *x, double *out, size_t count);
void discover_avx2_log(const double *x, double *out, size_t count);
void discover_avx2_sin(const double *x, double *out, size_t count);
void discover_avx2_cos(const double *x, double *out, size_t count);
void discover_avx2_tan(const double *x, double *out, size_t count);
void discover_avx2_asin(const double *x, double *out, size_t count);
void discover_avx2_acos(const double *x, double *out, size_t count);
void discover_avx2_atan(const double *x, double *out, size_t count);
void discover_avx2_sinh(const double *x, double *out, size_t count);
void discover_avx2_cosh(const double *x, double *out, size_t count);
void discover_avx2_tanh(const double *x, double *out, size_t count);
void discover_avx2_pow(const double *x, const double *y, double *out, size_t count);

#endif
