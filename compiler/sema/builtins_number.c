/* Python's functions on numbers: int, float, abs, min, sum, round, ... The rows are at the end. */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "box.h"
#include "hashed.h"
#include "ops.h"
#include "sequence.h"

static const ty *basic(elab *e, ty_kind kind)
{
    return ty_basic(e->types, kind);
}

static val rt_int(elab *e, int row, const air_id *args, uint32_t count)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    return val_of(e, basic(e, TY_INT), air_rt(&e->b, row, args, count, &i64, 1));
}

static val rt_float(elab *e, int row, const air_id *args, uint32_t count)
{
    const air_type f64 = air_scalar_type(HPC_F64);
    return val_of(e, basic(e, TY_FLOAT), air_rt(&e->b, row, args, count, &f64, 1));
}

static bool is_whole(const ty *type)
{
    char kind = ty_is_number(type) ? hpc_dtype_kind(ty_dtype_of(type)) : 0;
    return kind == 'b' || kind == 'i' || kind == 'u';
}

static bool is_float(const ty *type)
{
    return ty_is_number(type) && hpc_dtype_kind(ty_dtype_of(type)) == 'f';
}

/* The number in a 0-d array; other values as they are. */
static val number_of(elab *e, const val *v, span where)
{
    if (v->ty->kind != TY_ARRAY)
        return *v;
    if (v->ty->rank)
        return elab_error(e, where, "TypeError",
                          "only 0-dimensional arrays can be converted to Python scalars");
    return val_array(e, air_elem(&e->b, v->node, NULL));
}

/* ---- Conversions ------------------------------------------------------------------------------ */

/* A float without its fraction, as a Python int: NaN, infinities and what does not fit fail. */
static air_id float_to_int(elab *e, air_id x)
{
    if (e->mode == PR_NUMBA)
        return air_cast(&e->b, HPC_I64, x);
    air_id f = air_cast(&e->b, HPC_F64, x), limit = air_const_float(&e->b, HPC_F64, 0x1p63);
    air_id nan = op_map1(e, AIR_ISNAN, HPC_BOOL, f), inf = op_map1(e, AIR_ISINF, HPC_BOOL, f);
    air_check(&e->b, op_not(e, nan), HPC_CHECK_FLOAT_NAN_TO_INT, NULL, 0);
    air_check(&e->b, op_not(e, inf), HPC_CHECK_FLOAT_INF_TO_INT, NULL, 0);
    air_id low = op_test(e, AIR_GE, f, air_const_float(&e->b, HPC_F64, -0x1p63));
    air_check(&e->b, op_and(e, low, op_test(e, AIR_LT, f, limit)), HPC_CHECK_INT_OVERFLOW, NULL, 0);
    return air_cast(&e->b, HPC_I64, f);
}

static val number_to_int(elab *e, const val *v)
{
    air_id node = val_node(e, v);
    if (is_float(v->ty))
        return val_of(e, basic(e, TY_INT), float_to_int(e, node));
    if (e->mode == PR_NUMBA && v->ty->kind == TY_SCALAR && ty_dtype_of(v->ty) != HPC_BOOL)
        return *v; /* Numba's int() keeps the integer's type */
    if (ty_dtype_of(v->ty) == HPC_U64)
        return val_of(e, basic(e, TY_INT), op_int_of_u64(e, node));
    return val_of(e, basic(e, TY_INT), air_cast(&e->b, HPC_I64, node));
}

static val bad_argument(elab *e, const val *v, const char *wants, span where)
{
    return elab_error(e, where, "TypeError", "%s, not '%s'", wants, op_type_name(e, v->ty));
}

static val to_int(elab *e, val v, void *user)
{
    const bi_call *call = user;
    static const char wants[] =
        "int() argument must be a string, a bytes-like object or a real number";
    if (v.ty->kind == TY_STR) {
        bool given = !val_absent(&call->args[1]);
        air_id base =
            given ? val_index_node(e, &call->args[1], call->where, "int()'s base") : op_int(e, 10);
        air_id args[2] = {val_node(e, &v), base};
        return base ? rt_int(e, HPC_RT_parse_int, args, 2) : val_never(e);
    }
    if (!val_absent(&call->args[1]))
        return elab_error(e, call->where, "TypeError",
                          "int() can't convert non-string with explicit base");
    v = number_of(e, &v, call->where);
    if (val_bad(v))
        return v;
    if (!is_whole(v.ty) && !is_float(v.ty))
        return bad_argument(e, &v, wants, call->where);
    return number_to_int(e, &v);
}

