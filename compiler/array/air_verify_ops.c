/* Takes a node whose operands are defined, says which rule of its operation it breaks: operand
 * counts, dtypes, ranks, and the tables of views, gathers, runtime functions and calls. */
#include "air_verify.h"

#include "../../runtime/checks.h"
#include "../../runtime/table.h"

static const air_node *arg(const air_verifier *v, const air_node *n, uint32_t i)
{
    return air_at(v->fun, n->args[i]);
}

static bool need(air_verifier *v, bool holds, const char *what)
{
    return holds || air_broken(v, what);
}

static bool is_int(hpc_dtype dtype)
{
    char kind = hpc_dtype_kind(dtype);
    return kind == 'i' || kind == 'u';
}

static bool is_i64(const air_node *n)
{
    return n->type.kind == AIR_SCALAR && n->type.dtype == HPC_I64;
}

static bool is_bool(const air_node *n)
{
    return n->type.kind == AIR_SCALAR && n->type.dtype == HPC_BOOL;
}

static bool is_array(const air_node *n)
{
    return n->type.kind == AIR_ARRAY;
}

static bool same_type(air_type x, air_type y)
{
    return x.kind == y.kind &&
           (x.kind == AIR_OBJECT || x.kind == AIR_VOID || (x.dtype == y.dtype && x.rank == y.rank));
}

static hpc_dtype real_of(hpc_dtype dtype)
{
    return dtype == HPC_C64 ? HPC_F32 : dtype == HPC_C128 ? HPC_F64 : dtype;
}

static bool all_i64(air_verifier *v, const air_node *n, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (!is_i64(arg(v, n, i)))
            return air_broken(v, "an index or extent is not an i64 scalar");
    return true;
}

/* ---- MAP ------------------------------------------------------------------------------------- */

static bool star_rule(const air_verifier *v, const air_node *n)
{
    hpc_dtype to = (hpc_dtype)n->type.dtype;
    hpc_dtype from = (hpc_dtype)arg(v, n, 0)->type.dtype;
    char kind = hpc_dtype_kind(from);
    switch (n->fn) {
    case AIR_ABS:
    case AIR_REAL:
    case AIR_IMAG: return to == real_of(from);
    case AIR_SELECT:
        return from == HPC_BOOL && arg(v, n, 1)->type.dtype == to && arg(v, n, 2)->type.dtype == to;
    case AIR_CAST: return true;
    case AIR_BITCAST: return hpc_dtype_size(to) == hpc_dtype_size(from);
    case AIR_SIGNBIT: return to == HPC_BOOL && kind == 'f';
    case AIR_ISNAN:
    case AIR_ISINF:
    case AIR_ISFINITE: return to == HPC_BOOL;
    case AIR_COMPLEX:
        return hpc_dtype_kind(to) == 'c' && from == real_of(to) && arg(v, n, 1)->type.dtype == from;
    case AIR_LDEXP: return kind == 'f' && to == from && arg(v, n, 1)->type.dtype == HPC_I64;
    default: return false;
    }
}

static bool letter_rule(const air_verifier *v, const air_node *n)
{
    char rule = air_fn_rule((air_fn)n->fn);
    if (rule == '*')
        return star_rule(v, n);
    hpc_dtype from = (hpc_dtype)arg(v, n, 0)->type.dtype, to = (hpc_dtype)n->type.dtype;
    char kind = hpc_dtype_kind(from);
    for (uint32_t i = 1; i < n->nargs; i++)
        if (arg(v, n, i)->type.dtype != from)
            return false;
    switch (rule) {
    case 's': return to == from;
    case 'c': return to == HPC_BOOL;
    case 'b': return to == HPC_BOOL && from == HPC_BOOL;
    case 'i': return to == from && (is_int(from) || from == HPC_BOOL);
    case 'f': return to == from && kind == 'f';
    default: return to == from && (kind == 'f' || kind == 'c');
    }
}

/* Trailing axes align. Extents are not compared: where two constants disagree a check before the
 * node fails, and folding may find that out in any pass. */
