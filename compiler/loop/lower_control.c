/* Control flow, checks and variables: nearly one to one. */
#include "lower_impl.h"

static void enter(lower *l, lir_stmt_id owner, bool other, const air_region *r)
{
    lw_block outer = l->cur;
    l->cur = (lw_block){owner, other};
    lw_region(l, r);
    l->cur = outer;
}

void lw_lower_if(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lir_expr_id cond = lw_scalar(l, n->args[0]).re;
    lir_stmt_id s = lw_detached(l, LIR_S_IF);
    lir_stmt_at(l->f, s)->a = cond;
    lw_attach(l, l->cur, s);
    if (n->body)
        enter(l, s, false, n->body);
    if (lw_air(l, id)->other)
        enter(l, s, true, lw_air(l, id)->other);
}

void lw_lower_try(lower *l, air_id id)
{
    lir_stmt_id s = lw_detached(l, LIR_S_TRY);
    lw_attach(l, l->cur, s);
    enter(l, s, false, lw_air(l, id)->body);
    enter(l, s, true, lw_air(l, id)->other);
}

/* Loops that hold loops, calls or kernels ask now and then whether to go on. */
static bool holds_long_work(const lower *l, const air_region *r)
{
    for (uint32_t i = 0; i < r->len; i++) {
        const air_node *n = lw_air(l, r->items[i]);
        if (n->op == AIR_OP_FOR || n->op == AIR_OP_WHILE || n->op == AIR_OP_CALL ||
            n->op == AIR_OP_RT || n->op == AIR_OP_STORE || n->type.kind == AIR_ARRAY)
            return true;
        bool parts = n->op == AIR_OP_IF || n->op == AIR_OP_TRY;
        if (parts && ((n->body && holds_long_work(l, n->body)) ||
                      (n->other && holds_long_work(l, n->other))))
            return true;
    }
    return false;
}

/* Known not to be negative: loop variables that count up from such a number, and sums. */
bool lw_is_natural(const lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    int64_t known;
    if (air_is_const(l->af, id, &known))
        return known >= 0;
    if (n->op == AIR_OP_INDVAR)
        return l->nodes[id].natural;
    if (n->op == AIR_OP_MAP && (n->fn == AIR_ADD_CHECKED || n->fn == AIR_MUL_CHECKED))
        return lw_is_natural(l, n->args[0]) && lw_is_natural(l, n->args[1]);
    return false;
}

/* A step that only the run knows: a count of iterations, and the index from it. */
static lir_expr_id trip_count(lower *l, lir_expr_id from, lir_expr_id to, lir_expr_id step)
{
    lir_expr_id zero = lw_i64(l, 0), one = lw_i64(l, 1);
    lir_expr_id up = lw_op(l, LIR_GT, step, zero);
    lir_expr_id size = lw_select(l, up, step, lw_op(l, LIR_SUB, zero, step));
    size = lw_select(l, lw_op(l, LIR_EQ, size, zero), one, size);
    lir_expr_id span = lw_select(l, up, lw_op(l, LIR_SUB, to, from), lw_op(l, LIR_SUB, from, to));
    lir_expr_id rounded = lw_op(l, LIR_ADD, lw_op(l, LIR_SUB, span, one), size);
    lir_expr_id count = lw_op(l, LIR_DIV, rounded, size);
    return lw_let(l, "count", lw_select(l, lw_op(l, LIR_GT, span, zero), count, zero));
}

/* Storages that rounds of the outermost loop reused serve no longer. */
static void leave_loop(lower *l)
{
    if (--l->loop_depth > 0)
        return;
    for (uint32_t i = 0; i < l->reused.len; i++)
        lw_release_slot(l, l->reused.items[i]);
    l->reused.len = 0;
}

void lw_lower_for(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lir_expr_id from = lw_scalar(l, n->args[0]).re, to = lw_scalar(l, n->args[1]).re;
    lir_expr_id step = lw_scalar(l, n->args[2]).re;
    int64_t known = 1;
    bool is_known = lw_is_const(l, step, &known) && known != 0;
    lir_expr_id first = from;
    if (!is_known) {
        to = trip_count(l, from, to, step);
        from = lw_i64(l, 0);
        known = 1;
    }
    lir_var_id var = lir_var_new(l->m, l->f, "i", lir_scalar(LIR_I64));
    lir_stmt_id loop = lw_detached(l, LIR_S_FOR);
    lir_stmt *s = lir_stmt_at(l->f, loop);
    s->var = var;
    s->a = from;
    s->b = to;
    s->imm = known;
    bool threads = l->options->threads && n->flags & AIR_FOR_PARALLEL;
    s->flags = threads ? LIR_FOR_PARALLEL : 0;
    lw_attach(l, l->cur, loop);
    lw_block outer = l->cur;
    l->cur = (lw_block){loop, false};
    l->loop_depth++;
    lir_expr_id index = lw_get(l, var);
    if (!is_known)
        index = lw_let(l, "i", lw_op(l, LIR_ADD, first, lw_op(l, LIR_MUL, index, step)));
    if (n->body->len) {
        lw_node *v = &l->nodes[n->body->items[0]];
        v->value = (lw_value){index, 0, -1};
        v->done = true;
        v->natural = is_known && known > 0 && lw_is_natural(l, n->args[0]);
    }
    if (holds_long_work(l, n->body))
        lw_stmt(l, LIR_S_POLL);
    lw_region(l, lw_air(l, id)->body);
    l->cur = outer;
    leave_loop(l);
}

