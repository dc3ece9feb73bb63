/* A loop IR module to an LLVM module: types, constant data, declarations, entries.
 *
 * For `fn f(i64 n) -> f64` this makes
 *   define internal fastcc {i32, double} @f.0.0(ptr frame, i64 n)   where functions call it
 *   define i32 @entry_0(ptr frame, ptr params, ptr results)      its be_entry form
 */
#include <stdarg.h>
#include <stdio.h>

#include "llvm_internal.h"

void lb_problem(lb_unit *u, const char *format, ...)
{
    va_list args;
    if (u->problem[0])
        return;
    va_start(args, format);
    vsnprintf(u->problem, sizeof u->problem, format, args);
    va_end(args);
}

/* ---- Attributes ------------------------------------------------------------------------------ */

static LLVMAttributeRef attribute(lb_unit *u, const char *name, uint64_t value)
{
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    return LLVMCreateEnumAttribute(u->context, kind, value);
}

static void add_attribute(lb_unit *u, LLVMValueRef fn, const char *name)
{
    LLVMAddAttributeAtIndex(fn, LLVMAttributeFunctionIndex, attribute(u, name, 0));
}

static void add_text(lb_unit *u, LLVMValueRef fn, const char *name, const char *value)
{
    LLVMAttributeRef a = LLVMCreateStringAttribute(u->context, name, (unsigned)strlen(name), value,
                                                   (unsigned)strlen(value));
    LLVMAddAttributeAtIndex(fn, LLVMAttributeFunctionIndex, a);
}

/* Processor and features are the target machine's: as attributes they would be parsed again for
 * each function. */
static void describe_target(lb_unit *u, LLVMValueRef fn)
{
    add_attribute(u, fn, "nounwind");
    if (u->target->cpu.level->vector_bytes == 64) { /* LLVM prefers 256 on most processors */
        add_text(u, fn, "prefer-vector-width", "512");
        add_text(u, fn, "min-legal-vector-width", "512");
    }
}

/* Nothing but the function and what it calls reads or writes the frame meanwhile. */
static void describe_frame(lb_unit *u, LLVMValueRef fn)
{
    LLVMAddAttributeAtIndex(fn, 1, attribute(u, "noalias", 0));
    LLVMAddAttributeAtIndex(fn, 1, attribute(u, "dereferenceable", sizeof(hpc_frame)));
}

lb_callee lb_external(lb_unit *u, const char *name, LLVMTypeRef result, LLVMTypeRef *params,
                      unsigned count, lb_effect effect)
{
    lb_callee callee = {LLVMGetNamedFunction(u->module, name),
                        LLVMFunctionType(result, params, count, false)};
    if (callee.fn)
        return callee;
    callee.fn = LLVMAddFunction(u->module, name, callee.type);
    add_attribute(u, callee.fn, "nounwind");
    if (effect == LB_COLD)
        add_attribute(u, callee.fn, "cold");
    if (effect == LB_PURE) {
        add_attribute(u, callee.fn, "willreturn");
        add_attribute(u, callee.fn, "memory"); /* value 0: none is read or written */
    }
    return callee;
}

/* ---- Words ----------------------------------------------------------------------------------- */

static LLVMValueRef word_address(lb_fn *fb, LLVMValueRef words, uint32_t i)
{
    return lb_address(fb, words, LLVMConstInt(fb->u->elems[LIR_I64], 8 * (uint64_t)i, false));
}

void lb_store_word(lb_fn *fb, LLVMValueRef words, uint32_t i, LLVMValueRef value, lir_elem elem)
{
    if (lir_elem_is_float(elem))
        value = lb_convert(fb, value, elem, LIR_F64, 1);
    else if (elem != LIR_PTR)
        value = lb_convert(fb, value, elem, LIR_I64, 1);
    LLVMBuildStore(fb->builder, value, word_address(fb, words, i));
}

LLVMValueRef lb_load_word(lb_fn *fb, LLVMValueRef words, uint32_t i, lir_elem elem)
{
    lir_elem stored = elem == LIR_PTR ? LIR_PTR : lir_elem_is_float(elem) ? LIR_F64 : LIR_I64;
    LLVMValueRef value =
        LLVMBuildLoad2(fb->builder, fb->u->elems[stored], word_address(fb, words, i), "");
    return lb_convert(fb, value, stored, elem, 1);
}

/* ---- Entries --------------------------------------------------------------------------------- */

/* The form that object_load looks for. */
static const char *entry_name(arena *a, uint32_t index)
{
    return arena_printf(a, "entry_%u", index);
}

static lir_elem variable_elem(const lir_fn *f, lir_var_id var)
{
    return (lir_elem)f->vars.items[var].type.elem;
}

LLVMValueRef *lb_load_params(lb_fn *fb, LLVMValueRef words)
{
    const lir_fn *f = fb->lir;
    LLVMValueRef *values = ARENA_ARRAY(fb->u->arena, LLVMValueRef, f->params.len + 1);
    for (uint32_t i = 0; i < f->params.len; i++)
        values[i] = lb_load_word(fb, words, i, variable_elem(f, f->params.items[i]));
    return values;
}

