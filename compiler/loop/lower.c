/* Functions of array IR to functions of loop IR: parameters, nodes in program order, results. */
#include "lir_passes.h"
#include "lower_impl.h"

const air_node *lw_air(const lower *l, air_id id)
{
    return &l->af->nodes.items[id];
}

/* An array of rank 0 where a scalar is asked for: its element. */
static lw_value only_element(lower *l, air_id id)
{
    if (lw_air(l, id)->type.rank != 0)
        lw_fail(l, "an array of rank %u stands for a scalar", lw_air(l, id)->type.rank);
    lw_kernel *k = ARENA_NEW(l->a, lw_kernel);
    lw_index none;
    lw_kernel_here(l, k);
    lw_index_const(l, &none, 0);
    return lw_eval(k, id, &none);
}

/* A scalar's value: of a node that has been lowered. */
lw_value lw_scalar(lower *l, air_id id)
{
    if (lw_air(l, id)->type.kind == AIR_ARRAY)
        return only_element(l, id);
    if (!l->nodes[id].done) {
        const air_node *n = lw_air(l, id);
        if (n->op != AIR_OP_CONST)
            lw_fail(l, "%s node %u is used before it is computed", air_op_name(n->op), id);
        return lw_constant(l, (hpc_dtype)n->type.dtype, n->imm, n->imm2);
    }
    return l->nodes[id].value;
}

lir_expr_id lw_extent(lower *l, air_id array, unsigned axis)
{
    const lw_desc *d = l->nodes[array].desc;
    if (d)
        return d->extent[axis];
    return lw_scalar(l, lw_air(l, array)->shape[axis]).re;
}

/* ---- Scalars --------------------------------------------------------------------------------- */

static void define(lower *l, air_id id, lw_value v)
{
    v.level = -1;
    l->nodes[id].value = v;
    l->nodes[id].done = true;
}

/* Arguments that are constants stay visible to the folder; the rest goes into a variable. */
static lw_value keep(lower *l, const char *name, lw_value v)
{
    v.re = lw_let(l, name, v.re);
    if (v.im)
        v.im = lw_let(l, name, v.im);
    return v;
}

static void lower_scalar_map(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lw_value args[3] = {{0}};
    for (uint32_t i = 0; i < lw_air(l, id)->nargs; i++)
        args[i] = lw_scalar(l, lw_air(l, id)->args[i]);
    n = lw_air(l, id);
    hpc_dtype from = (hpc_dtype)lw_air(l, n->args[n->fn == AIR_SELECT])->type.dtype;
    lw_fn_use use = {(air_fn)n->fn, from, (hpc_dtype)n->type.dtype, true};
    define(l, id, keep(l, air_fn_name((air_fn)n->fn), lw_apply(l, use, args)));
}

static void lower_dim(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    const lw_desc *d = l->nodes[n->args[0]].desc;
    if (!d)
        lw_fail(l, "%s of a node that is not in memory", air_op_name(n->op));
    define(l, id, (lw_value){n->op == AIR_OP_DIM ? d->extent[n->imm] : d->stride[n->imm], 0, -1});
}

static void lower_param(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lir_expr_id value = l->params[n->imm];
    if (n->type.kind == AIR_ARRAY) {
        l->nodes[id].desc = l->param_descs[n->imm];
        l->nodes[id].done = true;
    } else {
        define(l, id, (lw_value){value, l->params_im[n->imm], -1});
    }
}

/* ---- Arrays ---------------------------------------------------------------------------------- */

static bool is_inlined(const lower *l, air_id id)
{
    return l->nodes[id].inlined;
}

/* A node of fresh contents becomes a buffer, filled by one loop nest. */
void lw_compute_buffer(lower *l, air_id id)
{
    lw_desc *d = lw_new_buffer_of(l, id);
    if (lw_air(l, id)->op != AIR_OP_EMPTY)
        lw_elementwise(l, id, d, 0);
    l->nodes[id].desc = d;
    l->nodes[id].inlined = false;
}

