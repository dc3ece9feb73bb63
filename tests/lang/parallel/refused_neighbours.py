# expect-error 10:13: ValueError: iterations of prange may write an element of 'grid' that others read
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def relax(grid):
    for i in prange(1, grid.shape[0] - 1):
        for j in range(1, grid.shape[1] - 1):
            grid[i, j] = 0.25 * (grid[i - 1, j] + grid[i + 1, j] + grid[i, j - 1] + grid[i, j + 1])


relax(np.zeros((5, 5)))
