/* SLEEF's functions with the arguments mended for which it overflows early or loses denormals:
 *
 *   sinh, cosh   |x| > 700 (f32: 88)            glibc's function there
 *   asinh        |x| > 2^500 (f32: 2^60)        glibc's; |x| < 2^-60 (f32: 2^-30): x itself
 *   acosh        x > 2^500 (f32: 2^60)          glibc's
 *   log1p        x > 2^1000 (f32: 2^120)        glibc's; |x| < 2^-60 (f32: 2^-30): x itself
 *
 * The scalar and the vector forms choose lane by lane in the same way, so that their bits agree;
 * f32 takes glibc's f64 function, rounded. They are rows of math_table.c.
 *   math_fixed.c         scalars
 *   math_fixed_avx2.c    vectors of 128 and 256 bits
 *   math_fixed_avx512.c  vectors of 512 bits
 * Files of their own, since flags of the whole file decide how clang passes vectors. */
#ifndef HPC_MATH_FIXED_H
#define HPC_MATH_FIXED_H

#include <math.h>

/* Conditions for scalars and vectors alike, hence | and & and no fabs. */
#define BEYOND(x, limit) (((x) > (limit)) | ((x) < -(limit)))
#define WITHIN(x, limit) (((x) < (limit)) & ((x) > -(limit)))
#define RARE_sinh_d(x) BEYOND(x, 700.0)
#define RARE_cosh_d(x) BEYOND(x, 700.0)
#define RARE_asinh_d(x) (BEYOND(x, 0x1p500) | WITHIN(x, 0x1p-60))
#define RARE_acosh_d(x) ((x) > 0x1p500)
#define RARE_log1p_d(x) (((x) > 0x1p1000) | WITHIN(x, 0x1p-60))
#define RARE_sinh_f(x) BEYOND(x, 88.0f)
#define RARE_cosh_f(x) BEYOND(x, 88.0f)
#define RARE_asinh_f(x) (BEYOND(x, 0x1p60f) | WITHIN(x, 0x1p-30f))
#define RARE_acosh_f(x) ((x) > 0x1p60f)
#define RARE_log1p_f(x) (((x) > 0x1p120f) | WITHIN(x, 0x1p-30f))

/* Small arguments of asinh and log1p are their own value; glibc's functions know that. */

/* any(mask): is a lane of the comparison set? */
#define MENDED_VECTOR(fn, T, S, lanes, any, sleef)                                                 \
    extern v##lanes##S sleef(v##lanes##S);                                                         \
    v##lanes##S hpc_math_##fn##_##S##lanes(v##lanes##S x);                                         \
    v##lanes##S hpc_math_##fn##_##S##lanes(v##lanes##S x)                                          \
    {                                                                                              \
        v##lanes##S y = sleef(x);                                                                  \
        __typeof__(x > x) rare = RARE_##fn##_##S(x);                                               \
        if (any(rare))                                                                             \
            for (int l = 0; l < lanes; l++)                                                        \
                if (rare[l])                                                                       \
                    y[l] = (T)fn((double)x[l]);                                                    \
        return y;                                                                                  \
    }

/* Each mended function. */
#define MENDED_FNS(X) X(sinh) X(cosh) X(asinh) X(acosh) X(log1p)

#endif
