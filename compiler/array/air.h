/* Array IR: what a function computes, in terms of whole arrays and scalars.
 *
 * A function is a tree of regions; a region is a list of nodes in program order. A node is one
 * value (scalar, array or object) or one effect. Values are SSA: a node's operands are nodes that
 * come before it in its region or in an enclosing one. Scalars are arrays of rank 0: the same MAP
 * node adds two numbers or two matrices.
 *
 * Shapes are values too: an array node names, for each axis, the scalar i64 node that is its
 * extent. Nodes are hash-consed, so equal extents are usually the same node, and a constant extent
 * is a CONST node: that is how passes know that no broadcast or check is needed.
 *
 * Arrays and memory. An array node stands for a view of a storage (VIEW, PARAM, GET, ...) or for
 * fresh contents (MAP, REDUCE, GATHER, FILL, ...). Which fresh contents become buffers is decided
 * by fusion (array/fuse.c), not here. A node reads memory as it is at its place in program order:
 * the version of a storage that it sees is the number of stores to its alias class before it, and
 * is derived (air_alias.c), not stored. A pass may evaluate a node later than its place only when
 * no store in between can touch what it reads.
 *
 * Mutable variables (GET, SET) exist only where control flow joins: elaboration keeps names in SSA
 * form inside straight-line code and writes variables at the edges of loops and branches.
 * docs/ir.md has the text form and the rules; air_verify checks them. */
#ifndef HPC_AIR_H
#define HPC_AIR_H

#include "../support/arena.h"
#include "../support/remark.h"

typedef uint32_t air_id; /* a node; 0 is none */

typedef enum air_kind { AIR_VOID, AIR_SCALAR, AIR_ARRAY, AIR_OBJECT } air_kind;

/* What is known of an array's memory order. Facts, not requests: 0 knows nothing.
 * For a value that is not a view: the order that it has when it becomes a buffer. */
enum {
    AIR_C_ORDER = 1,   /* C-contiguous */
    AIR_F_ORDER = 2,   /* Fortran-contiguous (rank 1: both) */
    AIR_UNIT_LAST = 4, /* the last axis has unit stride (implied by AIR_C_ORDER) */
    AIR_WRITABLE = 8   /* known not to be read-only */
};

typedef struct air_type {
    uint8_t kind;  /* air_kind */
    uint8_t dtype; /* hpc_dtype of scalars and arrays */
    uint8_t rank;  /* of arrays, >= 1 unless a 0-d array */
    uint8_t facts; /* AIR_C_ORDER ... of arrays */
} air_type;

/* Scalar functions that MAP applies elementwise. All operands have the dtype given by the rule
 * (casts are explicit CAST nodes); the result dtype is on the node.
 * X(enumerator, text, arity, rule): rule 's' operands and result one dtype; 'c' operands one
 * dtype, result bool; 'b' all bool; 'i' integers/bool one dtype; 'f' floats (real) one dtype;
 * 'z' floats or complex; '*' see the comment. Integer arithmetic wraps unless marked checked. */
