/* What the files of lowering share.
 *
 *   lower.c          functions, parameters, results, cleanup; dispatch of nodes
 *   lower_emit.c     small makers of expressions and statements
 *   lower_scalar.c   the scalar functions (AIR_FNS) on loop IR values; lower_complex.c for pairs
 *   lower_control.c  control flow, checks, variables; lower_life.c last uses, early release
 *   lower_view.c     descriptors: parameters, views, allocation, hpc_views in memory
 *   lower_kernel.c   loop nests; lower_eval.c what one element of a node is; lower_leaf.c loads
 *   lower_sweep.c    neighbours along a row, in registers
 *   lower_reduce.c   which way a reduction goes; lower_fold.c runs in NumPy's order
 *   lower_across.c   reductions whose lanes are another axis
 *   lower_arg.c      places of extremes (argmin, argmax)
 *   lower_fusion.c   what is computed where it is used
 *   lower_remark.c   what was decided, for hpcc explain
 *   lower_store.c    STORE, SCATTER, element access, overlap
 *   lower_mask.c     what masks select, packed and unpacked
 *   lower_call.c     runtime functions, calls, boxes, globals, strings */
#ifndef HPC_LOWER_IMPL_H
#define HPC_LOWER_IMPL_H

#include <setjmp.h>

#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "../array/fuse.h"
#include "lower.h"

enum { LW_MAX_DIMS = 24, LW_MAX_GROUP = 4 };

/* A block that stays valid while statements are made: 0 is the function's body. */
typedef struct lw_block {
    lir_stmt_id owner;
    bool other;
} lw_block;

/* A scalar or vector value; complex values have an imaginary part. */
typedef struct lw_value {
    lir_expr_id re, im;
    int level; /* in a kernel: the innermost loop that it depends on; -1 none */
} lw_value;

/* A strided array: expressions of variables that are set where it is defined. */
typedef struct lw_desc {
    lir_expr_id data;     /* ptr */
    lir_expr_id owner;    /* ptr to the hpc_view that holds the storage and the flags; 0 none */
    lir_expr_id view;     /* ptr to an hpc_view equal to this descriptor; 0 none yet */
    lir_expr_id writable; /* i1 in a variable, of parameters that are stored to; 0 none */
    lir_expr_id extent[HPC_MAX_RANK], stride[HPC_MAX_RANK];
    uint8_t dtype, rank, facts;
    bool readonly; /* a broadcast view: whoever gets it must not write through it */
    int8_t inner;  /* the axis whose neighbours may lie side by side; -1 none */
} lw_desc;

/* What lowering knows of an array IR node. */
typedef struct lw_node {
    lw_value value;     /* scalars; objects in re */
    lw_desc *desc;      /* arrays that lie in memory */
    lir_expr_id slot;   /* ptr to the owning hpc_view of a buffer */
    lir_var_id object;  /* the variable that owns an object */
    uint32_t pos, last; /* place in program order; of the last use, loops counted to their end */
    uint32_t uses;
    const void *table; /* of constant arrays in memory: their bytes */
    bool inlined, unused, done;
    bool natural;  /* a loop variable that is never negative */
    uint32_t walk; /* the last walk over trees that met it */
} lw_node;

/* What a node's array counts a storage by. */
typedef struct lw_owner {
    air_id id;
    lir_expr_id slot;
    bool renews; /* the next turn of a loop computes into the same storage */
} lw_owner;

