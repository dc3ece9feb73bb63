/* Takes NumPy's scalars and arrays, gives MAP nodes: the loop that NumPy's ufunc picks, operands
 * cast to it, shapes broadcast. `u8 + 1` becomes map add(u8, const 1:u8); `i8 / i8` becomes
 * map div(cast f64, cast f64). */
#include "../../runtime/checks.h"
#include "ops.h"

/* ---- Operands -------------------------------------------------------------------------------- */

val op_arraylike(elab *e, const val *v, span where)
{
    if (v->ty->kind == TY_LIST || v->ty->kind == TY_TUPLE || v->ty->kind == TY_RANGE)
        return elab_asarray(e, v, HPC_DTYPE_COUNT, where);
    return *v;
}

air_id op_operand(elab *e, const val *v, hpc_dtype dtype, span where)
{
    if (v->ty->kind == TY_ARRAY && v->ty->rank == 0)
        return air_cast(&e->b, dtype, air_elem(&e->b, v->node, NULL));
    return val_cast_node(e, v, dtype, where);
}

/* ---- Functions on dtypes where they are simpler ---------------------------------------------- */

/* The function that does fn's work on this dtype: bool addition is `or`, an integer's floor is the
 * integer. */
static air_fn on_dtype(air_fn fn, hpc_dtype in)
{
    char kind = hpc_dtype_kind(in);
    if (kind == 'b') {
        switch (fn) {
        case AIR_ADD:
        case AIR_MAX:
        case AIR_FMAX: return AIR_OR;
        case AIR_MUL:
        case AIR_MIN:
        case AIR_FMIN: return AIR_AND;
        default: break;
        }
    }
    bool whole = kind != 'f' && kind != 'c';
    switch (fn) {
    case AIR_FLOOR:
    case AIR_CEIL:
    case AIR_TRUNC: return whole ? AIR_POS : fn;
    case AIR_ABS: return kind == 'b' || kind == 'u' ? AIR_POS : fn;
    case AIR_CONJ: return kind != 'c' ? AIR_POS : fn;
    case AIR_FMIN: return whole ? AIR_MIN : fn;
    case AIR_FMAX: return whole ? AIR_MAX : fn;
    default: return fn;
    }
}

/* isnan and its kin of integers are constants: computed as comparisons that fold or are cheap. */
static air_id integer_class(elab *e, air_fn fn, air_id x)
{
    return op_test(e, fn == AIR_ISFINITE ? AIR_EQ : AIR_NE, x, x);
}

static bool classifies(air_fn fn)
{
    return fn == AIR_ISNAN || fn == AIR_ISINF || fn == AIR_ISFINITE;
}

/* A negative int64 is less than every uint64; others compare as uint64. */
air_id op_mixed_compare(elab *e, air_fn fn, air_id x, air_id y)
{
    if (air_at(e->b.fun, x)->type.dtype == HPC_U64) {
        air_id swap = x;
        x = y;
        y = swap;
        fn = op_mirrored(fn);
    }
    air_id negative = op_test(e, AIR_LT, x, op_int(e, 0));
    air_id test = op_test(e, fn, air_cast(&e->b, HPC_U64, x), y);
    if (fn == AIR_LT || fn == AIR_LE || fn == AIR_NE)
        return op_or(e, negative, test);
    return op_and(e, op_not(e, negative), test);
}

/* ---- float16 --------------------------------------------------------------------------------- */

static air_id half_choose(elab *e, air_id condition, air_id yes, air_id no)
{
    hpc_dtype dtype = (hpc_dtype)air_at(e->b.fun, yes)->type.dtype;
    return air_map3(&e->b, AIR_SELECT, dtype, condition, yes, no);
}

