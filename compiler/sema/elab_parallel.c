/* Takes the array IR of a chunk, reports the loops over prange whose turns may meet, with both places. */
#include "elab_parallel.h"

#include "../array/parallel.h"

static const elab_loc *place(const elab *e, int32_t loc)
{
    return loc > 0 && (uint32_t)loc < e->locs.len ? &e->locs.items[loc] : NULL;
}

static void report(elab *e, const parallel_conflict *c)
{
    const elab_loc *first = place(e, c->first), *second = place(e, c->second);
    const elab_loc *loop = place(e, c->loop);
    if (!first)
        first = loop;
    if (!first)
        return;
    diag_error(e->diags, first->src, first->where, "ValueError", "%s", c->what);
    if (second && c->with)
        diag_note(e->diags, second->src, second->where, "%s", c->with);
    if (loop)
        diag_note(e->diags, loop->src, loop->where,
                  "in this loop; range() does its iterations one after the other%s",
                  c->array ? ", --check-races lets the run find conflicts" : "");
}

static const char *place_text(void *user, int32_t loc)
{
    elab *e = user;
    const elab_loc *l = place(e, loc);
    return l ? arena_printf(e->arena, "%s:%u:%u", l->src->name, l->where.line, l->where.column)
             : "a place without a name";
}

void elab_check_parallel(elab *e)
{
    parallel_conflicts found = {0};
    if (e->check_races)
        air_parallel_watch(e->arena, e->air, &found, place_text, e);
    else
        air_parallel_check(e->arena, e->air, &found);
    for (uint32_t i = 0; i < found.len; i++)
        report(e, &found.items[i]);
}
