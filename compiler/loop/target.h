/* The processors that code is made for: one table of levels, from which lowering takes the width of
 * vectors and what pays, and the backends what there are instructions for.
 *
 * A processor counts as the last level of its architecture whose features it has all; the rest of
 * what it can do (conversions, products of 64 bits, gathers) is for the code generator to choose,
 * which changes no bits. */
#ifndef HPC_TARGET_H
#define HPC_TARGET_H

#include <stdbool.h>
#include <stdint.h>

/* X(level, architecture, its name in LLVM, bytes of a vector, fused multiply-add, the least element
 *   in bytes that vectors are stored of under a mask (0: there are no such stores), the features that
 *   it takes to count as one, in LLVM's words) */
#define TARGET_LEVELS(X)                                                                           \
    X("x86-64", X86_64, "x86-64", 16, false, 0, "sse2")                                            \
    X("x86-64-v2", X86_64, "x86-64-v2", 16, false, 0, "sse4.2")                                    \
    X("x86-64-v3", X86_64, "x86-64-v3", 32, true, 4, "avx2,fma")                                   \
    X("x86-64-v4", X86_64, "x86-64-v4", 64, true, 1, "avx512f,avx512bw,avx512dq,avx512vl")         \
    X("armv8-a", AARCH64, "generic", 16, true, 0, "")

typedef enum target_arch { TARGET_X86_64, TARGET_AARCH64 } target_arch;

#if defined(__aarch64__)
#define TARGET_HOST_ARCH TARGET_AARCH64
#else
#define TARGET_HOST_ARCH TARGET_X86_64
#endif

typedef struct target_level {
    const char *name, *llvm_name;
    target_arch arch;
    uint8_t vector_bytes;
    bool fma;
    uint8_t masked_size;
    const char *features; /* beyond those of the levels before it */
} target_level;

/* X(processor, as LLVM names it, division, square root): what a vector of 64 bytes of f64 keeps the
 *   divider busy for, in multiplications or additions of such vectors that can be done meanwhile. Of
 *   processors that are not here nothing is known. */
#define TARGET_DIVIDERS(X)                                                                         \
    X("znver5", 7, 13)          /* measured: 0.93 and 1.73 ns beside 0.14 */                       \
    X("sapphirerapids", 32, 48) /* measured together: two divisions and a root, 56 cycles */

typedef struct target_divider {
    const char *cpu;
    uint8_t division, root;
} target_divider;

/* NULL: not known. */
const target_divider *target_divider_of(const char *cpu);
/* Of any architecture; NULL: there is none of that name. */
const target_level *target_level_named(const char *name);
/* The level of a processor of the architecture with these features, in LLVM's form ("+sse2,-avx"). */
const target_level *target_level_of(target_arch arch, const char *features);
/* Is the feature in such a list, with a plus? */
bool target_has(const char *features, const char *feature);

#endif