static bool broadcasts(const air_node *x, const air_node *n)
{
    return (x->type.kind == AIR_ARRAY || x->type.kind == AIR_SCALAR) &&
           x->type.rank <= n->type.rank;
}

static void verify_map(air_verifier *v, const air_node *n)
{
    if (!need(v, n->fn < AIR_FN_COUNT && n->nargs == air_fn_arity((air_fn)n->fn),
              "the number of operands is not the function's"))
        return;
    need(v, n->type.kind == AIR_SCALAR || n->type.kind == AIR_ARRAY, "gives no scalar or array");
    for (uint32_t i = 0; i < n->nargs; i++)
        need(v, broadcasts(arg(v, n, i), n), "an operand does not broadcast to the shape");
    need(v, letter_rule(v, n), "the dtypes break the function's rule");
}

/* ---- Views and gathers ----------------------------------------------------------------------- */

static void verify_view(air_verifier *v, const air_node *n, const air_node *result)
{
    const air_node *source = arg(v, n, 0);
    if (!need(v, is_array(source) && n->view, "no array, or no view"))
        return;
    need(v, source->type.dtype == n->type.dtype, "the dtype is not the source's");
    uint32_t named = 0, rank = result->type.rank;
    for (uint32_t r = 0; r < rank; r++) {
        int s = n->view->axis[r];
        if (s == AIR_NEW_AXIS)
            continue;
        if (!need(v, s >= 0 && s < source->type.rank && !(named >> s & 1),
                  "a source axis is out of range or named twice"))
            return;
        named |= 1u << s;
    }
    need(v, !((n->view->broadcast | n->view->maybe_broadcast) >> rank), "broadcast bits past rank");
    for (uint32_t s = 0; s < source->type.rank; s++) {
        air_id start = n->view->start[s], step = n->view->step[s];
        bool known = (!start || (start < v->fun->nodes.len && v->defined[start])) &&
                     (!step || (step < v->fun->nodes.len && v->defined[step]));
        if (!need(v, known, "a start or step is not defined before it"))
            return;
        need(v,
             (!start || is_i64(air_at(v->fun, start))) && (!step || is_i64(air_at(v->fun, step))),
             "a start or step is not an i64 scalar");
    }
}

static void verify_overlay(air_verifier *v, const air_node *n)
{
    if (!need(v, n->nargs == 2, "wants two operands"))
        return;
    const air_node *base = arg(v, n, 0), *part = arg(v, n, 1);
    need(v, is_array(base) && base->type.rank == n->type.rank, "the rank is not the base's");
    need(v, part->type.dtype == n->type.dtype, "the part has another dtype");
    verify_view(v, n, part);
}

/* Operand numbers of index arrays start at `first_index`; `other` has the gathered rank. */
static void verify_gather(air_verifier *v, const air_node *n, uint32_t first_index,
                          const air_node *other)
{
    if (!need(v, n->gather && n->nargs > first_index && is_array(arg(v, n, 0)),
              "no source, or no index"))
        return;
    uint32_t seen = 0, count = 0, rank = 0, source = arg(v, n, 0)->type.rank;
    for (uint32_t s = 0; s < source; s++) {
        int k = n->gather->index[s];
        if (k < 0)
            continue;
        if (!need(v, (uint32_t)k < n->nargs - first_index && !(seen >> k & 1),
                  "an index array is missing or used twice"))
            return;
        seen |= 1u << k;
        count++;
        const air_node *index = arg(v, n, first_index + (uint32_t)k);
        need(v, is_int((hpc_dtype)index->type.dtype), "an index is not an integer");
        rank = index->type.rank > rank ? index->type.rank : rank;
    }
    need(v, count == n->nargs - first_index, "an index array is not used");
    need(v, rank == n->gather->index_rank, "index_rank is not the index arrays' rank");
    need(v, n->gather->first <= source - count, "the index axes begin past the end");
    need(v, other->type.rank <= source - count + rank, "the rank is not the gathered one");
    need(v, arg(v, n, 0)->type.dtype == other->type.dtype, "the dtype is not the source's");
}

