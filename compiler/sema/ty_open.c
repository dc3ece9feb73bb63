/* Containers whose items' type is learnt: `[]`, `{}`, `[[] for ...]`.
 *
 *   a = []          a: list of origin 1:5, which knows nothing
 *   a.append([])    origin 1:5 holds list of origin 2:10
 *   a[0].append(1)  origin 2:10 holds int; a[0][0] is an int
 *
 * Items carry their own type at run time, so that a container may hold more types later (int, then
 * int or float): who reads it later, in the order of the program, is elaborated later. Where that
 * does not hold, the origin is frozen (a name has another type for it) or the loop around is
 * elaborated again. A function that is compiled for the type as it is may keep the container; should
 * it find another item there later, it fails (rtf_sequence.c). */
#include "ty_table.h"

static ty_origin *root_of(ty_origin *o)
{
    while (o->same_as)
        o = o->same_as;
    return o;
}

static ty_origin *origin_of(const ty *container)
{
    return root_of((ty_origin *)(uintptr_t)container->ref);
}

/* The origin is about to change. */
static void note(ty_table *t, ty_origin *o)
{
    ty_change change = {o, *o};
    vec_push(t->arena, &t->trail, change);
}

uint32_t ty_mark(const ty_table *t)
{
    return t->trail.len;
}

void ty_rewind(ty_table *t, uint32_t mark)
{
    t->rewinds++;
    while (t->trail.len > mark) {
        ty_change *c = &t->trail.items[--t->trail.len];
        ty_origin *o = c->origin;
        const ty_origin *now = root_of(o);
        bool last = o->rewound != t->rewinds; /* of the round's changes of it */
        const ty *hint = last && now->read && now->item ? now->item : o->hint;
        *o = c->before;
        o->hint = hint;
        o->rewound = t->rewinds;
    }
}

uint32_t ty_learnt(const ty_table *t)
{
    return t->learnt;
}

const ty *ty_open(ty_table *t, ty_kind kind, uint64_t key)
{
    return ty_open_class(t, kind, TY_PLAIN, 0, key);
}

const ty *ty_open_class(ty_table *t, ty_kind kind, unsigned class, unsigned last, uint64_t key)
{
    ty_origin **bucket = &t->origins[key % TY_BUCKETS];
    ty_origin *o = *bucket;
    while (o && o->key != key)
        o = o->next;
    if (!o) {
        o = ARENA_NEW(t->arena, ty_origin);
        o->key = key;
        o->next = *bucket;
        *bucket = o;
    }
    return ty_find(t, (ty){.kind = kind, .rank = (uint8_t) class, .ends = (uint8_t)last, .ref = o});
}

/* What is known, what an earlier round will turn out to store included. */
static const ty *known(ty_table *t, const ty_origin *o)
{
    if (!o->item || !o->hint || o->item == o->hint)
        return o->item ? o->item : o->hint;
    const ty *both = ty_unite(t, o->item, o->hint, false);
    return both ? both : o->item;
}

const ty *ty_origin_item(const ty *container)
{
    return origin_of(container)->item;
}

const ty *ty_item(ty_table *t, const ty *container)
{
    if (!container->ref)
        return container->count ? container->items[0] : NULL;
    ty_origin *o = origin_of(container);
    if (!o->read) {
        note(t, o);
        o->read = true;
    }
    return known(t, o);
}

/* A frozen origin cannot take what a later turn of a loop gives: the next round freezes it wider. */
static bool learn_later(ty_table *t, ty_origin *o, const ty *item)
{
    const ty *before = known(t, o), *wider = ty_unite(t, before, item, false);
    if (!wider || wider == before)
        return false;
    o->hint = wider; /* stays when the round is rewound */
    t->learnt++;
    return true;
}

/* The type that holds both; a dict holds what does not unite boxed. */
static const ty *hold_both(ty_table *t, ty_kind kind, const ty *a, const ty *b)
{
    const ty *both = ty_unite(t, a, b, false), *items[2];
    if (both || kind != TY_DICT)
        return both;
    for (int i = 0; i < 2; i++) {
        items[i] = ty_unite(t, a->items[i], b->items[i], false);
        items[i] = items[i] ? items[i] : ty_basic(t, TY_BOXED);
    }
    return ty_tuple(t, items, 2);
}

