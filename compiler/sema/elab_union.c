/* Takes a value that is one of several scalar types, told by a tag at run time, and elaborates an
 * operation for each of them: `x + 1` with x int or float becomes
 *   if tag == 0: int + 1  else: float + 1 */
#include "ops.h"

typedef struct distribution {
    val v;
    uint32_t at; /* the alternative tried next */
    elab_each each;
    void *user;
    span where;
} distribution;

/* A union's items: the tag, then the one component of each alternative. */
static val alternative(elab *e, const val *v, uint32_t i)
{
    return val_of(e, v->ty->items[i], v->items[1 + i].node);
}

static val this_one(elab *e, void *user)
{
    const distribution *d = user;
    return d->each(e, alternative(e, &d->v, d->at), d->user);
}

static val from_here(elab *e, distribution *d);

static val the_others(elab *e, void *user)
{
    const distribution *d = user;
    distribution rest = *d;
    rest.at++;
    return from_here(e, &rest);
}

static val from_here(elab *e, distribution *d)
{
    if (d->at + 1 == d->v.ty->count)
        return this_one(e, d);
    air_id is_it = op_test(e, AIR_EQ, d->v.items[0].node, op_int(e, d->at));
    int64_t known;
    if (air_is_const(e->b.fun, is_it, &known))
        return known ? this_one(e, d) : the_others(e, d);
    return elab_choose(e, is_it, this_one, the_others, d, d->where);
}

val elab_distribute(elab *e, val v, elab_each each, void *user, span where)
{
    distribution d = {v, 0, each, user, where};
    return from_here(e, &d);
}
