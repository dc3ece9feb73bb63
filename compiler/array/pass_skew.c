/* skew. Needs: a function after simplify and hoist. Keeps: what it computes. Drops: passes over
 * memory of time loops whose steps update arrays from neighbouring rows.
 *
 *   for (0, %steps, 1) {
 *     store (rows 1.. of %a, f(rows 0.., 1.., 2.. of %a))
 *   }
 *
 * Row i of a step needs only rows near i of the step before: several steps, a *band* of them, run
 * over the arrays together, each some rows behind the one before it, while the rows are in the
 * nearest caches:
 *
 *   for (0, %steps, %band) { %t = indvar
 *     %many = min (%steps - %t, %band)
 *     for (0, %n + lag * (%many - 1) + ..., 1) { %p = indvar
 *       for (0, %many, 1) { %k = indvar
 *         %i = %p - %k * lag
 *         if (0 <= %i < %n) { store (row %i & 1 of ring %k, f(row %i)) }
 *         if (1 <= %i < %n + 1) { store (row %i - 1 of the target, row (%i - 1) & 1 of ring %k) }
 *       }
 *     }
 *   }
 *
 * A body is a list of *stages*, the stores. A stage that reads earlier rows of what it writes goes
 * through a ring, as in pass roll. How far a stage is behind another one follows from the rows that
 * they read and write of the same array: whatever was read, overwritten or written before must be,
 * now too. Arrays of rank 1 go by blocks of elements instead of rows, where they are large; what a
 * block overwrites of the elements that the next one reads is kept, and put back for the time being. Different arrays that may share memory are tested at run time, before the loop. */
#include "../../runtime/table.h"
#include "air_alias.h"
#include "air_passes.h"
#include "air_rewrite.h"
#include "air_row.h"

enum {
    MAX_STAGES = 8,
    MAX_READS = 64,
    MAX_ROOTS = 12,
    MAX_BACK = 3,
    MAX_LAG = 16,
    MAX_BAND = 8,
    BLOCK = 4096,       /* elements of rank 1 at a time, */
    STRIDE = 64,        /* and what blocks move by, for the alignment */
    LARGE = 256 * 1024, /* bytes that do not stay in a near cache by themselves */
    LINE_BYTES = 64,
    SHORT = 16,             /* columns that no loop for each row is worth */
    BAND_BYTES = 128 * 1024 /* of the rows that are in use at a time */
};

typedef struct rows_read {
    air_id root;
    int64_t row; /* of the root, for row 0 of the stage */
} rows_read;

typedef struct stage {
    air_id store, root;
    int64_t written;     /* the root's row that row 0 is stored to */
    int64_t back;        /* a row is stored so many rows after it was computed, */
    bool ring;           /* from a ring; */
    int64_t saved;       /* else rows that were overwritten are kept, so many, */
    int64_t left, right; /* with so many columns before and after the ones that are written */
    bool far;            /* columns are read that are not near */
    int64_t shift;       /* behind the first stage */
    rows_read reads[MAX_READS];
    uint32_t nreads;
    air_id rows; /* the ring, or the rows kept; where their first column is */
    int64_t margin;
} stage;

typedef struct plan { /* of a loop */
    const air_region *body;
    stage stages[MAX_STAGES];
    uint32_t nstages;
    air_id roots[MAX_ROOTS]; /* that it touches, the written ones first */
    int axis[MAX_ROOTS];     /* that their rows lie along */
    uint32_t nroots, nwritten;
    air_id test[MAX_ROOTS * MAX_ROOTS][2]; /* pairs that must not overlap, */
    uint32_t ntests;
    air_id cond; /* what tests it, and the region where it holds */
    air_region *then;
    int64_t lag;
} plan;

typedef struct skew {
    arena *arena;
    air_fun *fun;
    air_alias *alias;
    uint32_t count;       /* of nodes before the pass */
    uint32_t *uses, *met; /* by node; those that stages explain */
    air_id *owner;        /* by node: the store that it is computed for; 0 none */
    air_id *read_by;      /* by node: the store that reads it as rows of its target */
    air_id current;       /* that store, in `inside` */
    plan **plans;         /* by node: of loops that change */
    plan *p;              /* the one at hand */
    const air_rewriter *rewriter;
} skew;

static const air_node *at(const skew *z, air_id id)
{
    return air_at(z->fun, id);
}

/* ---- Stages ---------------------------------------------------------------------------------- */

/* Is the node there before the loop? */
static bool outer(const skew *z, air_id id)
{
    return !id || at(z, id)->home != z->p->body;
}

static bool all_outer(const skew *z, const air_id *ids, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!outer(z, ids[i]))
            return false;
    return true;
}

