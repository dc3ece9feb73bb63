/* What lowering decided, in remarks (support/remark.h): heads for loop nests, loops and calls, and
 * notes about how they run. Nothing here changes what is made. */
#include "../../runtime/dtype.h"
#include "../array/air_alias.h"
#include "../array/air_words.h"
#include "lower_impl.h"

void lw_remark(lower *l, remark_code code, const char *first, const char *second)
{
    remark_add(l->remarks, code, l->af->index, l->subject, lw_air(l, l->subject)->loc, first,
               second);
}

/* ---- Words ----------------------------------------------------------------------------------- */

static const char *fold_name(const air_node *n)
{
    switch ((air_fn)n->fn) {
    case AIR_ADD: return "addition";
    case AIR_MUL: return "multiplication";
    case AIR_MIN: return "minimum";
    case AIR_MAX: return "maximum";
    case AIR_AND: return "and";
    default: return "or";
    }
}

/* ---- What a nest computes -------------------------------------------------------------------- */

typedef struct survey {
    uint32_t operations;
    VEC(int32_t) places;
} survey;

static bool computes(const air_node *n)
{
    return n->op == AIR_OP_MAP || n->op == AIR_OP_REDUCE || n->op == AIR_OP_GATHER ||
           n->op == AIR_OP_ARG || n->op == AIR_OP_OVERLAY || n->op == AIR_OP_COPY;
}

/* The node, and what is computed inside of it. */
static void survey_tree(lower *l, survey *s, air_id id, bool root)
{
    const air_node *n = lw_air(l, id);
    bool inside = n->type.kind == AIR_ARRAY && !l->nodes[id].desc &&
                  (l->nodes[id].inlined || n->op == AIR_OP_VIEW);
    if (!root && (!inside || lw_met(l, id, l->walks)))
        return;
    if (computes(n)) {
        s->operations++;
        vec_push(l->a, &s->places, n->loc);
    }
    bool writes = n->op == AIR_OP_STORE || n->op == AIR_OP_SCATTER;
    for (uint32_t i = writes ? 1 : 0; i < n->nargs; i++)
        if (n->args[i])
            survey_tree(l, s, n->args[i], false);
}

static void note_operations(lower *l, air_id id)
{
    survey s = {0};
    l->walks++;
    survey_tree(l, &s, id, true);
    if (!s.operations)
        return;
    const char *count =
        arena_printf(l->a, "%u operation%s", s.operations, s.operations > 1 ? "s" : "");
    lw_remark(l, REMARK_FUSED, count, NULL);
    remark *made = &l->remarks->items.items[l->remarks->items.len - 1];
    made->places = s.places.items;
    made->place_count = s.places.len;
}

/* ---- Heads ----------------------------------------------------------------------------------- */

static void head_of_array(lower *l, air_id id)
{
    const air_node *n = lw_air(l, id);
    if (l->nodes[id].inlined || !air_is_fresh(l->af, id))
        return;
    switch ((air_op)n->op) {
    case AIR_OP_VIEW:
    case AIR_OP_RESHAPE:
    case AIR_OP_TABLE: return;
    case AIR_OP_EMPTY:
        lw_remark(l, REMARK_EMPTY, air_shape_text(l->a, l->am, l->af, id), NULL);
        return;
    case AIR_OP_LITERAL:
        lw_remark(l, REMARK_NEST_SMALL, air_shape_text(l->a, l->am, l->af, id), NULL);
        return;
    case AIR_OP_PACK_MASK:
        lw_remark(l, REMARK_NEST_PACK, air_shape_text(l->a, l->am, l->af, id), NULL);
        return;
    case AIR_OP_ARG:
        lw_remark(l, REMARK_NEST_PLACES, air_shape_text(l->a, l->am, l->af, n->args[0]), NULL);
        break;
    default: lw_remark(l, REMARK_NEST_BUFFER, air_shape_text(l->a, l->am, l->af, id), NULL); break;
    }
    note_operations(l, id);
}

static void head_of_runtime(lower *l, const air_node *n)
{
    bool arrays = n->type.kind == AIR_ARRAY;
    for (uint32_t i = 0; i < n->nargs; i++)
        arrays |= n->args[i] && lw_air(l, n->args[i])->type.kind == AIR_ARRAY;
    if (n->imm == HPC_RT_matmul || n->imm == HPC_RT_matmul_into)
        lw_remark(l, REMARK_BLAS, NULL, NULL);
    else if (arrays)
        lw_remark(l, REMARK_RUNTIME, hpc_rt_rows[n->imm].name, NULL);
}

