/* Random functions of array IR: what a plain evaluator makes of them must be what the passes leave,
 * and what fusion and lowering make of it on the interpreter. Values are small integers in float64, so
 * that the order of summation does not show. HPC_SEED=N runs one seed and prints the function,
 * HPC_SEEDS=N runs that many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <math.h>

#include "compiler/array/air_passes.h"
#include "compiler/backend/backend.h"
#include "compiler/loop/lower.h"

enum { ROWS = 5, COLUMNS = 3, PARAMS = 5, MAX_ARRAYS = 64 };

/* ---- The evaluator ---------------------------------------------------------------------------
 * Every number is a double, every array strided doubles. */

typedef struct value {
    double scalar;
    double *data;
    int rank;
    int64_t shape[4], stride[4]; /* in elements */
} value;

typedef enum flow { GO_ON, GO_BREAK, GO_CONTINUE, GO_RETURN } flow;

typedef struct eval {
    arena *a;
    const air_fun *f;
    value *values, *vars;
    value params[PARAMS];
} eval;

static const air_node *node(const eval *e, air_id id)
{
    return air_at(e->f, id);
}

static int64_t whole(const eval *e, air_id id)
{
    return (int64_t)e->values[id].scalar;
}

static value fresh(eval *e, const air_node *n)
{
    value v = {.rank = n->type.rank};
    int64_t size = 1;
    for (int r = v.rank - 1; r >= 0; r--) {
        v.shape[r] = whole(e, n->shape[r]);
        v.stride[r] = size;
        size *= v.shape[r];
    }
    v.data = ARENA_ARRAY(e->a, double, size + 1);
    return v;
}

/* Element `index` (of rank axes) of x, broadcast from the last axis. */
static double *at_index(const value *x, const int64_t *index, int rank)
{
    double *p = x->data;
    int skip = rank - x->rank;
    if (skip < 0)
        fail_msg("an operand of more axes than the result");
    for (int r = 0; r < x->rank; r++)
        if (x->shape[r] != 1)
            p += index[skip + r] * x->stride[r];
    return p;
}

static double read(const eval *e, air_id id, const int64_t *index, int rank)
{
    const value *x = &e->values[id];
    return node(e, id)->type.kind == AIR_SCALAR ? x->scalar : *at_index(x, index, rank);
}

static bool next(const int64_t *shape, int64_t *index, int rank)
{
    for (int r = rank - 1; r >= 0; r--) {
        if (++index[r] < shape[r])
            return true;
        index[r] = 0;
    }
    return false;
}

static bool is_empty(const value *v)
{
    for (int r = 0; r < v->rank; r++)
        if (v->shape[r] == 0)
            return true;
    return false;
}

static double apply(const air_node *n, const double *x)
{
    switch (n->fn) {
    case AIR_ADD:
    case AIR_ADD_CHECKED: return x[0] + x[1];
    case AIR_SUB:
    case AIR_SUB_CHECKED: return x[0] - x[1];
    case AIR_MUL:
    case AIR_MUL_CHECKED: return x[0] * x[1];
    case AIR_FLOORDIV: return floor(x[0] / x[1]);
    case AIR_MOD: return x[0] - x[1] * floor(x[0] / x[1]);
    case AIR_NEG: return -x[0];
    case AIR_ABS: return fabs(x[0]);
    case AIR_MIN: return x[0] < x[1] ? x[0] : x[1];
    case AIR_MAX: return x[0] > x[1] ? x[0] : x[1];
    case AIR_LT: return x[0] < x[1];
    case AIR_GT: return x[0] > x[1];
    case AIR_GE: return x[0] >= x[1];
    case AIR_NOT: return x[0] == 0;
    case AIR_EQ: return x[0] == x[1];
    case AIR_NE: return x[0] != x[1];
    case AIR_SELECT: return x[0] != 0 ? x[1] : x[2];
    case AIR_CAST: return x[0];
    case AIR_FLOOR: return floor(x[0]);
    default: fail_msg("the evaluator lacks %s", air_fn_name((air_fn)n->fn)); return 0;
    }
}

static value eval_map(eval *e, const air_node *n)
{
    value v = {0};
    double x[3] = {0};
    int64_t index[4] = {0};
    if (n->type.kind == AIR_SCALAR) {
        for (uint32_t k = 0; k < n->nargs; k++)
            x[k] = read(e, n->args[k], index, 0);
        v.scalar = apply(n, x);
        return v;
    }
    v = fresh(e, n);
    if (is_empty(&v))
        return v;
    do {
        for (uint32_t k = 0; k < n->nargs; k++)
            x[k] = read(e, n->args[k], index, v.rank);
        *at_index(&v, index, v.rank) = apply(n, x);
    } while (next(v.shape, index, v.rank));
    return v;
}

