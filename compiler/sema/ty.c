/* Interned types: construction, names, joins, and how each type is carried by array IR. */
#include <stdio.h>

#include "promote.h"
#include "ty_table.h"

ty_table *ty_table_new(arena *a)
{
    ty_table *t = ARENA_NEW(a, ty_table);
    t->arena = a;
    return t;
}

static uint32_t mix(uint32_t hash, uint64_t value)
{
    value ^= value >> 32;
    return (hash ^ (uint32_t)value) * 0x9E3779B1u;
}

static uint32_t hash_type(const ty *k)
{
    uint32_t h = mix(0, k->kind);
    h = mix(h, k->dtype);
    h = mix(h, k->rank | k->facts << 8 | k->ends << 16);
    for (uint32_t i = 0; i < k->count; i++)
        h = mix(h, (uintptr_t)k->items[i]);
    for (const char *c = k->name; c && *c; c++)
        h = mix(h, (unsigned char)*c);
    h = mix(h, (uintptr_t)k->ref);
    return (h >> 16 ^ h) % TY_BUCKETS;
}

static bool same_name(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool equal(const ty *a, const ty *b)
{
    if (a->kind != b->kind || a->dtype != b->dtype || a->rank != b->rank || a->facts != b->facts ||
        a->ends != b->ends || a->count != b->count || a->ref != b->ref ||
        !same_name(a->name, b->name))
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->items[i] != b->items[i])
            return false;
    return true;
}

/* The one type equal to key; its items are copied when it is new. */
const ty *ty_find(ty_table *t, ty key)
{
    ty_entry **bucket = &t->buckets[hash_type(&key)];
    for (ty_entry *e = *bucket; e; e = e->next)
        if (equal(&e->type, &key))
            return &e->type;
    ty_entry *fresh = ARENA_NEW(t->arena, ty_entry);
    key.open = ty_is_container(&key) && key.ref;
    for (uint32_t i = 0; i < key.count; i++)
        key.open = key.open || key.items[i]->open;
    fresh->type = key;
    if (key.count) {
        const ty **items = ARENA_ARRAY(t->arena, const ty *, key.count);
        memcpy(items, key.items, key.count * sizeof *items);
        fresh->type.items = items;
    }
    fresh->next = *bucket;
    *bucket = fresh;
    return &fresh->type;
}

const ty *ty_basic(ty_table *t, ty_kind kind)
{
    return ty_find(t, (ty){.kind = kind});
}

const ty *ty_scalar(ty_table *t, hpc_dtype dtype)
{
    return ty_find(t, (ty){.kind = TY_SCALAR, .dtype = dtype});
}

const ty *ty_array(ty_table *t, hpc_dtype dtype, unsigned rank, unsigned facts, unsigned ends)
{
    return ty_find(t, (ty){.kind = TY_ARRAY,
                           .dtype = dtype,
                           .rank = (uint8_t)rank,
                           .facts = (uint8_t)facts,
                           .ends = (uint8_t)ends});
}

unsigned ty_ends(int64_t last, int64_t before)
{
    if (last < 1 || last > 4)
        return 0;
    return (unsigned)last | (before >= 1 && before <= 4 ? (unsigned)before << 4 : 0);
}

const ty *ty_tuple(ty_table *t, const ty *const *items, uint32_t count)
{
    return ty_find(t, (ty){.kind = TY_TUPLE, .count = count, .items = (const ty **)items});
}

const ty *ty_tuple_like(ty_table *t, const ty *like, const ty *const *items)
{
    ty key = *like;
    key.items = (const ty **)items;
    key.open = false;
    return ty_find(t, key);
}

const ty *ty_tuple_named(ty_table *t, const ty *tuple, const char *name, const void *names)
{
    ty key = *tuple;
    key.name = name;
    key.ref = names;
    key.open = false;
    return ty_find(t, key);
}

const ty *ty_container(ty_table *t, ty_kind kind, const ty *item)
{
    return ty_find(t, (ty){.kind = kind, .count = item ? 1 : 0, .items = &item});
}

const ty *ty_list(ty_table *t, const ty *item)
{
    return ty_container(t, TY_LIST, item);
}

