/* Takes a module of array IR, gives its text (docs/ir.md, "Text form"). Nodes are numbered in the
 * order of the text; constants are written where they are used.
 *
 *   %4 = map add (%1, f64(2)) : f64[%2, %3]{CW} */
#include "air_alias.h"
#include "air_text.h"
#include "fuse.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "../../runtime/cast.h"
#include "../../runtime/checks.h"
#include "../../runtime/table.h"

static const char *const dtype_names[HPC_DTYPE_COUNT] = {
    [HPC_BOOL] = "bool", [HPC_I8] = "i8",    [HPC_U8] = "u8",   [HPC_I16] = "i16",
    [HPC_U16] = "u16",   [HPC_I32] = "i32",  [HPC_U32] = "u32", [HPC_I64] = "i64",
    [HPC_U64] = "u64",   [HPC_F16] = "f16",  [HPC_F32] = "f32", [HPC_F64] = "f64",
    [HPC_C64] = "c64",   [HPC_C128] = "c128"};

static const char *const check_names[HPC_CHECK_COUNT] = {
#define X(name, code, text) [HPC_CHECK_##name] = #name,
    HPC_CHECKS(X)
#undef X
};

const char *air_dtype_text(hpc_dtype dtype)
{
    return dtype_names[dtype];
}

const char *air_imm_name(air_op op, int64_t imm)
{
    if ((op == AIR_OP_CHECK || op == AIR_OP_BDIM) && imm >= 0 && imm < HPC_CHECK_COUNT)
        return check_names[imm];
    if (op == AIR_OP_RT && imm >= 0 && imm < HPC_RT_COUNT)
        return hpc_rt_rows[imm].name;
    if (op == AIR_OP_RAISE && imm > 0 && imm < HPC_CODE_COUNT)
        return hpc_code_name((hpc_code)imm);
    return NULL;
}

bool air_op_has_imm(air_op op)
{
    switch (op) {
    case AIR_OP_PARAM:
    case AIR_OP_COORD:
    case AIR_OP_REDUCE:
    case AIR_OP_ARG:
    case AIR_OP_COPY:
    case AIR_OP_RESHAPE:
    case AIR_OP_DIM:
    case AIR_OP_STRIDE:
    case AIR_OP_INDEX:
    case AIR_OP_INDEXES:
    case AIR_OP_BDIM:
    case AIR_OP_CHECK:
    case AIR_OP_GET:
    case AIR_OP_SET:
    case AIR_OP_GLOBAL_GET:
    case AIR_OP_GLOBAL_SET:
    case AIR_OP_FIELD_GET:
    case AIR_OP_FIELD_SET:
    case AIR_OP_BOX:
    case AIR_OP_RT:
    case AIR_OP_CALL:
    case AIR_OP_PROJ:
    case AIR_OP_RAISE: return true;
    default: return false;
    }
}

typedef struct printer {
    arena *arena;
    const air_module *module;
    const air_fun *fun;
    VEC(char) text;
    uint32_t *numbers; /* by node id */
    uint32_t next;
    bool fused;               /* say what fusion decides */
    const uint8_t *decisions; /* of the function at hand */
    uint32_t kernels;
} printer;

