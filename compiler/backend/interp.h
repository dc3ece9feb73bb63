/* What the files of the interpreter share: the predecoded form of a function.
 *
 *   interp.c         be_interp: sessions, compiled code, calls, the stack of frames
 *   interp_decode.c  loop IR -> instructions;  interp_expr.c its expressions
 *   interp_run.c     the loop over instructions;  interp_memory.c loads, stores, lane moves;
 *   interp_math.c    elementary functions
 *
 * A function becomes a flat array of instructions over places. A place is a byte offset into the
 * call's frame or into the function's constants. A frame holds, in this order: the parameters as
 * words, the variables, the ALLOCAs (these are zeroed at entry), loop counters, and temporaries,
 * which every statement uses anew. */
#ifndef HPC_INTERP_H
#define HPC_INTERP_H

#include "../loop/lir_kernels.h"
#include "backend.h"
#include "math_table.h"

/* offset << 1 | (1 when in the constants) */
typedef uint32_t in_place;

enum { IN_NO_PLACE = UINT32_MAX };

/* Instructions: X(name). Operands are places unless said otherwise. */
/* clang-format off */
#define IN_CODES(X)                                                                                \
    X(KERNEL)      /* out = kernel(a, b, c) over lanes */                                          \
    X(COPY)        /* out = imm bytes of a */                                                      \
    X(COPY8)       /* out = 8 bytes of a */                                                        \
    X(LOAD)        /* out = imm bytes at a + b */                                                  \
    X(LOAD8)       /* ditto, 8 bytes */                                                            \
    X(LOAD_I1)     /* ditto, imm bytes made 0 or 1 */                                              \
    X(MLOAD)       /* out = lanes at a + b where c, else d; size in size */                        \
    X(GATHER)                                                                                      \
    X(STORE)       /* imm bytes at a + b = c */                                                    \
    X(STORE8)                                                                                      \
    X(STORE_MASK)  /* lanes where d */                                                             \
    X(SCATTER)     /* d is IN_NO_PLACE without a mask */                                           \
    X(PADD)                                                                                        \
    X(SPLAT)                                                                                       \
    X(EXTRACT)     /* out = lane imm of a */                                                       \
    X(INSERT)      /* out = a with lane imm = b */                                                 \
    X(SHUFFLE)     /* pointer: the index list */                                                   \
    X(LOOKUP)      /* pointer: the table; imm: its elements, less one */                           \
    X(PACK_BITS)   /* i1 lanes -> bits */                                                          \
    X(UNPACK_BITS)                                                                                 \
    X(ANY)         /* out = is a lane of a (i1) true */                                            \
    X(FRAME)                                                                                       \
    X(ADDRESS)     /* out = address of a */                                                        \
    X(MATH1_F16) X(MATH1_F32) X(MATH1_F64) /* pointer: the math_row */                             \
    X(MATH2_F16) X(MATH2_F32) X(MATH2_F64)                                                         \
    X(JUMP)        /* to target */                                                                 \
    X(JUMP_UNLESS) /* a (i1): to target when false */                                              \
    X(FOR_BEGIN)   /* counter a, end b, step imm, variable out: target when none */   \
    X(FOR_NEXT)    /* the same after a step: target when there is one */                           \
    X(CHECK)       /* a (i1); b: four words or IN_NO_PLACE; imm the check */                       \
    X(CALL)        /* function imm, words at a (inputs) and b (results) */                         \
    X(RT)          /* row imm, words at a */                                                       \
    X(FORK)        /* function imm, words at a (its parameters) and b (step, cost) */              \
    X(POLL)                                                                                        \
    X(DEPTH)       /* RecursionError when the stack is used up */                                  \
    X(CLEANUP)     /* from here on failures do not jump */                                         \
    X(END)                                                                                         \
    /* Scalars of the common types, without a call. */                                             \
    X(ADD_I64) X(SUB_I64) X(MUL_I64) X(EQ_I64) X(NE_I64) X(LT_I64) X(LE_I64) X(GT_I64) X(GE_I64)   \
    X(ADD_F64) X(SUB_F64) X(MUL_F64) X(DIV_F64) X(EQ_F64) X(NE_F64) X(LT_F64) X(LE_F64) X(GT_F64)  \
    X(GE_F64) X(AND_I1) X(OR_I1) X(NOT_I1) X(ADDO_I64) X(SUBO_I64) X(MULO_I64)
/* clang-format on */

typedef enum in_code {
#define X(name) IN_##name,
    IN_CODES(X)
#undef X
        IN_CODE_COUNT
} in_code;

typedef struct in_ins {
    uint16_t code, lanes;
    uint8_t size; /* bytes of an element */
    bool caught;  /* of a failing instruction: target is a handler */
    int32_t loc;
    uint32_t
        target; /* a label while decoding, then an index of instructions; where a failure goes */
    in_place out, a, b, c, d;
    int64_t imm;
    union {
        lir_kernel kernel;
        const void *pointer;
    };
} in_ins;

