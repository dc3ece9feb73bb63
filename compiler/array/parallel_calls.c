/* Takes a loop, finds what its turns must do one after the other whatever arrays they touch: output,
 * random draws, lists and dicts, names of the module, leaving the loop. And says of functions that are
 * called whether they write arrays that they get, or have such an effect. */
#include "parallel.h"

#include "../../runtime/table.h"

enum { UNSEEN, LOOKED_AT, READS, WRITES, ORDERED }; /* of functions */

bool parallel_rt_is_free(int64_t function)
{
    switch (function) {
    case HPC_RT_view_copy:
    case HPC_RT_view_overlaps:
    case HPC_RT_view_writeable:
    case HPC_RT_reduce:
    case HPC_RT_reduce_more:
    case HPC_RT_raise:
    case HPC_RT_complex_function:
    case HPC_RT_complex_power:
    case HPC_RT_py_complex_power:
    case HPC_RT_int_true_divide:
    case HPC_RT_int_power:
    case HPC_RT_int_round:
    case HPC_RT_int_power_mod:
    case HPC_RT_float_round:
    case HPC_RT_nonzero_axis:
    case HPC_RT_scan:
    case HPC_RT_mask_pack:
    case HPC_RT_sorted:
    case HPC_RT_selected:
    case HPC_RT_argsort:
    case HPC_RT_searchsorted:
    case HPC_RT_unique:
    case HPC_RT_bincount:
    case HPC_RT_interp:
    case HPC_RT_matmul:
    case HPC_RT_einsum:
    case HPC_RT_fft:
    case HPC_RT_watch_new:
    case HPC_RT_watch: return true;
    default:
        return (function >= HPC_RT_math_gcd && function <= HPC_RT_math_fsum) ||
               (function >= HPC_RT_linalg_solve && function <= HPC_RT_linalg_eig) ||
               function == HPC_RT_linalg_lstsq || function == HPC_RT_linalg_real;
    }
}

static const char *rt_reason(int64_t function)
{
    if (function == HPC_RT_print)
        return "it prints";
    if (function >= HPC_RT_rng_new && function <= HPC_RT_pyrandom_draw)
        return "random numbers are drawn in the order of the iterations";
    return "it works on objects, whose changes have an order";
}

/* ---- Functions ------------------------------------------------------------------------------- */

static uint8_t summary(parallel *p, uint32_t function);

static uint8_t worse(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

static bool own_result(const parallel *p, const air_fun *f, air_id x)
{
    air_id root = air_root(f, x);
    const air_node *n = air_at(f, root);
    if (n->op == AIR_OP_PROJ)
        n = air_at(f, n->args[0]);
    return air_is_fresh(f, root) || (n->op == AIR_OP_RT && parallel_rt_is_free(n->imm)) ||
           (n->op == AIR_OP_CALL && p->summaries[n->imm] <= WRITES);
}

static uint8_t summary_of_node(parallel *p, const air_fun *f, const air_node *n)
{
    switch (n->op) {
    case AIR_OP_STORE:
    case AIR_OP_SETELEM:
    case AIR_OP_SCATTER:
    case AIR_OP_UNPACK_MASK: return air_is_fresh(f, air_root(f, n->args[0])) ? READS : WRITES;
    case AIR_OP_RT: return parallel_rt_is_free(n->imm) ? READS : ORDERED;
    case AIR_OP_CALL: return summary(p, (uint32_t)n->imm);
    case AIR_OP_GLOBAL_SET:
    case AIR_OP_FIELD_SET:
    case AIR_OP_TRY: return ORDERED;
    case AIR_OP_RETURN:
        for (uint32_t k = 0; k < n->nargs; k++)
            if (air_at(f, n->args[k])->type.kind != AIR_SCALAR &&
                (air_at(f, n->args[k])->type.kind == AIR_OBJECT || !own_result(p, f, n->args[k])))
                return ORDERED;
        return READS;
    default: return READS;
    }
}

static uint8_t summary_of(parallel *p, const air_fun *f, const air_region *r)
{
    uint8_t found = READS;
    for (uint32_t i = 0; r && i < r->len && found < ORDERED; i++) {
        const air_node *n = air_at(f, r->items[i]);
        found = worse(found, summary_of_node(p, f, n));
        found = worse(found, summary_of(p, f, n->body));
        found = worse(found, summary_of(p, f, n->other));
    }
    return found;
}

/* What a function that calls itself does, the rest of it does. */
static uint8_t summary(parallel *p, uint32_t function)
{
    if (p->summaries[function] == LOOKED_AT)
        return READS;
    if (p->summaries[function] == UNSEEN) {
        const air_fun *f = p->module->funs.items[function];
        p->summaries[function] = LOOKED_AT;
        p->summaries[function] = summary_of(p, f, f->body);
    }
    return p->summaries[function];
}

bool parallel_callee_writes(const parallel *p, const air_node *call)
{
    return p->summaries[call->imm] == WRITES;
}

/* ---- The body -------------------------------------------------------------------------------- */

static bool look(parallel *p, const air_region *r, uint32_t loops);

static bool look_at(parallel *p, const air_node *n, uint32_t loops)
{
    switch (n->op) {
    case AIR_OP_RT:
        if (!parallel_rt_is_free(n->imm))
            return parallel_stay(p, rt_reason(n->imm));
        return true;
    case AIR_OP_CALL:
        p->plan->heavy = true;
        if (summary(p, (uint32_t)n->imm) == ORDERED)
            return parallel_stay(p, arena_printf(p->arena,
                                                 "%s() prints, draws random numbers, changes "
                                                 "objects, or returns an array that it got",
                                                 p->module->funs.items[n->imm]->name));
        return true;
    case AIR_OP_GLOBAL_SET:
    case AIR_OP_FIELD_SET: return parallel_stay(p, "it sets a name that others see");
    case AIR_OP_TRY: return parallel_stay(p, "it has a try statement");
    case AIR_OP_RETURN: return parallel_stay(p, "return leaves the loop early");
    case AIR_OP_BREAK: return loops || parallel_stay(p, "break leaves the loop early");
    case AIR_OP_FOR:
    case AIR_OP_WHILE:
        p->plan->heavy = true;
        return look(p, n->other, loops + 1) && look(p, n->body, loops + 1);
    default: return look(p, n->body, loops) && look(p, n->other, loops);
    }
}

static bool look(parallel *p, const air_region *r, uint32_t loops)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = parallel_at(p, r->items[i]);
        if (n->type.kind == AIR_ARRAY)
            p->plan->heavy = true;
        if (!look_at(p, n, loops))
            return false;
    }
    return true;
}

bool parallel_effects(parallel *p)
{
    return look(p, parallel_at(p, p->plan->loop)->body, 0);
}
