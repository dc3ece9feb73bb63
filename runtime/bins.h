/* Bins of equal width: np.histogram's, to the bin that NumPy's rounded arithmetic finds. */
#ifndef HPC_BINS_H
#define HPC_BINS_H

#include "rt.h"

/* What NumPy computes an element's bin from: (x - edges[0]) / width * bins, rounded at every step, then
 * mended by one bin where the edges say so. */
typedef struct hpc_even_bins {
    const hpc_view *edges; /* rank 1, of a float type, rising; one more than there are bins */
    double width;          /* of all bins together */
    bool wide; /* the width is a float64 of its own: dividing by it gives float64 for any edges */
} hpc_even_bins;

/* How many elements of the real vector `a` each bin has: int64. IndexError where NumPy's arithmetic
 * finds no bin for one, ValueError for edges that do not rise. */
hpc_code hpc_even_counts(hpc_frame *frame, hpc_view *out, const hpc_view *a,
                         const hpc_even_bins *bins);
/* The bin of each element, the number of bins for those outside of the range and NaN: int64. */
hpc_code hpc_even_places(hpc_frame *frame, hpc_view *out, const hpc_view *a,
                         const hpc_even_bins *bins);

#endif
