/* What stdlib/numpy/linalg.hpc rests on: LAPACK's routines over stacks of matrices. The functions of
 * the language see to dtypes, shapes and arguments; a row here is one call of the runtime, whose
 * inputs runtime/table.h says. */
#include "../../runtime/table.h"
#include "elab_scope.h"
#include "ops.h"

enum { MOST = 4 /* results, inputs */ };

/* A result is two letters. Its dtype: t the matrices', r that of their size, c complex. Its rank: m
 * the larger of the operands', 0 to 2 so many axes less than the matrices. */
typedef struct primitive {
    int rt;
    const char *results;
} primitive;

enum { SOLVE, INV, DET, CHOLESKY, QR, QR_RAW, SVD, SVDVALS, EIGH, EIGVALSH, EIG, EIGVALS, LSTSQ };

static const primitive primitives[] = {
    [SOLVE] = {HPC_RT_linalg_solve, "tm"},     [INV] = {HPC_RT_linalg_inv, "t0"},
    [DET] = {HPC_RT_linalg_det, "t2r2"},       [CHOLESKY] = {HPC_RT_linalg_cholesky, "t0"},
    [QR] = {HPC_RT_linalg_qr, "t0t0"},         [QR_RAW] = {HPC_RT_linalg_qr, "t0t1"},
    [SVD] = {HPC_RT_linalg_svd, "t0r1t0"},     [SVDVALS] = {HPC_RT_linalg_svdvals, "r1"},
    [EIGH] = {HPC_RT_linalg_eigh, "r1t0"},     [EIGVALSH] = {HPC_RT_linalg_eigvalsh, "r1"},
    [EIG] = {HPC_RT_linalg_eig, "c1c0"},       [EIGVALS] = {HPC_RT_linalg_eigvals, "c1"},
    [LSTSQ] = {HPC_RT_linalg_lstsq, "t0r1r1"},
};

static hpc_dtype result_dtype(char letter, hpc_dtype dtype)
{
    bool single = dtype == HPC_F32 || dtype == HPC_C64;
    switch (letter) {
    case 'r': return single ? HPC_F32 : HPC_F64;
    case 'c': return single ? HPC_C64 : HPC_C128;
    default: return dtype;
    }
}

static air_type result_type(const char *spec, hpc_dtype dtype, uint32_t rank, uint32_t largest)
{
    uint32_t left = spec[1] == 'm' ? largest : rank - (uint32_t)(spec[1] - '0');
    air_type type = {AIR_ARRAY, (uint8_t)result_dtype(spec[0], dtype), (uint8_t)left,
                     AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE};
    return type;
}

/* The inputs' nodes, as the runtime's row wants them; false after an error. */
static bool inputs(elab *e, const bi_call *c, const char *kinds, air_id nodes[MOST],
                   uint32_t *largest)
{
    for (uint32_t i = 0; kinds[i]; i++) {
        const val *v = &c->args[i];
        if (kinds[i] == 'a') {
            val a = elab_asarray(e, v, HPC_DTYPE_COUNT, c->where);
            nodes[i] = val_bad(a) ? 0 : a.node;
            *largest = i == 0 || val_rank(&a) > *largest ? val_rank(&a) : *largest;
        } else if (kinds[i] == 'f') {
            nodes[i] = val_cast_node(e, v, HPC_F64, c->where);
        } else {
            nodes[i] = val_cast_node(e, v, HPC_I64, c->where);
        }
        if (!nodes[i])
            return false;
    }
    return true;
}

static val call_primitive(elab *e, const bi_call *c)
{
    const primitive *p = &primitives[c->row->data];
    const hpc_rt_row *row = &hpc_rt_rows[p->rt];
    const char *kinds = row->ins + strlen(row->arrays); /* the results come first */
    air_id nodes[MOST];
    air_type types[MOST];
    val made[MOST];
    uint32_t largest = 0, count = 0;
    if (!inputs(e, c, kinds, nodes, &largest))
        return val_never(e);
    air_type a = air_at(e->b.fun, nodes[0])->type;
    for (const char *spec = p->results; *spec; spec += 2)
        types[count++] = result_type(spec, (hpc_dtype)a.dtype, a.rank, largest);
    uint32_t arrays = count;
    if (*row->outs)
        types[count++] = air_scalar_type(HPC_I64);
    air_id call = air_rt(&e->b, p->rt, nodes, (uint32_t)strlen(kinds), types, count);
    for (uint32_t i = 0; i < count; i++) {
        air_id node = count > 1 ? air_proj(&e->b, call, i) : call;
        if (i < arrays && !types[i].rank)
            node = air_elem(&e->b, node, NULL);
        made[i] = val_array(e, node);
    }
    return count > 1 ? val_tuple(e, made, count) : made[0];
}

/* a, b: the extent of a matrix that is square, of real floats and at most 4 x 4, is known, and b has as
 * many rows of at most 4 known columns, or is a vector. A program's top level, which runs once, calls the
 * runtime: that is less code for the same bits. */