/* Can a view of this array be made before the loop? */
static bool is_memory(const skew *z, air_id x)
{
    const air_node *n = at(z, x);
    if (!all_outer(z, n->shape, n->type.rank))
        return false;
    if (n->op != AIR_OP_VIEW)
        return outer(z, x);
    return all_outer(z, n->view->start, HPC_MAX_RANK) &&
           all_outer(z, n->view->step, HPC_MAX_RANK) && is_memory(z, n->args[0]);
}

static int find_root(const skew *z, air_id root)
{
    for (uint32_t i = 0; i < z->p->nroots; i++)
        if (z->p->roots[i] == root)
            return (int)i;
    return -1;
}

static bool add_root(skew *z, air_id root, int axis)
{
    int known = find_root(z, root);
    if (known >= 0)
        return (uint32_t)known >= z->p->nwritten || z->p->axis[known] == axis;
    if (z->p->nroots == MAX_ROOTS)
        return false;
    z->p->roots[z->p->nroots] = root;
    z->p->axis[z->p->nroots++] = axis;
    return true;
}

/* Rows of what is written here or in another stage. */
static bool meet_rows(skew *z, stage *s, air_id x)
{
    const air_node *n = at(z, x), *t = at(z, at(z, s->store)->args[0]);
    rows_read r = {.root = air_root(z->fun, x)};
    int axis = 0;
    if (n->type.rank != t->type.rank || n->shape[0] != t->shape[0] ||
        !air_first_axis(z->fun, x, &axis, &r.row) || axis != z->p->axis[find_root(z, r.root)] ||
        s->nreads == MAX_READS)
        return false;
    s->reads[s->nreads++] = r;
    if (r.root != s->root)
        return true;
    if (z->read_by[x] && z->read_by[x] != s->store)
        s->far = true;
    else
        z->read_by[x] = s->store;
    int64_t rows = 0, columns = 0;
    bool near = air_reads_near_row(z->fun, at(z, s->store)->args[0], x, &rows, &columns);
    if (s->written - r.row > s->back)
        s->back = s->written - r.row;
    if (r.row < s->written) {
        s->ring = true;
        s->left = -columns > s->left ? -columns : s->left;
        s->right = columns > s->right ? columns : s->right;
    }
    near |= x == at(z, s->store)->args[0];
    s->far |= (r.row <= s->written || t->type.rank == 1) && !near;
    if (r.row < s->written)
        return true;
    if (r.row == s->written && x != at(z, s->store)->args[0])
        s->ring |= !air_reads_near(z->fun, at(z, s->store), x);
    return true;
}

/* Instead of new rows old ones may be kept, as they are overwritten: that is one loop instead of two.
 * Their columns outside of what is written are copied one by one. */
static bool keep_old_rows(const skew *z, stage *s)
{
    const air_node *t = at(z, at(z, s->store)->args[0]);
    bool can = !s->far && t->op == AIR_OP_VIEW && s->nreads < MAX_READS &&
               hpc_dtype_kind((hpc_dtype)t->type.dtype) != 'c';
    if (t->type.rank == 1 && (s->far || s->ring) && !can)
        return false;
    if (!s->back || t->type.rank > 2 || !can)
        return true;
    s->saved = s->back;
    s->back = 0;
    s->ring = false;
    s->reads[s->nreads++] = (rows_read){s->root, s->written};
    return true;
}

static bool is_part(const skew *z, const stage *s, air_id x)
{
    const air_node *n = at(z, x);
    if ((n->op != AIR_OP_MAP && n->op != AIR_OP_COPY) || n->home != z->p->body ||
        air_fn_checked((air_fn)n->fn) || !air_has_rows(z->fun, x) ||
        n->shape[0] != at(z, at(z, s->store)->args[0])->shape[0] ||
        !all_outer(z, n->shape, n->type.rank))
        return false;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (at(z, n->args[i])->type.kind == AIR_ARRAY &&
            air_may_write_between(z->alias, x, s->store, air_root(z->fun, n->args[i])))
            return false;
    return true;
}

static bool meet(skew *z, stage *s, air_id x)
{
    const air_node *n = at(z, x);
    if (n->type.kind != AIR_ARRAY)
        return outer(z, x);
    if (n->home == z->p->body)
        z->met[x]++;
    if (z->owner[x])
        return z->owner[x] == s->store;
    if (!is_part(z, s, x)) {
        int known = find_root(z, air_root(z->fun, x));
        if (!is_memory(z, x))
            return false;
        if (known >= 0 && (uint32_t)known < z->p->nwritten)
            return meet_rows(z, s, x);
        return add_root(z, air_root(z->fun, x), -1);
    }
    z->owner[x] = s->store;
    for (uint32_t i = 0; i < n->nargs; i++)
        if (!meet(z, s, at(z, x)->args[i]))
            return false;
    return true;
}

static uint32_t rank_of(const skew *z)
{
    return at(z, at(z, z->p->stages[0].store)->args[0])->type.rank;
}

