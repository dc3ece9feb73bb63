/* Code generation with the passes that are worth their time: what LLVM's C interface does not let
 * one choose.
 *
 * Takes a module and its target machine, gives an object file or assembly. Equal ends of blocks are
 * never looked for: that takes longer than all else in a function with many checks. Light is for
 * loops that are already in their final shape: loops of our own making need no strength reduction (their addresses are base + index * size already), which takes a quarter
 * of all code generation, and none of the passes below. */
#include "llvm_emit.h"

#include <llvm/Analysis/TargetTransformInfo.h>
#include <llvm/CodeGen/MachineModuleInfo.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetPassConfig.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/MC/MCContext.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Target/TargetMachine.h>

using namespace llvm;

namespace {

/* Leaves out what makes the code smaller, or shortens what runs once, and no loop faster. */
void skip_passes(TargetPassConfig *config)
{
    const AnalysisID skipped[] = {
        &BranchFolderPassID,         &MachineSchedulerID, &MachineCopyPropagationID,
        &MachineSinkingID,           &TailDuplicateID,    &PostRASchedulerID,
        &MachineLateInstrsCleanupID, &LiveRangeShrinkID,  &MachineCombinerID,
        &PostRAMachineSinkingID,     &ShrinkWrapID};
    for (AnalysisID pass : skipped)
        config->disablePass(pass);
}

/* Leaves out what takes time that grows faster than the function. */
void skip_steep_passes(TargetPassConfig *config)
{
    const AnalysisID steep[] = {&EarlyMachineLICMID, &MachineLICMID, &MachineSchedulerID,
                                &MachineSinkingID};
    for (AnalysisID pass : steep)
        config->disablePass(pass);
}

bool has_large_function(const Module *module)
{
    constexpr unsigned large = 5000; /* instructions */
    for (const Function &f : *module)
        if (f.getInstructionCount() > large)
            return true;
    return false;
}

/* Makes the steps of instruction selection callable one by one. */
struct steps : TargetPassConfig {
    static constexpr auto core = &steps::addCoreISelPasses;
};

/* addISelPasses, but the passes on LLVM IR are those of no optimisation: what targets need. */
bool add_selection(TargetPassConfig *config, TargetMachine *machine, legacy::PassManager &passes)
{
    CodeGenOptLevel level = machine->getOptLevel();
    passes.add(createTargetTransformInfoWrapperPass(machine->getTargetIRAnalysis()));
    passes.add(createPreISelIntrinsicLoweringPass());
    passes.add(createExpandLargeDivRemPass());
    passes.add(createExpandLargeFpConvertPass());
    machine->setOptLevel(CodeGenOptLevel::None);
    config->addIRPasses();
    machine->setOptLevel(level);
    config->addCodeGenPrepare();
    config->addPassesToHandleExceptions();
    config->addISelPrepare();
    return (config->*steps::core)();
}

} /* namespace */

LLVMMemoryBufferRef lb_emit(LLVMTargetMachineRef machine_ref, LLVMModuleRef module,
                            LLVMCodeGenFileType type, bool light)
{
    auto *machine = reinterpret_cast<LLVMTargetMachine *>(machine_ref);
    SmallVector<char, 0> bytes;
    raw_svector_ostream out(bytes);
    legacy::PassManager passes;
    auto *info = new MachineModuleInfoWrapperPass(machine);
    TargetPassConfig *config = machine->createPassConfig(passes);
    if (light)
        skip_passes(config);
    if (has_large_function(unwrap(module)))
        skip_steep_passes(config);
    config->setEnableTailMerge(false);
    config->setDisableVerify(true);
    passes.add(config);
    passes.add(info);
    if (light ? add_selection(config, machine, passes) : config->addISelPasses())
        return nullptr;
    config->addMachinePasses();
    config->setInitialized();
    if (machine->addAsmPrinter(passes, out, nullptr, static_cast<CodeGenFileType>(type),
                               info->getMMI().getContext()))
        return nullptr;
    passes.add(createFreeMachineFunctionPass());
    passes.run(*unwrap(module));
    return wrap(new SmallVectorMemoryBuffer(std::move(bytes), "hpc", false));
}
