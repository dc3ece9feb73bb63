/* Run-time branches: both sides are elaborated from the same bindings, then joined.
 *
 *   if c: x = 1            %c = ...
 *   else: x = 2      ->    if %c { set x.0, 1 } else { set x.0, 2 }   ; after: x is get x.0
 */
#include "elab_flow.h"
#include "ops.h"

static void enter(elab *e, air_region *region)
{
    e->b.region = region;
    air_new_epoch(&e->b);
}

static bool same_binding(const binding *a, const binding *b)
{
    if (a->state != b->state || a->flag != b->flag || a->v.ty != b->v.ty)
        return false;
    if (a->v.is_const != b->v.is_const || a->v.node != b->v.node || a->v.items != b->v.items)
        return false;
    if (!a->v.is_const)
        return true;
    return a->v.ty->kind == TY_STR ? a->v.text == b->v.text : memcmp(a->v.c, b->v.c, 16) == 0;
}

/* Both sides are constants of one type and value. */
static bool same_constant(const binding *a, const binding *b)
{
    if (!a->v.is_const || !b->v.is_const || a->v.ty != b->v.ty || a->state != BOUND ||
        b->state != BOUND)
        return false;
    if (a->v.ty->kind == TY_STR)
        return a->v.length == b->v.length && memcmp(a->v.text, b->v.text, a->v.length) == 0;
    size_t size = a->v.ty->kind == TY_COMPLEX ? 16 : 8;
    return memcmp(a->v.c, b->v.c, size) == 0;
}

const ty *elab_join(elab *e, const ty *a, const ty *b)
{
    return ty_unite(e->types, a, b, e->mode == PR_NUMBA);
}

/* A list that one side learnt the item type of is still the same list. */
static bool same_object(elab *e, const binding *a, const binding *b, binding *after)
{
    if (a->state != BOUND || b->state != BOUND || !a->v.node || a->v.node != b->v.node)
        return false;
    const ty *type = ty_join(e->types, a->v.ty, b->v.ty, false);
    if (!type)
        return false;
    *after = *a;
    after->v.ty = type;
    return true;
}

/* The same object, of which the side learnt the item type. */
static bool only_retyped(const binding *now, const binding *before)
{
    return now->state == BOUND && before->state == BOUND && !now->v.is_const && now->v.node &&
           now->v.node == before->v.node && now->v.ty->kind == TY_LIST;
}

/* The value of one name after the branch. `fresh` is set through variables in both regions. */
static void join_name(elab *e, side sides[2], uint32_t slot, binding *after, air_region *outer,
                      span where)
{
    binding *a = &sides[0].names.items[slot], *b = &sides[1].names.items[slot];
    binding *bound = a->state != UNBOUND ? a : b;
    if (a->state == UNBOUND && b->state == UNBOUND)
        return;
    const ty *type = bound->v.ty;
    if (a->state != UNBOUND && b->state != UNBOUND && !(type = elab_join(e, a->v.ty, b->v.ty))) {
        after->state = UNBOUND; /* refused when it is used: see elab_name */
        after->conflict[0] = a->v.ty;
        after->conflict[1] = b->v.ty;
        return;
    }
    bool maybe = a->state != BOUND || b->state != BOUND;
    uint32_t var = vars_new(e, after->name, type);
    uint32_t flag = maybe ? vars_new(e, after->name, ty_basic(e->types, TY_BOOL)) + 1 : 0;
    for (int k = 0; k < 2; k++) {
        binding *from = k ? b : a;
        if (!sides[k].reachable)
            continue;
        enter(e, sides[k].region);
        if (from->state != UNBOUND)
            vars_set(e, var, type, &from->v, where);
        if (flag) {
            air_id is_bound = from->state == MAYBE_BOUND && from->flag
                                  ? air_get(&e->b, from->flag - 1)
                                  : air_const_int(&e->b, HPC_BOOL, from->state == BOUND);
            air_set(&e->b, flag - 1, is_bound);
        }
    }
    enter(e, outer);
    after->v = vars_get(e, var, type);
    after->state = maybe ? MAYBE_BOUND : BOUND;
    after->flag = flag;
    after->stored = 0;
}