static bool open_stage(skew *z, air_id id)
{
    const air_node *n = at(z, id), *t = at(z, n->args[0]), *value = at(z, n->args[1]);
    stage s = {.store = id, .root = air_root(z->fun, n->args[0])};
    int64_t columns = 0;
    int axis = 0;
    bool reversed = t->type.facts & AIR_F_ORDER && !(t->type.facts & AIR_C_ORDER);
    if (n->nargs != 2 || z->p->nstages == MAX_STAGES || t->type.rank < 1 || reversed ||
        (z->p->nstages && rank_of(z) != t->type.rank) || value->type.kind != AIR_ARRAY ||
        value->type.rank != t->type.rank || value->shape[0] != t->shape[0] ||
        !is_memory(z, n->args[0]) || !air_first_axis(z->fun, n->args[0], &axis, &s.written) ||
        !add_root(z, s.root, axis) ||
        (air_is_const(z->fun, t->shape[t->type.rank - 1], &columns) &&
         columns <= (t->type.rank == 1 ? BLOCK : SHORT)))
        return false;
    z->p->nwritten = z->p->nroots;
    z->p->stages[z->p->nstages++] = s;
    return true;
}

/* Nothing but stores, and what they alone are computed from. */
static bool all_explained(const skew *z)
{
    for (uint32_t i = 0; i < z->p->body->len; i++) {
        air_id id = z->p->body->items[i];
        const air_node *n = at(z, id);
        bool silent = n->op == AIR_OP_VIEW || (n->op == AIR_OP_MAP && n->type.kind == AIR_SCALAR &&
                                               !air_fn_checked((air_fn)n->fn));
        if (n->op == AIR_OP_STORE || silent || (n->op == AIR_OP_INDVAR && !z->uses[id]))
            continue;
        if (!z->owner[id] || z->met[id] != z->uses[id])
            return false;
    }
    return true;
}

/* ---- Order ----------------------------------------------------------------------------------- */

/* How far must stage b be behind stage a, which comes before it, at least? */
static bool delay(const stage *a, const stage *b, int64_t *least)
{
    bool any = false;
    int64_t need[2 * MAX_READS + 1];
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->nreads; i++)
        if (b->reads[i].root == a->root) /* reads what a wrote */
            need[n++] = a->back + b->reads[i].row - a->written;
    for (uint32_t i = 0; i < a->nreads; i++)
        if (a->reads[i].root == b->root) /* writes what a read */
            need[n++] = b->written - a->reads[i].row - b->back;
    if (a->root == b->root)
        need[n++] = a->back + b->written - a->written - b->back;
    for (uint32_t i = 0; i < n; i++) {
        *least = any && *least > need[i] ? *least : need[i];
        any = true;
    }
    return any;
}

/* Blocks of rank 1 move by whole cache lines. */
static int64_t whole(const skew *z, int64_t distance)
{
    return rank_of(z) > 1 || distance <= 0 ? distance : (distance + STRIDE - 1) / STRIDE * STRIDE;
}

static bool schedule(skew *z)
{
    int64_t least = 0;
    plan *p = z->p;
    for (uint32_t b = 0; b < p->nstages; b++)
        for (uint32_t a = 0; a < b; a++)
            if (delay(&p->stages[a], &p->stages[b], &least) &&
                p->stages[a].shift + whole(z, least) > p->stages[b].shift)
                p->stages[b].shift = p->stages[a].shift + whole(z, least);
    p->lag = 0;
    for (uint32_t a = 0; a < p->nstages; a++)
        for (uint32_t b = 0; b < p->nstages; b++) {
            if (!delay(&p->stages[a], &p->stages[b], &least))
                continue;
            least = whole(z, p->stages[a].shift + least - p->stages[b].shift);
            p->lag = least > p->lag ? least : p->lag;
        }
    int64_t most = rank_of(z) == 1 ? MAX_LAG * STRIDE / 4 : MAX_LAG;
    bool near = p->lag <= most;
    for (uint32_t a = 0; a < p->nstages; a++)
        near &= p->stages[a].back <= MAX_BACK && p->stages[a].saved <= AIR_SWEEP_REACH &&
                p->stages[a].shift <= most;
    return near;
}

/* Pairs of arrays that may overlap: the run can tell for those that come from outside. */
static bool find_tests(skew *z)
{
    z->p->ntests = 0;
    for (uint32_t i = 0; i < z->p->nwritten; i++)
        for (uint32_t k = i + 1; k < z->p->nroots; k++) {
            air_id a = z->p->roots[i], b = z->p->roots[k];
            if (!air_may_alias(z->alias, a, b))
                continue;
            if (at(z, a)->op != AIR_OP_PARAM || at(z, b)->op != AIR_OP_PARAM)
                return false;
            z->p->test[z->p->ntests][0] = a;
            z->p->test[z->p->ntests++][1] = b;
        }
    return true;
}