static value view_of(const eval *e, const value *x, const air_view *view, int rank,
                     const int64_t *shape)
{
    value v = {.data = x->data, .rank = rank};
    for (int s = 0; s < x->rank; s++)
        v.data += (view->start[s] ? whole(e, view->start[s]) : 0) * x->stride[s];
    for (int r = 0; r < rank; r++) {
        int s = view->axis[r];
        v.shape[r] = shape[r];
        bool stretched = s == AIR_NEW_AXIS || (x->shape[s] == 1 && shape[r] != 1);
        if (!stretched)
            v.stride[r] = x->stride[s] * (view->step[s] ? whole(e, view->step[s]) : 1);
    }
    return v;
}

static value eval_view(eval *e, const air_node *n)
{
    int64_t shape[4];
    for (int r = 0; r < n->type.rank; r++)
        shape[r] = whole(e, n->shape[r]);
    return view_of(e, &e->values[n->args[0]], n->view, n->type.rank, shape);
}

static value copy_of(eval *e, const air_node *n, air_id from)
{
    value v = fresh(e, n);
    int64_t index[4] = {0};
    if (!is_empty(&v))
        do
            *at_index(&v, index, v.rank) = read(e, from, index, v.rank);
        while (next(v.shape, index, v.rank));
    return v;
}

static value eval_overlay(eval *e, const air_node *n)
{
    value v = copy_of(e, n, n->args[0]);
    const value *part = &e->values[n->args[1]];
    value to = view_of(e, &v, n->view, part->rank, part->shape);
    int64_t index[4] = {0};
    if (!is_empty(&to))
        do
            *at_index(&to, index, to.rank) = read(e, n->args[1], index, to.rank);
        while (next(to.shape, index, to.rank));
    return v;
}

static value eval_reduce(eval *e, const air_node *n)
{
    const value *x = &e->values[n->args[0]];
    value v = {0};
    if (n->type.kind == AIR_ARRAY)
        v = fresh(e, n);
    int64_t index[4] = {0}, out[4];
    double start = n->fn == AIR_ADD ? 0 : n->fn == AIR_MAX ? -INFINITY : INFINITY;
    int64_t size = 1;
    for (int r = 0; r < v.rank; r++)
        size *= v.shape[r];
    for (int64_t i = 0; v.data && i < size; i++)
        v.data[i] = start;
    v.scalar = start;
    if (is_empty(x))
        return v;
    do {
        int rank = 0;
        for (int s = 0; s < x->rank; s++)
            if (!(n->imm >> s & 1))
                out[rank++] = index[s];
        double *to = v.data ? at_index(&v, out, rank) : &v.scalar, y = *at_index(x, index, x->rank);
        *to = n->fn == AIR_ADD ? *to + y : n->fn == AIR_MAX ? fmax(*to, y) : fmin(*to, y);
    } while (next(x->shape, index, x->rank));
    return v;
}

static value eval_arg(eval *e, const air_node *n)
{
    const value *x = &e->values[n->args[0]];
    value v = {0}, best = {0};
    int64_t index[4] = {0}, out[4] = {0};
    if (n->type.kind == AIR_ARRAY)
        v = fresh(e, n);
    if (is_empty(x))
        return v;
    best = v;
    best.data = ARENA_ARRAY(e->a, double, 1000);
    do {
        int rank = 0;
        for (int s = 0; s < x->rank; s++)
            if (s != n->imm)
                out[rank++] = index[s];
        double *to = v.data ? at_index(&v, out, rank) : &v.scalar, y = *at_index(x, index, x->rank);
        double *held = best.rank ? at_index(&best, out, rank) : best.data;
        if (index[n->imm] && !(n->fn == AIR_MIN ? y < *held : y > *held))
            continue;
        *held = y;
        *to = (double)index[n->imm];
    } while (next(x->shape, index, x->rank));
    return v;
}

/* One index array of rank 1. */
static value eval_gather(eval *e, const air_node *n)
{
    value v = fresh(e, n);
    const value *x = &e->values[n->args[0]];
    int64_t index[4] = {0};
    if (is_empty(&v))
        return v;
    do {
        double *p = x->data;
        for (int s = 0; s < x->rank; s++) {
            int64_t k = index[s];
            if (n->gather->index[s] >= 0)
                k = (int64_t)read(e, n->args[1], &index[s], 1);
            p += k * x->stride[s];
        }
        *at_index(&v, index, v.rank) = *p;
    } while (next(v.shape, index, v.rank));
    return v;
}