/* Source and mask, or destination and mask. */
static void verify_mask(air_verifier *v, const air_node *n, uint32_t mask_arg)
{
    if (!need(v, n->nargs == 3 && is_array(arg(v, n, 0)) && is_array(arg(v, n, mask_arg)),
              "wants an array, a mask and a third operand"))
        return;
    const air_node *array = arg(v, n, 0), *mask = arg(v, n, mask_arg);
    need(v, mask->type.dtype == HPC_BOOL && mask->type.rank > 0, "the mask is not one");
    need(v, mask->type.rank <= array->type.rank, "the mask has more axes than the array");
    uint32_t rank = array->type.rank - mask->type.rank + 1u;
    const air_node *packed = n->op == AIR_OP_PACK_MASK ? n : arg(v, n, 1);
    need(v, packed->type.dtype == array->type.dtype, "the dtype is not the array's");
    if (n->op == AIR_OP_PACK_MASK)
        need(v,
             is_array(n) && n->type.rank == rank && is_i64(arg(v, n, 2)) &&
                 n->shape[0] == n->args[2],
             "wants its count as its first extent");
    else
        need(v, packed->type.rank == rank, "the value has not the axes that the mask selects");
}

static void verify_reduce(air_verifier *v, const air_node *n)
{
    if (!need(v, n->nargs == 1, "wants one operand"))
        return;
    const air_node *source = arg(v, n, 0);
    uint32_t rank = source->type.rank;
    switch (n->fn) {
    case AIR_ADD:
    case AIR_MUL:
    case AIR_MIN:
    case AIR_MAX:
    case AIR_AND:
    case AIR_OR: break;
    default: air_broken(v, "not a reduction"); return;
    }
    need(v, !((uint64_t)n->imm >> rank), "reduces axes that are not there");
    if (!n->keepdims)
        rank -= (uint32_t)__builtin_popcountll((uint64_t)n->imm);
    need(v, n->type.rank == rank, "the rank is not what the axes leave");
    need(v, n->type.dtype == source->type.dtype, "the dtype is not the operand's");
}

static void verify_arg(air_verifier *v, const air_node *n)
{
    if (!need(v, n->nargs == 1, "wants one operand"))
        return;
    const air_node *source = arg(v, n, 0);
    uint32_t rank = n->keepdims ? source->type.rank : source->type.rank - 1u;
    need(v, n->fn == AIR_MIN || n->fn == AIR_MAX, "not an extreme");
    need(v, n->imm >= 0 && n->imm < source->type.rank, "goes along an axis that is not there");
    need(v, n->type.rank == rank, "the rank is not what the axis leaves");
    need(v, n->type.dtype == HPC_I64, "the dtype is not i64");
}

/* ---- Elements and stores --------------------------------------------------------------------- */

static void verify_elem(air_verifier *v, const air_node *n, uint32_t extra)
{
    if (!need(v, n->nargs >= 1 && is_array(arg(v, n, 0)), "wants an array"))
        return;
    const air_node *array = arg(v, n, 0);
    if (!need(v, n->nargs == 1u + array->type.rank + extra, "wants one index an axis"))
        return;
    all_i64(v, n, 1, 1u + array->type.rank);
    air_type value = extra ? arg(v, n, n->nargs - 1)->type : n->type;
    need(v, value.kind == AIR_SCALAR && value.dtype == array->type.dtype,
         "the element is not a scalar of the array's dtype");
}

