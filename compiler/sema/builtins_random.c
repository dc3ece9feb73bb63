/* numpy.random: default_rng and its Generator, and the legacy functions on the one global
 * generator. Draws without a size are numbers of Python, as NumPy gives them. */
#include "../../runtime/random.h"
#include "../../runtime/table.h"
#include "box.h"
#include "ops.h"
#include "sequence.h"

enum {
    LEGACY = 1, /* a row of numpy.random: there is no self */
    SHAPED = 2  /* rand, randn: the shape is the arguments */
};

static val rt_value(elab *e, const ty *type, int row, const air_id *args, uint32_t count)
{
    air_type result;
    ty_flatten(type, &result, 1);
    return val_of(e, type, air_rt(&e->b, row, args, count, &result, 1));
}

static val generator(elab *e, int row, const air_id *args, uint32_t count)
{
    return val_of(e, ty_named(e->types, TY_OBJECT, "Generator"), box_rt(e, row, args, count));
}

static bool is_whole(const val *v)
{
    char kind = ty_is_number(v->ty) ? hpc_dtype_kind(ty_dtype_of(v->ty)) : 0;
    return kind == 'i' || kind == 'u' || kind == 'b';
}

/* The generator that a row draws from: self, or the global one. */
static air_id generator_of(elab *e, const bi_call *call)
{
    return call->row->data & LEGACY ? box_rt(e, HPC_RT_rng_legacy, NULL, 0) : call->args[0].node;
}

/* The arguments after self. */
static const val *arguments(const bi_call *call)
{
    return call->args + (call->row->data & LEGACY ? 0 : 1);
}

/* ---- Seeds ------------------------------------------------------------------------------------ */

static val seed_array(elab *e, const val *seed, span where)
{
    val v = elab_asarray(e, seed, HPC_DTYPE_COUNT, where);
    if (!val_bad(v) && (hpc_dtype_kind(ty_dtype_of(v.ty)) == 'f' || val_rank(&v) != 1))
        return elab_error(e, where, "TypeError", "a seed must be an int or a sequence of ints");
    return v;
}

static val default_rng(elab *e, const bi_call *call)
{
    const val *seed = &call->args[0];
    if (seed->ty->kind == TY_OBJECT)
        return *seed;
    if (val_is_none(seed))
        return generator(e, HPC_RT_rng_new_os, NULL, 0);
    if (is_whole(seed)) {
        air_id node = val_index_node(e, seed, call->where, "a seed");
        return generator(e, HPC_RT_rng_new, &node, 1);
    }
    val array = seed_array(e, seed, call->where);
    return val_bad(array) ? array : generator(e, HPC_RT_rng_new_words, &array.node, 1);
}

static val legacy_seed(elab *e, const bi_call *call)
{
    const val *seed = &call->args[0];
    if (val_is_none(seed)) {
        air_rt(&e->b, HPC_RT_rng_seed_os, NULL, 0, NULL, 0);
        return val_none(e);
    }
    if (is_whole(seed)) {
        air_id node = val_index_node(e, seed, call->where, "a seed");
        air_rt(&e->b, HPC_RT_rng_seed, &node, 1, NULL, 0);
        return val_none(e);
    }
    val array = seed_array(e, seed, call->where);
    if (val_bad(array))
        return array;
    air_rt(&e->b, HPC_RT_rng_seed_words, &array.node, 1, NULL, 0);
    return val_none(e);
}

/* ---- Arrays to fill --------------------------------------------------------------------------- */

static air_id unset_array(elab *e, hpc_dtype dtype, uint32_t rank, const air_id *shape)
{
    unsigned facts = AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE | (rank <= 1 ? AIR_F_ORDER : 0);
    air_type type = {AIR_ARRAY, (uint8_t)dtype, (uint8_t)rank, (uint8_t)facts};
    air_id node = air_raw(&e->b, AIR_OP_EMPTY, type, NULL, 0, 0);
    air_id *extents = ARENA_ARRAY(e->arena, air_id, rank + 1);
    if (rank)
        memcpy(extents, shape, rank * sizeof *shape);
    air_at(e->b.fun, node)->shape = extents;
    return node;
}

