/* Random numbers for compiled code: functions of the table over random.h. */
#include "random.h"
#include "rtf_python.h"

#define DECLARE(name) hpc_code rtf_##name(hpc_frame *frame, hpc_word *words)
DECLARE(rng_new);
DECLARE(rng_new_words);
DECLARE(rng_new_os);
DECLARE(rng_legacy);
DECLARE(rng_seed);
DECLARE(rng_seed_words);
DECLARE(rng_seed_os);
DECLARE(rng_draw);
DECLARE(rng_fill);
DECLARE(rng_integers);
DECLARE(rng_shuffle);
DECLARE(rng_permutation);
DECLARE(rng_permuted);
DECLARE(rng_choice);
DECLARE(rng_choice_weighted);
#undef DECLARE

/* ---- Making and seeding ---------------------------------------------------------------------- */

hpc_code rtf_rng_new(hpc_frame *frame, hpc_word *words)
{
    hpc_rng *rng = NULL;
    hpc_code code = hpc_rng_new(frame, &rng, words[0].i);
    words[1].p = rng;
    return code;
}

typedef hpc_code (*seed_from)(hpc_frame *frame, const uint32_t *words, size_t count, hpc_rng **out);

static hpc_code new_from(hpc_frame *frame, const uint32_t *words, size_t count, hpc_rng **out)
{
    return hpc_rng_new_words(frame, out, words, count);
}

static hpc_code legacy_from(hpc_frame *frame, const uint32_t *words, size_t count, hpc_rng **out)
{
    (void)out;
    return hpc_rng_legacy_seed_words(frame, words, count);
}

/* The elements of a seed array as 32-bit digits: a default_rng takes two of an element above 32
 * bits, the legacy generator refuses it. */
static hpc_code seed_words(hpc_frame *frame, const hpc_view *seed, bool legacy, seed_from use,
                           hpc_rng **out)
{
    hpc_view whole = {0};
    int64_t count = hpc_view_size(seed);
    hpc_code code = hpc_view_new(frame, &whole, HPC_I64, seed->rank, seed->shape);
    uint32_t *digits = NULL;
    if (code == HPC_OK)
        code = hpc_view_assign(frame, &whole, seed);
    if (code == HPC_OK && !(digits = hpc_heap_alloc(frame->runtime->heap, (size_t)count * 8 + 8)))
        code = hpc_fail_memory(frame, (size_t)count * 8 + 8);
    size_t used = 0;
    for (int64_t i = 0; code == HPC_OK && i < count; i++) {
        int64_t v = ((const int64_t *)(const void *)whole.data)[i];
        if (v < 0 || (legacy && v > UINT32_MAX)) {
            code = hpc_fail(frame, HPC_VALUE_ERROR,
                            legacy ? "Seed must be between 0 and 2**32 - 1"
                                   : "expected non-negative integer");
            break;
        }
        digits[used++] = (uint32_t)v;
        if (v > UINT32_MAX)
            digits[used++] = (uint32_t)(v >> 32);
    }
    if (code == HPC_OK)
        code = use(frame, digits, used, out);
    hpc_heap_free(frame->runtime->heap, digits);
    hpc_view_release(&whole);
    return code;
}

hpc_code rtf_rng_new_words(hpc_frame *frame, hpc_word *words)
{
    hpc_rng *rng = NULL;
    hpc_code code = seed_words(frame, words[0].p, false, new_from, &rng);
    words[1].p = rng;
    return code;
}

hpc_code rtf_rng_new_os(hpc_frame *frame, hpc_word *words)
{
    hpc_rng *rng = NULL;
    hpc_code code = hpc_rng_new_os(frame, &rng);
    words[0].p = rng;
    return code;
}

hpc_code rtf_rng_legacy(hpc_frame *frame, hpc_word *words)
{
    hpc_rng *rng = NULL;
    hpc_code code = hpc_rng_legacy(frame, &rng);
    words[0].p = rng;
    hpc_object_retain(words[0].p);
    return code;
}

hpc_code rtf_rng_seed(hpc_frame *frame, hpc_word *words)
{
    return hpc_rng_legacy_seed(frame, words[0].i);
}

hpc_code rtf_rng_seed_words(hpc_frame *frame, hpc_word *words)
{
    return seed_words(frame, words[0].p, true, legacy_from, NULL);
}

hpc_code rtf_rng_seed_os(hpc_frame *frame, hpc_word *words)
{
    (void)words;
    return hpc_rng_legacy_seed_os(frame);
}

/* ---- Drawing --------------------------------------------------------------------------------- */

hpc_code rtf_rng_draw(hpc_frame *frame, hpc_word *words)
{
    hpc_rng *rng = words[0].p;
    hpc_dist dist = (hpc_dist)words[1].i;
    hpc_code code = hpc_rng_check(frame, rng, dist, words[2].f, words[3].f);
    words[4].f = code == HPC_OK ? hpc_rng_draw(rng, dist, words[2].f, words[3].f) : 0;
    return code;
}

hpc_code rtf_rng_fill(hpc_frame *frame, hpc_word *words)
{
    return hpc_rng_fill(frame, words[0].p, (hpc_dist)words[1].i, words[2].f, words[3].f,
                        words[4].p);
}

/* words[3]: 1 with the endpoint, 2 only one bound given, 4 the bounds are uint64. */
hpc_code rtf_rng_integers(hpc_frame *frame, hpc_word *words)
{
    int64_t flags = words[3].i;
    hpc_wide low = words[1].i, high = words[2].i;
    if (flags & 4) {
        low = (uint64_t)words[1].i;
        high = (uint64_t)words[2].i;
    }
    return hpc_rng_integers(frame, words[0].p, low, high, (flags & 1) != 0, (flags & 2) != 0,
                            words[4].p);
}

hpc_code rtf_rng_shuffle(hpc_frame *frame, hpc_word *words)
{
    return hpc_rng_shuffle(frame, words[0].p, words[1].p);
}

hpc_code rtf_rng_permutation(hpc_frame *frame, hpc_word *words)
{
    return hpc_rng_permutation(frame, words[1].p, words[2].i, words[0].p);
}

hpc_code rtf_rng_permuted(hpc_frame *frame, hpc_word *words)
{
    return hpc_rng_permuted(frame, words[1].p, words[2].p, words[0].p);
}

hpc_code rtf_rng_choice(hpc_frame *frame, hpc_word *words)
{
    return hpc_rng_choice(frame, words[0].p, words[1].i, words[2].i != 0, NULL, words[3].i != 0,
                          words[4].p);
}

hpc_code rtf_rng_choice_weighted(hpc_frame *frame, hpc_word *words)
{
    return hpc_rng_choice(frame, words[0].p, words[1].i, words[2].i != 0, words[4].p,
                          words[3].i != 0, words[5].p);
}