static void count_uses(skew *z, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(z, r->items[i]);
        for (uint32_t k = 0; k < n->nargs; k++)
            z->uses[n->args[k]] += n->op != AIR_OP_DIM;
        count_uses(z, n->body);
        count_uses(z, n->other);
    }
}

static bool is_plain(skew *z, const air_node *n)
{
    int64_t step;
    z->p->body = n->body;
    if (n->flags & AIR_FOR_PARALLEL || !air_is_const(z->fun, n->args[2], &step) || step != 1)
        return false;
    for (uint32_t i = 0; i < n->body->len; i++)
        if (at(z, n->body->items[i])->op == AIR_OP_STORE && !open_stage(z, n->body->items[i]))
            return false;
    bool reads = false;
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        if (!meet(z, &z->p->stages[i], at(z, z->p->stages[i].store)->args[1]))
            return false;
        reads |= z->p->stages[i].nreads > 0;
        if (!keep_old_rows(z, &z->p->stages[i]))
            return false;
    }
    return reads && all_explained(z) && schedule(z) && find_tests(z);
}

static void survey(skew *z, const air_region *r)
{
    plan *spare = NULL;
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(z, r->items[i]);
        survey(z, n->body);
        survey(z, n->other);
        if (n->op != AIR_OP_FOR)
            continue;
        z->p = spare ? spare : ARENA_NEW(z->arena, plan);
        *z->p = (plan){0};
        bool plain = is_plain(z, n);
        z->plans[r->items[i]] = plain ? z->p : NULL;
        spare = plain ? NULL : z->p;
    }
}

/* ---- The loops ------------------------------------------------------------------------------- */

typedef struct nest {
    air_builder *b;
    air_id band, many, place, number; /* steps together, of this band; the row; the step in it */
} nest;

static air_id add(air_builder *b, air_id x, air_id y)
{
    return air_map2(b, AIR_ADD, HPC_I64, x, y);
}

static air_id plus(air_builder *b, air_id x, int64_t c)
{
    return c ? add(b, x, air_i64(b, c)) : x;
}

static air_id times(air_builder *b, air_id x, int64_t c)
{
    return air_map2(b, AIR_MUL, HPC_I64, x, air_i64(b, c));
}

static air_region *open_for(air_builder *b, air_id *index)
{
    air_region *body = air_region_new(b);
    b->region = body;
    *index = air_raw(b, AIR_OP_INDVAR, air_scalar_type(HPC_I64), NULL, 0, 0);
    return body;
}

static void close_for(air_builder *b, air_region *around, air_region *body, air_id to)
{
    b->region = around;
    air_node loop = air_blank(AIR_OP_FOR, (air_type){0});
    loop.args = (air_id[]){air_i64(b, 0), to, air_i64(b, 1)};
    loop.nargs = 3;
    loop.body = body;
    air_emit(b, &loop, AIR_FRESH);
}

static air_region *open_if(air_builder *b)
{
    air_region *body = air_region_new(b);
    b->region = body;
    return body;
}

static void close_if(air_builder *b, air_region *around, air_id cond, air_region *body,
                     air_region *other)
{
    b->region = around;
    air_node n = air_blank(AIR_OP_IF, (air_type){0});
    n.args = &cond;
    n.nargs = 1;
    n.body = body;
    n.other = other;
    air_emit(b, &n, AIR_FRESH);
}

/* 0 <= row < rows */
static air_id is_row(air_builder *b, air_id row, air_id rows)
{
    air_id from = air_map2(b, AIR_GE, HPC_BOOL, row, air_i64(b, 0));
    return air_map2(b, AIR_AND, HPC_BOOL, from, air_map2(b, AIR_LT, HPC_BOOL, row, rows));
}

static bool inside(void *user, air_id id)
{
    const skew *z = user;
    return id < z->count && z->owner[id] == z->current;
}

static void store_row(skew *z, air_builder *b, air_id to, air_id row)
{
    air_store(b, to, row, 0);
    air_node *n = air_at(b->fun, b->region->items[b->region->len - 1]);
    if (z->p->ntests)
        n->flags |= AIR_STORE_APART;
}

static air_id ring_row(const nest *x, const stage *s, air_id row)
{
    air_builder *b = x->b;
    int64_t rows = s->back + 1;
    air_id place = times(b, x->number, rows);
    if (rows > 1)
        place = add(b, place, air_map2(b, AIR_MOD, HPC_I64, row, air_i64(b, rows)));
    return air_row_of_memory(b, s->rows, place);
}

/* Row `row` of those kept, where target row `row` was or will be, from column `first` of it on. */
static air_id saved_row(const nest *x, const stage *s, air_id row, int64_t first, air_id columns)
{
    air_builder *b = x->b;
    air_id place = times(b, x->number, s->saved);
    if (s->saved > 1)
        place = add(b, place, air_map2(b, AIR_MOD, HPC_I64, row, air_i64(b, s->saved)));
    air_view view = {.axis = {1}, .start = {place, air_i64(b, s->margin + first)}};
    return air_view_new(b, s->rows, &view, 1, &columns);
}