const ty *ty_optional(ty_table *t, const ty *item)
{
    return ty_find(t, (ty){.kind = TY_OPTIONAL, .count = 1, .items = &item});
}

const ty *ty_union(ty_table *t, const ty *const *items, uint32_t count)
{
    return ty_find(t, (ty){.kind = TY_UNION, .count = count, .items = (const ty **)items});
}

const ty *ty_dtype(ty_table *t, hpc_dtype dtype)
{
    return ty_find(t, (ty){.kind = TY_DTYPE, .dtype = dtype});
}

const ty *ty_named(ty_table *t, ty_kind kind, const char *name)
{
    return ty_find(t, (ty){.kind = kind, .name = name});
}

const ty *ty_ref(ty_table *t, ty_kind kind, const char *name, const void *ref)
{
    return ty_find(t, (ty){.kind = kind, .name = name, .ref = ref});
}

/* ---- Names ---------------------------------------------------------------------------------- */

static const char *array_name(arena *a, const ty *t)
{
    const char *dtype = hpc_dtype_name(t->dtype);
    if (t->rank == 0)
        return arena_printf(a, "%s[()]", dtype);
    char axes[4 * HPC_MAX_RANK];
    size_t length = 0;
    for (unsigned i = 0; i < t->rank; i++)
        length += (size_t)snprintf(axes + length, sizeof axes - length, i ? ", :" : ":");
    return arena_printf(a, "%s[%s]", dtype, axes);
}

static const char *items_name(arena *a, const char *what, const ty *t)
{
    const char *text = arena_printf(a, "%s(", what);
    for (uint32_t i = 0; i < t->count; i++)
        text = arena_printf(a, "%s%s%s", text, i ? ", " : "", ty_name(a, t->items[i]));
    return arena_printf(a, "%s)", text);
}

static const char *container_name(arena *a, const char *what, const ty *t)
{
    const ty *item = t->ref ? ty_origin_item(t) : t->count ? t->items[0] : NULL;
    if (item && t->kind == TY_DICT)
        return items_name(a, what, item);
    return item ? arena_printf(a, "%s(%s)", what, ty_name(a, item)) : arena_printf(a, "%s()", what);
}

static const char *basic_name(ty_kind kind)
{
    switch (kind) {
    case TY_NEVER: return "never";
    case TY_ABSENT: return "absent";
    case TY_NONE: return "None";
    case TY_BOOL: return "bool";
    case TY_INT: return "int";
    case TY_FLOAT: return "float";
    case TY_COMPLEX: return "complex";
    case TY_STR: return "str";
    case TY_RANGE: return "range";
    case TY_SLICE: return "slice";
    case TY_ELLIPSIS: return "ellipsis";
    case TY_BOXED: return "boxed";
    case TY_FUNC: return "function";
    case TY_BUILTIN: return "builtin function";
    case TY_METHOD: return "method";
    default: return "value";
    }
}

static const char *list_class(const ty *t)
{
    return t->rank == TY_PLAIN ? "list" : t->rank == TY_DEQUE ? "deque" : "any_length_tuple";
}

static const char *dict_class(const ty *t)
{
    return t->rank == TY_PLAIN ? "dict" : t->rank == TY_COUNTER ? "Counter" : "defaultdict";
}

const char *ty_name(arena *a, const ty *t)
{
    switch (t->kind) {
    case TY_SCALAR: return hpc_dtype_name(t->dtype);
    case TY_ARRAY: return array_name(a, t);
    case TY_TUPLE: return items_name(a, t->ref ? t->name : "tuple", t);
    case TY_LIST: return container_name(a, list_class(t), t);
    case TY_DICT: return container_name(a, dict_class(t), t);
    case TY_SET: return container_name(a, "set", t);
    case TY_UNION: return items_name(a, "union", t);
    case TY_OPTIONAL: return items_name(a, "optional", t);
    case TY_DTYPE: return arena_printf(a, "dtype(%s)", hpc_dtype_name(t->dtype));
    case TY_CLASS: return arena_printf(a, "type(%s)", t->name);
    case TY_MODULE: return arena_printf(a, "module(%s)", t->name);
    case TY_RECORD_CLASS: return arena_printf(a, "type(%s)", t->name);
    case TY_OBJECT:
    case TY_RECORD:
    case TY_PARTS:
    case TY_ITER: return t->name;
    default: return basic_name(t->kind);
    }
}

