/* Sets of interned names: a list, with a hash table beside it once it is long. */
#include "nameset.h"

enum { FEW = 16 };

static uint32_t place(const nameset *set, const char *name)
{
    uint64_t hash = (uint64_t)(uintptr_t)name * 0x9e3779b97f4a7c15u;
    uint32_t i = (uint32_t)(hash >> 32) & (set->capacity - 1);
    while (set->slots[i] && set->slots[i] != name)
        i = (i + 1) & (set->capacity - 1);
    return i;
}

bool nameset_has(const nameset *set, const char *name)
{
    return set->slots ? set->slots[place(set, name)] != NULL : ast_names_has(&set->names, name);
}

static void grow(arena *a, nameset *set)
{
    set->capacity = set->capacity ? set->capacity * 2 : FEW * 4;
    set->slots = ARENA_ARRAY(a, const char *, set->capacity);
    for (uint32_t i = 0; i < set->names.len; i++)
        set->slots[place(set, set->names.items[i])] = set->names.items[i];
}

void nameset_add(arena *a, nameset *set, const char *name)
{
    if (nameset_has(set, name))
        return;
    vec_push(a, &set->names, name);
    if (set->names.len > FEW && set->names.len * 2 > set->capacity)
        grow(a, set);
    else if (set->slots)
        set->slots[place(set, name)] = name;
}
