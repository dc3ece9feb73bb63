/* Assembles a text: it becomes the inline assembly of an empty LLVM module, which is emitted. */
#include "llvm_assemble.h"

#include <llvm-c/Target.h>
#include <pthread.h>

#include "llvm_emit.h"
#include "llvm_internal.h"

struct llvm_assembler {
    hpc_heap *heap;
    lb_target target;
    LLVMMemoryBufferRef object; /* of the last run */
    char problem[256];
};

static pthread_once_t parsers_once = PTHREAD_ONCE_INIT;
static void register_parsers(void)
{
    LLVMInitializeNativeAsmParser();
}

llvm_assembler *assembler_open(hpc_heap *heap, const char *cpu)
{
    llvm_assembler *as = hpc_heap_zalloc(heap, sizeof *as);
    if (!as)
        return NULL;
    as->heap = heap;
    pthread_once(&parsers_once, register_parsers);
    if (!lb_target_open(&as->target, cpu) && lb_target_machine(&as->target, BE_TIER_ONCE))
        return as;
    assembler_close(as);
    return NULL;
}

void assembler_clear(llvm_assembler *as)
{
    if (as->object)
        LLVMDisposeMemoryBuffer(as->object);
    as->object = NULL;
}

void assembler_close(llvm_assembler *as)
{
    if (!as)
        return;
    assembler_clear(as);
    lb_target_close(&as->target);
    hpc_heap_free(as->heap, as);
}

static void on_diagnostic(LLVMDiagnosticInfoRef info, void *assembler)
{
    llvm_assembler *as = assembler;
    if (LLVMGetDiagInfoSeverity(info) != LLVMDSError || as->problem[0])
        return;
    char *text = LLVMGetDiagInfoDescription(info);
    snprintf(as->problem, sizeof as->problem, "LLVM's assembler: %s", text);
    LLVMDisposeMessage(text);
}

const void *assembler_run(llvm_assembler *as, const char *text, size_t length, size_t *size,
                          const char **problem)
{
    assembler_clear(as);
    as->problem[0] = '\0';
    *problem = as->problem;
    LLVMContextRef context = LLVMContextCreate();
    LLVMContextSetDiagnosticHandler(context, on_diagnostic, as);
    LLVMModuleRef module = LLVMModuleCreateWithNameInContext("hpc", context);
    LLVMTargetMachineRef machine = lb_target_machine(&as->target, BE_TIER_ONCE);
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(machine);
    LLVMSetTarget(module, as->target.triple);
    LLVMSetModuleDataLayout(module, layout);
    LLVMDisposeTargetData(layout);
    LLVMSetModuleInlineAsm2(module, text, length);
    as->object = lb_emit(machine, module, LLVMObjectFile, true);
    LLVMDisposeModule(module);
    LLVMContextDispose(context);
    if (as->object && !as->problem[0]) {
        *size = LLVMGetBufferSize(as->object);
        return LLVMGetBufferStart(as->object);
    }
    if (!as->problem[0])
        snprintf(as->problem, sizeof as->problem, "LLVM's assembler refuses what GCC made");
    return NULL;
}
