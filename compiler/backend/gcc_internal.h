/* What the files of the libgccjit backend share (nothing outside them includes this).
 *
 *   gcc_session.c   be_gcc: compiles, assembles, releases
 *   gcc_api.c       opens the library
 *   gcc_target.c    the processor as GCC's flags; what its instructions are
 *   gcc_module.c    loop IR module -> libgccjit's context: types, data, functions, entries
 *   gcc_stmt.c      statements;  gcc_call.c  the statements that can fail
 *   gcc_expr.c      expressions; gcc_integer.c  those on integers; gcc_float.c  on floats;
 *   gcc_lanes.c     vectors: parts, lanes, shuffles; gcc_mask.c  vectors of i1, and SELECT;
 *   gcc_convert.c   CVT and BITCAST; gcc_memory.c  loads and stores; gcc_lookup.c; gcc_math.c
 *   gcc_build.c     what all of these build with; gcc_asm.c  instructions that libgccjit has no words for
 *
 * Values: a scalar is its C scalar (f16 its bits as an unsigned short, i1 a bool, ptr a byte pointer).
 * Lanes are one or more GCC vectors of a register's size. Lanes of i1 are bits of unsigned integers.
 * Every value is kept in a local variable as it is made: libgccjit's expressions are trees, which would be
 * evaluated wherever they are used. GCC makes SSA values of them. */
#ifndef HPC_GCC_INTERNAL_H
#define HPC_GCC_INTERNAL_H

#include <stdio.h>

#include "backend.h"
#include "cpu.h"
#include "gcc_api.h"

#ifdef HPC_HAVE_LIBGCCJIT

typedef gcc_jit_type *gj_type;
typedef gcc_jit_rvalue *gj_value;
typedef gcc_jit_lvalue *gj_place;
typedef gcc_jit_block *gj_block;
typedef gcc_jit_function *gj_function;

/* What instructions there are. */
typedef struct gb_target {
    const target_level *level;
    bool x86, avx2, avx512; /* avx512: F, BW, DQ and VL; avx2 has FMA beside it */
    bool f16c, sse41;
} gb_target;

enum { GB_FLAGS_ROOM = 2048 };
/* From a processor; `flags` gets the options that make GCC use its instructions, each ended by '\0', the
 * last by two. */
void gb_target_of(gb_target *target, const cpu *c, char flags[GB_FLAGS_ROOM]);

/* ---- One module being translated ------------------------------------------------------------- */

typedef struct gb_external {
    const char *name;
    gj_function fn;
} gb_external;

typedef struct gb_function {
    gj_function fn, entry;
    gj_type result; /* struct of the status and the results */
    gcc_jit_field **fields;
} gb_function;

enum { GB_LANE_SIZES = 9 }; /* 1, 2, 4, ..., 256 */

typedef struct gb_unit {
    arena *arena;
    const gj_api *api;
    const lir_module *lir;
    gcc_jit_context *context;
    gb_target target;
    gj_type elems[LIR_ELEM_COUNT];
    gj_type void_type, words_pointer;
    gj_type vectors[LIR_ELEM_COUNT][GB_LANE_SIZES];   /* made at first use */
    gj_type in_memory[LIR_ELEM_COUNT][GB_LANE_SIZES]; /* the same, aligned as one element */
    gb_function *functions;
    gj_place *data;
    VEC(gb_external) externals;
    bool skip_once, whole; /* as in lb_unit */
    char problem[256];     /* what could not be translated; empty when all went well */
} gb_unit;

