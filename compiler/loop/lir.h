/* Loop IR: structured loops over flat memory, explicit vector lanes, explicit parallel loops.
 *
 * A function owns an array of expressions (pure, typed, trees by 32-bit ids) and an array of
 * statements (structured, effectful). An expression is evaluated where the statement that names it
 * runs; within one statement an id is evaluated once, however often it occurs; sharing across
 * statements goes through variables. Loads are expressions: they see memory as it is when their
 * statement runs. docs/ir.md has the text form and the rules; lir_verify checks them; the
 * interpreter (backend/interp.c) is the definition of the meaning. */
#ifndef HPC_LIR_H
#define HPC_LIR_H

#include "../support/arena.h"

/* Element types. A value is `lanes` of them (1 is a scalar). Signedness is part of the element:
 * div, rem, shr, lt, min, cvt look at it. Complex values do not exist here. */
#define LIR_ELEMS(X)                                                                               \
    X(I1, "i1", 1)                                                                                 \
    X(I8, "i8", 1)                                                                                 \
    X(I16, "i16", 2)                                                                               \
    X(I32, "i32", 4)                                                                               \
    X(I64, "i64", 8)                                                                               \
    X(U8, "u8", 1)                                                                                 \
    X(U16, "u16", 2)                                                                               \
    X(U32, "u32", 4)                                                                               \
    X(U64, "u64", 8)                                                                               \
    X(F16, "f16", 2)                                                                               \
    X(F32, "f32", 4)                                                                               \
    X(F64, "f64", 8)                                                                               \
    X(PTR, "ptr", 8)

typedef enum lir_elem {
#define X(name, text, size) LIR_##name,
    LIR_ELEMS(X)
#undef X
        LIR_ELEM_COUNT
} lir_elem;

typedef struct lir_type {
    uint8_t elem;   /* lir_elem */
    uint16_t lanes; /* 1 or a power of two up to LIR_MAX_LANES */
} lir_type;

enum { LIR_MAX_LANES = 256, LIR_MAX_ARGS = 4, LIR_MAX_TABLE = 32 };

/* X(enumerator, text, number of expression arguments, rule)
 * Rules (what lir_verify checks): the letters give the result and the arguments:
 *   S  all arguments and the result have one type     C  arguments one type, result i1 x lanes
 *   F  like S, floats only   I like S, integers or i1   K constant   * see the comment
 * Integer arithmetic wraps. Float arithmetic is IEEE, never contracted; F16 operations round to
 * f16 after each operation (computed in f32). */