static val each_of(elab *e, const val *v, elab_each each, const bi_call *call)
{
    if (v->ty->kind == TY_UNION)
        return elab_distribute(e, *v, each, (void *)(uintptr_t)call, call->where);
    return each(e, *v, (void *)(uintptr_t)call);
}

static val py_int(elab *e, const bi_call *call)
{
    return each_of(e, &call->args[0], to_int, call);
}

static val to_float(elab *e, val v, void *user)
{
    const bi_call *call = user;
    if (v.ty->kind == TY_STR) {
        air_id text = val_node(e, &v);
        return rt_float(e, HPC_RT_parse_float, &text, 1);
    }
    v = number_of(e, &v, call->where);
    if (val_bad(v))
        return v;
    if (!is_whole(v.ty) && !is_float(v.ty))
        return bad_argument(e, &v, "float() argument must be a string or a real number",
                            call->where);
    if (e->mode == PR_NUMBA && v.ty->kind == TY_SCALAR && ty_dtype_of(v.ty) == HPC_F32)
        return v; /* Numba's float() keeps a float's type */
    return val_of(e, basic(e, TY_FLOAT), air_cast(&e->b, HPC_F64, val_node(e, &v)));
}

static val py_float(elab *e, const bi_call *call)
{
    return each_of(e, &call->args[0], to_float, call);
}

static val py_bool(elab *e, const bi_call *call)
{
    bool known;
    if (val_const_bool(&call->args[0], &known))
        return val_bool(e, known);
    air_id truth = elab_truth(e, &call->args[0], call->where);
    return truth ? val_of(e, basic(e, TY_BOOL), truth) : val_never(e);
}

/* The parts of a number as float64 nodes. */
static bool parts_of(elab *e, const val *v, air_id *re, air_id *im, span where)
{
    val n = number_of(e, v, where);
    if (val_bad(n))
        return false;
    if (!ty_is_number(n.ty)) {
        bad_argument(e, &n, "complex() arguments must be numbers", where);
        return false;
    }
    air_id zero = air_const_float(&e->b, HPC_F64, 0);
    if (hpc_dtype_kind(ty_dtype_of(n.ty)) != 'c') {
        *re = air_cast(&e->b, HPC_F64, val_node(e, &n));
        *im = zero;
        return true;
    }
    air_id whole = air_cast(&e->b, HPC_C128, val_node(e, &n));
    *re = op_map1(e, AIR_REAL, HPC_F64, whole);
    *im = op_map1(e, AIR_IMAG, HPC_F64, whole);
    return true;
}

/* The call with one alternative of its first argument. */
static val with_first(elab *e, val v, void *user)
{
    const bi_call *call = user;
    bi_call one = *call;
    val *args = ARENA_ARRAY(e->arena, val, call->count);
    memcpy(args, call->args, call->count * sizeof *args);
    args[0] = v;
    one.args = args;
    return call->row->handler(e, &one);
}

static val py_complex(elab *e, const bi_call *call)
{
    air_id re, im, re2, im2;
    if (call->args[0].ty->kind == TY_UNION)
        return each_of(e, &call->args[0], with_first, call);
    const val *second = &call->args[1];
    if (!parts_of(e, &call->args[0], &re, &im, call->where))
        return val_never(e);
    if (!val_absent(second)) {
        if (!parts_of(e, second, &re2, &im2, call->where))
            return val_never(e);
        bool complex = hpc_dtype_kind(ty_dtype_of(second->ty)) == 'c';
        re = complex ? op_map2(e, AIR_SUB, HPC_F64, re, im2) : re;
        complex = hpc_dtype_kind(ty_dtype_of(call->args[0].ty)) == 'c';
        im = complex ? op_map2(e, AIR_ADD, HPC_F64, im, re2) : re2;
    }
    return val_of(e, basic(e, TY_COMPLEX), op_map2(e, AIR_COMPLEX, HPC_C128, re, im));
}