/* The next float16: its bits count up away from zero. */
static air_id half_nextafter(elab *e, air_id x, air_id y)
{
    air_id zero = air_const_float(&e->b, HPC_F16, 0);
    air_id same_way = op_test(e, AIR_EQ, op_test(e, AIR_LT, x, y), op_test(e, AIR_GT, x, zero));
    air_id step = half_choose(e, same_way, air_const_int(&e->b, HPC_I16, 1),
                              air_const_int(&e->b, HPC_I16, -1));
    air_id bits = op_map2(e, AIR_ADD, HPC_I16, op_map1(e, AIR_BITCAST, HPC_I16, x), step);
    air_id smallest = air_const_float(&e->b, HPC_F16, 0x1p-24);
    air_id tiny = half_choose(e, op_test(e, AIR_LT, y, zero),
                              op_map1(e, AIR_NEG, HPC_F16, smallest), smallest);
    air_id moved =
        half_choose(e, op_test(e, AIR_EQ, x, zero), tiny, op_map1(e, AIR_BITCAST, HPC_F16, bits));
    moved = half_choose(e, op_test(e, AIR_EQ, x, y), x, moved);
    air_id numbers = op_and(e, op_test(e, AIR_EQ, x, x), op_test(e, AIR_EQ, y, y));
    return half_choose(e, numbers, moved, op_map2(e, AIR_ADD, HPC_F16, x, y));
}

/* The first operand stays where the two are equal (zeros of unlike sign) or it decides by being NaN
 * (fmin, fmax: by the other one being NaN). */
static air_id half_extreme(elab *e, air_fn fn, air_id x, air_id y)
{
    air_fn test = fn == AIR_MIN || fn == AIR_FMIN ? AIR_LE : AIR_GE;
    air_id other = fn == AIR_MIN || fn == AIR_MAX ? x : y;
    air_id first = op_or(e, op_test(e, test, x, y), op_map1(e, AIR_ISNAN, HPC_BOOL, other));
    return half_choose(e, first, x, y);
}