/* clang-format off */
#define AIR_FNS(X)                                                                                 \
    X(ADD, "add", 2, 's')                                                                          \
    X(SUB, "sub", 2, 's')                                                                          \
    X(MUL, "mul", 2, 's')                                                                          \
    X(ADD_CHECKED, "add_checked", 2, 'i') /* Python int: OverflowError when it does not fit */     \
    X(SUB_CHECKED, "sub_checked", 2, 'i')                                                          \
    X(MUL_CHECKED, "mul_checked", 2, 'i')                                                          \
    X(NEG_CHECKED, "neg_checked", 1, 'i')                                                          \
    X(DIV, "div", 2, 'z')           /* true division */                                            \
    X(FLOORDIV, "floordiv", 2, 's') /* NumPy: x//0 is 0 for integers; floats as NumPy's */         \
    X(MOD, "mod", 2, 's')           /* sign of the divisor; x%0 is 0 for integers */               \
    X(FMOD, "fmod", 2, 's')         /* sign of the dividend */                                     \
    X(NEG, "neg", 1, 's')                                                                          \
    X(POS, "pos", 1, 's')                                                                          \
    X(ABS, "abs", 1, '*')           /* complex -> real */                                          \
    X(SIGN, "sign", 1, 's')                                                                        \
    X(POW, "pow", 2, 's')           /* integers: exponent checked >= 0 before */                   \
    X(AND, "and", 2, 'i')                                                                          \
    X(OR, "or", 2, 'i')                                                                            \
    X(XOR, "xor", 2, 'i')                                                                          \
    X(INVERT, "invert", 1, 'i')     /* bool: logical not */                                        \
    X(SHL, "shl", 2, 'i')                                                                          \
    X(SHR, "shr", 2, 'i')                                                                          \
    X(MIN, "min", 2, 's')           /* np.minimum: NaN spreads; complex lexicographic */           \
    X(MAX, "max", 2, 's')                                                                          \
    X(FMIN, "fmin", 2, 's')         /* NaN is ignored */                                           \
    X(FMAX, "fmax", 2, 's')                                                                        \
    X(EQ, "eq", 2, 'c')                                                                            \
    X(NE, "ne", 2, 'c')                                                                            \
    X(LT, "lt", 2, 'c')                                                                            \
    X(LE, "le", 2, 'c')                                                                            \
    X(GT, "gt", 2, 'c')                                                                            \
    X(GE, "ge", 2, 'c')                                                                            \
    X(NOT, "not", 1, 'b')                                                                          \
    X(SELECT, "select", 3, '*')     /* (bool, t, t) -> t */                                        \
    X(CAST, "cast", 1, '*')         /* to the node's dtype, as astype does */                      \
    X(BITCAST, "bitcast", 1, '*')   /* to the node's dtype of the same size */                     \
    X(SQRT, "sqrt", 1, 'z')                                                                        \
    X(FMA, "fma", 3, 'f')                                                                          \
    X(FLOOR, "floor", 1, 'f')                                                                      \
    X(CEIL, "ceil", 1, 'f')                                                                        \
    X(TRUNC, "trunc", 1, 'f')                                                                      \
    X(RINT, "rint", 1, 'z')                                                                        \
    X(COPYSIGN, "copysign", 2, 'f')                                                                \
    X(SIGNBIT, "signbit", 1, '*')   /* float -> bool */                                            \
    X(ISNAN, "isnan", 1, '*')       /* -> bool */                                                  \
    X(ISINF, "isinf", 1, '*')                                                                      \
    X(ISFINITE, "isfinite", 1, '*')                                                                \
    X(REAL, "real", 1, '*')         /* complex -> real */                                          \
    X(IMAG, "imag", 1, '*')                                                                        \
    X(COMPLEX, "complex", 2, '*')   /* (re, im) -> complex */                                      \
    X(CONJ, "conj", 1, 's')                                                                        \
    X(EXP, "exp", 1, 'z')                                                                          \
    X(EXP2, "exp2", 1, 'z')                                                                        \
    X(EXPM1, "expm1", 1, 'z')                                                                      \
    X(LOG, "log", 1, 'z')                                                                          \
    X(LOG2, "log2", 1, 'z')                                                                        \
    X(LOG10, "log10", 1, 'z')                                                                      \
    X(LOG1P, "log1p", 1, 'z')                                                                      \
    X(SIN, "sin", 1, 'z')                                                                          \
    X(COS, "cos", 1, 'z')                                                                          \
    X(TAN, "tan", 1, 'z')                                                                          \
    X(ASIN, "asin", 1, 'z')                                                                        \
    X(ACOS, "acos", 1, 'z')                                                                        \
    X(ATAN, "atan", 1, 'z')                                                                        \
    X(SINH, "sinh", 1, 'z')                                                                        \
    X(COSH, "cosh", 1, 'z')                                                                        \
    X(TANH, "tanh", 1, 'z')                                                                        \
    X(ASINH, "asinh", 1, 'z')                                                                      \
    X(ACOSH, "acosh", 1, 'z')                                                                      \
    X(ATANH, "atanh", 1, 'z')                                                                      \
    X(CBRT, "cbrt", 1, 'f')                                                                        \
    X(ERF, "erf", 1, 'f')                                                                          \
    X(ERFC, "erfc", 1, 'f')                                                                        \
    X(GAMMA, "gamma", 1, 'f')                                                                      \
    X(LGAMMA, "lgamma", 1, 'f')                                                                    \
    X(ATAN2, "atan2", 2, 'f')                                                                      \
    X(HYPOT, "hypot", 2, 'f')                                                                      \
    X(NEXTAFTER, "nextafter", 2, 'f')                                                              \
    X(LDEXP, "ldexp", 2, '*')       /* (float, i64) -> float */