/* ---- Distributions ---------------------------------------------------------------------------- */

typedef struct draw {
    hpc_dist dist;
    air_id rng, a, b; /* float64 parameters */
    hpc_dtype dtype;
} draw;

static val draw_one(elab *e, const draw *d)
{
    const ty *type = ty_basic(e->types, TY_FLOAT);
    air_id args[4] = {d->rng, op_int(e, d->dist), d->a, d->b};
    if (d->dtype == HPC_F64)
        return rt_value(e, type, HPC_RT_rng_draw, args, 4);
    air_id array = unset_array(e, d->dtype, 0, NULL);
    air_id fill[5] = {d->rng, op_int(e, d->dist), d->a, d->b, array};
    air_rt(&e->b, HPC_RT_rng_fill, fill, 5, NULL, 0);
    return val_of(e, type, air_cast(&e->b, HPC_F64, air_elem(&e->b, array, NULL)));
}

static val draw_sized(elab *e, const draw *d, const val *size, span where)
{
    uint32_t rank;
    air_id shape[HPC_MAX_RANK];
    if (val_is_none(size) || val_absent(size))
        return draw_one(e, d);
    if (!val_shape(e, size, where, &rank, shape))
        return val_never(e);
    air_id array = unset_array(e, d->dtype, rank, shape);
    air_id args[5] = {d->rng, op_int(e, d->dist), d->a, d->b, array};
    air_rt(&e->b, HPC_RT_rng_fill, args, 5, NULL, 0);
    return val_array(e, array);
}

/* A distribution's parameter as a float64 node; 0 after an error. */
static air_id parameter(elab *e, const val *v, span where)
{
    if (ty_is_number(v->ty) && hpc_dtype_kind(ty_dtype_of(v->ty)) != 'c')
        return air_cast(&e->b, HPC_F64, val_node(e, v));
    if (v->ty->kind == TY_ARRAY && v->ty->rank == 0)
        return air_cast(&e->b, HPC_F64, air_elem(&e->b, v->node, NULL));
    if (!val_bad(*v))
        elab_unsupported(e, where, "an array of parameters of a distribution");
    return 0;
}

/* row->data >> 8 is the distribution. */
static hpc_dist dist_of(const bi_call *call)
{
    return (hpc_dist)(call->row->data >> 8);
}

/* random, standard_normal, standard_exponential: (size=None, dtype=float64). */
static val draw_standard(elab *e, const bi_call *call)
{
    const val *args = arguments(call);
    air_id zero = air_const_float(&e->b, HPC_F64, 0), one = air_const_float(&e->b, HPC_F64, 1);
    draw d = {dist_of(call), 0, zero, one, HPC_F64};
    bool has_dtype = !(call->row->data & LEGACY);
    if (has_dtype && !val_dtype_arg(e, &args[1], call->where, HPC_F64, &d.dtype))
        return val_never(e);
    if (d.dtype != HPC_F64 && d.dtype != HPC_F32)
        return elab_error(e, call->where, "TypeError", "Unsupported dtype dtype('%s') for %s",
                          hpc_dtype_name(d.dtype), strrchr(call->row->name, '.') + 1);
    d.rng = generator_of(e, call);
    const val *shape = &args[0];
    val none = val_none(e);
    if (call->row->data & SHAPED) /* a tuple: of no extents means one number */
        shape = shape->count ? shape : &none;
    return draw_sized(e, &d, shape, call->where);
}

static bool is_array_like(const val *v)
{
    return v->ty->kind == TY_ARRAY || v->ty->kind == TY_LIST || v->ty->kind == TY_TUPLE;
}