static void put(printer *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(printer *p, const char *format, ...)
{
    char small[256];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    for (int i = 0; i < length && i < (int)sizeof small - 1; i++)
        vec_push(p->arena, &p->text, small[i]);
}

static void put_text(printer *p, const char *text)
{
    while (*text)
        vec_push(p->arena, &p->text, *text++);
}

/* ---- Operands -------------------------------------------------------------------------------- */

static void put_real(printer *p, hpc_dtype part, int64_t imm)
{
    char bytes[8];
    memcpy(bytes, &imm, sizeof bytes);
    double value = hpc_element_load(bytes, part).f;
    if (isnan(value))
        put(p, "#%llx", (unsigned long long)imm);
    else
        put(p, "%.*g", part == HPC_F64 ? 17 : 9, value);
}

static void put_const(printer *p, const air_node *n)
{
    hpc_dtype dtype = (hpc_dtype)n->type.dtype;
    if (dtype == HPC_I64) {
        put(p, "%lld", (long long)n->imm);
        return;
    }
    put(p, "%s(", dtype_names[dtype]);
    switch (hpc_dtype_kind(dtype)) {
    case 'f': put_real(p, dtype, n->imm); break;
    case 'c':
        put_real(p, dtype == HPC_C64 ? HPC_F32 : HPC_F64, n->imm);
        put(p, ", ");
        put_real(p, dtype == HPC_C64 ? HPC_F32 : HPC_F64, n->imm2);
        break;
    case 'u': put(p, "%llu", (unsigned long long)n->imm); break;
    default: put(p, "%lld", (long long)n->imm);
    }
    put(p, ")");
}

static void put_operand(printer *p, air_id id)
{
    if (!id || id >= p->fun->nodes.len)
        put(p, "%%0");
    else if (air_at(p->fun, id)->op == AIR_OP_CONST)
        put_const(p, air_at(p->fun, id));
    else
        put(p, "%%%u", p->numbers[id]);
}

static void put_operands(printer *p, const air_id *ids, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        put(p, i ? ", " : "");
        put_operand(p, ids[i]);
    }
}

static void put_facts(printer *p, air_type type)
{
    uint8_t facts = type.facts;
    if (!facts)
        return;
    put(p, "{%s%s%s%s}", facts & AIR_C_ORDER ? "C" : "",
        facts & AIR_F_ORDER && (type.rank > 1 || !(facts & AIR_C_ORDER)) ? "F" : "",
        facts & AIR_UNIT_LAST && !(facts & AIR_C_ORDER) ? "U" : "",
        facts & AIR_WRITABLE ? "W" : "");
}

/* A type; extents are written as `:` where shape is NULL. */
static void put_type(printer *p, air_type type, const air_id *shape)
{
    switch (type.kind) {
    case AIR_VOID: put(p, "void"); return;
    case AIR_OBJECT: put(p, "object"); return;
    case AIR_SCALAR: put(p, "%s", dtype_names[type.dtype]); return;
    default: break;
    }
    put(p, "%s[", dtype_names[type.dtype]);
    for (uint32_t r = 0; r < type.rank; r++) {
        put(p, r ? ", " : "");
        if (shape)
            put_operand(p, shape[r]);
        else
            put(p, ":");
    }
    put(p, "]");
    put_facts(p, type);
}