static value eval_source(eval *e, const air_node *n)
{
    value v = {0};
    if (n->op == AIR_OP_CONST) {
        memcpy(&v.scalar, &n->imm, sizeof v.scalar);
        if (n->type.dtype != HPC_F64)
            v.scalar = (double)n->imm;
        return v;
    }
    v = fresh(e, n);
    int64_t index[4] = {0}, k = 0;
    if (is_empty(&v))
        return v;
    do {
        int64_t entry = 0;
        if (n->op == AIR_OP_TABLE)
            memcpy(&entry, (const char *)n->table + 8 * k, sizeof entry);
        *at_index(&v, index, v.rank) = n->op == AIR_OP_FILL      ? e->values[n->args[0]].scalar
                                       : n->op == AIR_OP_COORD   ? (double)index[n->imm]
                                       : n->op == AIR_OP_LITERAL ? e->values[n->args[k]].scalar
                                                                 : (double)entry;
        k++;
    } while (next(v.shape, index, v.rank));
    return v;
}

static double *element(const eval *e, const air_node *n)
{
    const value *x = &e->values[n->args[0]];
    double *p = x->data;
    for (int s = 0; s < x->rank; s++)
        p += whole(e, n->args[1 + s]) * x->stride[s];
    return p;
}

static void eval_store(eval *e, const air_node *n)
{
    const value *to = &e->values[n->args[0]];
    int64_t index[4] = {0}, size = 1, k = 0;
    if (is_empty(to))
        return;
    for (int r = 0; r < to->rank; r++)
        size *= to->shape[r];
    double *values = ARENA_ARRAY(e->a, double, size);
    bool *masks = ARENA_ARRAY(e->a, bool, size);
    do {
        values[k] = read(e, n->args[1], index, to->rank);
        masks[k++] = n->nargs < 3 || read(e, n->args[2], index, to->rank) != 0;
    } while (next(to->shape, index, to->rank));
    k = 0;
    do {
        if (masks[k])
            *at_index(to, index, to->rank) = values[k];
        k++;
    } while (next(to->shape, index, to->rank));
}

static flow eval_region(eval *e, const air_region *r);

static flow eval_for(eval *e, const air_node *n)
{
    int64_t step = whole(e, n->args[2]);
    for (int64_t i = whole(e, n->args[0]); i < whole(e, n->args[1]); i += step) {
        e->values[n->body->items[0]].scalar = (double)i;
        flow go = eval_region(e, n->body);
        if (go == GO_RETURN)
            return go;
        if (go == GO_BREAK)
            break;
    }
    return GO_ON;
}

static value eval_value(eval *e, const air_node *n)
{
    value v = {0};
    switch (n->op) {
    case AIR_OP_PARAM: return e->params[n->imm];
    case AIR_OP_MAP: return eval_map(e, n);
    case AIR_OP_VIEW: return eval_view(e, n);
    case AIR_OP_COPY: return copy_of(e, n, n->args[0]);
    case AIR_OP_INDEXES: return copy_of(e, n, n->args[0]);
    case AIR_OP_OVERLAY: return eval_overlay(e, n);
    case AIR_OP_REDUCE: return eval_reduce(e, n);
    case AIR_OP_ARG: return eval_arg(e, n);
    case AIR_OP_GATHER: return eval_gather(e, n);
    case AIR_OP_GET: return e->vars[n->imm];
    case AIR_OP_DIM: v.scalar = (double)e->values[n->args[0]].shape[n->imm]; return v;
    case AIR_OP_ELEM: v.scalar = *element(e, n); return v;
    case AIR_OP_INDEX:
        v = e->values[n->args[0]];
        v.scalar += v.scalar < 0 ? e->values[n->args[1]].scalar : 0;
        assert_true(v.scalar >= 0 && v.scalar < e->values[n->args[1]].scalar);
        return v;
    case AIR_OP_BDIM: v.scalar = fmax(whole(e, n->args[0]), whole(e, n->args[1])); return v;
    default: return eval_source(e, n);
    }
}

static flow eval_node(eval *e, air_id id)
{
    const air_node *n = node(e, id);
    switch (n->op) {
    case AIR_OP_INDVAR:
    case AIR_OP_CHECK: return GO_ON;
    case AIR_OP_STORE: eval_store(e, n); return GO_ON;
    case AIR_OP_SETELEM: *element(e, n) = e->values[n->args[n->nargs - 1]].scalar; return GO_ON;
    case AIR_OP_SET: e->vars[n->imm] = e->values[n->args[0]]; return GO_ON;
    case AIR_OP_IF: return eval_region(e, whole(e, n->args[0]) ? n->body : n->other);
    case AIR_OP_FOR: return eval_for(e, n);
    case AIR_OP_BREAK: return GO_BREAK;
    case AIR_OP_RETURN: return GO_RETURN;
    default: e->values[id] = eval_value(e, n); return GO_ON;
    }
}

