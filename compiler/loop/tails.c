/* tails. Needs: functions as lowering made them, after time_loops, which reads scalar loops. Keeps: what
 * they compute. Drops: scalar loops for what vector loops leave over, where one vector under a mask
 * does the same.
 *
 *   for i = 0 to whole step 8 vector {               for i = 0 to whole step 8 vector {
 *     store (x, 8 i) = f(load.f64x8(y, 8 i))           store (x, 8 i) = f(load.f64x8(y, 8 i))
 *   }                                                }
 *   for i = whole to n step 1 vector rest {     ->   if whole < n {
 *     store (x, 8 i) = f(load.f64(y, 8 i))             let i = whole
 *   }                                                  let inside = iota < n - whole
 *                                                      store (x, 8 i) = f(mload (y, 8 i, inside, 0))
 *                                                        mask inside
 *                                                    }
 *
 * Nothing outside of the elements that are left is read or written: lanes that the mask excludes touch
 * no memory. A row of vectors that together hold whole rows ((n, 2) arrays, complex numbers) has a mask
 * for each; so have vectors that are taken apart for every second element. What a lane computes from
 * another lane's memory the scalar loop would compute from memory that is there: the masks have it.
 * Vector loops that hold neighbours in registers (SET as the last of the body) do not set them again;
 * the scalars that the rest would take from them are dropped with it.
 *
 * Where it pays: a few light operations on eight lanes are as fast one by one, and what was stored under
 * a mask is slow to load again before it has reached the cache, which it is where a loop around stores
 * and loads the same array. docs/performance.md has what was measured. */
#include "lir_passes.h"

enum { MAX_BODY = 100, MAX_ACCESSES = 64, MAX_DEPTH = 24, MAX_ROW = 4, MAX_FACTOR = 1 << 20 };

/* In operations of one element or vector, about as long as a load: what a mask costs, and from how many lanes
 * on it is always less than what it replaces. */
enum { MASK_COST = 28, MANY_LANES = 32 };

/* factor * index + rest + constant; rest 0: none. */
typedef struct affine {
    bool ok;
    int64_t factor, constant;
    lir_expr_id rest;
} affine;

static const affine no_affine = {0};

/* Lanes in memory, of a load (the expression) or a store (the statement). */
typedef struct lanes_at {
    lir_expr_id load;
    lir_stmt_id store;
    lir_expr_id base;
    affine offset;
    int64_t size;
    lir_expr_id mask; /* in the tail */
} lanes_at;

typedef struct renamed {
    lir_var_id from, to;
    lir_expr_id value; /* of the LET */
} renamed;

typedef struct tails {
    lir_module *m;
    lir_fn *f;
    arena *a;
    const lir_pass_options *options;
    lir_stmt loop;         /* the vector loop */
    unsigned lanes;        /* of it */
    lir_expr_id from, end; /* of what is left */
    lir_expr_id left;      /* how many */
    lir_var_id index;      /* of the scalar loop: the first that is left */
    unsigned work;         /* of one element */
    VEC(renamed) lets;     /* of the body */
    VEC(lir_var_id) sets;  /* by the body, as its last statements */
    VEC(lanes_at) places;
    VEC(lir_expr_id) masks; /* made so far: pairs of a condition and its variable */
    lir_expr_id *copied;    /* by expression of the body; see `seen` */
    uint32_t room, nexprs;  /* of the table; of the function before the tail was made */
    VEC(lir_expr_id) seen;  /* entries of it that are set */
    lir_block *into;        /* where statements go */
    lir_expr_id *defs;      /* by variable: the value of its LET */
    uint32_t *loaded;       /* by variable: the last outermost loop that loads from the array */
    uint32_t nvars;         /* of the two tables */
    uint32_t outermost;     /* loops so far; 0: none is around the loop at hand */
} tails;

static lir_expr expr_of(const tails *t, lir_expr_id id)
{
    return t->f->exprs.items[id];
}