typedef struct lower {
    arena *a;
    const lower_options *options;
    const target_level *target;
    const air_module *am;
    const air_fun *af;
    bool has_try; /* some function of the module: what a failing store leaves may be looked at */
    lir_module *m;
    lir_fn *f;
    lw_block cur;                /* where statements go */
    lir_block pending;           /* ALLOCAs, before the body */
    lw_node *nodes;              /* by air_id */
    uint32_t walks;              /* over trees, so far: lw_met */
    lir_var_id *var_re, *var_im; /* of array IR's variables: scalars and objects */
    lir_expr_id *var_slot;       /* of array IR's variables: arrays */
    lir_expr_id *params;         /* hpc_view pointers of array parameters, else the value */
    lir_expr_id *params_im;
    lw_desc **param_descs;
    lir_expr_id *result_views; /* where array results go */
    VEC(lw_owner) owners;      /* slots that may be dropped before the end */
    uint32_t *vars_at,
        *next_var;           /* array variables that end at a place: vars_at[it], next_var[..] */
    VEC(lir_expr_id) reused; /* slots of buffers inside of the outermost loop */
    VEC(lir_expr_id) owned_views; /* slots that cleanup releases */
    VEC(lir_var_id) owned_objects;
    unsigned loop_depth;
    int32_t loc;
    uint32_t pos;
    remarks *remarks; /* of the function at hand; NULL: nothing is noted */
    air_id subject;   /* of remarks: the node at hand */
    const char **error;
    jmp_buf failed;
} lower;

/* Stop lowering: what the module needs is missing. Does not return. */
void lw_fail(lower *l, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));

/* ---- lower_emit.c ---- */
lir_block *lw_block_at(lower *l, lw_block b);
lir_stmt *lw_stmt(lower *l, lir_stmt_kind kind); /* in the current block */
lir_stmt_id lw_detached(lower *l, lir_stmt_kind kind);
void lw_attach(lower *l, lw_block b, lir_stmt_id id);
/* An IF or WHILE in which statements go until l->cur is `outer` again. */
lir_stmt_id lw_open_stmt(lower *l, lir_stmt_kind kind, lir_expr_id cond, lw_block *outer);
lir_type lw_type(const lower *l, lir_expr_id e);
lir_expr_id lw_let(lower *l, const char *name,
                   lir_expr_id e); /* constants, variables: as they are */
void lw_set(lower *l, lir_var_id var, lir_expr_id e);
lir_expr_id lw_get(lower *l, lir_var_id var);
lir_expr_id lw_i64(lower *l, int64_t value);
bool lw_is_const(const lower *l, lir_expr_id e, int64_t *value);
bool lw_is_i64(const lower *l, lir_expr_id e, int64_t value);
lir_expr_id lw_op(lower *l, lir_op op, lir_expr_id a, lir_expr_id b); /* splats a scalar operand */
lir_expr_id lw_add(lower *l, lir_expr_id a, lir_expr_id b); /* i64; 0 stands for the number 0 */
lir_expr_id lw_mul(lower *l, lir_expr_id a, lir_expr_id b);
lir_expr_id lw_padd(lower *l, lir_expr_id ptr, lir_expr_id bytes);
lir_expr_id lw_select(lower *l, lir_expr_id c, lir_expr_id a, lir_expr_id b);
lir_expr_id lw_splat(lower *l, lir_expr_id e, unsigned lanes);
lir_expr_id lw_load(lower *l, lir_elem elem, lir_expr_id ptr, int64_t offset);
void lw_store(lower *l, lir_expr_id ptr, int64_t offset, lir_expr_id value);
lir_expr_id lw_alloca(lower *l, const char *name, int64_t bytes);
lir_expr_id lw_alloca_shared(lower *l, const char *name, int64_t bytes); /* LIR_ALLOCA_SHARED */
void lw_check(lower *l, lir_expr_id cond, int check, const lir_expr_id *values, unsigned count);
void lw_rt(lower *l, int function, const lir_expr_id *args, unsigned count, lir_var_id out);
lir_elem lw_elem(hpc_dtype dtype); /* of one part */
bool lw_complex(hpc_dtype dtype);