static flow eval_region(eval *e, const air_region *r)
{
    flow go = GO_ON;
    for (uint32_t i = 0; r && i < r->len && go == GO_ON; i++)
        go = eval_node(e, r->items[i]);
    return go;
}

/* ---- The generator --------------------------------------------------------------------------- */

typedef struct gen {
    air_builder b;
    uint64_t state;
    air_id arrays[MAX_ARRAYS];
    uint32_t count;
    uint32_t vars[3]; /* f64, f64[:], f64[:, :] */
    air_id n, scalar;
    air_id indvar; /* of the innermost loop; 0: none */
    int depth;
} gen;

static uint32_t pick(gen *g, uint32_t count)
{
    g->state = g->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(g->state >> 33) % count;
}

static air_node *gen_at(gen *g, air_id id)
{
    return air_at(g->b.fun, id);
}

static void add(gen *g, air_id id)
{
    if (gen_at(g, id)->type.kind == AIR_ARRAY && g->count < MAX_ARRAYS)
        g->arrays[g->count++] = id;
}

static air_id any(gen *g, int rank)
{
    for (int tries = 0; tries < 50; tries++) {
        air_id id = g->arrays[pick(g, g->count)];
        if (!rank || gen_at(g, id)->type.rank == rank)
            return id;
    }
    return g->arrays[rank == 1 ? 1 : 0];
}

static bool alike(gen *g, air_id x, air_id y)
{
    const air_node *a = gen_at(g, x), *b = gen_at(g, y);
    return a->type.rank == b->type.rank &&
           memcmp(a->shape, b->shape, a->type.rank * sizeof *a->shape) == 0;
}

static air_id number(gen *g)
{
    return pick(g, 3) ? air_const_float(&g->b, HPC_F64, (double)pick(g, 7) - 3) : g->scalar;
}

static air_id wholly(gen *g, int64_t value)
{
    return air_const_int(&g->b, HPC_I64, value);
}

/* An operand for x: of the same shape, a number, a row or a column. */
static air_id partner(gen *g, air_id x)
{
    for (int tries = 0; tries < 6; tries++) {
        air_id y = any(g, 0);
        if (alike(g, x, y))
            return y;
        const air_node *a = gen_at(g, x), *b = gen_at(g, y);
        if (a->type.rank == 2 && b->type.rank == 1) {
            if (b->shape[0] == a->shape[1])
                return y;
            if (b->shape[0] == a->shape[0])
                return air_newaxis(&g->b, y, 1);
        }
    }
    return number(g);
}

static air_id gen_map(gen *g, air_id x)
{
    static const air_fn fns[] = {AIR_ADD, AIR_SUB, AIR_MUL, AIR_MIN, AIR_MAX};
    if (pick(g, 4) == 0)
        return air_map1(&g->b, pick(g, 2) ? AIR_NEG : AIR_ABS, HPC_F64, x);
    air_id y = pick(g, 5) ? partner(g, x) : x;
    air_id made = air_map2(&g->b, fns[pick(g, 5)], HPC_F64, x, y);
    /* Keep numbers small: max(min(made, 50), -50). */
    if (pick(g, 2))
        return made;
    made = air_map2(&g->b, AIR_MIN, HPC_F64, made, air_const_float(&g->b, HPC_F64, 50));
    return air_map2(&g->b, AIR_MAX, HPC_F64, made, air_const_float(&g->b, HPC_F64, -50));
}

static air_id gen_view(gen *g, air_id x)
{
    const air_node n = *gen_at(g, x);
    air_view view = {.axis = {0, 1}};
    air_id shape[2] = {n.shape[0], n.type.rank > 1 ? n.shape[1] : 0};
    switch (pick(g, 4)) {
    case 0: { /* reversed along the last axis */
        uint32_t last = n.type.rank - 1u;
        view.step[last] = wholly(g, -1);
        view.start[last] = air_map2(&g->b, AIR_SUB, HPC_I64, shape[last], wholly(g, 1));
        return air_view_new(&g->b, x, &view, n.type.rank, shape);
    }
    case 1: /* a column, or all but one element */
        if (n.type.rank == 2) {
            view.axis[0] = 0;
            view.start[1] = wholly(g, pick(g, 2));
            return air_view_new(&g->b, x, &view, 1, shape);
        }
        if (shape[0] != g->n)
            return x;
        shape[0] = air_map2(&g->b, AIR_SUB, HPC_I64, shape[0], wholly(g, 1));
        view.start[0] = pick(g, 2) ? wholly(g, 1) : 0;
        return air_view_new(&g->b, x, &view, 1, shape);
    case 2:
        if (n.type.rank == 2 && pick(g, 2))
            return air_transpose(&g->b, x, (uint8_t[]){1, 0});
        /* fall through */
    default: { /* half of the elements: 0 : 4 : 2 of the first axis */
        int64_t known;
        if (!air_is_const(g->b.fun, n.shape[0], &known) && n.shape[0] != g->n)
            return x;
        if (n.shape[0] != g->n)
            return x;
        view.step[0] = wholly(g, 2);
        shape[0] = wholly(g, 2);
        return air_view_new(&g->b, x, &view, n.type.rank, shape);
    }
    }
}

