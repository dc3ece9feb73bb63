/* What crosses a function's border: parameters and results, calls of the runtime and of other
 * functions, boxed values, strings, global cells, cleanup. docs/abi.md describes the conventions. */
#include "lower_impl.h"

enum { VALUE_SIZE = sizeof(hpc_value), AT_PAYLOAD = offsetof(hpc_value, i) };

/* ---- Parameters, results, cleanup ------------------------------------------------------------ */

static void add_param(lower *l, const char *name, air_type type)
{
    bool is_pointer = type.kind != AIR_SCALAR;
    lir_type t = lir_scalar(is_pointer ? LIR_PTR : lw_elem((hpc_dtype)type.dtype));
    lir_param(l->m, l->f, name, t);
    if (!is_pointer && lw_complex((hpc_dtype)type.dtype))
        lir_param(l->m, l->f, name, t);
}

void lw_function_params(lower *l, const air_fun *fun)
{
    for (uint32_t i = 0; i < fun->params.len; i++)
        add_param(l, "p", fun->params.items[i]);
    for (uint32_t i = 0; i < fun->results.len; i++)
        if (fun->results.items[i].kind == AIR_ARRAY)
            lir_param(l->m, l->f, "out", lir_scalar(LIR_PTR));
    for (uint32_t i = 0; i < fun->results.len; i++) {
        air_type type = fun->results.items[i];
        if (type.kind == AIR_ARRAY)
            continue;
        lir_type t = lir_scalar(type.kind == AIR_OBJECT ? LIR_PTR : lw_elem((hpc_dtype)type.dtype));
        unsigned parts = type.kind == AIR_SCALAR && lw_complex((hpc_dtype)type.dtype) ? 2 : 1;
        for (unsigned p = 0; p < parts; p++) {
            lir_var_id var = lir_var_new(l->m, l->f, "result", t);
            vec_push(l->a, &l->f->results, var);
        }
    }
}

/* The node of a parameter, 0 when nothing reads it. */
static air_id param_node(const lower *l, uint32_t index)
{
    for (uint32_t i = 1; i < l->af->nodes.len; i++)
        if (lw_air(l, i)->op == AIR_OP_PARAM && lw_air(l, i)->imm == index && l->nodes[i].pos)
            return i;
    return 0;
}

/* Array parameters are read into variables once, at entry. */
void lw_function_entry(lower *l)
{
    const air_fun *fun = l->af;
    uint32_t at = 0, view = 0, count = fun->params.len;
    l->params = ARENA_ARRAY(l->a, lir_expr_id, count + 1);
    l->params_im = ARENA_ARRAY(l->a, lir_expr_id, count + 1);
    l->param_descs = ARENA_ARRAY(l->a, lw_desc *, count + 1);
    l->result_views = ARENA_ARRAY(l->a, lir_expr_id, fun->results.len + 1);
    for (uint32_t i = 0; i < count; i++) {
        air_type type = fun->params.items[i];
        l->params[i] = lw_get(l, l->f->params.items[at++]);
        if (type.kind == AIR_SCALAR && lw_complex((hpc_dtype)type.dtype))
            l->params_im[i] = lw_get(l, l->f->params.items[at++]);
        air_id node = type.kind == AIR_ARRAY ? param_node(l, i) : 0;
        if (!node)
            continue;
        l->param_descs[i] = lw_desc_of_view(l, l->params[i], type, lw_air(l, node)->shape);
        if (!(type.facts & AIR_WRITABLE) && lw_is_stored_to(l, node))
            l->param_descs[i]->writable =
                lw_let(l, "writable", lw_is_writable(l, l->param_descs[i]));
    }
    for (uint32_t i = 0; i < fun->results.len; i++)
        if (fun->results.items[i].kind == AIR_ARRAY)
            l->result_views[view++] = lw_get(l, l->f->params.items[at++]);
}

