/* Takes several arrays and the labels of their axes, gives the sum of their products. The order of
 * contraction is the cheapest one for the extents at hand: of every set of operands the best split is
 * found, smaller sets first. Two operands become one by a matrix product where both have axes of their
 * own or one is summed with the other, else by a product of elements that is then summed.
 *
 *   ni,ij,nj->n   ->   ni,ij->nj by GEMM, nj,nj->n by products and a sum of rows */
#include <string.h>

#include "blas.h"
#include "cast.h"
#include "layout.h"
#include "reduce.h"

hpc_code rtf_einsum(hpc_frame *frame, hpc_word *words);
hpc_code rtf_contraction(hpc_frame *frame, hpc_word *words);
hpc_code rtf_matmul(hpc_frame *frame, hpc_word *words);

enum { OPERANDS = 8, LABELS = 64 };

typedef uint64_t label_set; /* bit k: label k */

/* An array with a label for each axis, no label twice. */
typedef struct term {
    hpc_view view; /* owned where it has a storage */
    unsigned char labels[HPC_MAX_RANK];
    label_set set;
} term;

typedef struct einsum {
    hpc_frame *frame;
    hpc_dtype dtype;
    int count;
    term in[OPERANDS];
    unsigned char out[HPC_MAX_RANK];
    int out_rank;
    label_set out_set;
    int64_t extent[LABELS];
    unsigned split[1 << OPERANDS]; /* of a set of operands: the first part of its best split */
} einsum;

static label_set bit(int label)
{
    return UINT64_C(1) << label;
}

/* ---- Reading ------------------------------------------------------------------------------------- */

/* Labels are '0' and what follows in ASCII: "0,01->1" for "i,ij->j". */
static int label_of(char c)
{
    return (c - '0') & (LABELS - 1);
}

static hpc_code set_extent(einsum *e, int label, int64_t extent)
{
    int64_t *known = &e->extent[label];
    if (*known == 1 || *known < 0)
        *known = extent;
    if (extent == *known || extent == 1)
        return HPC_OK;
    return hpc_fail(e->frame, HPC_VALUE_ERROR,
                    "operands could not be broadcast together with remapped shapes: a label stands "
                    "for %lld and %lld",
                    (long long)*known, (long long)extent);
}

static hpc_code read_terms(einsum *e, const hpc_value *values, const char *text)
{
    for (int k = 0; k < e->count; k++) {
        term *t = &e->in[k];
        t->view = *values[k].view;
        t->view.storage = NULL; /* borrowed */
        for (int axis = 0; axis < t->view.rank; axis++) {
            int label = label_of(*text++);
            t->labels[axis] = (unsigned char)label;
            t->set |= bit(label);
            hpc_code code = set_extent(e, label, t->view.shape[axis]);
            if (code != HPC_OK)
                return code;
        }
        text++; /* the comma, or the arrow's dash */
    }
    for (text++; *text; text++) {
        int label = label_of(*text);
        e->out[e->out_rank++] = (unsigned char)label;
        e->out_set |= bit(label);
    }
    return HPC_OK;
}

/* An axis of extent 1 stands for the label's extent. */
static void broadcast_terms(einsum *e)
{
    for (int k = 0; k < e->count; k++) {
        hpc_view *v = &e->in[k].view;
        for (int axis = 0; axis < v->rank; axis++) {
            if (v->shape[axis] != 1)
                continue;
            v->shape[axis] = e->extent[e->in[k].labels[axis]];
            v->strides[axis] = 0;
        }
    }
}

/* ---- The order ------------------------------------------------------------------------------------ */

static label_set labels_of(const einsum *e, unsigned operands)
{
    label_set set = 0;
    for (int k = 0; k < e->count; k++)
        if (operands >> k & 1)
            set |= e->in[k].set;
    return set;
}

/* The labels that a contracted set still has: those of the result and of the other operands. */
static label_set kept_by(const einsum *e, unsigned operands)
{
    unsigned others = ((1u << e->count) - 1) & ~operands;
    return labels_of(e, operands) & (e->out_set | labels_of(e, others));
}

static double size_of(const einsum *e, label_set set)
{
    double size = 1;
    for (int k = 0; k < LABELS && set >> k; k++)
        if (set >> k & 1)
            size *= (double)e->extent[k];
    return size;
}