/* Only one side goes on: what it bound inside its region is carried out. */
static void keep_side(elab *e, side *from, uint32_t slot, binding *after, air_region *outer,
                      span where)
{
    binding *b = &from->names.items[slot];
    *after = *b;
    if (b->state == UNBOUND || b->v.is_const || ty_flatten(b->v.ty, NULL, 0) == 0)
        return;
    uint32_t var = vars_new(e, b->name, b->v.ty);
    enter(e, from->region);
    vars_set(e, var, b->v.ty, &b->v, where);
    enter(e, outer);
    after->v = vars_get(e, var, b->v.ty);
    after->stored = 0;
}

/* Bindings after the branch, from those before it and those at the end of each side. */
static void join_scope(elab *e, scope *s, const env *before, side sides[2], air_region *outer,
                       span where)
{
    uint32_t count = s->names.len; /* names only grow; both sides know all of them by now */
    for (uint32_t slot = 0; slot < count; slot++) {
        for (int k = 0; k < 2; k++)
            if (slot >= sides[k].names.len) {
                binding fresh = {.name = s->names.items[slot].name, .v = val_never(e)};
                vec_push(e->arena, &sides[k].names, fresh);
            }
        binding *a = &sides[0].names.items[slot], *b = &sides[1].names.items[slot];
        binding after = binding_unbound(e, &s->names.items[slot]);
        bool unchanged = slot < before->len && same_binding(a, &before->items[slot]) &&
                         same_binding(b, &before->items[slot]);
        if (unchanged || (sides[0].reachable && sides[1].reachable && same_constant(a, b)))
            after = *a;
        else if (sides[0].reachable && sides[1].reachable && !same_object(e, a, b, &after))
            join_name(e, sides, slot, &after, outer, where);
        else if (sides[0].reachable != sides[1].reachable) {
            side *on = &sides[sides[0].reachable ? 0 : 1];
            const binding *kept = &on->names.items[slot];
            bool same = slot < before->len && (same_binding(kept, &before->items[slot]) ||
                                               only_retyped(kept, &before->items[slot]));
            if (same)
                after = on->names.items[slot];
            else
                keep_side(e, on, slot, &after, outer, where);
        }
        if (slot >= before->len || before->items[slot].stored != after.stored ||
            a->stored != b->stored)
            after.stored = unchanged && a->stored == b->stored ? a->stored : 0;
        after.read_unbound = s->names.items[slot].read_unbound;
        after.read_where = s->names.items[slot].read_where;
        s->names.items[slot] = after;
    }
}

/* Scopes whose names a branch may rebind: this one and, for comprehensions and inlined calls, those
 * around it up to the function. */
static scope *next_live_scope(scope *s)
{
    return s->is_comprehension ? s->lexical : NULL;
}

void flow_save(elab *e, flow_saved *s)
{
    s->count = 0;
    for (scope *at = e->scope; at && s->count < FLOW_SCOPES; at = next_live_scope(at)) {
        s->scopes[s->count] = at;
        s->before[s->count++] = env_copy(e, &at->names);
    }
}

void flow_side(elab *e, flow_saved *s, int k, air_region *region, elab_part part, void *user)
{
    enter(e, region);
    bool was = e->scope->reachable;
    part(e, user);
    s->reachable[k] = e->scope->reachable;
    e->scope->reachable = was;
    for (int i = 0; i < s->count; i++)
        s->after[k][i] = env_copy(e, &s->scopes[i]->names);
    flow_restore(e, s);
}

void flow_join(elab *e, flow_saved *s, air_region *const regions[2], air_region *into, span where)
{
    for (int i = 0; i < s->count; i++) {
        side sides[2] = {{regions[0], s->after[0][i], s->reachable[0]},
                         {regions[1], s->after[1][i], s->reachable[1]}};
        join_scope(e, s->scopes[i], &s->before[i], sides, into, where);
    }
    enter(e, into);
    e->scope->reachable = s->reachable[0] || s->reachable[1];
}

void flow_restore(elab *e, const flow_saved *s)
{
    for (int i = 0; i < s->count; i++) {
        scope *at = s->scopes[i];
        for (uint32_t n = 0; n < at->names.len; n++) {
            binding unbound = binding_unbound(e, &at->names.items[n]);
            at->names.items[n] = n < s->before[i].len ? s->before[i].items[n] : unbound;
            binding_keep_cells(&at->names.items[n], &unbound);
            at->names.items[n].read_unbound |= unbound.read_unbound;
            if (unbound.read_unbound)
                at->names.items[n].read_where = unbound.read_where;
        }
    }
}