/* Before the first row: the rows above it. */
static void save_first(skew *z, const nest *x, const stage *s, air_id row)
{
    air_builder *b = x->b;
    air_id target = at(z, s->store)->args[0];
    air_region *around = b->region, *body;
    air_id cond = air_map2(b, AIR_EQ, HPC_BOOL, row, air_i64(b, 0));
    body = open_if(b);
    air_id columns = plus(b, at(z, target)->shape[1], s->left + s->right);
    for (int64_t d = 1; d <= s->saved; d++) {
        air_view above = {.axis = {1}, .start = {air_i64(b, -d), air_i64(b, -s->left)}};
        air_id to = saved_row(x, s, air_i64(b, -d), -s->left, columns);
        store_row(z, b, to, air_view_new(b, target, &above, 1, &columns));
    }
    close_if(b, around, cond, body, NULL);
}

/* What is read of rows above comes from those kept. */
static void read_saved(skew *z, const nest *x, const stage *s, air_rows *r)
{
    air_id target = at(z, s->store)->args[0];
    for (air_id id = 1; id < z->count; id++) {
        int64_t rows = 0, columns = 0;
        air_id read = air_mapped(z->rewriter, id);
        if (z->read_by[id] != s->store ||
            !air_reads_near_row(z->fun, target, read, &rows, &columns) || rows >= 0)
            continue;
        /* The oldest row is the one that is overwritten: lowering must see that. */
        air_id above = rows == -s->saved ? r->index : plus(x->b, r->index, rows);
        air_id row = saved_row(x, s, above, columns, at(z, target)->shape[1]);
        vec_push(z->arena, &r->from, read);
        vec_push(z->arena, &r->to, row);
    }
}

/* The columns of the row beside those that were written are as they were. */
static void save_margins(skew *z, const nest *x, const stage *s, air_id row)
{
    air_builder *b = x->b;
    air_id target = at(z, s->store)->args[0], columns = at(z, target)->shape[1];
    air_id from = air_row_of_memory(b, target, row), to = saved_row(x, s, row, 0, columns);
    for (int64_t j = -s->left; j < s->right; j++) {
        air_id place = j < 0 ? air_i64(b, j) : plus(b, columns, j);
        air_setelem(b, to, &place, air_elem(b, from, &place));
    }
}

static void store_saving(skew *z, const nest *x, const stage *s, air_id row, air_id made)
{
    air_builder *b = x->b;
    air_id target = at(z, s->store)->args[0];
    air_id kept = saved_row(x, s, row, 0, at(z, target)->shape[1]);
    air_store(b, air_row_of_memory(b, target, row), made, kept);
    air_node *n = air_at(b->fun, b->region->items[b->region->len - 1]);
    n->flags |= (uint8_t)(AIR_STORE_SAVES | (z->p->ntests ? AIR_STORE_APART : 0));
    save_margins(z, x, s, row);
}

static void compute(skew *z, const nest *x, const stage *s, air_id row)
{
    air_builder *b = x->b;
    air_id target = at(z, s->store)->args[0], value = at(z, s->store)->args[1];
    air_region *around = b->region, *body;
    air_id cond = is_row(b, row, at(z, target)->shape[0]);
    if (s->saved) /* no columns, no rows */
        cond = air_map2(b, AIR_AND, HPC_BOOL, cond,
                        air_map2(b, AIR_GT, HPC_BOOL, at(z, target)->shape[1], air_i64(b, 0)));
    body = open_if(b);
    air_rows r = {.b = b, .arena = z->arena, .index = row, .inside = inside, .user = z};
    z->current = s->store;
    if (s->saved) {
        save_first(z, x, s, row);
        read_saved(z, x, s, &r);
    }
    air_id made = air_row(&r, value);
    if (s->saved) {
        store_saving(z, x, s, row, made);
    } else if (!s->ring) {
        store_row(z, b, air_row_of_memory(b, target, row), made);
    } else {
        store_row(z, b, ring_row(x, s, row), made);
        if (!s->back)
            store_row(z, b, air_row_of_memory(b, target, row), ring_row(x, s, row));
    }
    close_if(b, around, cond, body, NULL);
}

static void write_back(skew *z, const nest *x, const stage *s, air_id row)
{
    air_builder *b = x->b;
    air_id target = at(z, s->store)->args[0];
    air_region *around = b->region, *body;
    row = plus(b, row, -s->back);
    air_id cond = is_row(b, row, at(z, target)->shape[0]);
    body = open_if(b);
    store_row(z, b, air_row_of_memory(b, target, row), ring_row(x, s, row));
    close_if(b, around, cond, body, NULL);
}

