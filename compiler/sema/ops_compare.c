/* Takes a comparison and two values, gives a bool: numbers and arrays by value, strings and tuples
 * by their rules, `is` and types when compiling. Also the truth of a value. */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "classes.h"
#include "collections.h"
#include "ops.h"
#include "optional.h"
#include "sequence.h"

air_fn op_mirrored(air_fn fn)
{
    switch (fn) {
    case AIR_LT: return AIR_GT;
    case AIR_LE: return AIR_GE;
    case AIR_GT: return AIR_LT;
    case AIR_GE: return AIR_LE;
    default: return fn;
    }
}

/* ---- Identity -------------------------------------------------------------------------------- */

static bool is_type_value(const val *v)
{
    return v->ty->kind == TY_DTYPE || v->ty->kind == TY_CLASS || v->ty->kind == TY_MODULE ||
           v->ty->kind == TY_FUNC || v->ty->kind == TY_BUILTIN || v->ty->kind == TY_ELLIPSIS ||
           v->ty->kind == TY_RECORD_CLASS;
}

/* `is`: what can be told when compiling. */
static val compare_is(elab *e, const val *a, const val *b, span where)
{
    if (val_is_none(a) || val_is_none(b)) {
        const val *other = val_is_none(a) ? b : a;
        if (other->ty->kind == TY_OPTIONAL)
            return val_bool_node(e, op_not(e, optional_present(e, other)));
        if (other->ty->kind == TY_BOXED)
            return elab_unsupported(e, where, "`is None` of a value whose type only the run knows");
        return val_bool(e, val_is_none(a) && val_is_none(b));
    }
    if (a->ty->kind == TY_OPTIONAL || b->ty->kind == TY_OPTIONAL)
        return elab_unsupported(e, where, "`is` of a value that may be None with another");
    if (is_type_value(a) || is_type_value(b))
        return val_bool(e, a->ty == b->ty && (a->ty->kind != TY_DTYPE || a->i == b->i));
    if (a->ty->kind != b->ty->kind)
        return val_bool(e, false);
    if (a->ty->kind == TY_BOOL)
        return val_bool_node(e, op_test(e, AIR_EQ, val_node(e, a), val_node(e, b)));
    if (a->node && a->node == b->node)
        return val_bool(e, true);
    if (a->is_const && b->is_const && a->ty->kind == TY_INT)
        return val_bool(e, a->i == b->i);
    if (a->is_literal_list || b->is_literal_list)
        return val_bool(e, false); /* a display is a list of its own */
    if (ty_is_container(a->ty) || a->ty->kind == TY_OBJECT || a->ty->kind == TY_RECORD) {
        const air_type i64 = air_scalar_type(HPC_I64);
        air_id objects[2] = {a->node, b->node};
        air_id same = air_rt(&e->b, HPC_RT_same_object, objects, 2, &i64, 1);
        return val_bool_node(e, op_test(e, AIR_NE, same, op_int(e, 0)));
    }
    return elab_unsupported(e, where, "`is` of these values");
}

/* ---- Equality of values that are not numbers ------------------------------------------------- */

static hpc_dtype class_dtype(const ty *t)
{
    static const struct {
        const char *name;
        hpc_dtype dtype;
    } classes[] = {{"int", HPC_I64}, {"float", HPC_F64}, {"bool", HPC_BOOL}, {"complex", HPC_C128}};
    for (size_t i = 0; t->name && i < sizeof classes / sizeof *classes; i++)
        if (strcmp(t->name, classes[i].name) == 0)
            return classes[i].dtype;
    return HPC_DTYPE_COUNT;
}

/* A dtype equals a dtype, the name of one, or the Python type that means one. */
static bool same_dtype(const val *dtype, const val *other)
{
    switch (other->ty->kind) {
    case TY_DTYPE: return other->ty->dtype == dtype->ty->dtype;
    case TY_STR:
        return dtype->i != 1 && other->is_const && hpc_dtype_parse(other->text) == dtype->ty->dtype;
    case TY_CLASS:
    case TY_BUILTIN: return dtype->i != 1 && class_dtype(other->ty) == dtype->ty->dtype;
    default: return false;
    }
}