/* clang-format on */

typedef enum air_fn {
#define X(name, text, arity, rule) AIR_##name,
    AIR_FNS(X)
#undef X
        AIR_FN_COUNT
} air_fn;

/* Node operations. X(enumerator, text, class)
 * class: 'p' pure value; 'r' pure but reads memory or a variable at its place; 'e' effect, kept in
 * order; 'c' control. args and other fields are described in the comment. */
/* clang-format off */
#define AIR_OPS(X)                                                                                 \
    X(CONST, "const", 'p')     /* scalar; integers and bool: the value in imm (u64: its bits);     \
                                  floats: the bits in the dtype's own format in imm; complex: the  \
                                  bits of the two parts in imm and imm2 */                         \
    X(PARAM, "param", 'p')     /* parameter imm */                                                 \
    X(MAP, "map", 'p')         /* fn; args broadcast to shape (scalar args have rank 0) */         \
    X(FILL, "fill", 'p')       /* args[0] scalar of the dtype, everywhere */                       \
    X(EMPTY, "empty", 'p')     /* contents unset (np.empty) */                                     \
    X(COORD, "coord", 'p')     /* i64 array: the index along axis imm */                           \
    X(TABLE, "table", 'p')     /* constant array: imm bytes in table (C order), constant shape */  \
    X(LITERAL, "literal", 'p') /* array of the scalar args in C order (np.array([a, b])) */        \
    X(VIEW, "view", 'r')       /* args[0] array; view */                                           \
    X(RESHAPE, "reshape", 'r') /* args[0] array to shape in C order; a view where NumPy's is one,   \
                                  imm 1: where it is contiguous */                                 \
    X(REDUCE, "reduce", 'r')   /* args[0]; fn ADD MUL MIN MAX AND OR; axes in imm (bit mask);      \
                                  NumPy's order of summation; rank 0 result is a scalar */         \
    X(ARG, "arg", 'r')         /* args[0]; fn MIN or MAX: the i64 place, along axis imm, of the first  \
                                  least or greatest element or NaN; rank 1: a scalar */            \
    X(GATHER, "gather", 'r')   /* args[0] source; args[1..] integer index arrays (any int dtype,   \
                                  unchecked): gather */                                            \
    X(PACK_MASK, "pack_mask", 'r') /* args[0] source, args[1] bool mask of its first axes, args[2] \
                                  i64 number of true elements: the blocks where the mask holds,    \
                                  [args[2], other axes], C order */                                \
    X(COPY, "copy", 'r')       /* a fresh array with args[0]'s contents, C order (imm 0) or K (1) */ \
    X(OVERLAY, "overlay", 'r') /* args[0] with the part that `view` selects replaced by args[1] */ \
    X(ELEM, "elem", 'r')       /* scalar: args[0] array at args[1..rank] (normalised indexes) */   \
    X(DIM, "dim", 'p')         /* scalar i64: extent imm of array args[0] (PARAM, GET, RT, CALL) */\
    X(STRIDE, "stride", 'p')   /* scalar i64: byte stride imm of array args[0] */                  \
    X(INDEX, "index", 'e')     /* scalar i64: args[0] wrapped (negative) and checked against       \
                                  extent args[1]; axis imm. Fails with IndexError */               \
    X(INDEXES, "indexes", 'e') /* array i64: the same for an index array args[0] */                \
    X(BDIM, "bdim", 'e')       /* scalar i64: broadcast of extents args[0], args[1], or check imm  \
                                  (BROADCAST ...) with the values args[2..] */                     \
    X(CHECK, "check", 'e')     /* args[0] bool must hold, else check imm with values args[1..] */  \
    X(STORE, "store", 'e')     /* view args[0] [...] = args[1] (broadcast, same dtype); args[2]    \
                                  optional bool mask of args[0]'s shape, or see AIR_STORE_SAVES */ \
    X(SETELEM, "setelem", 'e') /* args[0] array at args[1..rank] = args[rank+1] */                 \
    X(SCATTER, "scatter", 'e') /* args[0] destination, args[1] value, args[2..] index arrays:      \
                                  gather; in order: the last of equal indexes stays */             \
    X(UNPACK_MASK, "unpack_mask", 'e') /* args[0] destination, args[1] what PACK_MASK would give   \
                                  of it, args[2] mask: the inverse */                              \
    X(GET, "get", 'r')         /* value of variable imm */                                         \
    X(SET, "set", 'e')         /* variable imm = args[0] */                                        \
    X(GLOBAL_GET, "gget", 'r') /* value of the module's global cell imm */                         \
    X(GLOBAL_SET, "gset", 'e') /* global cell imm = args[0] */                                     \
    X(FIELD_GET, "fget", 'r')  /* args[0] object: the field at offset imm */                       \
    X(FIELD_SET, "fset", 'e')  /* args[0] object: the field at offset imm = args[1] */             \
    X(STRING, "string", 'p')   /* object: constant text (imm bytes) */                             \
    X(BOX, "box", 'r')         /* part of a pack: args[0] as hpc_value of kind imm (hpc_kind) */   \
    X(PACK, "pack", 'r')       /* args boxes: an array of hpc_value, to pass to RT */              \
    X(RT, "rt", 'e')           /* runtime function imm; args; results are PROJ of this node        \
                                  (a single result is the node itself) */                          \
    X(CALL, "call", 'e')       /* function imm of the module; the same */                          \
    X(PROJ, "proj", 'p')       /* result imm of the RT or CALL args[0] */                          \
    X(IF, "if", 'c')           /* args[0] bool; body, other */                                     \
    X(FOR, "for", 'c')         /* i64 from args[0] to args[1] by args[2]; body; the index is the   \
                                  INDVAR node, the first of body. flags: AIR_FOR_PARALLEL ... */   \
    X(INDVAR, "indvar", 'p')                                                                       \
    X(WHILE, "while", 'c')     /* other runs and ends in COND; body */                             \
    X(TRY, "try", 'c')         /* body; where it fails, other goes on */                           \
    X(COND, "cond", 'c')       /* args[0] bool: goes on while true */                              \
    X(BREAK, "break", 'c')                                                                         \
    X(CONTINUE, "continue", 'c')                                                                   \
    X(RETURN, "return", 'c')   /* args: the results */                                             \
    X(RAISE, "raise", 'c')     /* hpc_code imm; args[0] object: message string (or 0) */
