/* A hash set of names by open addressing; texts and slots live in the arena. */
#include "intern.h"

typedef struct slot {
    const char *text; /* NULL: free */
    size_t length;
    uint64_t hash;
} slot;

struct intern {
    arena *a;
    slot *slots;
    size_t capacity; /* a power of two */
    size_t used;
};

enum { FIRST_CAPACITY = 256 };

intern *intern_new(arena *a)
{
    intern *table = ARENA_NEW(a, intern);
    table->a = a;
    table->capacity = FIRST_CAPACITY;
    table->slots = ARENA_ARRAY(a, slot, FIRST_CAPACITY);
    return table;
}

/* FNV-1a, folded: the low bits of the plain sum differ too little for short names. */
static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3u;
    return hash ^ hash >> 32;
}

/* The slot that holds the text, or the free one where it belongs. */
static slot *find(slot *slots, size_t capacity, const char *text, size_t length, uint64_t hash)
{
    for (size_t i = hash & (capacity - 1);; i = (i + 1) & (capacity - 1)) {
        slot *s = &slots[i];
        if (!s->text)
            return s;
        if (s->hash == hash && s->length == length && memcmp(s->text, text, length) == 0)
            return s;
    }
}

/* The old slots stay in the arena: with doubling they add up to the size of the new ones. */
static void grow(intern *table)
{
    size_t capacity = table->capacity * 2;
    slot *slots = ARENA_ARRAY(table->a, slot, capacity);
    for (size_t i = 0; i < table->capacity; i++) {
        const slot *old = &table->slots[i];
        if (old->text)
            *find(slots, capacity, old->text, old->length, old->hash) = *old;
    }
    table->slots = slots;
    table->capacity = capacity;
}

const char *intern_name(intern *table, const char *text, size_t length)
{
    uint64_t hash = hash_of(text, length);
    slot *s = find(table->slots, table->capacity, text, length, hash);
    if (s->text)
        return s->text;
    if ((table->used + 1) * 4 > table->capacity * 3) {
        grow(table);
        s = find(table->slots, table->capacity, text, length, hash);
    }
    const char *copy = arena_strndup(table->a, text, length);
    *s = (slot){copy, length, hash};
    table->used++;
    return copy;
}

const char *intern_text(intern *table, const char *text)
{
    return intern_name(table, text, strlen(text));
}