bool ty_learn(ty_table *t, const ty *container, const ty *item, bool widens, bool again)
{
    ty_origin *o = origin_of(container);
    const ty *before = known(t, o), *now = item;
    if (o->item)
        now = widens ? hold_both(t, container->kind, o->item, item)
                     : ty_join(t, o->item, item, false);
    if (!now)
        return false;
    if (o->read && o->hint) {
        const ty *both = ty_unite(t, now, o->hint, false);
        now = both ? both : now;
    }
    o = origin_of(container); /* joining may have given it another */
    if (now == o->item)
        return true;
    if (o->frozen)
        return again && learn_later(t, o, now);
    note(t, o);
    o->item = now;
    if (!o->read)
        o->hint = NULL;
    if (o->read && known(t, o) != before)
        t->learnt++;
    return true;
}

/* ---- Fields ---------------------------------------------------------------------------------- */

void ty_set_field(ty_table *t, const ty *dict, const char *name, const ty *type)
{
    if (!dict->ref || strchr(name, '\n'))
        return;
    ty_origin *o = origin_of(dict);
    for (uint32_t i = 0; i < o->fields.len; i++) {
        ty_field *f = &o->fields.items[i];
        if (strcmp(f->name, name) != 0)
            continue;
        const ty *both = ty_join(t, f->type, type, false);
        f->type = both ? both : ty_basic(t, TY_BOXED);
        return;
    }
    vec_push(t->arena, &o->fields, ((ty_field){name, type}));
}

/* A closed dict has the names in its own, a line each, and the types after that of its items. */
static const ty *closed_field(const ty *dict, const char *name)
{
    const char *at = dict->name;
    size_t length = strlen(name);
    for (uint32_t i = 1; at && i < dict->count; i++) {
        size_t one = strcspn(at, "\n");
        if (one == length && memcmp(at, name, length) == 0)
            return dict->items[i];
        at += one + (at[one] == '\n');
    }
    return NULL;
}

const ty *ty_get_field(const ty *dict, const char *name)
{
    const ty *type = NULL;
    if (!dict->ref) {
        type = closed_field(dict, name);
    } else {
        const ty_origin *o = origin_of(dict);
        for (uint32_t i = 0; i < o->fields.len; i++)
            if (strcmp(o->fields.items[i].name, name) == 0)
                type = o->fields.items[i].type;
    }
    return type && type->kind != TY_BOXED ? type : NULL;
}

/* A closed dict with the fields of the origin. */
static const ty *with_fields(ty_table *t, const ty *type, const ty *item, const ty_origin *o)
{
    uint32_t count = 0;
    const ty **items = ARENA_ARRAY(t->arena, const ty *, o->fields.len + 1);
    const char *names = "";
    items[count++] = ty_closed(t, item);
    for (uint32_t i = 0; i < o->fields.len; i++) {
        const ty_field *f = &o->fields.items[i];
        names = arena_printf(t->arena, "%s%s\n", names, f->name);
        items[count++] = ty_closed(t, f->type);
    }
    return ty_find(t, (ty){.kind = TY_DICT,
                           .rank = type->rank,
                           .ends = type->ends,
                           .count = count,
                           .items = items,
                           .name = names});
}

/* A closed container of the item, of the class of another. */
static const ty *of_item(ty_table *t, const ty *like, const ty *item)
{
    return ty_find(t, (ty){.kind = like->kind,
                           .rank = like->rank,
                           .ends = like->ends,
                           .count = item ? 1 : 0,
                           .items = &item});
}

/* ---- Closing --------------------------------------------------------------------------------- */

static const ty *with_items(ty_table *t, const ty *type, const ty **items)
{
    const void *names = type->kind == TY_TUPLE ? type->ref : NULL;
    return ty_find(t, (ty){.kind = type->kind,
                           .rank = type->rank,
                           .ends = type->ends,
                           .count = type->count,
                           .items = items,
                           .name = type->name,
                           .ref = names});
}