/* clang-format off */
#define LIR_OPS(X)                                                                                 \
    X(CONST, "const", 0, 'K')      /* imm (bits of the element), splat over lanes */               \
    X(VAR, "var", 0, '*')          /* value of variable `var` */                                   \
    X(ADD, "add", 2, 'S')                                                                          \
    X(SUB, "sub", 2, 'S')                                                                          \
    X(MUL, "mul", 2, 'S')                                                                          \
    X(DIV, "div", 2, 'S')          /* floats: IEEE; integers: towards zero, divisor checked before */ \
    X(REM, "rem", 2, 'S')          /* integers: sign of the dividend; floats: C fmod */            \
    X(NEG, "neg", 1, 'S')          /* floats: flips the sign bit */                                \
    X(ABS, "abs", 1, 'S')          /* floats: clears the sign bit; min int stays */                \
    X(AND, "and", 2, 'I')                                                                          \
    X(OR, "or", 2, 'I')                                                                            \
    X(XOR, "xor", 2, 'I')                                                                          \
    X(NOT, "not", 1, 'I')                                                                          \
    X(SHL, "shl", 2, 'I')          /* counts >= width (as unsigned) give 0 */                      \
    X(SHR, "shr", 2, 'I')          /* arithmetic when signed; counts >= width: 0 or -1 */          \
    X(MIN, "min", 2, 'I')                                                                          \
    X(MAX, "max", 2, 'I')                                                                          \
    X(EQ, "eq", 2, 'C')            /* float comparisons: false on NaN, except NE */                \
    X(NE, "ne", 2, 'C')                                                                            \
    X(LT, "lt", 2, 'C')                                                                            \
    X(LE, "le", 2, 'C')                                                                            \
    X(GT, "gt", 2, 'C')                                                                            \
    X(GE, "ge", 2, 'C')                                                                            \
    X(ADDO, "addo", 2, 'C')        /* signed integers: true when the sum overflows */              \
    X(SUBO, "subo", 2, 'C')                                                                        \
    X(MULO, "mulo", 2, 'C')                                                                        \
    X(SELECT, "select", 3, '*')    /* (i1 x lanes, t, t); both sides are evaluated, never trap */  \
    X(CVT, "cvt", 1, '*')          /* to `type`, same lanes. int->int wraps/extends; float->int:   \
                                      NumPy's x86 result out of range; i1->x: 0/1; x->i1: != 0 */  \
    X(BITCAST, "bitcast", 1, '*')  /* same total bits */                                           \
    X(SQRT, "sqrt", 1, 'F')                                                                        \
    X(RSQRTE, "rsqrte", 1, 'F')    /* near 1/sqrt (2^-14), which number is the backend's choice:   \
                                      only for what comes out the same from any of them */         \
    X(FMA, "fma", 3, 'F')          /* correctly rounded a*b+c */                                   \
    X(FLOOR, "floor", 1, 'F')                                                                      \
    X(CEIL, "ceil", 1, 'F')                                                                        \
    X(TRUNC, "trunc", 1, 'F')                                                                      \
    X(RINT, "rint", 1, 'F')        /* ties to even */                                              \
    X(COPYSIGN, "copysign", 2, 'F')                                                                \
    X(MATH1, "math1", 1, 'F')      /* elementary function `imm` (lir_math) */                      \
    X(MATH2, "math2", 2, 'F')                                                                      \
    X(LOAD, "load", 2, '*')        /* (ptr, i64 byte offset): `lanes` contiguous elements */       \
    X(MLOAD, "mload", 4, '*')      /* (ptr, i64 offset, i1 x lanes, else value) */                 \
    X(GATHER, "gather", 2, '*')    /* (ptr, i64 x lanes byte offsets) */                           \
    X(PADD, "padd", 2, '*')        /* (ptr, i64 bytes) -> ptr */                                   \
    X(SPLAT, "splat", 1, '*')      /* scalar -> lanes */                                           \
    X(IOTA, "iota", 0, '*')        /* 0, 1, ..., lanes-1 of an integer element */                  \
    X(EXTRACT, "extract", 1, '*')  /* lane `imm` of a vector */                                    \
    X(INSERT, "insert", 2, '*')    /* (vector, scalar): lane `imm` replaced */                     \
    X(SHUFFLE, "shuffle", 2, '*')  /* lanes of a ++ b by the index list imm (lir_fn.shuffles) */   \
    X(SYMBOL, "symbol", 0, '*')    /* address (ptr) of constant data `imm` (lir_module.data) */    \
    X(LOOKUP, "lookup", 1, '*')    /* (integers of the element's size x lanes): for each lane the  \
                                      element of constant data `imm` by its value modulo how many  \
                                      there are: 2, 4, ..., LIR_MAX_TABLE */                       \
    X(ANY, "any", 1, '*')          /* i1 x lanes -> i1: is a lane true */                          \
    X(FRAME, "frame", 0, '*')      /* ptr to the hpc_frame */
/* clang-format on */

typedef enum lir_op {
#define X(name, text, args, rule) LIR_##name,
    LIR_OPS(X)
#undef X
        LIR_OP_COUNT
} lir_op;

/* Elementary functions of MATH1 and MATH2, for F32 and F64 (F16 goes through F32).
 * At most 1 ULP and the same bits for every number of lanes and every backend. */
