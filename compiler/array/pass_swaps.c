/* swaps. Needs: a function after simplify. Keeps: what it computes. Drops: exchanges of arrays between
 * the turns of a loop, by doing as many turns in one as bring each array back to its name.
 *
 *   for (0, %n, 1) {                           for (0, %n // 2, 1) {
 *     %u = get 1; %v = get 2                     store (%b, f(%a))
 *     store (%v, f(%u))              ->          store (%a, f(%b))
 *     set 1 (%v); set 2 (%u)                   }
 *   }                                          if (%n % 2 > 0) {
 *                                                store (%b, f(%a))
 *                                                set 1 (%b); set 2 (%a)
 *                                              }
 *
 * (%a and %b are what the names held before the loop.) Only then is it known which array a turn reads
 * and which it writes, which later passes need. */
#include "air_clone.h"
#include "air_passes.h"
#include "air_rewrite.h"

enum { MAX_ARRAYS = 4, MAX_TURNS = 3, MAX_NODES = 160 };

typedef struct swaps {
    arena *arena;
    air_fun *fun;
    air_clone clone;
    bool any;
    /* the loop at hand: */
    const air_region *body;
    uint32_t count;
    int64_t vars[MAX_ARRAYS];
    uint32_t next[MAX_ARRAYS]; /* the variable takes the array of that one */
    uint32_t turns;
    air_id held[MAX_ARRAYS]; /* before the loop */
} swaps;

static const air_node *at(const swaps *s, air_id id)
{
    return air_at(s->fun, id);
}

/* ---- Which loops ----------------------------------------------------------------------------- */

static int index_of(const swaps *s, int64_t var)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->vars[i] == var)
            return (int)i;
    return -1;
}

static bool add_var(swaps *s, const air_node *set)
{
    if (index_of(s, set->imm) >= 0 || s->count == MAX_ARRAYS)
        return false;
    s->vars[s->count++] = set->imm;
    return true;
}

/* Each array variable that is set takes what another one held at the head of the turn. */
static bool find_exchange(swaps *s)
{
    bool set = false;
    for (uint32_t i = 0; i < s->body->len; i++) {
        const air_node *n = at(s, s->body->items[i]);
        bool array = n->type.kind == AIR_ARRAY && n->op == AIR_OP_GET;
        if (n->op == AIR_OP_SET && at(s, n->args[0])->type.kind == AIR_ARRAY) {
            set = true;
            if (at(s, n->args[0])->op != AIR_OP_GET || at(s, n->args[0])->home != s->body ||
                !add_var(s, n))
                return false;
        } else if (array && set) {
            return false;
        }
    }
    for (uint32_t i = 0; i < s->body->len; i++) {
        const air_node *n = at(s, s->body->items[i]);
        if (n->op != AIR_OP_SET || index_of(s, n->imm) < 0)
            continue;
        int from = index_of(s, at(s, n->args[0])->imm);
        if (from < 0)
            return false;
        s->next[index_of(s, n->imm)] = (uint32_t)from;
    }
    return s->count > 1;
}

/* Other variables of arrays would need extents of their own. */
static bool gets_only_exchanged(const swaps *s)
{
    for (uint32_t i = 0; i < s->body->len; i++) {
        const air_node *n = at(s, s->body->items[i]);
        if (n->op == AIR_OP_GET && n->type.kind != AIR_SCALAR && index_of(s, n->imm) < 0)
            return false;
        if (n->op == AIR_OP_SET && at(s, n->args[0])->type.kind == AIR_OBJECT)
            return false;
    }
    return true;
}

/* Turns until all arrays are where they were; 0 where some never are. */
static uint32_t count_turns(const swaps *s)
{
    uint32_t now[MAX_ARRAYS] = {0, 1, 2, 3};
    for (uint32_t turn = 1; turn <= MAX_TURNS; turn++) {
        bool back = true;
        for (uint32_t i = 0; i < s->count; i++) {
            now[i] = s->next[now[i]];
            back &= now[i] == i;
        }
        if (back)
            return turn;
    }
    return 0;
}

static bool is_exchange(swaps *s, const air_node *loop)
{
    int64_t step;
    bool stores = false;
    s->body = loop->body;
    s->count = 0;
    if (loop->flags & AIR_FOR_PARALLEL || !air_is_const(s->fun, loop->args[2], &step) ||
        step != 1 || s->body->len > MAX_NODES)
        return false;
    for (uint32_t i = 0; i < s->body->len; i++) {
        if (!air_can_clone(at(s, s->body->items[i])))
            return false;
        stores |= at(s, s->body->items[i])->op == AIR_OP_STORE;
    }
    if (!stores || !find_exchange(s) || !gets_only_exchanged(s))
        return false;
    s->turns = count_turns(s);
    return s->turns > 1;
}

/* ---- Turns ----------------------------------------------------------------------------------- */

/* The array that variable i holds in turn number `turn`. */
static air_id held_in(const swaps *s, uint32_t i, uint32_t turn)
{
    while (turn--)
        i = s->next[i];
    return s->held[i];
}

