/* skew. Needs: a function after simplify and hoist. Keeps: what it computes. Drops: passes over
 * memory of time loops whose steps update arrays from neighbouring rows.
 *
 *   for (0, %steps, 1) {
 *     store (rows 1.. of %a, f(rows 0.., 1.., 2.. of %a))
 *   }
 *
 * Row i of a step needs only rows near i of the step before: several steps, a *band* of them, run
 * over the arrays together, each some rows behind the one before it, while the rows are in the
 * nearest caches:
 *
 *   for (0, %steps, %band) { %t = indvar
 *     %many = min (%steps - %t, %band)
 *     for (0, %n + lag * (%many - 1) + ..., 1) { %p = indvar
 *       for (0, %many, 1) { %k = indvar
 *         %i = %p - %k * lag
 *         if (0 <= %i < %n) { store (row %i & 1 of ring %k, f(row %i)) }
 *         if (1 <= %i < %n + 1) { store (row %i - 1 of the target, row (%i - 1) & 1 of ring %k) }
 *       }
 *     }
 *   }
 *
 * A body is a list of *stages*, the stores. A stage that reads earlier rows of what it writes goes
 * through a ring, as in pass roll. How far a stage is behind another one follows from the rows that
 * they read and write of the same array: whatever was read, overwritten or written before must be,
 * now too. Arrays of rank 1 go by blocks of elements instead of rows, where they are large; what a
 * block overwrites of the elements that the next one reads is kept, and put back for the time being.
 * Different arrays that may share memory are tested at run time, before the loop.
 *
 * Boundary statements are stages, too: a column is a row of one element at each place, a row or an
 * element is at one place alone, which may be counted from the end. Numbers that change from step to
 * step are computed for a whole band before it.
 *
 * skew_stages.c finds the stages, skew_plan.c how far behind one another they run, skew_rows.c,
 * skew_blocks.c and skew_steps.c build the loops. */
#include "../../runtime/table.h"
#include "skew.h"

/* ---- Loops ------------------------------------------------------------------------------------ */

static void count_uses(skew *z, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = skew_at(z, r->items[i]);
        for (uint32_t k = 0; k < n->nargs; k++)
            z->uses[n->args[k]] += n->op != AIR_OP_DIM;
        count_uses(z, n->body);
        count_uses(z, n->other);
    }
}

static void survey(skew *z, const air_region *r)
{
    skew_plan *spare = NULL;
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = skew_at(z, r->items[i]);
        survey(z, n->body);
        survey(z, n->other);
        if (n->op != AIR_OP_FOR)
            continue;
        z->p = spare ? spare : ARENA_NEW(z->arena, skew_plan);
        *z->p = (skew_plan){0};
        bool plain = skew_find_plan(z, n);
        z->plans[r->items[i]] = plain ? z->p : NULL;
        spare = plain ? NULL : z->p;
    }
}

/* ---- Rewriting ------------------------------------------------------------------------------- */

static air_id no_overlap(skew *z, air_builder *b)
{
    air_type type = air_scalar_type(HPC_I64);
    air_id any = air_i64(b, 0);
    for (uint32_t i = 0; i < z->p->ntests; i++)
        any = air_map2(b, AIR_OR, HPC_I64, any,
                       air_rt(b, HPC_RT_view_overlaps, z->p->test[i], 2, &type, 1));
    return air_map2(b, AIR_EQ, HPC_BOOL, any, air_i64(b, 0));
}

/* What the loop reads has been rebuilt. */
static void map_stages(air_rewriter *w, skew_plan *p)
{
    for (uint32_t i = 0; i < p->body->len; i++)
        air_map_operands(w, p->body->items[i]);
    for (uint32_t i = 0; i < p->nstages; i++) {
        p->stages[i].target = air_mapped(w, p->stages[i].target);
        p->stages[i].value = air_mapped(w, p->stages[i].value);
        p->stages[i].first = air_mapped(w, p->stages[i].first);
    }
}

static void note_bands(const air_builder *b, const skew_plan *p, int32_t loc)
{
    const char *over = p->rank == 1 ? "blocks of elements" : "rows";
    remark_add(b->module->remarks, REMARK_BANDS, b->fun->index, 0, loc, over, NULL);
}

static air_visit visit(air_rewriter *w, air_id id)
{
    skew *z = w->user;
    air_builder *b = &w->b;
    z->rewriter = w;
    z->p = id < w->old_count ? z->plans[id] : NULL;
    if (!z->p)
        return AIR_KEEP;
    map_stages(w, z->p);
    note_bands(b, z->p, skew_at(z, id)->loc);
    if (!z->p->ntests) {
        skew_build(z, b, id);
        return AIR_DROP;
    }
    z->p->cond = no_overlap(z, b);
    air_region *around = b->region;
    z->p->then = skew_open_if(b);
    skew_build(z, b, id);
    b->region = around;
    return AIR_KEEP;
}

/* Where arrays overlap, the loop stays as it is. */
static air_visit leave(air_rewriter *w, air_id id)
{
    const skew *z = w->user;
    air_builder *b = &w->b;
    const skew_plan *p = id < w->old_count ? z->plans[id] : NULL;
    if (!p)
        return AIR_KEEP;
    air_region *around = b->region, *other = skew_open_if(b);
    skew_at(z, id)->body->parent = other;
    air_append(b, id);
    skew_close_if(b, around, p->cond, p->then, other);
    return AIR_DROP;
}

void air_pass_skew(arena *a, air_module *m, air_fun *f)
{
    skew z = {.arena = a, .fun = f, .count = f->nodes.len};
    bool loops = false, stores = false;
    for (air_id id = 1; id < f->nodes.len; id++) {
        loops |= air_at(f, id)->op == AIR_OP_FOR;
        stores |= air_at(f, id)->op == AIR_OP_STORE;
    }
    if (f->once || f->general || !loops || !stores || air_any_try(m))
        return;
    z.alias = air_alias_new(a, m, f);
    z.uses = ARENA_ARRAY(a, uint32_t, f->nodes.len);
    z.met = ARENA_ARRAY(a, uint32_t, f->nodes.len);
    z.owner = ARENA_ARRAY(a, air_id, f->nodes.len);
    z.read_by = ARENA_ARRAY(a, air_id, f->nodes.len);
    z.steps = ARENA_ARRAY(a, bool, f->nodes.len);
    z.plans = ARENA_ARRAY(a, skew_plan *, f->nodes.len);
    count_uses(&z, f->body);
    survey(&z, f->body);
    air_rewriter w = {.user = &z, .visit = visit, .leave = leave};
    air_rewrite(m, f, &w);
}