void flow_regions(elab *e, air_op op, air_id condition, air_region *regions[2])
{
    air_id node =
        air_raw(&e->b, op, (air_type){.kind = AIR_VOID}, &condition, condition ? 1 : 0, 0);
    regions[0] = air_region_new(&e->b);
    regions[1] = air_region_new(&e->b);
    air_at(e->b.fun, node)->body = regions[0];
    air_at(e->b.fun, node)->other = regions[1];
}

void elab_branch(elab *e, air_id condition, elab_part then, elab_part other, void *user, span where)
{
    air_region *outer = e->b.region, *regions[2];
    flow_saved s;
    flow_regions(e, AIR_OP_IF, condition, regions);
    flow_save(e, &s);
    flow_side(e, &s, 0, regions[0], then, user);
    flow_side(e, &s, 1, regions[1], other, user);
    flow_join(e, &s, regions, outer, where);
}

/* ---- Values that are one of two -------------------------------------------------------------- */

typedef struct choice {
    elab_choice parts[2];
    void *user;
    val values[2];
    air_region *regions[2];
    bool reachable[2];
} choice;

static void choose_side(elab *e, choice *c, int k)
{
    c->values[k] = c->parts[k](e, c->user);
    c->regions[k] = e->b.region;
    c->reachable[k] = e->scope->reachable;
}

static void choose_then(elab *e, void *user)
{
    choose_side(e, user, 0);
}

static void choose_other(elab *e, void *user)
{
    choose_side(e, user, 1);
}

/* "Fizz" if n % 3 == 0 else n: what only print and the like can use becomes a boxed value. */
static bool is_printable(const ty *t)
{
    return ty_is_number(t) || t->kind == TY_STR || t->kind == TY_NONE || t->kind == TY_BOXED ||
           t->kind == TY_DTYPE;
}

val elab_choose(elab *e, air_id condition, elab_choice then, elab_choice other, void *user,
                span where)
{
    choice c = {.parts = {then, other}, .user = user};
    elab_branch(e, condition, choose_then, choose_other, &c, where);
    if (val_bad(c.values[0]) || val_bad(c.values[1])) {
        /* an error, or a recursive call whose type is not known yet: the other side's type holds */
        val known = val_bad(c.values[0]) ? c.values[1] : c.values[0];
        if (val_bad(known))
            return known;
        c.values[val_bad(c.values[0]) ? 0 : 1].ty = known.ty;
        return elab_pending(e, known.ty);
    }
    const ty *type = elab_join(e, c.values[0].ty, c.values[1].ty);
    if (!type)
        type = union_join_arrays(e, c.values[0].ty, c.values[1].ty);
    bool boxed = !type && is_printable(c.values[0].ty) && is_printable(c.values[1].ty);
    if (boxed)
        type = ty_basic(e->types, TY_BOXED);
    if (!type)
        return elab_error(e, where, "TypeError", "the value is %s on one path and %s on the other",
                          ty_name(e->arena, c.values[0].ty), ty_name(e->arena, c.values[1].ty));
    air_region *outer = e->b.region;
    uint32_t var = vars_new(e, "choice", type);
    for (int k = 0; k < 2; k++) {
        enter(e, c.regions[k]);
        val v = boxed ? elab_box(e, &c.values[k], where) : c.values[k];
        vars_set(e, var, type, &v, where);
    }
    enter(e, outer);
    return vars_get(e, var, type);
}

val elab_pending(elab *e, const ty *type)
{
    air_type types[ELAB_MAX_COMPONENTS];
    air_id nodes[ELAB_MAX_COMPONENTS];
    uint32_t count = ty_flatten(type, types, ELAB_MAX_COMPONENTS);
    if (count > ELAB_MAX_COMPONENTS)
        return val_never(e);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t var = air_var_new(&e->b, "pending", types[i]);
        nodes[i] = air_get(&e->b, var);
    }
    return val_from_components(e, type, nodes);
}