static void verify_store(air_verifier *v, const air_node *n)
{
    if (!need(v, n->nargs == 2 || n->nargs == 3, "wants two or three operands"))
        return;
    const air_node *to = arg(v, n, 0), *value = arg(v, n, 1);
    if (!need(v, is_array(to), "stores into no array"))
        return;
    need(v, value->type.dtype == to->type.dtype, "the value has another dtype");
    need(v, broadcasts(value, to), "the value does not broadcast to the view");
    if (n->flags & AIR_STORE_SAVES) {
        const air_node *saved = n->nargs == 3 ? arg(v, n, 2) : to;
        need(v,
             n->nargs == 3 && is_array(saved) && saved->type.dtype == to->type.dtype &&
                 saved->type.rank == to->type.rank && broadcasts(saved, to),
             "what is saved goes to no view of the shape");
    } else if (n->nargs == 3) {
        const air_node *mask = arg(v, n, 2);
        need(v, mask->type.dtype == HPC_BOOL && broadcasts(mask, to),
             "the mask is not bool, or does not broadcast to the view");
    }
}

/* ---- Variables, calls ------------------------------------------------------------------------ */

static void verify_variable(air_verifier *v, const air_node *n)
{
    bool is_set = n->op == AIR_OP_SET || n->op == AIR_OP_GLOBAL_SET;
    bool is_var = n->op == AIR_OP_SET || n->op == AIR_OP_GET;
    int64_t count = is_var ? v->fun->vars.len : v->module->globals.len;
    if (!need(v, n->imm >= is_var && n->imm < count, "names no variable") ||
        !need(v, n->nargs == is_set, "wants one value to set and none to get"))
        return;
    air_type type =
        is_var ? v->fun->vars.items[n->imm].type : v->module->globals.items[n->imm].type;
    air_type value = is_set ? arg(v, n, 0)->type : n->type;
    need(v, same_type(type, value), "the value has not the variable's type");
    if (is_set && is_var && type.kind == AIR_ARRAY)
        need(v, !(type.facts & ~value.facts & ~AIR_UNIT_LAST), "lacks facts of the variable");
}

static bool word_fits(air_verifier *v, char letter, air_id id)
{
    if (!id)
        return letter == 'o';
    const air_node *n = air_at(v->fun, id);
    switch (letter) {
    case 'a': return is_array(n);
    case 'o': return n->type.kind == AIR_OBJECT;
    case 'v': return n->op == AIR_OP_PACK;
    case 'i':
        return n->type.kind == AIR_SCALAR &&
               (is_int((hpc_dtype)n->type.dtype) || n->type.dtype == HPC_BOOL);
    case 'f': return n->type.kind == AIR_SCALAR && n->type.dtype == HPC_F64;
    default: return true;
    }
}

static bool result_fits(char letter, air_type type)
{
    switch (letter) {
    case 'a': return type.kind == AIR_ARRAY;
    case 'o': return type.kind == AIR_OBJECT;
    case 'i': return type.kind == AIR_SCALAR && type.dtype < HPC_F16;
    default: return type.kind == AIR_SCALAR && type.dtype == HPC_F64;
    }
}

static void verify_rt(air_verifier *v, const air_node *n)
{
    if (!need(v, n->imm >= 0 && n->imm < HPC_RT_COUNT, "names no runtime function"))
        return;
    const hpc_rt_row *row = &hpc_rt_rows[n->imm];
    uint32_t arrays = (uint32_t)strlen(row->arrays);
    const char *ins = row->ins + arrays; /* before them: where array results go */
    if (!need(v, n->nargs == strlen(ins), "the number of inputs is not the function's"))
        return;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (!need(v, word_fits(v, ins[i], n->args[i]), "an input has another type"))
            return;
    if (!need(v, n->nresults == arrays + strlen(row->outs),
              "the number of results is not the function's"))
        return;
    for (uint32_t i = 0; i < n->nresults; i++) {
        char letter = i < arrays ? 'a' : row->outs[i - arrays];
        need(v, result_fits(letter, n->results[i]), "a result has another type");
    }
}

