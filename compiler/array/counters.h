/* Variables that only count: how far they can get. */
#ifndef HPC_COUNTERS_H
#define HPC_COUNTERS_H

#include "air.h"

typedef struct counters counters;

/* Looks at the whole function; what it returns lives in the arena. */
counters *counters_find(arena *a, const air_fun *f);
/* True for a sum of a variable and a constant that never leaves 64 bits. */
bool counters_fit(const counters *c, air_id id);

#endif