static lir_expr_id i64(tails *t, int64_t value)
{
    return lir_const_int(t->m, t->f, LIR_I64, value);
}

static lir_expr_id op2(tails *t, lir_op op, lir_expr_id a, lir_expr_id b)
{
    return lir_op2(t->m, t->f, op, a, b);
}

static bool is_set(const tails *t, lir_var_id var)
{
    for (uint32_t i = 0; i < t->sets.len; i++)
        if (t->sets.items[i] == var)
            return true;
    return false;
}

static renamed *let_of(tails *t, lir_var_id var)
{
    for (uint32_t i = 0; i < t->lets.len; i++)
        if (t->lets.items[i].from == var)
            return &t->lets.items[i];
    return NULL;
}

/* ---- Offsets --------------------------------------------------------------------------------- */

/* Is it the same in every iteration? */
static bool is_fixed(tails *t, lir_expr_id id, unsigned depth)
{
    lir_expr e = expr_of(t, id);
    if (depth == 0 || e.op == LIR_LOAD || e.op == LIR_MLOAD || e.op == LIR_GATHER)
        return false;
    if (e.op == LIR_VAR)
        return e.var != t->loop.var && !let_of(t, e.var) && !is_set(t, e.var);
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        if (!is_fixed(t, e.args[i], depth - 1))
            return false;
    return true;
}

static affine affine_of(tails *t, lir_expr_id id, unsigned depth)
{
    lir_expr e = expr_of(t, id);
    uint64_t bits;
    if (lir_is_const(t->f, id, &bits))
        return (affine){true, 0, (int64_t)bits, 0};
    if (is_fixed(t, id, depth))
        return (affine){true, 0, 0, id};
    if (depth == 0)
        return no_affine;
    if (e.op == LIR_VAR) {
        renamed *let = let_of(t, e.var);
        return let ? affine_of(t, let->value, depth - 1) : (affine){e.var == t->loop.var, 1, 0, 0};
    }
    if (e.op == LIR_ADD) {
        affine x = affine_of(t, e.args[0], depth - 1), y = affine_of(t, e.args[1], depth - 1);
        bool ok = x.ok && y.ok && !(x.rest && y.rest);
        return (affine){ok, x.factor + y.factor, x.constant + y.constant, x.rest ? x.rest : y.rest};
    }
    if (e.op == LIR_MUL && lir_is_const(t->f, e.args[1], &bits)) {
        affine x = affine_of(t, e.args[0], depth - 1);
        int64_t by = (int64_t)bits;
        if (by > MAX_FACTOR || by < -MAX_FACTOR)
            return no_affine;
        return (affine){x.ok && !x.rest, x.factor * by, x.constant * by, 0};
    }
    return no_affine;
}

/* ---- What the body does ---------------------------------------------------------------------- */

static bool add_place(tails *t, lir_expr_id load, lir_stmt_id store, lir_expr_id base,
                      lir_expr_id offset, lir_type type)
{
    lanes_at p = {.load = load, .store = store, .base = base};
    p.size = lir_elem_size((lir_elem)type.elem);
    p.offset = affine_of(t, offset, MAX_DEPTH);
    bool fits = type.lanes == t->lanes && p.size >= t->options->masked_size &&
                is_fixed(t, base, MAX_DEPTH) && p.offset.ok && t->places.len < MAX_ACCESSES;
    if (fits)
        vec_push(t->a, &t->places, p);
    return fits;
}

/* Loops stand for integer divisions of lanes, calls for elementary functions: the scalar loop does
 * fewer of them, or is much smaller. */
static bool is_dear(const tails *t, const lir_expr *e)
{
    uint64_t bits;
    if (e->op == LIR_MATH1 || e->op == LIR_MATH2)
        return true;
    bool divides = e->op == LIR_DIV || e->op == LIR_REM;
    if (divides && lir_elem_is_int((lir_elem)e->type.elem))
        return e->type.lanes > 1 && !lir_is_const(t->f, e->args[1], &bits);
    return e->op == LIR_REM;
}

