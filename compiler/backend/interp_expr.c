/* Decodes expressions: each becomes at most one instruction and has a place; variables and
 * constants are used where they lie. */
#include "interp.h"

static const lir_expr *expr_at(const in_decoder *d, lir_expr_id id)
{
    return &d->lir->exprs.items[id];
}

void in_begin_statement(in_decoder *d)
{
    d->stamp++;
    d->temp = 0;
}

/* ---- Constants ------------------------------------------------------------------------------- */

static in_place constant_lanes(in_decoder *d, const lir_expr *e)
{
    size_t size = in_size(e->type), item = lir_elem_size((lir_elem)e->type.elem);
    char *bytes = arena_alloc(d->arena, size);
    for (unsigned l = 0; l < e->type.lanes; l++) {
        uint64_t bits = e->op == LIR_IOTA ? l : e->imm;
        memcpy(bytes + l * item, &bits, item);
    }
    return in_constant(d, bytes, size);
}

static in_place constant_address(in_decoder *d, const lir_expr *e)
{
    const lir_data *data = &d->m->data.items[e->imm];
    const void *bytes = data->bytes;
    if ((uintptr_t)bytes % 16) {
        void *copy = arena_alloc(d->code->arena, data->size);
        memcpy(copy, bytes, data->size);
        bytes = copy;
    }
    return in_constant(d, &bytes, sizeof bytes);
}

/* ---- Operations by kernels ------------------------------------------------------------------- */

/* The instruction for scalars of the common types; 0 (KERNEL) when there is none. */
static in_code scalar_code(const lir_expr *e, lir_elem elem)
{
    static const uint8_t i64[LIR_OP_COUNT] = {
        [LIR_ADD] = IN_ADD_I64,   [LIR_SUB] = IN_SUB_I64,   [LIR_MUL] = IN_MUL_I64,
        [LIR_EQ] = IN_EQ_I64,     [LIR_NE] = IN_NE_I64,     [LIR_LT] = IN_LT_I64,
        [LIR_LE] = IN_LE_I64,     [LIR_GT] = IN_GT_I64,     [LIR_GE] = IN_GE_I64,
        [LIR_ADDO] = IN_ADDO_I64, [LIR_SUBO] = IN_SUBO_I64, [LIR_MULO] = IN_MULO_I64,
    };
    static const uint8_t f64[LIR_OP_COUNT] = {
        [LIR_ADD] = IN_ADD_F64, [LIR_SUB] = IN_SUB_F64, [LIR_MUL] = IN_MUL_F64,
        [LIR_DIV] = IN_DIV_F64, [LIR_EQ] = IN_EQ_F64,   [LIR_NE] = IN_NE_F64,
        [LIR_LT] = IN_LT_F64,   [LIR_LE] = IN_LE_F64,   [LIR_GT] = IN_GT_F64,
        [LIR_GE] = IN_GE_F64,
    };
    /* clang-format off */
    static const uint8_t i1[LIR_OP_COUNT] = {
        [LIR_AND] = IN_AND_I1, [LIR_OR] = IN_OR_I1, [LIR_NOT] = IN_NOT_I1,
    };
    /* clang-format on */
    if (e->type.lanes != 1)
        return IN_KERNEL;
    return (in_code)(elem == LIR_I64   ? i64[e->op]
                     : elem == LIR_F64 ? f64[e->op]
                     : elem == LIR_I1  ? i1[e->op]
                                       : 0);
}

bool in_scalar_code(const in_decoder *d, lir_expr_id id)
{
    const lir_expr *e = expr_at(d, id);
    lir_elem from = (lir_elem)expr_at(d, e->args[0])->type.elem;
    return lir_op_arity((lir_op)e->op) > 0 && scalar_code(e, from) != IN_KERNEL;
}

