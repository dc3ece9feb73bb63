/* Arrays and extents of array IR in the words of the program, for remarks. */
#include "air_words.h"

#include "../../runtime/dtype.h"
#include "air_alias.h"
#include "air_internal.h"

static const char *param_name(const air_fun *f, const air_node *param)
{
    int64_t i = param->imm;
    return i < f->param_names.len ? f->param_names.items[i] : "an argument";
}

/* The array itself, or a view that shows all of it as it is. */
static bool is_whole(const air_fun *f, air_id id, air_id root)
{
    const air_node *n = air_at(f, id);
    if (id == root)
        return true;
    if (n->op != AIR_OP_VIEW || n->args[0] != root || n->view->broadcast)
        return false;
    for (unsigned r = 0; r < n->type.rank; r++)
        if (n->view->axis[r] != (int)r || n->view->start[r] || n->view->step[r])
            return false;
    return n->type.rank == air_at(f, root)->type.rank;
}

/* The name of what holds an array's memory; NULL: it has none. */
static const char *root_name(const air_module *m, const air_fun *f, air_id root)
{
    const air_node *n = air_at(f, root);
    switch (n->op) {
    case AIR_OP_PARAM: return param_name(f, n);
    case AIR_OP_GET: return f->vars.items[n->imm].name;
    case AIR_OP_GLOBAL_GET: return m->globals.items[n->imm].name;
    default: return NULL;
    }
}

const char *air_array_name(arena *a, const air_module *m, const air_fun *f, air_id id)
{
    air_id root = air_root(f, id);
    const char *name = root_name(m, f, root);
    if (!name)
        return root == id ? "a new array" : "a part of a new array";
    return is_whole(f, id, root) ? name : arena_printf(a, "a part of %s", name);
}

const char *air_extent_text(arena *a, const air_module *m, const air_fun *f, air_id id)
{
    const air_node *n = air_at(f, id);
    int64_t value, c;
    if (air_is_const(f, id, &value))
        return arena_printf(a, "%lld", (long long)value);
    if (n->op == AIR_OP_DIM) {
        const char *name = root_name(m, f, n->args[0]);
        return name ? arena_printf(a, "%s.shape[%lld]", name, (long long)n->imm) : "?";
    }
    if (n->op == AIR_OP_PARAM)
        return param_name(f, n);
    if (n->op == AIR_OP_BDIM)
        return air_extent_text(a, m, f, n->args[0]);
    if (n->op != AIR_OP_MAP)
        return "?";
    if ((n->fn == AIR_MAX || n->fn == AIR_MIN) && air_is_const(f, n->args[1], &c))
        return air_extent_text(a, m, f, n->args[0]);
    if (n->fn == AIR_ADD && air_is_const(f, n->args[1], &c))
        return arena_printf(a, "(%s %c %lld)", air_extent_text(a, m, f, n->args[0]),
                            c < 0 ? '-' : '+', (long long)(c < 0 ? -c : c));
    return "?";
}

const char *air_shape_text(arena *a, const air_module *m, const air_fun *f, air_id id)
{
    const air_node *n = air_at(f, id);
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    const char *text = arena_printf(a, "%d", (int)hpc_dtype_size(dtype));
    for (unsigned i = 0; i < n->type.rank && n->type.kind == AIR_ARRAY; i++)
        text = arena_printf(a, "%s x %s", text, air_extent_text(a, m, f, n->shape[i]));
    return arena_printf(a, "%s bytes of %s", text, hpc_dtype_name(dtype));
}