/* clang-format on */

typedef enum air_op {
#define X(name, text, class) AIR_OP_##name,
    AIR_OPS(X)
#undef X
        AIR_OP_COUNT
} air_op;

enum {
    AIR_FOR_PARALLEL = 1, /* the turns are independent: proved */
    AIR_FOR_PRANGE = 2,   /* the program says so: the pass `parallel` proves it */
    AIR_STORE_EXACT = 2,  /* proved free of overlap, */
    AIR_STORE_SWEEP = 4,  /* but for neighbours in the same row, so many elements and bytes away: */
    AIR_STORE_APART = 8,  /* a test before it says that other arrays are other memory */
    AIR_STORE_SAVES = 16, /* args[2] is no mask, but where the elements go that are overwritten */
    AIR_SWEEP_REACH = 4,
    AIR_SWEEP_BYTES = 16
};

/* A view as an affine index function. Result axis r takes its elements from source axis
 * `axis[r]` (AIR_NEW_AXIS: a new axis of stride 0). Source axis s starts at start[s] and advances
 * by step[s] (nodes; 0 stands for the constants 0 and 1); a source axis that no result axis names
 * is fixed at start[s]. A result axis whose source extent is 1 and whose own extent is not is
 * broadcast (stride 0): bit r of `broadcast` (or `maybe_broadcast` when only the run can tell). */