static air_id on_half(elab *e, air_fn fn, const air_id *args)
{
    switch (fn) {
    case AIR_NEXTAFTER: return half_nextafter(e, args[0], args[1]);
    case AIR_MIN:
    case AIR_MAX:
    case AIR_FMIN:
    case AIR_FMAX: return half_extreme(e, fn, args[0], args[1]);
    default: return 0;
    }
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

static bool conflicts(elab *e, air_id node, uint32_t rank, const air_id *shape)
{
    uint32_t own = air_at(e->b.fun, node)->type.rank;
    for (uint32_t r = 0; r < own && own <= rank; r++) {
        int64_t have, want;
        if (air_is_const(e->b.fun, air_dim(&e->b, node, r), &have) && have != 1 &&
            air_is_const(e->b.fun, shape[rank - own + r], &want) && have != want)
            return true;
    }
    return false;
}

/* Where extents are known to differ the run stops at the check before this node; an operand of a
 * shape that can never be is replaced, so that what follows is well formed. */
static air_id conform(elab *e, air_id node, uint32_t rank, const air_id *shape)
{
    if (!conflicts(e, node, rank, shape))
        return node;
    hpc_dtype dtype = (hpc_dtype)air_at(e->b.fun, node)->type.dtype;
    return air_cast(&e->b, dtype, op_int(e, 0));
}

/* MAP over the broadcast shape, or over `shape` when it is given. */
static air_id emit(elab *e, air_fn fn, const pr_loop *loop, const air_id *args, uint32_t count,
                   uint32_t rank, const air_id *shape)
{
    air_fn simple = on_dtype(fn, loop->in[0]);
    char kind = hpc_dtype_kind(loop->in[0]);
    if (classifies(fn) && kind != 'f' && kind != 'c')
        return integer_class(e, fn, args[0]);
    if (count == 2 && loop->in[0] != loop->in[1] && fn != AIR_LDEXP)
        return op_mixed_compare(e, fn, args[0], args[1]);
    air_id made = loop->in[0] == HPC_F16 ? on_half(e, fn, args) : 0;
    if (kind == 'c')
        made = fn == AIR_POW ? op_complex_power(e, args[0], args[1])
               : count == 1  ? op_complex_function(e, fn, args[0])
                             : 0;
    if (made)
        return made;
    air_id joined[HPC_MAX_RANK];
    if (!shape) {
        rank = air_broadcast(&e->b, args, count, joined);
        shape = joined;
    }
    if (simple == AIR_POS && rank == 0)
        return args[0];
    air_id operands[3];
    for (uint32_t i = 0; i < count; i++)
        operands[i] = conform(e, args[i], rank, shape);
    return air_map(&e->b, simple, loop->out, operands, count, rank, rank ? shape : NULL);
}

/* ---- Ufuncs ---------------------------------------------------------------------------------- */

static val no_loop(elab *e, air_fn fn, const char *name, const val *args, uint32_t count,
                   span where)
{
    bool bools = ty_is_arraylike(args[0].ty) && ty_dtype_of(args[0].ty) == HPC_BOOL;
    if (bools && fn == AIR_SUB)
        return elab_error(e, where, "TypeError",
                          "numpy boolean subtract, the `-` operator, is not supported, use the "
                          "bitwise_xor, the `^` operator, or the logical_xor function instead.");
    if (bools && fn == AIR_NEG)
        return elab_error(e, where, "TypeError",
                          "The numpy boolean negative, the `-` operator, is not supported, use "
                          "the `~` operator or the logical_not function instead.");
    if (bools && (fn == AIR_POS || fn == AIR_SIGN))
        return elab_error(e, where, "UFuncTypeError",
                          "ufunc '%s' did not contain a loop with signature matching types "
                          "<class 'numpy.dtypes.BoolDType'> -> None",
                          name);
    for (uint32_t i = 0; i < count; i++)
        if (!ty_is_arraylike(args[i].ty) && args[i].ty->kind != TY_STR)
            return elab_error(e, where, "TypeError",
                              "loop of ufunc does not support argument %u of type %s which has no "
                              "callable %s method",
                              i, op_type_name(e, args[i].ty), name);
    return elab_error(e, where, "TypeError",
                      "ufunc '%s' not supported for the input types, and the inputs could not be "
                      "safely coerced to any supported types according to the casting rule "
                      "''safe''",
                      name);
}

typedef struct spread {
    air_fn fn;
    const char *name;
    val args[3];
    uint32_t count, at;
    span where;
} spread;

static val spread_each(elab *e, val v, void *user)
{
    spread s = *(const spread *)user;
    s.args[s.at] = v;
    return op_ufunc(e, s.fn, s.name, s.args, s.count, s.where);
}

static val spread_union(elab *e, air_fn fn, const char *name, const val *args, uint32_t count,
                        uint32_t at, span where)
{
    spread s = {.fn = fn, .name = name, .count = count, .at = at, .where = where};
    memcpy(s.args, args, count * sizeof *args);
    return elab_distribute(e, args[at], spread_each, &s, where);
}

static bool is_comparison(air_fn fn)
{
    return fn >= AIR_EQ && fn <= AIR_GE;
}

/* A Python int is compared by its value, whether the dtype beside it holds it or not: as an int64,
 * unless it is known to fit. */
static void strengthen(elab *e, const val *args, uint32_t count, const ty **types)
{
    for (uint32_t i = 0; i < count && count == 2; i++) {
        const ty *other = types[1 - i];
        char kind = hpc_dtype_kind(ty_dtype_of(other));
        bool fits = args[i].is_const && pr_int_fits(args[i].i, ty_dtype_of(other));
        if (args[i].ty->kind == TY_INT && other->kind != TY_INT && (kind == 'i' || kind == 'u') &&
            !fits)
            types[i] = ty_scalar(e->types, HPC_I64);
    }
}

/* Operands and loop; false after an error. */
static bool prepare(elab *e, air_fn fn, const char *name, val *args, uint32_t count, span where,
                    pr_loop *loop, air_id *nodes)
{
    const ty *types[3] = {0};
    bool numbers = true;
    for (uint32_t i = 0; i < count; i++) {
        args[i] = op_arraylike(e, &args[i], where);
        if (val_bad(args[i]))
            return false;
        types[i] = args[i].ty;
        numbers &= ty_is_arraylike(types[i]);
    }
    if (numbers && is_comparison(fn))
        strengthen(e, args, count, types);
    if (!numbers || !pr_ufunc(fn, types, count, e->mode, loop)) {
        no_loop(e, fn, name, args, count, where);
        return false;
    }
    int errors = diag_count(e->diags);
    for (uint32_t i = 0; i < count; i++)
        nodes[i] = op_operand(e, &args[i], loop->in[i], where);
    return diag_count(e->diags) == errors;
}

/* Of zeros of both signs AIR's extremes take the second, as NumPy's vectors do. NumPy's fmin and fmax of
 * two float64 numbers, and all of Numba's extremes, take the first. */
static void order_zeros(const elab *e, air_fn fn, hpc_dtype dtype, air_id *nodes)
{
    bool ignores_nan = fn == AIR_FMIN || fn == AIR_FMAX;
    bool numbers = !air_at(e->b.fun, nodes[0])->type.rank && !air_at(e->b.fun, nodes[1])->type.rank;
    bool numba = e->mode == PR_NUMBA && (ignores_nan || fn == AIR_MIN || fn == AIR_MAX);
    if (dtype == HPC_F64 ? numba || (ignores_nan && numbers) : dtype == HPC_F32 && numba) {
        air_id first = nodes[0];
        nodes[0] = nodes[1];
        nodes[1] = first;
    }
}

val op_ufunc(elab *e, air_fn fn, const char *name, const val *args, uint32_t count, span where)
{
    val copies[3];
    pr_loop loop;
    air_id nodes[3];
    for (uint32_t i = 0; i < count; i++) {
        if (val_bad(args[i]))
            return val_never(e);
        if (args[i].ty->kind == TY_UNION)
            return spread_union(e, fn, name, args, count, i, where);
        copies[i] = args[i];
    }
    elab_at(e, where);
    if (!prepare(e, fn, name, copies, count, where, &loop, nodes))
        return val_never(e);
    if (count == 2)
        order_zeros(e, fn, loop.out, nodes);
    val made = val_array(e, emit(e, fn, &loop, nodes, count, 0, NULL));
    return e->mode == PR_NUMBA && made.ty->kind == TY_SCALAR ? op_numba_result(e, made.node) : made;
}

/* ---- Storing --------------------------------------------------------------------------------- */

void op_check_axes(elab *e, air_id value, air_id target, int row)
{
    uint32_t rank = air_at(e->b.fun, value)->type.rank;
    uint32_t target_rank = air_at(e->b.fun, target)->type.rank;
    for (uint32_t r = 0; r < rank && rank <= target_rank; r++) {
        air_id have = air_dim(&e->b, value, r);
        air_id want = air_dim(&e->b, target, target_rank - rank + r);
        int64_t extent, wanted;
        bool known = air_is_const(e->b.fun, have, &extent);
        if (have == want || (known && extent == 1))
            continue;
        bool one = !known;
        if (known && air_is_const(e->b.fun, want, &wanted))
            one = false;
        air_id ok = op_test(e, AIR_EQ, have, want);
        if (one)
            ok = op_or(e, ok, op_test(e, AIR_EQ, have, op_int(e, 1)));
        bool in_line = row == HPC_CHECK_BROADCAST_ASSIGN && rank == 1 && target_rank == 1;
        air_check(&e->b, ok, in_line ? HPC_CHECK_BROADCAST_ASSIGN_1D : row, (air_id[]){have, want},
                  in_line ? 2 : 0);
    }
}

static air_id conform_to(elab *e, air_id node, air_id target)
{
    air_id shape[HPC_MAX_RANK];
    uint32_t rank = air_at(e->b.fun, target)->type.rank;
    if (rank)
        memcpy(shape, air_at(e->b.fun, target)->shape, rank * sizeof *shape);
    return conform(e, node, rank, shape);
}

static val cannot_cast_output(elab *e, const char *name, hpc_dtype from, hpc_dtype to, span where)
{
    return elab_error(e, where, "UFuncTypeError",
                      "Cannot cast ufunc '%s' output from dtype('%s') to dtype('%s') with casting "
                      "rule 'same_kind'",
                      name, hpc_dtype_name(from), hpc_dtype_name(to));
}

static air_id mask_node(elab *e, const val *mask, val dst, span where)
{
    if (!mask)
        return 0;
    air_id node = op_operand(e, mask, HPC_BOOL, where);
    op_check_axes(e, node, dst.node, HPC_CHECK_BROADCAST);
    const air_node *n = air_at(e->b.fun, dst.node);
    return air_broadcast_to(&e->b, node, n->type.rank, n->shape);
}

/* False after an error. */
static bool check_output(elab *e, const char *name, hpc_dtype from, val dst, const air_id *nodes,
                         uint32_t count, span where)
{
    if (!pr_can_cast(from, dst.ty->dtype, 'k'))
        return cannot_cast_output(e, name, from, dst.ty->dtype, where), false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t rank = air_at(e->b.fun, nodes[i])->type.rank;
        if (rank > dst.ty->rank) {
            elab_error(e, where, "ValueError",
                       "non-broadcastable output operand of %u dimensions beside an operand of %u",
                       dst.ty->rank, rank);
            return false;
        }
        op_check_axes(e, nodes[i], dst.node, HPC_CHECK_BROADCAST_OUTPUT);
    }
    return true;
}