/* ---- Questions ------------------------------------------------------------------------------ */

bool ty_is_python_number(const ty *t)
{
    return t->kind == TY_BOOL || t->kind == TY_INT || t->kind == TY_FLOAT || t->kind == TY_COMPLEX;
}

bool ty_is_number(const ty *t)
{
    return ty_is_python_number(t) || t->kind == TY_SCALAR;
}

bool ty_is_container(const ty *t)
{
    return t->kind == TY_LIST || t->kind == TY_DICT || t->kind == TY_SET;
}

bool ty_is_arraylike(const ty *t)
{
    return ty_is_number(t) || t->kind == TY_ARRAY;
}

hpc_dtype ty_dtype_of(const ty *t)
{
    switch (t->kind) {
    case TY_BOOL: return HPC_BOOL;
    case TY_INT: return HPC_I64;
    case TY_FLOAT: return HPC_F64;
    case TY_COMPLEX: return HPC_C128;
    default: return t->dtype;
    }
}

/* ---- Joins ---------------------------------------------------------------------------------- */

static const ty *join_arrays(ty_table *t, const ty *a, const ty *b)
{
    if (a->dtype != b->dtype || a->rank != b->rank)
        return NULL;
    unsigned last = ty_end(a, 0) == ty_end(b, 0) ? ty_end(a, 0) : 0;
    unsigned before = ty_end(a, 1) == ty_end(b, 1) ? ty_end(a, 1) : 0;
    return ty_array(t, a->dtype, a->rank, a->facts & b->facts, ty_ends(last, before));
}

static const ty *join_items(ty_table *t, const ty *a, const ty *b, bool numba)
{
    enum { MOST = 64 };
    const ty *items[MOST];
    if (a->count != b->count || a->ref != b->ref || a->count > MOST)
        return NULL;
    for (uint32_t i = 0; i < a->count; i++)
        if (!(items[i] = ty_join(t, a->items[i], b->items[i], numba)))
            return NULL;
    return ty_tuple_like(t, a, items);
}

/* Numba unifies numbers as NumPy promotes their dtypes; those of Python are Python's numbers. */
static const ty *join_numba(ty_table *t, const ty *a, const ty *b)
{
    hpc_dtype x = ty_dtype_of(a), y = ty_dtype_of(b), joined = pr_promote(x, y);
    if (x == y)
        return ty_is_python_number(a) ? a : b;
    if (joined == x || joined == y)
        return joined == x ? a : b;
    switch (joined) {
    case HPC_I64: return ty_basic(t, TY_INT);
    case HPC_F64: return ty_basic(t, TY_FLOAT);
    case HPC_C128: return ty_basic(t, TY_COMPLEX);
    default: return ty_scalar(t, joined);
    }
}

const ty *ty_join(ty_table *t, const ty *a, const ty *b, bool numba)
{
    if (a == b || b->kind == TY_NEVER)
        return a;
    if (a->kind == TY_NEVER)
        return b;
    if (numba && ty_is_number(a) && ty_is_number(b))
        return join_numba(t, a, b);
    if (a->kind != b->kind)
        return NULL;
    switch (a->kind) {
    case TY_ARRAY: return join_arrays(t, a, b);
    case TY_TUPLE: return join_items(t, a, b, numba);
    case TY_OPTIONAL: {
        const ty *item = ty_join(t, a->items[0], b->items[0], numba);
        return item ? ty_optional(t, item) : NULL;
    }
    case TY_LIST:
    case TY_DICT:
    case TY_SET: return ty_join_containers(t, a, b, numba);
    default: return NULL;
    }
}

/* Tuples of one length unite item by item. */
static const ty *unite_tuples(ty_table *t, const ty *a, const ty *b, bool numba)
{
    const ty **items = ARENA_ARRAY(t->arena, const ty *, a->count);
    for (uint32_t i = 0; i < a->count; i++)
        if (!(items[i] = ty_unite(t, a->items[i], b->items[i], numba)))
            return NULL;
    const ty *united = ty_tuple_like(t, a, items);
    return ty_flatten(united, NULL, 0) <= TY_MOST_COMPONENTS ? united : NULL;
}