void lw_lower_while(lower *l, air_id id)
{
    lir_stmt_id loop = lw_detached(l, LIR_S_WHILE);
    lw_attach(l, l->cur, loop);
    l->loop_depth++;
    const air_region *head = lw_air(l, id)->other;
    enter(l, loop, true, head);
    air_id cond = head->len ? head->items[head->len - 1] : 0;
    if (!cond || lw_air(l, cond)->op != AIR_OP_COND)
        lw_fail(l, "a while loop's head does not end in a condition");
    lir_stmt_at(l->f, loop)->a = lw_scalar(l, lw_air(l, cond)->args[0]).re;
    lw_block outer = l->cur;
    l->cur = (lw_block){loop, false};
    lw_stmt(l, LIR_S_POLL);
    lw_region(l, lw_air(l, id)->body);
    l->cur = outer;
    leave_loop(l);
}

/* ---- Checks ---------------------------------------------------------------------------------- */

/* What a check's message names: integers, or the address of text. */
static lir_expr_id check_value(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    if (n->op == AIR_OP_STRING)
        return lw_add(
            l,
            lir_make(l->m, l->f, LIR_BITCAST, lir_scalar(LIR_I64), 0, lw_scalar(l, id).re, 0, 0, 0),
            lw_i64(l, offsetof(hpc_str, text)));
    lir_expr_id e = lw_scalar(l, id).re;
    return lw_type(l, e).elem == LIR_I64 ? e : lir_cvt(l->m, l->f, LIR_I64, e);
}

static void check_node(lower *l, const air_node *n, lir_expr_id cond, uint32_t first)
{
    lir_expr_id values[4];
    unsigned count = 0;
    for (uint32_t i = first; i < n->nargs && count < 4; i++)
        values[count++] = check_value(l, n->args[i]);
    lw_check(l, cond, (int)n->imm, values, count);
}

void lw_lower_check(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    check_node(l, n, lw_scalar(l, n->args[0]).re, 1);
}

void lw_lower_bdim(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lir_expr_id x = lw_scalar(l, n->args[0]).re, y = lw_scalar(l, n->args[1]).re;
    lir_expr_id one = lw_i64(l, 1);
    lir_expr_id x_one = lw_op(l, LIR_EQ, x, one);
    lir_expr_id fits =
        lw_op(l, LIR_OR, lw_op(l, LIR_EQ, x, y), lw_op(l, LIR_OR, x_one, lw_op(l, LIR_EQ, y, one)));
    check_node(l, n, fits, 2);
    l->nodes[id].value = (lw_value){lw_let(l, "extent", lw_select(l, x_one, y, x)), 0, -1};
}

/* ---- Variables ------------------------------------------------------------------------------- */

static lir_elem var_elem(air_type type)
{
    return type.kind == AIR_OBJECT ? LIR_PTR : lw_elem((hpc_dtype)type.dtype);
}

static void need_var(lower *l, int64_t var)
{
    const air_var *v = &l->af->vars.items[var];
    if (v->type.kind == AIR_ARRAY) {
        if (!l->var_slot[var])
            l->var_slot[var] = lw_owning_slot(l, v->name);
        return;
    }
    if (l->var_re[var])
        return;
    lir_type type = lir_scalar(var_elem(v->type));
    l->var_re[var] = lir_var_new(l->m, l->f, v->name, type);
    if (v->type.kind == AIR_OBJECT)
        vec_push(l->a, &l->owned_objects, l->var_re[var]);
    else if (lw_complex((hpc_dtype)v->type.dtype))
        l->var_im[var] = lir_var_new(l->m, l->f, v->name, type);
}

/* A value that outlives the variable's next change counts a reference of its own. */
static void get_array(lower *l, air_id id, int64_t var)
{
    lir_expr_id slot = l->var_slot[var];
    if (lw_is_overwritten(l, id, var)) {
        lir_expr_id own = lw_owning_slot(l, "held");
        lir_expr_id args[2] = {own, slot};
        lw_rt(l, HPC_RT_view_keep, args, 2, 0);
        lw_owns(l, id, own, false);
        slot = own;
    }
    l->nodes[id].desc = lw_desc_of_view(l, slot, lw_air(l, id)->type, lw_air(l, id)->shape);
}

