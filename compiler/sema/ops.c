/* Takes an operator and values, finds the rule that applies to their types, gives the value. */
#include "ops.h"
#include "classes.h"
#include "collections.h"
#include "optional.h"
#include "sequence.h"

const op_ufunc_row op_ufuncs[AST_BINARY_OP_COUNT] = {
    [AST_ADD] = {AIR_ADD, "add"},
    [AST_SUB] = {AIR_SUB, "subtract"},
    [AST_MUL] = {AIR_MUL, "multiply"},
    [AST_DIV] = {AIR_DIV, "divide"},
    [AST_FLOORDIV] = {AIR_FLOORDIV, "floor_divide"},
    [AST_MOD] = {AIR_MOD, "remainder"},
    [AST_POW] = {AIR_POW, "power"},
    [AST_MATMUL] = {AIR_FN_COUNT, "matmul"},
    [AST_LSHIFT] = {AIR_SHL, "left_shift"},
    [AST_RSHIFT] = {AIR_SHR, "right_shift"},
    [AST_BITAND] = {AIR_AND, "bitwise_and"},
    [AST_BITOR] = {AIR_OR, "bitwise_or"},
    [AST_BITXOR] = {AIR_XOR, "bitwise_xor"},
};

const op_ufunc_row op_compare_ufuncs[AST_GE + 1] = {
    [AST_EQ] = {AIR_EQ, "equal"},   [AST_NE] = {AIR_NE, "not_equal"},
    [AST_LT] = {AIR_LT, "less"},    [AST_LE] = {AIR_LE, "less_equal"},
    [AST_GT] = {AIR_GT, "greater"}, [AST_GE] = {AIR_GE, "greater_equal"},
};

/* ---- Messages -------------------------------------------------------------------------------- */

const char *op_type_name(elab *e, const ty *t)
{
    switch (t->kind) {
    case TY_NONE: return "NoneType";
    case TY_OPTIONAL: return op_type_name(e, t->items[0]);
    case TY_SCALAR: return arena_printf(e->arena, "numpy.%s", hpc_dtype_name(t->dtype));
    case TY_ARRAY: return "numpy.ndarray";
    case TY_TUPLE: return t->ref ? t->name : "tuple";
    case TY_LIST: return t->rank == TY_DEQUE ? "collections.deque" : t->rank ? "tuple" : "list";
    case TY_DICT: return t->rank ? collection_name(t) : "dict";
    case TY_SET: return "set";
    case TY_CLASS:
    case TY_DTYPE: return "type";
    case TY_MODULE: return "module";
    case TY_BUILTIN: return "builtin_function_or_method";
    default: return ty_name(e->arena, t);
    }
}

val op_unsupported(elab *e, ast_binary_op op, const val *a, const val *b, span where)
{
    const char *text = op == AST_POW ? "** or pow()" : ast_binary_op_text(op);
    return elab_error(e, where, "TypeError", "unsupported operand type(s) for %s: '%s' and '%s'",
                      text, op_type_name(e, a->ty), op_type_name(e, b->ty));
}

/* ---- Unions ---------------------------------------------------------------------------------- */

typedef struct pending {
    ast_binary_op op;
    ast_unary_op unary;
    val left, right;
    span where;
} pending;

static val with_left(elab *e, val left, void *user)
{
    const pending *p = user;
    return op_binary(e, p->op, left, p->right, p->where);
}

static val with_right(elab *e, val right, void *user)
{
    const pending *p = user;
    return op_binary(e, p->op, p->left, right, p->where);
}

static val with_operand(elab *e, val v, void *user)
{
    const pending *p = user;
    return op_unary(e, p->unary, v, p->where);
}

/* ---- Unary ----------------------------------------------------------------------------------- */

static val array_unary(elab *e, ast_unary_op op, const val *v, span where)
{
    switch (op) {
    case AST_POS: return op_ufunc(e, AIR_POS, "positive", v, 1, where);
    case AST_NEG: return op_ufunc(e, AIR_NEG, "negative", v, 1, where);
    default: return op_ufunc(e, AIR_INVERT, "invert", v, 1, where);
    }
}

