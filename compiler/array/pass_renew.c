/* renew. Needs: a function after simplify. Keeps: what it computes. Drops: new arrays in each turn of a
 * loop that gives a name the value computed from its last one.
 *
 *   for (0, %n, 1) {                           if (0 < %n) {
 *     %x = get 1                                 %s = copy (get 1)
 *     %y = map mul (%x, %k)                      for (0, %n, 1) {
 *     set 1 (%y)                    ->             store (%s, map mul (%s, %k))
 *   }                                            }
 *                                                set 1 (%s)
 *                                              }
 *
 * What the name held before is left as it is: the copy is the one new array. A store reads all of its
 * right side before it writes, so that the old value may be read up to there and no further. A copy
 * that is updated and becomes the name's value (`un = u.copy(); un[1:-1] = f(u); u = un`) is dropped:
 * the updates go to the array itself. Where extents are equal only if parameters' are, that is tested
 * before (pass equate makes the test one of the function), and the loop stays for where they are not. */
#include "air_alias.h"
#include "air_clone.h"
#include "air_passes.h"
#include "air_rewrite.h"

enum { MAX_NAMES = 8, MAX_NODES = 200, MAX_PAIRS = 8 };

typedef struct name {
    int64_t var;
    air_id get, value; /* the first GET in the body; what it is set to */
    air_id before;     /* what it holds before the loop, where that is known */
    uint32_t last_read, first_write, made;
    bool in_place; /* the value is a copy that is updated */
    air_id array;  /* the one array for all turns */
} name;

typedef struct renew {
    arena *arena;
    air_fun *fun;
    air_clone clone;
    bool any;
    const air_region *body;
    name names[MAX_NAMES];
    uint32_t count;
    air_id pairs[MAX_PAIRS][2]; /* extents that must be equal */
    uint32_t npairs;
    bool *guarded; /* by node: loops that stay for where they are not */
    air_id cond;
    air_region *then;
} renew;

static const air_node *at(const renew *z, air_id id)
{
    return air_at(z->fun, id);
}

/* ---- Names ----------------------------------------------------------------------------------- */

static name *name_of(renew *z, int64_t var)
{
    for (uint32_t i = 0; i < z->count; i++)
        if (z->names[i].var == var)
            return &z->names[i];
    return NULL;
}

/* The name whose old value, or whose new one, the array is or is a view of. */
static name *whose(renew *z, air_id array, bool old)
{
    air_id root = air_root(z->fun, array);
    const air_node *n = at(z, root);
    if (old)
        return n->op == AIR_OP_GET && n->home == z->body ? name_of(z, n->imm) : NULL;
    for (uint32_t i = 0; i < z->count; i++)
        if (z->names[i].value == root)
            return &z->names[i];
    return NULL;
}

static bool sets(const renew *z, const air_region *r, int64_t var)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = at(z, r->items[i]);
        if ((n->op == AIR_OP_SET && n->imm == var) || sets(z, n->body, var) ||
            sets(z, n->other, var))
            return true;
    }
    return false;
}

/* In the list that is built so far. */
static air_id value_before(const renew *z, const air_region *around, int64_t var)
{
    for (uint32_t i = around->len; i-- > 0;) {
        const air_node *n = at(z, around->items[i]);
        if (n->op == AIR_OP_SET && n->imm == var)
            return n->args[0];
        if (sets(z, n->body, var) || sets(z, n->other, var))
            return 0;
    }
    return 0;
}

static bool add_name(renew *z, const air_region *around, const air_node *set)
{
    const air_node *x = at(z, set->args[0]);
    bool ordered = x->type.rank == 1 || x->type.facts & AIR_C_ORDER;
    if (name_of(z, set->imm) || z->count == MAX_NAMES || x->home != z->body || !ordered ||
        !x->type.rank || (x->op != AIR_OP_MAP && x->op != AIR_OP_COPY))
        return false;
    z->names[z->count++] = (name){.var = set->imm,
                                  .value = set->args[0],
                                  .before = value_before(z, around, set->imm),
                                  .first_write = z->body->len};
    return true;
}

static bool find_names(renew *z, const air_region *around)
{
    z->count = 0;
    for (uint32_t i = 0; i < z->body->len; i++) {
        const air_node *n = at(z, z->body->items[i]);
        if (!air_can_clone(n) || n->type.kind == AIR_OBJECT)
            return false;
        if (n->op == AIR_OP_SET && at(z, n->args[0])->type.kind == AIR_ARRAY &&
            !add_name(z, around, n))
            return false;
    }
    for (uint32_t i = 0; i < z->body->len; i++) {
        air_id id = z->body->items[i];
        const air_node *n = at(z, id);
        if (n->op != AIR_OP_GET || n->type.kind != AIR_ARRAY)
            continue;
        name *own = name_of(z, n->imm);
        if (!own)
            return false;
        own->get = own->get ? own->get : id;
    }
    return z->count > 0;
}

/* ---- Reads and writes ------------------------------------------------------------------------ */