/* The variable `held` takes a reference to the object; what it held before is dropped. */
void lw_hold_object(lower *l, lir_var_id held, lir_expr_id object)
{
    lw_rt(l, HPC_RT_object_retain, &object, 1, 0);
    lir_expr_id old = lw_get(l, held);
    lw_rt(l, HPC_RT_object_release, &old, 1, 0);
    lw_set(l, held, object);
}

lir_var_id lw_owned_object(lower *l, const char *name)
{
    lir_var_id var = lir_var_new(l->m, l->f, name, lir_scalar(LIR_PTR));
    vec_push(l->a, &l->owned_objects, var);
    return var;
}

void lw_lower_get(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    int64_t var = n->imm;
    need_var(l, var);
    if (n->type.kind == AIR_ARRAY) {
        get_array(l, id, var);
        return;
    }
    lw_value v = {lw_get(l, l->var_re[var]), l->var_im[var] ? lw_get(l, l->var_im[var]) : 0, -1};
    if (n->type.kind == AIR_OBJECT && lw_is_overwritten(l, id, var)) {
        lir_var_id own = lw_owned_object(l, "held");
        lw_hold_object(l, own, v.re);
        v.re = lw_get(l, own);
    } else if (n->type.kind == AIR_SCALAR) {
        v.re = lw_snapshot(l, v.re);
        v.im = v.im ? lw_snapshot(l, v.im) : 0;
    }
    l->nodes[id].value = v;
}

/* A variable's value now, whatever it is set to later. */
lir_expr_id lw_snapshot(lower *l, lir_expr_id e)
{
    lir_var_id var = lir_var_new(l->m, l->f, "was", lw_type(l, e));
    lir_stmt *s = lw_stmt(l, LIR_S_LET);
    s->var = var;
    s->a = e;
    return lw_get(l, var);
}

/* A buffer whose last use this is changes places with the variable's old contents, which the next
 * round of a loop can reuse. */
static void set_array(lower *l, air_id id, int64_t var)
{
    air_id value = lw_air(l, id)->args[0];
    const lw_node *v = &l->nodes[value];
    bool same_region = lw_air(l, value)->home == lw_air(l, id)->home;
    if (v->slot && v->desc && v->desc->view == v->slot && same_region &&
        v->last == l->nodes[id].pos && v->uses == 1) {
        lir_expr_id args[2] = {l->var_slot[var], v->slot};
        lw_rt(l, HPC_RT_view_swap, args, 2, 0);
        return;
    }
    lw_keep(l, value, l->var_slot[var]);
}

void lw_lower_set(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    int64_t var = n->imm;
    need_var(l, var);
    air_kind kind = (air_kind)lw_air(l, n->args[0])->type.kind;
    if (kind == AIR_ARRAY) {
        set_array(l, id, var);
        return;
    }
    lw_value v = lw_scalar(l, n->args[0]);
    if (kind == AIR_OBJECT) {
        lw_hold_object(l, l->var_re[var], v.re);
        return;
    }
    if (v.im) { /* both parts before either changes */
        v.re = lw_snapshot(l, v.re);
        v.im = lw_snapshot(l, v.im);
        lw_set(l, l->var_im[var], v.im);
    }
    lw_set(l, l->var_re[var], v.re);
}

/* ---- Leaving --------------------------------------------------------------------------------- */

void lw_lower_return(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    unsigned view = 0, scalar = 0;
    for (uint32_t i = 0; i < n->nargs; i++) {
        air_id arg = n->args[i];
        air_kind kind = (air_kind)lw_air(l, arg)->type.kind;
        if (kind == AIR_ARRAY) {
            lw_keep(l, arg, l->result_views[view++]);
            continue;
        }
        lw_value v = lw_scalar(l, arg);
        if (kind == AIR_OBJECT)
            lw_rt(l, HPC_RT_object_retain, &v.re, 1, 0);
        lw_set(l, l->f->results.items[scalar++], v.re);
        if (v.im)
            lw_set(l, l->f->results.items[scalar++], v.im);
    }
    lw_stmt(l, LIR_S_RETURN);
}

void lw_lower_raise(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    lir_expr_id args[2] = {lw_i64(l, n->imm), lir_const_int(l->m, l->f, LIR_PTR, 0)};
    if (n->nargs && n->args[0])
        args[1] = lw_scalar(l, n->args[0]).re;
    lw_rt(l, HPC_RT_raise, args, 2, 0);
}