typedef struct in_fn {
    const lir_fn *lir;
    in_ins *code;
    char *constants;
    uint32_t cleanup; /* index of the CLEANUP instruction */
    uint32_t param_count, result_count;
    in_place results;     /* words, filled by the code before END */
    uint32_t zeroed_size; /* of the frame, after the parameters */
    uint32_t frame_size;
} in_fn;

struct be_session {
    hpc_heap *heap;
};

struct be_code {
    arena *arena;
    hpc_heap *heap;
    const lir_module *module;
    in_fn *fns;
    const struct be_native *native; /* runs the functions that are not `once`, or NULL */
    be_native native_copy;
};

/* ---- Frames: a stack of chunks, one stack for each call from the host ------------------------ */

typedef struct in_chunk {
    struct in_chunk *below;
    size_t used, size;
    _Alignas(64) char bytes[];
} in_chunk;

typedef struct in_stack {
    hpc_heap *heap;
    in_chunk *top, *spare;
    size_t next_size; /* of the next chunk */
} in_stack;

/* 64-byte aligned; NULL when memory is out. Frames are popped in reverse order. */
char *in_stack_push(in_stack *stack, size_t size);
void in_stack_pop(in_stack *stack, char *frame);

/* ---- Decoding -------------------------------------------------------------------------------- */

typedef struct in_loop {
    struct in_loop *outer;
    uint32_t on_break, on_continue; /* labels */
} in_loop;

typedef struct in_decoder {
    be_code *code;
    const lir_module *m;
    const lir_fn *lir;
    arena *arena;
    VEC(in_ins) ins;
    VEC(uint32_t) labels; /* instruction index of each label */
    VEC(char) constants;
    in_place *vars;   /* by variable */
    in_place *memo;   /* by expression: place of its value in this statement */
    uint32_t *stamps; /* by expression: the statement memo is of; constants: UINT32_MAX */
    uint32_t stamp;
    uint32_t fixed;          /* bytes of the frame given out for good */
    uint32_t temp, temp_max; /* bytes of temporaries in use and at most */
    VEC(uint32_t) temps;     /* instructions whose places are to be moved after `fixed` */
    in_loop *loop;
    const char *problem; /* NULL, or why the function can't be decoded */
    uint32_t cleanup_label;
    uint32_t handler; /* label of the innermost TRY's handler, plus 1; 0 none */
} in_decoder;

/* interp_decode.c: fills code->fns[f->index]; NULL, or what is wrong. */
const char *in_decode(be_code *code, const lir_fn *f);
in_ins *in_emit(in_decoder *d, in_code code);
in_place in_temp(in_decoder *d, size_t size);
in_place in_constant(in_decoder *d, const void *bytes, size_t size);
size_t in_size(lir_type type); /* bytes of a value */

/* interp_expr.c */
void in_begin_statement(in_decoder *d);
in_place in_expr(in_decoder *d, lir_expr_id id);
/* The value is put at `out`, which must hold nothing that the expression reads. */
void in_expr_into(in_decoder *d, lir_expr_id id, in_place out);
/* Has the expression an instruction of its own for scalars? These may write what they read. */
bool in_scalar_code(const in_decoder *d, lir_expr_id id);
/* A value as the word that crosses a function's boundary, and back. */
void in_to_word(in_decoder *d, in_place word, lir_elem elem, in_place value);
void in_from_word(in_decoder *d, in_place value, lir_elem elem, in_place word);

/* ---- Running --------------------------------------------------------------------------------- */

hpc_code in_call(be_code *code, uint32_t index, hpc_frame *frame, in_stack *stack,
                 const hpc_word *params, hpc_word *results);

/* interp_math.c: MATH1_F16 to MATH2_F64. */
void in_math(const in_ins *i, char *out, const char *a, const char *b);

/* interp_memory.c: everything resolved to addresses. */
void in_mload(char *out, const char *at, const uint8_t *mask, const char *other, unsigned size,
              unsigned lanes, bool is_i1);
void in_gather(char *out, const char *at, const int64_t *offsets, unsigned size, unsigned lanes,
               bool is_i1);
void in_store_mask(char *at, const char *value, const uint8_t *mask, unsigned size, unsigned lanes);
void in_scatter(char *at, const int64_t *offsets, const char *value, const uint8_t *mask,
                unsigned size, unsigned lanes);
void in_splat(char *out, const char *value, unsigned size, unsigned lanes);
void in_shuffle(char *out, const char *a, const char *b, const uint16_t *index, unsigned a_lanes,
                unsigned size, unsigned lanes);
/* `last` is a mask of the bits of the index that count. */
void in_lookup(char *out, const char *index, const char *table, uint64_t last, unsigned size,
               unsigned lanes);

#endif
