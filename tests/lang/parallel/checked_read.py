# flags: --check-races
# expect-error 10:16: RuntimeError: the iterations for 2 and 1 of prange read and write one element: the other place is
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def f(a):
    for i in prange(1, len(a)):
        a[i] = a[i - 1] + 1


f(np.zeros(5))