static void lower_literal(lower *l, air_id id)
{
    lw_desc *d = lw_new_buffer_of(l, id);
    const air_node *n = lw_air(l, id);
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    int64_t size = hpc_dtype_size(dtype);
    for (uint32_t i = 0; i < n->nargs; i++) {
        lw_value v = lw_scalar(l, n->args[i]);
        lw_store(l, d->data, (int64_t)i * size, v.re);
        if (v.im)
            lw_store(l, d->data, (int64_t)i * size + size / 2, v.im);
    }
    l->nodes[id].desc = d;
}

/* A constant array: bytes of the module. */
static void table_in_memory(lower *l, air_id id, const void *bytes, int64_t size)
{
    const air_node *n = lw_air(l, id);
    lir_data data = {bytes, (uint64_t)size};
    uint32_t index = vec_push(l->a, &l->m->data, data);
    lw_desc *d = lw_desc_new(l, (hpc_dtype)n->type.dtype, n->type.rank, AIR_C_ORDER);
    d->data = lir_make(l->m, l->f, LIR_SYMBOL, lir_scalar(LIR_PTR), index, 0, 0, 0, 0);
    for (unsigned i = 0; i < n->type.rank; i++)
        d->extent[i] = lw_scalar(l, n->shape[i]).re;
    lw_desc_c_strides(l, d);
    l->nodes[id].desc = d;
    l->nodes[id].table = bytes;
    l->nodes[id].inlined = false;
}

/* Constant indexes that are in range become a constant array. */
static bool indexes_of_table(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id), *t = lw_air(l, n->args[0]);
    int64_t extent;
    if (t->op != AIR_OP_TABLE || t->type.dtype != HPC_I64 || t->type.rank != n->type.rank ||
        !air_is_const(l->af, n->args[1], &extent))
        return false;
    int64_t count = t->imm / 8, *wrapped = ARENA_ARRAY(l->a, int64_t, count ? count : 1);
    for (int64_t i = 0; i < count; i++) {
        int64_t x = ((const int64_t *)t->table)[i];
        wrapped[i] = x < 0 ? x + extent : x;
        if (wrapped[i] < 0 || wrapped[i] >= extent)
            return false; /* fails when it runs */
    }
    table_in_memory(l, id, wrapped, t->imm);
    return true;
}

static void lower_array(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    if (n->op == AIR_OP_INDEXES && indexes_of_table(l, id))
        return;
    if (is_inlined(l, id))
        return;
    switch ((air_op)n->op) {
    case AIR_OP_VIEW: lw_lower_view(l, id); break;
    case AIR_OP_RESHAPE: lw_lower_reshape(l, id); break;
    case AIR_OP_COPY: lw_lower_copy(l, id); break;
    case AIR_OP_REDUCE: lw_lower_reduce(l, id); break;
    case AIR_OP_TABLE: table_in_memory(l, id, n->table, n->imm); break;
    case AIR_OP_LITERAL: lower_literal(l, id); break;
    case AIR_OP_PACK_MASK: lw_lower_pack_mask(l, id); break;
    case AIR_OP_OVERLAY: lw_lower_overlay(l, id); break;
    default: lw_compute_buffer(l, id); break;
    }
}

/* ---- Dispatch -------------------------------------------------------------------------------- */