/* All stages of step `number` of the band at one place. */
static void build_step(skew *z, const nest *x)
{
    air_builder *b = x->b;
    air_id place = add(b, x->place, times(b, x->number, -z->p->lag));
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const stage *s = &z->p->stages[i];
        b->loc = at(z, s->store)->loc;
        air_id row = plus(b, place, -s->shift);
        compute(z, x, s, row);
        if (s->back)
            write_back(z, x, s, row);
    }
}

/* As many steps as keep the rows that they work on in a near cache. */
static air_id band_of(skew *z, air_builder *b)
{
    air_id bytes = air_i64(b, 0);
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const stage *s = &z->p->stages[i];
        const air_node t = *at(z, at(z, s->store)->args[0]);
        air_id row = air_i64(b, hpc_dtype_size((hpc_dtype)t.type.dtype));
        for (uint32_t r = 1; r < t.type.rank; r++)
            row = air_map2(b, AIR_MUL, HPC_I64, row, t.shape[r]);
        bytes = add(b, bytes, times(b, row, z->p->lag + (s->ring ? s->back + 1 : s->saved) + 1));
    }
    bytes = air_map2(b, AIR_MAX, HPC_I64, bytes, air_i64(b, 1));
    air_id fit = air_map2(b, AIR_FLOORDIV, HPC_I64, air_i64(b, BAND_BYTES), bytes);
    fit = air_map2(b, AIR_MIN, HPC_I64, fit, air_i64(b, MAX_BAND));
    return air_map2(b, AIR_MAX, HPC_I64, fit, air_i64(b, 1));
}

static air_id empty_rows(air_builder *b, const air_node *like, air_id rows, air_id columns)
{
    uint8_t facts = AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE;
    air_node made =
        air_blank(AIR_OP_EMPTY, (air_type){AIR_ARRAY, like->type.dtype, like->type.rank, facts});
    air_id shape[HPC_MAX_RANK];
    memcpy(shape, like->shape, like->type.rank * sizeof *shape);
    shape[0] = rows;
    if (columns)
        shape[like->type.rank - 1] = columns;
    made.shape = shape;
    return air_emit(b, &made, AIR_FRESH);
}

/* Kept rows begin at cache lines where rows are written. */
static void make_rings(skew *z, const nest *x)
{
    air_builder *b = x->b;
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        stage *s = &z->p->stages[i];
        const air_node t = *at(z, at(z, s->store)->args[0]);
        if (s->ring)
            s->rows = empty_rows(b, &t, times(b, x->band, s->back + 1), 0);
        if (!s->saved)
            continue;
        int64_t line = LINE_BYTES / hpc_dtype_size((hpc_dtype)t.type.dtype);
        s->margin = s->left ? line : 0;
        air_id columns = plus(b, t.shape[1], s->margin + s->right + line - 1);
        columns = times(b, air_map2(b, AIR_FLOORDIV, HPC_I64, columns, air_i64(b, line)), line);
        s->rows = empty_rows(b, &t, times(b, x->band, s->saved), columns);
    }
}

/* Places that one step takes until its last stage is done. */
static air_id places_of(skew *z, air_builder *b)
{
    air_id places = air_i64(b, 0);
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const stage *s = &z->p->stages[i];
        air_id rows = at(z, at(z, s->store)->args[0])->shape[0];
        places = air_map2(b, AIR_MAX, HPC_I64, places, plus(b, rows, s->shift + s->back));
    }
    return places;
}

/* ---- Rank 1: blocks -------------------------------------------------------------------------- */

static air_id part_of_memory(air_builder *b, air_id array, air_id start, air_id size)
{
    air_view view = {.axis = {0}, .start = {start}};
    return air_view_new(b, array, &view, 1, &size);
}

/* Elements [start, start + size) of what the stage computes. */
static air_id part_of(skew *z, air_builder *b, air_id x, air_id start, air_id size)
{
    air_id args[3];
    const air_node n = *at(z, x);
    if (n.type.kind != AIR_ARRAY || air_is_one(z->fun, n.shape[0]))
        return x;
    if (!inside(z, x))
        return part_of_memory(b, x, start, size);
    for (uint32_t i = 0; i < n.nargs; i++)
        args[i] = part_of(z, b, n.args[i], start, size);
    if (n.op == AIR_OP_COPY)
        return args[0];
    return air_map(b, (air_fn)n.fn, (hpc_dtype)n.type.dtype, args, n.nargs, 1, &size);
}

