/* The floating-point environment of compiled code: round to nearest even, no flush to zero, no
 * denormals as zero, exceptions masked. The host may run with another one (-ffast-math start-up
 * code sets FTZ and DAZ), so every entry into our code saves, sets and restores it. */
#ifndef HPC_FPENV_H
#define HPC_FPENV_H

#if defined(__x86_64__)
#include <xmmintrin.h>

typedef struct fpenv {
    unsigned mxcsr;
} fpenv;

enum { FPENV_DEFAULT_MXCSR = 0x1F80 };

/* Inline functions that set MXCSR are a barrier for memory, not for arithmetic: keep what is
 * computed under the environment behind a call, as lir_fold.c and the backends do. */
static inline fpenv fpenv_enter(void)
{
    fpenv saved = {_mm_getcsr()};
    if ((saved.mxcsr & ~0x3Fu) != FPENV_DEFAULT_MXCSR)
        _mm_setcsr(FPENV_DEFAULT_MXCSR);
    return saved;
}

static inline void fpenv_leave(fpenv saved)
{
    if ((saved.mxcsr & ~0x3Fu) != FPENV_DEFAULT_MXCSR)
        _mm_setcsr(saved.mxcsr);
}

#elif defined(__aarch64__)
#include <stdint.h>

typedef struct fpenv {
    uint64_t fpcr; /* 0: nearest, no flush to zero, NaNs keep their payloads, no traps */
} fpenv;

static inline void fpenv_set(uint64_t fpcr)
{
    __asm__ volatile("msr fpcr, %0" : : "r"(fpcr) : "memory");
}

static inline fpenv fpenv_enter(void)
{
    fpenv saved;
    __asm__ volatile("mrs %0, fpcr" : "=r"(saved.fpcr) : : "memory");
    if (saved.fpcr)
        fpenv_set(0);
    return saved;
}

static inline void fpenv_leave(fpenv saved)
{
    if (saved.fpcr)
        fpenv_set(saved.fpcr);
}

#else
#include <fenv.h>

typedef struct fpenv {
    fenv_t env;
} fpenv;

static inline fpenv fpenv_enter(void)
{
    fpenv saved;
    fegetenv(&saved.env);
    fesetenv(FE_DFL_ENV);
    return saved;
}

static inline void fpenv_leave(fpenv saved)
{
    fesetenv(&saved.env);
}
#endif

#endif