/* A draw for each element of the parameters' arrays, in their order: numpy/random.hpc. */
static val draw_each(elab *e, draw *d, const val *a, const val *b, const val *size, span where)
{
    static const hpc_dist standard[] = {[HPC_DIST_UNIFORM] = HPC_DIST_RANDOM,
                                        [HPC_DIST_NORMAL] = HPC_DIST_STANDARD_NORMAL,
                                        [HPC_DIST_EXPONENTIAL] = HPC_DIST_STANDARD_EXPONENTIAL};
    bool uniform = d->dist == HPC_DIST_UNIFORM;
    val args[3] = {elab_asarray(e, a, HPC_F64, where), elab_asarray(e, b, HPC_F64, where)};
    if (val_bad(args[0]) || val_bad(args[1]))
        return val_never(e);
    val good =
        uniform ? val_none(e) : elab_call_named(e, "numpy.random._check_scale", &args[1], 1, where);
    val shape =
        val_is_none(size) ? elab_call_named(e, "numpy.random._shape_of", args, 2, where) : *size;
    if (val_bad(good) || val_bad(shape))
        return val_never(e);
    d->dist = standard[d->dist];
    d->a = d->b = air_const_float(&e->b, HPC_F64, 0);
    args[2] = draw_sized(e, d, &shape, where);
    const char *name = uniform ? "numpy.random._between" : "numpy.random._scaled";
    return val_bad(args[2]) ? args[2] : elab_call_named(e, name, args, 3, where);
}

/* uniform, normal: two parameters and a size; exponential: one. */
static val draw_with(elab *e, const bi_call *call)
{
    const val *args = arguments(call);
    draw d = {.dist = dist_of(call), .dtype = HPC_F64};
    bool two = d.dist != HPC_DIST_EXPONENTIAL;
    if (is_array_like(&args[0]) || (two && is_array_like(&args[1]))) {
        val zero = val_float(e, 0);
        d.rng = generator_of(e, call);
        return draw_each(e, &d, two ? &args[0] : &zero, two ? &args[1] : &args[0],
                         &args[two ? 2 : 1], call->where);
    }
    d.a = parameter(e, &args[0], call->where);
    d.b = two ? parameter(e, &args[1], call->where) : air_const_float(&e->b, HPC_F64, 1);
    if (!d.a || !d.b)
        return val_never(e);
    if (d.dist == HPC_DIST_EXPONENTIAL) { /* runtime/random.h: b is the scale */
        d.b = d.a;
        d.a = air_const_float(&e->b, HPC_F64, 0);
    }
    d.rng = generator_of(e, call);
    return draw_sized(e, &d, &args[two ? 2 : 1], call->where);
}

/* Distributions of one or two parameters, numbers; the size is last. */
static val draw_given(elab *e, const bi_call *call)
{
    const val *args = arguments(call);
    uint32_t size = call->count - 2;
    draw d = {.dist = dist_of(call), .dtype = HPC_F64};
    d.a = parameter(e, &args[0], call->where);
    d.b = size > 1 ? parameter(e, &args[1], call->where) : air_const_float(&e->b, HPC_F64, 1);
    if (!d.a || !d.b)
        return val_never(e);
    d.rng = generator_of(e, call);
    val v = draw_sized(e, &d, &args[size], call->where);
    if (d.dist != HPC_DIST_POISSON || val_bad(v))
        return v;
    if (v.ty->kind != TY_ARRAY)
        return val_int_node(e, air_cast(&e->b, HPC_I64, v.node));
    return op_astype(e, v, HPC_I64, call->where);
}

/* ---- Integers --------------------------------------------------------------------------------- */

/* One integer: a NumPy scalar of the dtype, or Python's for the legacy default and for bool. */
static val one_integer(elab *e, air_id array, hpc_dtype dtype, bool python)
{
    air_id element = air_elem(&e->b, array, NULL);
    const ty *type = dtype == HPC_BOOL ? ty_basic(e->types, TY_BOOL)
                     : python          ? ty_basic(e->types, TY_INT)
                                       : ty_scalar(e->types, dtype);
    return val_of(e, type, element);
}