static air_id gen_gather(gen *g)
{
    int64_t entries[3] = {pick(g, 3), pick(g, 3), pick(g, 3)}, length = 3;
    air_id x = any(g, 2);
    const air_node n = *gen_at(g, x);
    air_id three = wholly(g, COLUMNS);
    int axis = n.shape[1] == three ? 1 : 0;
    if (axis == 0 && n.shape[0] != g->n && n.shape[0] != three)
        return x;
    air_id table = air_table(&g->b, HPC_I64, 1, &length, entries);
    air_type index_type = {AIR_ARRAY, HPC_I64, 1, AIR_C_ORDER | AIR_F_ORDER | AIR_UNIT_LAST};
    air_id checked =
        air_raw(&g->b, AIR_OP_INDEXES, index_type, (air_id[]){table, n.shape[axis]}, 2, axis);
    air_id *index_shape = ARENA_ARRAY(g->b.module->arena, air_id, 1);
    index_shape[0] = three;
    gen_at(g, checked)->shape = index_shape;
    air_type type = {AIR_ARRAY, HPC_F64, 2, AIR_WRITABLE};
    air_id made = air_raw(&g->b, AIR_OP_GATHER, type, (air_id[]){x, checked}, 2, 0);
    air_id *shape = ARENA_ARRAY(g->b.module->arena, air_id, 2);
    shape[axis] = three;
    shape[1 - axis] = n.shape[1 - axis];
    air_gather *how = ARENA_NEW(g->b.module->arena, air_gather);
    how->index[axis] = 0;
    how->index[1 - axis] = -1;
    how->first = (uint8_t)axis;
    how->index_rank = 1;
    gen_at(g, made)->shape = shape;
    gen_at(g, made)->gather = how;
    return made;
}

static air_id gen_source(gen *g)
{
    air_id shape[2] = {g->n, wholly(g, COLUMNS)};
    uint32_t rank = 1 + pick(g, 2);
    if (pick(g, 3) == 0) /* a few elements */
        return air_fill(&g->b, number(g), 1, shape + 1);
    if (pick(g, 2))
        return air_fill(&g->b, number(g), rank, shape);
    return air_cast(&g->b, HPC_F64, air_coord(&g->b, pick(g, rank), rank, shape));
}

static void gen_store(gen *g)
{
    air_id x = any(g, 0), to = pick(g, 2) ? x : gen_view(g, x);
    air_id value = pick(g, 3) == 0 ? partner(g, to) : gen_map(g, to);
    air_id mask = 0;
    if (!alike(g, to, value) && gen_at(g, value)->type.kind == AIR_ARRAY &&
        gen_at(g, value)->type.rank > gen_at(g, to)->type.rank)
        return;
    if (pick(g, 4) == 0)
        mask = air_map2(&g->b, AIR_LT, HPC_BOOL, to, number(g));
    air_store(&g->b, to, value, mask);
}

/* Indexes of an element: constants, or the loop's index, checked. */
static void gen_indexes(gen *g, air_id x, air_id out[2])
{
    for (uint32_t r = 0; r < gen_at(g, x)->type.rank; r++) {
        air_id index = wholly(g, pick(g, 2));
        if (g->indvar && pick(g, 2))
            index = pick(g, 2)
                        ? g->indvar
                        : air_map2(&g->b, AIR_ADD_CHECKED, HPC_I64, g->indvar, wholly(g, -1));
        out[r] = air_index(&g->b, index, air_dim(&g->b, x, r), r);
    }
}

static void gen_element(gen *g)
{
    air_id to = any(g, 0), from = any(g, 0), index[2];
    gen_indexes(g, from, index);
    air_id value = air_elem(&g->b, from, index);
    g->scalar = air_map2(&g->b, AIR_MIN, HPC_F64, value, air_const_float(&g->b, HPC_F64, 9));
    if (pick(g, 3) == 0)
        return;
    gen_indexes(g, to, index);
    air_setelem(&g->b, to, index, pick(g, 2) ? value : number(g));
}