static void lower_op(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    switch ((air_op)n->op) {
    case AIR_OP_CONST:
        define(l, id, lw_constant(l, (hpc_dtype)n->type.dtype, n->imm, n->imm2));
        break;
    case AIR_OP_PARAM: lower_param(l, id); break;
    case AIR_OP_MAP:
        if (n->type.kind != AIR_SCALAR)
            lower_array(l, id);
        else if (!lw_lower_slice_end(l, id))
            lower_scalar_map(l, id);
        break;
    case AIR_OP_DIM:
    case AIR_OP_STRIDE: lower_dim(l, id); break;
    case AIR_OP_REDUCE:
        if (n->type.kind == AIR_SCALAR)
            lw_lower_reduce(l, id);
        else
            lower_array(l, id);
        break;
    case AIR_OP_ARG: lw_lower_arg(l, id); break;
    case AIR_OP_FILL:
    case AIR_OP_EMPTY:
    case AIR_OP_COORD:
    case AIR_OP_TABLE:
    case AIR_OP_LITERAL:
    case AIR_OP_VIEW:
    case AIR_OP_RESHAPE:
    case AIR_OP_GATHER:
    case AIR_OP_PACK_MASK:
    case AIR_OP_COPY:
    case AIR_OP_OVERLAY:
    case AIR_OP_INDEXES: lower_array(l, id); break;
    case AIR_OP_ELEM: lw_lower_elem(l, id); break;
    case AIR_OP_INDEX: lw_lower_index(l, id); break;
    case AIR_OP_BDIM: lw_lower_bdim(l, id); break;
    case AIR_OP_CHECK: lw_lower_check(l, id); break;
    case AIR_OP_STORE: lw_lower_store(l, id); break;
    case AIR_OP_SETELEM: lw_lower_setelem(l, id); break;
    case AIR_OP_SCATTER: lw_lower_scatter(l, id); break;
    case AIR_OP_UNPACK_MASK: lw_lower_unpack_mask(l, id); break;
    case AIR_OP_GET: lw_lower_get(l, id); break;
    case AIR_OP_SET: lw_lower_set(l, id); break;
    case AIR_OP_FIELD_GET: lw_lower_field_get(l, id); break;
    case AIR_OP_FIELD_SET: lw_lower_field_set(l, id); break;
    case AIR_OP_GLOBAL_GET: lw_lower_global_get(l, id); break;
    case AIR_OP_GLOBAL_SET: lw_lower_global_set(l, id); break;
    case AIR_OP_STRING: lw_lower_string(l, id); break;
    case AIR_OP_BOX: break; /* by PACK */
    case AIR_OP_PACK: lw_lower_pack(l, id); break;
    case AIR_OP_RT: lw_lower_rt(l, id); break;
    case AIR_OP_CALL: lw_lower_call(l, id); break;
    case AIR_OP_PROJ: break; /* by RT and CALL */
    case AIR_OP_IF: lw_lower_if(l, id); break;
    case AIR_OP_TRY: lw_lower_try(l, id); break;
    case AIR_OP_FOR: lw_lower_for(l, id); break;
    case AIR_OP_INDVAR: break; /* by FOR */
    case AIR_OP_WHILE: lw_lower_while(l, id); break;
    case AIR_OP_COND: break; /* by WHILE */
    case AIR_OP_BREAK: lw_stmt(l, LIR_S_BREAK); break;
    case AIR_OP_CONTINUE: lw_stmt(l, LIR_S_CONTINUE); break;
    case AIR_OP_RETURN: lw_lower_return(l, id); break;
    case AIR_OP_RAISE: lw_lower_raise(l, id); break;
    case AIR_OP_COUNT: break;
    }
}

void lw_node_lower(lower *l, air_id id)
{
    l->loc = lw_air(l, id)->loc;
    if (l->nodes[id].unused)
        return;
    lw_remark_head(l, id);
    lower_op(l, id);
    l->nodes[id].done = true;
    uint8_t op = lw_air(l, id)->op;
    if (op != AIR_OP_RETURN && op != AIR_OP_BREAK && op != AIR_OP_CONTINUE && op != AIR_OP_RAISE)
        lw_release_dead(l, id);
}

void lw_region(lower *l, const air_region *r)
{
    for (uint32_t i = 0; i < r->len; i++) {
        lw_node_lower(l, r->items[i]);
        uint8_t op = lw_air(l, r->items[i])->op;
        if (op == AIR_OP_RETURN || op == AIR_OP_BREAK || op == AIR_OP_CONTINUE ||
            op == AIR_OP_RAISE)
            return; /* the rest cannot run */
    }
}

