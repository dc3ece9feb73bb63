/* Elaboration: from the syntax tree to array IR, inferring types on the way.
 *
 * One walk types an expression and emits its nodes, so that what a name's type is and how it is
 * computed cannot disagree. The walk interprets the program abstractly: an environment maps names
 * to values (`val`: a type, a constant where one is known, else nodes). Straight-line code stays in
 * SSA form; at joins and loop heads names go through AIR variables. A loop body is elaborated
 * again, from a mark, until the types at its head hold; what a discarded round emitted or reported
 * is rewound. A call elaborates its callee for the arguments' types (an instance), or inline.
 *
 * Errors: a diagnostic is added and the value of type TY_NEVER is returned; whatever is computed
 * from it is TY_NEVER too and reports nothing more. */
#ifndef HPC_ELAB_H
#define HPC_ELAB_H

#include "../array/air.h"
#include "../support/diag.h"
#include "../syntax/ast.h"
#include "promote.h"
#include "ty.h"

typedef struct elab elab;

/* A value during elaboration. */
typedef struct val val;
struct val {
    const ty *ty;
    bool is_const;        /* a number or string known when compiling: i, f, c or text */
    bool is_literal_list; /* TY_LIST: elements are in items, no object was made yet */
    bool is_prange;       /* TY_RANGE: the turns of a loop over it may run at the same time */
    air_id node;          /* scalar, array or object; 0 for constants until val_node makes one */
    uint32_t count; /* items of tuples, literal lists, ranges, slices, iterators, bound methods */
    val *items;
    union {
        int64_t i; /* TY_DTYPE: 1 for the class (np.float32), 0 for np.dtype("float32"), 2 for
                      numba.float32, which print differently; TY_BOOL, TY_INT, integer and bool TY_SCALAR (uint64: the bits) */
        double f;  /* TY_FLOAT, float TY_SCALAR */
        double c[2];
        struct {
            const char *text; /* TY_STR: NUL-terminated */
            uint32_t length;
        };
        struct iter_use *use; /* TY_ITER, or NULL */
    };
};

/* An iterator can be gone through once. Here it may be named in one place, and not in a loop that it
 * was made before; in any other it would be found used up. */
typedef struct iter_use {
    int loops;                /* around the place where it was made */
    const struct source *src; /* of the place that names it; NULL: none yet */
    uint32_t begin;
    uint64_t turns; /* as elab.turns */
} iter_use;

/* ---- State ------------------------------------------------------------------------------------ */

/* Where a node came from: what run-time errors name. Location ids index elab.locs; 0 is none. */
typedef struct elab_loc {
    const source *src;
    span where;
    int32_t parent; /* location of the call that inlined this one, or 0 */
} elab_loc;

/* A file that the program writes, and the array that it puts there. */
typedef struct written_file {
    const char *path;   /* "" for any */
    const char *member; /* of a .npz file; "" for others */
    hpc_dtype dtype;    /* HPC_DTYPE_COUNT: no array, or one whose type is not known */
    int rank;
} written_file;

struct scope; /* names of the function being elaborated: elab_scope.h */

struct elab {
    arena *arena;
    intern *names;
    diags *diags;
    ty_table *types;
    air_module *air;
    air_builder b;     /* emits into the current function and region */
    const source *src; /* of the code being elaborated */
    pr_mode mode;      /* NumPy's rules, or Numba's under its decorators */
    bool fastmath;
    bool check_races; /* the run looks whether iterations of prange meet */
    struct scope *scope;
    struct program *program;
    VEC(written_file) written; /* files that the program writes: builtins_io.c */
    hpc_runtime *runtime;      /* files are looked at through it when compiling; or NULL */
    VEC(elab_loc) locs;        /* [0] unused */
    int32_t inline_parent;     /* locations made now are inlined at this one */
    uint64_t turns;     /* tells the turns of loops that are elaborated apart from each other */
    int depth;          /* nesting of inlined and instantiated calls */
    struct loop *loops; /* innermost loop being elaborated in the current function */
    struct attempt *attempts;    /* innermost try whose body is being elaborated: elab_try.c */
    struct yielding *yielding;   /* innermost loop over a generator, in whose body: generators.h */
    uint32_t generators;         /* loops over generators around */
    struct unwinding *unwinding; /* innermost finally that jumps out of its try have to pass */
};

int loops_around(const elab *e); /* in the function being elaborated */

/* ---- Errors ------------------------------------------------------------------------------------ */

