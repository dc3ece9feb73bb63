/* records. Needs: any verified function. Keeps: what it computes. Drops: objects of which only the
 * fields are used; they become variables, which the next pass forwards.
 *
 *   %p = rt record_new (64, ...)
 *   fset 48 (%p, %x)               ->     set $1 (%x)
 *   %y = fget 48 (%p)                     %y = get $1 */
#include "../../runtime/table.h"
#include "air_passes.h"
#include "air_rewrite.h"

typedef struct field_var {
    air_id object;
    int64_t offset;
    air_type type;
    uint32_t var; /* 0: not made yet */
} field_var;

typedef struct records {
    arena *arena;
    air_module *module;
    air_fun *fun;
    bool *seen; /* by node: of a use other than of its fields */
    VEC(air_id) made;
    VEC(field_var) vars;
} records;

static bool is_new(const air_node *n)
{
    return n->op == AIR_OP_RT && n->imm == HPC_RT_record_new;
}

static bool is_field(const air_node *n)
{
    return n->op == AIR_OP_FIELD_GET || n->op == AIR_OP_FIELD_SET;
}

static air_type field_type(const records *r, const air_node *n)
{
    air_type type = n->op == AIR_OP_FIELD_SET ? air_at(r->fun, n->args[1])->type : n->type;
    type.facts = 0;
    return type;
}

static field_var *field_at(records *r, const air_node *n)
{
    for (uint32_t i = 0; i < r->vars.len; i++)
        if (r->vars.items[i].object == n->args[0] && r->vars.items[i].offset == n->imm)
            return &r->vars.items[i];
    field_var v = {n->args[0], n->imm, field_type(r, n), 0};
    vec_push(r->arena, &r->vars, v);
    return &r->vars.items[r->vars.len - 1];
}

/* A field that is read as another type than it was stored as keeps its object. */
static void meet_field(records *r, const air_node *n)
{
    air_type type = field_type(r, n), known = field_at(r, n)->type;
    if (type.kind != known.kind || type.dtype != known.dtype || type.rank != known.rank)
        r->seen[n->args[0]] = true;
}

static void find(records *r, const air_region *region)
{
    for (uint32_t i = 0; region && i < region->len; i++) {
        const air_node *n = air_at(r->fun, region->items[i]);
        if (is_new(n))
            vec_push(r->arena, &r->made, region->items[i]);
        if (is_field(n) && is_new(air_at(r->fun, n->args[0])))
            meet_field(r, n);
        for (uint32_t k = is_field(n); k < n->nargs; k++)
            r->seen[n->args[k]] = true;
        find(r, n->body);
        find(r, n->other);
    }
}

static uint32_t var_of(records *r, const air_node *n)
{
    field_var *v = field_at(r, n);
    if (!v->var) {
        air_builder b = {.module = r->module, .fun = r->fun, .region = r->fun->body};
        v->var = air_var_new(&b, "field", v->type);
    }
    return v->var;
}

static void dissolve(records *r, air_region *region)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; region && i < region->len; i++) {
        air_id id = region->items[i];
        air_node *n = air_at(r->fun, id);
        if (is_new(n) && !r->seen[id])
            continue;
        region->items[kept++] = id;
        if (is_field(n) && is_new(air_at(r->fun, n->args[0])) && !r->seen[n->args[0]]) {
            bool set = n->op == AIR_OP_FIELD_SET;
            uint32_t var = var_of(r, n);
            n->op = set ? AIR_OP_SET : AIR_OP_GET;
            n->args += set;
            n->nargs--;
            n->imm = var;
            n->type.facts = 0;
        }
        dissolve(r, n->body);
        dissolve(r, n->other);
    }
    if (region)
        region->len = kept;
}

void air_pass_records(arena *a, air_module *m, air_fun *f)
{
    records r = {.arena = a, .module = m, .fun = f};
    r.seen = ARENA_ARRAY(a, bool, f->nodes.len);
    find(&r, f->body);
    if (r.made.len)
        dissolve(&r, f->body);
}