void lw_cleanup(lower *l)
{
    /* Statements go to the body: build there, then move. */
    uint32_t first = l->f->body.len;
    l->cur = (lw_block){0, false};
    for (uint32_t i = 0; i < l->owned_views.len; i++)
        lw_release_slot(l, l->owned_views.items[i]);
    for (uint32_t i = 0; i < l->owned_objects.len; i++) {
        lir_expr_id object = lw_get(l, l->owned_objects.items[i]);
        lw_rt(l, HPC_RT_object_release, &object, 1, 0);
    }
    for (uint32_t i = first; i < l->f->body.len; i++)
        vec_push(l->a, &l->f->cleanup, l->f->body.items[i]);
    l->f->body.len = first;
}

/* ---- Calls ----------------------------------------------------------------------------------- */

typedef struct call {
    VEC(lir_expr_id) args;
    VEC(lir_var_id) outs;
} call;

static void push_argument(lower *l, call *c, air_id arg)
{
    if (!arg) { /* no object */
        vec_push(l->a, &c->args, lir_const_int(l->m, l->f, LIR_PTR, 0));
        return;
    }
    const air_node *n = lw_air(l, arg);
    if (n->type.kind == AIR_ARRAY) {
        vec_push(l->a, &c->args, lw_view_ptr(l, arg));
        return;
    }
    lw_value v = lw_scalar(l, arg);
    vec_push(l->a, &c->args, v.re);
    if (v.im)
        vec_push(l->a, &c->args, v.im);
}

/* The result nodes of a call: the node itself, or its PROJs (0 where a result is not read). */
static air_id result_node(const lower *l, air_id id, uint32_t index)
{
    const air_node *n = lw_air(l, id);
    if (n->nresults == 1 && n->type.kind != AIR_VOID)
        return id;
    for (uint32_t i = 1; i < l->af->nodes.len; i++) {
        const air_node *p = lw_air(l, i);
        if (p->op == AIR_OP_PROJ && p->args[0] == id && p->imm == index)
            return i;
    }
    return 0;
}

static air_type result_type(const lower *l, air_id id, uint32_t index)
{
    const air_node *n = lw_air(l, id);
    return n->results ? n->results[index] : n->type;
}

static lir_expr_id push_view_result(lower *l, call *c)
{
    lir_expr_id slot = lw_owning_slot(l, "result");
    lw_release_slot(l, slot);
    vec_push(l->a, &c->args, slot);
    return slot;
}

static void push_scalar_result(lower *l, call *c, air_type type)
{
    if (type.kind == AIR_OBJECT) {
        lir_var_id object = lw_owned_object(l, "object");
        if (l->loop_depth) {
            lir_expr_id old = lw_get(l, object);
            lw_rt(l, HPC_RT_object_release, &old, 1, 0);
            lw_set(l, object, lir_const_int(l->m, l->f, LIR_PTR, 0));
        }
        vec_push(l->a, &c->outs, object);
        return;
    }
    unsigned parts = lw_complex((hpc_dtype)type.dtype) ? 2 : 1;
    for (unsigned p = 0; p < parts; p++) {
        lir_var_id var =
            lir_var_new(l->m, l->f, "value", lir_scalar(lw_elem((hpc_dtype)type.dtype)));
        vec_push(l->a, &c->outs, var);
    }
}

static void define_scalar_result(lower *l, air_id node, air_type type, const call *c, unsigned out)
{
    if (!node)
        return;
    lw_value v = {lw_get(l, c->outs.items[out]), 0, -1};
    if (type.kind == AIR_SCALAR && lw_complex((hpc_dtype)type.dtype))
        v.im = lw_get(l, c->outs.items[out + 1]);
    l->nodes[node].value = v;
    l->nodes[node].done = true;
}

static void define_results(lower *l, air_id id, const call *c, const lir_expr_id *slots)
{
    uint32_t count = lw_air(l, id)->nresults;
    unsigned view = 0, out = 0;
    for (uint32_t i = 0; i < count; i++) {
        air_type type = result_type(l, id, i);
        air_id node = result_node(l, id, i);
        if (type.kind == AIR_ARRAY) {
            lir_expr_id slot = slots[view++];
            if (!node)
                continue;
            l->nodes[node].desc =
                lw_desc_of_view(l, slot, lw_air(l, node)->type, lw_air(l, node)->shape);
            l->nodes[node].slot = slot;
            l->nodes[node].done = true;
            lw_owns(l, node, slot, false);
            continue;
        }
        define_scalar_result(l, node, type, c, out);
        out += type.kind == AIR_SCALAR && lw_complex((hpc_dtype)type.dtype) ? 2 : 1;
    }
}

