/* Expressions of loop IR as C.
 *
 *   add.f64(mul.f64(a, load.f64(x, mul.i64(i, 8))), b)   ->   a * F64(x)[i] + b
 *
 * What one statement uses more than once, or what would make a line too long, becomes a temporary before it
 * (c_temps.c). Inside a loop over lanes an expression of a vector is that of one lane; what moves values
 * between lanes reads an array (c_materialise). */
#include "c_internal.h"

#include <inttypes.h>

enum { FULL_BITS = 63, MOST_DEPTH = 8 };

const lir_expr *c_expr_at(const c_writer *w, lir_expr_id id)
{
    return &w->f->exprs.items[id];
}

static c_code code_of(c_writer *w, lir_expr_id id);

static bool is_vector(const c_writer *w, lir_expr_id id)
{
    return c_expr_at(w, id)->type.lanes > 1;
}

static lir_elem elem_of(const c_writer *w, lir_expr_id id)
{
    return (lir_elem)c_expr_at(w, id)->type.elem;
}

static bool is_constant(const c_writer *w, lir_expr_id id, uint64_t *bits)
{
    const lir_expr *e = c_expr_at(w, id);
    if (e->op == LIR_SPLAT)
        e = c_expr_at(w, e->args[0]);
    *bits = e->imm;
    return e->op == LIR_CONST;
}

static int64_t signed_value(lir_elem elem, uint64_t bits)
{
    unsigned shift = 64 - 8 * lir_elem_size(elem);
    return (int64_t)(bits << shift) >> shift;
}

/* ---- How large an integer can be ------------------------------------------------------------- */

static unsigned bits_of_value(uint64_t size)
{
    unsigned n = 0;
    for (; size; size >>= 1)
        n++;
    return n;
}