/* ---- lower_scalar.c, lower_complex.c ---- */
typedef struct lw_fn_use {
    air_fn fn;
    hpc_dtype from, to; /* of the first operand (SELECT: the second), of the result */
    bool scalar;        /* not elementwise over an array */
} lw_fn_use;
lw_value lw_apply(lower *l, lw_fn_use use, const lw_value *args);
lw_value lw_apply_complex(lower *l, lw_fn_use use, const lw_value *args);
lw_value lw_cast(lower *l, hpc_dtype to, hpc_dtype from, lw_value x);
lw_value lw_constant(lower *l, hpc_dtype dtype, int64_t re, int64_t im);
lir_expr_id lw_float(lower *l, lir_expr_id like, double value);
bool lw_fn_scalar_only(air_fn fn, hpc_dtype dtype); /* has no vector form here */
bool lw_complex_power_is_simple(const lower *l, lir_expr_id re, lir_expr_id im);

/* ---- lower.c ---- */
const air_node *lw_air(const lower *l, air_id id);
lw_value lw_scalar(lower *l, air_id id);
lir_expr_id lw_extent(lower *l, air_id array, unsigned axis);
void lw_region(lower *l, const air_region *r);
void lw_node_lower(lower *l, air_id id);
void lw_compute_buffer(lower *l, air_id id);

/* ---- lower_view.c ---- */
lw_desc *lw_desc_new(lower *l, hpc_dtype dtype, unsigned rank, unsigned facts);
/* Reads the hpc_view; shape (may be NULL) tells which extents are constants. */
lw_desc *lw_desc_of_view(lower *l, lir_expr_id view, air_type type, const air_id *shape);
void lw_desc_c_strides(lower *l, lw_desc *d);
lir_expr_id lw_slot(lower *l, const char *name);        /* a zeroed hpc_view, not released */
lir_expr_id lw_owning_slot(lower *l, const char *name); /* released by cleanup */
void lw_release_slot(lower *l, lir_expr_id slot);
void lw_release_large(lower *l, lir_expr_id slot); /* where it counts many bytes */
lir_expr_id lw_view_ptr(lower *l, air_id array);   /* hpc_view in memory, borrowed */
lir_expr_id lw_desc_view(lower *l, lw_desc *d);
lw_desc *lw_memory(lower *l, air_id array);     /* computes an inlined array */
lw_desc *lw_new_buffer_of(lower *l, air_id id); /* slot, storage and descriptor */
lw_desc *lw_desc_view_of(lower *l, const lw_desc *source, const air_node *n);
void lw_lower_view(lower *l, air_id id);
void lw_lower_reshape(lower *l, air_id id);
void lw_lower_copy(lower *l, air_id id);
lir_expr_id lw_shape_array(lower *l, air_id array);     /* i64[rank] in memory */
void lw_keep(lower *l, air_id array, lir_expr_id slot); /* slot = array, retained */

/* ---- lower_kernel.c ---- */
typedef struct lw_index {
    lir_expr_id c;                 /* i64, invariant in the nest; 0 is none */
    lir_expr_id coef[LW_MAX_DIMS]; /* of the loop variables; 0 is none */
    lir_expr_id gen;               /* i64, computed in the nest (lanes 1 or the kernel's) */
    int gen_level;
} lw_index;

typedef struct lw_level {
    lir_stmt_id stmt;
    lw_block parent;
    lir_expr_id iv;
    lw_block body;
} lw_level;

typedef struct lw_memo {
    air_id id;
    unsigned rank;
    const lw_index *index;
    lw_value value;
} lw_memo;

typedef struct lw_group { /* the columns of a row, loaded together */
    lir_expr_id base, offset;
    unsigned count, level;
    lir_expr_id part[LW_MAX_GROUP * 2];
} lw_group;

enum { LW_MAX_INDEX_LANES = 16 };

typedef struct lw_index_lanes { /* indexes, and where they lie in memory */
    lir_expr_id indexes, base, offset;
} lw_index_lanes;

typedef struct lw_address { /* a pointer that is in a variable already */
    lir_expr_id e, var;
    int level;
} lw_address;

typedef struct lw_replaced {
    air_id id;
    lw_desc *desc;
} lw_replaced;

typedef struct lw_sweep lw_sweep;