/* Runtime functions take the array results first, compiled functions last. */
static void lower_call(lower *l, air_id id, bool is_rt)
{
    const air_node *n = lw_air(l, id);
    call c = {0};
    unsigned nslots = 0;
    for (uint32_t i = 0; i < n->nresults; i++)
        nslots += result_type(l, id, i).kind == AIR_ARRAY;
    lir_expr_id *slots = ARENA_ARRAY(l->a, lir_expr_id, nslots + 1);
    call inputs = {0};
    for (uint32_t i = 0; i < n->nargs; i++)
        push_argument(l, &inputs, lw_air(l, id)->args[i]);
    n = lw_air(l, id);
    if (!is_rt)
        for (uint32_t i = 0; i < inputs.args.len; i++)
            vec_push(l->a, &c.args, inputs.args.items[i]);
    for (unsigned i = 0; i < nslots; i++)
        slots[i] = push_view_result(l, &c);
    if (is_rt)
        for (uint32_t i = 0; i < inputs.args.len; i++)
            vec_push(l->a, &c.args, inputs.args.items[i]);
    for (uint32_t i = 0; i < n->nresults; i++)
        if (result_type(l, id, i).kind != AIR_ARRAY)
            push_scalar_result(l, &c, result_type(l, id, i));
    lir_stmt *s = lw_stmt(l, is_rt ? LIR_S_RT : LIR_S_CALL);
    s->imm = n->imm;
    for (uint32_t i = 0; i < c.args.len; i++)
        vec_push(l->a, &s->args, c.args.items[i]);
    for (uint32_t i = 0; i < c.outs.len; i++)
        vec_push(l->a, &s->outs, c.outs.items[i]);
    define_results(l, id, &c, slots);
}

/* Integers and floats of other widths travel as i64 and f64 words. */
void lw_lower_rt(lower *l, air_id id)
{
    lower_call(l, id, true);
}

void lw_lower_call(lower *l, air_id id)
{
    lower_call(l, id, false);
}

/* ---- Strings and boxes ----------------------------------------------------------------------- */

/* Constant text as an hpc_str that is never freed. */
void lw_lower_string(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    size_t length = (size_t)n->imm, size = sizeof(hpc_str) + length + 1;
    hpc_str *s = (hpc_str *)arena_alloc(l->a, size);
    atomic_init(&s->head.refs, HPC_IMMORTAL);
    s->length = (int64_t)length;
    memcpy(s->text, n->text, length);
    lir_data data = {s, size};
    uint32_t index = vec_push(l->a, &l->m->data, data);
    l->nodes[id].value.re =
        lir_make(l->m, l->f, LIR_SYMBOL, lir_scalar(LIR_PTR), index, 0, 0, 0, 0);
}

/* A real scalar as the payload of an hpc_value: integers as i64, floats as f64. */
static lir_expr_id payload(lower *l, lir_expr_id e)
{
    lir_elem elem = (lir_elem)lw_type(l, e).elem;
    if (elem == LIR_PTR)
        return e;
    if (lir_elem_is_float(elem))
        return elem == LIR_F64 ? e : lir_cvt(l->m, l->f, LIR_F64, e);
    if (elem == LIR_I64 || elem == LIR_U64)
        return e;
    return lir_cvt(l->m, l->f, LIR_I64, e);
}

static void store_box(lower *l, lir_expr_id pack, int64_t at, air_id box)
{
    const air_node *n = lw_air(l, box);
    air_id value = n->nargs ? n->args[0] : 0;
    int64_t kind = n->imm;
    int64_t dtype =
        value && lw_air(l, value)->type.kind != AIR_OBJECT ? lw_air(l, value)->type.dtype : 0;
    lw_store(l, pack, at, lw_i64(l, kind | dtype << 32));
    if (!value)
        return;
    if (lw_air(l, value)->type.kind == AIR_ARRAY) {
        lw_store(l, pack, at + AT_PAYLOAD, lw_view_ptr(l, value));
        return;
    }
    lw_value v = lw_scalar(l, value);
    lw_store(l, pack, at + AT_PAYLOAD, payload(l, v.re));
    if (v.im)
        lw_store(l, pack, at + AT_PAYLOAD + 8, payload(l, v.im));
}