/* (low, high=None, size=None, dtype=int64, endpoint=False) */
static val draw_integers(elab *e, const bi_call *call)
{
    const val *args = arguments(call), *size = &args[2];
    bool legacy = (call->row->data & LEGACY) != 0, one_bound = val_is_none(&args[1]),
         endpoint = false;
    hpc_dtype dtype;
    if (!val_dtype_arg(e, &args[3], call->where, HPC_I64, &dtype))
        return val_never(e);
    if (!legacy && !val_const_bool(&args[4], &endpoint))
        return elab_need_constant(e, &args[4], call->where, "endpoint");
    air_id low = one_bound ? op_int(e, 0) : val_index_node(e, &args[0], call->where, "low");
    air_id high = val_index_node(e, &args[one_bound ? 0 : 1], call->where, "high");
    if (!low || !high)
        return val_never(e);
    char kind = hpc_dtype_kind(dtype);
    if (kind != 'i' && kind != 'u' && kind != 'b')
        return elab_error(e, call->where, "TypeError", "Unsupported dtype dtype('%s') for %s",
                          hpc_dtype_name(dtype), legacy ? "randint" : "integers");
    bool wide = (one_bound || ty_dtype_of(args[0].ty) == HPC_U64) &&
                ty_dtype_of(args[one_bound ? 0 : 1].ty) == HPC_U64;
    int64_t flags = (endpoint ? 1 : 0) | (one_bound ? 2 : 0) | (wide ? 4 : 0);
    uint32_t rank = 0;
    air_id shape[HPC_MAX_RANK];
    bool single = val_is_none(size);
    if (!single && !val_shape(e, size, call->where, &rank, shape))
        return val_never(e);
    air_id array = unset_array(e, dtype, rank, shape);
    air_id words[5] = {generator_of(e, call), low, high, op_int(e, flags), array};
    air_rt(&e->b, HPC_RT_rng_integers, words, 5, NULL, 0);
    bool python = legacy && val_absent(&args[3]);
    return single ? one_integer(e, array, dtype, python) : val_array(e, array);
}

/* ---- Orders ----------------------------------------------------------------------------------- */

static bool first_axis(elab *e, const bi_call *call, const val *axis)
{
    int64_t value;
    if (val_const_int(axis, &value) && value == 0)
        return true;
    elab_unsupported(e, call->where, "another axis than 0");
    return false;
}

static val shuffle(elab *e, const bi_call *call)
{
    const val *args = arguments(call);
    if (args[0].ty->kind != TY_ARRAY || args[0].ty->rank == 0)
        return elab_unsupported(e, call->where,
                                arena_printf(e->arena, "shuffling a %s (make it an array)",
                                             op_type_name(e, args[0].ty)));
    if (!(call->row->data & LEGACY) && !first_axis(e, call, &args[1]))
        return val_never(e);
    air_id words[2] = {generator_of(e, call), args[0].node};
    air_rt(&e->b, HPC_RT_rng_shuffle, words, 2, NULL, 0);
    return val_none(e);
}

static val permutation(elab *e, const bi_call *call)
{
    const val *args = arguments(call);
    if (!(call->row->data & LEGACY) && !first_axis(e, call, &args[1]))
        return val_never(e);
    air_type result = {AIR_ARRAY, HPC_I64, 1,
                       AIR_C_ORDER | AIR_F_ORDER | AIR_UNIT_LAST | AIR_WRITABLE};
    if (is_whole(&args[0])) {
        air_id words[2] = {generator_of(e, call),
                           val_index_node(e, &args[0], call->where, "permutation()'s argument")};
        return val_array(e, air_rt(&e->b, HPC_RT_rng_permutation, words, 2, &result, 1));
    }
    val x = elab_asarray(e, &args[0], HPC_DTYPE_COUNT, call->where);
    if (val_bad(x))
        return x;
    if (val_rank(&x) == 0)
        return elab_error(e, call->where, "TypeError",
                          "permutation() wants an int or an array of dimensions");
    air_id words[2] = {generator_of(e, call), x.node};
    result = (air_type){AIR_ARRAY, (uint8_t)x.ty->dtype, x.ty->rank,
                        AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE};
    return val_array(e, air_rt(&e->b, HPC_RT_rng_permuted, words, 2, &result, 1));
}

/* ---- choice ----------------------------------------------------------------------------------- */