static void emit_kernel(in_decoder *d, const lir_expr *e, in_place out, const in_place *args)
{
    lir_elem from = (lir_elem)expr_at(d, e->args[e->op == LIR_SELECT])->type.elem;
    lir_kernel kernel = e->op == LIR_CVT ? lir_kernel_cvt(from, (lir_elem)e->type.elem)
                                         : lir_kernel_of((lir_op)e->op, from);
    if (!kernel) {
        d->problem = "an operation is not defined for its type of element";
        return;
    }
    in_ins *i = in_emit(d, scalar_code(e, from));
    i->kernel = kernel;
    i->lanes = e->type.lanes;
    i->out = out;
    i->a = args[0];
    i->b = args[1];
    i->c = args[2];
}

static void emit_math(in_decoder *d, const lir_expr *e, in_place out, const in_place *args)
{
    static const uint8_t codes[2][3] = {{IN_MATH1_F16, IN_MATH1_F32, IN_MATH1_F64},
                                        {IN_MATH2_F16, IN_MATH2_F32, IN_MATH2_F64}};
    in_ins *i = in_emit(d, (in_code)codes[e->op == LIR_MATH2][e->type.elem - LIR_F16]);
    i->pointer = &math_rows[e->imm][e->type.elem == LIR_F64 ? MATH_F64 : MATH_F32];
    i->lanes = e->type.lanes;
    i->size = (uint8_t)lir_elem_size((lir_elem)e->type.elem);
    i->out = out;
    i->a = args[0];
    i->b = args[1];
}

/* ---- The others ------------------------------------------------------------------------------ */

/* An instruction on places that knows the element's size and lanes. imm is the element's type. */
static in_ins *emit_plain(in_decoder *d, in_code code, const lir_expr *e, in_place out,
                          const in_place *args)
{
    in_ins *i = in_emit(d, code);
    i->lanes = e->type.lanes;
    i->size = (uint8_t)lir_elem_size((lir_elem)e->type.elem);
    i->imm = e->type.elem;
    i->out = out;
    i->a = args[0];
    i->b = args[1];
    i->c = args[2];
    i->d = args[3];
    return i;
}

static void emit_load(in_decoder *d, const lir_expr *e, in_place out, const in_place *args)
{
    size_t size = in_size(e->type);
    in_code code = e->type.elem == LIR_I1 ? IN_LOAD_I1 : size == 8 ? IN_LOAD8 : IN_LOAD;
    emit_plain(d, code, e, out, args)->imm = (int64_t)size;
}

static void emit_bitcast(in_decoder *d, const lir_expr *e, in_place out, const in_place *args)
{
    lir_type from = expr_at(d, e->args[0])->type;
    if (from.elem == LIR_I1 && e->type.elem != LIR_I1)
        emit_plain(d, IN_PACK_BITS, e, out, args)->lanes = from.lanes;
    else if (e->type.elem == LIR_I1 && from.elem != LIR_I1)
        emit_plain(d, IN_UNPACK_BITS, e, out, args);
    else
        emit_plain(d, IN_COPY, e, out, args)->imm = (int64_t)in_size(e->type);
}

static void emit_expr(in_decoder *d, const lir_expr *e, in_place out, const in_place *args)
{
    switch (e->op) {
    case LIR_LOAD: emit_load(d, e, out, args); break;
    case LIR_MLOAD: emit_plain(d, IN_MLOAD, e, out, args); break;
    case LIR_GATHER: emit_plain(d, IN_GATHER, e, out, args); break;
    case LIR_PADD: emit_plain(d, IN_PADD, e, out, args); break;
    case LIR_SPLAT: emit_plain(d, IN_SPLAT, e, out, args); break;
    case LIR_EXTRACT: emit_plain(d, IN_EXTRACT, e, out, args)->imm = (int64_t)e->imm; break;
    case LIR_INSERT: emit_plain(d, IN_INSERT, e, out, args)->imm = (int64_t)e->imm; break;
    case LIR_BITCAST: emit_bitcast(d, e, out, args); break;
    case LIR_ANY:
        emit_plain(d, IN_ANY, e, out, args)->lanes = expr_at(d, e->args[0])->type.lanes;
        break;
    case LIR_FRAME: emit_plain(d, IN_FRAME, e, out, args); break;
    case LIR_SHUFFLE: {
        in_ins *i = emit_plain(d, IN_SHUFFLE, e, out, args);
        i->imm = expr_at(d, e->args[0])->type.lanes;
        i->pointer = d->lir->shuffles.items[e->imm].items;
        break;
    }
    case LIR_LOOKUP: {
        in_ins *i = emit_plain(d, IN_LOOKUP, e, out, args);
        i->pointer = d->m->data.items[e->imm].bytes;
        i->imm = (int64_t)(d->m->data.items[e->imm].size / i->size) - 1;
        break;
    }
    case LIR_MATH1:
    case LIR_MATH2: emit_math(d, e, out, args); break;
    default: emit_kernel(d, e, out, args); break;
    }
}