val op_ufunc_into(elab *e, air_fn fn, const char *name, const val *args, uint32_t count, val dst,
                  const val *mask, span where)
{
    val copies[3];
    pr_loop loop;
    air_id nodes[3];
    for (uint32_t i = 0; i < count; i++)
        copies[i] = args[i];
    elab_at(e, where);
    if (!prepare(e, fn, name, copies, count, where, &loop, nodes) ||
        !check_output(e, name, loop.out, dst, nodes, count, where))
        return val_never(e);
    air_id shape[HPC_MAX_RANK];
    uint32_t rank = dst.ty->rank;
    if (rank)
        memcpy(shape, air_at(e->b.fun, dst.node)->shape, rank * sizeof *shape);
    air_id value = emit(e, fn, &loop, nodes, count, rank, shape);
    air_store(&e->b, dst.node, air_cast(&e->b, dst.ty->dtype, value),
              mask_node(e, mask, dst, where));
    return dst;
}

val op_store_result(elab *e, const char *name, val made, val dst, const val *mask, span where)
{
    if (val_bad(made))
        return made;
    hpc_dtype from = ty_dtype_of(made.ty);
    air_id node = op_operand(e, &made, from, where);
    if (!check_output(e, name, from, dst, &node, 1, where))
        return val_never(e);
    node = conform_to(e, air_cast(&e->b, dst.ty->dtype, node), dst.node);
    air_store(&e->b, dst.node, node, mask_node(e, mask, dst, where));
    return dst;
}

