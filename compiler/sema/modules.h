/* The modules that a program can import. */
#ifndef HPC_MODULES_H
#define HPC_MODULES_H

#include <stdbool.h>

/* The module's own name ("numpy.emath" for "numpy.lib.scimath"); NULL where there is none. */
const char *module_find(const char *name);

/* Whether the functions of that file of stdlib ("numpy.create") are the module's ("numpy"). */
bool module_has_file(const char *module, const char *file);

/* The module of a file's functions, NULL where they are no module's: methods, say. */
const char *module_of_file(const char *file);

#endif
