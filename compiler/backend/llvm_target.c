/* This machine's architecture as a target of LLVM, and the passes each tier runs.
 *
 * Takes a processor and gives target machines that never contract floating
 * point operations by themselves. */
#include <llvm-c/Analysis.h>
#include <llvm-c/Error.h>
#include <llvm-c/Target.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <pthread.h>
#include <string.h>

#include "llvm_internal.h"

/* LLVM keeps its targets in a process-wide registry, filled once. It takes a while. */
static pthread_once_t targets_once = PTHREAD_ONCE_INIT;
static void register_targets(void)
{
    LLVMInitializeNativeTarget();
    LLVMInitializeNativeAsmPrinter();
}

const char *lb_target_open(lb_target *target, const char *asked)
{
    memset(target, 0, sizeof *target);
    const char *problem = cpu_open(&target->cpu, asked);
    if (problem)
        return problem;
    target->asked = LLVMCreateMessage(asked);
    target->triple = LLVMGetDefaultTargetTriple();
    if (target->asked && target->triple)
        return NULL;
    lb_target_close(target);
    return "out of memory";
}

void lb_target_close(lb_target *target)
{
    for (int tier = 0; tier < LB_TIERS; tier++)
        if (target->machines[tier])
            LLVMDisposeTargetMachine(target->machines[tier]);
    LLVMDisposeMessage(target->asked);
    LLVMDisposeMessage(target->triple);
    cpu_close(&target->cpu);
    memset(target, 0, sizeof *target);
}

LLVMTargetMachineRef lb_target_machine(lb_target *target, be_tier tier)
{
    static const LLVMCodeGenOptLevel levels[LB_TIERS] = {
        [BE_TIER_ONCE] = LLVMCodeGenLevelNone,
        [BE_TIER_VECTOR] = LLVMCodeGenLevelDefault,
        [BE_TIER_SCALAR] = LLVMCodeGenLevelDefault,
    };
    if (target->machines[tier])
        return target->machines[tier];
    pthread_once(&targets_once, register_targets); /* not before: cached code needs none */
    LLVMTargetRef native;
    char *message = NULL;
    if (LLVMGetTargetFromTriple(target->triple, &native, &message)) {
        LLVMDisposeMessage(message);
        return NULL;
    }
    target->machines[tier] =
        LLVMCreateTargetMachine(native, target->triple, target->cpu.name, target->cpu.features,
                                levels[tier], LLVMRelocPIC, LLVMCodeModelSmall);
    return target->machines[tier];
}

/* ONCE compiles as little as it can; VECTOR cleans up vector loops that are already in their final
 * shape; SCALAR is what a C compiler does. */
static const char *const pass_lists[LB_TIERS] = {
    [BE_TIER_ONCE] = NULL,
    [BE_TIER_VECTOR] = "function(sroa,early-cse,simplifycfg,loop-mssa(licm),loop-unroll<O2>,"
                       "early-cse,simplifycfg)",
    [BE_TIER_SCALAR] = "always-inline,default<O2>",
};

bool lb_run_passes(LLVMModuleRef module, LLVMTargetMachineRef machine, be_tier tier, char **error)
{
#ifndef NDEBUG
    char *message = NULL;
    if (LLVMVerifyModule(module, LLVMReturnStatusAction, &message)) {
        *error = message;
        return false;
    }
    LLVMDisposeMessage(message);
#endif
    if (!pass_lists[tier])
        return true;
    LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
    LLVMPassBuilderOptionsSetLoopVectorization(options, 1);
    LLVMPassBuilderOptionsSetSLPVectorization(options, 1);
    LLVMPassBuilderOptionsSetLoopInterleaving(options, 1);
    LLVMErrorRef failed = LLVMRunPasses(module, pass_lists[tier], machine, options);
    LLVMDisposePassBuilderOptions(options);
    if (!failed)
        return true;
    char *text = LLVMGetErrorMessage(failed);
    *error = LLVMCreateMessage(text);
    LLVMDisposeErrorMessage(text);
    return false;
}
