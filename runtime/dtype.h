/* The element types that compiler and runtime share: one row each. */
#ifndef HPC_DTYPE_H
#define HPC_DTYPE_H

#include <stdint.h>

/* X(enumerator, NumPy name, item size, kind character, .npy type string)
 * Order matters: it is NumPy's order of type numbers for these types. */
#define HPC_DTYPES(X)                                                                              \
    X(BOOL, "bool", 1, 'b', "|b1")                                                                 \
    X(I8, "int8", 1, 'i', "|i1")                                                                   \
    X(U8, "uint8", 1, 'u', "|u1")                                                                  \
    X(I16, "int16", 2, 'i', "<i2")                                                                 \
    X(U16, "uint16", 2, 'u', "<u2")                                                                \
    X(I32, "int32", 4, 'i', "<i4")                                                                 \
    X(U32, "uint32", 4, 'u', "<u4")                                                                \
    X(I64, "int64", 8, 'i', "<i8")                                                                 \
    X(U64, "uint64", 8, 'u', "<u8")                                                                \
    X(F16, "float16", 2, 'f', "<f2")                                                               \
    X(F32, "float32", 4, 'f', "<f4")                                                               \
    X(F64, "float64", 8, 'f', "<f8")                                                               \
    X(C64, "complex64", 8, 'c', "<c8")                                                             \
    X(C128, "complex128", 16, 'c', "<c16")

typedef enum hpc_dtype {
#define X(name, text, size, kind, npy) HPC_##name,
    HPC_DTYPES(X)
#undef X
        HPC_DTYPE_COUNT
} hpc_dtype;

/* Facts of a dtype; each takes an enumerator in range and has no side effects. */
const char *hpc_dtype_name(hpc_dtype dtype); /* "float64" */
const char *hpc_dtype_npy(hpc_dtype dtype);  /* "<f8" */
char hpc_dtype_kind(hpc_dtype dtype);        /* one of b i u f c */
int64_t hpc_dtype_size(hpc_dtype dtype);     /* bytes of one element */
/* The dtype that NumPy's np.dtype(text) names ("f4", "float", "int", "<i8", "double", ...);
 * HPC_DTYPE_COUNT when there is none. */
hpc_dtype hpc_dtype_parse(const char *text);

#endif
