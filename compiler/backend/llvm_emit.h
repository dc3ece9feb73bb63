/* Code generation with a pass list of our own (llvm_emit.cpp). */
#ifndef HPC_LLVM_EMIT_H
#define HPC_LLVM_EMIT_H

#include <llvm-c/TargetMachine.h>

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An object file or assembly, for LLVMDisposeMemoryBuffer; NULL where the target can't. Light: for
 * vector loops in their final shape. The machine's level of optimisation is as before when it
 * returns. */
LLVMMemoryBufferRef lb_emit(LLVMTargetMachineRef machine, LLVMModuleRef module,
                            LLVMCodeGenFileType type, bool light);

#ifdef __cplusplus
}
#endif
#endif
