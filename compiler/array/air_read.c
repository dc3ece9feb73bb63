/* Takes the text that air_print writes, gives the module. Nodes are made as they are written:
 * nothing is folded or hash-consed, and air_verify decides whether the result obeys the rules.
 * Limits: a region may be nested MAX_DEPTH deep. */
#include "air_text.h"

#include <ctype.h>
#include <stdlib.h>

#include "../../runtime/checks.h"
#include "../../runtime/table.h"

enum { MAX_DEPTH = 200 };

typedef VEC(air_id) id_list;

typedef struct reader {
    arena *arena;
    air_module *module;
    air_builder b;
    const char *at;
    int line;
    int depth;
    const char *error; /* the first one */
    id_list ids;       /* by the number in the text; 0: not seen yet */
} reader;

/* ---- Tokens ---------------------------------------------------------------------------------- */

static bool fail(reader *r, const char *what)
{
    if (!r->error)
        r->error =
            arena_printf(r->arena, "line %d: expected %s, found \"%.20s\"", r->line, what, r->at);
    return false;
}

static void skip_space(reader *r)
{
    for (;; r->at++) {
        if (*r->at == '\n')
            r->line++;
        else if (*r->at == ';')
            while (r->at[1] && r->at[1] != '\n')
                r->at++;
        else if (*r->at != ' ' && *r->at != '\t')
            return;
    }
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.';
}

/* Takes `text` when it comes next (as a whole word where it is one). */
static bool take(reader *r, const char *text)
{
    skip_space(r);
    size_t length = strlen(text);
    if (strncmp(r->at, text, length) != 0 || (is_word(text[length - 1]) && is_word(r->at[length])))
        return false;
    r->at += length;
    return true;
}

static bool want(reader *r, const char *text)
{
    return take(r, text) || fail(r, text);
}

static const char *word(reader *r)
{
    skip_space(r);
    const char *start = r->at;
    while (*r->at && !isspace((unsigned char)*r->at) && !strchr("(){}[],=:", *r->at))
        r->at++;
    if (r->at == start)
        fail(r, "a word");
    return arena_strndup(r->arena, start, (size_t)(r->at - start));
}

static int64_t integer(reader *r)
{
    skip_space(r);
    char *end;
    int64_t value =
        *r->at == '-' ? (int64_t)strtoll(r->at, &end, 10) : (int64_t)strtoull(r->at, &end, 10);
    if (end == r->at)
        fail(r, "a number");
    r->at = end;
    return value;
}

/* ---- Types and operands ---------------------------------------------------------------------- */

static bool dtype(reader *r, hpc_dtype *out)
{
    skip_space(r);
    for (int d = 0; d < HPC_DTYPE_COUNT; d++)
        if (take(r, air_dtype_text((hpc_dtype)d))) {
            *out = (hpc_dtype)d;
            return true;
        }
    return fail(r, "a type");
}

static air_id numbered(reader *r)
{
    int64_t number = integer(r);
    if (number < 0 || number > 10000000) {
        fail(r, "a node's number");
        return 0;
    }
    if (!number)
        return 0;
    while (r->ids.len <= number)
        vec_push(r->arena, &r->ids, 0);
    if (!r->ids.items[number])
        r->ids.items[number] =
            vec_push(r->arena, &r->b.fun->nodes, ((air_node){.op = AIR_OP_COUNT}));
    return r->ids.items[number];
}

static int64_t real_bits(reader *r, hpc_dtype part)
{
    char *end;
    if (take(r, "#")) {
        int64_t bits = (int64_t)strtoull(r->at, &end, 16);
        r->at = end;
        return bits;
    }
    skip_space(r);
    double value = strtod(r->at, &end);
    if (end == r->at)
        fail(r, "a number");
    r->at = end;
    return air_at(r->b.fun, air_const_float(&r->b, part, value))->imm;
}

static air_id constant(reader *r)
{
    hpc_dtype d;
    if (!dtype(r, &d) || !want(r, "("))
        return 0;
    air_node n = air_blank(AIR_OP_CONST, air_scalar_type(d));
    switch (hpc_dtype_kind(d)) {
    case 'f': n.imm = real_bits(r, d); break;
    case 'c':
        n.imm = real_bits(r, d == HPC_C64 ? HPC_F32 : HPC_F64);
        want(r, ",");
        n.imm2 = real_bits(r, d == HPC_C64 ? HPC_F32 : HPC_F64);
        break;
    default: n.imm = air_at(r->b.fun, air_const_int(&r->b, d, integer(r)))->imm;
    }
    want(r, ")");
    return air_emit_entry(&r->b, &n);
}