/* The elements before a block as they were before the stage wrote them; gives what they are now. */
static void put_back(const skew *z, const nest *x, const stage *s, air_id from, air_id *now)
{
    air_builder *b = x->b;
    air_id target = at(z, s->store)->args[0], first = times(b, x->number, s->saved);
    hpc_dtype dtype = (hpc_dtype)at(z, target)->type.dtype;
    air_id later = air_map2(b, AIR_GT, HPC_BOOL, from, air_i64(b, 0));
    for (int64_t j = 0; j < s->saved; j++) {
        air_id place = plus(b, from, j - s->saved);
        now[j] = air_elem(b, target, &place);
    }
    for (int64_t j = 0; j < s->saved; j++) {
        air_id place = plus(b, from, j - s->saved), kept = plus(b, first, j);
        air_id old[] = {later, air_elem(b, s->rows, &kept), now[j]};
        air_setelem(b, target, &place, air_map(b, AIR_SELECT, dtype, old, 3, 0, NULL));
    }
}

/* The last elements of the block, for the next one. */
static void keep_last(const skew *z, const nest *x, const stage *s, air_id to)
{
    air_builder *b = x->b;
    air_id first = times(b, x->number, s->saved);
    for (int64_t j = 0; j < s->saved; j++) {
        air_id place = plus(b, to, j - s->saved), kept = plus(b, first, j);
        air_setelem(b, s->rows, &kept, air_elem(b, at(z, s->store)->args[0], &place));
    }
}

/* Elements [place, place + block) of the stage, as far as there are any. */
static void compute_block(skew *z, const nest *x, const stage *s, air_id place, air_id block)
{
    air_builder *b = x->b;
    air_id target = at(z, s->store)->args[0], now[AIR_SWEEP_REACH] = {0};
    air_id from = air_map2(b, AIR_MAX, HPC_I64, place, air_i64(b, 0));
    air_id to = air_map2(b, AIR_MIN, HPC_I64, add(b, place, block), at(z, target)->shape[0]);
    air_id cond = air_map2(b, AIR_LT, HPC_BOOL, from, to);
    air_region *around = b->region, *body = open_if(b);
    air_id size = add(b, to, times(b, from, -1));
    z->current = s->store;
    put_back(z, x, s, from, now);
    keep_last(z, x, s, to);
    air_id made = part_of(z, b, at(z, s->store)->args[1], from, size);
    store_row(z, b, part_of_memory(b, target, from, size), made);
    for (int64_t j = 0; j < s->saved; j++) {
        air_id before = plus(b, from, j - s->saved);
        air_setelem(b, target, &before, now[j]);
    }
    close_if(b, around, cond, body, NULL);
}

static void make_kept(skew *z, air_builder *b)
{
    uint8_t facts = air_facts_normal(1, AIR_C_ORDER | AIR_WRITABLE);
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        stage *s = &z->p->stages[i];
        uint8_t dtype = at(z, at(z, s->store)->args[0])->type.dtype;
        air_node made = air_blank(AIR_OP_EMPTY, (air_type){AIR_ARRAY, dtype, 1, facts});
        air_id size = air_i64(b, MAX_BAND * s->saved);
        made.shape = &size;
        if (s->saved)
            s->rows = air_emit(b, &made, AIR_FRESH);
    }
}

/* Small arrays: one step at a time, in one block. */
static air_id block_of(const skew *z, nest *x, air_id places)
{
    air_builder *b = x->b;
    air_id bytes = air_i64(b, 0);
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const air_node t = *at(z, at(z, z->p->stages[i].store)->args[0]);
        bytes = add(b, bytes, times(b, t.shape[0], hpc_dtype_size((hpc_dtype)t.type.dtype)));
    }
    air_id large = air_map2(b, AIR_GT, HPC_BOOL, bytes, air_i64(b, LARGE));
    air_id all = air_map2(b, AIR_MAX, HPC_I64, places, air_i64(b, 1));
    air_id bands[] = {large, air_i64(b, MAX_BAND), air_i64(b, 1)};
    air_id blocks[] = {large, air_i64(b, BLOCK), all};
    x->band = air_map(b, AIR_SELECT, HPC_I64, bands, 3, 0, NULL);
    return air_map(b, AIR_SELECT, HPC_I64, blocks, 3, 0, NULL);
}

static void build_blocks(skew *z, nest *x, air_id steps)
{
    air_builder *b = x->b;
    air_id places = places_of(z, b), block = block_of(z, x, places), number;
    make_kept(z, b);
    air_id count = plus(b, add(b, steps, x->band), -1);
    count = air_map2(b, AIR_FLOORDIV, HPC_I64, count, x->band);
    air_region *around = b->region, *bands = open_for(b, &number);
    air_id done = air_map2(b, AIR_MUL, HPC_I64, number, x->band);
    x->many = air_map2(b, AIR_MIN, HPC_I64, add(b, steps, times(b, done, -1)), x->band);
    air_id end = add(b, places, times(b, plus(b, x->many, -1), z->p->lag));
    end = air_map2(b, AIR_FLOORDIV, HPC_I64, plus(b, add(b, end, block), -1), block);
    air_region *over = open_for(b, &x->place), *step = open_for(b, &x->number);
    air_id place = air_map2(b, AIR_MUL, HPC_I64, x->place, block);
    place = add(b, place, times(b, x->number, -z->p->lag));
    for (uint32_t i = 0; i < z->p->nstages; i++) {
        const stage *s = &z->p->stages[i];
        b->loc = at(z, s->store)->loc;
        compute_block(z, x, s, plus(b, place, -s->shift), block);
    }
    close_for(b, over, step, x->many);
    close_for(b, bands, over, end);
    close_for(b, around, bands, count);
}

