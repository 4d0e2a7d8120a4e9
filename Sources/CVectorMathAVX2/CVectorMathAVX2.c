#include "CVectorMathAVX2.h"

#include <string.h>

#if defined(__x86_64__) && defined(__AVX2__) && defined(__FMA__) && defined(__GLIBC__)

#include <immintrin.h>

int discover_avx2_is_compiled(void) { return 1; }

/* The names are those of the x86 vector ABI: d for AVX2, N4 for four lanes without mask, v for each vector argument.
   They may be declared only here: without AVX the compiler would pass the arguments in memory. */

#define UNARY(name)                                                                                                  \
    extern __m256d _ZGVdN4v_##name(__m256d);                                                                         \
    void discover_avx2_##name(const double *x, double *out, size_t count) {                                          \
        size_t i = 0;                                                                                                \
        for (; i + 4 <= count; i += 4) _mm256_storeu_pd(out + i, _ZGVdN4v_##name(_mm256_loadu_pd(x + i)));           \
        if (i < count) {                                                                                             \
            double last[4] = {0.5, 0.5, 0.5, 0.5};                                                                   \
            memcpy(last, x + i, (count - i) * sizeof(double));                                                       \
            _mm256_storeu_pd(last, _ZGVdN4v_##name(_mm256_loadu_pd(last)));                                          \
            memcpy(out + i, last, (count - i) * sizeof(double));                                                     \
        }                                                                                                            \
    }

UNARY(exp)
UNARY(log)
UNARY(sin)
UNARY(cos)
UNARY(tan)
UNARY(asin)
UNARY(acos)
UNARY(atan)
UNARY(sinh)
UNARY(cosh)
UNARY(tanh)

extern __m256d _ZGVdN4vv_pow(__m256d, __m256d);

void discover_avx2_pow(const double *x, const double *y, double *out, size_t count) {
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        _mm256_storeu_pd(out + i, _ZGVdN4vv_pow(_mm256_loadu_pd(x + i), _mm256_loadu_pd(y + i)));
    }
    if (i < count) {
        double base[4] = {0.5, 0.5, 0.5, 0.5};
        double exponent[4] = {0.5, 0.5, 0.5, 0.5};
        memcpy(base, x + i, (count - i) * sizeof(double));
        memcpy(exponent, y + i, (count - i) * sizeof(double));
        _mm256_storeu_pd(base, _ZGVdN4vv_pow(_mm256_loadu_pd(base), _mm256_loadu_pd(exponent)));
        memcpy(out + i, base, (count - i) * sizeof(double));
    }
}

#else

int discover_avx2_is_compiled(void) { return 0; }

#define UNARY(name)                                                                                                  \
    void discover_avx2_##name(const double *x, double *out, size_t count) { (void)x, (void)out, (void)count; }

UNARY(exp)
UNARY(log)
UNARY(sin)
UNARY(cos)
UNARY(tan)
UNARY(asin)
UNARY(acos)
UNARY(atan)
UNARY(sinh)
UNARY(cosh)
UNARY(tanh)

void discover_avx2_pow(const double *x, const double *y, double *out, size_t count) {
    (void)x, (void)y, (void)out, (void)count;
}

#endif
