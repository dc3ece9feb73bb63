/* The host as a target of LLVM, and the passes each tier runs.
 *
 * Takes a processor's name and gives target machines that never contract floating
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

/* The processors that can be asked for: the levels of the x86-64 psABI. (LLVM ends the process
 * when it is given a name that it does not know.) */
typedef struct cpu_row {
    const char *name;
    unsigned vector_bits;
    const char *last_feature; /* what the host must have to run such code */
} cpu_row;

static const cpu_row cpus[] = {
    {"x86-64", 128, "+sse2"},
    {"x86-64-v2", 128, "+sse4.2"},
    {"x86-64-v3", 256, "+avx2"},
    {"x86-64-v4", 512, "+avx512vl"},
};

static const cpu_row *find_cpu(const char *name)
{
    for (size_t i = 0; i < sizeof cpus / sizeof cpus[0]; i++)
        if (!strcmp(cpus[i].name, name))
            return &cpus[i];
    return NULL;
}

static bool host_has(const char *host_features, const char *feature)
{
    size_t length = strlen(feature);
    for (const char *at = host_features; (at = strstr(at, feature)); at += length)
        if (at[length] == ',' || at[length] == '\0')
            return true;
    return false;
}

static unsigned host_vector_bits(const char *features)
{
    if (host_has(features, "+avx512f") && host_has(features, "+avx512vl"))
        return 512;
    return host_has(features, "+avx2") && host_has(features, "+fma") ? 256 : 128;
}

static const char *open_named(lb_target *target, const char *cpu)
{
    const cpu_row *row = find_cpu(cpu);
    if (!row)
        return "unknown processor: known are x86-64, x86-64-v2, x86-64-v3 and x86-64-v4";
    char *host = LLVMGetHostCPUFeatures();
    target->runs_here = host && host_has(host, row->last_feature);
    LLVMDisposeMessage(host);
    target->vector_bits = row->vector_bits;
    target->cpu = LLVMCreateMessage(cpu);
    target->features = LLVMCreateMessage("");
    return NULL;
}

static void open_host(lb_target *target)
{
    target->cpu = LLVMGetHostCPUName();
    target->features = LLVMGetHostCPUFeatures();
    target->vector_bits = target->features ? host_vector_bits(target->features) : 128;
    target->runs_here = true;
}

const char *lb_target_open(lb_target *target, const char *cpu)
{
    const char *problem = NULL;
    memset(target, 0, sizeof *target);
    target->asked = LLVMCreateMessage(cpu);
    target->triple = LLVMGetDefaultTargetTriple();
    if (strcmp(cpu, "native") != 0)
        problem = open_named(target, cpu);
    else
        open_host(target);
    if (!problem && !(target->asked && target->triple && target->cpu && target->features))
        problem = "out of memory";
    if (problem)
        lb_target_close(target);
    return problem;
}

void lb_target_close(lb_target *target)
{
    for (int tier = 0; tier < LB_TIERS; tier++)
        if (target->machines[tier])
            LLVMDisposeTargetMachine(target->machines[tier]);
    LLVMDisposeMessage(target->asked);
    LLVMDisposeMessage(target->triple);
    LLVMDisposeMessage(target->cpu);
    LLVMDisposeMessage(target->features);
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
        LLVMCreateTargetMachine(native, target->triple, target->cpu, target->features, levels[tier],
                                LLVMRelocPIC, LLVMCodeModelSmall);
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
