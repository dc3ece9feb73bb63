/* parts. Needs: any verified function. Keeps: what it computes. Drops: views of the real or imaginary
 * parts of complex arrays that are only read, before the array changes: elementwise functions of it.
 *
 *   %2 = rt part_view (%1, 0)                    %2 = map real (%1)
 *   %3 = rt part_view (%1, 1)             ->     %3 = map imag (%1)
 *   %4 = map add (%2, %3)                        %4 = map add (%2, %3)
 *
 * A view that the runtime makes has a shape of its own and may be any memory; a function has the
 * array's shape and fuses, and the two parts of an element are loaded together. */
#include "../../runtime/table.h"
#include "air_alias.h"
#include "air_passes.h"
#include "air_rewrite.h"

typedef struct parts {
    air_fun *fun;
    air_alias *alias;
    bool *drops; /* by node: reads of parts that become functions */
    air_id *of;  /* by node: the view of parts that it is, or is a view of */
} parts;

static const air_node *at(const parts *z, air_id id)
{
    return air_at(z->fun, id);
}

static bool is_part(const air_node *n)
{
    return n->op == AIR_OP_RT && n->imm == HPC_RT_part_view;
}

/* What node `by` does with operand `x`, a view of parts. */
static void use(parts *z, air_id by, air_id x)
{
    const air_node *n = at(z, by);
    air_id part = z->of[x];
    if (n->op == AIR_OP_VIEW)
        z->of[by] = part;
    else if (n->op == AIR_OP_MAP)
        z->drops[part] &=
            !air_may_write_between(z->alias, part, by, air_root(z->fun, at(z, part)->args[0]));
    else if (n->op != AIR_OP_DIM)
        z->drops[part] = false;
}

/* In program order: a view comes before what uses it. */
static void find(parts *z, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        air_id id = r->items[i];
        const air_node *n = at(z, id);
        if (is_part(n)) {
            z->of[id] = id;
            z->drops[id] = true;
        }
        for (uint32_t k = 0; k < n->nargs; k++)
            if (z->of[n->args[k]])
                use(z, id, n->args[k]);
        find(z, n->body);
        find(z, n->other);
    }
}

static air_visit visit(air_rewriter *w, air_id id)
{
    const parts *z = w->user;
    if (id >= w->old_count || !z->drops[id])
        return AIR_KEEP;
    const air_node n = *at(z, id);
    int64_t imag = 0;
    air_is_const(z->fun, n.args[1], &imag);
    w->map[id] = air_map1(&w->b, imag ? AIR_IMAG : AIR_REAL, (hpc_dtype)n.type.dtype, n.args[0]);
    return AIR_DROP;
}

void air_pass_parts(arena *a, air_module *m, air_fun *f)
{
    bool found = false;
    for (air_id id = 1; id < f->nodes.len; id++)
        found |= is_part(air_at(f, id));
    if (!found)
        return;
    parts z = {.fun = f, .alias = air_alias_new(a, m, f)};
    z.drops = ARENA_ARRAY(a, bool, f->nodes.len);
    z.of = ARENA_ARRAY(a, air_id, f->nodes.len);
    find(&z, f->body);
    air_rewriter w = {.user = &z, .visit = visit};
    air_rewrite(m, f, &w);
}