/* What an operation takes of one element. */
static unsigned work_of(const lir_expr *e)
{
    switch ((lir_op)e->op) {
    case LIR_CONST:
    case LIR_VAR:
    case LIR_SPLAT:
    case LIR_IOTA:
    case LIR_BITCAST:
    case LIR_SHUFFLE: return 0;
    case LIR_DIV:
    case LIR_SQRT: return 6;
    case LIR_SELECT:
    case LIR_MIN:
    case LIR_MAX:
    case LIR_CVT: return 2;
    default: return e->type.lanes > 1;
    }
}

/* A gather whose excluded lanes read what the first reads. */
static bool can_gather(const tails *t, const lir_expr *e)
{
    return e->type.lanes == t->lanes && lir_elem_size((lir_elem)e->type.elem) >= 4 &&
           t->options->masked_size > 0;
}

static bool survey_expr(tails *t, lir_expr_id id)
{
    if (!id || t->copied[id])
        return true;
    t->copied[id] = id; /* seen; the copy takes its place */
    vec_push(t->a, &t->seen, id);
    lir_expr e = expr_of(t, id);
    t->work += work_of(&e);
    if (is_dear(t, &e) || e.op == LIR_MLOAD ||
        (e.op == LIR_GATHER && e.type.lanes > 1 && !can_gather(t, &e)))
        return false;
    if (e.op == LIR_LOAD && e.type.lanes > 1 && !add_place(t, id, 0, e.args[0], e.args[1], e.type))
        return false;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        if (!survey_expr(t, e.args[i]))
            return false;
    return true;
}

/* if huge { store nontemporal } else { store }: the latter. */
static bool chooses_store(const tails *t, const lir_stmt *s)
{
    return s->kind == LIR_S_IF && s->body.len == 1 && s->other.len == 1 &&
           lir_stmt_at(t->f, s->body.items[0])->flags & LIR_NONTEMPORAL;
}

static bool survey_stmt(tails *t, lir_stmt_id id)
{
    lir_stmt s = *lir_stmt_at(t->f, id);
    switch ((lir_stmt_kind)s.kind) {
    case LIR_S_COMMENT: return true;
    case LIR_S_IF: return chooses_store(t, &s) && survey_stmt(t, s.other.items[0]);
    case LIR_S_LET: {
        renamed let = {.from = s.var, .value = s.a};
        vec_push(t->a, &t->lets, let);
        return survey_expr(t, s.a);
    }
    case LIR_S_STORE:
        t->work += s.d ? 4 : 1; /* a branch of one element, which may be predicted wrong */
        return add_place(t, 0, id, s.a, s.b, expr_of(t, s.c).type) && survey_expr(t, s.b) &&
               survey_expr(t, s.c) && survey_expr(t, s.d);
    case LIR_S_SCATTER: {
        lir_type type = expr_of(t, s.c).type;
        return t->options->masked_size == 1 && type.lanes == t->lanes &&
               lir_elem_size((lir_elem)type.elem) >= 4 && survey_expr(t, s.b) &&
               survey_expr(t, s.c) && survey_expr(t, s.d);
    }
    default: return false;
    }
}

static bool survey(tails *t)
{
    const lir_block body = t->loop.body;
    uint32_t last = body.len;
    while (last && lir_stmt_at(t->f, body.items[last - 1])->kind == LIR_S_SET)
        vec_push(t->a, &t->sets, lir_stmt_at(t->f, body.items[--last])->var);
    for (uint32_t i = 0; i < last; i++)
        if (i == MAX_BODY || !survey_stmt(t, body.items[i]))
            return false;
    return true;
}

/* ---- Does it pay? ---------------------------------------------------------------------------- */