static void gen_variable(gen *g)
{
    uint32_t rank = pick(g, 3);
    if (pick(g, 2)) {
        air_id shape2[2] = {g->n, wholly(g, COLUMNS)};
        air_id value = rank ? any(g, (int)rank) : g->scalar;
        /* A variable's extents are its own: only arrays of the usual shape go in. */
        if (rank && memcmp(gen_at(g, value)->shape, shape2, rank * sizeof *shape2) != 0)
            return;
        air_set(&g->b, g->vars[rank], value);
    } else if (rank == 0) {
        g->scalar = air_get(&g->b, g->vars[0]);
    } else {
        add(g, air_get(&g->b, g->vars[rank]));
    }
}

static void gen_steps(gen *g, int steps);

static void gen_control(gen *g)
{
    bool loop = pick(g, 2);
    air_id args[3];
    if (loop) {
        args[0] = wholly(g, 0);
        args[1] = wholly(g, pick(g, 3)); /* no index is out of range */
        args[2] = wholly(g, 1);
    } else {
        args[0] = air_map2(&g->b, AIR_LT, HPC_BOOL, g->scalar, number(g));
    }
    air_id id = air_raw(&g->b, loop ? AIR_OP_FOR : AIR_OP_IF, (air_type){0}, args, loop ? 3 : 1, 0);
    air_region *outer = g->b.region, *body = air_region_new(&g->b), *other = NULL;
    if (!loop)
        other = air_region_new(&g->b);
    gen_at(g, id)->body = body;
    gen_at(g, id)->other = other;
    uint32_t count = g->count;
    air_id scalar = g->scalar;
    air_id indvar = g->indvar;
    g->depth++;
    g->b.region = body;
    if (loop)
        g->indvar = air_raw(&g->b, AIR_OP_INDVAR, air_scalar_type(HPC_I64), NULL, 0, 0);
    gen_steps(g, 6);
    g->count = count;
    g->scalar = scalar;
    if (other) {
        g->b.region = other;
        gen_steps(g, 3);
    }
    g->count = count;
    g->scalar = scalar;
    g->indvar = indvar;
    g->depth--;
    g->b.region = outer;
}

/* A local array, stored to in the ways that `forward` turns into values. */
static void gen_local(gen *g)
{
    air_id three = wholly(g, COLUMNS), shape[2] = {g->n, three}, zero = 0;
    if (pick(g, 3) == 0) {
        air_id few = air_fill(&g->b, number(g), 1, &three);
        for (uint32_t k = pick(g, 4); k > 0; k--) {
            zero = wholly(g, pick(g, COLUMNS));
            air_setelem(&g->b, few, &zero, number(g));
        }
        add(g, few);
        return;
    }
    air_id x = pick(g, 2) ? gen_gather(g) : gen_map(g, any(g, 2));
    if (memcmp(gen_at(g, x)->shape, shape, sizeof shape) != 0 || gen_at(g, x)->op == AIR_OP_VIEW ||
        gen_at(g, x)->op == AIR_OP_PARAM)
        return;
    for (uint32_t k = 1 + pick(g, 3); k > 0; k--) {
        air_view view = {.axis = {0}, .start = {0, wholly(g, pick(g, COLUMNS))}};
        air_id column = air_view_new(&g->b, x, &view, 1, shape);
        air_id mask = pick(g, 5) ? 0 : air_map2(&g->b, AIR_LT, HPC_BOOL, x, number(g));
        if (mask || pick(g, 3) == 0)
            air_store(&g->b, x, pick(g, 4) ? gen_map(g, x) : number(g), mask);
        else
            air_store(&g->b, column, pick(g, 4) ? gen_map(g, column) : number(g), 0);
        if (pick(g, 2))
            add(g, gen_map(g, x));
    }
    if (pick(g, 3))
        add(g, air_reduce(&g->b, AIR_ADD, x, 2, false));
    else
        add(g, x);
}

