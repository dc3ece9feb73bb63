/* Memory and lane moves of the interpreter, by element size. Memory may be unaligned. */
#include "interp.h"

/* SIZED(action): the action for the constant sizes, so that memcpy becomes a move. */
#define SIZED(size, ACTION)                                                                        \
    switch (size) {                                                                                \
    case 1: ACTION(1); break;                                                                      \
    case 2: ACTION(2); break;                                                                      \
    case 4: ACTION(4); break;                                                                      \
    default: ACTION(8); break;                                                                     \
    }

static void make_bools(char *lanes, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        lanes[i] = lanes[i] != 0;
}

void in_mload(char *out, const char *at, const uint8_t *mask, const char *other, unsigned size,
              unsigned lanes, bool is_i1)
{
    for (unsigned i = 0; i < lanes; i++)
        memcpy(out + i * size, (mask[i] ? at : other) + i * size, size);
    if (is_i1)
        make_bools(out, lanes);
}

void in_gather(char *out, const char *at, const int64_t *offsets, unsigned size, unsigned lanes,
               bool is_i1)
{
#define GATHER(n)                                                                                  \
    for (unsigned i = 0; i < lanes; i++)                                                           \
    memcpy(out + i * n, at + offsets[i], n)
    SIZED(size, GATHER)
    if (is_i1)
        make_bools(out, lanes);
}

void in_store_mask(char *at, const char *value, const uint8_t *mask, unsigned size, unsigned lanes)
{
    for (unsigned i = 0; i < lanes; i++)
        if (mask[i])
            memcpy(at + i * size, value + i * size, size);
}

void in_scatter(char *at, const int64_t *offsets, const char *value, const uint8_t *mask,
                unsigned size, unsigned lanes)
{
    for (unsigned i = 0; i < lanes; i++)
        if (!mask || mask[i])
            memcpy(at + offsets[i], value + i * size, size);
}

void in_splat(char *out, const char *value, unsigned size, unsigned lanes)
{
#define SPLAT(n)                                                                                   \
    for (unsigned i = 0; i < lanes; i++)                                                           \
    memcpy(out + i * n, value, n)
    SIZED(size, SPLAT)
}

void in_shuffle(char *out, const char *a, const char *b, const uint16_t *index, unsigned a_lanes,
                unsigned size, unsigned lanes)
{
#define SHUFFLE(n)                                                                                 \
    for (unsigned i = 0; i < lanes; i++)                                                           \
    memcpy(out + i * n, index[i] < a_lanes ? a + index[i] * n : b + (index[i] - a_lanes) * n, n)
    SIZED(size, SHUFFLE)
}

void in_lookup(char *out, const char *index, const char *table, uint64_t last, unsigned size,
               unsigned lanes)
{
    for (unsigned i = 0; i < lanes; i++) {
        uint64_t at = 0;
        memcpy(&at, index + i * size, size);
        memcpy(out + i * size, table + (at & last) * size, size);
    }
}