/* The variable that holds the address of the array that `id` points into; 0: it is not known. */
static lir_var_id array_of(const tails *t, lir_expr_id id)
{
    for (unsigned depth = 0; depth < MAX_DEPTH; depth++) {
        lir_expr e = expr_of(t, id);
        if (e.op == LIR_PADD)
            id = e.args[0];
        else if (e.op == LIR_SELECT) /* a copy, or what it was made of */
            id = e.args[2];
        else if (e.op != LIR_VAR || e.var >= t->nvars)
            return 0;
        else if (!t->defs[e.var] || expr_of(t, t->defs[e.var]).op == LIR_LOAD)
            return e.var;
        else
            id = t->defs[e.var];
    }
    return 0;
}

static void note_loads_of_expr(tails *t, lir_expr_id id)
{
    if (!id || t->copied[id])
        return;
    t->copied[id] = id;
    vec_push(t->a, &t->seen, id);
    lir_expr e = expr_of(t, id);
    if (e.op == LIR_LOAD || e.op == LIR_GATHER || e.op == LIR_MLOAD)
        t->loaded[array_of(t, e.args[0])] = t->outermost;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++)
        note_loads_of_expr(t, e.args[i]);
}

static void note_loads(tails *t, const lir_block *block)
{
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt s = *lir_stmt_at(t->f, block->items[i]);
        note_loads_of_expr(t, s.a);
        note_loads_of_expr(t, s.b);
        note_loads_of_expr(t, s.c);
        note_loads_of_expr(t, s.d);
        note_loads(t, &s.body);
        note_loads(t, &s.other);
    }
}

/* Does a loop around this one load from an array that is stored to here? */
static bool is_loaded_again(const tails *t)
{
    for (uint32_t i = 0; t->outermost && i < t->places.len; i++)
        if (t->places.items[i].store &&
            t->loaded[array_of(t, t->places.items[i].base)] == t->outermost)
            return true;
    return false;
}

static bool pays(const tails *t)
{
    if (t->lanes >= MANY_LANES)
        return true;
    return t->work * (t->lanes - 3) / 2 > MASK_COST && !is_loaded_again(t);
}

/* ---- Masks ----------------------------------------------------------------------------------- */

static lir_expr_id let(tails *t, const char *name, lir_expr_id value)
{
    lir_var_id var = lir_var_new(t->m, t->f, name, expr_of(t, value).type);
    lir_stmt *s = lir_stmt_at(t->f, lir_stmt_new(t->m, t->f, t->into, LIR_S_LET));
    s->var = var;
    s->a = value;
    s->loc = t->loop.loc;
    return lir_get(t->m, t->f, var);
}

/* Lane numbers as wide as a mask of these lanes is. */
static lir_elem count_elem(const tails *t)
{
    switch (t->options->vector_bytes / t->lanes) {
    case 1: return LIR_U8;
    case 2: return LIR_I16;
    case 4: return LIR_I32;
    default: return LIR_I64;
    }
}

/* first + lane < limit */
static lir_expr_id lanes_below(tails *t, int64_t first, lir_expr_id limit)
{
    lir_elem elem = count_elem(t);
    lir_type type = lir_vector(elem, t->lanes);
    lir_expr_id lane = lir_make(t->m, t->f, LIR_IOTA, type, 0, 0, 0, 0, 0);
    lir_expr_id start = lir_splat(t->m, t->f, lir_const_int(t->m, t->f, elem, first), t->lanes);
    lir_expr_id end = lir_splat(t->m, t->f, lir_cvt(t->m, t->f, elem, limit), t->lanes);
    lir_expr_id cond = op2(t, LIR_LT, first ? op2(t, LIR_ADD, lane, start) : lane, end);
    for (uint32_t i = 0; i < t->masks.len; i += 2)
        if (t->masks.items[i] == cond)
            return t->masks.items[i + 1];
    lir_expr_id var = let(t, "inside", cond);
    vec_push(t->a, &t->masks, cond);
    vec_push(t->a, &t->masks, var);
    return var;
}