static void verify_call(air_verifier *v, const air_node *n)
{
    if (!need(v, n->imm >= 0 && n->imm < v->module->funs.len, "names no function"))
        return;
    const air_fun *f = v->module->funs.items[n->imm];
    if (!need(v, n->nargs == f->params.len && n->nresults == f->results.len,
              "the number of arguments or results is not the function's"))
        return;
    for (uint32_t i = 0; i < n->nargs; i++)
        need(v, same_type(arg(v, n, i)->type, f->params.items[i]), "an argument has another type");
    for (uint32_t i = 0; i < n->nresults; i++)
        need(v, same_type(n->results[i], f->results.items[i]), "a result has another type");
}

static void verify_proj(air_verifier *v, const air_node *n)
{
    if (!need(v, n->nargs == 1, "wants one operand"))
        return;
    const air_node *source = arg(v, n, 0);
    need(v,
         (source->op == AIR_OP_RT || source->op == AIR_OP_CALL) && n->imm >= 0 &&
             n->imm < source->nresults && same_type(n->type, source->results[n->imm]),
         "not a result of a call");
}

static void verify_return(air_verifier *v, const air_node *n)
{
    if (!need(v, n->nargs == v->fun->results.len, "the number of results is not the function's"))
        return;
    for (uint32_t i = 0; i < n->nargs; i++)
        need(v, same_type(arg(v, n, i)->type, v->fun->results.items[i]),
             "a result has another type");
}

/* ---- All ------------------------------------------------------------------------------------- */

static void verify_source(air_verifier *v, const air_node *n)
{
    switch (n->op) {
    case AIR_OP_CONST: need(v, n->type.kind == AIR_SCALAR, "is no scalar"); break;
    case AIR_OP_PARAM:
        need(v,
             n->imm >= 0 && n->imm < v->fun->params.len &&
                 same_type(n->type, v->fun->params.items[n->imm]),
             "names no parameter of its type");
        break;
    case AIR_OP_FILL:
        need(v,
             n->nargs == 1 && is_array(n) && arg(v, n, 0)->type.kind == AIR_SCALAR &&
                 arg(v, n, 0)->type.dtype == n->type.dtype,
             "wants a scalar of its dtype");
        break;
    case AIR_OP_EMPTY: need(v, is_array(n) && !n->nargs, "is no array"); break;
    case AIR_OP_COORD:
        need(v, is_array(n) && n->type.dtype == HPC_I64 && n->imm >= 0 && n->imm < n->type.rank,
             "is no i64 array with that axis");
        break;
    case AIR_OP_LITERAL:
        need(v, is_array(n), "is no array");
        for (uint32_t i = 0; i < n->nargs; i++)
            need(v,
                 arg(v, n, i)->type.kind == AIR_SCALAR && arg(v, n, i)->type.dtype == n->type.dtype,
                 "an element is not a scalar of its dtype");
        break;
    case AIR_OP_TABLE: {
        int64_t size = hpc_dtype_size((hpc_dtype)n->type.dtype), extent = 0;
        for (uint32_t r = 0; r < n->type.rank; r++)
            if (need(v, air_is_const(v->fun, n->shape[r], &extent), "an extent is not constant"))
                size *= extent;
        need(v, size == n->imm, "the bytes are not those of the shape");
        break;
    }
    default: need(v, n->type.kind == AIR_OBJECT, "is no object");
    }
}

static void verify_array_op(air_verifier *v, const air_node *n)
{
    switch (n->op) {
    case AIR_OP_VIEW:
        if (need(v, n->nargs == 1 && is_array(n), "wants one array"))
            verify_view(v, n, n);
        break;
    case AIR_OP_RESHAPE:
    case AIR_OP_COPY:
        need(v,
             n->nargs == 1 && is_array(n) && is_array(arg(v, n, 0)) &&
                 arg(v, n, 0)->type.dtype == n->type.dtype,
             "wants one array of its dtype");
        break;
    case AIR_OP_OVERLAY: verify_overlay(v, n); break;
    case AIR_OP_GATHER: verify_gather(v, n, 1, n); break;
    case AIR_OP_SCATTER:
        if (need(v, n->nargs > 2, "wants an array, a value and indexes"))
            verify_gather(v, n, 2, arg(v, n, 1));
        break;
    case AIR_OP_PACK_MASK: verify_mask(v, n, 1); break;
    case AIR_OP_UNPACK_MASK: verify_mask(v, n, 2); break;
    case AIR_OP_DIM:
    case AIR_OP_STRIDE:
        need(v,
             n->nargs == 1 && is_i64(n) && is_array(arg(v, n, 0)) && n->imm >= 0 &&
                 n->imm < arg(v, n, 0)->type.rank,
             "wants an array with that axis");
        break;
    default: break;
    }
}

