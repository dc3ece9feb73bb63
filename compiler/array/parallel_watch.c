/* Takes loops over prange, makes the run watch what is not proved of them: the accesses of arrays in
 * which two iterations may meet are told to the runtime before they are made.
 *
 *   setelem (%a, %k, %x)      ->      rt watch (%log, view (%a) at %k, "f.py:7:9", %i, 1)
 *                                     setelem (%a, %k, %x)
 */
#include "air_rewrite.h"
#include "parallel.h"

#include "../../runtime/table.h"

typedef struct watcher {
    arena *arena;
    parallel_plan *plans;
    uint32_t count;
    air_id *logs; /* by plan */
    parallel_place_fn *place;
    void *user;
} watcher;

static air_id text_node(air_builder *b, const char *text)
{
    air_id id =
        air_raw(b, AIR_OP_STRING, (air_type){.kind = AIR_OBJECT}, NULL, 0, (int64_t)strlen(text));
    air_at(b->fun, id)->text = text;
    return id;
}

/* The one element of an array, as an array. */
static air_id element_view(air_builder *b, air_id array, const air_id *indexes)
{
    uint32_t rank = air_at(b->fun, array)->type.rank;
    air_view view = {0};
    air_id shape[HPC_MAX_RANK];
    for (uint32_t r = 0; r < rank; r++) {
        view.axis[r] = (int8_t)r;
        view.start[r] = indexes[r];
        shape[r] = air_i64(b, 1);
    }
    return air_view_new(b, array, &view, rank, shape);
}

static void watch(air_rewriter *w, const watcher *x, uint32_t k, const parallel_access *a)
{
    air_builder *b = &w->b;
    air_id loop = x->plans[k].loop, index = air_at(b->fun, loop)->body->items[0];
    const air_node n = *air_at(b->fun, a->node);
    air_id array = air_mapped(w, a->array);
    bool element = n.op == AIR_OP_ELEM || (n.op == AIR_OP_SETELEM && a->write);
    if (element && air_at(b->fun, array)->type.rank)
        array = element_view(b, array, n.args + 1);
    const char *place = x->place(x->user, n.loc);
    air_id args[] = {x->logs[k], array, text_node(b, place), air_mapped(w, index),
                     air_i64(b, a->write)};
    air_rt(b, HPC_RT_watch, args, 5, NULL, 0);
}

static bool is_watched(const parallel_plan *p, const parallel_access *a)
{
    for (uint32_t i = 0; i < p->arrays.len; i++)
        if (p->arrays.items[i].root == a->root)
            return false;
    for (uint32_t i = 0; i < p->watched.len; i++)
        if (p->watched.items[i] == a->root)
            return true;
    return false;
}

static air_visit visit(air_rewriter *w, air_id id)
{
    watcher *x = w->user;
    for (uint32_t k = 0; id < w->old_count && k < x->count; k++) {
        const parallel_plan *p = &x->plans[k];
        if (!p->watched.len)
            continue;
        if (id == p->loop) {
            const air_type object = {.kind = AIR_OBJECT};
            x->logs[k] = air_rt(&w->b, HPC_RT_watch_new, NULL, 0, &object, 1);
        }
        for (uint32_t i = 0; i < p->accesses.len; i++)
            if (p->accesses.items[i].node == id && is_watched(p, &p->accesses.items[i]))
                watch(w, x, k, &p->accesses.items[i]);
    }
    return AIR_KEEP;
}

void air_parallel_watch(arena *a, air_module *m, parallel_conflicts *conflicts,
                        parallel_place_fn *place, void *user)
{
    for (uint32_t i = 0; i < m->funs.len; i++) {
        air_fun *f = m->funs.items[i];
        watcher x = {.arena = a, .place = place, .user = user};
        if (!parallel_wanted(f))
            continue;
        parallel_prepare(a, m, f);
        x.plans = parallel_plans(a, m, f, conflicts, true, &x.count);
        x.logs = ARENA_ARRAY(a, air_id, x.count + 1);
        air_rewriter w = {.user = &x, .visit = visit};
        air_rewrite(m, f, &w);
    }
}