#define LIR_MATH(X)                                                                                \
    X(EXP, "exp", 1)                                                                               \
    X(EXP2, "exp2", 1)                                                                             \
    X(EXPM1, "expm1", 1)                                                                           \
    X(LOG, "log", 1)                                                                               \
    X(LOG2, "log2", 1)                                                                             \
    X(LOG10, "log10", 1)                                                                           \
    X(LOG1P, "log1p", 1)                                                                           \
    X(SIN, "sin", 1)                                                                               \
    X(COS, "cos", 1)                                                                               \
    X(TAN, "tan", 1)                                                                               \
    X(ASIN, "asin", 1)                                                                             \
    X(ACOS, "acos", 1)                                                                             \
    X(ATAN, "atan", 1)                                                                             \
    X(SINH, "sinh", 1)                                                                             \
    X(COSH, "cosh", 1)                                                                             \
    X(TANH, "tanh", 1)                                                                             \
    X(ASINH, "asinh", 1)                                                                           \
    X(ACOSH, "acosh", 1)                                                                           \
    X(ATANH, "atanh", 1)                                                                           \
    X(CBRT, "cbrt", 1)                                                                             \
    X(ERF, "erf", 1)                                                                               \
    X(ERFC, "erfc", 1)                                                                             \
    X(GAMMA, "gamma", 1)                                                                           \
    X(LGAMMA, "lgamma", 1)                                                                         \
    X(POW, "pow", 2)                                                                               \
    X(ATAN2, "atan2", 2)                                                                           \
    X(HYPOT, "hypot", 2)                                                                           \
    X(NEXTAFTER, "nextafter", 2)                                                                   \
    X(LDEXP, "ldexp", 2) /* the second is a whole number, or NaN */

typedef enum lir_math {
#define X(name, text, args) LIR_##name##_FN,
    LIR_MATH(X)
#undef X
        LIR_MATH_COUNT
} lir_math;

typedef uint32_t lir_expr_id; /* 0 is none */
typedef uint32_t lir_stmt_id; /* 0 is none */
typedef uint32_t lir_var_id;  /* 0 is none */

typedef struct lir_expr {
    uint8_t op;    /* lir_op */
    bool exact;    /* a step of an elementary function: rounds as IEEE says under fastmath, too */
    lir_type type; /* of the result */
    lir_var_id var;
    uint64_t imm;
    lir_expr_id args[LIR_MAX_ARGS];
} lir_expr;

/* A local variable. Those set by exactly one LET need no memory. Zero (all bits) until set. */
typedef struct lir_var {
    const char *name; /* printed as name.id */
    lir_type type;
    bool is_param;
} lir_var;

typedef VEC(lir_stmt_id) lir_block;

/* Statements. Every failing statement (CHECK, CALL, RT, FORK, POLL) stores the error in the frame and
 * continues at the handler of the innermost TRY whose body it stands in; where there is none, at
 * the function's cleanup block, after which the function returns the code. */
/* clang-format off */
#define LIR_STMTS(X)                                                                               \
    X(LET, "let")       /* var = a; the only assignment of var, which dominates its uses */        \
    X(SET, "set")       /* var = a */                                                              \
    X(STORE, "store")   /* memory at (a ptr) + (b i64 bytes) = c; d: optional mask i1 x lanes */   \
    X(SCATTER, "scatter") /* memory at (a ptr) + (b i64 x lanes) = c, lane 0 first; d: mask */     \
    X(IF, "if")         /* a: i1; body, other */                                                   \
    X(FOR, "for")       /* var from a to b (exclusive when step > 0) by step imm (non-zero const); \
                           body. Bounds are evaluated once; var must not be set in the body. d: what \
                           an iteration costs where it is parallel, as FORK's; 0: unknown */    \
    X(WHILE, "while")   /* head runs, then a (i1) decides, then body; CONTINUE goes to head */     \
    X(TRY, "try")       /* body; a failure in it goes on at other, the error is in the frame */    \
    X(BREAK, "break")   /* of the innermost FOR or WHILE */                                        \
    X(CONTINUE, "continue")                                                                        \
    X(RETURN, "return") /* results are the function's result variables; runs cleanup */            \
    X(CHECK, "check")   /* a: i1 must be true, else fail with check `imm`, loc, values args */     \
    X(CALL, "call")     /* function imm of the module; args; results into outs */                  \
    X(RT, "rt")         /* runtime function imm (index into rt table); args; results into outs */  \
    X(FORK, "fork")     /* function imm of the module, which has no results, for parts of the range    \
                           from a to b that begin c (i64, > 0) times n from a: called with the part's  \
                           bounds and args, the parts in any order and at the same time. d: what c     \
                           iterations cost, in tenths of nanoseconds, about. Of failures the one of    \
                           the lowest part counts; parts above it may have run. */                     \
    X(ALLOCA, "alloca") /* var (ptr) = imm zeroed bytes of stack, 64-byte aligned; only at the top \
                           of the function body */                                                 \
    X(POLL, "poll")     /* stop when the host asks (frame->poll) */                                \
    X(COMMENT, "#")     /* text, for readers of the printed form */
