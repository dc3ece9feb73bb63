/* Bit sources of the generators: SeedSequence with PCG64 (O'Neill's XSL-RR 128/64) and MT19937
 * (Matsumoto and Nishimura). NumPy's streams. The draws themselves are in random_bits.h. */
#include "random_bits.h"

/* ---- SeedSequence: O'Neill's seed_seq_fe, four words of pool -------------------------------- */

enum { POOL_WORDS = 4 };

typedef struct seed_pool {
    uint32_t words[POOL_WORDS];
    uint32_t constant; /* runs on through every hash */
} seed_pool;

static uint32_t hash_word(seed_pool *pool, uint32_t value)
{
    value ^= pool->constant;
    pool->constant *= 0x931e8875u;
    value *= pool->constant;
    return value ^ (value >> 16);
}

static uint32_t mix_words(uint32_t x, uint32_t y)
{
    uint32_t mixed = 0xca01f9ddu * x - 0x4973f715u * y;
    return mixed ^ (mixed >> 16);
}

static void pool_fill(seed_pool *pool, const uint32_t *words, size_t count)
{
    pool->constant = 0x43b0d7e5u;
    for (size_t i = 0; i < POOL_WORDS; i++)
        pool->words[i] = hash_word(pool, i < count ? words[i] : 0);
    for (size_t from = 0; from < POOL_WORDS; from++)
        for (size_t to = 0; to < POOL_WORDS; to++)
            if (from != to)
                pool->words[to] = mix_words(pool->words[to], hash_word(pool, pool->words[from]));
    for (size_t from = POOL_WORDS; from < count; from++)
        for (size_t to = 0; to < POOL_WORDS; to++)
            pool->words[to] = mix_words(pool->words[to], hash_word(pool, words[from]));
}

static void pool_generate(const seed_pool *pool, uint64_t *out, size_t count)
{
    uint32_t constant = 0x8b51f9ddu;
    for (size_t i = 0; i < 2 * count; i++) {
        uint32_t value = pool->words[i % POOL_WORDS] ^ constant;
        constant *= 0x58f38dedu;
        value *= constant;
        value ^= value >> 16;
        if (i % 2 == 0)
            out[i / 2] = value;
        else
            out[i / 2] |= (uint64_t)value << 32;
    }
}

/* ---- PCG64 ---------------------------------------------------------------------------------- */

void hpc_bits_seed_pcg64(hpc_rng *rng, const uint32_t *words, size_t count)
{
    seed_pool pool;
    uint64_t seeds[4];
    pool_fill(&pool, words, count);
    pool_generate(&pool, seeds, 4);
    rng->legacy = rng->has_half = false;
    rng->state = 0;
    rng->increment = ((hpc_u128)seeds[2] << 64 | seeds[3]) << 1 | 1;
    hpc_pcg64_step(rng);
    rng->state += (hpc_u128)seeds[0] << 64 | seeds[1];
    hpc_pcg64_step(rng);
}

/* ---- MT19937 -------------------------------------------------------------------------------- */

void hpc_bits_seed_mt(hpc_rng *rng, uint32_t seed)
{
    for (uint32_t i = 0; i < HPC_MT_WORDS; i++) {
        rng->key[i] = seed;
        seed = 1812433253u * (seed ^ (seed >> 30)) + i + 1;
    }
    rng->position = HPC_MT_WORDS;
    rng->legacy = true;
    rng->has_gauss = false;
    rng->gauss = 0.0;
}

void hpc_bits_seed_mt_words(hpc_rng *rng, const uint32_t *words, size_t count)
{
    hpc_bits_seed_mt(rng, 19650218u);
    uint32_t *key = rng->key;
    uint32_t i = 1;
    size_t j = 0;
    for (size_t left = count > HPC_MT_WORDS ? count : HPC_MT_WORDS; left > 0; left--) {
        key[i] = (key[i] ^ ((key[i - 1] ^ (key[i - 1] >> 30)) * 1664525u)) + words[j] + (uint32_t)j;
        if (++i == HPC_MT_WORDS) {
            key[0] = key[HPC_MT_WORDS - 1];
            i = 1;
        }
        if (++j == count)
            j = 0;
    }
    for (int left = HPC_MT_WORDS - 1; left > 0; left--) {
        key[i] = (key[i] ^ ((key[i - 1] ^ (key[i - 1] >> 30)) * 1566083941u)) - i;
        if (++i == HPC_MT_WORDS) {
            key[0] = key[HPC_MT_WORDS - 1];
            i = 1;
        }
    }
    key[0] = 0x80000000u;
}

void hpc_bits_refill_mt(hpc_rng *rng)
{
    uint32_t *key = rng->key;
    for (int i = 0; i < HPC_MT_WORDS; i++) {
        uint32_t next = key[i + 1 < HPC_MT_WORDS ? i + 1 : 0];
        uint32_t far = key[i < HPC_MT_WORDS - 397 ? i + 397 : i + 397 - HPC_MT_WORDS];
        uint32_t joined = (key[i] & 0x80000000u) | (next & 0x7fffffffu);
        key[i] = far ^ (joined >> 1) ^ (-(joined & 1) & 0x9908b0dfu);
    }
    rng->position = 0;
}