void lb_store_result(lb_fn *fb, LLVMValueRef words, uint32_t i, LLVMValueRef value)
{
    lb_store_word(fb, words, i, value, variable_elem(fb->lir, fb->lir->results.items[i]));
}

/* Calls the internal form. */
static void wrap(lb_unit *u, const lir_fn *f, LLVMValueRef entry)
{
    lb_fn fb = {.u = u, .builder = u->builder, .lir = f, .fn = entry};
    const lb_function *callee = &u->functions[f->index];
    LLVMValueRef *args = ARENA_ARRAY(u->arena, LLVMValueRef, f->params.len + 1);
    lb_position(&fb, lb_new_block(&fb, "entry"));
    LLVMValueRef *params = lb_load_params(&fb, LLVMGetParam(entry, 1));
    args[0] = LLVMGetParam(entry, 0);
    for (uint32_t i = 0; i < f->params.len; i++)
        args[i + 1] = params[i];
    LLVMValueRef result =
        LLVMBuildCall2(u->builder, callee->type, callee->levels[0], args, f->params.len + 1, "");
    LLVMSetInstructionCallConv(result, LLVMFastCallConv);
    for (uint32_t i = 0; i < f->results.len; i++)
        lb_store_result(&fb, LLVMGetParam(entry, 2), i,
                        LLVMBuildExtractValue(u->builder, result, i + 1, ""));
    LLVMBuildRet(u->builder, LLVMBuildExtractValue(u->builder, result, 0, ""));
}

bool lb_is_skipped(const lb_unit *u, const lir_fn *f)
{
    return (u->skip_once && f->once) || lb_is_cold(u, f->index);
}

LLVMValueRef lb_entry_function(lb_unit *u, uint32_t index)
{
    LLVMValueRef *entry = &u->functions[index].entry;
    if (*entry)
        return *entry;
    *entry = LLVMAddFunction(u->module, entry_name(u->arena, index), u->entry_type);
    describe_target(u, *entry);
    describe_frame(u, *entry);
    return *entry;
}

static void make_entry(lb_unit *u, const lir_fn *f)
{
    if (lb_is_skipped(u, f))
        return;
    LLVMValueRef entry = lb_entry_function(u, f->index);
    if (u->functions[f->index].called)
        wrap(u, f, entry);
    else
        lb_translate_entry(u, f, entry);
}

/* ---- Declarations ---------------------------------------------------------------------------- */

static void make_types(lb_unit *u)
{
    LLVMContextRef c = u->context;
    for (int e = 0; e < LIR_ELEM_COUNT; e++)
        u->elems[e] = LLVMIntTypeInContext(c, 8 * lir_elem_size((lir_elem)e));
    u->elems[LIR_I1] = LLVMInt1TypeInContext(c);
    u->elems[LIR_F16] = LLVMHalfTypeInContext(c);
    u->elems[LIR_F32] = LLVMFloatTypeInContext(c);
    u->elems[LIR_F64] = LLVMDoubleTypeInContext(c);
    u->elems[LIR_PTR] = LLVMPointerTypeInContext(c, 0);
    u->void_type = LLVMVoidTypeInContext(c);
    LLVMTypeRef ptr = u->elems[LIR_PTR];
    u->entry_type = LLVMFunctionType(u->elems[LIR_I32], (LLVMTypeRef[]){ptr, ptr, ptr}, 3, false);
}

static unsigned kind_of(lb_unit *u, const char *name)
{
    return LLVMGetMDKindIDInContext(u->context, name, (unsigned)strlen(name));
}

static void make_metadata(lb_unit *u)
{
    LLVMTypeRef i32 = u->elems[LIR_I32];
    LLVMMetadataRef weights[] = {LLVMMDStringInContext2(u->context, "branch_weights", 14),
                                 LLVMValueAsMetadata(LLVMConstInt(i32, 1u << 20, false)),
                                 LLVMValueAsMetadata(LLVMConstInt(i32, 1, false))};
    LLVMMetadataRef one = LLVMValueAsMetadata(LLVMConstInt(i32, 1, false));
    LLVMMetadataRef zero = LLVMValueAsMetadata(LLVMConstInt(i32, 0, false));
    u->unlikely_node = LLVMMDNodeInContext2(u->context, weights, 3);
    LLVMMetadataRef rare[] = {weights[0], weights[2], weights[1]};
    u->rare_node = LLVMMDNodeInContext2(u->context, rare, 3);
    u->not_zero_node = LLVMMDNodeInContext2(u->context, (LLVMMetadataRef[]){one, zero}, 2);
    u->empty_node = LLVMMDNodeInContext2(u->context, NULL, 0);
    u->one_node = LLVMMDNodeInContext2(u->context, &one, 1);
    u->weights_kind = kind_of(u, "prof");
    u->range_kind = kind_of(u, "range");
    u->invariant_kind = kind_of(u, "invariant.load");
    u->nontemporal_kind = kind_of(u, "nontemporal");
    u->loop_kind = kind_of(u, "llvm.loop");
}