/* ---- abs, divmod, pow, round ------------------------------------------------------------------- */

static val absolute(elab *e, val v, void *user)
{
    const bi_call *call = user;
    if (!ty_is_arraylike(v.ty))
        return elab_error(e, call->where, "TypeError", "bad operand type for abs(): '%s'",
                          op_type_name(e, v.ty));
    if (!ty_is_python_number(v.ty))
        return op_ufunc(e, AIR_ABS, "absolute", &v, 1, call->where);
    air_id node = val_node(e, &v);
    if (v.ty->kind == TY_COMPLEX)
        return val_of(e, basic(e, TY_FLOAT), op_map1(e, AIR_ABS, HPC_F64, node));
    if (v.ty->kind == TY_FLOAT)
        return val_of(e, v.ty, op_map1(e, AIR_ABS, HPC_F64, node));
    node = air_cast(&e->b, HPC_I64, node);
    if (v.ty->kind == TY_INT && e->mode != PR_NUMBA)
        air_check(&e->b, op_test(e, AIR_NE, node, op_int(e, INT64_MIN)), HPC_CHECK_INT_OVERFLOW,
                  NULL, 0);
    return val_of(e, basic(e, TY_INT), op_map1(e, AIR_ABS, HPC_I64, node));
}

static val py_abs(elab *e, const bi_call *call)
{
    return each_of(e, &call->args[0], absolute, call);
}

static val py_divmod(elab *e, const bi_call *call)
{
    val parts[2];
    parts[0] = op_binary(e, AST_FLOORDIV, call->args[0], call->args[1], call->where);
    parts[1] = op_binary(e, AST_MOD, call->args[0], call->args[1], call->where);
    return val_tuple(e, parts, 2);
}

static val py_pow(elab *e, const bi_call *call)
{
    if (val_is_none(&call->args[2]))
        return op_binary(e, AST_POW, call->args[0], call->args[1], call->where);
    air_id args[3];
    for (int i = 0; i < 3; i++)
        if (!(args[i] = val_index_node(e, &call->args[i], call->where, "pow()'s argument")))
            return val_never(e);
    return rt_int(e, HPC_RT_int_power_mod, args, 3);
}

static val round_digits(elab *e, const val *v, const val *digits, span where)
{
    air_id places = val_index_node(e, digits, where, "round()'s digits");
    if (!places)
        return val_never(e);
    if (v->ty->kind == TY_SCALAR) {
        val args[2] = {*v, val_int_node(e, places)};
        return elab_call_named(e, "numpy.round", args, 2, where);
    }
    air_id args[2] = {val_node(e, v), places};
    if (v->ty->kind == TY_FLOAT)
        return rt_float(e, HPC_RT_float_round, args, 2);
    args[0] = air_cast(&e->b, HPC_I64, args[0]);
    return rt_int(e, HPC_RT_int_round, args, 2);
}

static val rounded(elab *e, val v, void *user)
{
    const bi_call *call = user;
    v = v.ty->kind == TY_ARRAY && v.ty->rank == 0 ? number_of(e, &v, call->where) : v;
    if (!is_whole(v.ty) && !is_float(v.ty))
        return elab_error(e, call->where, "TypeError", "type %s doesn't define __round__ method",
                          op_type_name(e, v.ty));
    if (!val_is_none(&call->args[1]))
        return round_digits(e, &v, &call->args[1], call->where);
    if (is_whole(v.ty))
        return number_to_int(e, &v);
    air_id whole = op_map1(e, AIR_RINT, HPC_F64, air_cast(&e->b, HPC_F64, val_node(e, &v)));
    return val_of(e, basic(e, TY_INT), float_to_int(e, whole));
}

static val py_round(elab *e, const bi_call *call)
{
    return each_of(e, &call->args[0], rounded, call);
}

/* ---- Folds over anything that can be iterated over ---------------------------------------------- */