static bool meet_old(name *own, const air_node *n, uint32_t arg, uint32_t place)
{
    bool target = arg == 0 && (n->op == AIR_OP_STORE || n->op == AIR_OP_SETELEM);
    if (target || n->op == AIR_OP_SET)
        return false;
    if (n->op != AIR_OP_VIEW && n->op != AIR_OP_DIM && place > own->last_read)
        own->last_read = place;
    return true;
}

static bool meet_new(name *own, const air_node *n, uint32_t arg, uint32_t place)
{
    if (n->op == AIR_OP_SET)
        return n->imm == own->var && n->args[0] == own->value;
    if (arg == 0 && (n->op == AIR_OP_STORE || n->op == AIR_OP_SETELEM) && place < own->first_write)
        own->first_write = place;
    return true;
}

static bool meet_uses(renew *z)
{
    for (uint32_t i = 0; i < z->body->len; i++) {
        air_node n = *at(z, z->body->items[i]);
        for (uint32_t k = 0; k < n.nargs; k++) {
            if (!n.args[k] || at(z, n.args[k])->type.kind != AIR_ARRAY)
                continue;
            name *old = whose(z, n.args[k], true), *new = whose(z, n.args[k], false);
            bool copies = old && z->body->items[i] == old->value && n.op == AIR_OP_COPY;
            if (old && !copies && !meet_old(old, &n, k, i))
                return false;
            if (new && !meet_new(new, &n, k, i))
                return false;
        }
        name *made = whose(z, z->body->items[i], false);
        if (made && made->value == z->body->items[i])
            made->made = i;
    }
    return true;
}

/* Is the old value dead where the new one begins to take its place? */
static bool fits(renew *z, name *own)
{
    const air_node *x = at(z, own->value);
    bool written = own->first_write < z->body->len;
    if (!own->get)
        return false;
    own->in_place = written;
    if (!written)
        return true;
    return x->op == AIR_OP_COPY && whose(z, x->args[0], true) == own &&
           at(z, x->args[0])->op == AIR_OP_GET && own->last_read <= own->first_write;
}

/* ---- Extents --------------------------------------------------------------------------------- */

static bool is_of_param(const renew *z, air_id extent)
{
    const air_node *n = at(z, extent);
    return n->op == AIR_OP_DIM && at(z, n->args[0])->op == AIR_OP_PARAM;
}

static bool need_equal(renew *z, air_id a, air_id b)
{
    for (uint32_t i = 0; i < z->npairs; i++)
        if ((z->pairs[i][0] == a && z->pairs[i][1] == b) ||
            (z->pairs[i][0] == b && z->pairs[i][1] == a))
            return true;
    if (!is_of_param(z, a) || !is_of_param(z, b) || z->npairs == MAX_PAIRS)
        return false;
    z->pairs[z->npairs][0] = a;
    z->pairs[z->npairs++][1] = b;
    return true;
}

/* The node from before the loop that an extent is always equal to; 0 where there is none. */
static air_id extent_of(renew *z, air_id id)
{
    const air_node *n = at(z, id);
    if (n->home != z->body)
        return id;
    if (n->op == AIR_OP_DIM) {
        const name *own = whose(z, n->args[0], true);
        return own && own->before ? at(z, own->before)->shape[n->imm] : 0;
    }
    if (n->op != AIR_OP_BDIM)
        return 0;
    air_id a = extent_of(z, n->args[0]), b = extent_of(z, n->args[1]);
    if (!a || !b || a == b || air_is_one(z->fun, b))
        return b ? a : 0;
    return need_equal(z, a, b) ? a : 0;
}

/* The new value has the extents of the old one. */
static bool keeps_shape(renew *z, const name *own)
{
    const air_node *x = at(z, own->value), *old = at(z, own->get);
    for (uint32_t r = 0; r < x->type.rank; r++) {
        air_id was = own->before ? at(z, own->before)->shape[r] : 0;
        air_id is = extent_of(z, at(z, own->value)->shape[r]);
        bool same = at(z, own->value)->shape[r] == old->shape[r];
        if (!same && (!was || !is || (was != is && !need_equal(z, was, is))))
            return false;
    }
    return true;
}

static bool is_renewing(renew *z, const air_region *around, air_id id)
{
    const air_node *loop = at(z, id);
    int64_t step;
    z->body = loop->body;
    z->npairs = 0;
    if (loop->flags & AIR_FOR_PARALLEL || !air_is_const(z->fun, loop->args[2], &step) ||
        step != 1 || z->body->len > MAX_NODES || !find_names(z, around) || !meet_uses(z))
        return false;
    for (uint32_t i = 0; i < z->count; i++)
        if (!fits(z, &z->names[i]) || !keeps_shape(z, &z->names[i]))
            return false;
    return true;
}

/* ---- The loop -------------------------------------------------------------------------------- */

/* Where the value takes the place of the old one: it and all reads of that are before. */
static void store_made(renew *z, uint32_t place)
{
    for (uint32_t i = 0; i < z->count; i++) {
        name *own = &z->names[i];
        uint32_t last = own->made > own->last_read ? own->made : own->last_read;
        if (own->in_place || last != place)
            continue;
        air_store(z->clone.b, own->array, air_cloned(&z->clone, own->value), 0);
        z->clone.copies[own->value] = own->array;
    }
}

