/* What tests/numpy/rtlib.py needs beside the runtime's own functions: a frame with its runtime and
 * heap, made and freed from Python through ctypes. Linked with the runtime into one shared
 * library. */
#include <stdlib.h>
#include <string.h>

#include "runtime/random.h"
#include "runtime/rt.h"

typedef struct probe {
    hpc_heap heap;
    hpc_runtime runtime;
    hpc_frame frame;
} probe;

probe *hpc_probe_new(void)
{
    probe *made = calloc(1, sizeof *made);
    if (made) {
        made->runtime.heap = &made->heap;
        made->runtime.files_allowed = true;
        made->frame.runtime = &made->runtime;
    }
    return made;
}

hpc_frame *hpc_probe_frame(probe *probe)
{
    return &probe->frame;
}

const char *hpc_probe_text(const probe *probe)
{
    return probe->frame.error.text;
}

int64_t hpc_probe_live(const probe *probe)
{
    return probe->heap.live;
}

void hpc_probe_fail_at(probe *probe, int64_t count)
{
    probe->heap.fail_at = count;
}

/* rng.integers with 64-bit words, since ctypes has no 128-bit integers: `last` is the greatest
 * value wanted, below zero when `negative`. */
hpc_code hpc_probe_integers(hpc_frame *frame, hpc_rng *rng, int64_t low, uint64_t last,
                            bool negative, bool endpoint, const hpc_view *out)
{
    hpc_wide high = negative ? (hpc_wide)(int64_t)last : (hpc_wide)last;
    return hpc_rng_integers(frame, rng, low, endpoint ? high : high + 1, endpoint, false, out);
}

void hpc_probe_free(probe *probe)
{
    hpc_rng_legacy_free(&probe->runtime);
    free(probe);
}