static val unrolls(elab *e, const bi_call *c)
{
    const val *a = &c->args[0], *b = &c->args[1];
    int64_t n = 0, rows = 0, m = 0, k = 1;
    bool fits = (e->program->current || e->loops) && val_rank(a) == 2 && val_rank(b) >= 1 &&
                val_rank(b) <= 2 && (a->ty->dtype == HPC_F32 || a->ty->dtype == HPC_F64);
    fits = fits && air_is_const(e->b.fun, val_extent(e, a, 0), &n) && n >= 1 && n <= 4 &&
           air_is_const(e->b.fun, val_extent(e, a, 1), &m) && n == m &&
           air_is_const(e->b.fun, val_extent(e, b, 0), &rows) && n == rows;
    if (fits && val_rank(b) == 2)
        fits = air_is_const(e->b.fun, val_extent(e, b, 1), &k) && k >= 1 && k <= 4;
    return val_bool(e, fits);
}

static val log_of(elab *e, const bi_call *c)
{
    hpc_dtype dtype = c->args[0].ty->dtype;
    air_id args[] = {val_cast_node(e, &c->args[0], HPC_F64, c->where), op_int(e, dtype == HPC_F32)};
    air_type type = air_scalar_type(HPC_F64);
    air_id made = args[0] ? air_rt(&e->b, HPC_RT_linalg_log, args, 2, &type, 1) : 0;
    return made ? val_array(e, air_cast(&e->b, dtype, made)) : val_never(e);
}

/* w, x: whether w is real, and with it the dtype of x, only the run tells: a union of both. */
static val real_if_can(elab *e, const bi_call *c)
{
    air_id args[2] = {c->args[0].node, c->args[1].node};
    uint32_t rank = val_rank(&c->args[1]);
    hpc_dtype dtype = c->args[1].ty->dtype;
    air_type types[] = {result_type("r0", dtype, rank, 0), result_type("c0", dtype, rank, 0),
                        air_scalar_type(HPC_I64)};
    air_id made = air_rt(&e->b, HPC_RT_linalg_real, args, 2, types, 3);
    val real = val_array(e, air_proj(&e->b, made, 0)),
        whole = val_array(e, air_proj(&e->b, made, 1));
    const ty *type = union_join_arrays(e, real.ty, whole.ty);
    air_id nodes[] = {air_proj(&e->b, made, 2), real.node, whole.node};
    return val_from_components(e, type, nodes);
}

/* a, axis, n, way, factor: the constants of way are runtime/fft.c's. */
static val fft_of(elab *e, const bi_call *c)
{
    const val *a = &c->args[0];
    int64_t way;
    unsigned axis;
    if (!val_const_int(&c->args[3], &way) ||
        !val_axis(e, &c->args[1], val_rank(a), c->where, &axis))
        return val_never(e);
    air_id args[] = {a->node, op_int(e, axis), val_cast_node(e, &c->args[2], HPC_I64, c->where),
                     op_int(e, way), val_cast_node(e, &c->args[4], HPC_F64, c->where)};
    if (!args[2] || !args[4])
        return val_never(e);
    char letter = way == 3 ? 'r' : 'c';
    const char spec[] = {letter, '0'};
    air_type type = result_type(spec, a->ty->dtype, val_rank(a), 0);
    return val_array(e, air_rt(&e->b, HPC_RT_fft, args, 5, &type, 1));
}

static const bi_row rows[] = {
    {"numpy.fft._transform", "a, axis, n, way, factor, /", fft_of, 0, 0,
     "Transforms for stdlib: 0 forward, 1 backward, 2 of real numbers, 3 back to real ones"},
    {"numpy.linalg._solve", "a, b, /", call_primitive, SOLVE, 0, "solve for stdlib"},
    {"numpy.linalg._inv", "a, quiet, /", call_primitive, INV, 0,
     "inv for stdlib; quiet: NaN where a matrix is singular"},
    {"numpy.linalg._det", "a, /", call_primitive, DET, 0, "slogdet for stdlib"},
    {"numpy.linalg._cholesky", "a, upper, /", call_primitive, CHOLESKY, 0, "cholesky for stdlib"},
    {"numpy.linalg._qr", "a, mode, /", call_primitive, QR, 0,
     "qr for stdlib: 0 reduced, 1 complete, 2 R alone"},
    {"numpy.linalg._qr_raw", "a, mode, /", call_primitive, QR_RAW, 0,
     "qr for stdlib: reflections and their factors; mode is 3"},
    {"numpy.linalg._svd", "a, full, /", call_primitive, SVD, 0, "svd for stdlib"},
    {"numpy.linalg._svdvals", "a, /", call_primitive, SVDVALS, 0, "svdvals for stdlib"},
    {"numpy.linalg._eigh", "a, upper, /", call_primitive, EIGH, 0, "eigh for stdlib"},
    {"numpy.linalg._eigvalsh", "a, upper, /", call_primitive, EIGVALSH, 0, "eigvalsh for stdlib"},
    {"numpy.linalg._eig", "a, /", call_primitive, EIG, 0, "eig for stdlib, always complex"},
    {"numpy.linalg._eigvals", "a, /", call_primitive, EIGVALS, 0,
     "eigvals for stdlib, always complex"},
    {"numpy.linalg._unrolls", "a, b, /", unrolls, 0, 0,
     "whether stdlib has straight-line code for a matrix and right sides of these extents"},
    {"numpy.linalg._log", "x, /", log_of, 0, 0, "the logarithm that _det adds up, of one number"},
    {"numpy.linalg._real_if_can", "w, x, /", real_if_can, 0, 0,
     "x.real where no element of w has an imaginary part, else x: the run tells"},
    {"numpy.linalg._lstsq", "a, b, limit, /", call_primitive, LSTSQ, 0, "lstsq for stdlib"},
};

BI_TABLE(bi_linalg, rows);
