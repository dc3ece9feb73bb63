/* np.interp. */
#ifndef HPC_INTERP_H
#define HPC_INTERP_H

#include "rt.h"

/* The piecewise linear function through the points (xp, fp) at each x, `left` and `right` beyond them; all
 * are float64, xp and fp of rank 1. NumPy's bits, also for NaN, infinities and points that do not rise. */
hpc_code hpc_interp(hpc_frame *frame, hpc_view *out, const hpc_view *x, const hpc_view *xp,
                    const hpc_view *fp, double left, double right);

#endif