/* The weights as a contiguous float64 array of rank 1; 0 after an error. */
static air_id weights(elab *e, const val *p, span where)
{
    val v = elab_asarray(e, p, HPC_F64, where);
    if (val_bad(v))
        return 0;
    if (val_rank(&v) != 1) {
        elab_error(e, where, "ValueError", "p must be 1-dimensional");
        return 0;
    }
    return air_cast(&e->b, HPC_F64, v.node);
}

/* (a, size=None, replace=True, p=None[, axis=0, shuffle=True]) */
static val choice(elab *e, const bi_call *call)
{
    const val *args = arguments(call);
    bool legacy = (call->row->data & LEGACY) != 0, of_ints = is_whole(&args[0]);
    if (!legacy && !first_axis(e, call, &args[4]))
        return val_never(e);
    val from = of_ints ? args[0] : elab_asarray(e, &args[0], HPC_DTYPE_COUNT, call->where);
    if (val_bad(from))
        return from;
    air_id n =
        of_ints ? val_index_node(e, &from, call->where, "a") : seq_length(e, &from, call->where);
    air_id replace = elab_truth(e, &args[2], call->where);
    val yes = val_bool(e, true);
    air_id shuffled = elab_truth(e, legacy ? &yes : &args[5], call->where);
    air_id p = val_is_none(&args[3]) ? 0 : weights(e, &args[3], call->where);
    uint32_t rank = 0;
    air_id shape[HPC_MAX_RANK];
    bool single = val_is_none(&args[1]);
    if (!n || !replace || !shuffled || (!p && !val_is_none(&args[3])) ||
        (!single && !val_shape(e, &args[1], call->where, &rank, shape)))
        return val_never(e);
    air_id array = unset_array(e, HPC_I64, rank, shape);
    air_id words[6] = {generator_of(e, call),
                       n,
                       air_cast(&e->b, HPC_I64, replace),
                       air_cast(&e->b, HPC_I64, shuffled),
                       p ? p : array,
                       array};
    air_rt(&e->b, p ? HPC_RT_rng_choice_weighted : HPC_RT_rng_choice, words, p ? 6 : 5, NULL, 0);
    val chosen = single ? one_integer(e, array, HPC_I64, true) : val_array(e, array);
    return of_ints ? chosen : op_getitem(e, from, chosen, call->where);
}

#define DIST(name) (HPC_DIST_##name << 8)