static void put_types(printer *p, const air_type *types, uint32_t count)
{
    put(p, "(");
    for (uint32_t i = 0; i < count; i++) {
        put(p, i ? ", " : "");
        put_type(p, types[i], NULL);
    }
    put(p, ")");
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

static void put_bounds(printer *p, const char *word, const air_id *ids, uint32_t count)
{
    bool any = false;
    for (uint32_t s = 0; s < count; s++)
        any |= ids[s] != 0;
    if (!any)
        return;
    put(p, " %s [", word);
    for (uint32_t s = 0; s < count; s++) {
        put(p, s ? ", " : "");
        if (ids[s])
            put_operand(p, ids[s]);
        else
            put(p, "_");
    }
    put(p, "]");
}

static void put_view(printer *p, const air_node *n, uint32_t rank)
{
    uint32_t source = air_at(p->fun, n->args[0])->type.rank;
    put(p, " axes [");
    for (uint32_t r = 0; r < rank; r++) {
        put(p, r ? ", " : "");
        if (n->view->axis[r] == AIR_NEW_AXIS)
            put(p, "new");
        else
            put(p, "%d%s", n->view->axis[r],
                n->view->broadcast >> r & 1         ? "b"
                : n->view->maybe_broadcast >> r & 1 ? "m"
                                                    : "");
    }
    put(p, "]");
    put_bounds(p, "start", n->view->start, source);
    put_bounds(p, "step", n->view->step, source);
}

static void put_gather(printer *p, const air_node *n)
{
    uint32_t source = air_at(p->fun, n->args[0])->type.rank;
    put(p, " index [");
    for (uint32_t s = 0; s < source; s++) {
        put(p, s ? ", " : "");
        if (n->gather->index[s] < 0)
            put(p, "_");
        else
            put(p, "%d", n->gather->index[s]);
    }
    put(p, "] first %u rank %u", n->gather->first, n->gather->index_rank);
}

static void put_bytes(printer *p, const void *bytes, int64_t size)
{
    put(p, " \"");
    for (int64_t i = 0; i < size; i++)
        put(p, "%02x", ((const unsigned char *)bytes)[i]);
    put(p, "\"");
}

static void put_extra(printer *p, const air_node *n)
{
    switch (n->op) {
    case AIR_OP_VIEW: put_view(p, n, n->type.rank); break;
    case AIR_OP_OVERLAY: put_view(p, n, air_at(p->fun, n->args[1])->type.rank); break;
    case AIR_OP_GATHER:
    case AIR_OP_SCATTER: put_gather(p, n); break;
    case AIR_OP_TABLE: put_bytes(p, n->table, n->imm); break;
    case AIR_OP_STRING: put_bytes(p, n->text, n->imm); break;
    case AIR_OP_ARG:
    case AIR_OP_REDUCE: put(p, n->keepdims ? " keepdims" : ""); break;
    case AIR_OP_STORE:
        put(p, n->flags & AIR_STORE_EXACT ? " exact" : "");
        put(p, n->flags & AIR_STORE_SWEEP ? " sweep" : "");
        put(p, n->flags & AIR_STORE_SAVES ? " saves" : "");
        put(p, n->flags & AIR_STORE_APART ? " apart" : "");
        break;
    case AIR_OP_FOR:
        put(p, n->flags & AIR_FOR_PARALLEL ? " parallel" : "");
        put(p, n->flags & AIR_FOR_PRANGE ? " prange" : "");
        break;
    default: break;
    }
}

static void put_region(printer *p, const air_region *r, int depth);

static void put_regions(printer *p, const air_node *n, int depth)
{
    if (n->op == AIR_OP_WHILE) {
        put_region(p, n->other, depth);
        put(p, " do");
    }
    put_region(p, n->body, depth);
    if ((n->op == AIR_OP_IF && n->other && n->other->len) || n->op == AIR_OP_TRY) {
        put(p, n->op == AIR_OP_TRY ? " catch" : " else");
        put_region(p, n->other, depth);
    }
}

static bool named(const air_node *n)
{
    return n->type.kind != AIR_VOID || n->nresults > 1;
}

/* Is the node computed by a loop nest of its own? */
static bool is_kernel(const printer *p, air_id id)
{
    const air_node *n = air_at(p->fun, id);
    switch (n->op) {
    case AIR_OP_STORE:
    case AIR_OP_SCATTER: return air_at(p->fun, n->args[0])->type.rank > 0;
    case AIR_OP_REDUCE:
    case AIR_OP_ARG: return p->decisions[id] == AIR_BUFFER;
    case AIR_OP_MAP:
    case AIR_OP_FILL:
    case AIR_OP_COORD:
    case AIR_OP_GATHER:
    case AIR_OP_COPY:
    case AIR_OP_OVERLAY: return n->type.kind == AIR_ARRAY && p->decisions[id] == AIR_BUFFER;
    default: return false;
    }
}

static void put_node(printer *p, air_id id, int depth)
{
    const air_node *n = air_at(p->fun, id);
    p->kernels += p->fused && is_kernel(p, id);
    put(p, "%*s", depth * 2, "");
    if (named(n))
        put(p, "%%%u = ", p->numbers[id]);
    put(p, "%s", air_op_name((air_op)n->op));
    if (n->op == AIR_OP_MAP || n->op == AIR_OP_REDUCE || n->op == AIR_OP_ARG)
        put(p, " %s", air_fn_name((air_fn)n->fn));
    if (air_op_has_imm((air_op)n->op)) {
        const char *name = air_imm_name((air_op)n->op, n->imm);
        if (name)
            put(p, " %s", name);
        else
            put(p, " %lld", (long long)n->imm);
    }
    if (n->nargs) {
        put(p, " (");
        put_operands(p, n->args, n->nargs);
        put(p, ")");
    }
    put_extra(p, n);
    if (n->nresults > 1) {
        put(p, " : ");
        put_types(p, n->results, n->nresults);
    } else if (named(n)) {
        put(p, " : ");
        put_type(p, n->type, n->shape);
    }
    if (n->loc)
        put(p, " @%d", n->loc);
    if (p->fused && n->type.kind == AIR_ARRAY && air_is_fresh(p->fun, id))
        put(p, " ; %s", (const char *const[]){"unused", "inline", "buffer"}[p->decisions[id]]);
    if (n->body)
        put_regions(p, n, depth);
    put(p, "\n");
}

static void put_region(printer *p, const air_region *r, int depth)
{
    put(p, " {\n");
    for (uint32_t i = 0; i < r->len; i++)
        if (air_at(p->fun, r->items[i])->op != AIR_OP_CONST)
            put_node(p, r->items[i], depth + 1);
    put(p, "%*s}", depth * 2, "");
}

static void number(printer *p, const air_region *r)
{
    for (uint32_t i = 0; r && i < r->len; i++) {
        const air_node *n = air_at(p->fun, r->items[i]);
        if (n->op != AIR_OP_CONST && named(n))
            p->numbers[r->items[i]] = p->next++;
        if (n->op == AIR_OP_WHILE)
            number(p, n->other);
        number(p, n->body);
        if (n->op != AIR_OP_WHILE)
            number(p, n->other);
    }
}

static void put_fun(printer *p, const air_fun *f)
{
    p->fun = f;
    p->next = 1;
    p->numbers = ARENA_ARRAY(p->arena, uint32_t, f->nodes.len);
    number(p, f->body);
    put(p, "fun ");
    put_text(p, f->name);
    put(p, " ");
    put_types(p, f->params.items, f->params.len);
    put(p, " -> ");
    put_types(p, f->results.items, f->results.len);
    put(p, "%s%s", f->recursive ? " recursive" : "", f->fastmath ? " fastmath" : "");
    for (uint32_t i = 1; i < f->vars.len; i++) {
        put(p, "\n  var ");
        put_text(p, f->vars.items[i].name ? f->vars.items[i].name : "_");
        put(p, " : ");
        put_type(p, f->vars.items[i].type, NULL);
    }
    put_region(p, f->body, 0);
    put(p, "\n");
}

static const char *print(arena *a, const air_module *m, bool fused)
{
    printer p = {.arena = a, .module = m, .fused = fused};
    for (uint32_t i = 0; i < m->globals.len; i++) {
        const air_global *g = &m->globals.items[i];
        put(&p, "global ");
        put_text(&p, g->name);
        put(&p, " cell %u : ", g->cell);
        put_type(&p, g->type, NULL);
        put(&p, "\n");
    }
    for (uint32_t i = 0; i < m->funs.len; i++) {
        if (fused)
            p.decisions = air_fuse(a, m, m->funs.items[i]).decision;
        put_fun(&p, m->funs.items[i]);
    }
    if (fused)
        put(&p, "; %u kernels\n", p.kernels);
    vec_push(a, &p.text, '\0');
    return p.text.items;
}

const char *air_print(arena *a, const air_module *m)
{
    return print(a, m, false);
}

const char *air_print_fused(arena *a, const air_module *m)
{
    return print(a, m, true);
}