/* The cost of a split: multiplications, and a little for memory. */
static double cost_of(const einsum *e, unsigned part, unsigned rest)
{
    label_set all = kept_by(e, part) | kept_by(e, rest);
    return size_of(e, all) + size_of(e, kept_by(e, part | rest));
}

static void plan(einsum *e)
{
    double best[1 << OPERANDS];
    for (unsigned set = 1; set < 1u << e->count; set++) {
        best[set] = 0;
        e->split[set] = 0;
        for (unsigned part = (set - 1) & set; part > (set & ~part); part = (part - 1) & set) {
            unsigned rest = set & ~part;
            double cost = best[part] + best[rest] + cost_of(e, part, rest);
            if (!e->split[set] || cost < best[set]) {
                best[set] = cost;
                e->split[set] = part;
            }
        }
    }
}

/* ---- One operand ---------------------------------------------------------------------------------- */

static void drop_term(term *t)
{
    hpc_view_release(&t->view);
}

static int axis_of(const term *t, int label)
{
    for (int axis = 0; axis < t->view.rank; axis++)
        if (t->labels[axis] == label)
            return axis;
    return -1;
}

/* Sums over the axes whose labels are not in `kept`. */
static hpc_code sum_away(einsum *e, term *t, label_set kept)
{
    uint32_t axes = 0;
    int rank = 0;
    hpc_view sum = {0};
    for (int axis = 0; axis < t->view.rank; axis++) {
        if (kept & bit(t->labels[axis]))
            t->labels[rank++] = t->labels[axis];
        else
            axes |= UINT32_C(1) << axis;
    }
    t->set &= kept;
    if (!axes)
        return HPC_OK;
    int op = e->dtype == HPC_BOOL ? HPC_REDUCE_ANY : HPC_REDUCE_SUM;
    hpc_code code =
        hpc_reduce(e->frame, &sum, &t->view, op, axes, false, (int)e->dtype, NULL, NULL);
    drop_term(t);
    t->view = sum;
    return code;
}

/* The view's axes in the order of the labels; those that it lacks have extent 1. */
static hpc_view arranged(const term *t, const unsigned char *labels, int count)
{
    hpc_view v = t->view;
    v.rank = (int16_t)count;
    for (int i = 0; i < count; i++) {
        int axis = axis_of(t, labels[i]);
        v.shape[i] = axis < 0 ? 1 : t->view.shape[axis];
        v.strides[i] = axis < 0 ? 0 : t->view.strides[axis];
    }
    return v;
}

/* ---- Products of elements ------------------------------------------------------------------------- */

#define MUL(x, y) ((x) * (y))
#define MUL_16(x, y) ((uint16_t)((uint32_t)(x) * (y)))
#define MUL_BOOL(x, y) ((x) & (y))

#define DEFINE_TIMES(name, type, expression)                                                       \
    static void name(char *out, const char *a, int64_t a_step, const char *b, int64_t b_step,      \
                     int64_t n)                                                                    \
    {                                                                                              \
        for (int64_t i = 0; i < n; i++) {                                                          \
            const type x = *(const type *)(const void *)(a + i * a_step);                          \
            const type y = *(const type *)(const void *)(b + i * b_step);                          \
            ((type *)(void *)out)[i] = (type)expression;                                           \
        }                                                                                          \
    }

#define COMPLEX_TIMES(type)                                                                        \
    {                                                                                              \
        x.re *y.re - x.im *y.im, x.re *y.im + x.im *y.re                                           \
    }

DEFINE_TIMES(times_b1, uint8_t, MUL_BOOL(x, y))
DEFINE_TIMES(times_8, uint8_t, MUL(x, y))
DEFINE_TIMES(times_16, uint16_t, MUL_16(x, y))
DEFINE_TIMES(times_32, uint32_t, MUL(x, y))
DEFINE_TIMES(times_64, uint64_t, MUL(x, y))
DEFINE_TIMES(times_f16, uint16_t, hpc_float_to_half(hpc_half_to_float(x) * hpc_half_to_float(y)))
DEFINE_TIMES(times_f32, float, MUL(x, y))
DEFINE_TIMES(times_f64, double, MUL(x, y))
DEFINE_TIMES(times_c64, hpc_c64, COMPLEX_TIMES(hpc_c64))
DEFINE_TIMES(times_c128, hpc_c128, COMPLEX_TIMES(hpc_c128))