enum { AIR_NEW_AXIS = -1 };

typedef struct air_view {
    int8_t axis[HPC_MAX_RANK];
    uint32_t broadcast, maybe_broadcast;
    air_id start[HPC_MAX_RANK], step[HPC_MAX_RANK];
} air_view;

/* How GATHER and SCATTER find an element. Result axes [first, first + index_rank) are the broadcast
 * of the index arrays; the other result axes, in order, run over the source axes that have no
 * index array (`index[s]` is the number of the index array, or -1). Index arrays are given with
 * their own rank; trailing axes align (broadcast). Integer scalars beside arrays are rank-0 index
 * arrays. */
typedef struct air_gather {
    int8_t index[HPC_MAX_RANK]; /* by source axis */
    uint8_t first, index_rank;
} air_gather;

/* A list of nodes; `parent` is the region that holds the control node which owns this one (NULL:
 * the function's body). */
typedef struct air_region air_region;
struct air_region {
    air_id *items;
    uint32_t len, cap;
    air_region *parent;
};

typedef struct air_node {
    uint8_t op; /* air_op */
    uint8_t fn; /* air_fn of MAP, REDUCE and ARG */
    uint8_t flags;
    bool keepdims; /* REDUCE, ARG */
    air_type type;
    int32_t loc; /* source location id */
    uint32_t nargs;
    air_id *args;
    air_id *shape; /* rank extents of an array */
    int64_t imm, imm2;
    union {
        air_view *view;
        air_gather *gather;
        const void *table;
        const char *text;
        air_type *results; /* RT, CALL: nresults types */
    };
    uint32_t nresults;
    air_region *body, *other;
    air_region *home; /* the region that lists this node */
} air_node;

typedef struct air_var {
    const char *name;
    air_type type; /* rank and dtype fixed; facts hold for every value set */
} air_var;

typedef struct air_fn_info air_fun;
struct air_fn_info {
    const char *name;
    uint32_t index;      /* in the module */
    VEC(air_node) nodes; /* [0] unused */
    VEC(air_var) vars;   /* [0] unused */
    VEC(air_type) params;
    VEC(const char *) param_names; /* of the first of them; for remarks */
    VEC(air_type) results;
    air_region *body;
    bool recursive, fastmath;
    bool once;             /* runs once: top-level code without loops of its own */
    bool general;          /* what another function calls where its assumptions fail */
    struct air_cons *cons; /* hash-consing table of air.c */
};

/* A name of the program's top level. Its cell lies at globals + index * AIR_CELL_SIZE and holds a
 * scalar (16 bytes), a hpc_view or an object pointer, owned. */
typedef struct air_global {
    const char *name;
    air_type type;
    uint32_t cell;
} air_global;

enum { AIR_CELL_SIZE = 320 };

typedef struct air_module {
    arena *arena;
    VEC(air_fun *) funs;
    VEC(air_global) globals; /* what GLOBAL_GET and GLOBAL_SET name */
    bool large;              /* it is known to have arrays that are worth compiling for */
    remarks *remarks;        /* what is decided is noted there; NULL: nowhere */
} air_module;