typedef struct lw_kernel {
    lower *l;
    lw_block entry;
    unsigned nlevels;
    lw_level level[LW_MAX_DIMS];
    int vdim;                 /* the loop whose iterations are lanes; -1 none */
    unsigned lanes;           /* 1 when vdim is -1 */
    bool assume;              /* unit strides may be assumed: */
    VEC(lir_expr_id) assumed; /* i1 conditions */
    VEC(lw_memo) memo;
    VEC(lw_group) groups;
    VEC(lw_index_lanes) index_lanes;
    bool apart; /* the indexes at hand are those of a gather alone: by scalars, if they can be */
    VEC(lw_address) addresses;
    VEC(lw_replaced) replaced; /* operands that are copied first */
    bool flat_as;              /* every array is indexed by one flat index */
    bool done;                 /* all loops are as they should be: backends need not vectorise */
    bool keep_all;             /* several statements share values: each into a variable */
    lir_expr_id streams;       /* i1: stores go past the caches; 0 never */
    const lw_sweep *sweep;     /* rows of which neighbours are in registers; NULL none */
} lw_kernel;

/* Open and close a loop [from, to) inside the innermost one; lanes > 1: the lane dimension. */
void lw_loop_open(lw_kernel *k, const char *name, lir_expr_id from, lir_expr_id to, int64_t step,
                  unsigned lanes);
void lw_loop_close(lw_kernel *k);
/* The same for a WHILE loop whose position in the index is the variable `pos`. */
void lw_while_open(lw_kernel *k, lir_var_id pos, lir_expr_id cond);
lw_block lw_level_block(const lw_kernel *k, int level);
lir_expr_id lw_let_at(lw_kernel *k, int level, const char *name, lir_expr_id e);
/* The same for what reads no memory: equal expressions share a variable. */
lir_expr_id lw_let_once(lw_kernel *k, int level, const char *name, lir_expr_id e);

/* What a nest does at one place: `index` has an entry for each axis. */
typedef struct lw_nest lw_nest;
struct lw_nest {
    unsigned naxes; /* loops, outermost first: */
    uint8_t axis[HPC_MAX_RANK];
    lir_expr_id extent[HPC_MAX_RANK]; /* by axis */
    int unrolled;                     /* an axis whose places are done together; -1 none */
    unsigned group;                   /* its extent, else 1 */
    unsigned lanes;                   /* of the vector version; 1 none */
    bool flat;
    bool done;        /* its body makes vector loops of its own */
    bool independent; /* the body does at one place nothing that another one sees */
    unsigned
        in_order;     /* so many of the outermost loops are not: each turn sees the one before it */
    lir_expr_id cost; /* of the body there, as FORK's; 0: by what it does */
    void (*slow)(lower *l, lw_nest *nest); /* instead of the version without assumptions; NULL */
    void (*body)(lw_kernel *k, lw_nest *nest, const lw_index (*index)[HPC_MAX_RANK]);
    const void *user;
    bool again;                  /* elements may be computed and stored twice: nothing reads them */
    uint8_t streamed;            /* bytes an element: a result that may be huge; 0 never */
    lir_expr_id value, value_im; /* for the body's use */
    lir_expr_id tiled;           /* stride of an operand across the last loops: by tiles; 0: none */
    unsigned rows;               /* places of the outermost loop done at once; 0: one */
    lir_expr_id first;           /* where the outermost loop begins; 0: at 0 */
    const lw_replaced *replaced;
    unsigned nreplaced;
    lw_sweep *sweep; /* NULL none */
};
void lw_nest_body(lw_kernel *k, lw_nest *nest); /* at one place: inside of all loops */
lir_expr_id lw_is_huge(lw_kernel *k, const lw_nest *nest, lir_expr_id whole);
/* A kernel without loops, at the current place. */
void lw_kernel_here(lower *l, lw_kernel *k);
void lw_nest_run(lower *l, lw_nest *nest);
/* The same for bodies with vector loops of their own: scalar loops, unit strides assumed. */
void lw_nest_run_assuming(lower *l, lw_nest *nest);