typedef void times_fn(char *out, const char *a, int64_t a_step, const char *b, int64_t b_step,
                      int64_t n);
static times_fn *const times[HPC_DTYPE_COUNT] = {
    [HPC_BOOL] = times_b1, [HPC_I8] = times_8,      [HPC_U8] = times_8,    [HPC_I16] = times_16,
    [HPC_U16] = times_16,  [HPC_I32] = times_32,    [HPC_U32] = times_32,  [HPC_I64] = times_64,
    [HPC_U64] = times_64,  [HPC_F16] = times_f16,   [HPC_F32] = times_f32, [HPC_F64] = times_f64,
    [HPC_C64] = times_c64, [HPC_C128] = times_c128,
};

/* out, in C order, = a * b; axis by axis, the last one in a loop of its own. */
static void multiply(const hpc_view *out, int axis, char *to, const hpc_view *a, const char *from_a,
                     const hpc_view *b, const char *from_b)
{
    if (axis >= out->rank - 1) {
        times[out->dtype](to, from_a, out->rank ? a->strides[axis] : 0, from_b,
                          out->rank ? b->strides[axis] : 0, out->rank ? out->shape[axis] : 1);
        return;
    }
    for (int64_t i = 0; i < out->shape[axis]; i++)
        multiply(out, axis + 1, to + i * out->strides[axis], a, from_a + i * a->strides[axis], b,
                 from_b + i * b->strides[axis]);
}

/* The product of elements over all labels of both, `labels` in order. */
static hpc_code product_of_elements(einsum *e, const term *a, const term *b, term *out,
                                    const unsigned char *labels, int count)
{
    int64_t shape[HPC_MAX_RANK];
    for (int i = 0; i < count; i++)
        shape[i] = e->extent[labels[i]];
    hpc_code code = hpc_view_new(e->frame, &out->view, e->dtype, count, shape);
    if (code != HPC_OK)
        return code;
    hpc_view x = arranged(a, labels, count), y = arranged(b, labels, count);
    multiply(&out->view, 0, out->view.data, &x, x.data, &y, y.data);
    memcpy(out->labels, labels, (size_t)count);
    out->set = a->set | b->set;
    return HPC_OK;
}

/* ---- Matrix products ------------------------------------------------------------------------------ */

/* Labels of a pair by where they are: in both and kept, in a alone, in b alone, in both and summed. */
typedef struct pair {
    unsigned char both[HPC_MAX_RANK], left[HPC_MAX_RANK], right[HPC_MAX_RANK], sum[HPC_MAX_RANK];
    int both_count, left_count, right_count, sum_count;
} pair;

static pair pair_of(const term *a, const term *b, label_set kept)
{
    pair p = {.both_count = 0};
    for (int axis = 0; axis < a->view.rank; axis++) {
        unsigned char label = a->labels[axis];
        if (!(b->set & bit(label)))
            p.left[p.left_count++] = label;
        else if (kept & bit(label))
            p.both[p.both_count++] = label;
        else
            p.sum[p.sum_count++] = label;
    }
    for (int axis = 0; axis < b->view.rank; axis++)
        if (!(a->set & bit(b->labels[axis])))
            p.right[p.right_count++] = b->labels[axis];
    return p;
}

static int put(unsigned char *to, int at, const unsigned char *labels, int count)
{
    memcpy(to + at, labels, (size_t)count);
    return at + count;
}

/* The axes [from, from + count) of v become one; false where their strides do not allow that. */
static bool join_axes(hpc_view *v, int from, int count)
{
    int64_t extent = 1, step = count ? v->strides[from + count - 1] : 0;
    for (int i = from + count - 1; i >= from; i--) {
        if (v->shape[i] != 1 && extent != 1 && v->strides[i] != step * extent)
            return false;
        if (v->shape[i] != 1 && extent == 1)
            step = v->strides[i];
        extent *= v->shape[i];
    }
    int after = v->rank - from - count;
    memmove(v->shape + from + 1, v->shape + from + count, (size_t)after * sizeof *v->shape);
    memmove(v->strides + from + 1, v->strides + from + count, (size_t)after * sizeof *v->strides);
    v->shape[from] = extent;
    v->strides[from] = step;
    v->rank = (int16_t)(v->rank - count + 1);
    return true;
}