/* ---- Construction (air.c) ---------------------------------------------------------------------
 * A builder appends to its current region; constants, parameters and their extents go to the head
 * of the function's body instead, so that each exists once. Hash-consed (a node equal to one that is
 * visible from the current region is reused) are scalars, views, PARAM, GET, and the checks INDEX,
 * BDIM and CHECK. Fresh arrays are not: `a = zeros(3)` and `b = zeros(3)` are two storages, and only
 * a pass that sees every store may make one of them (simplify). For the same reason no identity
 * (x * 1) replaces an array. Constants fold with the meaning of the lowered code.
 *
 * Entering or leaving a region (a change of builder.region) starts a new epoch by itself. */
typedef struct air_builder {
    air_module *module;
    air_fun *fun;
    air_region *region;
    int32_t loc;
    uint32_t epoch; /* changes at every effect: 'r' nodes are only reused inside one */
} air_builder;

air_module *air_module_new(arena *a);
air_fun *air_fun_new(air_module *m, const char *name);
uint32_t air_var_new(air_builder *b, const char *name, air_type type);
air_node *air_at(const air_fun *f, air_id id); /* valid until the next node is made */

air_id air_const_int(air_builder *b, hpc_dtype dtype, int64_t value);
air_id air_const_float(air_builder *b, hpc_dtype dtype, double value);
air_id air_const_complex(air_builder *b, hpc_dtype dtype, double re, double im);
air_id air_param(air_builder *b, uint32_t index); /* type from fun->params */
/* MAP; operands must be broadcastable already: `shape` is the result's (NULL for scalars). */
air_id air_map(air_builder *b, air_fn fn, hpc_dtype dtype, const air_id *args, uint32_t nargs,
               uint32_t rank, const air_id *shape);
air_id air_map1(air_builder *b, air_fn fn, hpc_dtype dtype, air_id x);
/* Two or three operands of any ranks: extents are joined by BDIM where they are not known equal. */
air_id air_map2(air_builder *b, air_fn fn, hpc_dtype dtype, air_id x, air_id y);
air_id air_map3(air_builder *b, air_fn fn, hpc_dtype dtype, air_id x, air_id y, air_id z);
air_id air_cast(air_builder *b, hpc_dtype dtype, air_id x); /* x itself when it has the dtype */
/* The broadcast shape of n operands; returns the rank, fills shape[HPC_MAX_RANK]. */
uint32_t air_broadcast(air_builder *b, const air_id *operands, uint32_t n, air_id *shape);
/* The same for index arrays, whose mismatch is an IndexError. */
uint32_t air_broadcast_indexes(air_builder *b, const air_id *arrays, uint32_t n, air_id *shape);
air_id air_dim(air_builder *b, air_id array, uint32_t axis); /* the extent node of any array */
air_id air_fill(air_builder *b, air_id scalar, uint32_t rank, const air_id *shape);
air_id air_coord(air_builder *b, uint32_t axis, uint32_t rank, const air_id *shape);
air_id air_table(air_builder *b, hpc_dtype dtype, uint32_t rank, const int64_t *shape,
                 const void *bytes);
air_id air_view_new(air_builder *b, air_id array, const air_view *view, uint32_t rank,
                    const air_id *shape);
air_id air_transpose(air_builder *b, air_id array, const uint8_t *perm);
air_id air_newaxis(air_builder *b, air_id array, uint32_t at);
air_id air_broadcast_to(air_builder *b, air_id array, uint32_t rank, const air_id *shape);
air_id air_reshape(air_builder *b, air_id array, uint32_t rank, const air_id *shape);
/* The size elements of array in one axis, contiguous: a view of a C-ordered array only. */
air_id air_ravel(air_builder *b, air_id array, air_id size);
air_id air_reduce(air_builder *b, air_fn fn, air_id array, uint32_t axes, bool keepdims);
air_id air_arg(air_builder *b, air_fn fn, air_id array, uint32_t axis, bool keepdims);
air_id air_copy(air_builder *b, air_id array);
air_id air_copy_keep(air_builder *b, air_id array); /* in its own order (K) instead of C */
air_id air_elem(air_builder *b, air_id array, const air_id *indexes);
air_id air_index(air_builder *b, air_id index, air_id extent, uint32_t axis);
/* Fails at run time (READ_ONLY) where the array is a broadcast view; air_store and air_setelem check
 * their destination. Parameters and the like are checked by their flags, in lowering. */
