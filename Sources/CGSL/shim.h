#ifndef DISCOVER_CGSL_SHIM_H
#define DISCOVER_CGSL_SHIM_H
#define HAVE_INLINE 1
#define GSL_RANGE_CHECK_OFF 1
#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_odeiv2.h>
#include <gsl/gsl_qrng.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <gsl/gsl_vector.h>

/* Getters for GSL's mutable globals, which Swift 6 refuses to touch directly. */
static inline const gsl_multifit_nlinear_type *discover_gsl_trust_region(void) { return gsl_multifit_nlinear_trust; }
static inline const gsl_multifit_nlinear_trs *discover_gsl_trs_lm(void) { return gsl_multifit_nlinear_trs_lm; }
static inline const gsl_multifit_nlinear_scale *discover_gsl_scale_more(void) { return gsl_multifit_nlinear_scale_more; }
static inline const gsl_multifit_nlinear_solver *discover_gsl_solver_qr(void) { return gsl_multifit_nlinear_solver_qr; }
static inline const gsl_odeiv2_step_type *discover_gsl_rk8pd(void) { return gsl_odeiv2_step_rk8pd; }
static inline const gsl_odeiv2_step_type *discover_gsl_bsimp(void) { return gsl_odeiv2_step_bsimp; }
static inline const gsl_odeiv2_step_type *discover_gsl_msbdf(void) { return gsl_odeiv2_step_msbdf; }
static inline const gsl_rng_type *discover_gsl_mt19937(void) { return gsl_rng_mt19937; }
static inline const gsl_qrng_type *discover_gsl_sobol(void) { return gsl_qrng_sobol; }
static inline const gsl_qrng_type *discover_gsl_reversehalton(void) { return gsl_qrng_reversehalton; }
#endif