void gb_translate(gb_unit *u);
void gb_problem(gb_unit *u, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* No code is made for the function. */
bool gb_is_skipped(const gb_unit *u, const lir_fn *f);
bool gb_is_cold(const gb_unit *u, uint32_t index);

/* ---- Values ---------------------------------------------------------------------------------- */

/* A part of a value; place: the local variable that holds it, or NULL (a constant, a parameter). */
typedef struct gb_part {
    gj_value value;
    gj_place place;
} gb_part;

/* Elements of a vector as GCC has them: `count` parts of `lanes` lanes. Of i1 the parts are unsigned
 * integers, a bit for each lane, the others 0. */
typedef struct gb_value {
    lir_type type;
    uint16_t lanes, count;
    gb_part *parts; /* NULL: only `wide` is there yet */
    /* Lanes of i1 may be there as elements of an integer type, too, all ones or none. */
    struct gb_value *wide;
} gb_value;

typedef struct gb_loop {
    struct gb_loop *outer;
    gj_block on_break, on_continue;
} gb_loop;

typedef struct gb_fn {
    gb_unit *u;
    const lir_fn *lir;
    gj_function fn;
    gj_value frame;
    gj_block block; /* where code is added; NULL: the last one has ended */
    gj_block cleanup, handler;
    gj_place status;
    gb_value **values; /* by variable: of those that one LET or FOR assigns, or NULL */
    gb_value **slots;  /* by variable: parts that are assigned, or NULL */
    gb_value **memo;   /* by expression: value in this statement */
    uint32_t *stamps;
    uint32_t stamp;
    gj_place words; /* shared by RT calls */
    gj_place check_values;
    gb_loop *loop;
    bool in_cleanup, streams;
} gb_fn;

/* gcc_stmt.c */
void gb_translate_function(gb_unit *u, const lir_fn *lir);
void gb_block(gb_fn *fb, const lir_block *block);
void gb_assign(gb_fn *fb, lir_var_id var, gb_value *value);
void gb_fail(gb_fn *fb, gj_value code, gj_block next);
/* if (good) goes on in a new block, else to `failing`, which is marked rare. */
void gb_branch_likely(gb_fn *fb, gj_value good, gj_block failing);

/* gcc_call.c */
void gb_check(gb_fn *fb, const lir_stmt *s);
void gb_call(gb_fn *fb, const lir_stmt *s);
void gb_fork(gb_fn *fb, const lir_stmt *s);
void gb_runtime_call(gb_fn *fb, const lir_stmt *s);
void gb_poll(gb_fn *fb, const lir_stmt *s);
void gb_check_depth(gb_fn *fb);

/* gcc_module.c */
gj_function gb_external_fn(gb_unit *u, const char *name, gj_type result, const gj_type *params,
                           unsigned count);
void gb_store_word(gb_fn *fb, gj_value words, uint32_t i, gb_value *value);
gb_value *gb_load_word(gb_fn *fb, gj_value words, uint32_t i, lir_elem elem);

/* ---- Building (gcc_build.c) ------------------------------------------------------------------ */

gj_block gb_new_block(gb_fn *fb);
void gb_jump(gb_fn *fb, gj_block to); /* ends the block; nothing where it has ended */
void gb_branch(gb_fn *fb, gj_value condition, gj_block yes, gj_block no);

gj_place gb_local(gb_fn *fb, gj_type type);
void gb_set(gb_fn *fb, gj_place place, gj_value value);
gj_value gb_get(gb_fn *fb, gj_place place);
gb_part gb_keep(gb_fn *fb, gj_type type, gj_value value);

gj_value gb_int(const gb_unit *u, lir_elem elem, uint64_t bits); /* an integer constant */
gj_value gb_scalar_bits(const gb_unit *u, lir_elem elem, uint64_t bits);
gj_value gb_cast(const gb_unit *u, gj_value value, gj_type type);
gj_value gb_bits_as(const gb_unit *u, gj_value value, gj_type type); /* the same bits */
gj_value gb_binary(const gb_unit *u, enum gcc_jit_binary_op op, gj_type type, gj_value a,
                   gj_value b);
gj_value gb_unary(const gb_unit *u, enum gcc_jit_unary_op op, gj_type type, gj_value a);
gj_value gb_compare(const gb_unit *u, enum gcc_jit_comparison op, gj_value a, gj_value b);
gj_value gb_not_zero(const gb_unit *u, lir_elem elem, gj_value a); /* bool */
gj_value gb_expect(gb_fn *fb, gj_value condition, bool expected);
/* base + offset, both kept; and what is there. */
gj_value gb_address(gb_fn *fb, gj_value base, gj_value offset);
gj_place gb_memory(gb_fn *fb, gj_value address, gj_type type);
gj_value gb_call_fn(const gb_unit *u, gj_function fn, gj_value *args, int count);

/* ---- Values ---------------------------------------------------------------------------------- */

unsigned gb_lanes_of_part(const gb_unit *u, lir_type t);
gj_type gb_vector_type(gb_unit *u, lir_elem elem, unsigned lanes);
gj_type gb_memory_type(gb_unit *u, lir_elem elem, unsigned lanes);
gj_type gb_part_type(gb_unit *u, lir_type t);
/* A value whose parts are to be filled in. */
gb_value *gb_new(gb_fn *fb, lir_type t);
gb_value *gb_scalar(gb_fn *fb, lir_elem elem, gj_value value); /* kept */
gb_value *gb_constant(gb_fn *fb, lir_type t, uint64_t bits);
gb_value *gb_real(gb_fn *fb, lir_elem elem, unsigned lanes, double value);
/* In locals of its own: what is read from a variable that changes. */
gb_value *gb_copy(gb_fn *fb, gb_value *v);
/* Lane i as a scalar (i1: bool); made anew at each call. */
gj_value gb_lane(gb_fn *fb, gb_value *v, unsigned i);
gb_value *gb_pack(gb_fn *fb, lir_type t, const gj_value *lanes);
gb_value *gb_splat(gb_fn *fb, gb_value *scalar, unsigned lanes);
/* Lanes [first, first + n) as a value of n lanes. */
gb_value *gb_slice(gb_fn *fb, gb_value *v, unsigned first, unsigned n);
/* Values of equal size, one after the other, as one of type t. */
gb_value *gb_concat(gb_fn *fb, lir_type t, gb_value **pieces, unsigned count);
/* A scalar operation for each lane of the arguments; fn gets kept scalars. */
typedef gj_value (*gb_lane_fn)(gb_fn *fb, const void *context, gj_value *args);
gb_value *gb_by_lanes(gb_fn *fb, lir_type t, gb_value **args, unsigned count, gb_lane_fn fn,
                      const void *context);
/* A GCC operation for each part. */
gb_value *gb_binary_parts(gb_fn *fb, enum gcc_jit_binary_op op, gb_value *a, gb_value *b);
gb_value *gb_unary_parts(gb_fn *fb, enum gcc_jit_unary_op op, gb_value *a);

/* gcc_expr.c */
void gb_begin_statement(gb_fn *fb);
gb_value *gb_expr(gb_fn *fb, lir_expr_id id);
gj_value gb_expr_scalar(gb_fn *fb, lir_expr_id id);

/* gcc_integer.c */
gb_value *gb_integer_op(gb_fn *fb, lir_op op, gb_value **args, const lir_expr *e);
/* gcc_float.c */
gb_value *gb_float_op(gb_fn *fb, lir_op op, gb_value **args, unsigned count);
gb_value *gb_float_compare(gb_fn *fb, lir_op op, gb_value *a, gb_value *b);

/* gcc_mask.c: on vectors of i1, and what makes and takes them. */
gb_value *gb_mask_op(gb_fn *fb, lir_op op, gb_value **args);
gb_value *gb_compare_op(gb_fn *fb, lir_op op, gb_value *a, gb_value *b); /* any lanes */
gb_value *gb_select(gb_fn *fb, gb_value *mask, gb_value *yes, gb_value *no);
gj_value gb_mask_any(gb_fn *fb, gb_value *mask);
gb_part *gb_mask_bits(gb_fn *fb, gb_value *mask); /* its parts, made if they are not there */
/* The bits of lanes [first, first + n), as the unsigned integer that holds n. */
gb_part gb_mask_slice(gb_fn *fb, gb_value *mask, unsigned first, unsigned n);
gb_value *gb_mask_wide(gb_fn *fb, gb_value *mask, unsigned size);
lir_elem gb_unsigned_of(unsigned bytes); /* LIR_U8 to LIR_U64 */
lir_elem gb_bits_elem(unsigned lanes);   /* the unsigned integer that holds so many bits */

/* gcc_convert.c */
gb_value *gb_convert(gb_fn *fb, gb_value *v, lir_elem to);
gb_value *gb_bitcast(gb_fn *fb, gb_value *v, lir_type to);

/* gcc_memory.c */
gb_value *gb_load(gb_fn *fb, const lir_expr *e);
gb_value *gb_masked_load(gb_fn *fb, const lir_expr *e);
gb_value *gb_gather(gb_fn *fb, const lir_expr *e);
void gb_store(gb_fn *fb, const lir_stmt *s);
void gb_scatter(gb_fn *fb, const lir_stmt *s);

gb_value *gb_lookup(gb_fn *fb, const lir_expr *e, gb_value *index);
gb_value *gb_math(gb_fn *fb, const lir_expr *e, gb_value **args);

/* ---- Instructions (gcc_asm.c) ---------------------------------------------------------------- */

/* One instruction with a result; %0 is the result, %1 and on the arguments, each with its constraint:
 *   gb_asm(fb, "vsqrtpd %1, %0", "=v", type, (gb_in[]){{"vm", x}}, 1) */
typedef struct gb_in {
    const char *constraint;
    gj_value value;
} gb_in;
gb_part gb_asm(gb_fn *fb, const char *text, const char *out, gj_type type, const gb_in *in,
               unsigned count);
/* Can instructions on whole registers be used of parts of this type? They have at least 16 bytes; memory
 * operands are read whole. */
bool gb_fills_register(const gb_unit *u, lir_type t);
bool gb_in_register(const gb_unit *u, lir_type t); /* or a part of one, without memory operands */

#endif
#endif