static bool orders(ast_compare_op op)
{
    return op == AST_LT || op == AST_LE || op == AST_GT || op == AST_GE;
}

static val no_order(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    return elab_error(e, where, "TypeError",
                      "'%s' not supported between instances of '%s' and '%s'",
                      ast_compare_op_text(op), op_type_name(e, a->ty), op_type_name(e, b->ty));
}

/* Values of unlike kinds are unequal and have no order. */
static val compare_others(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    if (a->ty->kind == TY_BOXED || b->ty->kind == TY_BOXED)
        return elab_unsupported(e, where, "a comparison of a value whose type only the run knows");
    if (orders(op))
        return no_order(e, op, a, b, where);
    if (a->ty->kind == TY_ARRAY || b->ty->kind == TY_ARRAY)
        return elab_unsupported(e, where, "comparing an array with this value");
    bool same;
    if (a->ty->kind == TY_DTYPE)
        same = same_dtype(a, b);
    else if (b->ty->kind == TY_DTYPE)
        same = same_dtype(b, a);
    else if (val_is_none(a) || val_is_none(b) || is_type_value(a) || is_type_value(b))
        same = a->ty == b->ty;
    else if (a->ty->kind != b->ty->kind)
        same = false;
    else
        return elab_unsupported(e, where, "comparing these values");
    return val_bool(e, same == (op == AST_EQ));
}

/* ---- Numbers --------------------------------------------------------------------------------- */

static val compare_numbers(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    val right = op_right_of_complex(e, a, *b);
    if (ty_is_python_number(a->ty) && ty_is_python_number(right.ty))
        return val_bool_node(e, op_python_compare(e, op, a, &right, where));
    if (e->mode == PR_NUMBA && orders(op) && ty_is_number(a->ty) && ty_is_number(b->ty) &&
        (hpc_dtype_kind(ty_dtype_of(a->ty)) == 'c' || hpc_dtype_kind(ty_dtype_of(b->ty)) == 'c'))
        return no_order(e, op, a, b, where);
    const op_ufunc_row *row = &op_compare_ufuncs[op];
    return op_ufunc(e, row->fn, row->name, (val[]){*a, *b}, 2, where);
}

typedef struct pending {
    ast_compare_op op;
    val left, right;
    span where;
} pending;

static bool optional_is_left(const pending *p)
{
    return p->left.ty->kind == TY_OPTIONAL;
}

static val with_left(elab *e, val left, void *user)
{
    const pending *p = user;
    return op_compare(e, p->op, left, p->right, p->where);
}

static val with_right(elab *e, val right, void *user)
{
    const pending *p = user;
    return op_compare(e, p->op, p->left, right, p->where);
}

static val inner_equal(elab *e, void *user)
{
    const pending *p = user;
    bool left = optional_is_left(p);
    val inner = optional_inner(left ? &p->left : &p->right);
    return left ? op_compare(e, p->op, inner, p->right, p->where)
                : op_compare(e, p->op, p->left, inner, p->where);
}

static val none_equal(elab *e, void *user)
{
    const pending *p = user;
    return optional_is_left(p) ? op_compare(e, p->op, val_none(e), p->right, p->where)
                               : op_compare(e, p->op, p->left, val_none(e), p->where);
}

/* None equals None only, and has no order. */
static val compare_optional(elab *e, pending *p)
{
    bool left = optional_is_left(p);
    if (!orders(p->op)) {
        air_id there = optional_present(e, left ? &p->left : &p->right);
        return elab_choose(e, there, inner_equal, none_equal, p, p->where);
    }
    const char *message =
        arena_printf(e->arena, "'%s' not supported between instances of '%s' and '%s'",
                     ast_compare_op_text(p->op), left ? "NoneType" : op_type_name(e, p->left.ty),
                     left ? op_type_name(e, p->right.ty) : "NoneType");
    val a = optional_operand(e, p->left, message, p->where);
    val b = optional_operand(e, p->right, message, p->where);
    return op_compare(e, p->op, a, b, p->where);
}

static val negated(elab *e, val v)
{
    return val_bad(v) ? v : val_bool_node(e, op_not(e, val_node(e, &v)));
}

