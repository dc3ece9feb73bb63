/* The elementary functions of stdlib/elementary as C functions, for what does not expand them in
 * place: the interpreter, and processors without FMA. Each is hpc_NAME_TYPExLANES, the same bits for
 * every number of lanes:
 *   math_own.c         scalars
 *   math_own_avx2.c    vectors of 128 and 256 bits; scalars by FMA instructions (_fma)
 *   math_own_avx512.c  vectors of 512 bits
 * Files of their own, since flags of the whole file decide how clang passes vectors. FN names the
 * inline form, EXPORT makes the function. */
#ifndef HPC_MATH_OWN_H
#define HPC_MATH_OWN_H

#define FN(name) LN(name)
#ifndef EXPORT_SUFFIX
#define EXPORT_SUFFIX
#endif
#define EXPORT_NAME3(name, lanes, suffix) hpc_##name##x##lanes##suffix
#define EXPORT_NAME2(name, lanes, suffix) EXPORT_NAME3(name, lanes, suffix)
#define EXPORT_NAME(name, lanes) EXPORT_NAME2(name, lanes, EXPORT_SUFFIX)
#define EXPORT1(name, type)                                                                        \
    LN(type) EXPORT_NAME(name, LANES)(LN(type) x);                                                 \
    LN(type) EXPORT_NAME(name, LANES)(LN(type) x)                                                  \
    {                                                                                              \
        return FN(name)(x);                                                                        \
    }
#define EXPORT2(name, type)                                                                        \
    LN(type) EXPORT_NAME(name, LANES)(LN(type) x, LN(type) y);                                     \
    LN(type) EXPORT_NAME(name, LANES)(LN(type) x, LN(type) y)                                      \
    {                                                                                              \
        return FN(name)(x, y);                                                                     \
    }

#endif