static void verify_check(air_verifier *v, const air_node *n)
{
    switch (n->op) {
    case AIR_OP_INDEX:
    case AIR_OP_BDIM:
        if (need(v, n->nargs >= 2 && is_i64(n), "wants two operands and gives an i64"))
            all_i64(v, n, 0, n->nargs);
        break;
    case AIR_OP_INDEXES:
        need(v,
             n->nargs == 2 && is_array(n) && n->type.dtype == HPC_I64 && is_array(arg(v, n, 0)) &&
                 is_int((hpc_dtype)arg(v, n, 0)->type.dtype) && is_i64(arg(v, n, 1)),
             "wants an integer array and an extent");
        break;
    default:
        need(v, n->nargs >= 1 && is_bool(arg(v, n, 0)) && n->imm >= 0 && n->imm < HPC_CHECK_COUNT,
             "wants a bool and a check of the table");
    }
}

static void verify_control(air_verifier *v, const air_node *n)
{
    switch (n->op) {
    case AIR_OP_IF:
    case AIR_OP_COND: need(v, n->nargs == 1 && is_bool(arg(v, n, 0)), "wants a bool"); break;
    case AIR_OP_FOR:
        if (need(v, n->nargs == 3, "wants three bounds"))
            all_i64(v, n, 0, 3);
        break;
    case AIR_OP_INDVAR: need(v, is_i64(n), "is no i64"); break;
    case AIR_OP_RETURN: verify_return(v, n); break;
    default: break;
    }
}

void air_verify_op(air_verifier *v, const air_node *n)
{
    switch (n->op) {
    case AIR_OP_MAP: verify_map(v, n); break;
    case AIR_OP_REDUCE: verify_reduce(v, n); break;
    case AIR_OP_ARG: verify_arg(v, n); break;
    case AIR_OP_ELEM: verify_elem(v, n, 0); break;
    case AIR_OP_SETELEM: verify_elem(v, n, 1); break;
    case AIR_OP_STORE: verify_store(v, n); break;
    case AIR_OP_GET:
    case AIR_OP_SET:
    case AIR_OP_GLOBAL_GET:
    case AIR_OP_GLOBAL_SET: verify_variable(v, n); break;
    case AIR_OP_FIELD_GET:
    case AIR_OP_FIELD_SET:
        need(v,
             n->nargs == 1u + (n->op == AIR_OP_FIELD_SET) && n->imm > 0 &&
                 arg(v, n, 0)->type.kind == AIR_OBJECT,
             "wants an object, an offset, and a value to set");
        break;
    case AIR_OP_RT: verify_rt(v, n); break;
    case AIR_OP_CALL: verify_call(v, n); break;
    case AIR_OP_PROJ: verify_proj(v, n); break;
    case AIR_OP_BOX: need(v, n->nargs <= 1, "wants one operand"); break;
    case AIR_OP_PACK: break;
    case AIR_OP_CONST:
    case AIR_OP_PARAM:
    case AIR_OP_FILL:
    case AIR_OP_EMPTY:
    case AIR_OP_COORD:
    case AIR_OP_LITERAL:
    case AIR_OP_TABLE:
    case AIR_OP_STRING: verify_source(v, n); break;
    case AIR_OP_INDEX:
    case AIR_OP_INDEXES:
    case AIR_OP_BDIM:
    case AIR_OP_CHECK: verify_check(v, n); break;
    default: verify_array_op(v, n); verify_control(v, n);
    }
}