val op_empty_like(elab *e, hpc_dtype dtype, const air_id *nodes, uint32_t count)
{
    air_id shape[HPC_MAX_RANK];
    uint32_t rank = air_broadcast(&e->b, nodes, count, shape);
    air_type type = {AIR_ARRAY, (uint8_t)dtype, (uint8_t)rank,
                     AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE};
    if (rank <= 1)
        type.facts |= AIR_F_ORDER;
    air_id made = air_raw(&e->b, AIR_OP_EMPTY, type, NULL, 0, 0);
    air_id *kept = ARENA_ARRAY(e->arena, air_id, rank + 1);
    memcpy(kept, shape, rank * sizeof *shape);
    air_at(e->b.fun, made)->shape = kept;
    return val_array(e, made);
}

/* A Python float for an integer element: NumPy converts it by int(). */
static void check_float_to_int(elab *e, const val *v, hpc_dtype dtype)
{
    char kind = hpc_dtype_kind(dtype);
    if (v->ty->kind != TY_FLOAT || (kind != 'i' && kind != 'u'))
        return;
    air_id x = val_node(e, v);
    air_id nan = op_map1(e, AIR_ISNAN, HPC_BOOL, x), infinite = op_map1(e, AIR_ISINF, HPC_BOOL, x);
    air_check(&e->b, op_not(e, nan), HPC_CHECK_FLOAT_NAN_TO_INT, NULL, 0);
    air_check(&e->b, op_not(e, infinite), HPC_CHECK_FLOAT_INF_TO_INT, NULL, 0);
}