/* Compute `value` for each element of dest, which has the shape of `shape_of`; mask 0: everywhere. */
typedef struct lw_job {
    air_id value, shape_of, mask;
    const lw_desc *dest;
    const lw_replaced *replaced;
    unsigned nreplaced;
    bool again;  /* what is stored is read by nothing in the job */
    bool sweep;  /* neighbours of what is stored are read: AIR_STORE_SWEEP */
    air_id save; /* where the elements go that are overwritten: AIR_STORE_SAVES; 0 nowhere */
} lw_job;
void lw_run(lower *l, const lw_job *job);
void lw_elementwise(lower *l, air_id value, const lw_desc *dest, air_id mask);
unsigned lw_lanes_for(lower *l, air_id value, hpc_dtype dest);
/* Has this walk (++l->walks) met the node? Trees share nodes: a walk that goes down each time takes
 * time that doubles with every level. */
static inline bool lw_met(lower *l, air_id id, uint32_t walk)
{
    bool met = l->nodes[id].walk == walk;
    l->nodes[id].walk = walk;
    return met;
}
bool lw_can_vectorise(lower *l, air_id value, bool unrolled);
air_id lw_obstacle(lower *l, air_id value, bool unrolled); /* to lanes: the node; 0 none */
air_id lw_obstacle_but_checks(lower *l, air_id value);     /* the same, index checks being none */
bool lw_checks_in_lanes(lower *l, air_id value,
                        hpc_dtype dest); /* if there are any: are these no obstacle? */
bool lw_can_flatten(lower *l, air_id value, air_id shape_of);
bool lw_same_extent(const lower *l, air_id x, air_id y);

/* ---- lower_eval.c ---- */
lw_value lw_eval(lw_kernel *k, air_id id, const lw_index *index);
void lw_index_const(lower *l, lw_index *x, int64_t c);
void lw_index_loop(lower *l, lw_index *x, unsigned dim);
int lw_index_level(const lw_index *x, unsigned nlevels);
lw_index lw_index_scale(lower *l, const lw_index *x, lir_expr_id by, lir_expr_id plus);
lw_value lw_index_value(lw_kernel *k, const lw_index *x); /* as i64 */
const lw_desc *lw_operand_desc(const lw_kernel *k, air_id id);
/* Index of operand `arg` (aligned at the last axis) for element `index` of `rank` axes. */
void lw_operand_index(lw_kernel *k, air_id arg, unsigned rank, const air_id *shape,
                      const lw_index *index, lw_index *out);

/* ---- lower_leaf.c ---- */
lir_expr_id lw_shuffle(lower *l, lir_expr_id a, lir_expr_id b, unsigned lanes,
                       const uint16_t *list);
lw_value lw_leaf_load(lw_kernel *k, const lw_desc *d, const lw_index *index);
void lw_leaf_store(lw_kernel *k, const lw_desc *d, const lw_index *index, lw_value v,
                   lir_expr_id mask);
/* Store all columns of a row group at once; false when the layout is not that of a row group. */
bool lw_group_store(lw_kernel *k, const lw_desc *d, const lw_index *index, unsigned count,
                    const lw_value *values);

/* ---- lower_reduce.c ---- */
void lw_lower_reduce(lower *l, air_id id);
lw_value lw_reduce_inline(lw_kernel *k, air_id id, const lw_index *index);
bool lw_reduce_is_small(lower *l, air_id id); /* unrolled completely */
bool lw_reduce_can_inline(lower *l, air_id id);

/* ---- lower_arg.c ---- */
void lw_lower_arg(lower *l, air_id id);

/* ---- lower_store.c ---- */
void lw_lower_store(lower *l, air_id id);
lir_expr_id lw_is_writable(lower *l, const lw_desc *d);
bool lw_is_stored_to(const lower *l, air_id array);
/* Does computing an inlined tree check indexes? */
bool lw_has_checks(lower *l, air_id id);
void lw_lower_overlay(lower *l, air_id id);
void lw_lower_scatter(lower *l, air_id id);
void lw_lower_elem(lower *l, air_id id);
void lw_lower_setelem(lower *l, air_id id);