static void gen_step(gen *g)
{
    switch (pick(g, 18)) {
    case 16:
    case 17: gen_local(g); break;
    case 0:
    case 1:
    case 2:
    case 3:
    case 4: add(g, gen_map(g, any(g, 0))); break;
    case 5:
    case 6: add(g, gen_view(g, any(g, 0))); break;
    case 7:
        if (pick(g, 3) == 0) {
            air_fn fn = pick(g, 2) ? AIR_MIN : AIR_MAX;
            add(g, air_cast(&g->b, HPC_F64, air_arg(&g->b, fn, any(g, 2), pick(g, 2), false)));
            break;
        }
        add(g, air_reduce(&g->b, pick(g, 2) ? AIR_ADD : AIR_MAX, any(g, 2), 1 + pick(g, 2), false));
        break;
    case 8: {
        air_id sum = air_reduce(&g->b, AIR_ADD, any(g, 1), 1, false);
        g->scalar = air_map2(&g->b, AIR_MIN, HPC_F64, sum, air_const_float(&g->b, HPC_F64, 9));
        break;
    }
    case 9: add(g, gen_gather(g)); break;
    case 10: add(g, gen_source(g)); break;
    case 11:
    case 12: gen_store(g); break;
    case 13: gen_element(g); break;
    case 14: gen_variable(g); break;
    default:
        if (g->depth < 2)
            gen_control(g);
        else
            add(g, air_copy(&g->b, any(g, 0)));
    }
}

static void gen_steps(gen *g, int steps)
{
    for (int k = 0; k < steps; k++)
        gen_step(g);
}

static air_module *generate(arena *a, uint64_t seed)
{
    air_module *m = air_module_new(a);
    air_fun *f = air_fun_new(m, "f");
    gen g = {.b = {.module = m, .fun = f, .region = f->body}, .state = seed * 977 + 5};
    static const uint8_t ranks[PARAMS] = {2, 1, 2, 1, 0};
    for (int k = 0; k < PARAMS; k++)
        vec_push(a, &f->params,
                 ranks[k] ? ((air_type){AIR_ARRAY, HPC_F64, ranks[k], AIR_C_ORDER | AIR_WRITABLE})
                          : air_scalar_type(HPC_F64));
    for (int k = 0; k < PARAMS; k++) {
        air_id p = air_param(&g.b, (uint32_t)k);
        if (k == 0)
            g.n = gen_at(&g, p)->shape[0];
        if (k > 0 && ranks[k])
            gen_at(&g, p)->shape[0] = g.n;
        if (ranks[k] == 2)
            gen_at(&g, p)->shape[1] = air_const_int(&g.b, HPC_I64, COLUMNS);
        if (ranks[k])
            add(&g, p);
        else
            g.scalar = p;
    }
    g.vars[0] = air_var_new(&g.b, "s", air_scalar_type(HPC_F64));
    for (uint8_t r = 1; r < 3; r++)
        g.vars[r] = air_var_new(&g.b, "v", (air_type){AIR_ARRAY, HPC_F64, r, 0});
    for (int r = 0; r < 3; r++)
        air_set(&g.b, g.vars[r], r ? g.arrays[r == 1] : g.scalar);
    gen_steps(&g, 8 + (int)pick(&g, 32));
    /* What was computed goes where the test can see it. */
    for (uint32_t rank = 1; rank < 3; rank++) {
        air_id x = g.arrays[g.count - 1], to = g.arrays[rank == 1 ? 3 : 2];
        for (uint32_t k = g.count; k-- > 4;)
            if (alike(&g, g.arrays[k], to))
                x = g.arrays[k];
        if (alike(&g, x, to))
            air_store(&g.b, to, air_map2(&g.b, AIR_ADD, HPC_F64, x, g.scalar), 0);
    }
    air_raw(&g.b, AIR_OP_RETURN, (air_type){0}, NULL, 0, 0);
    return m;
}

/* ---- The test -------------------------------------------------------------------------------- */

typedef struct memory {
    double data[PARAMS][ROWS * COLUMNS];
} memory;

static memory initial(void)
{
    memory m = {0};
    for (int k = 0; k < PARAMS; k++)
        for (int i = 0; i < ROWS * COLUMNS; i++)
            m.data[k][i] = (i * 7 + k * 5) % 11 - 5;
    return m;
}

static const int param_rank[PARAMS] = {2, 1, 2, 1, 0};

static memory evaluate(arena *a, const air_module *m)
{
    memory mem = initial();
    eval e = {.a = a, .f = m->funs.items[0]};
    e.values = ARENA_ARRAY(a, value, e.f->nodes.len);
    e.vars = ARENA_ARRAY(a, value, e.f->vars.len);
    for (int k = 0; k < PARAMS; k++) {
        value v = {.scalar = mem.data[k][0], .rank = param_rank[k], .shape = {ROWS, COLUMNS}};
        v.data = mem.data[k];
        v.stride[0] = param_rank[k] == 2 ? COLUMNS : 1;
        v.stride[1] = 1;
        e.params[k] = v;
    }
    eval_region(&e, e.f->body);
    return mem;
}

