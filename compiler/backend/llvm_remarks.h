/* What LLVM's loop vectoriser made of the loops that are left to it, as remarks. */
#ifndef HPC_LLVM_REMARKS_H
#define HPC_LLVM_REMARKS_H

#include <llvm-c/Core.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of the loop at a location: LLVM's name for what it found, lanes and vectors at once. */
typedef void lb_remark_fn(void *user, const char *name, unsigned function, unsigned loc,
                          unsigned lanes, unsigned vectors);

/* From now on, for this context. */
void lb_listen(LLVMContextRef context, lb_remark_fn *tell, void *user);

#ifdef __cplusplus
}
#endif
#endif