static air_id operand(reader *r)
{
    if (take(r, "%"))
        return numbered(r);
    skip_space(r);
    if (isdigit((unsigned char)*r->at) || *r->at == '-')
        return air_const_int(&r->b, HPC_I64, integer(r));
    return constant(r);
}

static void operands(reader *r, id_list *list)
{
    while (!r->error && !take(r, ")")) {
        if (list->len)
            want(r, ",");
        if (!r->error)
            vec_push(r->arena, list, operand(r));
    }
}

static uint8_t facts(reader *r)
{
    uint8_t facts = 0;
    if (*r->at != '{')
        return 0;
    for (r->at++; *r->at && *r->at != '}'; r->at++) {
        switch (*r->at) {
        case 'C': facts |= AIR_C_ORDER; break;
        case 'F': facts |= AIR_F_ORDER; break;
        case 'U': facts |= AIR_UNIT_LAST; break;
        case 'W': facts |= AIR_WRITABLE; break;
        default: fail(r, "facts"); return 0;
        }
    }
    want(r, "}");
    return facts;
}

/* The extents go to *shape (in the arena; NULL where they are written as `:`). */
static air_type type(reader *r, air_id **shape)
{
    air_type t = {0};
    if (shape)
        *shape = NULL;
    if (take(r, "void"))
        return t;
    if (take(r, "object")) {
        t.kind = AIR_OBJECT;
        return t;
    }
    hpc_dtype d = HPC_BOOL;
    dtype(r, &d);
    t = air_scalar_type(d);
    if (*r->at != '[')
        return t;
    r->at++;
    air_id extents[HPC_MAX_RANK];
    bool known = true;
    t.kind = AIR_ARRAY;
    while (!r->error && !take(r, "]")) {
        if (t.rank)
            want(r, ",");
        if (t.rank == HPC_MAX_RANK)
            fail(r, "fewer axes");
        else if (take(r, ":"))
            known = false, t.rank++;
        else if (!shape)
            fail(r, "`:`");
        else
            extents[t.rank] = operand(r), t.rank++;
    }
    t.facts = air_facts_normal(t.rank, facts(r));
    if (shape && known && !r->error) {
        *shape = ARENA_ARRAY(r->arena, air_id, t.rank);
        if (t.rank)
            memcpy(*shape, extents, t.rank * sizeof *extents);
    }
    return t;
}

typedef VEC(air_type) type_list;

