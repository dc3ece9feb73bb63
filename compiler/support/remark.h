/* Remarks: what passes decided, and why. `hpcc explain` shows them.
 *
 * A collector hangs on the module that is compiled (air_module.remarks); without one every call here
 * returns at once, and callers make no text. A remark has a code of the one table below, the function
 * and the source location that it is about, and what fills the places `{}` of the table's text.
 *
 * HEAD remarks begin a group: a loop nest, a loop of the source, a call. NOTE remarks say more about
 * the group with the same subject (a node of array IR), or, without one, about the loop at their
 * location. FUNCTION remarks are about a whole function. `{n}` is how often it was said. */
#ifndef HPC_REMARK_H
#define HPC_REMARK_H

#include "arena.h"

/* X(enumerator, code, kind, text) */
/* clang-format off */
#define REMARKS(X)                                                                                 \
    /* What is computed by a loop nest of its own. */                                              \
    X(NEST_BUFFER, "nest-buffer", HEAD, "loop nest: fills a buffer of {}")                         \
    X(NEST_SMALL, "nest-small", HEAD, "buffer: a few elements, stored one by one, of {}")          \
    X(NEST_STORE, "nest-store", HEAD, "loop nest: stores into {}")                                 \
    X(NEST_SCATTER, "nest-scatter", HEAD, "loop nest: stores at indexes into {}")                  \
    X(NEST_REDUCE, "nest-reduce", HEAD, "loop nest: folds {} by {}")                               \
    X(NEST_PLACES, "nest-places", HEAD, "loop nest: finds the place of an extreme in {}")          \
    X(NEST_PACK, "nest-pack", HEAD, "loop nest: packs what a mask selects into a buffer of {}")    \
    X(NEST_UNPACK, "nest-unpack", HEAD, "loop nest: stores where a mask holds, into {}")           \
    X(EMPTY, "empty", HEAD, "buffer: without contents yet, of {}")                                 \
    X(LOOP, "loop", HEAD, "loop: one turn after the other")                                        \
    X(CALL, "call", HEAD, "call: {}() is compiled apart")                                          \
    X(RUNTIME, "runtime", HEAD, "runtime: {}; arrays that go in and come out lie in memory")       \
    X(BLAS, "blas", HEAD, "runtime: matrix product, by BLAS where it is not small")                \
    X(PRODUCT, "product", NOTE, "made of a sum of products, whose order fastmath leaves open; "    \
                                "where extents are small, a loop nest computes it")                \
    X(PRODUCT_SMALL, "product-small", NOTE, "a sum of products like a matrix product's, too "      \
                                            "small for BLAS")                                      \
    X(PRODUCT_STRICT, "product-strict", NOTE, "a sum of products like a matrix product's: "        \
                                              "fastmath allows BLAS")                              \
    /* What was fused. */                                                                          \
    X(FUSED, "fused", NOTE, "{} in one pass, from {lines}")                                        \
    X(JOINED, "joined", NOTE, "folded in the same pass: {}")                                       \
    X(RECOMPUTED, "recomputed", HEAD, "value: one operation, done again in each loop nest that "   \
                                      "uses it, since that costs less than memory")                \
    X(ROWS, "rows", HEAD, "rows: each row goes through all of it while it is in the cache, and "   \
                          "arrays in between are one row long")                                    \
    X(RING, "ring", HEAD, "ring: stored in place, {}, so that what is read is still as it was, "   \
                          "without a copy of the array")                                           \
    X(BANDS, "bands", HEAD, "bands: several steps of the loop run together over {} that are in "   \
                            "the cache, each some way behind the one before it")                   \
    X(RENEWED, "renewed", HEAD, "value: each turn of the loop computes it in the place of the "    \
                                "last one, in one array for all of them")                          \
    X(MASKED, "masked", HEAD, "mask: computed for every element and stored where it holds, "       \
                              "nothing is packed")                                                 \
    X(FORWARDED, "forwarded", HEAD, "value: a store to an array that nothing else sees, which "    \
                                    "fuses with what follows")                                     \
    /* Why an array became a buffer. */                                                            \
    X(BUFFER_RETURNED, "buffer-returned", NOTE, "in memory: the function returns it")              \
    X(BUFFER_VARIABLE, "buffer-variable", NOTE, "in memory: a name holds it across a branch or "   \
                                                "the turns of a loop")                             \
    X(BUFFER_GLOBAL, "buffer-global", NOTE, "in memory: a name of the module holds it")            \
    X(BUFFER_FIELD, "buffer-field", NOTE, "in memory: a field of an object holds it")              \
    X(BUFFER_ARGUMENT, "buffer-argument", NOTE, "in memory: {}() gets it as an argument")          \
    X(BUFFER_RUNTIME, "buffer-runtime", NOTE, "in memory: the runtime's {} gets it")               \
    X(BUFFER_BOXED, "buffer-boxed", NOTE, "in memory: it is boxed, to be printed or kept in an "   \
                                          "object")                                                \
    X(BUFFER_GATHERED, "buffer-gathered", NOTE, "in memory: indexes or a mask pick elements of "   \
                                                "it")                                              \
    X(BUFFER_STORED, "buffer-stored", NOTE, "in memory: the program stores into it")               \
    X(BUFFER_RESHAPED, "buffer-reshaped", NOTE, "in memory: it is reshaped")                       \
    X(BUFFER_TWICE, "buffer-twice", NOTE, "in memory: several loop nests use it, and computing "   \
                                          "it in each costs more")                                 \
    X(BUFFER_SHIFTED, "buffer-shifted", NOTE, "in memory: one loop nest reads it at different "    \
                                              "elements, and computing each twice costs more")     \
    X(BUFFER_REPEATED, "buffer-repeated", NOTE, "in memory: what uses it broadcasts it and would " \
                                                "compute each element many times")                 \
    X(BUFFER_REDUCTION, "buffer-reduction", NOTE, "in memory: NumPy's order of this reduction "    \
                                                  "wants a loop nest of its own")                  \
    X(BUFFER_PLACES, "buffer-places", NOTE, "in memory: places of extremes are found before they " \
                                            "are used")                                            \
    X(BUFFER_PACKED, "buffer-packed", NOTE, "in memory: how many elements a mask selects is "      \
                                            "known only once it is computed")                      \
    X(BUFFER_PARTS, "buffer-parts", NOTE, "in memory: a part of it is replaced")                   \
    X(BUFFER_REGION, "buffer-region", NOTE, "in memory: it is used inside of a loop or branch "    \
                                            "that it is computed before")                          \
    X(BUFFER_WRITTEN, "buffer-written", NOTE, "in memory: what it reads is stored to before it "   \
                                              "is used")                                           \
    X(BUFFER_AHEAD, "buffer-ahead", NOTE, "in memory: the store that uses it writes elements "     \
                                          "that it still has to read")                             \
    X(BUFFER_CHECKED, "buffer-checked", NOTE, "in memory: a sum goes by vector lanes, among "      \
      "which no index is checked")                                                                 \
    X(BUFFER_DEPTH, "buffer-depth", NOTE, "in memory: the expression is too deep for one loop")    \
    X(BUFFER_LAYOUT, "buffer-layout", NOTE, "an operand is computed into a buffer of {} first")    \
    /* How loops run. */                                                                           \
    X(VECTOR, "vector", NOTE, "vector loop: {} lanes of {}")                                       \
    X(FLAT, "flat", NOTE, "all arrays have one shape and C order: one loop over all elements")     \
    X(UNROLLED, "unrolled", NOTE, "the last axis has {} elements: done at once, the lanes go "     \
                                  "along the axis before")                                         \
    X(UNIT_STRIDES, "unit-strides", NOTE, "made twice: the vector loops run where elements lie "   \
                                          "side by side, which is tested first")                   \
    X(STREAMED, "streamed", NOTE, "results of 32 MB and more are written past the caches")         \
    X(LAST_VECTOR, "last-vector", NOTE, "the last vector does some elements again instead of a "   \
                                        "scalar loop for the rest")                                \
    X(TAIL_MASKED, "tail-masked", NOTE, "what is left of whole vectors: one under a mask")         \
    X(SCALAR_SHORT, "scalar-short", NOTE, "scalar: {} elements along the inner axis fill no "      \
                                          "vector of {}")                                          \
    X(SCALAR_FUNCTION, "scalar-function", NOTE, "scalar: {} has no vector form for {}")            \
    X(SCALAR_INDEXES, "scalar-indexes", NOTE, "scalar: indexes are checked one by one")            \
    X(SCALAR_FOLD, "scalar-fold", NOTE, "scalar outside: each element folds a run, in a vector "   \
                                        "loop where it can")                                       \
    X(SCALAR_OVERFLOW, "scalar-overflow", NOTE, "scalar: {} is checked for overflow")              \
    X(SCALAR_ORDER, "scalar-order", NOTE, "scalar: {} of floats is done strictly in order, as "    \
                                          "NumPy does it")                                         \
    X(FOLD_CAST, "fold-cast", NOTE, "by the runtime's reduction: the elements are converted "      \
                                    "first, by buffers as NumPy does it")                          \
    X(FOLD_BITS, "fold-bits", NOTE, "by the runtime's reduction: bits of integers are combined")   \
    X(FOLD_LAYOUT, "fold-layout", NOTE, "by the runtime's reduction: the order of the sum "        \
                                        "depends on strides that only the run knows, or on "       \
                                        "several axes")                                            \
    X(FOLD_ORDER, "fold-order", NOTE, "by the runtime's reduction: {} of floats is done strictly " \
                                      "in order")                                                  \
    X(THREADS, "threads", NOTE, "parallel: threads do parts of it where that is worth their start") \
    X(BLOCKS, "blocks", NOTE, "all steps are done for a block of rows, held in {} vectors of {} "  \
                              "lanes for each column, where the arrays do not overlap")            \
    X(LOOP_LANES, "loop-lanes", NOTE, "vector loop: {} iterations as lanes, each in its own "      \
                                      "order, where arrays that are written overlap no others")    \
    X(LOOP_SUMS, "loop-sums", NOTE, "vector loop: integers are added up as {} lanes")              \
    /* Loops over prange. */                                                                       \
    X(PARALLEL, "parallel", NOTE, "parallel: no iteration reads or writes what another one "       \
                                  "writes")                                                        \
    X(PARALLEL_WHERE, "parallel-where", NOTE, "parallel where the run finds that {}, else one "    \
                                              "iteration after the other")                         \
    X(PARALLEL_FOLD, "parallel-fold", NOTE, "'{}': {} over the iterations, by tasks of them that " \
                                            "do not depend on the number of threads")              \
    X(PARALLEL_PRIVATE, "parallel-private", NOTE, "'{}': each iteration has its own")              \
    X(PARALLEL_LAST, "parallel-last", NOTE, "'{}': each iteration has its own, and the last one's " \
                                            "stays")                                               \
    X(SERIAL, "prange-serial", NOTE, "prange: one iteration after the other, since {}")            \
    /* Loops of the source, which are LLVM's to vectorise. */                                      \
    X(LOOP_VECTOR, "loop-vector", NOTE, "vector loop by LLVM: {} lanes, {} of these "              \
                                        "vectors at once")                                         \
    X(LOOP_LIGHT, "loop-light", NOTE, "scalar: most loops here are vector loops already, and "     \
                                      "LLVM's vectoriser is left out")                             \
    X(LOOP_UNROLLED, "loop-unrolled", NOTE, "unrolled by LLVM: all of its turns")                  \
    X(LOOP_CALL, "loop-call", NOTE, "scalar: each turn calls a function")                          \
    X(LOOP_DEPENDENCE, "loop-dependence", NOTE, "scalar: a turn may read or write what another "   \
                                                "one writes")                                      \
    X(LOOP_POLL, "loop-poll", NOTE, "scalar: each turn may take long, and looks at the time "      \
                                    "limit")                                                       \
    X(LOOP_BOUNDS, "loop-bounds", NOTE, "scalar: which elements are read and written is not "      \
                                        "known beforehand")                                        \
    X(LOOP_CARRIED, "loop-carried", NOTE, "scalar: a value goes from turn to turn that is no "     \
                                          "sum, minimum or the like")                              \
    X(LOOP_FLOATS, "loop-floats", NOTE, "scalar: floats are added up in the order of the source; " \
                                        "fastmath allows lanes")                                   \
    X(LOOP_EXITS, "loop-exits", NOTE, "scalar: a turn may leave it (a check, a call, break, "      \
                                      "return), or its end is not known when it begins")           \
    X(LOOP_BRANCH, "loop-branch", NOTE, "scalar: what a branch does cannot be done for all lanes") \
    X(LOOP_COST, "loop-cost", NOTE, "scalar: LLVM expects no gain from lanes")                     \
    X(LOOP_OTHER, "loop-other", NOTE, "scalar: LLVM's vectoriser gives it up ({})")                \
    /* Checks, copies, versions. */                                                                \
    X(OVERLAP, "overlap", NOTE, "copies {} first where the run finds that it overlaps what is "    \
                                "stored to")                                                       \
    X(HOISTED, "hoisted", NOTE, "computed before it, since they do not change in it: {n} values")  \
    X(CHECKS_DROPPED, "checks-dropped", NOTE, "checks of indexes or overflow that the loop's "     \
                                              "bounds decide: {n}, dropped")                       \
    X(CHECKS_BEFORE, "checks-before", NOTE, "made twice: checks that one test before the loop "    \
                                            "decides are left out of it ({n})")                    \
    X(CHECKS_INSIDE, "checks-inside", NOTE, "checks that stay inside: {n}")                        \
    X(GENERAL, "general", FUNCTION, "made twice: extents that broadcasting expects to be equal "   \
                                    "({}) are taken for equal under a test at entry; a general "   \
                                    "version, compiled without optimisation, does the rest")       \
    X(ONCE, "once", FUNCTION, "runs once: interpreted, many elements at a time, not compiled")
