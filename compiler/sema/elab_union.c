/* Takes a value that is one of several scalar types, or an array of one of several dtypes, told by a tag at run time, and elaborates an
 * operation for each of them: `x + 1` with x int or float becomes
 *   if tag == 0: int + 1  else: float + 1 */
#include "classes.h"
#include "ops.h"

enum { MOST_ALTERNATIVES = 4 };

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

/* ---- Arrays of one of several dtypes -------------------------------------------------------------- */

bool union_of_arrays(const val *v)
{
    for (uint32_t i = 0; v->ty->kind == TY_UNION && i < v->ty->count; i++) {
        const ty *one = v->ty->items[i];
        if (one->kind == TY_ARRAY ||
            (one->kind == TY_SCALAR && hpc_dtype_kind((hpc_dtype)one->dtype) == 'c'))
            return true;
    }
    return false;
}

/* Adds the alternatives of t that are not there yet; false where one is no array. */
static bool add_arrays(const ty *t, const ty **all, uint32_t *count)
{
    uint32_t n = t->kind == TY_UNION ? t->count : 1;
    for (uint32_t i = 0; i < n; i++) {
        const ty *one = t->kind == TY_UNION ? t->items[i] : t;
        uint32_t at = 0;
        while (at < *count && all[at] != one)
            at++;
        if (one->kind != TY_ARRAY || at == MOST_ALTERNATIVES)
            return false;
        all[at] = one;
        *count += at == *count;
    }
    return true;
}

const ty *union_join_arrays(elab *e, const ty *a, const ty *b)
{
    const ty *all[MOST_ALTERNATIVES];
    uint32_t count = 0;
    return add_arrays(a, all, &count) && add_arrays(b, all, &count) ? ty_union(e->types, all, count)
                                                                    : NULL;
}

/* A call, of which one argument, or a method's self, is such an array. */
typedef struct spread_call {
    val callee;
    call_args args;
    const val *place; /* in the arguments; NULL: self */
    span where;
} spread_call;

static const val *replaced(elab *e, const val *from, uint32_t count, const val *place, val v)
{
    val *copy = ARENA_ARRAY(e->arena, val, count);
    for (uint32_t i = 0; i < count; i++)
        copy[i] = from + i == place ? v : from[i];
    return copy;
}

static val call_each(elab *e, val v, void *user)
{
    spread_call s = *(const spread_call *)user;
    if (!s.place)
        s.callee.items = (val *)replaced(e, s.callee.items, s.callee.count, s.callee.items, v);
    s.args.args = replaced(e, s.args.args, s.args.count, s.place, v);
    s.args.keyword_args = replaced(e, s.args.keyword_args, s.args.keyword_count, s.place, v);
    return elab_call(e, s.callee, &s.args, s.where);
}

static const val *find_array(const val *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (union_of_arrays(&items[i]))
            return &items[i];
    return NULL;
}

bool union_spread_call(elab *e, const val *callee, const call_args *args, span where, val *result)
{
    spread_call s = {*callee, *args, NULL, where};
    const val *v = callee->ty->kind == TY_METHOD ? find_array(callee->items, 1) : NULL;
    if (callee->ty->kind == TY_BUILTIN && strcmp(callee->ty->name, "print") == 0)
        return false; /* prints what the tag tells */
    if (class_of(callee) && class_of(callee)->tuple)
        return false; /* holds it as an item */
    if (!v)
        v = s.place = find_array(args->args, args->count);
    if (!v)
        v = s.place = find_array(args->keyword_args, args->keyword_count);
    if (!v)
        return false;
    *result = elab_distribute(e, *v, call_each, &s, where);
    return true;
}

static val attribute_each(elab *e, val v, void *user)
{
    const spread_call *s = user;
    return elab_attribute(e, v, s->callee.text, s->where);
}

val union_attribute(elab *e, val object, const char *name, span where)
{
    spread_call s = {.where = where};
    s.callee.text = name;
    return elab_distribute(e, object, attribute_each, &s, where);
}

static val item_each(elab *e, val v, void *user)
{
    const spread_call *s = user;
    return op_getitem(e, v, s->callee, s->where);
}

val union_getitem(elab *e, val object, val index, span where)
{
    spread_call s = {.callee = index, .where = where};
    return elab_distribute(e, object, item_each, &s, where);
}

/* ---- Distribution -------------------------------------------------------------------------------- */

val elab_distribute(elab *e, val v, elab_each each, void *user, span where)
{
    distribution d = {v, 0, each, user, where};
    return from_here(e, &d);
}