static const ty *closed_origin(ty_table *t, const ty *type)
{
    ty_origin *o = origin_of(type);
    const ty *item = known(t, o);
    if (!o->read) {
        note(t, o);
        o->read = true;
    }
    if (!item)
        return ty_find(t,
                       (ty){.kind = type->kind, .rank = type->rank, .ends = type->ends, .ref = o});
    bool boxed = type->kind == TY_DICT && item->items[1]->kind == TY_BOXED;
    return boxed && o->fields.len ? with_fields(t, type, item, o)
                                  : of_item(t, type, ty_closed(t, item));
}

const ty *ty_closed(ty_table *t, const ty *type)
{
    if (!type->open)
        return type;
    if (type->ref && ty_is_container(type))
        return closed_origin(t, type);
    const ty **items = ARENA_ARRAY(t->arena, const ty *, type->count);
    for (uint32_t i = 0; i < type->count; i++)
        items[i] = ty_closed(t, type->items[i]);
    return with_items(t, type, items);
}

const ty *ty_renewed(ty_table *t, const ty *type, uint64_t key)
{
    if (!type->open)
        return type;
    if (type->ref && ty_is_container(type))
        return ty_open_class(t, type->kind, type->rank, type->ends, key);
    const ty **items = ARENA_ARRAY(t->arena, const ty *, type->count);
    for (uint32_t i = 0; i < type->count; i++)
        items[i] = ty_renewed(t, type->items[i], key * UINT64_C(0x9E3779B97F4A7C15) + i + 1);
    return with_items(t, type, items);
}

/* ---- Joining --------------------------------------------------------------------------------- */

/* Two origins become one. */
static const ty *join_origins(ty_table *t, const ty *a, const ty *b, bool numba)
{
    ty_origin *x = origin_of(a), *y = origin_of(b);
    if (x == y)
        return a;
    const ty *both = !x->item || !y->item ? NULL
                     : numba              ? ty_join(t, x->item, y->item, true)
                                          : ty_unite(t, x->item, y->item, false);
    const ty *item = both ? both : x->item ? x->item : y->item;
    if (x->item && y->item && !both)
        return NULL;
    x = origin_of(a);
    y = origin_of(b);
    if (x == y)
        return a;
    if ((x->frozen && item != x->item) || (y->frozen && item != y->item))
        return NULL;
    const ty *before[2] = {known(t, x), known(t, y)};
    note(t, x);
    note(t, y); /* taken back first, while x still knows */
    y->same_as = x;
    x->item = item;
    x->hint = x->hint ? x->hint : y->hint;
    x->frozen = x->frozen || y->frozen;
    const ty *after = known(t, x);
    if ((x->read && after != before[0]) || (y->read && after != before[1]))
        t->learnt++;
    x->read = x->read || y->read;
    for (uint32_t i = 0; i < y->fields.len; i++)
        ty_set_field(t, a, y->fields.items[i].name, y->fields.items[i].type);
    return a;
}

/* An open container with a closed one: it is closed, too, and keeps its type. */
static const ty *join_closed(ty_table *t, const ty *open, const ty *other, bool numba)
{
    const ty *item = other->count ? other->items[0] : NULL;
    if (!item)
        return open;
    ty_origin *o = origin_of(open);
    const ty *joined = o->item ? ty_join(t, o->item, item, numba) : item;
    if (!joined || !ty_learn(t, open, joined, false, false))
        return NULL;
    o = origin_of(open);
    note(t, o);
    o->read = o->frozen = true;
    o->item = joined;
    return of_item(t, open, joined);
}

const ty *ty_join_containers(ty_table *t, const ty *a, const ty *b, bool numba)
{
    if (a->rank != b->rank)
        return NULL;
    if (a->ref && b->ref)
        return join_origins(t, a, b, numba);
    if (a->ref || b->ref)
        return join_closed(t, a->ref ? a : b, a->ref ? b : a, numba);
    if (!a->count || !b->count)
        return a->count ? a : b;
    const ty *item = ty_join(t, a->items[0], b->items[0], numba);
    return item ? of_item(t, a, item) : NULL;
}
