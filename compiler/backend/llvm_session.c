/* be_llvm: compiles loop IR with LLVM and loads the object files that it makes.
 *
 * Each compile has its own LLVMContext and ends in an object file, whose names are looked up in
 * the table of symbols.c: nothing is searched in the process. */
#include <stdlib.h>

#include "../loop/expand_math.h"
#include "cache.h"
#include "llvm_emit.h"
#include "llvm_internal.h"
#include "native.h"

struct be_session {
    hpc_heap *heap;
    lb_target target;
    math_files *math;         /* sources of elementary functions, parsed when they are needed */
    char error[NATIVE_ERROR]; /* the text behind *error */
};

static const char *set_error(be_session *s, const char *text)
{
    snprintf(s->error, sizeof s->error, "%s", text);
    return s->error;
}

/* ---- Opening --------------------------------------------------------------------------------- */

static void llvm_close(be_session *s)
{
    if (!s)
        return;
    lb_target_close(&s->target);
    math_files_free(s->math);
    hpc_heap_free(s->heap, s);
}

static be_session *llvm_open(hpc_heap *heap, const char **error)
{
    be_session *s = hpc_heap_zalloc(heap, sizeof *s);
    math_files *math = s ? math_files_new(heap) : NULL;
    if (!math) {
        hpc_heap_free(heap, s);
        *error = "out of memory";
        return NULL;
    }
    s->heap = heap;
    s->math = math;
    return s;
}

/* ---- Translating ----------------------------------------------------------------------------- */

/* Registered with the arena before any of them is made. */
static void dispose_unit(void *unit)
{
    lb_unit *u = unit;
    if (u->builder)
        LLVMDisposeBuilder(u->builder);
    if (u->module)
        LLVMDisposeModule(u->module);
    if (u->context)
        LLVMContextDispose(u->context);
    if (u->assembly)
        LLVMDisposeMemoryBuffer(u->assembly);
    LLVMDisposeMessage(u->text);
}

static void on_diagnostic(LLVMDiagnosticInfoRef info, void *unit)
{
    if (LLVMGetDiagInfoSeverity(info) != LLVMDSError)
        return;
    char *text = LLVMGetDiagInfoDescription(info);
    lb_problem(unit, "LLVM: %s", text);
    LLVMDisposeMessage(text);
}

/* The target of the last compile if it is for this processor, else a new one. False with the
 * session's error set on failure. */
static bool choose_target(be_session *s, const char *cpu)
{
    cpu = cpu ? cpu : "native";
    if (s->target.asked && !strcmp(s->target.asked, cpu))
        return true;
    lb_target_close(&s->target);
    const char *problem = lb_target_open(&s->target, cpu);
    if (problem)
        set_error(s, problem);
    return !problem;
}

/* Translates and optimises for s->target; *u lives in the arena. NULL with the session's error set on failure. */
static lb_unit *translate(be_session *s, arena *a, const lir_module *m, const be_options *options,
                          bool whole, LLVMTargetMachineRef *machine)
{
    lb_target *target = &s->target;
    /* Without FMA instructions each step would be a call: the table's functions are one. */
    const char *problem = NULL;
    if (target->cpu.level->fma)
        m = lir_expand_math(a, m, whole, s->math, &problem);
    if (!m) {
        set_error(s, problem);
        return NULL;
    }
    *machine = lb_target_machine(target, options->tier);
    if (!*machine) {
        set_error(s, "LLVM has no code generator for this machine");
        return NULL;
    }
    lb_unit *u = ARENA_NEW(a, lb_unit);
    *u = (lb_unit){.arena = a,
                   .lir = m,
                   .target = target,
                   .tier = options->tier,
                   .fastmath = options->fastmath,
                   .skip_once = options->skip_once,
                   .whole = whole,
                   .remarks = options->remarks};
    arena_defer(a, dispose_unit, u);
    u->context = LLVMContextCreate();
    LLVMContextSetDiagnosticHandler(u->context, on_diagnostic, u);
    u->module = LLVMModuleCreateWithNameInContext("hpc", u->context);
    u->builder = LLVMCreateBuilderInContext(u->context);
    LLVMSetTarget(u->module, target->triple);
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(*machine);
    LLVMSetModuleDataLayout(u->module, layout);
    LLVMDisposeTargetData(layout);
    if (u->remarks)
        lb_listen_to_loops(u);
    lb_translate(u);
    char *message = NULL;
    if (!u->problem[0] && !lb_run_passes(u->module, *machine, options->tier, &message))
        lb_problem(u, "LLVM: %s", message);
    LLVMDisposeMessage(message);
    if (!u->problem[0])
        return u;
    set_error(s, u->problem);
    return NULL;
}

