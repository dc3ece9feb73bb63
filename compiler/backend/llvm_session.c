/* be_llvm: compiles loop IR with LLVM and links it with ORC.
 *
 * A session is one LLJIT with one JITDylib of our own, which defines every name that code may
 * refer to; nothing is searched in the process. Each compile has its own LLVMContext, ends in an
 * object file (made by the tier's target machine, not by LLJIT's compiler), and is linked under
 * its own resource tracker, which frees it. */
#include <llvm-c/Error.h>
#include <llvm-c/LLJIT.h>
#include <llvm-c/Orc.h>
#include <stdlib.h>

#include "fpenv.h"
#include "llvm_internal.h"

struct be_session {
    hpc_heap *heap;
    lb_target target;
    LLVMOrcLLJITRef jit;
    LLVMOrcExecutionSessionRef orc;
    LLVMOrcJITDylibRef library;
    uint64_t serial; /* of the next compile: makes public names unique */
    char error[512]; /* the text behind *error */
};

struct be_code {
    LLVMOrcResourceTrackerRef tracker;
    uint32_t count;
    be_entry entries[];
};

/* ---- Errors ---------------------------------------------------------------------------------- */

static const char *set_error(be_session *s, const char *text)
{
    snprintf(s->error, sizeof s->error, "%s", text);
    return s->error;
}

/* Consumes failed; true when it was one. */
static bool take_error(be_session *s, LLVMErrorRef failed)
{
    if (!failed)
        return false;
    char *text = LLVMGetErrorMessage(failed);
    set_error(s, text);
    LLVMDisposeErrorMessage(text);
    return true;
}

static void report_error(void *user, LLVMErrorRef failed)
{
    take_error(user, failed);
}

/* ---- Opening --------------------------------------------------------------------------------- */

typedef struct symbol_list {
    be_session *session;
    LLVMOrcCSymbolMapPairs pairs; /* NULL: only count */
    size_t count;
} symbol_list;

static void add_symbol(void *user, const char *name, const void *address)
{
    symbol_list *list = user;
    if (list->pairs) {
        LLVMJITSymbolFlags flags = {
            LLVMJITSymbolGenericFlagsExported | LLVMJITSymbolGenericFlagsCallable, 0};
        list->pairs[list->count] =
            (LLVMOrcCSymbolMapPair){LLVMOrcExecutionSessionIntern(list->session->orc, name),
                                    {(LLVMOrcExecutorAddress)(uintptr_t)address, flags}};
    }
    list->count++;
}

static const char *define_symbols(be_session *s)
{
    symbol_list list = {s, NULL, 0};
    lb_each_symbol(add_symbol, &list);
    list.pairs = hpc_heap_alloc(s->heap, list.count * sizeof *list.pairs);
    if (!list.pairs)
        return "out of memory";
    list.count = 0;
    lb_each_symbol(add_symbol, &list);
    /* Takes over the names. */
    LLVMOrcMaterializationUnitRef unit = LLVMOrcAbsoluteSymbols(list.pairs, list.count);
    hpc_heap_free(s->heap, list.pairs);
    if (!take_error(s, LLVMOrcJITDylibDefine(s->library, unit)))
        return NULL;
    LLVMOrcDisposeMaterializationUnit(unit);
    return "LLVM: the runtime's symbols were refused";
}

/* LLJIT's own compiler is not used; what it is built with matters little. */
static LLVMOrcLLJITBuilderRef make_builder(be_session *s)
{
    LLVMTargetMachineRef machine = lb_target_machine(&s->target, BE_TIER_VECTOR);
    if (!machine)
        return NULL;
    s->target.machines[BE_TIER_VECTOR] = NULL; /* consumed below */
    LLVMOrcLLJITBuilderRef builder = LLVMOrcCreateLLJITBuilder();
    LLVMOrcLLJITBuilderSetJITTargetMachineBuilder(
        builder, LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine(machine));
    return builder;
}

static const char *open_session(be_session *s)
{
    const char *problem = lb_target_open(&s->target, NULL);
    if (problem)
        return problem;
    LLVMOrcLLJITBuilderRef builder = make_builder(s);
    if (!builder)
        return "LLVM has no code generator for this machine";
    if (take_error(s, LLVMOrcCreateLLJIT(&s->jit, builder)))
        return "LLVM's just-in-time linker can't start";
    s->orc = LLVMOrcLLJITGetExecutionSession(s->jit);
    LLVMOrcExecutionSessionSetErrorReporter(s->orc, report_error, s);
    s->library = LLVMOrcExecutionSessionCreateBareJITDylib(s->orc, "hpc");
    return define_symbols(s);
}