/* Keys and items compare as sets; values are equal to nothing. */
static val compare_views(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    const val *sides[2] = {a, b};
    val sets[2];
    bool comparable = true;
    for (int i = 0; i < 2; i++) {
        bool view = is_dict_view(sides[i]) && dict_view_part(sides[i]) != 1;
        comparable = comparable && (view || sides[i]->ty->kind == TY_SET);
        sets[i] = view ? hashed_set_of(e, sides[i], where) : *sides[i];
        if (val_bad(sets[i]))
            return sets[i];
    }
    if (comparable)
        return hashed_compare(e, op, &sets[0], &sets[1], where);
    return orders(op) ? no_order(e, op, a, b, where) : val_bool(e, op == AST_NE);
}

/* Two deques compare as lists do, two dicts of any class but Counter as dicts. */
static bool compares_as_plain(const val *a, const val *b)
{
    if (a->ty->kind == TY_LIST)
        return a->ty->rank == b->ty->rank;
    return a->ty->rank != TY_COUNTER && b->ty->rank != TY_COUNTER;
}

static val compare_collections(elab *e, ast_compare_op op, const val *a, const val *b, span where)
{
    if (a->ty->kind == TY_LIST && !orders(op))
        return val_bool(e, op == AST_NE); /* a deque and a list */
    bool counters = a->ty->kind == TY_DICT && a->ty->rank == b->ty->rank && !orders(op);
    if (!counters)
        return elab_unsupported(e, where, "this comparison with a deque or Counter");
    val equal = elab_call_named(e, "Counter._equal", (val[]){*a, *b}, 2, where);
    return op == AST_EQ ? equal : negated(e, equal);
}

val op_compare(elab *e, ast_compare_op op, val a, val b, span where)
{
    if (val_bad(a) || val_bad(b))
        return val_never(e);
    elab_at(e, where);
    pending p = {op, a, b, where};
    switch (op) {
    case AST_IS: return compare_is(e, &a, &b, where);
    case AST_IS_NOT: return negated(e, compare_is(e, &a, &b, where));
    case AST_IN: return op_contains(e, &a, &b, where);
    case AST_NOT_IN: return negated(e, op_contains(e, &a, &b, where));
    default: break;
    }
    if (is_bytes(&a) || is_bytes(&b))
        return elab_unsupported(e, where, "comparing bytes");
    if (is_run_tuple(a.ty) || is_run_tuple(b.ty)) {
        a = collection_of_tuple(e, &a, where);
        b = collection_of_tuple(e, &b, where);
    }
    if (val_bad(a) || val_bad(b))
        return val_never(e);
    if (a.ty->kind == b.ty->kind && (is_collection(a.ty) || is_collection(b.ty)) &&
        !compares_as_plain(&a, &b))
        return compare_collections(e, op, &a, &b, where);
    if (a.ty->kind == TY_OPTIONAL || b.ty->kind == TY_OPTIONAL)
        return compare_optional(e, &p);
    val special;
    if (record_compare(e, op, &a, &b, where, &special))
        return special;
    if (a.ty->kind == TY_UNION)
        return elab_distribute(e, a, with_left, &p, where);
    if (b.ty->kind == TY_UNION)
        return elab_distribute(e, b, with_right, &p, where);
    if (is_dict_view(&a) || is_dict_view(&b))
        return compare_views(e, op, &a, &b, where);
    if (a.ty->kind == TY_DICT && b.ty->kind == TY_DICT && !orders(op) &&
        (ty_holds_record(e, a.ty) || ty_holds_record(e, b.ty))) {
        val equal = elab_call_named(e, "list._dicts_equal", (val[]){a, b}, 2, where);
        return op == AST_EQ || val_bad(equal) ? equal : negated(e, equal);
    }
    if (is_hashed(a.ty) && is_hashed(b.ty))
        return hashed_compare(e, op, &a, &b, where);
    bool sa = op_is_sequence(&a), sb = op_is_sequence(&b);
    if (ty_is_arraylike(a.ty) && ty_is_arraylike(b.ty))
        return compare_numbers(e, op, &a, &b, where);
    bool beside = (a.ty->kind == TY_ARRAY || a.ty->kind == TY_SCALAR) && sb && b.ty->kind != TY_STR;
    beside |= (b.ty->kind == TY_ARRAY || b.ty->kind == TY_SCALAR) && sa && a.ty->kind != TY_STR;
    if (beside)
        return compare_numbers(e, op, &a, &b, where);
    if (sa && sb && a.ty->kind == b.ty->kind)
        return op_sequence_compare(e, op, &a, &b, where);
    return compare_others(e, op, &a, &b, where);
}