static LLVMMemoryBufferRef emit(be_session *s, lb_unit *u, LLVMTargetMachineRef machine,
                                LLVMCodeGenFileType type)
{
    LLVMMemoryBufferRef buffer = lb_emit(machine, u->module, type, u->tier == BE_TIER_VECTOR);
    if (!buffer)
        lb_problem(u, "LLVM: code generation failed");
    if (!u->problem[0])
        return buffer;
    set_error(s, u->problem);
    if (buffer)
        LLVMDisposeMemoryBuffer(buffer);
    return NULL;
}

static void llvm_release(be_session *s, be_code *code)
{
    (void)s;
    native_release(code);
}

/* ---- The interface --------------------------------------------------------------------------- */

static LLVMMemoryBufferRef compile_object(be_session *s, arena *a, const lir_module *m,
                                          const be_options *options)
{
    LLVMTargetMachineRef machine;
    lb_unit *u = translate(s, a, m, options, false, &machine);
    return u ? emit(s, u, machine, LLVMObjectFile) : NULL;
}

static be_code *compile_in(be_session *s, arena *a, const lir_module *m, const be_options *options)
{
    cache_key key;
    be_code *code = NULL;
    if (!choose_target(s, options->cpu))
        return NULL;
    if (s->target.cpu.lacks[0]) {
        snprintf(s->error, sizeof s->error, "this machine can't run code for %s: it lacks %s",
                 s->target.asked, s->target.cpu.lacks);
        return NULL;
    }
    if (options->cache) {
        key = native_key("llvm", s->target.triple, &s->target.cpu, m, options);
        code = native_cached(s->heap, options->cache, &key, m->fns.len);
    }
    LLVMMemoryBufferRef object = code ? NULL : compile_object(s, a, m, options);
    if (!object)
        return code;
    const char *bytes = LLVMGetBufferStart(object);
    size_t size = LLVMGetBufferSize(object);
    const char *problem;
    code = native_load(s->heap, bytes, size, m->fns.len, &problem);
    if (!code)
        set_error(s, problem);
    else if (options->cache)
        cache_put(options->cache, &key, bytes, size);
    LLVMDisposeMemoryBuffer(object);
    return code;
}

static be_code *llvm_compile(be_session *s, const lir_module *m, const be_options *options,
                             const char **error)
{
    *error = s->error;
    return native_compile(&be_llvm, s, s->heap, s->error, compile_in, m, options);
}

static const char *text_in(be_session *s, arena *work, const lir_module *m,
                           const be_options *options, const char *stage, arena *a)
{
    LLVMTargetMachineRef machine;
    lb_unit *u =
        choose_target(s, options->cpu) ? translate(s, work, m, options, true, &machine) : NULL;
    if (!u)
        return NULL;
    if (!strcmp(stage, "llvm")) {
        u->text = LLVMPrintModuleToString(u->module);
        return arena_strndup(a, u->text, strlen(u->text));
    }
    u->assembly = emit(s, u, machine, LLVMAssemblyFile);
    if (!u->assembly)
        return NULL;
    return arena_strndup(a, LLVMGetBufferStart(u->assembly), LLVMGetBufferSize(u->assembly));
}

static const char *llvm_text(be_session *s, const lir_module *m, const be_options *options,
                             const char *stage, arena *a)
{
    if (strcmp(stage, "llvm") != 0 && strcmp(stage, "asm") != 0)
        return NULL;
    return native_text(s, s->heap, text_in, m, options, stage, a);
}

const be_backend be_llvm = {
    .name = "llvm",
    .open = llvm_open,
    .close = llvm_close,
    .compile = llvm_compile,
    .release = llvm_release,
    .call = native_call,
    .text = llvm_text,
};