static void build(skew *z, air_builder *b, air_id loop)
{
    nest x = {.b = b};
    air_id from = at(z, loop)->args[0], steps = at(z, loop)->args[1], number;
    steps = add(b, steps, times(b, from, -1));
    if (rank_of(z) == 1) {
        build_blocks(z, &x, steps);
        return;
    }
    x.band = band_of(z, b);
    make_rings(z, &x);
    air_id places = places_of(z, b);
    air_id count = plus(b, add(b, steps, x.band), -1);
    count = air_map2(b, AIR_FLOORDIV, HPC_I64, count, x.band);
    air_region *around = b->region, *bands = open_for(b, &number);
    air_id done = air_map2(b, AIR_MUL, HPC_I64, number, x.band);
    air_id left = add(b, steps, times(b, done, -1));
    x.many = air_map2(b, AIR_MIN, HPC_I64, left, x.band);
    air_id end = add(b, places, times(b, plus(b, x.many, -1), z->p->lag));
    air_region *over = open_for(b, &x.place), *step = open_for(b, &x.number);
    build_step(z, &x);
    close_for(b, over, step, x.many);
    close_for(b, bands, over, end);
    close_for(b, around, bands, count);
}

/* ---- Rewriting ------------------------------------------------------------------------------- */

static air_id no_overlap(skew *z, air_builder *b)
{
    air_type type = air_scalar_type(HPC_I64);
    air_id any = air_i64(b, 0);
    for (uint32_t i = 0; i < z->p->ntests; i++)
        any = air_map2(b, AIR_OR, HPC_I64, any,
                       air_rt(b, HPC_RT_view_overlaps, z->p->test[i], 2, &type, 1));
    return air_map2(b, AIR_EQ, HPC_BOOL, any, air_i64(b, 0));
}

static air_visit visit(air_rewriter *w, air_id id)
{
    skew *z = w->user;
    air_builder *b = &w->b;
    z->rewriter = w;
    z->p = id < w->old_count ? z->plans[id] : NULL;
    if (!z->p)
        return AIR_KEEP;
    for (uint32_t i = 0; i < z->p->body->len; i++)
        air_map_operands(w, z->p->body->items[i]);
    if (!z->p->ntests) {
        build(z, b, id);
        return AIR_DROP;
    }
    z->p->cond = no_overlap(z, b);
    air_region *around = b->region;
    z->p->then = open_if(b);
    build(z, b, id);
    b->region = around;
    return AIR_KEEP;
}

/* Where arrays overlap, the loop stays as it is. */
static air_visit leave(air_rewriter *w, air_id id)
{
    const skew *z = w->user;
    air_builder *b = &w->b;
    const plan *p = id < w->old_count ? z->plans[id] : NULL;
    if (!p)
        return AIR_KEEP;
    air_region *around = b->region, *other = open_if(b);
    at(z, id)->body->parent = other;
    air_append(b, id);
    close_if(b, around, p->cond, p->then, other);
    return AIR_DROP;
}

/* A handler may look at what was written before a later stage failed, for which reason whole steps
 * must have been done before. */
static bool any_try(const air_module *m)
{
    bool any = false;
    for (uint32_t i = 0; i < m->funs.len; i++)
        any |= air_has_try(m->funs.items[i]);
    return any;
}

void air_pass_skew(arena *a, air_module *m, air_fun *f)
{
    skew z = {.arena = a, .fun = f, .count = f->nodes.len};
    bool loops = false, stores = false;
    for (air_id id = 1; id < f->nodes.len; id++) {
        loops |= air_at(f, id)->op == AIR_OP_FOR;
        stores |= air_at(f, id)->op == AIR_OP_STORE;
    }
    if (f->once || f->general || !loops || !stores || any_try(m))
        return;
    z.alias = air_alias_new(a, m, f);
    z.uses = ARENA_ARRAY(a, uint32_t, f->nodes.len);
    z.met = ARENA_ARRAY(a, uint32_t, f->nodes.len);
    z.owner = ARENA_ARRAY(a, air_id, f->nodes.len);
    z.read_by = ARENA_ARRAY(a, air_id, f->nodes.len);
    z.plans = ARENA_ARRAY(a, plan *, f->nodes.len);
    count_uses(&z, f->body);
    survey(&z, f->body);
    air_rewriter w = {.user = &z, .visit = visit, .leave = leave};
    air_rewrite(m, f, &w);
}