void lw_lower_pack(lower *l, air_id id)
{
    uint32_t count = lw_air(l, id)->nargs;
    lir_expr_id pack = lw_alloca(l, "pack", VALUE_SIZE * (count ? count : 1));
    for (uint32_t i = 0; i < count; i++)
        store_box(l, pack, (int64_t)i * VALUE_SIZE, lw_air(l, id)->args[i]);
    l->nodes[id].value.re = pack;
}

/* ---- Global cells ---------------------------------------------------------------------------- */

static lir_expr_id cell_of(lower *l, int64_t global)
{
    lir_expr_id frame = lir_make(l->m, l->f, LIR_FRAME, lir_scalar(LIR_PTR), 0, 0, 0, 0, 0);
    lir_expr_id cells =
        lw_let(l, "globals", lw_load(l, LIR_PTR, frame, offsetof(hpc_frame, globals)));
    int64_t cell = (int64_t)l->am->globals.items[global].cell * AIR_CELL_SIZE;
    return lw_let(l, "cell", lw_padd(l, cells, lw_i64(l, cell)));
}

/* Another function may change the cell: arrays and objects count a reference of their own. */
static void cell_get(lower *l, air_id id, lir_expr_id cell)
{
    air_type type = lw_air(l, id)->type;
    if (type.kind == AIR_ARRAY) {
        lir_expr_id args[2] = {lw_owning_slot(l, "global"), cell};
        lw_rt(l, HPC_RT_view_keep, args, 2, 0);
        l->nodes[id].desc = lw_desc_of_view(l, args[0], type, lw_air(l, id)->shape);
        return;
    }
    lw_value v = {0, 0, -1};
    if (type.kind == AIR_OBJECT) {
        lir_var_id held = lw_owned_object(l, "global");
        lw_hold_object(l, held, lw_let(l, "object", lw_load(l, LIR_PTR, cell, 0)));
        v.re = lw_get(l, held);
    } else {
        lir_elem elem = lw_elem((hpc_dtype)type.dtype);
        v.re = lw_snapshot(l, lw_load(l, elem, cell, 0));
        if (lw_complex((hpc_dtype)type.dtype))
            v.im = lw_snapshot(l, lw_load(l, elem, cell, lir_elem_size(elem)));
    }
    l->nodes[id].value = v;
}

static void cell_set(lower *l, air_id value, lir_expr_id cell)
{
    air_kind kind = (air_kind)lw_air(l, value)->type.kind;
    if (kind == AIR_ARRAY) {
        lw_keep(l, value, cell);
        return;
    }
    lw_value v = lw_scalar(l, value);
    if (kind == AIR_OBJECT) {
        lw_rt(l, HPC_RT_object_retain, &v.re, 1, 0);
        lir_expr_id old = lw_let(l, "old", lw_load(l, LIR_PTR, cell, 0));
        lw_store(l, cell, 0, v.re);
        lw_rt(l, HPC_RT_object_release, &old, 1, 0);
        return;
    }
    lw_store(l, cell, 0, v.re);
    if (v.im)
        lw_store(l, cell, lir_elem_size((lir_elem)lw_type(l, v.re).elem), v.im);
}

void lw_lower_global_get(lower *l, air_id id)
{
    cell_get(l, id, cell_of(l, lw_air(l, id)->imm));
}

void lw_lower_global_set(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    cell_set(l, n->args[0], cell_of(l, n->imm));
}

/* ---- Fields of objects ------------------------------------------------------------------------ */

static lir_expr_id field_of(lower *l, const air_node *n)
{
    return lw_let(l, "field", lw_padd(l, lw_scalar(l, n->args[0]).re, lw_i64(l, n->imm)));
}

void lw_lower_field_get(lower *l, air_id id)
{
    cell_get(l, id, field_of(l, lw_air(l, id)));
}

void lw_lower_field_set(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    cell_set(l, n->args[1], field_of(l, n));
}