/* ---- Entry points ---------------------------------------------------------------------------- */

static bool remembered(const in_decoder *d, lir_expr_id id)
{
    return d->stamps[id] == d->stamp || d->stamps[id] == UINT32_MAX;
}

/* The place of an expression that needs no instruction; IN_NO_PLACE for the others. */
static in_place leaf(in_decoder *d, lir_expr_id id)
{
    const lir_expr *e = expr_at(d, id);
    if (remembered(d, id))
        return d->memo[id];
    if (e->op == LIR_VAR)
        return d->vars[e->var];
    if (e->op != LIR_CONST && e->op != LIR_IOTA && e->op != LIR_SYMBOL)
        return IN_NO_PLACE;
    d->memo[id] = e->op == LIR_SYMBOL ? constant_address(d, e) : constant_lanes(d, e);
    d->stamps[id] = UINT32_MAX;
    return d->memo[id];
}

static void decode_args(in_decoder *d, const lir_expr *e, in_place args[LIR_MAX_ARGS])
{
    for (unsigned k = 0; k < LIR_MAX_ARGS; k++)
        args[k] = k < lir_op_arity((lir_op)e->op) ? in_expr(d, e->args[k]) : 0;
}

in_place in_expr(in_decoder *d, lir_expr_id id)
{
    in_place place = leaf(d, id);
    if (place != IN_NO_PLACE)
        return place;
    const lir_expr *e = expr_at(d, id);
    in_place args[LIR_MAX_ARGS];
    decode_args(d, e, args);
    place = in_temp(d, in_size(e->type));
    emit_expr(d, e, place, args);
    d->memo[id] = place;
    d->stamps[id] = d->stamp;
    return place;
}

void in_expr_into(in_decoder *d, lir_expr_id id, in_place out)
{
    const lir_expr *e = expr_at(d, id);
    in_place place = leaf(d, id);
    if (place == IN_NO_PLACE) {
        in_place args[LIR_MAX_ARGS];
        decode_args(d, e, args);
        emit_expr(d, e, out, args);
        return;
    }
    size_t size = in_size(e->type);
    in_ins *i = in_emit(d, size == 8 ? IN_COPY8 : IN_COPY);
    i->imm = (int64_t)size;
    i->out = out;
    i->a = place;
}

static void emit_convert(in_decoder *d, in_place out, lir_elem to, in_place in, lir_elem from)
{
    in_ins *i = in_emit(d, from == to ? IN_COPY8 : IN_KERNEL);
    i->kernel = from == to ? NULL : lir_kernel_cvt(from, to);
    i->lanes = 1;
    i->out = out;
    i->a = in;
}

static lir_elem word_elem(lir_elem elem)
{
    return elem == LIR_PTR ? LIR_PTR : lir_elem_is_float(elem) ? LIR_F64 : LIR_I64;
}

void in_to_word(in_decoder *d, in_place word, lir_elem elem, in_place value)
{
    emit_convert(d, word, word_elem(elem), value, elem);
}

void in_from_word(in_decoder *d, in_place value, lir_elem elem, in_place word)
{
    emit_convert(d, value, elem, word, word_elem(elem));
}