static void llvm_close(be_session *s)
{
    if (!s)
        return;
    if (s->jit)
        take_error(s, LLVMOrcDisposeLLJIT(s->jit));
    lb_target_close(&s->target);
    hpc_heap_free(s->heap, s);
}

static be_session *llvm_open(hpc_heap *heap, const char **error)
{
    be_session *s = hpc_heap_zalloc(heap, sizeof *s);
    if (!s) {
        *error = "out of memory";
        return NULL;
    }
    s->heap = heap;
    *error = open_session(s);
    if (!*error)
        return s;
    llvm_close(s);
    return NULL;
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

static void dispose_target(void *target)
{
    lb_target_close(target);
}

static void on_diagnostic(LLVMDiagnosticInfoRef info, void *unit)
{
    if (LLVMGetDiagInfoSeverity(info) != LLVMDSError)
        return;
    char *text = LLVMGetDiagInfoDescription(info);
    lb_problem(unit, "LLVM: %s", text);
    LLVMDisposeMessage(text);
}

/* The session's target, or one of its own for another processor. NULL with the session's error set
 * on failure. */
static lb_target *choose_target(be_session *s, arena *a, const char *cpu)
{
    if (!cpu)
        return &s->target;
    lb_target *target = ARENA_NEW(a, lb_target);
    arena_defer(a, dispose_target, target);
    const char *problem = lb_target_open(target, cpu);
    if (!problem)
        return target;
    set_error(s, problem);
    return NULL;
}

/* Translates and optimises; *u lives in the arena. NULL with the session's error set on failure. */
static lb_unit *translate(be_session *s, arena *a, const lir_module *m, const be_options *options,
                          LLVMTargetMachineRef *machine)
{
    lb_target *target = choose_target(s, a, options->cpu);
    if (!target)
        return NULL;
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
                   .skip_once = options->skip_once};
    u->prefix = arena_printf(a, "hpc.%llu", (unsigned long long)s->serial++);
    arena_defer(a, dispose_unit, u);
    u->context = LLVMContextCreate();
    LLVMContextSetDiagnosticHandler(u->context, on_diagnostic, u);
    u->module = LLVMModuleCreateWithNameInContext(u->prefix, u->context);
    u->builder = LLVMCreateBuilderInContext(u->context);
    LLVMSetTarget(u->module, target->triple);
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(*machine);
    LLVMSetModuleDataLayout(u->module, layout);
    LLVMDisposeTargetData(layout);
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
    LLVMMemoryBufferRef buffer = NULL;
    char *message = NULL;
    if (LLVMTargetMachineEmitToMemoryBuffer(machine, u->module, type, &message, &buffer)) {
        lb_problem(u, "LLVM: %s", message ? message : "code generation failed");
        LLVMDisposeMessage(message);
    }
    if (!u->problem[0])
        return buffer;
    set_error(s, u->problem);
    if (buffer)
        LLVMDisposeMemoryBuffer(buffer);
    return NULL;
}

/* ---- Linking --------------------------------------------------------------------------------- */

/* What a look-up needs; made before anything that the arena doesn't own. */
typedef struct lookup {
    be_session *session;
    uint32_t count;
    const char **texts;
    LLVMOrcSymbolStringPoolEntryRef *names;
    LLVMOrcCLookupSetElement *set;
    be_code *code;
    bool failed;
} lookup;

static lookup *prepare_lookup(be_session *s, arena *a, const lb_unit *u)
{
    lookup *l = ARENA_NEW(a, lookup);
    l->session = s;
    l->count = u->lir->fns.len;
    l->texts = ARENA_ARRAY(a, const char *, l->count);
    l->names = ARENA_ARRAY(a, LLVMOrcSymbolStringPoolEntryRef, l->count);
    l->set = ARENA_ARRAY(a, LLVMOrcCLookupSetElement, l->count);
    for (uint32_t i = 0; i < l->count; i++)
        l->texts[i] = lb_entry_name(u, a, i);
    return l;
}

static void on_found(LLVMErrorRef failed, LLVMOrcCSymbolMapPairs found, size_t count, void *user)
{
    lookup *l = user;
    if (take_error(l->session, failed)) {
        l->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < l->code->count; k++)
            if (l->names[k] == found[i].Name)
                l->code->entries[k] = (be_entry)(uintptr_t)found[i].Sym.Address;
}

/* Fills code->entries. The session links on the calling thread, so that the answer is there when
 * the look-up returns. */