/* Backwards: the last lanes are the first elements. */
static lir_expr_id last_lanes(tails *t)
{
    lir_elem elem = count_elem(t);
    lir_expr_id lane = lir_make(t->m, t->f, LIR_IOTA, lir_vector(elem, t->lanes), 0, 0, 0, 0, 0);
    lir_expr_id first = lir_cvt(t->m, t->f, elem, op2(t, LIR_SUB, i64(t, t->lanes), t->left));
    return let(t, "inside", op2(t, LIR_GE, lane, lir_splat(t->m, t->f, first, t->lanes)));
}

static bool same_row(const lanes_at *p, const lanes_at *q)
{
    return p->base == q->base && p->offset.rest == q->offset.rest && p->size == q->size &&
           p->offset.factor == q->offset.factor && !p->store == !q->store;
}

/* Vectors that are the parts of `rows` elements an iteration for each lane: all of them, or those
 * from each first one to the last first one (every second element). False: they are neither. */
static bool mask_of_row(tails *t, lanes_at *p, int64_t rows)
{
    int64_t first = p->offset.constant, parts = 0, lanes = t->lanes;
    int64_t steps_last = rows * (lanes - 1) + 1 - lanes, whole_last = (rows - 1) * lanes;
    bool seen[MAX_ROW] = {false}, whole = false, steps = false;
    for (uint32_t i = 0; i < t->places.len; i++)
        if (same_row(p, &t->places.items[i]) && t->places.items[i].offset.constant < first)
            first = t->places.items[i].offset.constant;
    for (uint32_t i = 0; i < t->places.len; i++) {
        const lanes_at *q = &t->places.items[i];
        if (!same_row(p, q))
            continue;
        int64_t at = (q->offset.constant - first) / p->size;
        bool last = at == steps_last || at == whole_last;
        if ((q->offset.constant - first) % p->size || (!last && (at % lanes || at > whole_last)))
            return false;
        whole |= at == whole_last;
        steps |= at == steps_last;
        int64_t part = last ? rows - 1 : at / lanes;
        parts += !seen[part];
        seen[part] = true;
    }
    if (parts != rows || whole == steps || (steps && p->store))
        return false;
    lir_expr_id limit = op2(t, LIR_MUL, t->left, i64(t, rows));
    if (steps)
        limit = op2(t, LIR_SUB, limit, i64(t, rows - 1));
    p->mask = lanes_below(t, (p->offset.constant - first) / p->size, limit);
    return true;
}

static bool find_mask(tails *t, lanes_at *p)
{
    int64_t factor = p->offset.factor, rows = factor / p->size;
    if (factor == p->size)
        p->mask = lanes_below(t, 0, t->left);
    else if (factor == -p->size && !p->store)
        p->mask = last_lanes(t);
    else if (rows < 2 || rows > MAX_ROW || factor % p->size || !mask_of_row(t, p, rows))
        return false;
    return true;
}

static bool find_masks(tails *t)
{
    lir_stmt *s = lir_stmt_at(t->f, lir_stmt_new(t->m, t->f, t->into, LIR_S_LET));
    s->var = t->index;
    s->a = t->from;
    s->loc = t->loop.loc;
    t->left = let(t, "left", op2(t, LIR_SUB, t->end, t->from));
    for (uint32_t i = 0; i < t->places.len; i++)
        if (!find_mask(t, &t->places.items[i]))
            return false;
    return true;
}

/* ---- The tail -------------------------------------------------------------------------------- */

static lir_expr_id copy_expr(tails *t, lir_expr_id id);

static lir_expr_id mask_of_load(const tails *t, lir_expr_id id)
{
    for (uint32_t i = 0; i < t->places.len; i++)
        if (t->places.items[i].load == id)
            return t->places.items[i].mask;
    return 0;
}

static void gather_inside(tails *t, lir_expr *e)
{
    lir_expr_id offsets = e->args[1];
    lir_type one = lir_scalar((lir_elem)expr_of(t, offsets).type.elem);
    lir_expr_id first = lir_make(t->m, t->f, LIR_EXTRACT, one, 0, offsets, 0, 0, 0);
    first = lir_splat(t->m, t->f, first, t->lanes);
    e->args[1] = lir_select(t->m, t->f, lanes_below(t, 0, t->left), offsets, first);
}