/* A term as a stack of matrices: `both` axes, then two groups, each as one axis. Where the groups do
 * not lie evenly, *copy holds the elements. */
static hpc_code as_matrices(einsum *e, const term *t, const pair *p, const unsigned char *rows,
                            int row_count, const unsigned char *columns, int column_count,
                            hpc_view *copy, hpc_view *out)
{
    unsigned char labels[2 * HPC_MAX_RANK];
    int count = put(labels, 0, p->both, p->both_count);
    count = put(labels, count, rows, row_count);
    count = put(labels, count, columns, column_count);
    *out = arranged(t, labels, count);
    int first = p->both_count;
    hpc_view joined = *out;
    if (!join_axes(&joined, first + row_count, column_count) ||
        !join_axes(&joined, first, row_count)) {
        hpc_code code = hpc_view_copy(e->frame, copy, out);
        if (code != HPC_OK)
            return code;
        joined = *copy;
        join_axes(&joined, first + row_count, column_count);
        join_axes(&joined, first, row_count);
    }
    *out = joined;
    return HPC_OK;
}

/* The result's axes are the labels again: it is fresh, in C order. */
static void split_axes(einsum *e, term *out, const unsigned char *labels, int count)
{
    int64_t step = hpc_dtype_size(e->dtype);
    out->view.rank = (int16_t)count;
    out->set = 0;
    for (int i = count - 1; i >= 0; i--) {
        out->labels[i] = labels[i];
        out->set |= bit(labels[i]);
        out->view.shape[i] = e->extent[labels[i]];
        out->view.strides[i] = step;
        step *= out->view.shape[i] ? out->view.shape[i] : 1;
    }
}

static hpc_code matrix_product(einsum *e, const term *a, const term *b, const pair *p, term *out)
{
    hpc_view copy_a = {0}, copy_b = {0}, x, y;
    unsigned char labels[2 * HPC_MAX_RANK];
    hpc_code code = as_matrices(e, a, p, p->left, p->left_count, p->sum, p->sum_count, &copy_a, &x);
    if (code == HPC_OK)
        code = as_matrices(e, b, p, p->sum, p->sum_count, p->right, p->right_count, &copy_b, &y);
    hpc_word words[] = {{.p = &out->view}, {.p = &x}, {.p = &y}};
    if (code == HPC_OK)
        code = rtf_matmul(e->frame, words);
    hpc_view_release(&copy_a);
    hpc_view_release(&copy_b);
    if (code != HPC_OK)
        return code;
    int count = put(labels, 0, p->both, p->both_count);
    count = put(labels, count, p->left, p->left_count);
    count = put(labels, count, p->right, p->right_count);
    split_axes(e, out, labels, count);
    return HPC_OK;
}

/* ---- The walk -------------------------------------------------------------------------------------- */

static hpc_code by_elements(einsum *e, const term *a, const term *b, const pair *p, term *out,
                            label_set kept)
{
    unsigned char labels[4 * HPC_MAX_RANK];
    int count = put(labels, 0, p->both, p->both_count);
    count = put(labels, count, p->left, p->left_count);
    count = put(labels, count, p->right, p->right_count);
    count = put(labels, count, p->sum, p->sum_count);
    if (count > HPC_MAX_RANK)
        return hpc_fail(e->frame, HPC_VALUE_ERROR, "too many subscripts in einsum");
    hpc_code code = product_of_elements(e, a, b, out, labels, count);
    return code == HPC_OK ? sum_away(e, out, kept) : code;
}

