#include "CVectorMath.h"

#include <math.h>

#include "CVectorMathAVX2.h"

#define UNARY(name)                                                                                                  \
    static void scalar_##name(const double *x, double *out, size_t count) {                                          \
        for (size_t i = 0; i < count; i++) out[i] = name(x[i]);                                                      \
    }                                                                                                                \
    static discover_unary chosen_##name = scalar_##name;                                                             \
    void discover_vector_##name(const double *x, double *out, size_t count) { chosen_##name(x, out, count); }

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

static void scalar_pow(const double *x, const double *y, double *out, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = pow(x[i], y[i]);
}
static discover_binary chosen_pow = scalar_pow;
void discover_vector_pow(const double *x, const double *y, double *out, size_t count) { chosen_pow(x, y, out, count); }

static int uses_avx2 = 0;

const char *discover_vector_instruction_set(void) { return uses_avx2 ? "avx2" : "scalar"; }

/* Runs before main, so that no thread can see a half-made choice. */
__attribute__((constructor)) static void choose(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    uses_avx2 = discover_avx2_is_compiled() && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
    if (!uses_avx2) return;
    chosen_exp = discover_avx2_exp;
    chosen_log = discover_avx2_log;
    chosen_sin = discover_avx2_sin;
    chosen_cos = discover_avx2_cos;
    chosen_tan = discover_avx2_tan;
    chosen_asin = discover_avx2_asin;
    chosen_acos = discover_avx2_acos;
    chosen_atan = discover_avx2_atan;
    chosen_sinh = discover_avx2_sinh;
    chosen_cosh = discover_avx2_cosh;
    chosen_tanh = discover_avx2_tanh;
    chosen_pow = discover_avx2_pow;
}