/* Before a node is lowered. */
void lw_remark_head(lower *l, air_id id)
{
    if (!l->remarks || l->nodes[id].done)
        return;
    const air_node *n = lw_air(l, id);
    l->subject = id;
    switch ((air_op)n->op) {
    case AIR_OP_STORE:
        lw_remark(l, REMARK_NEST_STORE, air_array_name(l->a, l->am, l->af, n->args[0]), NULL);
        note_operations(l, id);
        return;
    case AIR_OP_SCATTER:
        lw_remark(l, REMARK_NEST_SCATTER, air_array_name(l->a, l->am, l->af, n->args[0]), NULL);
        note_operations(l, id);
        return;
    case AIR_OP_UNPACK_MASK:
        lw_remark(l, REMARK_NEST_UNPACK, air_array_name(l->a, l->am, l->af, n->args[0]), NULL);
        return;
    case AIR_OP_FOR:
    case AIR_OP_WHILE: lw_remark(l, REMARK_LOOP, NULL, NULL); return;
    case AIR_OP_CALL:
        if (n->loc) /* without: of the general version */
            lw_remark(l, REMARK_CALL, l->am->funs.items[n->imm]->name, NULL);
        return;
    case AIR_OP_RT: head_of_runtime(l, n); return;
    default: break;
    }
    if (n->type.kind == AIR_ARRAY) {
        head_of_array(l, id);
    } else if (n->op == AIR_OP_REDUCE || n->op == AIR_OP_ARG) {
        bool fold = n->op == AIR_OP_REDUCE;
        lw_remark(l, fold ? REMARK_NEST_REDUCE : REMARK_NEST_PLACES,
                  air_shape_text(l->a, l->am, l->af, n->args[0]), fold ? fold_name(n) : NULL);
        note_operations(l, id);
    }
}

/* ---- Notes ----------------------------------------------------------------------------------- */

/* What fusion decided, and where lowering made an exception. */
void lw_remark_fusion(lower *l, const air_fusion *fusion)
{
    if (!l->remarks)
        return;
    for (air_id id = 1; id < l->af->nodes.len; id++) {
        const air_node *n = lw_air(l, id);
        remark_code why = (remark_code)fusion->why[id];
        if (!l->nodes[id].pos || n->type.kind != AIR_ARRAY || l->nodes[id].unused)
            continue;
        bool exception = fusion->decision[id] == AIR_INLINE && !l->nodes[id].inlined;
        if (n->op == AIR_OP_REDUCE && exception)
            why = REMARK_BUFFER_REDUCTION;
        const air_node *by = lw_air(l, fusion->needs[id]);
        const char *name = NULL;
        if (why == REMARK_BUFFER_RUNTIME)
            name = hpc_rt_rows[by->imm].name;
        else if (why == REMARK_BUFFER_ARGUMENT)
            name = l->am->funs.items[by->imm]->name;
        l->subject = id;
        if (why)
            lw_remark(l, why, name, NULL);
    }
}

/* An inlined array is computed into memory all the same. */
void lw_remark_layout(lower *l, air_id id)
{
    if (l->remarks)
        lw_remark(l, REMARK_BUFFER_LAYOUT, air_shape_text(l->a, l->am, l->af, id), NULL);
}

void lw_remark_vector(lower *l, unsigned lanes)
{
    if (!l->remarks)
        return;
    const air_node *n = lw_air(l, l->subject);
    bool of_operand = n->op == AIR_OP_STORE || n->op == AIR_OP_SCATTER || n->op == AIR_OP_ARG;
    if (of_operand)
        n = lw_air(l, n->args[0]);
    lw_remark(l, REMARK_VECTOR, arena_printf(l->a, "%u", lanes),
              hpc_dtype_name((hpc_dtype)n->type.dtype));
}

void lw_remark_number(lower *l, remark_code code, int64_t number, int64_t other)
{
    if (l->remarks)
        lw_remark(l, code, arena_printf(l->a, "%lld", (long long)number),
                  arena_printf(l->a, "%lld", (long long)other));
}

void lw_remark_fold(lower *l, remark_code code, air_id reduce)
{
    if (l->remarks)
        lw_remark(l, code, fold_name(lw_air(l, reduce)), NULL);
}

/* The operands that are folded along with the one at hand. */
void lw_remark_joined(lower *l, air_id reduce)
{
    if (l->remarks)
        lw_remark(l, REMARK_JOINED,
                  arena_printf(l->a, "%s of %s", fold_name(lw_air(l, reduce)),
                               air_shape_text(l->a, l->am, l->af, lw_air(l, reduce)->args[0])),
                  NULL);
}

void lw_remark_overlap(lower *l, air_id operand)
{
    if (l->remarks)
        lw_remark(l, REMARK_OVERLAP, air_array_name(l->a, l->am, l->af, operand), NULL);
}

/* Says why the elements of a tree are computed one by one: the node is what stands against it. */
void lw_remark_scalar(lower *l, air_id id)
{
    if (!l->remarks || !id)
        return;
    const air_node *n = lw_air(l, id);
    switch ((air_op)n->op) {
    case AIR_OP_INDEXES: lw_remark(l, REMARK_SCALAR_INDEXES, NULL, NULL); return;
    case AIR_OP_REDUCE: lw_remark(l, REMARK_SCALAR_FOLD, NULL, NULL); return;
    default: break;
    }
    const char *fn = air_fn_name((air_fn)n->fn);
    if (air_fn_checked((air_fn)n->fn))
        lw_remark(l, REMARK_SCALAR_OVERFLOW, fn, NULL);
    else
        lw_remark(l, REMARK_SCALAR_FUNCTION, fn,
                  hpc_dtype_name((hpc_dtype)lw_air(l, n->args[0])->type.dtype));
}