static bool look_up(lookup *l)
{
    be_session *s = l->session;
    for (uint32_t i = 0; i < l->count; i++) {
        l->names[i] = LLVMOrcExecutionSessionIntern(s->orc, l->texts[i]);
        LLVMOrcRetainSymbolStringPoolEntry(l->names[i]); /* the look-up consumes one */
        l->set[i] = (LLVMOrcCLookupSetElement){l->names[i], LLVMOrcSymbolLookupFlagsRequiredSymbol};
    }
    LLVMOrcCJITDylibSearchOrderElement order = {s->library,
                                                LLVMOrcJITDylibLookupFlagsMatchExportedSymbolsOnly};
    LLVMOrcExecutionSessionLookup(s->orc, LLVMOrcLookupKindStatic, &order, 1, l->set, l->count,
                                  on_found, l);
    for (uint32_t i = 0; i < l->count; i++) {
        LLVMOrcReleaseSymbolStringPoolEntry(l->names[i]);
        l->failed = l->failed || !l->code->entries[i];
    }
    return !l->failed;
}

static void llvm_release(be_session *s, be_code *code)
{
    if (!code)
        return;
    if (code->tracker) {
        take_error(s, LLVMOrcResourceTrackerRemove(code->tracker));
        LLVMOrcReleaseResourceTracker(code->tracker);
    }
    hpc_heap_free(s->heap, code);
}

/* Takes over the object. */
static be_code *link_object(be_session *s, lookup *l, LLVMMemoryBufferRef object)
{
    be_code *code = hpc_heap_zalloc(s->heap, sizeof *code + l->count * sizeof code->entries[0]);
    if (!code) {
        LLVMDisposeMemoryBuffer(object);
        set_error(s, "out of memory");
        return NULL;
    }
    code->count = l->count;
    code->tracker = LLVMOrcJITDylibCreateResourceTracker(s->library);
    l->code = code;
    if (!take_error(s, LLVMOrcLLJITAddObjectFileWithRT(s->jit, code->tracker, object)) &&
        look_up(l))
        return code;
    llvm_release(s, code);
    return NULL;
}

/* ---- The interface --------------------------------------------------------------------------- */

static be_code *compile_in(be_session *s, arena *a, const lir_module *m, const be_options *options)
{
    LLVMTargetMachineRef machine;
    lb_unit *u = translate(s, a, m, options, &machine);
    if (!u)
        return NULL;
    if (!u->target->runs_here) {
        set_error(s, "this machine can't run code for that processor");
        return NULL;
    }
    lookup *names = prepare_lookup(s, a, u);
    LLVMMemoryBufferRef object = emit(s, u, machine, LLVMObjectFile);
    return object ? link_object(s, names, object) : NULL;
}

static be_code *llvm_compile(be_session *s, const lir_module *m, const be_options *options,
                             const char **error)
{
    arena *a = arena_new(s->heap);
    *error = s->error;
    set_error(s, "out of memory");
    if (!a)
        return NULL;
    if (setjmp(*arena_recovery(a))) {
        set_error(s, "out of memory");
        arena_free(a);
        return NULL;
    }
    be_code *code = compile_in(s, a, m, options);
    arena_free(a);
    return code;
}

static hpc_code llvm_call(be_code *code, uint32_t index, hpc_frame *frame, const hpc_word *params,
                          hpc_word *results)
{
    if (index >= code->count)
        return hpc_fail(frame, HPC_RUNTIME_ERROR, "no function %u in this code", index);
    static const _Atomic int32_t never = 0;
    const _Atomic int32_t *poll = frame->poll;
    if (!poll)
        frame->poll = &never; /* compiled code reads it untested */
    fpenv saved = fpenv_enter();
    hpc_code status = code->entries[index](frame, params, results);
    fpenv_leave(saved);
    frame->poll = poll;
    return status;
}

static const char *text_in(be_session *s, arena *work, const lir_module *m,
                           const be_options *options, const char *stage, arena *a)
{
    LLVMTargetMachineRef machine;
    lb_unit *u = translate(s, work, m, options, &machine);
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

/* The arena that translates, owned by the caller's arena: that may fail at any allocation. */
static void free_work(void *work)
{
    arena_free(*(arena **)work);
}

static const char *llvm_text(be_session *s, const lir_module *m, const be_options *options,
                             const char *stage, arena *a)
{
    if (strcmp(stage, "llvm") != 0 && strcmp(stage, "asm") != 0)
        return NULL;
    arena **work = ARENA_NEW(a, arena *);
    arena_defer(a, free_work, work);
    *work = arena_new(s->heap);
    if (!*work)
        return NULL;
    const char *text = NULL;
    if (!setjmp(*arena_recovery(*work)))
        text = text_in(s, *work, m, options, stage, a);
    arena_free(*work);
    *work = NULL;
    return text;
}

const be_backend be_llvm = {
    .name = "llvm",
    .open = llvm_open,
    .close = llvm_close,
    .compile = llvm_compile,
    .release = llvm_release,
    .call = llvm_call,
    .text = llvm_text,
};
