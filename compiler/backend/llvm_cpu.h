/* The processors that LLVM's code generator for this machine knows by name. Its tables of them are
 * constant data: nothing of LLVM has to be started. */
#ifndef HPC_LLVM_CPU_H
#define HPC_LLVM_CPU_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The features of the processor as LLVM writes them ("+sse2,+avx"), cut where there is no room. False
 * where there is no such processor. */
bool llvm_cpu_features(const char *name, char *out, size_t room);
/* The names, the first `room` of them; how many there are. */
size_t llvm_cpu_names(const char **names, size_t room);

#ifdef __cplusplus
}
#endif

#endif