/* A fold: the state after an element, from the state before it. */
typedef struct fold {
    val (*step)(elab *e, val state, val element, const bi_call *call);
    const bi_call *call;
    bool probe;       /* only find out the state's type */
    const ty *type;   /* of the state */
    uint32_t var;     /* it, between the turns */
    uint32_t any;     /* variable: an element was seen */
    bool from_first;  /* the first state is made of the first element */
    const val *start; /* of its step from this value; NULL: it is the element */
} fold;

typedef struct fold_turn {
    fold *f;
    val element;
} fold_turn;

static val fold_step(elab *e, void *user)
{
    fold_turn *t = user;
    val state = vars_get(e, t->f->var, t->f->type);
    return t->f->step(e, state, t->element, t->f->call);
}

static val fold_first(elab *e, void *user)
{
    const fold_turn *t = user;
    return t->f->start ? t->f->step(e, *t->f->start, t->element, t->f->call) : t->element;
}

static void fold_element(elab *e, val element, void *user)
{
    fold *f = user;
    if (val_bad(element))
        return;
    if (f->probe) { /* types only: what is emitted is rewound */
        val next = !f->type ? element : f->step(e, elab_pending(e, f->type), element, f->call);
        f->type = val_bad(next) ? f->type : next.ty;
        return;
    }
    fold_turn turn = {f, element};
    val next = f->from_first ? elab_choose(e, air_get(&e->b, f->any), fold_step, fold_first, &turn,
                                           f->call->where)
                             : fold_step(e, &turn);
    if (val_bad(next))
        return;
    vars_set(e, f->var, f->type, &next, f->call->where);
    air_set(&e->b, f->any, air_const_int(&e->b, HPC_BOOL, 1));
}

/* The state's type after one more element; NULL after an error or when there can be no element. */
static const ty *probe(elab *e, const fold *f, const val *iterable, const ty *before)
{
    air_mark mark = air_mark_here(&e->b);
    uint32_t types = ty_mark(e->types);
    int diagnostics = diag_count(e->diags);
    fold trial = *f;
    trial.probe = true;
    trial.type = before;
    elab_iterate(e, *iterable, f->call->where, fold_element, NULL, NULL, &trial);
    if (diag_count(e->diags) > diagnostics)
        return NULL;
    mark.funs = e->air->funs.len; /* instances made meanwhile stay good */
    air_rewind(&e->b, mark);
    ty_rewind(e->types, types);
    return trial.type;
}

/* The type that the state keeps; NULL after an error. */
static const ty *state_type(elab *e, const fold *f, const val *iterable, const ty *type)
{
    for (int round = 0; round < 4; round++) {
        const ty *next = probe(e, f, iterable, type);
        if (!next || next == type)
            return next;
        type = next;
    }
    return type;
}

/* start: the first state, or NULL for the first element. *any tells whether there was an element. */
static val run_fold(elab *e, fold *f, const val *iterable, const val *start, air_id *any)
{
    span where = f->call->where;
    f->type = state_type(e, f, iterable, start ? start->ty : NULL);
    if (!f->type)
        return val_never(e);
    f->from_first = !start || !ty_is_number(f->type) || !ty_is_number(start->ty);
    f->start = start;
    f->var = vars_new(e, "fold", f->type);
    f->any = vars_new(e, "any", basic(e, TY_BOOL));
    air_set(&e->b, f->any, air_const_int(&e->b, HPC_BOOL, 0));
    if (ty_is_number(f->type)) {
        val first = !f->from_first ? *start : val_int(e, 0);
        first = val_coerce(e, first, f->type, where);
        vars_set(e, f->var, f->type, &first, where);
    }
    elab_iterate(e, *iterable, where, fold_element, NULL, NULL, f);
    *any = air_get(&e->b, f->any);
    return vars_get(e, f->var, f->type);
}

static bool is_display(const val *v)
{
    return v->ty->kind == TY_TUPLE || v->is_literal_list;
}

/* Nothing was stored into it, as far as is known. */
static bool holds_nothing(elab *e, const val *v)
{
    return ty_is_container(v->ty) && !ty_item(e->types, v->ty);
}

/* ---- min, max ------------------------------------------------------------------------------------ */