/* ---- Functions ------------------------------------------------------------------------------- */

static void prepend_pending(lower *l)
{
    lir_block body = {0};
    for (uint32_t i = 0; i < l->pending.len; i++)
        vec_push(l->a, &body, l->pending.items[i]);
    for (uint32_t i = 0; i < l->f->body.len; i++)
        vec_push(l->a, &body, l->f->body.items[i]);
    l->f->body = body;
}

static void lower_function(lower *l, const air_fun *fun, lir_fn *f)
{
    l->af = fun;
    l->f = f;
    l->cur = (lw_block){0, false};
    l->pending = (lir_block){0};
    l->nodes = ARENA_ARRAY(l->a, lw_node, fun->nodes.len);
    l->var_re = ARENA_ARRAY(l->a, lir_var_id, fun->vars.len + 1);
    l->var_im = ARENA_ARRAY(l->a, lir_var_id, fun->vars.len + 1);
    l->var_slot = ARENA_ARRAY(l->a, lir_expr_id, fun->vars.len + 1);
    memset(&l->owned_views, 0, sizeof l->owned_views);
    memset(&l->owned_objects, 0, sizeof l->owned_objects);
    memset(&l->owners, 0, sizeof l->owners);
    l->loop_depth = 0;
    l->loc = 0;
    l->remarks = fun->once || fun->general ? NULL : l->am->remarks;
    if (fun->once)
        remark_add(l->am->remarks, REMARK_ONCE, fun->index, 0, 0, NULL, NULL);
    lw_lifetimes(l);
    lw_function_entry(l);
    lw_region(l, fun->body);
    lw_cleanup(l);
    prepend_pending(l);
}

/* Code for the interpreter's many lanes runs once: no time of a pass would come back. */
static void run_passes(lower *l, lir_fn *f, unsigned first)
{
    lir_pass_options options = {.remarks = l->remarks};
    if (!l->options->lanes && !l->options->no_vectors)
        options.vector_bytes = l->target->vector_bytes;
    options.masked_size = l->target->masked_size;
    options.divider = l->options->divider;
    options.fastmath = l->options->fastmath;
    options.threads = l->options->threads;
    for (unsigned i = first; i < lir_pass_count && !l->options->keep_checks; i++) {
        uint32_t known = l->m->fns.len;
        lir_passes[i].run(l->m, f, &options);
        for (uint32_t k = known; k < l->m->fns.len; k++) /* what it has made gets what follows */
            run_passes(l, l->m->fns.items[k], i + 1);
    }
}

lir_module *lower_module(arena *a, const air_module *m, const lower_options *options,
                         const char **error)
{
    static const lower_options defaults = {0};
    lower *l = ARENA_NEW(a, lower);
    l->a = a;
    l->options = options ? options : &defaults;
    l->target = l->options->target ? l->options->target : target_level_of(TARGET_HOST_ARCH, "");
    l->am = m;
    l->error = error;
    l->m = lir_module_new(a);
    *error = NULL;
    if (setjmp(l->failed))
        return NULL;
    for (uint32_t i = 0; i < m->funs.len; i++)
        l->has_try = l->has_try || air_has_try(m->funs.items[i]);
    for (uint32_t i = 0; i < m->funs.len; i++) {
        lir_fn *f = lir_fn_new(l->m, m->funs.items[i]->name);
        f->in_cycle = m->funs.items[i]->recursive;
        f->fastmath = m->funs.items[i]->fastmath || l->options->fastmath;
        f->once = m->funs.items[i]->once;
        f->general = m->funs.items[i]->general;
        l->f = f;
        lw_function_params(l, m->funs.items[i]);
    }
    for (uint32_t i = 0; i < m->funs.len; i++)
        lower_function(l, m->funs.items[i], l->m->fns.items[i]);
    for (uint32_t i = 0; i < m->funs.len; i++)
        run_passes(l, l->m->fns.items[i], 0);
    return l->m;
}