/* clang-format on */

typedef enum lir_stmt_kind {
#define X(name, text) LIR_S_##name,
    LIR_STMTS(X)
#undef X
        LIR_STMT_COUNT
} lir_stmt_kind;

enum {
    LIR_FOR_PARALLEL = 1, /* iterations are independent */
    LIR_FOR_VECTOR = 2,   /* one iteration handles `step` elements as lanes: no more to find */
    LIR_FOR_UNROLL = 4,   /* constant trip count, to be unrolled completely */
    LIR_NONTEMPORAL = 8,  /* STORE past the caches */
    LIR_IF_UNLIKELY = 16, /* IF: the condition is rarely true */
    LIR_FOR_REST = 32,    /* does the rows left by the vector loop before it, as that does them */
    LIR_FOR_BLOCKS = 64,  /* made by time_loops: over blocks of rows, or their steps */
    LIR_FOR_SPARE = 128,  /* beside the loop that does nearly all: worth little time to compile */
    LIR_ALLOCA_SHARED =
        1,               /* ALLOCA: iterations of a parallel loop write to different parts of it */
    LIR_IF_COLD = 1,     /* IF: most runs of the program never come to `body` */
    LIR_IF_COLD_ELSE = 2 /* IF: nor to `other` */
};

typedef struct lir_stmt {
    uint8_t kind;
    uint8_t flags;
    lir_var_id var;
    int32_t loc; /* source location id */
    int64_t imm;
    lir_expr_id a, b, c, d;
    lir_block body, other; /* WHILE: `other` is the head */
    VEC(lir_expr_id) args; /* CHECK, CALL, RT, FORK */
    VEC(lir_var_id) outs;  /* CALL, RT */
    const char *text;      /* COMMENT */
} lir_stmt;

typedef VEC(uint16_t) lir_lane_list;

typedef struct lir_fn {
    const char *name;
    uint32_t index;      /* in the module */
    VEC(lir_expr) exprs; /* [0] unused */
    VEC(lir_stmt) stmts; /* [0] unused */
    VEC(lir_var) vars;   /* [0] unused */
    VEC(lir_var_id) params;
    VEC(lir_var_id) results; /* scalars by value, in order */
    VEC(lir_lane_list) shuffles;
    lir_block body, cleanup;
    bool in_cycle; /* checks stack depth on entry */
    bool fastmath;
    bool exact;        /* while it is built: expressions are made `exact` */
    bool once;         /* runs once: worth interpreting, not compiling */
    bool general;      /* hardly ever called: compiled when it is */
    lir_expr_id *cons; /* hash-consing: open addressing, cons_cap a power of two */
    uint32_t cons_len, cons_cap;
} lir_fn;

typedef struct lir_data {
    const void *bytes;
    uint64_t size;
} lir_data;

typedef struct lir_module {
    arena *arena;
    VEC(lir_fn *) fns;
    VEC(lir_data) data; /* constant data, 16-byte aligned */
} lir_module;

/* ---- Construction (lir.c) -------------------------------------------------------------------- */

lir_module *lir_module_new(arena *a);
lir_fn *lir_fn_new(lir_module *m, const char *name);
lir_var_id lir_var_new(lir_module *m, lir_fn *f, const char *name, lir_type type);
lir_var_id lir_param(lir_module *m, lir_fn *f, const char *name, lir_type type);