typedef struct either {
    val a, b;
} either;

static val either_a(elab *e, void *user)
{
    (void)e;
    return ((either *)user)->a;
}

static val either_b(elab *e, void *user)
{
    (void)e;
    return ((either *)user)->b;
}

/* b when it is less (greater) than a, else a: the first of equals stays. */
static val better(elab *e, val a, val b, const bi_call *call)
{
    val test = op_compare(e, call->row->data ? AST_GT : AST_LT, b, a, call->where);
    bool known;
    if (val_bad(test))
        return test;
    if (val_const_bool(&test, &known))
        return known ? b : a;
    air_id truth = elab_truth(e, &test, call->where);
    if (!truth)
        return val_never(e);
    bool numbers = ty_is_number(a.ty) && ty_is_number(b.ty);
    const ty *type = numbers ? ty_join(e->types, a.ty, b.ty, e->mode == PR_NUMBA) : NULL;
    if (type) {
        hpc_dtype dtype = ty_dtype_of(type);
        air_id nodes[2] = {air_cast(&e->b, dtype, val_node(e, &b)),
                           air_cast(&e->b, dtype, val_node(e, &a))};
        return val_of(e, type, air_map3(&e->b, AIR_SELECT, dtype, truth, nodes[0], nodes[1]));
    }
    either both = {b, a};
    return elab_choose(e, truth, either_a, either_b, &both, call->where);
}

static val best_of(elab *e, const val *items, uint32_t count, const bi_call *call)
{
    val best = items[0];
    for (uint32_t i = 1; i < count && !val_bad(best); i++)
        best = better(e, best, items[i], call);
    return best;
}

/* With a key: over the list of the items, one of which must be there. */
static val extreme_by_key(elab *e, const bi_call *call, int check)
{
    const val *items = &call->args[0];
    val list = seq_list_of(e, items->count > 1 ? items : &items->items[0], call->where);
    air_id length = val_bad(list) ? 0 : seq_length(e, &list, call->where);
    if (!length)
        return val_never(e);
    air_check(&e->b, op_test(e, AIR_GT, length, op_int(e, 0)), check, NULL, 0);
    val args[2] = {elab_named_value(e, list), call->args[1]};
    return elab_call_named(e, call->row->data ? "numpy._greatest_by_key" : "numpy._least_by_key",
                           args, 2, call->where);
}

/* min(iterable, default=x): the iterable as a list, which has items or not. */
typedef struct or_default {
    const bi_call *call;
    val list;
} or_default;

static val py_extreme(elab *e, const bi_call *call);

static val extreme_of_list(elab *e, void *user)
{
    const or_default *d = user;
    bi_call without = *d->call;
    val args[3] = {
        val_tuple(e, &d->list, 1), d->call->args[1], {.ty = ty_basic(e->types, TY_ABSENT)}};
    without.args = args;
    return val_bad(args[0]) ? args[0] : py_extreme(e, &without);
}

static val default_value(elab *e, void *user)
{
    return elab_named_value(e, ((const or_default *)user)->call->args[2]);
}

static val extreme_or_default(elab *e, const bi_call *call)
{
    const val *items = &call->args[0];
    if (items->count != 1)
        return elab_error(e, call->where, "TypeError",
                          "Cannot specify a default for %s() with multiple positional arguments",
                          call->row->name);
    or_default d = {call, items->items[0]};
    if (is_display(&d.list))
        return d.list.count ? extreme_of_list(e, &d) : default_value(e, &d);
    d.list = seq_list_of(e, &d.list, call->where);
    air_id length = val_bad(d.list) ? 0 : seq_length(e, &d.list, call->where);
    if (!length)
        return val_never(e);
    if (holds_nothing(e, &d.list))
        return default_value(e, &d);
    return elab_choose(e, op_test(e, AIR_GT, length, op_int(e, 0)), extreme_of_list, default_value,
                       &d, call->where);
}