static lir_expr_id made_copy(tails *t, lir_expr_id id)
{
    lir_expr e = expr_of(t, id);
    if (e.op == LIR_VAR) {
        renamed *let = let_of(t, e.var);
        lir_var_id index = e.var == t->loop.var ? t->index : 0;
        return index ? lir_get(t->m, t->f, index) : let ? lir_get(t->m, t->f, let->to) : id;
    }
    bool same = e.op != LIR_LOAD && e.op != LIR_GATHER;
    for (unsigned i = 0; i < lir_op_arity((lir_op)e.op); i++) {
        lir_expr_id arg = copy_expr(t, e.args[i]);
        same &= arg == e.args[i];
        e.args[i] = arg;
    }
    if (e.op == LIR_LOAD && e.type.lanes > 1) {
        e.op = LIR_MLOAD;
        e.args[2] = mask_of_load(t, id);
        e.args[3] = lir_const_bits(t->m, t->f, e.type, 0);
    }
    if (e.op == LIR_GATHER && e.type.lanes > 1)
        gather_inside(t, &e);
    return same ? id : lir_make_plain(t->m, t->f, &e);
}

static lir_expr_id copy_expr(tails *t, lir_expr_id id)
{
    if (!id || id >= t->nexprs)
        return id;
    if (!t->copied[id]) {
        lir_expr_id copy = made_copy(t, id);
        vec_push(t->a, &t->seen, id);
        t->copied[id] = copy;
    }
    return t->copied[id];
}

static void forget_copies(tails *t)
{
    for (uint32_t i = 0; i < t->seen.len; i++)
        t->copied[t->seen.items[i]] = 0;
    t->seen.len = 0;
}

static lir_expr_id mask_of_store(const tails *t, lir_stmt_id id)
{
    for (uint32_t i = 0; i < t->places.len; i++)
        if (t->places.items[i].store == id)
            return t->places.items[i].mask;
    return 0;
}

static void copy_stmt(tails *t, lir_stmt_id id)
{
    lir_stmt s = *lir_stmt_at(t->f, id);
    if (s.kind == LIR_S_SET || s.kind == LIR_S_COMMENT)
        return;
    if (s.kind == LIR_S_IF) {
        copy_stmt(t, s.other.items[0]);
        return;
    }
    lir_stmt c = s;
    c.a = copy_expr(t, s.a);
    c.b = copy_expr(t, s.b);
    c.c = copy_expr(t, s.c);
    c.d = copy_expr(t, s.d);
    if (s.kind == LIR_S_LET) {
        c.var = lir_var_new(t->m, t->f, t->f->vars.items[s.var].name, t->f->vars.items[s.var].type);
        let_of(t, s.var)->to = c.var;
    } else {
        lir_expr_id inside =
            s.kind == LIR_S_SCATTER ? lanes_below(t, 0, t->left) : mask_of_store(t, id);
        c.d = c.d ? op2(t, LIR_AND, c.d, inside) : inside;
    }
    lir_stmt_id made = lir_stmt_new(t->m, t->f, t->into, (lir_stmt_kind)s.kind);
    *lir_stmt_at(t->f, made) = c;
}

/* ---- Loops ----------------------------------------------------------------------------------- */

/* The scalar loop that does what the vector loop leaves, in the statement after it: itself, or the last
 * of a branch that only has it to do. 0: there is none. */
static lir_stmt_id rest_in(const tails *t, lir_stmt_id next)
{
    const lir_stmt *s = lir_stmt_at(t->f, next);
    if (s->kind == LIR_S_IF && s->body.len && !s->other.len) {
        for (uint32_t i = 0; i + 1 < s->body.len; i++)
            if (lir_stmt_at(t->f, s->body.items[i])->kind != LIR_S_SET)
                return 0;
        next = s->body.items[s->body.len - 1];
        s = lir_stmt_at(t->f, next);
    }
    bool rest = s->kind == LIR_S_FOR && (s->flags & LIR_FOR_REST) && s->a == t->loop.b;
    return rest ? next : 0;
}