static void make_data(lb_unit *u)
{
    u->data = ARENA_ARRAY(u->arena, LLVMValueRef, u->lir->data.len);
    for (uint32_t i = 0; i < u->lir->data.len; i++) {
        const lir_data *d = &u->lir->data.items[i];
        LLVMValueRef bytes = LLVMConstStringInContext2(u->context, d->bytes, d->size, true);
        LLVMValueRef global = LLVMAddGlobal(u->module, LLVMTypeOf(bytes), "data");
        LLVMSetInitializer(global, bytes);
        LLVMSetLinkage(global, LLVMPrivateLinkage);
        LLVMSetGlobalConstant(global, true);
        LLVMSetAlignment(global, HPC_ALIGNMENT);
        u->data[i] = global;
    }
}

/* How many copies of a function that calls itself are nested by inlining: calls are most of what
 * short recursive functions cost. LLVM's inliner never inlines a recursive function. */
static unsigned level_count(const lb_unit *u, const lir_fn *f)
{
    enum { BUDGET = 800 }; /* of statements and expressions: four levels of a short function */
    unsigned calls = 0, levels = 1;
    for (uint32_t i = 1; i < f->stmts.len; i++)
        calls += f->stmts.items[i].kind == LIR_S_CALL && f->stmts.items[i].imm == f->index;
    if (u->tier != BE_TIER_SCALAR || calls == 0)
        return 1;
    uint64_t size = f->stmts.len + f->exprs.len, total = size;
    while (levels < LB_MAX_LEVELS && (total = total * calls + size) <= BUDGET)
        levels++;
    return levels;
}

static void find_called(lb_unit *u)
{
    for (uint32_t i = 0; i < u->lir->fns.len; i++) {
        const lir_fn *f = u->lir->fns.items[i];
        for (uint32_t k = 1; k < f->stmts.len && !lb_is_skipped(u, f); k++)
            if (f->stmts.items[k].kind == LIR_S_CALL &&
                !lb_is_cold(u, (uint32_t)f->stmts.items[k].imm))
                u->functions[f->stmts.items[k].imm].called = true;
    }
}

static void declare_function(lb_unit *u, const lir_fn *f)
{
    lb_function *out = &u->functions[f->index];
    LLVMTypeRef *types = ARENA_ARRAY(u->arena, LLVMTypeRef, f->params.len + f->results.len + 1);
    types[0] = u->elems[LIR_I32];
    for (uint32_t i = 0; i < f->results.len; i++)
        types[i + 1] = lb_type(u, f->vars.items[f->results.items[i]].type);
    out->result_type = LLVMStructTypeInContext(u->context, types, f->results.len + 1, false);
    types[0] = u->elems[LIR_PTR];
    for (uint32_t i = 0; i < f->params.len; i++)
        types[i + 1] = lb_type(u, f->vars.items[f->params.items[i]].type);
    out->type = LLVMFunctionType(out->result_type, types, f->params.len + 1, false);
    out->level_count = out->called ? level_count(u, f) : 0;
    for (unsigned k = 0; k < out->level_count; k++) {
        LLVMValueRef fn = LLVMAddFunction(
            u->module, arena_printf(u->arena, "%s.%u.%u", f->name, f->index, k), out->type);
        LLVMSetLinkage(fn, LLVMInternalLinkage);
        LLVMSetFunctionCallConv(fn, LLVMFastCallConv);
        describe_target(u, fn);
        describe_frame(u, fn);
        if (k > 0)
            add_attribute(u, fn, "alwaysinline");
        out->levels[k] = fn;
    }
}

/* A declaration that nothing uses yet is dropped unless this list has it. */
static void keep_declarations(lb_unit *u)
{
    if (!u->kept.len)
        return;
    LLVMValueRef list = LLVMConstArray(u->elems[LIR_PTR], u->kept.items, u->kept.len);
    LLVMValueRef used = LLVMAddGlobal(u->module, LLVMTypeOf(list), "llvm.compiler.used");
    LLVMSetLinkage(used, LLVMAppendingLinkage);
    LLVMSetSection(used, "llvm.metadata");
    LLVMSetInitializer(used, list);
}

void lb_translate(lb_unit *u)
{
    u->functions = ARENA_ARRAY(u->arena, lb_function, u->lir->fns.len);
    make_types(u);
    make_metadata(u);
    make_data(u);
    find_called(u);
    for (uint32_t i = 0; i < u->lir->fns.len; i++)
        declare_function(u, u->lir->fns.items[i]);
    for (uint32_t i = 0; i < u->lir->fns.len; i++) {
        const lir_fn *f = u->lir->fns.items[i];
        for (unsigned k = 0; k < u->functions[i].level_count; k++)
            lb_translate_function(u, f, k);
        make_entry(u, f);
    }
    keep_declarations(u);
}