static val py_extreme(elab *e, const bi_call *call)
{
    const val *items = &call->args[0];
    const char *name = call->row->name;
    int check = call->row->data ? HPC_CHECK_MAX_EMPTY : HPC_CHECK_MIN_EMPTY;
    if (!val_absent(&call->args[2]))
        return extreme_or_default(e, call);
    if (items->count == 0)
        return elab_error(e, call->where, "TypeError", "%s expected at least 1 argument, got 0",
                          name);
    if (!val_is_none(&call->args[1]))
        return extreme_by_key(e, call, check);
    if (items->count > 1)
        return best_of(e, items->items, items->count, call);
    const val *one = &items->items[0];
    if (is_display(one) && one->count)
        return best_of(e, one->items, one->count, call);
    air_id any;
    if (is_display(one) || holds_nothing(e, one)) {
        air_check(&e->b, air_const_int(&e->b, HPC_BOOL, 0), check, NULL, 0);
        return val_never(e);
    }
    fold f = {.step = better, .call = call};
    if (one->ty->kind != TY_ITER && one->ty->kind != TY_RECORD &&
        !is_hashed(one->ty)) { /* start from the first item, which stays when met again */
        air_id length = seq_length(e, one, call->where);
        if (!length)
            return val_never(e);
        air_check(&e->b, op_test(e, AIR_GT, length, op_int(e, 0)), check, NULL, 0);
        val first = op_getitem(e, *one, val_int(e, 0), call->where);
        return val_bad(first) ? first : run_fold(e, &f, one, &first, &any);
    }
    val result = run_fold(e, &f, one, NULL, &any);
    if (!val_bad(result))
        air_check(&e->b, any, check, NULL, 0);
    return result;
}

/* ---- sum, any, all ------------------------------------------------------------------------------- */

static val plus(elab *e, val state, val element, const bi_call *call)
{
    return op_binary(e, AST_ADD, state, element, call->where);
}

/* The sum of no elements is the start, in the type that elements would give it. */
static val py_sum(elab *e, const bi_call *call)
{
    const val *iterable = &call->args[0], *start = &call->args[1];
    if (start->ty->kind == TY_STR)
        return elab_error(e, call->where, "TypeError",
                          "sum() can't sum strings [use ''.join(seq) instead]");
    if (is_display(iterable)) {
        val total = *start;
        for (uint32_t i = 0; i < iterable->count && !val_bad(total); i++)
            total = op_binary(e, AST_ADD, total, iterable->items[i], call->where);
        return total;
    }
    if (holds_nothing(e, iterable))
        return *start;
    air_id any;
    fold f = {.step = plus, .call = call};
    val total = run_fold(e, &f, iterable, start, &any);
    if (!val_bad(total) && f.from_first) /* the sum of no arrays would be the number */
        air_check(&e->b, any, HPC_CHECK_SUM_OF_NO_ARRAYS, NULL, 0);
    return total;
}

static val truth_of(elab *e, val v, span where)
{
    air_id truth = elab_truth(e, &v, where);
    return truth ? val_of(e, basic(e, TY_BOOL), truth) : val_never(e);
}

static val both_true(elab *e, val state, val element, const bi_call *call)
{
    val truth = truth_of(e, element, call->where);
    if (val_bad(truth))
        return truth;
    air_fn fn = call->row->data ? AIR_AND : AIR_OR;
    return val_of(e, basic(e, TY_BOOL), op_test(e, fn, val_node(e, &state), val_node(e, &truth)));
}

static val py_any_all(elab *e, const bi_call *call)
{
    const val *iterable = &call->args[0];
    val start = val_bool(e, call->row->data);
    if (is_display(iterable)) {
        for (uint32_t i = 0; i < iterable->count && !val_bad(start); i++)
            start = both_true(e, start, iterable->items[i], call);
        return start;
    }
    if (holds_nothing(e, iterable))
        return start;
    if (iterable->ty->kind == TY_ARRAY && iterable->ty->rank == 1) {
        air_id zero = air_cast(&e->b, iterable->ty->dtype, air_const_int(&e->b, HPC_I64, 0));
        air_id truths = iterable->ty->dtype == HPC_BOOL
                            ? iterable->node
                            : air_map2(&e->b, AIR_NE, HPC_BOOL, iterable->node, zero);
        air_fn fn = call->row->data ? AIR_AND : AIR_OR;
        return val_of(e, basic(e, TY_BOOL), air_reduce(&e->b, fn, truths, 1, false));
    }
    air_id any;
    fold f = {.step = both_true, .call = call};
    return run_fold(e, &f, iterable, &start, &any);
}