val op_unary(elab *e, ast_unary_op op, val v, span where)
{
    if (val_bad(v))
        return v;
    elab_at(e, where);
    val special;
    if (record_unary(e, op, &v, where, &special))
        return special;
    if (op == AST_NOT) {
        bool known;
        if (val_const_bool(&v, &known))
            return val_bool(e, !known);
        air_id truth = elab_truth(e, &v, where);
        return truth ? val_of(e, ty_basic(e->types, TY_BOOL), op_not(e, truth)) : val_never(e);
    }
    v = optional_operand(
        e, v,
        arena_printf(e->arena, "bad operand type for unary %s: 'NoneType'", ast_unary_op_text(op)),
        where);
    if (v.ty->kind == TY_UNION) {
        pending p = {.unary = op, .where = where};
        return elab_distribute(e, v, with_operand, &p, where);
    }
    if (ty_is_number(v.ty) && e->mode == PR_NUMBA)
        return op_numba_unary(e, op, &v, where);
    if (ty_is_python_number(v.ty))
        return op_python_unary(e, op, &v, where);
    if (ty_is_arraylike(v.ty))
        return array_unary(e, op, &v, where);
    return elab_error(e, where, "TypeError", "bad operand type for unary %s: '%s'",
                      ast_unary_op_text(op), op_type_name(e, v.ty));
}

/* ---- Binary ---------------------------------------------------------------------------------- */

/* True where the operator is repetition or concatenation, not arithmetic with an array. */
static bool is_sequence_operation(ast_binary_op op, const val *a, const val *b)
{
    bool sa = op_is_sequence(a), sb = op_is_sequence(b);
    if (!sa && !sb)
        return false;
    if (sa && sb)
        return true;
    const val *seq = sa ? a : b, *other = sa ? b : a;
    if (seq->ty->kind == TY_STR || other->ty->kind != TY_ARRAY)
        return other->ty->kind != TY_SCALAR || op == AST_MUL || seq->ty->kind == TY_STR;
    return false;
}

static val array_binary(elab *e, ast_binary_op op, val a, val b, span where)
{
    val left = op_arraylike(e, &a, where), right = op_arraylike(e, &b, where);
    if (val_bad(left) || val_bad(right))
        return val_never(e);
    if (op == AST_MATMUL)
        return op_matmul(e, left, right, where);
    if (op == AST_POW)
        return op_power(e, &left, &right, true, where);
    return op_ufunc(e, op_ufuncs[op].fn, op_ufuncs[op].name, (val[]){left, right}, 2, where);
}

/* Operands that may be None: what CPython says of None is the failure. */
static val with_values(elab *e, ast_binary_op op, val a, val b, span where)
{
    const char *text = op == AST_POW ? "** or pow()" : ast_binary_op_text(op);
    const char *message =
        arena_printf(e->arena, "unsupported operand type(s) for %s: '%s' and '%s'", text,
                     a.ty->kind == TY_OPTIONAL ? "NoneType" : op_type_name(e, a.ty),
                     a.ty->kind == TY_OPTIONAL ? op_type_name(e, b.ty) : "NoneType");
    a = optional_operand(e, a, message, where);
    b = optional_operand(e, b, message, where);
    return op_binary(e, op, a, b, where);
}

static val no_operator(elab *e, ast_binary_op op, const val *a, const val *b, span where)
{
    const ty *t = is_collection(a->ty) ? a->ty : b->ty;
    return elab_unsupported(
        e, where, arena_printf(e->arena, "%s of a %s", ast_binary_op_text(op), collection_name(t)));
}

val op_right_of_complex(elab *e, const val *a, val b)
{
    bool floats = e->mode == PR_NUMPY && a->ty->kind == TY_COMPLEX && b.ty->kind == TY_SCALAR &&
                  ty_dtype_of(b.ty) == HPC_F64;
    return floats ? val_of(e, ty_basic(e->types, TY_FLOAT), val_node(e, &b)) : b;
}