/* What an optional can hold: what has components, so that it can be carried. */
static bool can_be_optional(const ty *t)
{
    switch (t->kind) {
    case TY_NEVER:
    case TY_RANGE:
    case TY_BOXED: return false;
    default: return ty_flatten(t, NULL, 0) > 0 && ty_flatten(t, NULL, 0) < TY_MOST_COMPONENTS;
    }
}

/* One of the two may be None. */
static const ty *unite_optional(ty_table *t, const ty *a, const ty *b, bool numba)
{
    a = a->kind == TY_OPTIONAL ? a->items[0] : a;
    b = b->kind == TY_OPTIONAL ? b->items[0] : b;
    const ty *item = a->kind == TY_NONE ? b : b->kind == TY_NONE ? a : ty_unite(t, a, b, numba);
    return item && can_be_optional(item) ? ty_optional(t, item) : NULL;
}

/* One order, so that the same alternatives are one type wherever they met. */
static void sort_numbers(const ty **all, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t k = i; k > 0; k--) {
            const ty *a = all[k - 1], *b = all[k];
            if (a->kind < b->kind || (a->kind == b->kind && a->dtype <= b->dtype))
                break;
            all[k - 1] = b;
            all[k] = a;
        }
}

const ty *ty_unite(ty_table *t, const ty *a, const ty *b, bool numba)
{
    const ty *joined = ty_join(t, a, b, numba), *all[TY_MOST_UNITED];
    if (joined)
        return joined;
    if (a->kind == TY_NONE || b->kind == TY_NONE || a->kind == TY_OPTIONAL ||
        b->kind == TY_OPTIONAL)
        return unite_optional(t, a, b, numba);
    if (a->kind == TY_TUPLE && b->kind == TY_TUPLE && a->count == b->count && a->ref == b->ref)
        return unite_tuples(t, a, b, numba);
    const ty *from[] = {a, b};
    uint32_t count = 0;
    for (int k = 0; k < 2; k++) {
        uint32_t of = from[k]->kind == TY_UNION ? from[k]->count : 1;
        for (uint32_t i = 0; i < of; i++) {
            const ty *one = from[k]->kind == TY_UNION ? from[k]->items[i] : from[k];
            bool seen = false;
            for (uint32_t n = 0; n < count; n++)
                seen = seen || all[n] == one;
            if (!ty_is_number(one) || (!seen && count == TY_MOST_UNITED))
                return NULL;
            if (!seen)
                all[count++] = one;
        }
    }
    sort_numbers(all, count);
    return ty_union(t, all, count);
}

/* ---- Components ----------------------------------------------------------------------------- */

static uint32_t put(air_type *out, uint32_t max, uint32_t at, air_type type)
{
    if (at < max)
        out[at] = type;
    return at + 1;
}

static uint32_t flatten(const ty *t, air_type *out, uint32_t max, uint32_t at)
{
    const air_type i64 = air_scalar_type(HPC_I64);
    switch (t->kind) {
    case TY_BOOL:
    case TY_INT:
    case TY_FLOAT:
    case TY_COMPLEX:
    case TY_SCALAR: return put(out, max, at, air_scalar_type(ty_dtype_of(t)));
    case TY_ARRAY:
        return put(out, max, at, (air_type){AIR_ARRAY, (uint8_t)t->dtype, t->rank, t->facts});
    case TY_LIST:
    case TY_DICT:
    case TY_SET:
    case TY_STR:
    case TY_BOXED:
    case TY_RECORD:
    case TY_OBJECT: return put(out, max, at, (air_type){.kind = AIR_OBJECT});
    case TY_RANGE: return put(out, max, put(out, max, put(out, max, at, i64), i64), i64);
    case TY_OPTIONAL:
    case TY_UNION: at = put(out, max, at, i64); break;
    case TY_TUPLE: break;
    default: return at;
    }
    for (uint32_t i = 0; i < t->count; i++)
        at = flatten(t->items[i], out, max, at);
    return at;
}

uint32_t ty_flatten(const ty *t, air_type *out, uint32_t max)
{
    return flatten(t, out, max, 0);
}