static void types(reader *r, type_list *list)
{
    want(r, "(");
    while (!r->error && !take(r, ")")) {
        if (list->len)
            want(r, ",");
        if (!r->error)
            vec_push(r->arena, list, type(r, NULL));
    }
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

static bool find_op(const char *name, air_op *op)
{
    for (int i = 0; i < AIR_OP_COUNT; i++)
        if (strcmp(air_op_name((air_op)i), name) == 0) {
            *op = (air_op)i;
            return true;
        }
    return false;
}

static void read_fn(reader *r, air_node *n)
{
    const char *name = word(r);
    for (int i = 0; i < AIR_FN_COUNT; i++)
        if (strcmp(air_fn_name((air_fn)i), name) == 0) {
            n->fn = (uint8_t)i;
            return;
        }
    fail(r, "a function");
}

static void read_imm(reader *r, air_node *n)
{
    skip_space(r);
    if (isdigit((unsigned char)*r->at) || *r->at == '-') {
        n->imm = integer(r);
        return;
    }
    const char *name = word(r);
    for (int64_t i = 0; i < 1000; i++) {
        const char *known = air_imm_name((air_op)n->op, i);
        if (known && strcmp(known, name) == 0) {
            n->imm = i;
            return;
        }
    }
    fail(r, "a name of the table");
}

static void read_bounds(reader *r, const char *name, air_id out[HPC_MAX_RANK])
{
    if (!take(r, name))
        return;
    want(r, "[");
    for (uint32_t s = 0; !r->error && !take(r, "]"); s++) {
        if (s)
            want(r, ",");
        if (s == HPC_MAX_RANK)
            fail(r, "fewer axes");
        else if (!take(r, "_"))
            out[s] = operand(r);
    }
}

static void read_view(reader *r, air_node *n)
{
    n->view = ARENA_NEW(r->arena, air_view);
    want(r, "axes");
    want(r, "[");
    for (uint32_t k = 0; !r->error && !take(r, "]"); k++) {
        if (k)
            want(r, ",");
        if (k == HPC_MAX_RANK) {
            fail(r, "fewer axes");
        } else if (take(r, "new")) {
            n->view->axis[k] = AIR_NEW_AXIS;
        } else {
            int64_t axis = integer(r);
            n->view->axis[k] = axis >= 0 && axis < HPC_MAX_RANK ? (int8_t)axis : HPC_MAX_RANK;
            if (take(r, "b"))
                n->view->broadcast |= 1u << k;
            else if (take(r, "m"))
                n->view->maybe_broadcast |= 1u << k;
        }
    }
    read_bounds(r, "start", n->view->start);
    read_bounds(r, "step", n->view->step);
}

static void read_gather(reader *r, air_node *n)
{
    n->gather = ARENA_NEW(r->arena, air_gather);
    want(r, "index");
    want(r, "[");
    for (uint32_t s = 0; !r->error && !take(r, "]"); s++) {
        if (s)
            want(r, ",");
        if (s == HPC_MAX_RANK)
            fail(r, "fewer axes");
        else
            n->gather->index[s] = take(r, "_") ? -1 : (int8_t)integer(r);
    }
    want(r, "first");
    n->gather->first = (uint8_t)integer(r);
    want(r, "rank");
    n->gather->index_rank = (uint8_t)integer(r);
}

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static void read_bytes(reader *r, air_node *n)
{
    if (!want(r, "\""))
        return;
    VEC(char) bytes = {0};
    while (hex_digit(r->at[0]) >= 0 && hex_digit(r->at[1]) >= 0) {
        vec_push(r->arena, &bytes, (char)(hex_digit(r->at[0]) << 4 | hex_digit(r->at[1])));
        r->at += 2;
    }
    n->imm = bytes.len;
    vec_push(r->arena, &bytes, '\0');
    n->text = bytes.items;
    want(r, "\"");
}

static void read_extra(reader *r, air_node *n)
{
    switch (n->op) {
    case AIR_OP_VIEW:
    case AIR_OP_OVERLAY: read_view(r, n); break;
    case AIR_OP_GATHER:
    case AIR_OP_SCATTER: read_gather(r, n); break;
    case AIR_OP_TABLE:
    case AIR_OP_STRING: read_bytes(r, n); break;
    case AIR_OP_ARG:
    case AIR_OP_REDUCE: n->keepdims = take(r, "keepdims"); break;
    case AIR_OP_STORE:
        n->flags = take(r, "exact") ? AIR_STORE_EXACT : 0;
        n->flags |= (uint8_t)(take(r, "sweep") ? AIR_STORE_SWEEP : 0);
        n->flags |= (uint8_t)(take(r, "saves") ? AIR_STORE_SAVES : 0);
        n->flags |= (uint8_t)(take(r, "apart") ? AIR_STORE_APART : 0);
        break;
    case AIR_OP_FOR:
        n->flags = take(r, "parallel") ? AIR_FOR_PARALLEL : 0;
        n->flags |= take(r, "prange") ? AIR_FOR_PRANGE : 0;
        break;
    default: break;
    }
}

static void region(reader *r, air_region *into);

static air_region *child(reader *r)
{
    air_region *made = air_region_new(&r->b);
    region(r, made);
    return made;
}

static void read_regions(reader *r, air_node *n)
{
    if (n->op == AIR_OP_WHILE) {
        n->other = child(r);
        want(r, "do");
    }
    n->body = child(r);
    if (n->op == AIR_OP_TRY) {
        want(r, "catch");
        n->other = child(r);
    }
    if (n->op == AIR_OP_IF)
        n->other = take(r, "else") ? child(r) : air_region_new(&r->b);
}

static void read_result_type(reader *r, air_node *n)
{
    if (!take(r, ":"))
        return;
    skip_space(r);
    if (*r->at == '(') {
        type_list list = {0};
        types(r, &list);
        n->results = list.items;
        n->nresults = list.len;
        return;
    }
    n->type = type(r, &n->shape);
    if (n->op == AIR_OP_RT || n->op == AIR_OP_CALL) {
        n->results = ARENA_NEW(r->arena, air_type);
        *n->results = n->type;
        n->nresults = 1;
    }
}

/* The node's place in the table: the one that an earlier mention took, or a new one. */
static air_id place(reader *r, bool has_name, air_id id)
{
    if (!has_name)
        return vec_push(r->arena, &r->b.fun->nodes, ((air_node){.op = AIR_OP_COUNT}));
    if (id && air_at(r->b.fun, id)->op != AIR_OP_COUNT)
        fail(r, "a node that is not yet defined");
    return id;
}

static void node(reader *r)
{
    bool has_name = take(r, "%");
    air_id id = place(r, has_name, has_name ? numbered(r) : 0);
    if (has_name)
        want(r, "=");
    air_op op;
    const char *name = r->error ? "" : word(r);
    if (r->error || !find_op(name, &op) || op == AIR_OP_CONST) {
        fail(r, "an operation");
        return;
    }
    air_node n = air_blank(op, (air_type){0});
    id_list args = {0};
    if (op == AIR_OP_MAP || op == AIR_OP_REDUCE || op == AIR_OP_ARG)
        read_fn(r, &n);
    if (air_op_has_imm(op))
        read_imm(r, &n);
    if (take(r, "("))
        operands(r, &args);
    n.args = args.items;
    n.nargs = args.len;
    n.home = r->b.region;
    read_extra(r, &n);
    read_result_type(r, &n);
    if (take(r, "@"))
        n.loc = (int32_t)integer(r);
    if (!r->error &&
        (op == AIR_OP_IF || op == AIR_OP_FOR || op == AIR_OP_WHILE || op == AIR_OP_TRY))
        read_regions(r, &n);
    if (r->error)
        return;
    *air_at(r->b.fun, id) = n;
    vec_push(r->arena, r->b.region, id);
}

static void region(reader *r, air_region *into)
{
    air_region *outer = r->b.region;
    if (++r->depth > MAX_DEPTH)
        fail(r, "fewer nested regions");
    want(r, "{");
    r->b.region = into;
    while (!r->error && !take(r, "}"))
        node(r);
    r->b.region = outer;
    r->depth--;
}

/* ---- Functions and modules ------------------------------------------------------------------- */

static void var(reader *r)
{
    const char *name = word(r);
    want(r, ":");
    air_var_new(&r->b, name, type(r, NULL));
}

static void function(reader *r)
{
    air_fun *f = air_fun_new(r->module, word(r));
    type_list params = {0}, results = {0};
    r->b = (air_builder){.module = r->module, .fun = f, .region = f->body};
    r->ids.len = 0;
    types(r, &params);
    want(r, "->");
    types(r, &results);
    f->params.items = params.items;
    f->params.len = f->params.cap = params.len;
    f->results.items = results.items;
    f->results.len = f->results.cap = results.len;
    f->recursive = take(r, "recursive");
    f->fastmath = take(r, "fastmath");
    while (!r->error && take(r, "var"))
        var(r);
    region(r, f->body);
    for (uint32_t i = 0; i < r->ids.len && !r->error; i++)
        if (r->ids.items[i] && air_at(f, r->ids.items[i])->op == AIR_OP_COUNT)
            r->error = arena_printf(r->arena, "%s: %%%u is not defined", f->name, i);
}

static void global(reader *r)
{
    air_global g = {.name = word(r)};
    want(r, "cell");
    g.cell = (uint32_t)integer(r);
    want(r, ":");
    g.type = type(r, NULL);
    vec_push(r->arena, &r->module->globals, g);
}

air_module *air_read(arena *a, const char *text, const char **error)
{
    reader r = {.arena = a, .module = air_module_new(a), .at = text, .line = 1};
    while (!r.error && (skip_space(&r), *r.at)) {
        if (take(&r, "global"))
            global(&r);
        else if (want(&r, "fun"))
            function(&r);
    }
    *error = r.error;
    return r.error ? NULL : r.module;
}
