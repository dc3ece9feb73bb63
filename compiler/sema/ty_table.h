/* The table of types: what ty.c and ty_open.c share. */
#ifndef HPC_TY_TABLE_H
#define HPC_TY_TABLE_H

#include "ty.h"

enum { TY_BUCKETS = 256 };

typedef struct ty_entry {
    struct ty_entry *next;
    ty type;
} ty_entry;

/* The type of what a dict of boxed values holds under a key that the program writes out. */
typedef struct ty_field {
    const char *name;
    const ty *type; /* TY_BOXED: several */
} ty_field;

/* A place of the program that makes containers, and what is known of their items. */
typedef struct ty_origin {
    struct ty_origin *next; /* of the bucket */
    uint64_t key;
    struct ty_origin *same_as; /* joined with: that one knows */
    const ty *item;            /* what was stored so far, or NULL */
    const ty *hint;   /* what a round that was rewound stored after it had been asked, or NULL */
    bool read;        /* asked for, perhaps before it was known */
    bool frozen;      /* others rely on `item` as it is */
    uint32_t rewound; /* the last ty_rewind that changed it */
    VEC(ty_field) fields;
} ty_origin;

/* An origin as it was before a change. */
typedef struct ty_change {
    ty_origin *origin, before;
} ty_change;

struct ty_table {
    arena *arena;
    ty_entry *buckets[TY_BUCKETS];
    ty_origin *origins[TY_BUCKETS];
    VEC(ty_change) trail;
    uint32_t learnt, rewinds;
};

const ty *ty_find(ty_table *t, ty key); /* the one type equal to key */
/* What the origin of an open container knows, or NULL. */
const ty *ty_origin_item(const ty *container);
const ty *ty_join_containers(ty_table *t, const ty *a, const ty *b, bool numba);

#endif