static memory interpret(arena *a, hpc_heap *heap, const air_module *m, uint64_t seed,
                        unsigned lanes)
{
    memory mem = initial();
    const char *error = NULL;
    lower_options options = {.lanes = lanes};
    lir_module *lir = lower_module(a, m, &options, &error);
    if (!lir)
        fail_msg("seed %llu: not lowered: %s\n%s", (unsigned long long)seed, error,
                 air_print(a, m));
    error = lir_verify(a, lir);
    if (error)
        fail_msg("seed %llu: %s\n%s", (unsigned long long)seed, error, air_print_fused(a, m));
    be_session *session = be_interp.open(heap, &error);
    assert_non_null(session);
    be_options be = {.tier = BE_TIER_ONCE};
    be_code *code = be_interp.compile(session, lir, &be, &error);
    if (!code)
        fail_msg("seed %llu: %s", (unsigned long long)seed, error);
    hpc_runtime runtime = {.heap = heap};
    hpc_frame frame = {.runtime = &runtime};
    hpc_view views[PARAMS] = {0};
    hpc_word params[PARAMS] = {0};
    for (int k = 0; k < PARAMS; k++) {
        int64_t shape[2] = {ROWS, COLUMNS};
        if (param_rank[k] == 0) {
            params[k].f = mem.data[k][0];
            continue;
        }
        assert_int_equal(hpc_view_new(&frame, &views[k], HPC_F64, param_rank[k], shape), HPC_OK);
        memcpy(views[k].data, mem.data[k], (size_t)hpc_view_size(&views[k]) * 8);
        params[k].p = &views[k];
    }
    hpc_code status = be_interp.call(code, 0, &frame, params, NULL);
    if (status != HPC_OK)
        fail_msg("seed %llu: %s\n%s", (unsigned long long)seed, frame.error.text,
                 air_print_fused(a, m));
    for (int k = 0; k < PARAMS; k++)
        if (param_rank[k]) {
            memcpy(mem.data[k], views[k].data, (size_t)hpc_view_size(&views[k]) * 8);
            hpc_view_release(&views[k]);
        }
    be_interp.release(session, code);
    be_interp.close(session);
    return mem;
}

static bool same_double(double x, double y)
{
    return x == y || (isnan(x) && isnan(y));
}

static void compare(arena *a, const memory *x, const memory *y, uint64_t seed, const char *what,
                    const air_module *before, const air_module *after)
{
    for (int k = 0; k < PARAMS; k++)
        for (int i = 0; i < ROWS * (param_rank[k] == 2 ? COLUMNS : 1) && param_rank[k]; i++)
            if (!same_double(x->data[k][i], y->data[k][i]))
                fail_msg("seed %llu, %s: parameter %d element %d is %g, not %g\n%s\n%s",
                         (unsigned long long)seed, what, k, i, y->data[k][i], x->data[k][i],
                         air_print(a, before), air_print_fused(a, after));
}

static void run_seed(uint64_t seed, bool show)
{
    hpc_heap heap = {0};
    arena *a = arena_new(&heap);
    assert_non_null(a);
    if (setjmp(*arena_recovery(a)))
        fail_msg("out of memory");
    air_module *before = generate(a, seed), *after = generate(a, seed);
    const char *error = air_verify(a, before);
    if (error)
        fail_msg("seed %llu: %s\n%s", (unsigned long long)seed, error, air_print(a, before));
    memory expected = evaluate(a, before);
    air_pass_hooks hooks = {.verify = true};
    error = air_optimise(a, after, &hooks);
    if (show) {
        setvbuf(stdout, NULL, _IONBF, 0);
        printf("%s\n%s\n", air_print_fused(a, before), air_print_fused(a, after));
    }
    if (error)
        fail_msg("seed %llu: %s\n%s\n%s", (unsigned long long)seed, error, air_print(a, before),
                 air_print(a, after));
    memory got = evaluate(a, after);
    compare(a, &expected, &got, seed, "passes", before, after);
    got = interpret(a, &heap, before, seed, 1);
    compare(a, &expected, &got, seed, "fusion and lowering", before, before);
    got = interpret(a, &heap, after, seed, seed % 2 ? 4 : 1);
    compare(a, &expected, &got, seed, "passes, fusion and lowering", before, after);
    arena_free(a);
    assert_int_equal(heap.live, 0);
}

static void test_random(void **state)
{
    (void)state;
    const char *one = getenv("HPC_SEED"), *many = getenv("HPC_SEEDS");
    if (one) {
        run_seed(strtoull(one, NULL, 10), true);
        return;
    }
    uint64_t count = many ? strtoull(many, NULL, 10) : 300;
    for (uint64_t seed = 0; seed < count; seed++)
        run_seed(seed, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
