/* The functions of a complex number that rtf_complex_function computes. */
#ifndef HPC_COMPLEX_FUNCTIONS_H
#define HPC_COMPLEX_FUNCTIONS_H

/* X(enumerator, C's name without its c) for those of the C library, which are NumPy's. */
#define HPC_COMPLEX_LIBRARY(X)                                                                     \
    X(SQRT, sqrt)                                                                                  \
    X(EXP, exp)                                                                                    \
    X(LOG, log)                                                                                    \
    X(SIN, sin)                                                                                    \
    X(COS, cos)                                                                                    \
    X(TAN, tan)                                                                                    \
    X(ASIN, asin)                                                                                  \
    X(ACOS, acos)                                                                                  \
    X(ATAN, atan)                                                                                  \
    X(SINH, sinh)                                                                                  \
    X(COSH, cosh)                                                                                  \
    X(TANH, tanh)                                                                                  \
    X(ASINH, asinh)                                                                                \
    X(ACOSH, acosh)                                                                                \
    X(ATANH, atanh)

typedef enum hpc_complex_function {
#define X(name, c) HPC_COMPLEX_##name,
    HPC_COMPLEX_LIBRARY(X)
#undef X
        HPC_COMPLEX_EXP2,
    HPC_COMPLEX_EXPM1,
    HPC_COMPLEX_LOG2,
    HPC_COMPLEX_LOG10,
    HPC_COMPLEX_LOG1P,
    HPC_COMPLEX_FUNCTION_COUNT
} hpc_complex_function;

#endif