static unsigned larger(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

enum { AT_SHAPE = 24, EXTENT_BITS = 47 };

/* An extent or a stride: what arrays are made or checked to have. */
static bool reads_extent(const c_writer *w, const lir_expr *e)
{
    uint64_t at;
    const lir_expr *p = c_expr_at(w, e->args[0]);
    return e->type.elem == LIR_I64 && p->op == LIR_VAR && w->vars[p->var].form != C_PLAIN &&
           w->vars[p->var].form != C_ITEMS && is_constant(w, e->args[1], &at) && at >= AT_SHAPE;
}

static unsigned bits_of(const c_writer *w, lir_expr_id id, int depth)
{
    const lir_expr *e = c_expr_at(w, id);
    uint64_t k;
    unsigned a, b, full = FULL_BITS + 1;
    if (depth > MOST_DEPTH)
        return full;
    depth++;
    switch ((lir_op)e->op) {
    case LIR_CONST: {
        int64_t value = signed_value((lir_elem)e->type.elem, e->imm);
        return bits_of_value(value < 0 ? -(uint64_t)value : (uint64_t)value);
    }
    case LIR_VAR: return w->vars[e->var].bits ? w->vars[e->var].bits : full;
    case LIR_LOAD: return reads_extent(w, e) ? EXTENT_BITS : full;
    case LIR_IOTA: return 8;
    case LIR_SPLAT:
    case LIR_NEG:
    case LIR_ABS: return bits_of(w, e->args[0], depth);
    case LIR_CVT:
        a = elem_of(w, e->args[0]) == LIR_I1 ? 1 : bits_of(w, e->args[0], depth);
        b = 8 * lir_elem_size(elem_of(w, e->args[0]));
        if (lir_elem_is_float(elem_of(w, e->args[0])))
            return full;
        return a < b ? a : b;
    case LIR_MIN:
    case LIR_MAX: return larger(bits_of(w, e->args[0], depth), bits_of(w, e->args[1], depth));
    case LIR_SELECT: return larger(bits_of(w, e->args[1], depth), bits_of(w, e->args[2], depth));
    case LIR_ADD:
    case LIR_SUB:
        a = larger(bits_of(w, e->args[0], depth), bits_of(w, e->args[1], depth)) + 1;
        return a < full ? a : full;
    case LIR_MUL:
        a = bits_of(w, e->args[0], depth) + bits_of(w, e->args[1], depth);
        return a < full ? a : full;
    case LIR_AND:
        a = bits_of(w, e->args[0], depth);
        if (is_constant(w, e->args[1], &k) && signed_value((lir_elem)e->type.elem, k) >= 0)
            return bits_of_value(k);
        return larger(a, bits_of(w, e->args[1], depth)) + 1;
    case LIR_SHR: return bits_of(w, e->args[0], depth);
    default: return full;
    }
}

unsigned c_bits(const c_writer *w, lir_expr_id id)
{
    return bits_of(w, id, 0);
}

/* ---- Small builders -------------------------------------------------------------------------- */

static c_code primary(const char *text)
{
    return (c_code){text, C_PRIMARY};
}

static const char *operand(c_writer *w, c_code c, int least)
{
    return c.precedence >= least ? c.text : arena_printf(w->arena, "(%s)", c.text);
}

static const char *operand_of(c_writer *w, lir_expr_id id, int least)
{
    return operand(w, code_of(w, id), least);
}

static c_code infix(c_writer *w, lir_expr_id a, const char *op, lir_expr_id b, int precedence)
{
    bool strict = precedence <= C_SHIFT && precedence != C_RELATION && precedence != C_EQUALITY;
    int left = strict ? C_UNARY : precedence, right = strict ? C_UNARY : precedence + 1;
    if (precedence == C_RELATION || precedence == C_EQUALITY)
        left = right = C_ADD;
    else if (precedence == C_LOGIC)
        left = right = C_EQUALITY;
    return (c_code){
        arena_printf(w->arena, "%s %s %s", operand_of(w, a, left), op, operand_of(w, b, right)),
        precedence};
}

static c_code call1(c_writer *w, const char *name, const char *a)
{
    return primary(arena_printf(w->arena, "%s(%s)", name, a));
}

static c_code cast(c_writer *w, const char *type, c_code value)
{
    return (c_code){arena_printf(w->arena, "(%s)%s", type, operand(w, value, C_UNARY)), C_UNARY};
}

/* A function of the parts that there is for each element. */
static c_code helper(c_writer *w, const char *part, const char *name, lir_elem elem,
                     const lir_expr *e)
{
    c_need(w->file->parts, part, elem);
    const char *text = arena_printf(w->arena, "%s_%s(", name, lir_elem_name(elem));
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        text = arena_printf(w->arena, "%s%s%s", text, k ? ", " : "", c_expr(w, e->args[k]));
    return primary(arena_printf(w->arena, "%s)", text));
}

/* A f16 as the float that it is. */
static const char *wide_half(c_writer *w, lir_expr_id id)
{
    return arena_printf(w->arena, "half_to_float(%s)", c_expr(w, id));
}

/* ---- Memory ---------------------------------------------------------------------------------- */

static const char *view_field(c_writer *w, const c_var *v, lir_elem elem, uint64_t at)
{
    const char *arrow = v->form == C_VIEW ? "." : "->";
    if (at == 0 && elem == LIR_I64)
        return arena_printf(w->arena, "*I64(&%s%sstorage)", v->name, arrow);
    if (at == 16 && elem == LIR_I64)
        return arena_printf(w->arena, "*I64(&%s%sdtype)", v->name, arrow);
    if (at == 8 && elem == LIR_PTR)
        return arena_printf(w->arena, "%s%sdata", v->name, arrow);
    if (elem == LIR_I64 && at >= 24 && at < 152)
        return arena_printf(w->arena, "%s%sshape[%u]", v->name, arrow, (unsigned)(at - 24) / 8);
    if (elem == LIR_I64 && at >= 152 && at < 280)
        return arena_printf(w->arena, "%s%sstrides[%u]", v->name, arrow, (unsigned)(at - 152) / 8);
    return NULL;
}

/* offset / size as text, where the offset says that it is a multiple; NULL elsewhere. */
static const char *index_text(c_writer *w, lir_expr_id offset, unsigned size, int *precedence)
{
    const lir_expr *e = c_expr_at(w, offset);
    uint64_t k;
    *precedence = C_PRIMARY;
    if (is_constant(w, offset, &k)) {
        int64_t value = signed_value(LIR_I64, k);
        *precedence = value < 0 ? C_UNARY : C_PRIMARY;
        return value % (int64_t)size ? NULL
                                     : arena_printf(w->arena, "%" PRId64, value / (int64_t)size);
    }
    if (w->stamps[offset] == w->stamp && w->temps[offset])
        return NULL;
    if (e->op == LIR_MUL && is_constant(w, e->args[1], &k) && k && k % size == 0) {
        c_code x = code_of(w, e->args[0]);
        *precedence = k == size ? x.precedence : C_MULTIPLY;
        return k == size
                   ? x.text
                   : arena_printf(w->arena, "%s * %" PRIu64, operand(w, x, C_MULTIPLY), k / size);
    }
    if ((e->op == LIR_ADD || e->op == LIR_SUB) && c_bits(w, offset) <= FULL_BITS) {
        int left, right;
        const char *a = index_text(w, e->args[0], size, &left);
        const char *b = a ? index_text(w, e->args[1], size, &right) : NULL;
        if (!b)
            return NULL;
        *precedence = C_ADD;
        return arena_printf(w->arena, "%s %c %s", a, e->op == LIR_ADD ? '+' : '-',
                            right <= C_ADD || *b == '-' ? arena_printf(w->arena, "(%s)", b) : b);
    }
    return NULL;
}

static const char *symbol_name(c_writer *w, uint64_t index)
{
    w->data[index].used = true;
    return arena_printf(w->arena, "table_%u", w->first_data + (uint32_t)index);
}

/* The name of memory that is declared as an array of the element; NULL elsewhere. */
static const char *items_name(c_writer *w, lir_elem elem, lir_expr_id ptr)
{
    const lir_expr *p = c_expr_at(w, ptr);
    if (p->op == LIR_VAR && w->vars[p->var].form == C_ITEMS && w->vars[p->var].elem == elem)
        return w->vars[p->var].name;
    if (p->op == LIR_SYMBOL && w->data[p->imm].elem == elem)
        return symbol_name(w, p->imm);
    return NULL;
}

const char *c_memory(c_writer *w, lir_elem elem, lir_expr_id ptr, lir_expr_id offset, bool lanes)
{
    const lir_expr *p = c_expr_at(w, ptr);
    uint64_t at;
    bool known = is_constant(w, offset, &at);
    if (known && at == 0 && p->op == LIR_PADD && !(w->stamps[ptr] == w->stamp && w->temps[ptr]) &&
        !is_vector(w, p->args[1])) {
        offset = p->args[1];
        ptr = p->args[0];
        p = c_expr_at(w, ptr);
        known = is_constant(w, offset, &at);
    }
    if (known && p->op == LIR_VAR && !lanes &&
        (w->vars[p->var].form == C_VIEW || w->vars[p->var].form == C_VIEW_PTR)) {
        const char *field = view_field(w, &w->vars[p->var], elem, at);
        if (field)
            return field;
    }
    int precedence;
    const char *items = items_name(w, elem, ptr);
    const char *index = index_text(w, offset, lir_elem_size(elem), &precedence);
    const char *base =
        items ? items : arena_printf(w->arena, "%s(%s)", c_mem(elem), c_pointer(w, ptr, false));
    if (index && lanes)
        return strcmp(index, "0") == 0
                   ? arena_printf(w->arena, "%s[%s]", base, w->lane)
                   : arena_printf(w->arena, "%s[%s + %s]", base,
                                  precedence < C_ADD ? arena_printf(w->arena, "(%s)", index)
                                                     : index,
                                  w->lane);
    if (index && !lanes && !items && strcmp(index, "0") == 0)
        return arena_printf(w->arena, "*%s", base);
    if (index)
        return arena_printf(w->arena, "%s[%s]", base, index);
    w->address = true; /* of memory that is there: no part of it overflows */
    base = arena_printf(w->arena, "%s(%s + %s)", c_mem(elem),
                        operand(w, (c_code){c_pointer(w, ptr, false), C_UNARY}, C_ADD),
                        operand_of(w, offset, C_ADD));
    w->address = false;
    return lanes ? arena_printf(w->arena, "%s[%s]", base, w->lane)
                 : arena_printf(w->arena, "*%s", base);
}

const char *c_bytes(c_writer *w, lir_expr_id id)
{
    const lir_expr *e = c_expr_at(w, id);
    if (e->op == LIR_VAR && w->vars[e->var].form == C_ITEMS)
        return w->vars[e->var].name;
    return arena_printf(w->arena, "(void *)%s",
                        operand(w, (c_code){c_pointer(w, id, false), C_UNARY}, C_UNARY));
}

/* i1 is a byte in memory, of which every value but 0 is true. */
static c_code load(c_writer *w, const lir_expr *e)
{
    lir_elem elem = (lir_elem)e->type.elem;
    bool lanes = w->lane && e->type.lanes > 1 && e->op != LIR_GATHER;
    const char *text = c_memory(w, elem, e->args[0], e->args[1], lanes);
    if (elem == LIR_I1)
        return (c_code){arena_printf(w->arena, "%s != 0", text), C_EQUALITY};
    return (c_code){text, *text == '*' ? C_UNARY : C_PRIMARY};
}

static c_code masked_load(c_writer *w, const lir_expr *e)
{
    return (c_code){arena_printf(w->arena, "%s ? %s : %s", operand_of(w, e->args[2], C_UNARY),
                                 operand(w, load(w, e), C_UNARY),
                                 operand_of(w, e->args[3], C_UNARY)),
                    C_CHOICE};
}

const char *c_pointer(c_writer *w, lir_expr_id id, bool view)
{
    const lir_expr *e = c_expr_at(w, id);
    const c_var *v = e->op == LIR_VAR ? &w->vars[e->var] : NULL;
    if (v && v->form == C_VIEW)
        return arena_printf(w->arena, view ? "&%s" : "(char *)&%s", v->name);
    if (v && v->form == C_VIEW_PTR)
        return view ? v->name : arena_printf(w->arena, "(char *)%s", v->name);
    if (v && v->form == C_ITEMS)
        return arena_printf(w->arena, view ? "(hpc_array *)(void *)%s" : "(char *)%s", v->name);
    return view ? arena_printf(w->arena, "(hpc_array *)(void *)%s", operand_of(w, id, C_UNARY))
                : operand_of(w, id, C_ADD);
}

/* ---- Integers -------------------------------------------------------------------------------- */

static bool is_small(lir_elem elem)
{
    return lir_elem_size(elem) < 4;
}

static c_code integer_arithmetic(c_writer *w, lir_expr_id id, const lir_expr *e)
{
    static const char *const names[] = {[LIR_ADD] = "add", [LIR_SUB] = "sub", [LIR_MUL] = "mul"};
    static const char *const signs[] = {[LIR_ADD] = "+", [LIR_SUB] = "-", [LIR_MUL] = "*"};
    lir_elem elem = (lir_elem)e->type.elem;
    bool plain =
        !is_small(elem) && (!lir_elem_is_signed(elem) || c_bits(w, id) < 8 * lir_elem_size(elem));
    uint64_t k;
    if (!plain && !(w->address && elem == LIR_I64))
        return helper(w, names[e->op], names[e->op], elem, e);
    int precedence = e->op == LIR_MUL ? C_MULTIPLY : C_ADD;
    if (e->op == LIR_ADD && is_constant(w, e->args[1], &k) && signed_value(elem, k) < 0 &&
        signed_value(elem, k) > -(1 << 30)) /* x + -1 */
        return (c_code){arena_printf(w->arena, "%s - %" PRId64, operand_of(w, e->args[0], C_ADD),
                                     -signed_value(elem, k)),
                        C_ADD};
    return infix(w, e->args[0], signs[e->op], e->args[1], precedence);
}

static c_code integer_division(c_writer *w, const lir_expr *e)
{
    lir_elem elem = (lir_elem)e->type.elem;
    uint64_t k;
    bool is_signed = lir_elem_is_signed(elem), rest = e->op == LIR_REM;
    if (is_constant(w, e->args[1], &k) && k && (!is_signed || signed_value(elem, k) != -1))
        return infix(w, e->args[0], rest ? "%" : "/", e->args[1], C_MULTIPLY);
    return helper(w,
                  is_signed ? rest ? "rem" : "div"
                  : rest    ? "urem"
                            : "udiv",
                  rest ? "rem" : "div", elem, e);
}

static c_code shift(c_writer *w, const lir_expr *e)
{
    lir_elem elem = (lir_elem)e->type.elem;
    uint64_t k;
    bool inside = is_constant(w, e->args[1], &k) && k < 8 * lir_elem_size(elem);
    bool is_signed = lir_elem_is_signed(elem);
    if (e->op == LIR_SHR && inside)
        return infix(w, e->args[0], ">>", e->args[1], C_SHIFT);
    if (e->op == LIR_SHR)
        return helper(w, is_signed ? "shr" : "ushr", "shr", elem, e);
    if (inside && !is_signed && !is_small(elem))
        return infix(w, e->args[0], "<<", e->args[1], C_SHIFT);
    return helper(w, "shl", "shl", elem, e);
}

static c_code integer_op(c_writer *w, lir_expr_id id, const lir_expr *e)
{
    lir_elem elem = (lir_elem)e->type.elem;
    switch ((lir_op)e->op) {
    case LIR_ADD:
    case LIR_SUB:
    case LIR_MUL: return integer_arithmetic(w, id, e);
    case LIR_DIV:
    case LIR_REM: return integer_division(w, e);
    case LIR_NEG:
        if (c_bits(w, id) < 8 * lir_elem_size(elem) && !is_small(elem) && lir_elem_is_signed(elem))
            return (c_code){arena_printf(w->arena, "-%s", operand_of(w, e->args[0], C_PRIMARY)),
                            C_UNARY};
        return helper(w, "neg", "neg", elem, e);
    case LIR_ABS:
        return lir_elem_is_signed(elem) ? helper(w, "abs", "abs", elem, e) : code_of(w, e->args[0]);
    case LIR_AND: return infix(w, e->args[0], "&", e->args[1], C_BITS);
    case LIR_OR: return infix(w, e->args[0], "|", e->args[1], C_BITS);
    case LIR_XOR: return infix(w, e->args[0], "^", e->args[1], C_BITS);
    case LIR_NOT: {
        c_code c = {arena_printf(w->arena, "~%s", operand_of(w, e->args[0], C_UNARY)), C_UNARY};
        return is_small(elem) ? cast(w, c_type(elem), c) : c;
    }
    case LIR_SHL:
    case LIR_SHR: return shift(w, e);
    case LIR_MIN: return helper(w, "min", "min", elem, e);
    case LIR_MAX: return helper(w, "max", "max", elem, e);
    default: return primary(c_fail(w, lir_op_name((lir_op)e->op)));
    }
}

static c_code truth_op(c_writer *w, const lir_expr *e)
{
    bool lanes = e->type.lanes > 1;
    switch ((lir_op)e->op) {
    case LIR_AND:
    case LIR_MIN:
        return infix(w, e->args[0], lanes ? "&" : "&&", e->args[1], lanes ? C_BITS : C_LOGIC);
    case LIR_OR:
    case LIR_MAX:
        return infix(w, e->args[0], lanes ? "|" : "||", e->args[1], lanes ? C_BITS : C_LOGIC);
    case LIR_XOR:
        return (c_code){arena_printf(w->arena, "%s != %s", operand_of(w, e->args[0], C_UNARY),
                                     operand_of(w, e->args[1], C_UNARY)),
                        C_EQUALITY};
    case LIR_NOT:
        return (c_code){arena_printf(w->arena, "!%s", operand_of(w, e->args[0], C_UNARY)), C_UNARY};
    default: return primary(c_fail(w, lir_op_name((lir_op)e->op)));
    }
}

/* ---- Floats ---------------------------------------------------------------------------------- */

static const char *float_function(lir_op op)
{
    switch (op) {
    case LIR_REM: return "fmod";
    case LIR_SQRT: return "sqrt";
    case LIR_FLOOR: return "floor";
    case LIR_CEIL: return "ceil";
    case LIR_TRUNC: return "trunc";
    case LIR_RINT: return "rint";
    case LIR_FMA: return "fma";
    case LIR_ABS: return "fabs";
    case LIR_COPYSIGN: return "copysign";
    default: return NULL;
    }
}

static const char *float_sign(lir_op op)
{
    switch (op) {
    case LIR_ADD: return "+";
    case LIR_SUB: return "-";
    case LIR_MUL: return "*";
    case LIR_DIV: return "/";
    default: return NULL;
    }
}

static c_code call_float(c_writer *w, const lir_expr *e, const char *name, const char *suffix)
{
    const char *text = arena_printf(w->arena, "%s%s(", name, suffix);
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        text = arena_printf(w->arena, "%s%s%s", text, k ? ", " : "", c_expr(w, e->args[k]));
    return primary(arena_printf(w->arena, "%s)", text));
}

/* Sign operations act on bits, the others on floats, whose result is rounded. */
static c_code half_op(c_writer *w, const lir_expr *e)
{
    const char *a = operand_of(w, e->args[0], C_UNARY);
    const char *sign = float_sign((lir_op)e->op), *fn = float_function((lir_op)e->op);
    switch ((lir_op)e->op) {
    case LIR_NEG: return primary(arena_printf(w->arena, "(float16)(%s ^ 0x8000)", a));
    case LIR_ABS: return primary(arena_printf(w->arena, "(float16)(%s & 0x7FFF)", a));
    case LIR_COPYSIGN:
        return primary(arena_printf(w->arena, "(float16)((%s & 0x7FFF) | (%s & 0x8000))", a,
                                    operand_of(w, e->args[1], C_UNARY)));
    case LIR_RSQRTE:
        return call1(w, "float_to_half",
                     arena_printf(w->arena, "1.0f / sqrtf(%s)", wide_half(w, e->args[0])));
    case LIR_FMA:
        return call1(w, "double_to_half",
                     arena_printf(w->arena, "fma(%s, %s, %s)", wide_half(w, e->args[0]),
                                  wide_half(w, e->args[1]), wide_half(w, e->args[2])));
    default: break;
    }
    const char *x = wide_half(w, e->args[0]);
    if (sign)
        return call1(w, "float_to_half",
                     arena_printf(w->arena, "%s %s %s", x, sign, wide_half(w, e->args[1])));
    if (!fn)
        return primary(c_fail(w, lir_op_name((lir_op)e->op)));
    const char *args = lir_op_arity((lir_op)e->op) == 2
                           ? arena_printf(w->arena, "%s, %s", x, wide_half(w, e->args[1]))
                           : x;
    return call1(w, "float_to_half", arena_printf(w->arena, "%sf(%s)", fn, args));
}

static c_code float_op(c_writer *w, const lir_expr *e)
{
    const char *sign = float_sign((lir_op)e->op), *fn = float_function((lir_op)e->op);
    const char *suffix = e->type.elem == LIR_F32 ? "f" : "";
    if (e->type.elem == LIR_F16)
        return half_op(w, e);
    if (sign)
        return infix(w, e->args[0], sign, e->args[1],
                     e->op == LIR_ADD || e->op == LIR_SUB ? C_ADD : C_MULTIPLY);
    if (fn)
        return call_float(w, e, fn, suffix);
    if (e->op == LIR_NEG)
        return (c_code){arena_printf(w->arena, "-%s", operand_of(w, e->args[0], C_PRIMARY)),
                        C_UNARY};
    if (e->op == LIR_RSQRTE)
        return (c_code){arena_printf(w->arena, "1 / sqrt%s(%s)", suffix, c_expr(w, e->args[0])),
                        C_MULTIPLY};
    return primary(c_fail(w, lir_op_name((lir_op)e->op)));
}

static c_code math(c_writer *w, const lir_expr *e)
{
    bool half = e->type.elem == LIR_F16;
    const char *name = c_math_name(w, (lir_math)e->imm, half ? LIR_F32 : (lir_elem)e->type.elem);
    const char *text = arena_printf(w->arena, "%s(", name);
    for (unsigned k = 0; k < lir_op_arity((lir_op)e->op); k++)
        text = arena_printf(w->arena, "%s%s%s", text, k ? ", " : "",
                            half ? wide_half(w, e->args[k]) : c_expr(w, e->args[k]));
    text = arena_printf(w->arena, "%s)", text);
    return half ? call1(w, "float_to_half", text) : primary(text);
}

/* ---- Comparisons ----------------------------------------------------------------------------- */

static const char *const comparisons[] = {"==", "!=", "<", "<=", ">", ">="};

static c_code compare(c_writer *w, const lir_expr *e)
{
    const char *sign = comparisons[e->op - LIR_EQ];
    int precedence = e->op <= LIR_NE ? C_EQUALITY : C_RELATION;
    lir_elem elem = elem_of(w, e->args[0]);
    const lir_expr *a = c_expr_at(w, e->args[0]), *b = c_expr_at(w, e->args[1]);
    if (elem == LIR_F16)
        return (c_code){arena_printf(w->arena, "%s %s %s", wide_half(w, e->args[0]), sign,
                                     wide_half(w, e->args[1])),
                        precedence};
    if (e->op == LIR_LT && elem == LIR_U64 && a->op == LIR_CVT && b->op == LIR_CVT &&
        elem_of(w, a->args[0]) == LIR_I64 && elem_of(w, b->args[0]) == LIR_I64) {
        c_need(w->file->parts, "within", LIR_I64);
        return primary(
            arena_printf(w->arena, "within(%s, %s)", c_expr(w, a->args[0]), c_expr(w, b->args[0])));
    }
    if (elem == LIR_I1) /* gcc warns of orders of truths */
        return (c_code){arena_printf(w->arena, "(int)%s %s (int)%s",
                                     operand_of(w, e->args[0], C_UNARY), sign,
                                     operand_of(w, e->args[1], C_UNARY)),
                        precedence};
    return infix(w, e->args[0], sign, e->args[1], precedence);
}

static c_code overflow(c_writer *w, const lir_expr *e)
{
    static const char *const names[][2] = {
        {"addo", "add_overflows"}, {"subo", "sub_overflows"}, {"mulo", "mul_overflows"}};
    unsigned i = (unsigned)(e->op - LIR_ADDO);
    return helper(w, names[i][0], names[i][1], elem_of(w, e->args[0]), e);
}

const char *c_not(c_writer *w, lir_expr_id id)
{
    static const uint8_t opposite[] = {LIR_NE, LIR_EQ, LIR_GE, LIR_GT, LIR_LE, LIR_LT};
    lir_expr e = *c_expr_at(w, id);
    bool named = w->stamps[id] == w->stamp && w->temps[id];
    if (!named && e.op == LIR_NOT && e.type.elem == LIR_I1)
        return c_expr(w, e.args[0]);
    bool ordered = e.op >= LIR_EQ && e.op <= LIR_GE &&
                   (e.op <= LIR_NE || lir_elem_is_int(elem_of(w, e.args[0])));
    if (!named && ordered && code_of(w, id).precedence < C_UNARY) {
        e.op = opposite[e.op - LIR_EQ];
        return compare(w, &e).text;
    }
    return arena_printf(w->arena, "!%s", operand_of(w, id, C_UNARY));
}

/* ---- Conversions ----------------------------------------------------------------------------- */

static c_code float_to_integer(c_writer *w, lir_elem to, const char *x)
{
    const char *fn = to == LIR_U64                    ? "to_u64"
                     : to == LIR_I64 || to == LIR_U32 ? "to_i64"
                                                      : "to_i32";
    c_need(w->file->parts, fn, LIR_I64);
    c_code c = call1(w, fn, x);
    return to == LIR_U64 || to == LIR_I64 || to == LIR_I32 ? c : cast(w, c_type(to), c);
}

static c_code convert(c_writer *w, const lir_expr *e)
{
    lir_elem from = elem_of(w, e->args[0]), to = (lir_elem)e->type.elem;
    c_code x = code_of(w, e->args[0]);
    if (from == to)
        return x;
    if (from == LIR_F16)
        x = call1(w, "half_to_float", x.text);
    if (to == LIR_I1)
        return from == LIR_I1
                   ? x
                   : (c_code){arena_printf(w->arena, "%s != 0", operand(w, x, C_ADD)), C_EQUALITY};
    if (to == LIR_F16 && from == LIR_F64)
        return call1(w, "double_to_half", x.text);
    if (to == LIR_F16)
        return call1(w, "float_to_half", from == LIR_F32 ? x.text : cast(w, "float", x).text);
    if (lir_elem_is_float(to))
        return from == LIR_F16 && to == LIR_F32 ? x : cast(w, c_type(to), x);
    if (lir_elem_is_float(from))
        return float_to_integer(w, to, x.text);
    return cast(w, c_type(to), x);
}

/* Of one lane; others are copied by c_materialise. */
static c_code bitcast(c_writer *w, const lir_expr *e)
{
    lir_elem from = elem_of(w, e->args[0]), to = (lir_elem)e->type.elem;
    c_code x = code_of(w, e->args[0]);
    unsigned size = lir_elem_size(to);
    bool floats[] = {lir_elem_is_float(from) && size > 2, lir_elem_is_float(to) && size > 2};
    if (from == to)
        return x;
    if (from == LIR_PTR)
        return cast(w, c_type(to),
                    cast(w, "intptr_t", (c_code){c_pointer(w, e->args[0], false), C_ADD}));
    if (to == LIR_PTR)
        return cast(w, "char *", cast(w, "intptr_t", x));
    if (!floats[0] && !floats[1])
        return cast(w, c_type(to), x);
    c_need(w->file->parts, "bits", LIR_I64);
    const char *name = arena_printf(w->arena, floats[0] ? "bits_of_f%u" : "f%u_of_bits", 8 * size);
    if (floats[0]) {
        x = call1(w, name, x.text);
        return lir_elem_is_signed(to) ? x : cast(w, c_type(to), x);
    }
    if (!lir_elem_is_signed(from))
        x = cast(w, size == 8 ? "int64_t" : "int32_t", x);
    return call1(w, name, x.text);
}

/* ---- Lanes ----------------------------------------------------------------------------------- */

/* Lane `index` of a vector that is a variable, an array or the same in all lanes. */
const char *c_lane_at(c_writer *w, lir_expr_id id, const char *index)
{
    const lir_expr *e = c_expr_at(w, id);
    if (e->type.lanes == 1)
        return operand_of(w, id, C_UNARY);
    if (e->op == LIR_CONST)
        return c_constant(w, (lir_elem)e->type.elem, e->imm);
    if (e->op == LIR_SPLAT)
        return operand_of(w, e->args[0], C_UNARY);
    bool made = w->stamps[id] == w->stamp && w->temps[id];
    if (!made && e->op != LIR_VAR)
        return c_fail(w, "lanes that have no array");
    return arena_printf(w->arena, "%s[%s]", made ? w->temps[id] : w->vars[e->var].name, index);
}

/* first, first + step, ...: lane l of the result is lane first + step * l of an operand. */
static bool is_affine(const lir_lane_list *list, int *step)
{
    *step = list->len > 1 ? list->items[1] - list->items[0] : 1;
    for (uint32_t i = 1; i < list->len; i++)
        if (list->items[i] - list->items[i - 1] != *step)
            return false;
    return *step > 0;
}

static c_code shuffle(c_writer *w, const lir_expr *e)
{
    const lir_lane_list *list = &w->f->shuffles.items[e->imm];
    unsigned lanes = c_expr_at(w, e->args[0])->type.lanes, most = 0, least = UINT16_MAX;
    int step;
    for (uint32_t i = 0; i < list->len; i++) {
        most = list->items[i] > most ? list->items[i] : most;
        least = list->items[i] < least ? list->items[i] : least;
    }
    bool one = most < lanes || least >= lanes;
    lir_expr_id from = most < lanes ? e->args[0] : e->args[1];
    unsigned base = most < lanes ? 0 : lanes;
    const char *index = w->lane ? w->lane : "0";
    if (one && is_affine(list, &step)) {
        unsigned first = list->items[0] - base;
        const char *at = step == 1 ? index : arena_printf(w->arena, "%d * %s", step, index);
        at = first ? arena_printf(w->arena, "%s + %u", at, first) : at;
        return primary(c_lane_at(w, from, at));
    }
    const char *table = "";
    for (uint32_t i = 0; i < list->len; i++)
        table = arena_printf(w->arena, "%s%s%u", table, i ? ", " : "", list->items[i]);
    table = arena_printf(w->arena, "(const uint16_t[]){%s}[%s]", table, index);
    if (one)
        return primary(
            c_lane_at(w, from, base ? arena_printf(w->arena, "%s - %u", table, base) : table));
    return (c_code){
        arena_printf(w->arena, "%s < %u ? %s : %s", table, lanes, c_lane_at(w, e->args[0], table),
                     c_lane_at(w, e->args[1], arena_printf(w->arena, "%s - %u", table, lanes))),
        C_CHOICE};
}

static c_code insert(c_writer *w, const lir_expr *e)
{
    if (e->type.lanes == 1)
        return code_of(w, e->args[1]);
    return (c_code){arena_printf(w->arena, "%s == %u ? %s : %s", w->lane, (unsigned)e->imm,
                                 operand_of(w, e->args[1], C_UNARY),
                                 operand_of(w, e->args[0], C_UNARY)),
                    C_CHOICE};
}

static c_code lookup(c_writer *w, const lir_expr *e)
{
    uint64_t count = w->m->data.items[e->imm].size / lir_elem_size((lir_elem)e->type.elem);
    const char *name = symbol_name(w, e->imm);
    if (w->data[e->imm].elem != e->type.elem)
        name = arena_printf(w->arena, "%s((char *)%s)", c_mem((lir_elem)e->type.elem), name);
    return primary(arena_printf(w->arena, "%s[%s & %u]", name, operand_of(w, e->args[0], C_UNARY),
                                (unsigned)(count - 1)));
}

/* ---- The walk -------------------------------------------------------------------------------- */

static c_code variable(c_writer *w, const lir_expr *e)
{
    const c_var *v = &w->vars[e->var];
    if (e->type.lanes > 1)
        return primary(arena_printf(w->arena, "%s[%s]", v->name, w->lane ? w->lane : "0"));
    if (v->form == C_VIEW)
        return (c_code){arena_printf(w->arena, "(char *)&%s", v->name), C_UNARY};
    if (v->form == C_VIEW_PTR || v->form == C_ITEMS)
        return (c_code){arena_printf(w->arena, "(char *)%s", v->name), C_UNARY};
    return primary(v->name);
}

static c_code leaf(c_writer *w, const lir_expr *e)
{
    lir_elem elem = (lir_elem)e->type.elem;
    switch ((lir_op)e->op) {
    case LIR_CONST: {
        const char *text = c_constant(w, elem, e->imm);
        return (c_code){text, *text == '-' ? C_UNARY : C_PRIMARY};
    }
    case LIR_VAR: return variable(w, e);
    case LIR_IOTA:
        return e->type.lanes == 1 ? primary("0")
                                  : cast(w, c_type(elem), primary(w->lane ? w->lane : "0"));
    case LIR_SYMBOL:
        return (c_code){arena_printf(w->arena, "(char *)%s", symbol_name(w, e->imm)), C_UNARY};
    case LIR_FRAME: return (c_code){"(char *)frame", C_UNARY};
    case LIR_LOAD:
    case LIR_GATHER: return load(w, e);
    case LIR_MLOAD: return masked_load(w, e);
    default: return primary(NULL);
    }
}

static c_code mixed(c_writer *w, const lir_expr *e)
{
    switch ((lir_op)e->op) {
    case LIR_SELECT:
        return (c_code){arena_printf(w->arena, "%s ? %s : %s", operand_of(w, e->args[0], C_ADD),
                                     operand_of(w, e->args[1], C_BITS),
                                     operand_of(w, e->args[2], C_BITS)),
                        C_CHOICE};
    case LIR_CVT: return convert(w, e);
    case LIR_BITCAST: return bitcast(w, e);
    case LIR_PADD:
        return (c_code){
            arena_printf(w->arena, "%s + %s",
                         operand(w, (c_code){c_pointer(w, e->args[0], false), C_UNARY}, C_ADD),
                         operand_of(w, e->args[1], C_MULTIPLY)),
            C_ADD};
    case LIR_SPLAT: return code_of(w, e->args[0]);
    case LIR_EXTRACT:
        return primary(c_lane_at(w, e->args[0], arena_printf(w->arena, "%u", (unsigned)e->imm)));
    case LIR_INSERT: return insert(w, e);
    case LIR_SHUFFLE: return shuffle(w, e);
    case LIR_LOOKUP: return lookup(w, e);
    case LIR_ANY: return code_of(w, e->args[0]); /* of one lane */
    case LIR_MATH1:
    case LIR_MATH2: return math(w, e);
    default: return primary(NULL);
    }
}

static c_code code_of(c_writer *w, lir_expr_id id)
{
    const lir_expr *e = c_expr_at(w, id);
    lir_elem elem = (lir_elem)e->type.elem;
    if (w->stamps[id] == w->stamp && w->temps[id])
        return primary(w->temps[id][0] == 'v' && w->lane
                           ? arena_printf(w->arena, "%s[%s]", w->temps[id], w->lane)
                           : w->temps[id]);
    c_code c = leaf(w, e);
    if (!c.text)
        c = mixed(w, e);
    if (c.text)
        return c;
    if (e->op >= LIR_EQ && e->op <= LIR_GE)
        return compare(w, e);
    if (e->op >= LIR_ADDO && e->op <= LIR_MULO)
        return overflow(w, e);
    if (elem == LIR_I1)
        return truth_op(w, e);
    return lir_elem_is_float(elem) ? float_op(w, e) : integer_op(w, id, e);
}

const char *c_expr(c_writer *w, lir_expr_id id)
{
    return code_of(w, id).text;
}