static hpc_code contract_two(einsum *e, term *a, term *b, label_set kept, term *out)
{
    hpc_code code = sum_away(e, a, kept | b->set);
    if (code == HPC_OK)
        code = sum_away(e, b, kept | a->set);
    if (code != HPC_OK)
        return code;
    pair p = pair_of(a, b, kept);
    /* two axes more may come and go on the way */
    if (p.both_count + p.left_count + p.right_count > HPC_MAX_RANK - 2 ||
        a->view.rank > HPC_MAX_RANK - 2 || b->view.rank > HPC_MAX_RANK - 2)
        return hpc_fail(e->frame, HPC_VALUE_ERROR, "too many subscripts in einsum");
    bool matrices = p.sum_count && (p.left_count || p.right_count || !p.both_count);
    return matrices ? matrix_product(e, a, b, &p, out) : by_elements(e, a, b, &p, out, kept);
}

/* The operands of `set` as one. */
static hpc_code contract(einsum *e, unsigned set, term *out)
{
    *out = (term){.set = 0};
    if (!e->split[set]) {
        *out = e->in[__builtin_ctz(set)];
        return sum_away(e, out, kept_by(e, set));
    }
    term a, b = {.set = 0};
    hpc_code code = contract(e, e->split[set], &a);
    if (code == HPC_OK)
        code = contract(e, set & ~e->split[set], &b);
    if (code == HPC_OK)
        code = contract_two(e, &a, &b, kept_by(e, set), out);
    drop_term(&a);
    drop_term(&b);
    return code;
}

static hpc_code read_all(einsum *e, hpc_frame *frame, const hpc_word *words)
{
    *e = (einsum){.frame = frame, .count = (int)words[2].i, .dtype = (hpc_dtype)words[4].i};
    for (int k = 0; k < LABELS; k++)
        e->extent[k] = -1;
    hpc_code code = read_terms(e, words[1].p, ((const hpc_str *)words[3].p)->text);
    if (code == HPC_OK)
        broadcast_terms(e);
    return code;
}

static hpc_code contract_all(einsum *e, hpc_view *out)
{
    term all = {.set = 0};
    plan(e);
    hpc_code code = contract(e, (1u << e->count) - 1, &all);
    if (code == HPC_OK && all.view.storage && hpc_view_c_contiguous(&all.view) &&
        memcmp(all.labels, e->out, (size_t)e->out_rank) == 0) {
        *out = all.view;
        return HPC_OK;
    }
    if (code == HPC_OK) {
        hpc_view v = arranged(&all, e->out, e->out_rank);
        code = hpc_view_copy(e->frame, out, &v);
    }
    drop_term(&all);
    return code;
}

/* operands (a pack), count, their labels and those of the result: arrays of one dtype. */
hpc_code rtf_einsum(hpc_frame *frame, hpc_word *words)
{
    einsum e;
    hpc_code code = read_all(&e, frame, words);
    return code == HPC_OK ? contract_all(&e, words[0].p) : code;
}

/* The labels of the result, outermost first, as they lie in a product of the operands over all labels
 * in order. */
static void order_labels(einsum *e)
{
    int64_t strides[OPERANDS][HPC_MAX_RANK];
    const int64_t *each[OPERANDS];
    unsigned char labels[HPC_MAX_RANK];
    int order[HPC_MAX_RANK], rank = 0, out = 0;
    label_set all = labels_of(e, (1u << e->count) - 1);
    for (int k = 0; k < LABELS && all >> k; k++)
        if (all >> k & 1)
            labels[rank++] = (unsigned char)k;
    for (int k = 0; k < e->count; k++) {
        hpc_view v = arranged(&e->in[k], labels, rank);
        memcpy(strides[k], v.strides, sizeof strides[k]);
        each[k] = strides[k];
    }
    hpc_axis_order(rank, e->count, each, order);
    for (int i = rank - 1; i >= 0; i--)
        if (e->out_set & bit(labels[order[i]]))
            e->out[out++] = labels[order[i]];
}

hpc_code rtf_contraction(hpc_frame *frame, hpc_word *words)
{
    einsum e;
    unsigned char labels[HPC_MAX_RANK];
    hpc_code code = read_all(&e, frame, words);
    if (code != HPC_OK)
        return code;
    memcpy(labels, e.out, sizeof labels);
    order_labels(&e);
    term made = {.set = e.out_set};
    code = contract_all(&e, &made.view);
    if (code != HPC_OK)
        return code;
    memcpy(made.labels, e.out, sizeof labels);
    *(hpc_view *)words[0].p = arranged(&made, labels, e.out_rank);
    return HPC_OK;
}