/* ---- Methods of numbers -------------------------------------------------------------------------- */

static val is_integer(elab *e, const bi_call *call)
{
    const val *v = &call->args[0];
    air_id x = val_node(e, v);
    air_id finite = op_map1(e, AIR_ISFINITE, HPC_BOOL, x);
    air_id whole = op_test(e, AIR_EQ, op_map1(e, AIR_FLOOR, HPC_F64, x), x);
    return val_of(e, basic(e, TY_BOOL), op_and(e, finite, whole));
}

static val part(elab *e, const bi_call *call)
{
    const val *v = &call->args[0];
    air_id x = val_node(e, v);
    if (v->ty->kind == TY_COMPLEX)
        return val_of(e, basic(e, TY_FLOAT),
                      op_map1(e, call->row->data ? AIR_IMAG : AIR_REAL, HPC_F64, x));
    if (v->ty->kind == TY_FLOAT)
        return call->row->data ? val_float(e, 0) : *v;
    return call->row->data ? val_int(e, 0) : number_to_int(e, v);
}

static val conjugate(elab *e, const bi_call *call)
{
    const val *v = &call->args[0];
    if (v->ty->kind != TY_COMPLEX)
        return v->ty->kind == TY_FLOAT ? *v : number_to_int(e, v);
    return val_of(e, v->ty, op_map1(e, AIR_CONJ, HPC_C128, val_node(e, v)));
}

#define DATA_REAL 0
#define DATA_IMAG 1
#define METHOD_ROWS(type)                                                                          \
    {type ".real", "self", part, DATA_REAL, BI_ATTRIBUTE | BI_METHOD, "number; the real part"},    \
        {type ".imag",                                                                             \
         "self",                                                                                   \
         part,                                                                                     \
         DATA_IMAG,                                                                                \
         BI_ATTRIBUTE | BI_METHOD,                                                                 \
         "number; the imaginary part"},                                                            \
    {                                                                                              \
        type ".conjugate", "self", conjugate, 0, BI_METHOD, "number; the complex conjugate"        \
    }

static const bi_row rows[] = {
    {"int", "x=0, base=...", py_int, 0, 0,
     "int; the number without its fraction, or read from a text; ValueError, OverflowError"},
    {"float", "x=0.0, /", py_float, 0, 0, "float; of a number or a text; ValueError"},
    {"bool", "x=False, /", py_bool, 0, 0, "bool; the truth of a value"},
    {"complex", "real=0, imag=...", py_complex, 0, 0, "complex; real + imag * 1j"},
    {"abs", "x, /", py_abs, 0, 0, "as x, float for complex; the absolute value"},
    {"divmod", "a, b, /", py_divmod, 0, 0, "tuple; (a // b, a % b)"},
    {"pow", "base, exp, mod=None", py_pow, 0, 0, "number; base ** exp, of ints modulo mod"},
    {"round", "number, ndigits=None", py_round, 0, 0,
     "int, or as number with ndigits; to the nearest, ties to even"},
    {"min", "*args, key=None, default=...", py_extreme, 0, 0,
     "one of the values; the least of the arguments or of the one iterable; ValueError for none"},
    {"max", "*args, key=None, default=...", py_extreme, 1, 0,
     "one of the values; the greatest of the arguments or of the one iterable; ValueError for "
     "none"},
    {"sum", "iterable, /, start=0", py_sum, 0, 0, "number; start plus the elements, in order"},
    {"any", "iterable, /", py_any_all, 0, 0, "bool; whether an element is true"},
    {"all", "iterable, /", py_any_all, 1, 0, "bool; whether every element is true"},
    {"float.is_integer", "self", is_integer, 0, BI_METHOD, "bool; whether it has no fraction"},
    METHOD_ROWS("int"),
    METHOD_ROWS("float"),
    METHOD_ROWS("complex"),
};

BI_TABLE(bi_number, rows);
