/* Generators as objects, and what they draw into views: floats and bounded integers. The choices of
 * algorithm, and so the streams, are NumPy's. Shuffles and choices are in random_order.c. */
#include "random.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/random.h>

#include "random_bits.h"

/* ---- Making generators ---------------------------------------------------------------------- */

static void destroy_rng(hpc_object *object)
{
    hpc_heap_free(object->heap, object);
}

static hpc_code alloc_rng(hpc_frame *frame, hpc_rng **out)
{
    hpc_heap *heap = frame->runtime->heap;
    hpc_rng *rng = hpc_heap_zalloc(heap, sizeof *rng);
    if (!rng)
        return hpc_fail_memory(frame, sizeof *rng);
    atomic_init(&rng->head.refs, 1);
    rng->head.heap = heap;
    rng->head.destroy = destroy_rng;
    rng->head.type_name = "Generator";
    *out = rng;
    return HPC_OK;
}

void hpc_rng_release(hpc_rng *rng)
{
    if (rng)
        hpc_object_release(&rng->head);
}

static hpc_code os_entropy(hpc_frame *frame, uint32_t *words, size_t count)
{
    char *at = (char *)words;
    size_t left = count * sizeof *words;
    while (left > 0) {
        ssize_t got = getrandom(at, left, 0);
        if (got < 0 && errno != EINTR)
            return hpc_fail(frame, HPC_OS_ERROR, "[Errno %d] %s", errno, strerror(errno));
        if (got > 0) {
            at += got;
            left -= (size_t)got;
        }
    }
    return HPC_OK;
}

hpc_code hpc_rng_new_words(hpc_frame *frame, hpc_rng **out, const uint32_t *words, size_t count)
{
    hpc_code code = alloc_rng(frame, out);
    if (code == HPC_OK)
        hpc_bits_seed_pcg64(*out, words, count);
    return code;
}