val elab_error(elab *e, span where, const char *class_name, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void elab_note(elab *e, span where, const char *format, ...) __attribute__((format(printf, 3, 4)));
val elab_unsupported(elab *e, span where, const char *what); /* "WHAT is not supported" */
static inline bool val_bad(val v)
{
    return v.ty->kind == TY_NEVER;
}

/* ---- Making values -------------------------------------------------------------------------- */

val val_never(elab *e);
val val_none(elab *e);
val val_bool(elab *e, bool value); /* constants of Python's types */
val val_int(elab *e, int64_t value);
val val_float(elab *e, double value);
val val_str(elab *e, const char *text, size_t length);
val val_tuple(elab *e, const val *items, uint32_t count);
/* As many items as the tuple type has, under its names if it has them. */
val val_tuple_like(elab *e, const ty *like, const val *items);
val val_dtype(elab *e, hpc_dtype dtype);
val val_scalar_class(elab *e, hpc_dtype dtype); /* np.float32 itself */
/* An object of the class that only compiling knows, by its parts. */
val val_parts(elab *e, const char *class_name, const val *items, uint32_t count);
/* A value with a node: the type says what it is. */
val val_of(elab *e, const ty *type, air_id node);
/* A Python int (TY_INT) from an i64 node, e.g. an extent; constant when the node is. */
val val_int_node(elab *e, air_id node);
/* A Python bool (TY_BOOL) from a bool node; no value from 0, an error's. */
val val_bool_node(elab *e, air_id node);
/* A fresh array whose elements are not set. */
val val_unset(elab *e, hpc_dtype dtype, uint32_t rank, const air_id *shape);
/* A NumPy scalar or an array of the node's own AIR type (facts and known extents included); an
 * AIR scalar gives TY_SCALAR. */
val val_array(elab *e, air_id node);

/* ---- Looking at values ---------------------------------------------------------------------- */

/* The node of a number, array, string or object; makes the CONST or STRING of a constant.
 * A 0-component value (None, tuple, ...) has none: 0. */
air_id val_node(elab *e, const val *v);
/* The node of a number or array, cast to dtype (a Python int that does not fit is an
 * OverflowError when constant; checked at run time otherwise). */
air_id val_cast_node(elab *e, const val *v, hpc_dtype dtype, span where);
uint32_t val_rank(const val *v);                         /* 0 for numbers */
air_id val_extent(elab *e, const val *v, uint32_t axis); /* of an array */
bool val_const_int(const val *v, int64_t *value);        /* a constant int or bool */
bool val_const_bool(const val *v,
                    bool *value); /* truth of a constant number, None, string, tuple */
bool val_is_none(const val *v);
bool val_absent(const val *v);
/* An i64 node for an integer argument (index, size, axis at run time): Python ints and NumPy
 * integers; otherwise an error "WHAT must be an integer" and 0. */
air_id val_index_node(elab *e, const val *v, span where, const char *what);
/* A compile-time axis in [0, rank), negative wrapped; AxisError when out of range; false after an
 * error (also when it is not constant: the function is then tried again with the argument
 * constant, see elab_need_constant). */
bool val_axis(elab *e, const val *v, uint32_t rank, span where, unsigned *axis);
/* Axes argument (None, int, tuple) as a bit mask; None gives all. */
bool val_axes(elab *e, const val *v, uint32_t rank, span where, uint32_t *mask);
/* A dtype argument: a dtype, a NumPy or Python type, a string; None or absent gives `fallback`. */
bool val_dtype_arg(elab *e, const val *v, span where, hpc_dtype fallback, hpc_dtype *dtype);
/* A shape argument (int, tuple or list of ints): extents checked non-negative at run time. */
bool val_shape(elab *e, const val *v, span where, uint32_t *rank, air_id shape[HPC_MAX_RANK]);
/* np.asarray(v): numbers become 0-d nodes (rank 0), arrays stay, nested tuples and literal lists
 * of numbers or arrays become LITERAL/TABLE or stacked arrays, run-time lists a runtime call.
 * TY_NEVER after an error. dtype HPC_DTYPE_COUNT: NumPy's choice. */
val elab_asarray(elab *e, const val *v, hpc_dtype dtype, span where);
/* The truth of a value as a bool scalar node ("truth value of an array with more than one element
 * is ambiguous" is an error of the run, or of compiling when known). */
air_id elab_truth(elab *e, const val *v, span where);
/* A value that must be constant is not: reports it, unless it is a parameter of the function being
 * elaborated: then the instance is elaborated anew for the argument's constant. Always TY_NEVER. */
val elab_need_constant(elab *e, const val *v, span where, const char *what);

/* ---- Expressions (elab_expr.c) and operators (ops.c, index.c) --------------------------------- */

val elab_expr(elab *e, const ast_expr *x);
/* The same for a condition, of which only the truth is asked: the operands of `and` and `or` may be of
 * any types, and its value may be a bool instead. */
val elab_test(elab *e, const ast_expr *x);
void elab_block(elab *e, const ast_block *block);
val op_unary(elab *e, ast_unary_op op, val v, span where);
/* The right operand of an operator: np.float64 is a float to Python, and a Python complex on its left
 * takes it for one. */
val op_right_of_complex(elab *e, const val *a, val b);
val op_binary(elab *e, ast_binary_op op, val a, val b, span where);
/* a op= b. For an array a: in place (returns a). Otherwise like op_binary. */
val op_inplace(elab *e, ast_binary_op op, val a, val b, span where);
val op_compare(elab *e, ast_compare_op op, val a, val b, span where);
/* A ufunc of AIR: casts by pr_ufunc, broadcasts, emits MAP. name is for messages. */
val op_ufunc(elab *e, air_fn fn, const char *name, const val *args, uint32_t count, span where);
/* astype/conversion of numbers and arrays. */
val op_astype(elab *e, val v, hpc_dtype dtype, span where);
/* Matrix product (matmul.c). */
val op_matmul(elab *e, val a, val b, span where);
/* The same, stored in dst, an array, as out= is. */
val op_matmul_into(elab *e, val a, val b, val dst, span where);
/* Subscripts. `index` is the value of the expression in brackets (a tuple for a[i, j]). */
val op_getitem(elab *e, val object, val index, span where);
void op_setitem(elab *e, val object, val index, val value, span where);
/* object[index] op= value, the index evaluated once. */
void op_augitem(elab *e, ast_binary_op op, val object, val index, val value, span where);
/* dst[...] = value: cast, broadcast, overlap as NumPy. dst is an array view. */
void op_assign_array(elab *e, val dst, val value, span where);

/* ---- Calls and attributes (elab_call.c) ------------------------------------------------------- */

typedef struct call_args {
    const val *args;
    const span *spans;
    uint32_t count;
    const char *const *keywords; /* interned names */
    const val *keyword_args;
    const span *keyword_spans;
    uint32_t keyword_count;
} call_args;

/* True where stdlib's numpy.NAME is a method of arrays too. */
bool elab_is_array_method(const char *name);
val elab_attribute(elab *e, val object, const char *name, span where);
val elab_call(elab *e, val callee, const call_args *args, span where);
/* Call a function of stdlib by its dotted name ("numpy.tril"), e.g. from a builtin's handler. */
val elab_call_named(elab *e, const char *name, const val *args, uint32_t count, span where);
/* The text of a value as TY_STR: str 's', repr 'r', or 0: format() with the spec (NULL: none). With
 * both, format() of the str or repr. */
val elab_box_text(elab *e, const val *v, char conversion, const val *spec, span where);
/* The texts (TY_STR) one after the other, as one TY_STR. */
val elab_join_texts(elab *e, const val *texts, uint32_t count, span where);
/* A pack of boxed values for an RT call (TY list of hpc_value). Nested tuples are built as
 * runtime tuples. */
air_id elab_pack(elab *e, const val *values, uint32_t count, span where);
/* A tuple, list or literal list as one runtime object node. */
air_id elab_object(elab *e, const val *v, span where);

/* ---- Builtins ----------------------------------------------------------------------------------
 * A builtin is a row: where it lives, its Python signature, its handler, its documentation. The
 * arguments arrive bound to the signature's parameters, defaults filled in (constants), missing
 * optional ones without a default ("x=...") as TY_ABSENT; a "*rest" parameter is a tuple. */
struct bi_row;
typedef struct bi_call {
    const struct bi_row *row;
    const val *args; /* by parameter position */
    uint32_t count;
    span where;        /* the whole call */
    const span *spans; /* of each argument; `where` for defaults */
} bi_call;

typedef val (*bi_handler)(elab *e, const bi_call *call);

enum {
    BI_ATTRIBUTE = 1, /* a property: called with self only, without parentheses */
    BI_CONSTANT = 2,  /* a module constant (math.pi): called without arguments */
    BI_METHOD = 4     /* first parameter is self */
};

typedef struct bi_row {
    const char *name;      /* "numpy.sum", "ndarray.sum", "math.sqrt", "print", "list.append" */
    const char *signature; /* "a, axis=None, dtype=None, out=None, keepdims=False" */
    bi_handler handler;
    int data; /* for handlers shared by rows, e.g. an air_fn */
    int flags;
    const char *doc; /* "shape and dtype rule; what it does; errors" in a line or two */
} bi_row;

/* The tables, each in a file of its own, builtins_*.c, which ends in BI_TABLE(bi_NAME, rows);
 * builtins.c lists them. */
typedef struct bi_table {
    const bi_row *rows;
    uint32_t count;
} bi_table;
#define BI_TABLE(name, rows)                                                                       \
    extern const bi_table name;                                                                    \
    const bi_table name = {rows, sizeof(rows) / sizeof *(rows)}
extern const bi_table *const bi_tables[];
extern const uint32_t bi_table_count;
const bi_row *bi_find(const char *name); /* by full name */
/* Names in a namespace, for suggestions: fills at most max, returns the number. */
uint32_t bi_names(const char *name_space, const char **out, uint32_t max);

#endif