static void begin(tails *t, const lir_stmt *loop)
{
    forget_copies(t);
    t->loop = *loop;
    t->work = 0;
    t->lanes = (unsigned)loop->imm;
    t->lets.len = t->sets.len = t->places.len = t->masks.len = 0;
    t->nexprs = t->f->exprs.len;
    if (t->nexprs > t->room) {
        t->room = 2 * t->nexprs;
        t->copied = ARENA_ARRAY(t->a, lir_expr_id, t->room);
    }
}

/* What takes the place of `next`, the statement after the loop: 0 where it stays. */
static lir_stmt_id tail_of(tails *t, lir_stmt_id loop, lir_stmt_id next)
{
    begin(t, lir_stmt_at(t->f, loop));
    lir_stmt_id rest = rest_in(t, next);
    if (!rest || t->lanes > t->options->vector_bytes || !survey(t) || !pays(t))
        return 0;
    forget_copies(t);
    t->from = t->loop.b;
    t->end = lir_stmt_at(t->f, rest)->b;
    t->index = lir_stmt_at(t->f, rest)->var;
    lir_block nowhere = {0}, body = {0};
    t->into = &body;
    if (!find_masks(t))
        return 0;
    for (uint32_t i = 0; i < t->loop.body.len; i++)
        copy_stmt(t, t->loop.body.items[i]);
    lir_stmt_id branch = lir_stmt_new(t->m, t->f, &nowhere, LIR_S_IF);
    lir_stmt *s = lir_stmt_at(t->f, branch);
    s->a = op2(t, LIR_LT, t->from, t->end);
    s = lir_stmt_at(t->f, branch);
    s->loc = t->loop.loc;
    s->body = body;
    remark_add(t->options->remarks, REMARK_TAIL_MASKED, t->f->index, 0, t->loop.loc, NULL, NULL);
    return branch;
}

static void walk(tails *t, lir_block *block, uint32_t *loops)
{
    for (uint32_t i = 0; i < block->len; i++) {
        lir_stmt s = *lir_stmt_at(t->f, block->items[i]);
        bool loop = s.kind == LIR_S_FOR || s.kind == LIR_S_WHILE;
        if (s.kind == LIR_S_FOR && (s.flags & LIR_FOR_VECTOR) && s.imm > 1 && i + 1 < block->len) {
            lir_stmt_id tail = tail_of(t, block->items[i], block->items[i + 1]);
            if (tail)
                block->items[++i] = tail;
            continue;
        }
        bool outermost = loop && !t->outermost;
        if (outermost) {
            t->outermost = ++*loops;
            begin(t, &s);
            note_loads(t, &s.body);
            note_loads(t, &s.other);
        }
        walk(t, &s.body, loops); /* items of blocks are not in the statements that may move */
        walk(t, &s.other, loops);
        if (outermost)
            t->outermost = 0;
    }
}

static void find_defs(tails *t)
{
    t->nvars = t->f->vars.len;
    t->defs = ARENA_ARRAY(t->a, lir_expr_id, t->nvars);
    t->loaded = ARENA_ARRAY(t->a, uint32_t, t->nvars);
    for (uint32_t i = 1; i < t->f->stmts.len; i++)
        if (t->f->stmts.items[i].kind == LIR_S_LET)
            t->defs[t->f->stmts.items[i].var] = t->f->stmts.items[i].a;
}

void lir_pass_tails(lir_module *m, lir_fn *f, const lir_pass_options *options)
{
    tails t = {.m = m, .f = f, .a = m->arena, .options = options};
    uint32_t loops = 0;
    if (!options->vector_bytes || !options->masked_size || f->general)
        return;
    find_defs(&t);
    walk(&t, &f->body, &loops);
}