void lw_check_writable(lower *l, air_id dest, const lw_desc *d);

/* ---- lower_mask.c ---- */
void lw_lower_pack_mask(lower *l, air_id id);
void lw_lower_unpack_mask(lower *l, air_id id);

/* ---- lower_control.c ---- */
void lw_lower_if(lower *l, air_id id);
void lw_lower_try(lower *l, air_id id);
void lw_lower_for(lower *l, air_id id);
void lw_lower_while(lower *l, air_id id);
void lw_lower_check(lower *l, air_id id);
void lw_lower_bdim(lower *l, air_id id);
void lw_lower_get(lower *l, air_id id);
void lw_lower_set(lower *l, air_id id);
void lw_lower_return(lower *l, air_id id);
void lw_lower_raise(lower *l, air_id id);
lir_expr_id lw_snapshot(lower *l, lir_expr_id e);
void lw_hold_object(lower *l, lir_var_id held, lir_expr_id object);
lir_var_id lw_owned_object(lower *l, const char *name);

/* ---- lower_index.c ---- */
bool lw_is_natural(const lower *l, air_id id);
void lw_lower_index(lower *l, air_id id);
/* False: the node is no end of a slice in a loop, and lowered as any other. */
bool lw_lower_slice_end(lower *l, air_id id);
lir_expr_id lw_wrap_index(lower *l, lir_expr_id index, lir_expr_id extent, int64_t axis,
                          bool natural);
/* lw_wrap_index of the indexes in the lanes of a vector, none of them known to be natural; apart: if
 * they lie in memory, lw_index_lane loads each as a scalar until something is stored. */
lir_expr_id lw_wrap_indexes(lw_kernel *k, lir_expr_id indexes, lir_expr_id extent, int64_t axis,
                            bool apart);
void lw_take_apart(lw_kernel *k, lir_expr_id indexes);
bool lw_is_apart(const lw_kernel *k, lir_expr_id indexes);
lir_expr_id lw_index_lane(lw_kernel *k, lir_expr_id indexes, unsigned lane);
/* Whether a lane of i1 is true. */
lir_expr_id lw_any_lane(lower *l, lir_expr_id v);

/* ---- lower_call.c ---- */
void lw_lower_rt(lower *l, air_id id);
void lw_lower_call(lower *l, air_id id);
void lw_lower_string(lower *l, air_id id);
void lw_lower_pack(lower *l, air_id id);
void lw_lower_global_get(lower *l, air_id id);
void lw_lower_global_set(lower *l, air_id id);
void lw_lower_field_get(lower *l, air_id id);
void lw_lower_field_set(lower *l, air_id id);
void lw_function_params(lower *l, const air_fun *fun); /* LIR parameters and results */
void lw_function_entry(lower *l);
void lw_cleanup(lower *l);

/* ---- lower_remark.c: none of them costs anything where nothing is noted ---- */
void lw_remark(lower *l, remark_code code, const char *first, const char *second);
void lw_remark_head(lower *l, air_id id);
void lw_remark_fusion(lower *l, const air_fusion *fusion);
void lw_remark_layout(lower *l, air_id id);
void lw_remark_vector(lower *l, unsigned lanes);
void lw_remark_number(lower *l, remark_code code, int64_t number, int64_t other);
void lw_remark_fold(lower *l, remark_code code, air_id reduce);
void lw_remark_joined(lower *l, air_id reduce);
void lw_remark_overlap(lower *l, air_id operand);
void lw_remark_scalar(lower *l, air_id obstacle);

/* ---- lower_life.c ---- */
void lw_lifetimes(lower *l); /* pos, last, uses, inlined */
void lw_fusion(lower *l);    /* inlined */
bool lw_is_overwritten(const lower *l, air_id id, int64_t var);
/* The slot belongs to the node: it is dropped after the node's last use. */
void lw_owns(lower *l, air_id id, lir_expr_id slot, bool renews);
void lw_release_dead(lower *l, air_id at);

#endif