/* The value without its leading axes, which must have extent 1. */
static air_id drop_leading(elab *e, air_id value, uint32_t excess)
{
    air_view view = {0};
    air_id shape[HPC_MAX_RANK];
    uint32_t rank = air_at(e->b.fun, value)->type.rank - excess;
    for (uint32_t r = 0; r < excess; r++) {
        air_id one = op_test(e, AIR_EQ, air_dim(&e->b, value, r), op_int(e, 1));
        air_check(&e->b, one, HPC_CHECK_BROADCAST_ASSIGN, NULL, 0);
    }
    for (uint32_t r = 0; r < rank; r++) {
        view.axis[r] = (int8_t)(r + excess);
        shape[r] = air_dim(&e->b, value, r + excess);
    }
    return rank ? air_view_new(&e->b, value, &view, rank, shape)
                : air_elem(&e->b, value, (air_id[HPC_MAX_RANK]){op_int(e, 0)});
}

typedef struct assignment {
    val dst;
    span where;
} assignment;

static val assign_each(elab *e, val v, void *user)
{
    const assignment *a = user;
    op_assign_array(e, a->dst, v, a->where);
    return val_none(e);
}

void op_assign_array(elab *e, val dst, val value, span where)
{
    if (val_bad(dst) || val_bad(value))
        return;
    elab_at(e, where);
    hpc_dtype dtype = dst.ty->dtype;
    if (value.ty->kind == TY_UNION) {
        assignment a = {dst, where};
        elab_distribute(e, value, assign_each, &a, where);
        return;
    }
    if (op_is_sequence(&value) || value.ty->kind == TY_RANGE) {
        value = elab_asarray(e, &value, dtype, where);
        if (val_bad(value))
            return;
    }
    if (!ty_is_arraylike(value.ty)) {
        elab_error(e, where, "TypeError", "an array of %s cannot hold a value of type '%s'",
                   hpc_dtype_name(dtype), op_type_name(e, value.ty));
        return;
    }
    if (value.ty->kind == TY_COMPLEX && hpc_dtype_kind(dtype) != 'c' && dtype != HPC_BOOL) {
        elab_error(e, where, "TypeError", "%s real number, not 'complex'",
                   hpc_dtype_kind(dtype) == 'f'
                       ? "float() argument must be a string or a"
                       : "int() argument must be a string, a bytes-like object or a");
        return;
    }
    check_float_to_int(e, &value, dtype);
    air_id node = op_operand(e, &value, dtype, where);
    uint32_t rank = air_at(e->b.fun, node)->type.rank;
    if (rank > dst.ty->rank)
        node = drop_leading(e, node, rank - dst.ty->rank);
    op_check_axes(e, node, dst.node, HPC_CHECK_BROADCAST_ASSIGN);
    node = conform_to(e, node, dst.node);
    air_store(&e->b, dst.node, node, 0);
}

/* ---- Conversion ------------------------------------------------------------------------------ */

typedef struct conversion {
    hpc_dtype dtype;
    span where;
} conversion;

static val astype_each(elab *e, val v, void *user)
{
    const conversion *c = user;
    return op_astype(e, v, c->dtype, c->where);
}

val op_astype(elab *e, val v, hpc_dtype dtype, span where)
{
    if (val_bad(v))
        return v;
    elab_at(e, where);
    if (v.ty->kind == TY_UNION) {
        conversion c = {dtype, where};
        return elab_distribute(e, v, astype_each, &c, where);
    }
    if (op_is_sequence(&v))
        return elab_asarray(e, &v, dtype, where);
    if (v.ty->kind == TY_ARRAY) {
        air_id made = air_map1(&e->b, AIR_CAST, dtype, v.node);
        return val_array(e, v.ty->rank ? made : air_fill(&e->b, made, 0, NULL));
    }
    if (ty_is_number(v.ty))
        return val_of(e, ty_scalar(e->types, dtype), val_cast_node(e, &v, dtype, where));
    return elab_error(e, where, "TypeError", "a value of type '%s' cannot be converted to %s",
                      op_type_name(e, v.ty), hpc_dtype_name(dtype));
}

/* ---- Powers ---------------------------------------------------------------------------------- */