void air_check_writable(air_builder *b, air_id array);
void air_store(air_builder *b, air_id view, air_id value, air_id mask_or_0);
void air_setelem(air_builder *b, air_id array, const air_id *indexes, air_id value);
void air_check(air_builder *b, air_id cond, int check, const air_id *values, uint32_t count);
air_id air_get(air_builder *b, uint32_t var);
void air_set(air_builder *b, uint32_t var, air_id value);
/* RT or CALL; results NULL/0 for none; one result: the node; several: air_proj(b, node, k). */
air_id air_rt(air_builder *b, int function, const air_id *args, uint32_t nargs,
              const air_type *results, uint32_t nresults);
air_id air_call(air_builder *b, uint32_t function, const air_id *args, uint32_t nargs,
                const air_type *results, uint32_t nresults);
air_id air_proj(air_builder *b, air_id node, uint32_t index);
/* Any other node: fills op, type, args and imm; the rest is set on air_at() by the caller before
 * the next node is made. Not hash-consed. */
air_id air_raw(air_builder *b, air_op op, air_type type, const air_id *args, uint32_t nargs,
               int64_t imm);
/* Give an array node whose extents only it knows (GLOBAL_GET made by air_raw, ...) its shape: DIM
 * nodes of itself. air_param, air_get, air_rt, air_call, air_proj do this by themselves. */
void air_own_shape(air_builder *b, air_id array);
air_id air_global_get(air_builder *b, uint32_t global); /* index into module->globals */
void air_global_set(air_builder *b, uint32_t global, air_id value);
air_id air_field_get(air_builder *b, air_id object, int64_t offset, air_type type);
void air_field_set(air_builder *b, air_id object, int64_t offset, air_id value);
/* Facts of a fresh elementwise result of these operands (NumPy's K order), WRITABLE included. */
uint8_t air_map_facts(const air_fun *f, const air_id *args, uint32_t nargs, uint32_t rank,
                      const air_id *shape);
/* Regions: a control node owns them; building inside one is setting b->region. Made while b->region
 * is the region that holds the control node. */
air_region *air_region_new(air_builder *b);
/* Forget every node made after `mark` (a speculative elaboration): mark = fun->nodes.len. */
typedef struct air_mark {
    uint32_t nodes, vars, region_len;
    air_region *region;
    uint32_t funs;
} air_mark;
/* From here on no earlier read is reused: after b->region was set, or the builder went back to a
 * place before other nodes. Epochs are numbered by the function, never counted up in a copy. */
void air_new_epoch(air_builder *b);
air_mark air_mark_here(const air_builder *b);
void air_rewind(air_builder *b, air_mark mark);

bool air_is_const(const air_fun *f, air_id id, int64_t *value); /* an integer or bool constant */
bool air_is_one(const air_fun *f, air_id id);
bool air_has_try(const air_fun *f); /* handlers see what was stored before a failure */
bool air_any_try(const air_module *m);
static inline air_type air_scalar_type(hpc_dtype dtype)
{
    return (air_type){AIR_SCALAR, (uint8_t)dtype, 0, 0};
}

/* ---- Text (air_print.c, air_read.c), verification (air_verify.c) -------------------------------------------- */
const char *air_print(arena *a, const air_module *m);
/* The same, with what fusion decides of each fresh array as a comment. */
const char *air_print_fused(arena *a, const air_module *m);
air_module *air_read(arena *a, const char *text, const char **error);
const char *air_verify(arena *a, const air_module *m); /* NULL when it obeys the rules */

const char *air_fn_name(air_fn fn);
unsigned air_fn_arity(air_fn fn);
char air_fn_rule(air_fn fn);
bool air_fn_checked(air_fn fn); /* may fail at run time: ADD_CHECKED ... */
const char *air_op_name(air_op op);
char air_op_class(air_op op);

#endif