hpc_code hpc_rng_new(hpc_frame *frame, hpc_rng **out, int64_t seed)
{
    if (seed < 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "expected non-negative integer");
    uint32_t words[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    return hpc_rng_new_words(frame, out, words, words[1] ? 2 : 1);
}

hpc_code hpc_rng_new_os(hpc_frame *frame, hpc_rng **out)
{
    uint32_t words[4];
    hpc_code code = os_entropy(frame, words, 4);
    return code == HPC_OK ? hpc_rng_new_words(frame, out, words, 4) : code;
}

hpc_code hpc_rng_new_mt_os(hpc_frame *frame, hpc_rng **out)
{
    uint32_t words[HPC_MT_WORDS];
    hpc_code code = os_entropy(frame, words, HPC_MT_WORDS);
    if (code == HPC_OK)
        code = alloc_rng(frame, out);
    if (code != HPC_OK)
        return code;
    (*out)->head.type_name = "Random";
    hpc_bits_seed_mt_words(*out, words, HPC_MT_WORDS);
    return HPC_OK;
}

/* ---- np.random's own generator -------------------------------------------------------------- */

static hpc_code legacy_alloc(hpc_frame *frame, hpc_rng **out)
{
    struct hpc_legacy_rng **slot = &frame->runtime->legacy;
    if (!*slot) {
        *slot = hpc_heap_zalloc(frame->runtime->heap, sizeof **slot);
        if (!*slot)
            return hpc_fail_memory(frame, sizeof **slot);
        atomic_init(&(*slot)->rng.head.refs, 1);
        (*slot)->rng.head.heap = frame->runtime->heap;
        (*slot)->rng.head.destroy = destroy_rng;
        (*slot)->rng.head.type_name = "RandomState";
    }
    *out = &(*slot)->rng;
    return HPC_OK;
}

void hpc_rng_legacy_free(hpc_runtime *runtime)
{
    if (runtime->legacy)
        hpc_object_release(&runtime->legacy->rng.head);
    runtime->legacy = NULL;
    hpc_rng_release(runtime->python_random);
    runtime->python_random = NULL;
}

hpc_code hpc_rng_legacy_seed_os(hpc_frame *frame)
{
    uint32_t words[HPC_MT_WORDS];
    hpc_code code = os_entropy(frame, words, HPC_MT_WORDS);
    return code == HPC_OK ? hpc_rng_legacy_seed_words(frame, words, HPC_MT_WORDS) : code;
}

hpc_code hpc_rng_legacy(hpc_frame *frame, hpc_rng **out)
{
    if (!frame->runtime->legacy) {
        hpc_code code = hpc_rng_legacy_seed_os(frame);
        if (code != HPC_OK)
            return code;
    }
    *out = &frame->runtime->legacy->rng;
    return HPC_OK;
}

hpc_code hpc_rng_legacy_seed(hpc_frame *frame, int64_t seed)
{
    if (seed < 0 || seed > UINT32_MAX)
        return hpc_fail(frame, HPC_VALUE_ERROR, "Seed must be between 0 and 2**32 - 1");
    hpc_rng *rng = NULL;
    hpc_code code = legacy_alloc(frame, &rng);
    if (code == HPC_OK)
        hpc_bits_seed_mt(rng, (uint32_t)seed);
    return code;
}

hpc_code hpc_rng_legacy_seed_words(hpc_frame *frame, const uint32_t *words, size_t count)
{
    if (count == 0)
        return hpc_fail(frame, HPC_VALUE_ERROR, "Seed must be non-empty");
    hpc_rng *rng = NULL;
    hpc_code code = legacy_alloc(frame, &rng);
    if (code == HPC_OK)
        hpc_bits_seed_mt_words(rng, words, count);
    return code;
}

/* ---- Filling views -------------------------------------------------------------------------- */

/* Walks a view in C order; `at` is the address of the current element. */
typedef struct walk {
    const hpc_view *view;
    char *at;
    int64_t left;
    int64_t index[HPC_MAX_RANK];
} walk;

static walk walk_begin(const hpc_view *view)
{
    return (walk){.view = view, .at = view->data, .left = hpc_view_size(view)};
}

static void walk_next(walk *walk)
{
    walk->left--;
    for (int axis = walk->view->rank - 1; axis >= 0; axis--) {
        walk->at += walk->view->strides[axis];
        if (++walk->index[axis] < walk->view->shape[axis])
            return;
        walk->at -= walk->view->strides[axis] * walk->view->shape[axis];
        walk->index[axis] = 0;
    }
}

/* The first parameter of those that have a bound for it. */
static hpc_code check_shape(hpc_frame *frame, hpc_dist dist, double a, double b)
{
    bool negative = signbit(a) && !isnan(a);
    if ((dist == HPC_DIST_GAMMA || dist == HPC_DIST_WEIBULL) && negative)
        return hpc_fail(frame, HPC_VALUE_ERROR, dist == HPC_DIST_GAMMA ? "shape < 0" : "a < 0");
    if ((dist == HPC_DIST_CHISQUARE || dist == HPC_DIST_STANDARD_T) && !(a > 0) && !isnan(a))
        return hpc_fail(frame, HPC_VALUE_ERROR, "df <= 0");
    if (dist == HPC_DIST_LOGNORMAL && signbit(b) && !isnan(b))
        return hpc_fail(frame, HPC_VALUE_ERROR, "sigma < 0");
    if (dist == HPC_DIST_POISSON && !(a >= 0))
        return hpc_fail(frame, HPC_VALUE_ERROR, "lam < 0 or lam is NaN");
    if (dist == HPC_DIST_POISSON && a > 9.223372006484771e18)
        return hpc_fail(frame, HPC_VALUE_ERROR, "lam value too large");
    if (dist == HPC_DIST_RAYLEIGH && negative)
        return hpc_fail(frame, HPC_VALUE_ERROR, "scale < 0");
    return HPC_OK;
}

hpc_code hpc_rng_check(hpc_frame *frame, const hpc_rng *rng, hpc_dist dist, double a, double b)
{
    if (dist == HPC_DIST_UNIFORM) {
        if (!isfinite(b - a))
            return hpc_fail(frame, HPC_OVERFLOW_ERROR, "%s",
                            rng->legacy ? "Range exceeds valid bounds"
                                        : "high - low range exceeds valid bounds");
        if (!rng->legacy && signbit(b - a))
            return hpc_fail(frame, HPC_VALUE_ERROR, "high - low < 0");
    }
    bool has_scale =
        dist == HPC_DIST_NORMAL || dist == HPC_DIST_EXPONENTIAL || dist == HPC_DIST_GAMMA;
    if (has_scale && signbit(b) && !isnan(b))
        return hpc_fail(frame, HPC_VALUE_ERROR, "scale < 0");
    return check_shape(frame, dist, a, b);
}

double hpc_rng_draw(hpc_rng *rng, hpc_dist dist, double a, double b)
{
    switch (dist) {
    case HPC_DIST_RANDOM: return hpc_bits_double(rng);
    case HPC_DIST_STANDARD_NORMAL: return hpc_bits_standard_normal(rng);
    case HPC_DIST_STANDARD_EXPONENTIAL: return hpc_bits_standard_exponential(rng);
    case HPC_DIST_UNIFORM: return a + (b - a) * hpc_bits_double(rng);
    case HPC_DIST_NORMAL: return a + b * hpc_bits_standard_normal(rng);
    case HPC_DIST_EXPONENTIAL: return b * hpc_bits_standard_exponential(rng);
    case HPC_DIST_GAMMA: return b * hpc_bits_standard_gamma(rng, a);
    case HPC_DIST_CHISQUARE: return 2.0 * hpc_bits_standard_gamma(rng, a / 2.0);
    case HPC_DIST_STANDARD_T: return hpc_bits_standard_t(rng, a);
    case HPC_DIST_LOGNORMAL: return exp(a + b * hpc_bits_standard_normal(rng));
    case HPC_DIST_POISSON: return hpc_bits_poisson(rng, a);
    case HPC_DIST_WEIBULL: return hpc_bits_weibull(rng, a);
    case HPC_DIST_RAYLEIGH: return a * sqrt(2.0 * hpc_bits_standard_exponential(rng));
    }
    return 0.0;
}

static float draw_float(hpc_rng *rng, hpc_dist dist)
{
    switch (dist) {
    case HPC_DIST_STANDARD_NORMAL: return hpc_bits_standard_normal_float(rng);
    case HPC_DIST_STANDARD_EXPONENTIAL: return hpc_bits_standard_exponential_float(rng);
    default: return hpc_bits_float(rng);
    }
}

static const char *dist_name(hpc_dist dist)
{
    static const char *const names[] = {
        "random",  "standard_normal", "standard_exponential", "uniform",   "normal",  "exponential",
        "gamma",   "chisquare",       "standard_t",           "lognormal", "poisson", "weibull",
        "rayleigh"};
    return names[dist];
}

hpc_code hpc_rng_fill(hpc_frame *frame, hpc_rng *rng, hpc_dist dist, double a, double b,
                      const hpc_view *out)
{
    bool narrow = out->dtype == HPC_F32 && !rng->legacy && dist <= HPC_DIST_STANDARD_EXPONENTIAL;
    if (out->dtype != HPC_F64 && !narrow)
        return hpc_fail(frame, HPC_TYPE_ERROR, "Unsupported dtype dtype('%s') for %s",
                        hpc_dtype_name((hpc_dtype)out->dtype), dist_name(dist));
    hpc_code code = hpc_rng_check(frame, rng, dist, a, b);
    if (code != HPC_OK)
        return code;
    if (!narrow && hpc_view_c_contiguous(out)) {
        double *to = (double *)out->data;
        for (int64_t i = 0, size = hpc_view_size(out); i < size; i++)
            to[i] = hpc_rng_draw(rng, dist, a, b);
        return HPC_OK;
    }
    for (walk at = walk_begin(out); at.left > 0; walk_next(&at)) {
        if (narrow)
            *(float *)at.at = draw_float(rng, dist);
        else
            *(double *)at.at = hpc_rng_draw(rng, dist, a, b);
    }
    return HPC_OK;
}

/* ---- Integers ------------------------------------------------------------------------------- */

/* Draws of 1, 8 and 16 bits share one 32-bit draw; the rest of it is dropped after each fill. */
typedef struct bit_buffer {
    uint32_t bits;
    int left;
} bit_buffer;

static uint32_t buffered_bits(hpc_rng *rng, bit_buffer *buffer, int width)
{
    if (buffer->left == 0) {
        buffer->bits = hpc_bits_next32(rng);
        buffer->left = 32 / width - 1;
    } else {
        buffer->bits >>= width;
        buffer->left--;
    }
    return buffer->bits & ((1u << width) - 1);
}

/* Uniform in [0, max] from draws of `width` (8 or 16) bits. */
static uint32_t buffered_below(hpc_rng *rng, bit_buffer *buffer, int width, uint32_t max)
{
    const uint32_t full = (1u << width) - 1;
    if (max == full)
        return buffered_bits(rng, buffer, width);
    if (rng->legacy) {
        uint32_t mask = UINT32_MAX >> __builtin_clz(max), value;
        do
            value = buffered_bits(rng, buffer, width) & mask;
        while (value > max);
        return value;
    }
    uint32_t range = max + 1, product = buffered_bits(rng, buffer, width) * range;
    if ((product & full) < range) {
        uint32_t threshold = (full - max) % range;
        while ((product & full) < threshold)
            product = buffered_bits(rng, buffer, width) * range;
    }
    return product >> width;
}

/* Draws for n evenly spaced elements of `size` bytes. */
static void fill_integers(hpc_rng *rng, bit_buffer *buffer, char *at, int64_t step, int64_t n,
                          int64_t size, bool is_bool, uint64_t low, uint64_t max)
{
    for (int64_t i = 0; is_bool && i < n; i++)
        at[i * step] = (char)(low + (max ? buffered_bits(rng, buffer, 1) : 0));
    if (is_bool)
        return;
    switch (size) {
    case 1:
        for (int64_t i = 0; i < n; i++)
            *(uint8_t *)(at + i * step) =
                (uint8_t)(low + (max ? buffered_below(rng, buffer, 8, (uint32_t)max) : 0));
        return;
    case 2:
        for (int64_t i = 0; i < n; i++)
            *(uint16_t *)(at + i * step) =
                (uint16_t)(low + (max ? buffered_below(rng, buffer, 16, (uint32_t)max) : 0));
        return;
    case 4:
        for (int64_t i = 0; i < n; i++)
            *(uint32_t *)(at + i * step) = (uint32_t)(low + hpc_bits_below(rng, max));
        return;
    default:
        for (int64_t i = 0; i < n; i++)
            *(uint64_t *)(at + i * step) = low + hpc_bits_below(rng, max);
    }
}

static void dtype_bounds(hpc_dtype dtype, hpc_wide *least, hpc_wide *greatest)
{
    int bits = (int)hpc_dtype_size(dtype) * 8;
    char kind = hpc_dtype_kind(dtype);
    *least = kind == 'i' ? -((hpc_wide)1 << (bits - 1)) : 0;
    *greatest = kind == 'b' ? 1 : ((hpc_wide)1 << (kind == 'i' ? bits - 1 : bits)) - 1;
}

static hpc_code check_bounds(hpc_frame *frame, hpc_dtype dtype, hpc_wide low, hpc_wide last,
                             bool endpoint, bool no_low)
{
    hpc_wide least, greatest;
    dtype_bounds(dtype, &least, &greatest);
    if (low < least)
        return hpc_fail(frame, HPC_VALUE_ERROR, "low is out of bounds for %s",
                        hpc_dtype_name(dtype));
    if (last > greatest)
        return hpc_fail(frame, HPC_VALUE_ERROR, "high is out of bounds for %s",
                        hpc_dtype_name(dtype));
    if (low > last && no_low)
        return hpc_fail(frame, HPC_VALUE_ERROR, endpoint ? "high < 0" : "high <= 0");
    if (low > last)
        return hpc_fail(frame, HPC_VALUE_ERROR, endpoint ? "low > high" : "low >= high");
    return HPC_OK;
}

hpc_code hpc_rng_integers(hpc_frame *frame, hpc_rng *rng, hpc_wide low, hpc_wide high,
                          bool endpoint, bool no_low, const hpc_view *out)
{
    hpc_dtype dtype = (hpc_dtype)out->dtype;
    char kind = hpc_dtype_kind(dtype);
    if (kind != 'i' && kind != 'u' && kind != 'b')
        return hpc_fail(frame, HPC_TYPE_ERROR, "Unsupported dtype dtype('%s') for %s",
                        hpc_dtype_name(dtype), rng->legacy ? "randint" : "integers");
    hpc_wide last = endpoint ? high : high - 1;
    hpc_code code = check_bounds(frame, dtype, low, last, endpoint, no_low);
    if (code != HPC_OK)
        return code;
    int64_t size = hpc_dtype_size(dtype);
    uint64_t max = (uint64_t)(last - low);
    bit_buffer buffer = {0, 0};
    bool even = hpc_view_c_contiguous(out);
    if (even)
        fill_integers(rng, &buffer, out->data, size, hpc_view_size(out), size, kind == 'b',
                      (uint64_t)low, max);
    for (walk at = walk_begin(out); !even && at.left > 0; walk_next(&at))
        fill_integers(rng, &buffer, at.at, 0, 1, size, kind == 'b', (uint64_t)low, max);
    return HPC_OK;
}