/* Expressions. The constructors fold constants and trivial identities (x+0 for integers, x*1, ...,
 * never a float identity that changes bits) and hash-cons nothing that reads memory. */
lir_expr_id lir_const_int(lir_module *m, lir_fn *f, lir_elem elem, int64_t value);
lir_expr_id lir_const_float(lir_module *m, lir_fn *f, lir_elem elem, double value);
lir_expr_id lir_const_bits(lir_module *m, lir_fn *f, lir_type type, uint64_t bits);
lir_expr_id lir_get(lir_module *m, lir_fn *f, lir_var_id var);
lir_expr_id lir_make(lir_module *m, lir_fn *f, lir_op op, lir_type type, uint64_t imm,
                     lir_expr_id a, lir_expr_id b, lir_expr_id c, lir_expr_id d);
/* Shorthand: result type from the arguments (arithmetic, comparisons, select). */
lir_expr_id lir_op1(lir_module *m, lir_fn *f, lir_op op, lir_expr_id a);
lir_expr_id lir_op2(lir_module *m, lir_fn *f, lir_op op, lir_expr_id a, lir_expr_id b);
lir_expr_id lir_select(lir_module *m, lir_fn *f, lir_expr_id cond, lir_expr_id a, lir_expr_id b);
lir_expr_id lir_cvt(lir_module *m, lir_fn *f, lir_elem to, lir_expr_id a);
lir_expr_id lir_splat(lir_module *m, lir_fn *f, lir_expr_id a, unsigned lanes);
lir_expr_id lir_load(lir_module *m, lir_fn *f, lir_type type, lir_expr_id ptr, lir_expr_id offset);
/* As lir_make, but nothing is folded: what the reader of the text form builds. */
lir_expr_id lir_make_plain(lir_module *m, lir_fn *f, const lir_expr *e);
/* True when e is a constant; *bits are those of one lane. */
bool lir_is_const(const lir_fn *f, lir_expr_id e, uint64_t *bits);

/* Statements: appended to a block, which may be one inside a statement of f (a pointer got from
 * lir_stmt_at). A lir_stmt pointer is valid until the next statement is made. */
lir_stmt_id lir_stmt_new(lir_module *m, lir_fn *f, lir_block *into, lir_stmt_kind kind);
lir_stmt *lir_stmt_at(lir_fn *f, lir_stmt_id id);

static inline lir_type lir_scalar(lir_elem elem)
{
    return (lir_type){(uint8_t)elem, 1};
}
static inline lir_type lir_vector(lir_elem elem, unsigned lanes)
{
    return (lir_type){(uint8_t)elem, (uint16_t)lanes};
}

/* ---- Text (lir_text.c), verification (lir_verify.c) ------------------------------------------ */

const char *lir_print(arena *a, const lir_module *m);
/* Reads what lir_print wrote. NULL with *error set (in the arena) when the text is not loop IR. */
lir_module *lir_read(arena *a, const char *text, const char **error);
/* NULL when the module obeys the rules, else what is wrong and where (in the arena). */
const char *lir_verify(arena *a, const lir_module *m);

const char *lir_elem_name(lir_elem elem);
unsigned lir_elem_size(lir_elem elem);
bool lir_elem_is_float(lir_elem elem);
bool lir_elem_is_signed(lir_elem elem); /* signed integers and floats */
bool lir_elem_is_int(lir_elem elem);    /* i8 to u64; not i1, not ptr */
uint64_t lir_elem_mask(lir_elem elem);  /* the bits of imm that a constant of elem may have */
uint64_t lir_float_bits(lir_elem elem, double value); /* value rounded to elem, as its bits */
const char *lir_op_name(lir_op op);
unsigned lir_op_arity(lir_op op);
char lir_op_rule(lir_op op); /* the last column of LIR_OPS */
const char *lir_math_name(lir_math fn);
unsigned lir_math_arity(lir_math fn);

#endif