static void copy_turn(swaps *s, air_builder *b, uint32_t turn, air_id index)
{
    s->clone.b = b;
    for (uint32_t i = 0; i < s->body->len; i++) {
        air_id id = s->body->items[i];
        const air_node *n = at(s, id);
        int var = n->op == AIR_OP_GET || n->op == AIR_OP_SET ? index_of(s, n->imm) : -1;
        if (n->op == AIR_OP_INDVAR)
            s->clone.copies[id] = index;
        else if (var >= 0 && n->op == AIR_OP_GET)
            s->clone.copies[id] = held_in(s, (uint32_t)var, turn);
        else if (var < 0)
            air_clone_node(&s->clone, id);
    }
}

static air_id plus(air_builder *b, air_id x, int64_t c)
{
    return c ? air_map2(b, AIR_ADD, HPC_I64, x, air_i64(b, c)) : x;
}

static void build_rounds(swaps *s, air_builder *b, air_id from, air_id rounds)
{
    air_region *around = b->region, *body = air_region_new(b);
    b->region = body;
    air_id round = air_raw(b, AIR_OP_INDVAR, air_scalar_type(HPC_I64), NULL, 0, 0);
    air_id first = air_map2(b, AIR_MUL, HPC_I64, round, air_i64(b, s->turns));
    first = air_map2(b, AIR_ADD, HPC_I64, first, from);
    for (uint32_t turn = 0; turn < s->turns; turn++)
        copy_turn(s, b, turn, plus(b, first, turn));
    b->region = around;
    air_node loop = air_blank(AIR_OP_FOR, (air_type){0});
    loop.args = (air_id[]){air_i64(b, 0), rounds, air_i64(b, 1)};
    loop.nargs = 3;
    loop.body = body;
    air_emit(b, &loop, AIR_FRESH);
}

/* The turns left, one inside the other, and what the names hold then. */
static void build_rest(swaps *s, air_builder *b, air_id from, air_id left, uint32_t turn)
{
    if (turn + 1 < s->turns) {
        air_id more = air_map2(b, AIR_GT, HPC_BOOL, left, air_i64(b, turn));
        air_region *around = b->region, *then = air_region_new(b), *other = NULL;
        b->region = then;
        copy_turn(s, b, turn, plus(b, from, turn));
        build_rest(s, b, from, left, turn + 1);
        if (turn) {
            b->region = around;
            other = air_region_new(b);
            b->region = other;
            build_rest(s, b, from, left, s->turns + turn);
        }
        b->region = around;
        air_node n = air_blank(AIR_OP_IF, (air_type){0});
        n.args = &more;
        n.nargs = 1;
        n.body = then;
        n.other = other;
        air_emit(b, &n, AIR_FRESH);
        return;
    }
    turn = turn < s->turns ? turn : turn - s->turns;
    for (uint32_t i = 0; i < s->count; i++)
        air_set(b, (uint32_t)s->vars[i], held_in(s, i, turn));
}

static air_visit visit(air_rewriter *w, air_id id)
{
    swaps *s = w->user;
    air_builder *b = &w->b;
    const air_node loop = *at(s, id);
    if (loop.op != AIR_OP_FOR || id >= w->old_count || !is_exchange(s, &loop))
        return AIR_KEEP;
    int32_t loc = b->loc;
    for (uint32_t i = 0; i < s->body->len; i++)
        air_map_operands(w, s->body->items[i]);
    for (uint32_t i = 0; i < s->count; i++)
        s->held[i] = air_get(b, (uint32_t)s->vars[i]);
    air_id zero = air_i64(b, 0), turns = air_i64(b, s->turns);
    air_id from = loop.args[0], minus = air_map2(b, AIR_MUL, HPC_I64, from, air_i64(b, -1));
    air_id steps = air_map2(b, AIR_ADD, HPC_I64, loop.args[1], minus);
    steps = air_map2(b, AIR_MAX, HPC_I64, steps, zero);
    air_id rounds = air_map2(b, AIR_FLOORDIV, HPC_I64, steps, turns);
    air_id left = air_map2(b, AIR_MOD, HPC_I64, steps, turns);
    build_rounds(s, b, from, rounds);
    air_id done = air_map2(b, AIR_MUL, HPC_I64, rounds, turns);
    b->loc = loc;
    build_rest(s, b, air_map2(b, AIR_ADD, HPC_I64, from, done), left, 0);
    s->any = true;
    return AIR_DROP;
}

void air_pass_swaps(arena *a, air_module *m, air_fun *f)
{
    swaps s = {.arena = a, .fun = f};
    bool loops = false, sets = false;
    for (air_id id = 1; id < f->nodes.len; id++) {
        loops |= air_at(f, id)->op == AIR_OP_FOR;
        sets |= air_at(f, id)->op == AIR_OP_SET;
    }
    if (f->once || f->general || !loops || !sets)
        return;
    s.clone = air_clone_new(a, f);
    air_rewriter w = {.user = &s, .visit = visit};
    air_rewrite(m, f, &w);
    if (s.any)
        air_pass_simplify(a, m, f);
}