/* ---- Truth ----------------------------------------------------------------------------------- */

static air_id known_truth(elab *e, bool value)
{
    return air_const_int(&e->b, HPC_BOOL, value);
}

static air_id nonzero(elab *e, air_id x)
{
    hpc_dtype dtype = (hpc_dtype)air_at(e->b.fun, x)->type.dtype;
    if (dtype == HPC_BOOL)
        return x;
    return op_test(e, AIR_NE, x, air_cast(&e->b, dtype, op_int(e, 0)));
}

/* The one element of an array; its size is checked. */
static air_id array_truth(elab *e, const val *v)
{
    air_id zeros[HPC_MAX_RANK], size = op_int(e, 1);
    for (uint32_t r = 0; r < v->ty->rank; r++) {
        zeros[r] = op_int(e, 0);
        size = op_map2(e, AIR_MUL, HPC_I64, size, air_dim(&e->b, v->node, r));
    }
    air_check(&e->b, op_test(e, AIR_NE, size, op_int(e, 0)), HPC_CHECK_TRUTH_EMPTY, NULL, 0);
    air_check(&e->b, op_test(e, AIR_EQ, size, op_int(e, 1)), HPC_CHECK_TRUTH_AMBIGUOUS, NULL, 0);
    return nonzero(e, air_elem(&e->b, v->node, zeros));
}

static val truth_each(elab *e, val v, void *user)
{
    return val_bool_node(e, elab_truth(e, &v, *(const span *)user));
}

/* range(start, stop, step) has an item. */
static air_id range_truth(elab *e, const val *v)
{
    air_id start = val_node(e, &v->items[0]), stop = val_node(e, &v->items[1]);
    air_id up = op_test(e, AIR_GT, val_node(e, &v->items[2]), op_int(e, 0));
    air_id rising = op_and(e, up, op_test(e, AIR_LT, start, stop));
    return op_or(e, rising, op_and(e, op_not(e, up), op_test(e, AIR_GT, start, stop)));
}

air_id elab_truth(elab *e, const val *v, span where)
{
    bool known;
    if (val_bad(*v))
        return known_truth(e, false);
    elab_at(e, where);
    if (val_const_bool(v, &known))
        return known_truth(e, known);
    if (ty_is_number(v->ty))
        return nonzero(e, val_node(e, v));
    val special;
    if (record_method(e, v, "__bool__", NULL, 0, where, &special) ||
        record_method(e, v, "__len__", NULL, 0, where, &special))
        return elab_truth(e, &special, where);
    switch (v->ty->kind) {
    case TY_RECORD: return known_truth(e, true);
    case TY_OBJECT:
        if (is_bytes(v)) {
            air_id length = seq_length(e, v, where);
            return op_test(e, AIR_NE, length, op_int(e, 0));
        }
        return known_truth(e, true);
    case TY_ARRAY: return array_truth(e, v);
    case TY_LIST:
    case TY_STR: return op_test(e, AIR_NE, op_object_length(e, v, where), op_int(e, 0));
    case TY_DICT:
    case TY_SET: return op_test(e, AIR_NE, hashed_length(e, v), op_int(e, 0));
    case TY_RANGE: return range_truth(e, v);
    case TY_OPTIONAL: {
        val inner = optional_inner(v);
        return op_and(e, optional_present(e, v), elab_truth(e, &inner, where));
    }
    case TY_UNION: {
        val truth = elab_distribute(e, *v, truth_each, &where, where);
        return val_bad(truth) ? known_truth(e, false) : val_node(e, &truth);
    }
    case TY_BOXED:
        elab_unsupported(e, where, "the truth of a value whose type only the run knows");
        return known_truth(e, false);
    default: return known_truth(e, true);
    }
}
