/* Mended elementary functions of scalars: see math_fixed.h. */
#if defined(__x86_64__) && __has_include(<sleef.h>)
#include "math_fixed.h"

#define MENDED_SCALAR(fn, T, S, sleef)                                                             \
    extern T sleef(T);                                                                             \
    T hpc_math_##fn##_##S##1(T x);                                                                 \
    T hpc_math_##fn##_##S##1(T x)                                                                  \
    {                                                                                              \
        return RARE_##fn##_##S(x) ? (T)fn((double)x) : sleef(x);                                   \
    }

#define MENDED(fn)                                                                                 \
    MENDED_SCALAR(fn, float, f, Sleef_finz_##fn##f1_u10purecfma)                                   \
    MENDED_SCALAR(fn, double, d, Sleef_finz_##fn##d1_u10purecfma)

MENDED_FNS(MENDED)

#else
typedef int math_fixed_unused; /* a file must not be empty */
#endif