/* clang-format on */

typedef enum remark_code {
#define X(name, code, kind, text) REMARK_##name,
    REMARKS(X)
#undef X
        REMARK_COUNT
} remark_code;

typedef enum remark_kind { REMARK_HEAD, REMARK_NOTE, REMARK_FUNCTION } remark_kind;

typedef struct remark {
    uint8_t code;      /* remark_code */
    uint32_t function; /* index in the module */
    uint32_t subject;  /* node of array IR; 0: the loop at the location */
    int32_t loc;
    uint32_t count;
    const char *args[2];   /* in the order of the places; may be NULL */
    const int32_t *places; /* locations that {lines} stands for, place_count of them */
    uint32_t place_count;
} remark;

typedef struct remarks {
    arena *arena;
    VEC(remark) items;
} remarks;

/* r may be NULL: nothing is noted. One that was noted just before is counted. NULL, or the remark
 * (until the next call). */
remark *remark_add(remarks *r, remark_code code, uint32_t function, uint32_t subject, int32_t loc,
                   const char *first, const char *second);
const char *remark_name(remark_code code); /* the table's code */
remark_kind remark_kind_of(remark_code code);
/* The table's text with the remark's arguments in its places, and `lines`. */
const char *remark_text(arena *a, const remark *r, const char *lines);

#endif