val op_binary(elab *e, ast_binary_op op, val a, val b, span where)
{
    if (val_bad(a) || val_bad(b))
        return val_never(e);
    elab_at(e, where);
    if (a.ty->kind == TY_OPTIONAL || b.ty->kind == TY_OPTIONAL)
        return with_values(e, op, a, b, where);
    pending p = {.op = op, .left = a, .right = b, .where = where};
    val special;
    if (is_collection(a.ty) || is_collection(b.ty))
        return no_operator(e, op, &a, &b, where);
    if (record_binary(e, op, &a, &b, false, where, &special))
        return special;
    if (a.ty->kind == TY_UNION)
        return elab_distribute(e, a, with_left, &p, where);
    if (b.ty->kind == TY_UNION)
        return elab_distribute(e, b, with_right, &p, where);
    if (is_sequence_operation(op, &a, &b))
        return op_sequence_binary(e, op, &a, &b, where);
    if (is_hashed(a.ty) || is_hashed(b.ty) || is_dict_view(&a) || is_dict_view(&b))
        return hashed_binary(e, op, &a, &b, false, where);
    b = op_right_of_complex(e, &a, b);
    bool numbers = ty_is_number(a.ty) && ty_is_number(b.ty);
    if (numbers && e->mode == PR_NUMBA)
        return op_numba_binary(e, op, &a, &b, where);
    if (ty_is_python_number(a.ty) && ty_is_python_number(b.ty))
        return op_python_binary(e, op, &a, &b, where);
    bool one_array = ty_is_arraylike(a.ty) || ty_is_arraylike(b.ty);
    bool both = (ty_is_arraylike(a.ty) || op_is_sequence(&a)) &&
                (ty_is_arraylike(b.ty) || op_is_sequence(&b));
    if (one_array && both)
        return array_binary(e, op, a, b, where);
    if (a.ty->kind == TY_BOXED || b.ty->kind == TY_BOXED)
        return elab_unsupported(e, where, "an operator on a value whose type only the run knows");
    return op_unsupported(e, op, &a, &b, where);
}

/* ---- In place -------------------------------------------------------------------------------- */

static val inplace_each(elab *e, val right, void *user)
{
    const pending *p = user;
    val changed = op_inplace(e, p->op, p->left, right, p->where);
    return val_bad(changed) ? changed : val_none(e);
}

val op_inplace(elab *e, ast_binary_op op, val a, val b, span where)
{
    if (a.ty->kind == TY_OPTIONAL && !val_bad(b))
        a = optional_operand(
            e, a,
            arena_printf(e->arena, "unsupported operand type(s) for %s=: 'NoneType' and '%s'",
                         ast_binary_op_text(op), op_type_name(e, b.ty)),
            where);
    if (is_collection(a.ty) && !val_bad(b))
        return no_operator(e, op, &a, &b, where);
    if (a.ty->kind == TY_LIST && op == AST_ADD && !val_bad(b))
        return seq_extend(e, a, &b, where);
    if (val_bad(a) || val_bad(b))
        return val_never(e);
    if (is_hashed(a.ty))
        return hashed_binary(e, op, &a, &b, true, where);
    val special;
    if (record_binary(e, op, &a, &b, true, where, &special))
        return special;
    if (a.ty->kind != TY_ARRAY)
        return op_binary(e, op, a, b, where);
    elab_at(e, where);
    if (b.ty->kind == TY_UNION) {
        pending p = {.op = op, .left = a, .where = where};
        val done = elab_distribute(e, b, inplace_each, &p, where);
        return val_bad(done) ? done : a;
    }
    val right = op_arraylike(e, &b, where);
    if (val_bad(right))
        return right;
    if (!ty_is_arraylike(right.ty))
        return op_unsupported(e, op, &a, &b, where);
    if (op == AST_MATMUL || op == AST_POW) {
        val made =
            op == AST_POW ? op_power(e, &a, &right, true, where) : op_matmul(e, a, right, where);
        return op_store_result(e, op_ufuncs[op].name, made, a, NULL, where);
    }
    return op_ufunc_into(e, op_ufuncs[op].fn, op_ufuncs[op].name, (val[]){a, right}, 2, a, NULL,
                         where);
}