static void copy_body(renew *z)
{
    for (uint32_t i = 1; i < z->body->len; i++) {
        air_id id = z->body->items[i];
        const air_node *n = at(z, id);
        name *own = n->op == AIR_OP_GET || n->op == AIR_OP_SET ? name_of(z, n->imm) : NULL;
        name *made = whose(z, id, false);
        air_id extent = n->op == AIR_OP_BDIM ? extent_of(z, id) : 0;
        if (own && n->op == AIR_OP_GET)
            z->clone.copies[id] = own->array;
        else if (made && made->value == id && made->in_place)
            z->clone.copies[id] = made->array;
        else if (extent)
            z->clone.copies[id] = extent;
        else if (!own)
            air_clone_node(&z->clone, id);
        store_made(z, i);
    }
}

static void build(renew *z, air_builder *b, const air_node *loop)
{
    z->clone.b = b;
    for (uint32_t i = 0; i < z->count; i++)
        remark_add(b->module->remarks, REMARK_RENEWED, b->fun->index, 0,
                   at(z, z->names[i].value)->loc, NULL, NULL);
    for (uint32_t i = 0; i < z->count; i++)
        z->names[i].array = air_copy(b, air_get(b, (uint32_t)z->names[i].var));
    air_region *around = b->region, *body = air_region_new(b);
    b->region = body;
    air_id index = air_raw(b, AIR_OP_INDVAR, air_scalar_type(HPC_I64), NULL, 0, 0);
    z->clone.copies[z->body->items[0]] = index;
    copy_body(z);
    b->region = around;
    air_node made = air_blank(AIR_OP_FOR, (air_type){0});
    made.args = loop->args;
    made.nargs = loop->nargs;
    made.body = body;
    made.loc = loop->loc;
    air_emit(b, &made, AIR_FRESH);
    for (uint32_t i = 0; i < z->count; i++)
        air_set(b, (uint32_t)z->names[i].var, z->names[i].array);
}

static air_id condition(renew *z, air_builder *b, const air_node *loop)
{
    air_id cond = air_map2(b, AIR_LT, HPC_BOOL, loop->args[0], loop->args[1]);
    for (uint32_t i = 0; i < z->npairs; i++)
        cond = air_map2(b, AIR_AND, HPC_BOOL, cond,
                        air_map2(b, AIR_EQ, HPC_BOOL, z->pairs[i][0], z->pairs[i][1]));
    return cond;
}

static void add_branch(air_builder *b, air_id cond, air_region *then, air_region *other)
{
    air_node n = air_blank(AIR_OP_IF, (air_type){0});
    n.args = &cond;
    n.nargs = 1;
    n.body = then;
    n.other = other;
    air_emit(b, &n, AIR_FRESH);
}

static air_visit visit(air_rewriter *w, air_id id)
{
    renew *z = w->user;
    air_builder *b = &w->b;
    if (at(z, id)->op != AIR_OP_FOR || id >= w->old_count || !is_renewing(z, b->region, id))
        return AIR_KEEP;
    const air_node loop = *at(z, id);
    int32_t loc = b->loc;
    for (uint32_t i = 0; i < z->body->len; i++)
        air_map_operands(w, z->body->items[i]);
    z->cond = condition(z, b, &loop);
    air_region *around = b->region;
    z->then = air_region_new(b);
    b->region = z->then;
    build(z, b, &loop);
    b->region = around;
    b->loc = loc;
    z->any = true;
    z->guarded[id] = z->npairs > 0;
    if (z->guarded[id])
        return AIR_KEEP;
    add_branch(b, z->cond, z->then, NULL);
    return AIR_DROP;
}

static air_visit leave(air_rewriter *w, air_id id)
{
    renew *z = w->user;
    air_builder *b = &w->b;
    if (id >= w->old_count || !z->guarded[id])
        return AIR_KEEP;
    air_region *around = b->region, *other = air_region_new(b);
    air_at(z->fun, id)->body->parent = other;
    b->region = other;
    air_append(b, id);
    b->region = around;
    add_branch(b, z->cond, z->then, other);
    return AIR_DROP;
}

void air_pass_renew(arena *a, air_module *m, air_fun *f)
{
    renew z = {.arena = a, .fun = f};
    bool loops = false, sets_arrays = false;
    for (air_id id = 1; id < f->nodes.len; id++) {
        const air_node *n = air_at(f, id);
        loops |= n->op == AIR_OP_FOR;
        sets_arrays |= n->op == AIR_OP_SET && air_at(f, n->args[0])->type.kind == AIR_ARRAY;
    }
    if (f->once || f->general || !loops || !sets_arrays || air_any_try(m))
        return;
    z.clone = air_clone_new(a, f);
    z.guarded = ARENA_ARRAY(a, bool, f->nodes.len);
    air_rewriter w = {.user = &z, .visit = visit, .leave = leave};
    air_rewrite(m, f, &w);
    if (z.any)
        air_pass_simplify(a, m, f);
}