/* Integer powers take no negative exponents. */
static void check_exponent(elab *e, air_id y)
{
    const air_node *n = air_at(e->b.fun, y);
    if (hpc_dtype_kind((hpc_dtype)n->type.dtype) != 'i')
        return;
    uint32_t rank = n->type.rank;
    air_id zero = air_const_int(&e->b, (hpc_dtype)n->type.dtype, 0);
    air_id ok = op_test(e, AIR_GE, y, zero);
    if (rank)
        ok = air_reduce(&e->b, AIR_AND, ok, (UINT32_C(1) << rank) - 1, false);
    air_check(&e->b, ok, HPC_CHECK_NEGATIVE_POWER, NULL, 0);
}

static bool const_exponent(const val *v, double *n)
{
    if (!v->is_const || !ty_is_python_number(v->ty) || v->ty->kind == TY_COMPLEX)
        return false;
    *n = v->ty->kind == TY_FLOAT ? v->f : (double)v->i;
    return true;
}

/* NumPy's ** computes an array to the power of a Python 2, 1, 0.5 and -1 by other ufuncs; its ufunc
 * multiplies for 2. */
static bool short_power(elab *e, const val *a, const val *b, bool by_operator, span where,
                        val *result)
{
    double n;
    pr_loop loop;
    if (a->ty->kind != TY_ARRAY || !const_exponent(b, &n) ||
        !pr_ufunc(AIR_POW, (const ty *[]){a->ty, b->ty}, 2, e->mode, &loop))
        return false;
    bool inexact = loop.in[0] >= HPC_F16;
    if (!by_operator && (n != 2 || loop.in[0] >= HPC_C64))
        return false;
    if (by_operator && n == 2 && ty_dtype_of(a->ty) == HPC_BOOL) {
        *result = elab_call_named(e, "numpy.square", a, 1, where);
        return true;
    }
    val x = *a;
    if (ty_dtype_of(x.ty) != loop.in[0])
        x = val_array(e, op_operand(e, a, loop.in[0], where));
    if (n == 2 && (loop.in[0] < HPC_C64 || b->ty->kind != TY_FLOAT))
        *result = op_ufunc(e, AIR_MUL, "multiply", (val[]){x, x}, 2, where);
    else if (n == 1)
        *result = op_ufunc(e, AIR_POS, "positive", &x, 1, where);
    else if (n == 0.5 && inexact)
        *result = op_ufunc(e, AIR_SQRT, "sqrt", &x, 1, where);
    else if (n == -1 && inexact)
        *result = elab_call_named(e, "numpy.reciprocal", &x, 1, where);
    else
        return false;
    return true;
}

val op_power(elab *e, const val *a, const val *b, bool by_operator, span where)
{
    val args[2] = {*a, *b}, made;
    pr_loop loop;
    air_id nodes[3];
    if (a->ty->kind == TY_UNION || b->ty->kind == TY_UNION)
        return op_binary(e, AST_POW, *a, *b, where);
    elab_at(e, where);
    if (short_power(e, a, b, by_operator, where, &made))
        return made;
    int64_t n;
    if (b->ty->kind == TY_INT && val_const_int(b, &n) && n < 0 && ty_is_arraylike(a->ty) &&
        hpc_dtype_kind(ty_dtype_of(a->ty)) != 'f' && hpc_dtype_kind(ty_dtype_of(a->ty)) != 'c') {
        /* also for unsigned dtypes, which cannot hold it */
        air_check(&e->b, air_const_int(&e->b, HPC_BOOL, 0), HPC_CHECK_NEGATIVE_POWER, NULL, 0);
        args[1] = val_int(e, 0);
    }
    if (!prepare(e, AIR_POW, "power", args, 2, where, &loop, nodes))
        return val_never(e);
    if (loop.in[0] < HPC_F16)
        check_exponent(e, nodes[1]);
    val result = val_array(e, emit(e, AIR_POW, &loop, nodes, 2, 0, NULL));
    return e->mode == PR_NUMBA && result.ty->kind == TY_SCALAR ? op_numba_result(e, result.node)
                                                               : result;
}