static const bi_row rows[] = {
    {"numpy.random.default_rng", "seed=None", default_rng, 0, 0,
     "Generator; NumPy's stream for the seed (an int or a sequence of ints)"},
    {"Generator.random", "self, size=None, dtype=None", draw_standard, DIST(RANDOM), BI_METHOD,
     "float or array of float64 or float32; uniform in [0, 1)"},
    {"Generator.standard_normal", "self, size=None, dtype=None", draw_standard,
     DIST(STANDARD_NORMAL), BI_METHOD, "float or array; of mean 0 and deviation 1"},
    {"Generator.standard_exponential", "self, size=None, dtype=None", draw_standard,
     DIST(STANDARD_EXPONENTIAL), BI_METHOD, "float or array; of scale 1"},
    {"Generator.uniform", "self, low=0.0, high=1.0, size=None", draw_with, DIST(UNIFORM), BI_METHOD,
     "float or array of float64; uniform in [low, high)"},
    {"Generator.normal", "self, loc=0.0, scale=1.0, size=None", draw_with, DIST(NORMAL), BI_METHOD,
     "float or array of float64; ValueError for scale < 0"},
    {"Generator.exponential", "self, scale=1.0, size=None", draw_with, DIST(EXPONENTIAL), BI_METHOD,
     "float or array of float64; ValueError for scale < 0"},
    {"Generator.gamma", "self, shape, scale=1.0, size=None", draw_given, DIST(GAMMA), BI_METHOD,
     "float or array of float64; ValueError for shape or scale < 0"},
    {"Generator.chisquare", "self, df, size=None", draw_given, DIST(CHISQUARE), BI_METHOD,
     "float or array of float64; ValueError for df <= 0"},
    {"Generator.standard_t", "self, df, size=None", draw_given, DIST(STANDARD_T), BI_METHOD,
     "float or array of float64; ValueError for df <= 0"},
    {"Generator.lognormal", "self, mean=0.0, sigma=1.0, size=None", draw_given, DIST(LOGNORMAL),
     BI_METHOD, "float or array of float64; ValueError for sigma < 0"},
    {"Generator.poisson", "self, lam=1.0, size=None", draw_given, DIST(POISSON), BI_METHOD,
     "int or array of int64; ValueError for lam < 0"},
    {"Generator.weibull", "self, a, size=None", draw_given, DIST(WEIBULL), BI_METHOD,
     "float or array of float64; ValueError for a < 0"},
    {"Generator.rayleigh", "self, scale=1.0, size=None", draw_given, DIST(RAYLEIGH), BI_METHOD,
     "float or array of float64; ValueError for scale < 0"},
    {"Generator.integers", "self, low, high=None, size=None, dtype=..., endpoint=False",
     draw_integers, 0, BI_METHOD, "scalar or array of dtype; in [low, high), or [0, low)"},
    {"Generator.shuffle", "self, x, axis=0", shuffle, 0, BI_METHOD,
     "none; puts the rows of an array in random order"},
    {"Generator.permutation", "self, x, axis=0", permutation, 0, BI_METHOD,
     "array; the ints below x, or the rows of x, in random order"},
    {"Generator.choice", "self, a, size=None, replace=True, p=None, axis=0, shuffle=True", choice,
     0, BI_METHOD, "item or array; of the ints below a, or the items of a, with weights p"},
    {"numpy.random.seed", "seed=None", legacy_seed, LEGACY, 0, "none; seeds the global generator"},
    {"numpy.random.rand", "*args", draw_standard, LEGACY | SHAPED | DIST(RANDOM), 0,
     "float or array of float64 of the shape given; uniform in [0, 1)"},
    {"numpy.random.randn", "*args", draw_standard, LEGACY | SHAPED | DIST(STANDARD_NORMAL), 0,
     "float or array of float64 of the shape given; of mean 0 and deviation 1"},
    {"numpy.random.random", "size=None", draw_standard, LEGACY | DIST(RANDOM), 0,
     "float or array of float64; uniform in [0, 1)"},
    {"numpy.random.random_sample", "size=None", draw_standard, LEGACY | DIST(RANDOM), 0,
     "float or array of float64; uniform in [0, 1)"},
    {"numpy.random.standard_normal", "size=None", draw_standard, LEGACY | DIST(STANDARD_NORMAL), 0,
     "float or array of float64; of mean 0 and deviation 1"},
    {"numpy.random.standard_exponential", "size=None", draw_standard,
     LEGACY | DIST(STANDARD_EXPONENTIAL), 0, "float or array of float64; of scale 1"},
    {"numpy.random.uniform", "low=0.0, high=1.0, size=None", draw_with, LEGACY | DIST(UNIFORM), 0,
     "float or array of float64; uniform in [low, high)"},
    {"numpy.random.normal", "loc=0.0, scale=1.0, size=None", draw_with, LEGACY | DIST(NORMAL), 0,
     "float or array of float64; ValueError for scale < 0"},
    {"numpy.random.exponential", "scale=1.0, size=None", draw_with, LEGACY | DIST(EXPONENTIAL), 0,
     "float or array of float64; ValueError for scale < 0"},
    {"numpy.random.randint", "low, high=None, size=None, dtype=...", draw_integers, LEGACY, 0,
     "int, scalar or array of dtype; in [low, high), or [0, low)"},
    {"numpy.random.shuffle", "x", shuffle, LEGACY, 0,
     "none; puts the rows of an array in random order"},
    {"numpy.random.permutation", "x", permutation, LEGACY, 0,
     "array; the ints below x, or the rows of x, in random order"},
    {"numpy.random.choice", "a, size=None, replace=True, p=None", choice, LEGACY, 0,
     "item or array; of the ints below a, or the items of a, with weights p"},
};

BI_TABLE(bi_random, rows);
